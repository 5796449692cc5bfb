"""Publishing packages: what is taken, what is refused, and what is written."""

from __future__ import annotations

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from teamshelf.catalogue.apps.facts import from_stored
from teamshelf.catalogue.apps.listing import package_bytes
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, AuditEvent, Icon, Installation, Package, Reach, Surface, Version
from teamshelf.catalogue.versions.publishing import Published, publish
from teamshelf.catalogue.versions.states import State
from tests.catalogue.packages import ANOTHER_ID, package
from tests.manifests import APP_ID, manifest

if TYPE_CHECKING:
    from tests.catalogue.shelves import Clock, People


def _all(shelf: Shelf, table: Any) -> list[Any]:
    with shelf.reading() as session:
        return list(session.scalars(select(table)))


def _count(shelf: Shelf, table: Any) -> int:
    with shelf.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _states(shelf: Shelf) -> dict[str, str]:
    with shelf.reading() as session:
        return {row.number: row.state for row in session.scalars(select(Version).order_by(Version.created_at))}


def _refused(*arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        publish(*arguments, **named)
    return refused.value


def test_a_new_app_is_published_at_once(shelf: Shelf, people: People, clock: Clock) -> None:
    """A reviewer publishes a package: app, version, bytes, icons, surface, reach and audit are there together."""
    content = package()

    published = publish(shelf, people.admin, content)

    assert "created" == published.outcome
    (app,), (version,) = _all(shelf, App), _all(shelf, Version)
    assert (published.app_id, published.version_id) == (app.id, version.id)
    assert (APP_ID, people.admin.account_id, version.id) == (app.external_id, app.owner_id, app.current_id)
    assert ("Polls", "polls", "Harbour Street Software") == (app.display_name, app.sort_name, app.publisher)
    assert ("1.0.0", State.PUBLISHED, 1, 1) == (version.number, version.state, version.sequence, version.revision)
    assert clock.at == version.published_at == version.available_at
    assert sha256(content).hexdigest() == version.upload_digest
    (reach,), (surface,) = _all(shelf, Reach), _all(shelf, Surface)
    assert (surface.id, version.id, 1, True) == (reach.surface_id, reach.version_id, reach.sequence, reach.is_silent)
    assert 2 == _count(shelf, Icon)
    (event,) = _all(shelf, AuditEvent)
    assert (Action.APP_PUBLISHED, version.id, app.id) == (event.action, event.subject, event.app_id)
    assert version.package_digest == event.digest


def test_what_is_stored_is_our_own_packing(shelf: Shelf, people: People) -> None:
    """The archive that was sent is not kept, only its files: packed otherwise, the same app has the same digest."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package())) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in reversed(given.namelist()):
            packed.writestr(name, given.read(name))

    publish(shelf, people.admin, package())
    again = publish(shelf, people.admin, buffer.getvalue())

    assert "unchanged" == again.outcome
    with shelf.reading() as session:
        digest, content = session.execute(select(Package.digest, Package.content)).one()
    assert sha256(content).hexdigest() == digest
    with zipfile.ZipFile(io.BytesIO(content)) as stored:
        assert ["color.png", "manifest.json", "outline.png"] == stored.namelist()
        assert manifest() == json.loads(stored.read("manifest.json"))


def test_a_package_with_errors_is_refused_with_its_findings(shelf: Shelf, people: People) -> None:
    """Nothing of a faulty package is stored, and whoever sent it learns every fault."""
    refusal = _refused(shelf, people.admin, package(accentColor="red", version=""))

    assert (Kind.INVALID, "package-has-errors") == (refusal.kind, refusal.rule)
    assert {"/accentColor", "/version"} <= {finding.pointer for finding in refusal.findings}
    assert [0, 0, 0] == [_count(shelf, table) for table in (App, Version, Package)]


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"{}", b"no package at all"])
def test_what_is_no_package_is_refused(shelf: Shelf, people: People, content: bytes) -> None:
    """Bytes that are no package are refused like a faulty one."""
    assert "package-has-errors" == _refused(shelf, people.admin, content).rule


def test_a_package_can_be_too_large(shelf: Shelf, people: People) -> None:
    """More bytes than the shelf takes are refused before anybody looks at them."""
    assert "package-too-large" == _refused(shelf, people.admin, bytes(10 * 2**20 + 1)).rule


@pytest.mark.parametrize(
    ("who", "for_review", "allowed"),
    [
        ("user", True, False),
        ("user", False, False),
        ("publisher", False, False),
        ("publisher", True, True),
        ("reviewer", False, True),
        ("admin", False, True),
        ("admin", True, True),
    ],
)
def test_publishers_submit_and_reviewers_publish(
    shelf: Shelf,
    people: People,
    who: str,
    for_review: bool,  # noqa: FBT001
    allowed: bool,  # noqa: FBT001
) -> None:
    """Only those who could approve it publish something at once; publishers submit it for review."""
    actor = getattr(people, who)

    if allowed:
        assert publish(shelf, actor, package(), for_review=for_review).outcome == (
            "submitted" if for_review else "created"
        )
    else:
        assert Kind.FORBIDDEN == _refused(shelf, actor, package(), for_review=for_review).kind
        assert 0 == _count(shelf, App)


def test_the_operator_has_no_account_to_publish_with(shelf: Shelf) -> None:
    """An app belongs to somebody; the command line alone is nobody."""
    assert "account-needed" == _refused(shelf, OPERATOR, package()).rule


def test_with_four_eyes_nobody_publishes_alone(shelf: Shelf, people: People) -> None:
    """Where two people have to look at everything, even an administrator has to submit."""
    change_settings(shelf, people.admin, four_eyes=True)

    assert "four-eyes" == _refused(shelf, people.admin, package()).rule
    assert "submitted" == publish(shelf, people.admin, package(), for_review=True).outcome


def test_an_update_goes_through_the_existing_app(shelf: Shelf, people: People) -> None:
    """Rule 7: the id of an app on the shelf is no new app, and an unknown app has no update."""
    first = publish(shelf, people.admin, package())

    refusal = _refused(shelf, people.admin, package(version="1.1.0"))
    unknown = _refused(shelf, people.admin, package(version="1.1.0"), app_id=ANOTHER_ID)

    assert (Kind.CONFLICT, "app-already-exists") == (refusal.kind, refusal.rule)
    assert {"appId": first.app_id, "externalId": APP_ID, "pending": "false"} == refusal.details
    assert (Kind.NOT_FOUND, "unknown-app") == (unknown.kind, unknown.rule)


def test_an_update_replaces_the_published_version(shelf: Shelf, people: People, clock: Clock) -> None:
    """Rules 13 and 14: the newer version is published, the older superseded, and it arrives after the roll-out."""
    first = publish(shelf, people.admin, package())
    clock.pass_by(days=1)

    second = publish(shelf, people.admin, package(version="1.1.0", name={"short": "Votes"}), app_id=first.app_id)

    assert "updated" == second.outcome
    assert {"1.0.0": "superseded", "1.1.0": "published"} == _states(shelf)
    (app,) = _all(shelf, App)
    assert (second.version_id, "Votes") == (app.current_id, app.display_name)
    with shelf.reading() as session:
        version = session.get_one(Version, second.version_id)
    assert (2, clock.at + timedelta(hours=4)) == (version.sequence, version.available_at)
    assert version.update is not None
    assert ("1.0.0", "1.1.0", "not-required") == (
        version.update["from"],
        version.update["to"],
        version.update["consent"]["answer"],
    )
    assert {"version-changed", "app-renamed"} <= {change["change"] for change in version.update["changes"]}


@pytest.mark.parametrize(
    ("members", "kind", "rule"),
    [
        ({"version": "1.5.0", "name": {"short": "Votes"}}, Kind.CONFLICT, "version-not-incremented"),  # rule 2
        ({"version": "1.4.99"}, Kind.INVALID, "version-decreased"),  # rule 3
        ({"version": "1.6.0", "id": ANOTHER_ID}, Kind.INVALID, "id-changed"),  # rule 1
    ],
)
def test_what_is_no_update_is_refused(
    shelf: Shelf, people: People, members: dict[str, Any], kind: Kind, rule: str
) -> None:
    """Rules 1 to 5: another id, the same or a lower version are refused, and nothing changes."""
    first = publish(shelf, people.admin, package(version="1.5.0"))

    refusal = _refused(shelf, people.admin, package(**members), app_id=first.app_id)

    assert (kind, rule) == (refusal.kind, refusal.rule)
    assert {"1.5.0": "published"} == _states(shelf)
    assert 1 == _count(shelf, AuditEvent)


@pytest.mark.parametrize("number", ["1.10.0", "1.9.1", "3.2.7"])
def test_any_greater_version_is_fine(shelf: Shelf, people: People, number: str) -> None:
    """Rules 3 and 4: versions are ordered as numbers, and may leave some out."""
    first = publish(shelf, people.admin, package(version="1.9.0"))

    assert "updated" == publish(shelf, people.admin, package(version=number), app_id=first.app_id).outcome


@pytest.mark.parametrize("for_review", [False, True])
def test_the_same_again_is_a_success(shelf: Shelf, people: People, for_review: bool) -> None:  # noqa: FBT001
    """Whoever sends what is there already is told so, as a new app or as an update, and nothing is written."""
    first = publish(shelf, people.admin, package(), for_review=for_review)

    as_new = publish(shelf, people.admin, package(), for_review=for_review)
    as_update = publish(shelf, people.admin, package(), for_review=for_review, app_id=first.app_id)

    assert replace(first, outcome="unchanged") == as_new == as_update
    assert (1, 1) == (_count(shelf, Version), _count(shelf, AuditEvent))


def test_white_space_is_no_change(shelf: Shelf, people: People) -> None:
    """Rule 5: a manifest that only looks otherwise is no update, and nothing is published."""
    first = publish(shelf, people.admin, package())

    again = publish(shelf, people.admin, package(indent=7), app_id=first.app_id)

    assert ("unchanged", first.version_id) == (again.outcome, again.version_id)
    assert (1, 1) == (_count(shelf, Package), _count(shelf, AuditEvent))


def test_an_icon_is_a_change(shelf: Shelf, people: People) -> None:
    """Rule 5: the same manifest with another icon needs a greater version."""
    first = publish(shelf, people.admin, package())

    refusal = _refused(shelf, people.admin, package(color=(200, 30, 30)), app_id=first.app_id)

    assert "version-not-incremented" == refusal.rule


def test_an_id_belongs_to_its_first_owner(shelf: Shelf, people: People) -> None:
    """Somebody else cannot publish under an id, not even while its app waits for review; they learn whose it is."""
    publish(shelf, people.publisher, package(), for_review=True)

    refusal = _refused(shelf, people.other_publisher, package(version="2.0.0"), for_review=True)

    assert (Kind.CONFLICT, "app-id-taken") == (refusal.kind, refusal.rule)
    assert "Publisher" == refusal.details["owner"]


def test_only_the_owner_and_administrators_update(shelf: Shelf, people: People) -> None:
    """An update by somebody else is refused; an administrator may step in, and the owner stays the owner."""
    first = publish(shelf, people.reviewer, package())
    better = package(version="1.1.0")

    refusal = _refused(shelf, people.publisher, better, for_review=True, app_id=first.app_id)
    done = publish(shelf, people.admin, better, app_id=first.app_id)

    assert (Kind.FORBIDDEN, "not-the-owner") == (refusal.kind, refusal.rule)
    assert "updated" == done.outcome
    assert people.reviewer.account_id == _all(shelf, App)[0].owner_id


def test_an_app_in_review_is_unknown_to_others(shelf: Shelf, people: People) -> None:
    """Who cannot see a submission is told that there is no such app."""
    first = publish(shelf, people.publisher, package(), for_review=True)

    refusal = _refused(shelf, people.other_publisher, package(version="1.1.0"), for_review=True, app_id=first.app_id)

    assert "unknown-app" == refusal.rule


def test_the_published_version_stays_during_review(shelf: Shelf, people: People) -> None:
    """Rule 10: while a candidate waits, the current version stays published."""
    first = publish(shelf, people.admin, package())

    second = publish(shelf, people.admin, package(version="1.1.0"), for_review=True, app_id=first.app_id)

    assert "submitted" == second.outcome
    assert {"1.0.0": "published", "1.1.0": "submitted"} == _states(shelf)
    assert first.version_id == _all(shelf, App)[0].current_id
    assert 1 == _count(shelf, Reach)


def test_a_submission_replaces_ones_own(shelf: Shelf, people: People) -> None:
    """Whoever sends a better package before anybody looked at the first has only the better one reviewed."""
    first = publish(shelf, people.publisher, package(), for_review=True)

    second = publish(
        shelf,
        people.publisher,
        package(description={"short": "Better.", "full": "Much better than before."}),
        for_review=True,
        app_id=first.app_id,
    )

    with shelf.reading() as session:
        states = {version.id: version.state for version in session.scalars(select(Version))}
    assert {first.version_id: "withdrawn", second.version_id: "submitted"} == states


def test_a_submission_of_somebody_else_is_in_the_way(shelf: Shelf, people: People) -> None:
    """An administrator does not push aside what the owner has submitted."""
    first = publish(shelf, people.publisher, package(), for_review=True)

    refusal = _refused(shelf, people.admin, package(version="2.0.0"), for_review=True, app_id=first.app_id)

    assert (Kind.CONFLICT, "pending-version") == (refusal.kind, refusal.rule)


def test_permissions_that_are_new_ask_and_are_stored(shelf: Shelf, people: People) -> None:
    """A version with another surface is compared with every surface before it, once, when it is published."""
    first = publish(shelf, people.admin, package())
    publish(shelf, people.admin, package(version="1.1.0", permissions=["identity"]), app_id=first.app_id)
    publish(shelf, people.admin, package(version="1.2.0"), app_id=first.app_id)

    with shelf.reading() as session:
        surfaces = {version.number: version.surface_id for version in session.scalars(select(Version))}
        silent = {
            (reach.surface_id, number): reach.is_silent
            for reach, number in session.execute(select(Reach, Version.number).join(Version))
        }
    plain, asking = surfaces["1.0.0"], surfaces["1.1.0"]
    assert {
        (plain, "1.0.0"): True,
        (plain, "1.1.0"): False,
        (plain, "1.2.0"): True,
        (asking, "1.0.0"): False,
        (asking, "1.1.0"): True,
        (asking, "1.2.0"): False,
    } == silent
    assert plain == surfaces["1.2.0"]
    assert 2 == _count(shelf, Surface)


def test_facts_come_from_the_bytes(shelf: Shelf, people: People) -> None:
    """What is stored beside a version can be derived from its bytes again, and comes out the same."""
    from teamshelf.catalogue.apps.facts import facts_of
    from teamshelf.catalogue.versions.intake import opened

    publish(shelf, people.admin, package(bots=[{"botId": ANOTHER_ID, "scopes": ["personal"]}]))

    with shelf.reading() as session:
        version = session.scalars(select(Version)).one()
        content = session.scalars(select(Package.content)).one()
    assert facts_of(opened(content)) == from_stored(version.facts)
    assert (ANOTHER_ID,) == from_stored(version.facts).bot_ids


def test_publishing_touches_no_installation(shelf: Shelf, people: People) -> None:
    """An update writes nothing about installations: it costs the same however many there are."""
    written: set[str] = set()
    first = publish(shelf, people.admin, package())
    from sqlalchemy import event

    def note(*execution: Any) -> None:
        written.add(execution[2])

    event.listen(shelf.database.engine, "before_cursor_execute", note)
    publish(shelf, people.admin, package(version="1.1.0", permissions=["identity"]), app_id=first.app_id)
    event.remove(shelf.database.engine, "before_cursor_execute", note)

    assert not [statement for statement in written if Installation.__tablename__ in statement]


@pytest.mark.parametrize("for_review", [False, True])
def test_of_many_who_publish_one_version_one_wins(shelf: Shelf, people: People, for_review: bool) -> None:  # noqa: FBT001
    """Sixteen at once: each through a connection of its own; one wins, those with the same bytes succeed as well."""
    url = shelf.database.engine.url.render_as_string(hide_password=False)
    contents = [package(), package(name={"short": "Votes"})]

    def attempt(number: int) -> Published | Refusal:
        database = open_database(url)
        try:
            return publish(Shelf(database, shelf.clock), people.admin, contents[number % 2], for_review=for_review)
        except Refusal as refusal:
            return refusal
        finally:
            database.close()

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(attempt, range(16)))

    made = [each for each in outcomes if isinstance(each, Published) and each.outcome != "unchanged"]
    same = [each for each in outcomes if isinstance(each, Published) and each.outcome == "unchanged"]
    lost = [each for each in outcomes if isinstance(each, Refusal)]
    assert (1, 7, 8) == (len(made), len(same), len(lost)), outcomes
    assert {Kind.CONFLICT} == {each.kind for each in lost}
    assert {made[0].version_id} == {each.version_id for each in same}
    assert [1, 1, 1, 1] == [_count(shelf, table) for table in (App, Version, Package, AuditEvent)]


def test_of_many_who_publish_one_update_one_wins(shelf: Shelf, people: People) -> None:
    """Eight updates with one number and eight contents: one is published, the others are told so."""
    first = publish(shelf, people.admin, package())
    url = shelf.database.engine.url.render_as_string(hide_password=False)

    def attempt(number: int) -> str:
        database = open_database(url)
        content = package(version="1.1.0", name={"short": f"Votes {number}"})
        try:
            return publish(Shelf(database, shelf.clock), people.admin, content, app_id=first.app_id).outcome
        except Refusal as refusal:
            return refusal.rule
        finally:
            database.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(attempt, range(8)))

    assert ["updated", *["version-not-incremented"] * 7] == outcomes
    assert (2, 2) == (_count(shelf, Version), _count(shelf, AuditEvent))


def test_rule_22_the_literal_seed_asks_at_every_update(shelf: Shelf, people: People) -> None:
    """Under the rules by which the greater version alone asks, nobody comes to an update without being asked."""
    change_settings(shelf, people.admin, consent_rules="seed-2020")
    first = publish(shelf, people.admin, package())
    publish(shelf, people.admin, package(version="1.1.0"), app_id=first.app_id)

    with shelf.reading() as session:
        surfaces = {version.number: version.surface_id for version in session.scalars(select(Version))}
        silent = {
            (reach.surface_id, number): reach.is_silent
            for reach, number in session.execute(select(Reach, Version.number).join(Version))
        }
    older, newer = surfaces["1.0.0"], surfaces["1.1.0"]
    assert {(older, "1.0.0"): True, (older, "1.1.0"): False, (newer, "1.1.0"): True} == {
        place: answer for place, answer in silent.items() if place != (newer, "1.0.0")
    }


def test_damaged_bytes_are_never_given_out(shelf: Shelf, people: People) -> None:
    """When the stored bytes are not what their digest says, nobody gets them, and nothing is built on them."""
    first = publish(shelf, people.admin, package())
    with shelf.database.writing() as session:
        on_sqlite = shelf.database.is_sqlite
        session.execute(
            text("DROP TRIGGER packages_no_update" if on_sqlite else "SET LOCAL session_replication_role = replica")
        )
        session.execute(update(Package).values(content=b"PK damaged"))

    with shelf.reading() as session, pytest.raises(Refusal) as refused:
        package_bytes(session, session.get_one(Version, first.version_id))
    update_refused = _refused(shelf, people.admin, package(version="1.1.0"), app_id=first.app_id)

    assert "package-damaged" == refused.value.rule == update_refused.rule


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE packages SET content = 'other'",
        "UPDATE icons SET content = 'other'",
        "UPDATE versions SET number = '9.9.9'",
        "UPDATE versions SET published_at = NULL, sequence = NULL",
        "UPDATE versions SET package_digest = 'other'",
        "DELETE FROM versions",
        "DELETE FROM apps",
        "UPDATE apps SET external_id = 'other'",
    ],
)
def test_what_was_published_is_published(shelf: Shelf, people: People, statement: str) -> None:
    """The database itself refuses to change the bytes, number and place of a published version, whoever asks."""
    publish(shelf, people.admin, package())

    with pytest.raises(DBAPIError, match="stay"), shelf.database.writing() as session:
        session.execute(text(statement))
