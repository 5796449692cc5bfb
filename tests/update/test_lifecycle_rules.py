"""The rules of an app's life, one test for each: what an update is, what it asks, and how it reaches people.

The numbers are those of `docs/updates.md`, which says where each comes from. 28 to 31, on install links, are tested
with the links.
"""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import teamshelf
from teamshelf.findings import Severity
from teamshelf.model.loading import manifest_from
from teamshelf.update.certification import certification_note, may_be_certified
from teamshelf.update.change import Kind
from teamshelf.update.compare import compare
from teamshelf.update.consent import Answer, decide
from teamshelf.update.customization import POINTERS, configurable, customized, refusals, sorted_overrides
from teamshelf.update.installation import default_capability, default_scope, offered_scopes
from teamshelf.update.releases import release_of
from teamshelf.update.rollout import (
    ROLLOUT,
    Installation,
    Published,
    Standing,
    accept,
    consent_to_install,
    decline,
    standing_of,
)
from teamshelf.update.submission import (
    Intent,
    KnownApp,
    Listing,
    State,
    may_follow,
    must_exceed,
    offer_parts,
    remarks_on,
)
from teamshelf.update.surface import surface_of_manifest
from tests.manifests import APP_ID, icons, manifest
from tests.package.builder import PackageBuilder
from tests.update.versions_of_an_app import (
    BOT_ID,
    FULL,
    OTHER_BOT_ID,
    asking,
    comparison,
    names,
    triggers,
    update,
    version,
)

if TYPE_CHECKING:
    from teamshelf.update.compare import Comparison

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PLAIN = manifest()
TAB = {"entityId": "home", "name": "Home", "contentUrl": "https://example.com/", "scopes": ["personal"]}
BOT = {"botId": BOT_ID, "scopes": ["personal"]}

NO = "not-required"
LIKELY = "likely"
YES = "required"


def problems(compared: Comparison) -> list[str]:
    """The names of what keeps it from being an update."""
    return [problem.rule for problem in compared.problems]


def remarks(value: dict[str, Any], intent: Intent, *catalogue: KnownApp, **options: Any) -> dict[str, Severity]:
    """What is said of a submission, with how much it matters."""
    return {each.rule: each.severity for each in remarks_on(manifest_from(value), intent, catalogue, **options)}


def published(value: dict[str, Any], number: str, approved: datetime = NOON) -> Published:
    """A published version."""
    return Published(number, surface_of_manifest(value), approved)


def installed(value: dict[str, Any], number: str = "1.0.0", **options: Any) -> Installation:
    """An installation whose people accepted this version."""
    return Installation(number, surface_of_manifest(value), **options)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (APP_ID, APP_ID.upper(), []),
        (APP_ID, BOT_ID, ["id-changed"]),
        (APP_ID, f"{{{APP_ID}}}", ["id-in-braces"]),
        (APP_ID, f"{{{BOT_ID}}}", ["id-in-braces", "id-changed"]),
        (APP_ID, None, ["id-missing"]),
        (None, APP_ID, ["id-missing"]),
    ],
)
def test_rule_01_the_id_stays(old: str | None, new: str | None, expected: list[str]) -> None:
    """The id of an update is that of the app in any case of letters, and not in braces."""
    compared = comparison(manifest(id=old), manifest(id=new, version="1.1.0"))

    assert expected == problems(compared)
    assert (not expected) is compared.allowed


def test_rule_02_a_change_needs_a_greater_version() -> None:
    """Another text with the same version is refused; the very same manifest is no update, and nothing is wrong."""
    changed = copy.deepcopy(PLAIN)
    changed["description"]["short"] = "Another text."

    assert ["version-not-incremented"] == problems(comparison(PLAIN, changed))
    assert ["version-not-incremented"] == problems(comparison(PLAIN, manifest(icons={"color": "a", "outline": "b"})))
    same = comparison(PLAIN, PLAIN)
    assert ([], ["no-change"]) == (problems(same), [note.note for note in same.notes])


def test_rule_02_what_is_refused_does_not_arrive() -> None:
    """Of a comparison that is no valid update nothing is said of how it would reach people or be reviewed."""
    renamed = manifest(name={"short": "Other", "full": "Another name"})
    delivery = {"arrives-by-itself", "metadata-only", "reviewed-again", "versions-side-by-side", "installed-by-policy"}

    assert not delivery & {note.note for note in comparison(PLAIN, renamed).notes}
    allowed = comparison(PLAIN, {**renamed, "version": "1.1.0"})
    assert {"arrives-by-itself", "metadata-only"} == delivery & {note.note for note in allowed.notes}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.9.0", "1.10.0", []),
        ("1.99.99", "2.0.0", []),
        ("1.0.0", "0.9.0", ["version-decreased"]),
        ("1.10.0", "1.9.0", ["version-decreased"]),
        ("1.0", "1.0.1", []),
        ("1.0.0.1", "1.0.0.2", []),
        ("1.0.0.2", "1.0.0.1", ["version-decreased"]),
        ("1.0.0.0", "1.0", ["version-not-incremented"]),
        ("1.0.0", "next", ["version-unreadable"]),
        ("v1", "1.0.0", ["version-unreadable"]),
        ("1.0.0", None, ["version-unreadable"]),
        ("1.0.0", "9" * 300, ["version-unreadable"]),
        ("1.0.0", "${{VERSION}}", ["version-unreadable"]),
    ],
)
def test_rule_03_versions_are_ordered_by_number(old: str, new: str | None, expected: list[str]) -> None:
    """1.10.0 comes after 1.9.0; a lower version is refused; what is no version is named."""
    assert expected == problems(comparison(manifest(version=old), manifest(version=new)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.0.0", "3.2.7", []),
        ("1.0.0", "1.1.0-rc.1", []),
        ("1.1.0-rc.1", "1.1.0", []),
        ("1.1.0", "1.1.0-rc.1", ["version-decreased"]),
        ("1.1.0-rc.2", "1.1.0-rc.10", []),
        ("1.1.0-1", "1.1.0-alpha", []),
        ("1.0.0", "1.0.0+b2", ["version-not-incremented"]),
        ("1.0.0+b9", "1.0.0+b10", ["version-not-incremented"]),
        ("1.1.0-rc.01", "1.2.0", ["version-unreadable"]),
    ],
)
def test_rule_04_gaps_are_fine_and_pre_releases_come_first(old: str, new: str, expected: list[str]) -> None:
    """Any greater version will do; a pre-release is older than its release; a build number never counts."""
    assert expected == problems(comparison(manifest(version=old), manifest(version=new)))


def package(value: dict[str, Any], **files: bytes) -> bytes:
    """A package with the usual icons and these files, underscores being dots."""
    builder = PackageBuilder().manifest(value)
    for name, content in {**icons(), **{name.replace("_", "."): content for name, content in files.items()}}.items():
        builder.entry(name, content)
    return builder.build()


def test_rule_05_files_count_as_well() -> None:
    """A new icon or another word in a language file is a change that needs a greater version; white space is none."""
    languages = manifest(
        localizationInfo={"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}]}
    )
    old = package(languages, fr_json=b'{"name.short": "Sondages"}')
    respaced = package(dict(reversed(languages.items())), fr_json=b'{\n  "name.short" : "Sondages" }')
    reworded = package(languages, fr_json=b'{"name.short": "Scrutins"}')
    repainted = package(languages, fr_json=b'{"name.short": "Sondages"}', color_png=icons()["outline.png"])

    assert compare(old, respaced).is_empty
    for new, name, file in ((reworded, "translation-changed", "fr.json"), (repainted, "icon-changed", "color.png")):
        compared = compare(old, new)
        assert ["version-not-incremented"] == problems(compared)
        assert [(name, file, Kind.METADATA)] == [(each.change, each.file, each.kind) for each in compared.changes]


def test_rule_06_the_app_may_share_its_id_with_its_bot() -> None:
    """An id that is the bot's id too is fine."""
    shared = manifest(bots=[{**BOT, "botId": APP_ID}])

    assert comparison(shared, {**shared, "version": "1.0.1"}).allowed
    assert not any(finding.severity is Severity.ERROR for finding in teamshelf.check(package(shared)).findings)


def test_rule_07_an_update_goes_through_the_app_that_there_is() -> None:
    """A known id cannot be submitted as new, an unknown one not as an update."""
    known = KnownApp(id=APP_ID.upper())

    assert {"use-update": Severity.ERROR} == remarks(PLAIN, Intent.NEW, known)
    assert {"unknown-app": Severity.ERROR} == remarks(PLAIN, Intent.UPDATE)
    assert {} == remarks(PLAIN, Intent.UPDATE, known)
    assert {} == remarks(PLAIN, Intent.NEW)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (KnownApp(id=BOT_ID, short_name="POLLS"), {"looks-like-resubmission": Severity.WARNING}),
        (KnownApp(id=BOT_ID, package_name="com.example.polls"), {"looks-like-resubmission": Severity.WARNING}),
        (KnownApp(id=BOT_ID, short_name="Quizzes", package_name="com.example.quiz"), {}),
    ],
)
def test_rule_08_the_same_name_under_another_id_is_suspicious(other: KnownApp, expected: dict[str, Severity]) -> None:
    """A new app with the short name or package name of another looks like that app again."""
    assert expected == remarks(manifest(packageName="com.example.polls"), Intent.NEW, other)


def test_rule_09_no_path_skips_validation() -> None:
    """Every way from submitted to approved goes through validated."""
    assert not may_follow(State.SUBMITTED, State.APPROVED)
    assert not may_follow(State.DRAFT, State.VALIDATED)
    assert not may_follow(State.REJECTED, State.APPROVED)
    assert [State.VALIDATED] == [state for state in State if may_follow(state, State.APPROVED)]


def test_rule_10_states_follow_each_other() -> None:
    """Draft, submitted, validated or rejected, approved, superseded; what is published stays meanwhile."""
    path = [State.DRAFT, State.SUBMITTED, State.VALIDATED, State.APPROVED, State.SUPERSEDED]

    assert all(may_follow(*pair) for pair in pairwise(path))
    assert may_follow(State.SUBMITTED, State.REJECTED)
    assert [] == [state for state in State if may_follow(State.REJECTED, state)]
    assert "1.0.0" == must_exceed([("1.0.0", State.APPROVED), ("1.1.0", State.REJECTED), ("2.0.0", State.SUBMITTED)])


def test_rule_11_a_rejected_number_is_free_again() -> None:
    """A version that was never published takes no number; of the published ones the greatest counts."""
    assert "1.10.0" == must_exceed(
        [("1.9.0", State.SUPERSEDED), ("1.10.0", State.APPROVED), ("1.11.0", State.REJECTED)]
    )
    assert None is must_exceed([("1.0.0", State.REJECTED)])


def test_rule_12_the_listing_says_the_same() -> None:
    """A store value that differs from the manifest's is a warning at its place."""
    listing = Listing(developer_name="Harbour Street Software", short_name="Poll", full_description=None)

    found = list(remarks_on(manifest_from(PLAIN), Intent.UPDATE, [KnownApp(APP_ID)], listing=listing))

    assert [("listing-mismatch", Severity.WARNING, "/name/short")] == [
        (each.rule, each.severity, each.pointer) for each in found
    ]


def test_rule_13_one_version_takes_the_place_of_the_other() -> None:
    """An installation runs one version: the new one, once it is there."""
    versions = [published(PLAIN, "1.0.0"), published(PLAIN, "1.1.0")]

    assert Standing("1.1.0") == standing_of(installed(PLAIN), versions, NOON + ROLLOUT)


def test_rule_14_users_have_it_some_hours_after_approval() -> None:
    """Before the roll-out is through, the old version runs; then the new one, by itself."""
    versions = [published(PLAIN, "1.1.0")]

    assert timedelta(hours=4) == ROLLOUT
    assert "1.0.0" == standing_of(installed(PLAIN), versions, NOON).version
    assert "1.0.0" == standing_of(installed(PLAIN), versions, NOON + ROLLOUT - timedelta(seconds=1)).version
    assert "1.1.0" == standing_of(installed(PLAIN), versions, NOON + ROLLOUT).version
    assert "1.1.0" == standing_of(installed(PLAIN), versions, NOON, rollout=timedelta()).version


def test_rule_15_an_update_that_asks_waits() -> None:
    """The old version runs until people accept; who declines keeps it."""
    more = manifest(bots=[BOT])
    new = published(more, "1.1.0")
    old = installed(manifest(staticTabs=[TAB]))

    waiting = standing_of(old, [new], NOON + ROLLOUT)

    assert ("1.0.0", "1.1.0") == (waiting.version, waiting.pending)
    assert waiting.consent is not None
    assert waiting.consent.is_required
    assert Standing("1.1.0") == standing_of(accept(old, new), [new], NOON + ROLLOUT)
    assert waiting == standing_of(decline(old), [new], NOON + ROLLOUT)


def test_rule_15_a_silent_version_in_between_arrives() -> None:
    """While the newest version waits for consent, a newer one that asks nobody runs; a policy waits for nobody."""
    versions = [published(manifest(bots=[BOT]), "1.2.0"), published(PLAIN, "1.1.0")]

    waiting = standing_of(installed(PLAIN), versions, NOON + ROLLOUT)

    assert ("1.1.0", "1.2.0") == (waiting.version, waiting.pending)
    assert Standing("1.2.0") == standing_of(installed(PLAIN, is_by_policy=True), versions, NOON + ROLLOUT)


def test_rule_16_versions_in_between_are_jumped() -> None:
    """Consent is a matter of what is installed and what is newest, not of every step."""
    with_permission = manifest(permissions=["identity"])
    versions = [published(with_permission, "1.1.0"), published(PLAIN, "1.10.0")]

    assert Standing("1.10.0") == standing_of(installed(PLAIN, "1.0.0"), versions, NOON + ROLLOUT)


def test_rule_17_what_was_sideloaded_stays() -> None:
    """An app that did not come from a catalogue is updated by installing it again, and only so."""
    sideloaded = installed(PLAIN, is_sideloaded=True)

    assert Standing("1.0.0") == standing_of(sideloaded, [published(PLAIN, "2.0.0")], NOON + ROLLOUT)


def test_rule_18_a_first_installation_always_asks() -> None:
    """Consent and installation are one dialog, also for an app that asks for nothing."""
    assert consent_to_install().is_required
    assert () == consent_to_install().triggers


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("bots", [BOT], {"seed": YES, "docs-2021": YES, "admin-2024": YES}),
        ("composeExtensions", [{"botId": BOT_ID}], {"seed": YES, "docs-2021": YES, "admin-2024": YES}),
        ("connectors", [{"connectorId": BOT_ID}], {"seed": YES, "docs-2021": YES, "admin-2024": LIKELY}),
        ("staticTabs", [TAB], {"seed": YES, "docs-2021": YES, "admin-2024": NO}),
        ("configurableTabs", [{"scopes": ["team"]}], {"seed": YES, "docs-2021": YES, "admin-2024": LIKELY}),
        ("dashboardCards", [{"id": BOT_ID}], {"seed": LIKELY, "docs-2021": LIKELY, "admin-2024": LIKELY}),
    ],
)
def test_rule_19_a_new_capability_asks(name: str, value: list[Any], expected: dict[str, str]) -> None:
    """An app that gains a capability asks; an empty list is none."""
    nothing: tuple[dict[str, Any], ...] = ({}, {name: []})
    for empty in nothing:
        old, new = manifest(**empty), manifest(**{name: value}, version="1.1.0")
        assert expected == {rules: comparison(old, new, rules).consent.answer.value for rules in expected}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["identity"], ["identity", "messageTeamMembers"], YES),
        (["identity", "messageTeamMembers"], ["identity"], YES),
        (["identity", "messageTeamMembers"], ["messageTeamMembers", "identity", "identity"], NO),
    ],
)
def test_rule_20_permissions_that_change_ask(old: list[str], new: list[str], expected: str) -> None:
    """More permissions ask, fewer ask as well, and their order says nothing."""
    for rules in ("seed", "docs-2021"):
        compared = comparison(manifest(permissions=old), manifest(permissions=new, version="1.1.0"), rules)
        assert expected == compared.consent.answer.value
    if set(new) < set(old):
        assert "asks-for-less" in [note.note for note in compared.notes]


def test_rule_21_people_are_asked_once() -> None:
    """Who has accepted a version is not asked again about the same surface."""
    more = manifest(permissions=["identity"])
    once = accept(installed(PLAIN), published(more, "1.1.0"))

    assert Standing("1.2.0") == standing_of(once, [published(more, "1.2.0")], NOON + ROLLOUT)


def test_rule_22_a_greater_version_alone_asks_nobody() -> None:
    """It carries the update; only the seed read literally takes it for a reason."""
    renamed = update(lambda new: new["description"].update(short="Another text."), "seed")
    literal = update(lambda new: new["description"].update(short="Another text."), "seed-2020")

    assert Answer.NOT_REQUIRED is renamed.consent.answer
    assert (Answer.REQUIRED, ["version-incremented"]) == (literal.consent.answer, triggers(literal))
    assert Answer.NOT_REQUIRED is comparison(FULL, FULL, "seed-2020").consent.answer


def _bot(**members: Any) -> Any:
    return lambda new: new["bots"][0].update(members)


def _without(name: str) -> Any:
    return lambda new: new.pop(name)


@pytest.mark.parametrize(
    ("name", "change", "seed", "docs", "admin"),
    [
        ("bot-removed", _without("bots"), NO, YES, NO),
        ("bot-id-changed", _bot(botId=OTHER_BOT_ID), NO, YES, YES),
        ("bot-notification-only-changed", _bot(isNotificationOnly=True), NO, YES, YES),
        ("bot-files-changed", _bot(supportsFiles=True), NO, YES, YES),
        ("bot-calling-changed", _bot(supportsCalling=True), NO, YES, YES),
        ("bot-video-changed", _bot(supportsVideo=True), NO, LIKELY, YES),
        ("message-extension-removed", _without("composeExtensions"), NO, YES, LIKELY),
        ("static-tab-removed", _without("staticTabs"), NO, NO, NO),
        ("configurable-tab-removed", _without("configurableTabs"), NO, NO, NO),
        ("connector-removed", _without("connectors"), NO, NO, NO),
        (
            "web-application-changed",
            lambda new: new["webApplicationInfo"].update(resource="api://other.example.com"),
            NO,
            YES,
            YES,
        ),
    ],
)
def test_rule_23_the_later_pages_know_more_reasons(name: str, change: Any, seed: str, docs: str, admin: str) -> None:
    """Each rule set answers as its sources do, in one of three words, and the change is named."""
    assert {"seed": seed, "docs-2021": docs, "admin-2024": admin} == asking(change)
    consent = update(change).consent
    named = {each.change for each in (*consent.triggers, *consent.likely, *consent.elsewhere)}
    assert (name in named) is (YES in (seed, docs, admin))


def test_rule_23_switching_off_asks_under_one_set() -> None:
    """For administrators in 2024, files ask only where they are switched on."""
    on, off = version(_bot(supportsFiles=True), "1.0.0"), version(_bot(supportsFiles=False))

    answers = {rules: comparison(on, off, rules).consent.answer.value for rules in ("docs-2021", "admin-2024")}

    assert {"docs-2021": YES, "admin-2024": NO} == answers


def test_rule_23_the_registration_asks_in_teams_only() -> None:
    """An app that can be in no team asks nobody because of `webApplicationInfo`, and says so."""
    info = {"id": BOT_ID, "resource": "api://example.com"}
    old, new = manifest(staticTabs=[TAB]), manifest(staticTabs=[TAB], webApplicationInfo=info, version="1.1.0")

    compared = comparison(old, new)

    assert Answer.NOT_REQUIRED is compared.consent.answer
    assert "consent-in-teams-only" in [note.note for note in compared.notes]


def test_rule_24_another_tab_asks_under_the_pages_of_2021() -> None:
    """To the seed a second tab is no new capability; another entityId is one tab fewer and one more."""
    second = {**TAB, "entityId": "third"}

    assert {"seed": NO, "docs-2021": YES, "admin-2024": NO} == asking(lambda new: new["staticTabs"].append(second))
    renamed = update(lambda new: new["staticTabs"][0].update(entityId="start"))
    assert ["static-tab-removed", "static-tab-added"] == names(renamed)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda new: new["bots"][0]["scopes"].append("groupChat"), LIKELY),
        (lambda new: new["devicePermissions"].append("geolocation"), LIKELY),
        (lambda new: new["validDomains"].append("cdn.example.com"), LIKELY),
        (lambda new: new["validDomains"].clear(), NO),
        (
            lambda new: new["authorization"]["permissions"]["resourceSpecific"].append(
                {"name": "ChannelMessage.Read.Group", "type": "Application"}
            ),
            YES,
        ),
        (lambda new: new["webApplicationInfo"].update(applicationPermissions=["Channel.Create.Group"]), YES),
    ],
)
def test_rule_25_a_wider_reach_is_likely_to_ask(change: Any, expected: str) -> None:
    """New scopes, device permissions and domains are open; resource-specific permissions are permissions."""
    assert {"seed": expected, "docs-2021": expected, "admin-2024": expected} == asking(change)


def test_rule_25_moving_permissions_to_their_new_home_asks_nobody() -> None:
    """The same resource-specific permissions as 1.11 and as 1.12 have them are the same permissions."""

    def in_old_home(new: dict[str, Any]) -> None:
        del new["authorization"]
        new["webApplicationInfo"]["applicationPermissions"] = ["TeamMember.Read.Group"]

    assert {"seed": NO, "docs-2021": NO, "admin-2024": NO} == asking(in_old_home)


@pytest.mark.parametrize(
    "members",
    [
        {"name": {"short": "Votes"}},
        {"description": {"short": "Other", "full": "Another text"}},
        {"icons": {"color": "c.png", "outline": "o.png"}},
        {"accentColor": "#123456"},
        {"developer": {"name": "Another"}},
        {"localizationInfo": {"defaultLanguageTag": "fr"}},
        {"configurableProperties": ["name"]},
        {"defaultInstallScope": "team"},
        {"subscriptionOffer": {"offerId": "contoso.polls"}},
    ],
)
def test_rule_26_metadata_asks_nobody(members: dict[str, Any]) -> None:
    """How the app presents itself is metadata; the version still has to be greater."""
    assert {"seed": NO, "docs-2021": NO, "admin-2024": NO} == asking(lambda new: new.update(members))
    compared = update(lambda new: new.update(members))
    assert {Kind.METADATA} == {change.kind for change in compared.changes}
    assert ["version-not-incremented"] == problems(comparison(FULL, version(lambda new: new.update(members), "1.0.0")))


def test_rule_27_what_was_accepted_counts() -> None:
    """A permission that was taken away and given back asks nobody who had accepted it."""
    with_it, without = surface_of_manifest(manifest(permissions=["identity"])), surface_of_manifest(PLAIN)

    assert decide(without, with_it).is_required
    assert not decide(with_it, with_it).is_required
    new = manifest(permissions=["identity"], version="1.2.0")
    old, new_text = (json.dumps(each).encode() for each in (manifest(version="1.1.0"), new))
    assert compare(old, new_text).consent.is_required
    assert not compare(old, new_text, accepted=with_it).consent.is_required


def test_rule_32_certification_follows_publication() -> None:
    """Only a published app can be certified; an update leaves that in force, based on the older version."""
    assert not may_be_certified([State.DRAFT, State.SUBMITTED, State.VALIDATED, State.REJECTED])
    assert may_be_certified([State.SUPERSEDED, State.APPROVED])
    assert None is certification_note("1.0.0", "1.0.0")
    assert 'based on version "1.0.0"' == str(certification_note("1.0.0", "1.1.0"))


@pytest.mark.parametrize("stated", ["devPreview", "m365DevPreview"])
def test_rule_33_previews_are_for_trying_out(stated: str) -> None:
    """The public store refuses a preview manifest, an organization's catalogue warns; the comparison says so too."""
    preview = manifest(manifestVersion=stated)

    assert {"preview-manifest": Severity.ERROR} == remarks(preview, Intent.NEW, public_store=True)
    assert {"preview-manifest": Severity.WARNING} == remarks(preview, Intent.NEW)
    assert {} == remarks(PLAIN, Intent.NEW, public_store=True)
    notes = [note.note for note in comparison(PLAIN, {**preview, "version": "1.1.0"}).notes]
    assert {"preview-manifest", "manifest-version"} <= set(notes)


def test_rule_34_another_manifest_version_asks_nobody() -> None:
    """It is a change that needs a greater version, and nothing more."""
    newer = {"manifestVersion": "1.23", "$schema": FULL["$schema"].replace("1.22", "1.23")}

    assert {"seed": NO, "docs-2021": NO, "admin-2024": NO} == asking(lambda new: new.update(newer))
    assert ["version-not-incremented"] == problems(comparison(FULL, {**FULL, **newer}))


def test_rule_35_only_listed_properties_can_be_changed() -> None:
    """What is not listed is refused; without the block nothing can be changed."""
    app = manifest(configurableProperties=["accentColor", "accentColor", "somethingElse"])

    assert ("accentColor",) == configurable(app)
    assert ["not-configurable"] == [each.rule for each in refusals(app, {"name": "Votes"})]
    assert [] == list(refusals(app, {"accentColor": "#123456"}))
    assert () == configurable(PLAIN)
    assert ["not-configurable"] == [each.rule for each in refusals(PLAIN, {"accentColor": "#123456"})]


def test_rule_36_each_property_has_its_place() -> None:
    """Nine properties, each with a place in the manifest that the override takes."""
    app = manifest(configurableProperties=list(POINTERS))

    seen = customized(app, {"name": "Votes", "developerUrl": "https://example.org", "largeImageUrl": "other.png"})

    assert 9 == len(POINTERS)
    assert ("Votes", "Polls for quick decisions") == (seen["name"]["short"], seen["name"]["full"])
    assert ("https://example.org", "other.png") == (seen["developer"]["websiteUrl"], seen["icons"]["color"])
    assert "Polls" == app["name"]["short"]


@pytest.mark.parametrize(
    ("name", "value", "is_refused"),
    [
        ("name", "x" * 31, True),
        ("name", "x" * 30, False),
        ("shortDescription", "x" * 81, True),
        ("developerUrl", "http://example.com", True),
        ("privacyUrl", "https://example.com", False),
        ("accentColor", "#fff", True),
        ("accentColor", "#ffffff", False),
    ],
)
def test_rule_37_overrides_obey_the_limits(name: str, value: str, *, is_refused: bool) -> None:
    """An override is held to what the manifest's own value is held to, and addresses are https."""
    app = manifest(configurableProperties=list(POINTERS))

    found = list(refusals(app, {name: value}))

    assert is_refused is bool(found)
    assert {"override-invalid"} >= {each.rule for each in found}


def test_rule_38_overrides_outlive_the_list() -> None:
    """A property that an update no longer lists keeps its override, out of sight; it asks for nothing."""
    app, update_of_it = (
        manifest(configurableProperties=["name", "accentColor"]),
        manifest(configurableProperties=["accentColor"], version="1.1.0"),
    )
    overrides = {"name": "Votes", "accentColor": "#123456"}

    after = sorted_overrides(update_of_it, overrides)

    assert ({"accentColor": "#123456"}, {"name": "Votes"}) == (after.active, after.orphaned)
    assert overrides == sorted_overrides(app, overrides).active
    assert "Polls" == customized(update_of_it, overrides)["name"]["short"]
    compared = comparison(app, update_of_it)
    assert "override-orphaned" in [note.note for note in compared.notes]
    assert Answer.NOT_REQUIRED is compared.consent.answer


SETUP = {"configurationUrl": "https://example.com/setup", "scopes": ["team", "groupChat"]}


@pytest.mark.parametrize(
    ("members", "scope"),
    [
        ({"configurableTabs": [SETUP], "defaultInstallScope": "meetings"}, "meetings"),
        ({"configurableTabs": [SETUP], "defaultInstallScope": "groupChat"}, "groupchat"),
        ({"configurableTabs": [SETUP]}, "team"),
        ({"configurableTabs": [SETUP], "staticTabs": [TAB]}, "personal"),
        ({}, None),
    ],
)
def test_rule_39_the_default_scope_is_offered_first(members: dict[str, Any], scope: str | None) -> None:
    """The button names the default scope; without one, the first that the app offers."""
    choice = default_scope(manifest_from(manifest(**members)))

    assert (scope, None) == (choice.value, choice.warning)


@pytest.mark.parametrize(
    ("members", "offered"),
    [
        ({"staticTabs": [TAB]}, ["personal"]),
        ({"bots": [{"scopes": ["groupchat"]}]}, ["groupchat", "meetings"]),
        ({"connectors": [{"scopes": ["team"]}]}, ["team"]),
        ({"composeExtensions": [{}]}, ["personal", "team", "groupchat", "meetings"]),
        ({"configurableTabs": [{**SETUP, "context": ["privateChatTab"]}]}, ["team", "groupchat"]),
        ({"configurableTabs": [{**SETUP, "context": ["meetingStage"]}]}, ["team", "groupchat", "meetings"]),
    ],
)
def test_rule_40_what_is_not_offered_is_not_the_default(members: dict[str, Any], offered: list[str]) -> None:
    """A default scope that the app does not offer is a warning, and the first offered one takes its place."""
    app = manifest_from(manifest(**members))

    assert offered == list(offered_scopes(app))
    for scope in ("personal", "team", "groupchat", "meetings"):
        app.default_install_scope = scope
        choice = default_scope(app)
        assert (scope if scope in offered else offered[0]) == choice.value
        assert (scope not in offered) is (choice.warning is not None)


def test_rule_41_the_default_capability_opens_in_shared_places() -> None:
    """Where the app is added to a team its bot opens; a personal installation has no default capability."""
    app = manifest_from(
        manifest(
            bots=[{"scopes": ["team", "personal"]}], configurableTabs=[SETUP], defaultGroupCapability={"team": "bot"}
        )
    )

    assert "bot" == default_capability(app, "team").value
    assert None is default_capability(app, "personal").value
    assert "tab" == default_capability(app, "groupchat").value
    assert None is default_capability(app, "groupchat").warning
    with pytest.raises(ValueError, match="no scope"):
        default_capability(app, "copilot")


@pytest.mark.parametrize(
    ("members", "place", "value"),
    [
        (
            {"configurableTabs": [{**SETUP, "context": ["channelTab"]}], "bots": [{"scopes": ["groupChat"]}]},
            "meetings",
            "bot",
        ),
        ({"configurableTabs": [SETUP]}, "team", "tab"),
    ],
)
def test_rule_42_a_default_that_does_not_fit_falls_back(members: dict[str, Any], place: str, value: str) -> None:
    """A tab that is for no meeting, or a connector that there is not, is a warning, and the next best opens."""
    wanted = {"meetings": "tab", "team": "connector"}[place]
    app = manifest_from(manifest(**members, defaultGroupCapability={place: wanted}))

    choice = default_capability(app, place)

    assert value == choice.value
    assert choice.warning is not None


@pytest.mark.parametrize(
    ("offer", "parts", "is_reported"),
    [
        ("contoso.offer1", ("contoso", "offer1"), False),
        ("contoso", None, True),
        (".offer1", None, True),
        ("contoso.", None, True),
        ("a.b.c", ("a", "b.c"), True),
    ],
)
def test_rule_43_an_offer_is_a_publisher_and_an_offer(
    offer: str, parts: tuple[str, str] | None, *, is_reported: bool
) -> None:
    """Both ids with a dot between them; more dots leave it open where the offer begins."""
    findings = teamshelf.check(package(manifest(subscriptionOffer={"offerId": offer}))).findings

    assert parts == offer_parts(offer)
    assert is_reported is any(finding.rule == "offer-id-malformed" for finding in findings)


def test_rule_44_an_offer_asks_nobody() -> None:
    """Adding or changing the offer is an update like any other; one offer for two apps is worth a note."""
    offer = {"subscriptionOffer": {"offerId": "contoso.polls"}}

    assert {"seed": NO, "docs-2021": NO, "admin-2024": NO} == asking(lambda new: new.update(offer))
    assert {"offer-shared": Severity.NOTE} == remarks(
        manifest(**offer), Intent.UPDATE, KnownApp(APP_ID), KnownApp(BOT_ID, offer_id="contoso.polls")
    )


def test_versions_read_as_they_are_written() -> None:
    """Zeros at the end beyond three numbers say nothing; blanks around neither."""
    one, other = release_of("1.2"), release_of(" 1.2.0.0 ")
    assert one is not None
    assert other is not None
    assert 0 == one.compare(other)
