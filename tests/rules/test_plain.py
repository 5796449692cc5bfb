"""What spares rules: the short cut of plain manifests, and the properties without which a file is not even imported."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft7Validator

from teamshelf.findings import UPLOAD
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules import _applicable, bots, every_rule, judge, valid_domains
from teamshelf.rules.identity import NIL_GUID
from teamshelf.rules.plain import ALWAYS_ASKED, values_agree
from teamshelf.rules.plain_values import overlaid, plain_validator, plain_values
from teamshelf.schema.manifest import manifest_validator
from teamshelf.versions import ALL_VERSIONS, DEV_PREVIEW_2021, order
from tests.manifests import manifest
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from teamshelf.findings import Finding

EVERY_RULE = every_rule()
ROOT = Path(__file__).parents[2]
CASES = sorted(ROOT.glob("tests/corpus/rules/*/*/*"))
FULL = json.loads((ROOT / "benchmarks" / "full_manifest.json").read_bytes())
VALUES: tuple[object, ...] = (
    "",
    " ",
    "x",
    "/x",
    "app",
    "MS",
    "localhost",
    "https://b.example/",
    "{{X}}",
    "*",
    None,
    True,
    0,
    [],
    {},
    [{}],
)


def asked(app: App) -> list[Finding]:
    """What all rules that apply find, each of them asked."""
    with_files = app.source.kind != "manifest"
    return [
        rule.finding(found, UPLOAD, app.source.manifest_name)
        for rule in EVERY_RULE.values()
        if app.dialect.version in rule.versions and (with_files or not rule.needs_files)
        for found in rule.judge(app)
    ]


def app_of(value: object, version: str | None = None) -> App:
    """A lone manifest that says this, read as this version."""
    return App(open_source(json.dumps(value).encode()), version)


def has_plain_values(app: App) -> bool:
    """Whether the manifest fits its schema, and has no single value that a rule could speak of."""
    return app.file is not None and plain_validator(app.dialect.version).is_valid(app.file.value)


def is_plain(value: Any, version: str) -> bool:
    """Whether the short cut is open to a manifest."""
    return plain_validator(version).is_valid(value) and values_agree(value)


def same(*apps: App) -> None:
    """Two equal apps are judged the same way, the first by the short cut where there is one, the second without."""
    first, second = apps

    assert asked(second) == judge(first, UPLOAD, has_plain_values=has_plain_values(first))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "/".join(case.parts[-3:]))
def test_the_short_cut_hides_nothing_in_the_corpus(case: Path) -> None:
    """Of every case of every rule, the short cut leaves out nothing that is to be found."""
    same(App(open_source(case)), App(open_source(case)))


@pytest.mark.parametrize("name", EVERY_RULE)
def test_the_short_cut_hides_nothing_in_the_examples(name: str) -> None:
    """Of what a rule gives as wrong and as right, lone and packed, the short cut leaves out nothing."""
    rule = EVERY_RULE[name]
    for members, files in ((rule.bad, rule.files), (rule.good, rule.good_files)):
        value = manifest(**members)
        builder = PackageBuilder().manifest(value)
        for file, content in files.items():
            if content is not None:
                text = content if isinstance(content, str | bytes) else json.dumps(content)
                builder.entry(file, text if isinstance(text, bytes) else text.encode())
        package = builder.build()

        same(app_of(value), app_of(value))
        same(App(open_source(package)), App(open_source(package)))


@lru_cache(maxsize=None)
def values_validator(version: str) -> Draft7Validator:
    """The schema of plain values on its own."""
    return Draft7Validator(plain_values(version))


def places(value: object) -> list[tuple[dict[str, Any] | list[Any], Any]]:
    """Each object and array inside a value, with each of its keys or indexes."""
    found: list[tuple[dict[str, Any] | list[Any], Any]] = []
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            found += [(value, step), *places(value[step])]
    return found


@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize("version", [None, "1.4", DEV_PREVIEW_2021, "1.29"])
def test_the_short_cut_hides_nothing_in_a_manifest_with_one_fault(name: str, version: str | None) -> None:
    """With any one value of a full manifest taken out, replaced, repeated or respelled, nothing there is is hidden."""
    text = json.dumps(FULL)
    holder = {name: FULL[name]}
    for number in range(len(places(holder))):
        for change in range(len(VALUES) + 4):
            value = json.loads(text)
            inner, step = places({name: value[name]})[number]
            if number == 0:
                inner = value
            mutate(inner, step, change)
            same(app_of(value, version), app_of(value, version))


def mutate(inner: dict[str, Any] | list[Any], step: Any, change: int) -> None:
    """Make one change to a member: a value in its place, none, a second one like it, or the same in other letters."""
    old = inner[step]
    if change < len(VALUES):
        inner[step] = VALUES[change]
    elif change == len(VALUES):
        del inner[step]
    elif change == len(VALUES) + 1:
        if isinstance(inner, list):
            inner.append(old)
        else:
            inner[step] = [old, old]
    elif isinstance(old, str):
        inner[step] = old.upper() if change == len(VALUES) + 2 else f"{old} Teams"


@lru_cache(maxsize=1)
def members() -> dict[str, list[str]]:
    """The values, as JSON, that the corpus and the examples give to each property of a manifest."""
    values: dict[str, dict[str, None]] = {}
    manifests = [json.loads(json.dumps(each)) for rule in EVERY_RULE.values() for each in (rule.bad, rule.good)]
    for case in CASES:
        file = case / "manifest.json" if case.is_dir() else case
        if file.suffix == ".json" and file.exists():
            manifests.append(json.loads(file.read_bytes()))
    for value in [*manifests, FULL]:
        for name, member in value.items() if isinstance(value, dict) else ():
            values.setdefault(name, {})[json.dumps(member)] = None
    return {name: list(texts) for name, texts in sorted(values.items())}


@st.composite
def manifests(draw: st.DrawFn) -> dict[str, Any]:
    """Manifests put together from members of others, with some of their values changed."""
    known = members()
    version = draw(st.sampled_from(ALL_VERSIONS))
    url = f"https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams.schema.json"
    names = draw(st.lists(st.sampled_from(list(known)), max_size=8, unique=True))
    value = {**json.loads(json.dumps(FULL)), "$schema": url, "manifestVersion": version}
    value |= {name: json.loads(draw(st.sampled_from(known[name]))) for name in names}
    for _ in range(draw(st.integers(0, 3))):
        inner, step = draw(st.sampled_from(places(value)))
        mutate(inner, step, draw(st.integers(0, len(VALUES) + 3)))
    return value


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(manifests(), st.sampled_from(ALL_VERSIONS))
def test_plain_values_are_those_that_fit_both_schemas(value: dict[str, Any], version: str) -> None:
    """Laid over each other, the two schemas take exactly what each of them takes."""
    fits = manifest_validator(version).is_valid(value)

    assert plain_validator(version).is_valid(value) == (fits and values_validator(version).is_valid(value))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(manifests(), st.none() | st.sampled_from(ALL_VERSIONS))
def test_the_short_cut_hides_nothing_in_any_mixture(value: dict[str, Any], version: str | None) -> None:
    """Whatever is put together from the manifests of the corpus, and read as any version, nothing is hidden."""
    same(app_of(value, version), app_of(value, version))


def test_a_faultless_manifest_takes_the_short_cut() -> None:
    """The short cut is not so careful that it is no use: the manifest of the benchmark is plain."""
    assert is_plain(FULL, FULL["manifestVersion"])


NUMBERED = [version for version in ALL_VERSIONS if version.startswith("1.") and order(version) > order("1.4")]
_IN_COMMON = ("version", "id", "developer", "name", "description", "icons", "accentColor")


def plain(version: str, members: dict[str, Any]) -> dict[str, Any]:
    """A plain manifest of a version with these members laid over it, all hosts in them being listed."""
    url = f"https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams.schema.json"
    hosts = sorted(set(re.findall(r"https://([a-z0-9.-]+)", json.dumps(members))))
    common = {name: FULL[name] for name in _IN_COMMON}
    heading = {"$schema": url, "manifestVersion": version}
    return {**common, **({"validDomains": hosts} if hosts else {}), **json.loads(json.dumps(members)), **heading}


@pytest.mark.parametrize("name", EVERY_RULE)
def test_the_short_cut_is_closed_by_a_bad_example_alone(name: str) -> None:
    """What a rule gives as wrong makes an otherwise plain manifest of any version unplain, if it can be found there."""
    for version in NUMBERED:
        for members in (EVERY_RULE[name].bad, EVERY_RULE[name].good):
            value = plain(version, members)
            same(app_of(value), app_of(value))


_FULL_TEXT = FULL["description"]["full"]
SIGNS: list[tuple[str, object]] = [
    ("description/short", "Who waters when, unlike in Slack"),
    ("description/full", f"{_FULL_TEXT} Slack"),
    *((f"name/{form}", f"{FULL['name'][form]} #1") for form in ("short", "full")),
    *(
        (f"name/{form}", f"{FULL['name'][form]} {word}")
        for form in ("short", "full")
        for word in ("beta", "DEV", "App")
    ),
    ("name/short", "Help garden"),
    ("name/short", "calls"),
    ("name/full", "!?"),
    ("name/full", FULL["name"]["short"].upper()),
    ("description/full", _FULL_TEXT.replace("https://", "")),
    ("description/full", f"{_FULL_TEXT} It works in Teams."),
    ("description/full", _FULL_TEXT.upper()),
    ("description/full", f"{_FULL_TEXT} {FULL['description']['short']}"),
    ("description/short", "The app for gardeners."),
    ("description/short", "Water. Then rest."),
    *(
        (f"developer/{page}", f"https://{host}/")
        for page in ("websiteUrl", "privacyUrl", "termsOfUseUrl")
        for host in ("beta.garden.example.com", "garden.local", "localhost", "10.0.0.1", "appsource.microsoft.com")
    ),
    *((f"developer/{page}", "http://garden.example.com/") for page in ("websiteUrl", "privacyUrl", "termsOfUseUrl")),
    ("developer/name", "--"),
    ("developer/name", "Green\u200bbeds"),
    *((place, f"Greenbeds\u202e {place}") for place in ("name/short", "name/full", "description/short")),
    ("description/full", f"{_FULL_TEXT}\U000e0041"),
    ("description/full", f"{_FULL_TEXT}\u00ad"),
    ("developer/mpnId", "1234567"),
    ("id", NIL_GUID),
    ("webApplicationInfo", {"id": NIL_GUID, "resource": f"api://garden.example.com/{NIL_GUID}"}),
    ("webApplicationInfo/resource", "api://garden.example.com"),
    ("webApplicationInfo/resource", f"https://garden.example.com/{FULL['webApplicationInfo']['id']}"),
    ("webApplicationInfo/applicationPermissions", ["TeamSettings.Read.Group"]),
    ("version", "0.4.1"),
    ("staticTabs/0/contentBotId", FULL["id"]),
    ("staticTabs/0/context", []),
    ("staticTabs/0/contentUrl", "https://elsewhere.example.com/"),
    ("staticTabs/0/websiteUrl", "https://elsewhere.example.com/"),
    ("staticTabs/0/entityId", "about"),
    ("staticTabs/0/name", ""),
    ("staticTabs/1/name", "About"),
    ("configurableTabs/0/context", []),
    ("configurableTabs/0/sharePointPreviewImage", "preview.png"),
    ("configurableTabs/0/scopes", ["groupchat", "groupChat"]),
    ("bots/0/configuration", {"team": {"fetchTask": True}}),
    ("bots/0/isNotificationOnly", True),
    ("bots/0/scopes", ["copilot"]),
    ("bots/0/commandLists/0/triggers", ["slash"]),
    ("bots/0/commandLists/0/commands/0/title", "/today"),
    ("bots/0/commandLists/0/commands/0/description", "  "),
    ("composeExtensions/0/authorization", {"authType": "none"}),
    ("composeExtensions/0/apiSpecificationFile", "openapi.json"),
    ("composeExtensions/0/composeExtensionType", "apiBased"),
    ("composeExtensions/0/commands/0/samplePrompts", [{"text": "What is ripe?"}]),
    ("composeExtensions/0/commands/0/semanticDescription", "What is ripe"),
    ("composeExtensions/0/commands/0/taskInfo", {"url": "https://elsewhere.example.com/"}),
    ("composeExtensions/0/commands/0/fetchTask", True),
    ("composeExtensions/0/commands/0/parameters/0/choices", [{"title": "a", "value": "a"}]),
    ("composeExtensions/0/commands/0/parameters/0/inputType", "choiceset"),
    ("validDomains/0", "staging.example.com"),
    ("validDomains/0", "tunnel.ngrok-free.app"),
    ("validDomains/0", "co.uk"),
    ("validDomains/0", "*.example.com"),
    ("validDomains/0", ".".join(["x" * 60] * 4 + ["example", "com"])),
    ("activities/activityIcons", [{"id": "a", "iconFile": "a.png"}]),
    ("activities/activityGroups", []),
    ("activities/activityTypes/0/activityGroupId", "a"),
    ("activities/activityTypes/0/allowedIconIds", ["a"]),
    ("activities/activityTypes/0/type", "systemDefault"),
    ("meetingExtensionDefinition", {"scenes": []}),
    ("meetingExtensionDefinition", {"filters": []}),
    ("meetingExtensionDefinition", {"videoFilters": []}),
    ("icons/color", "images/color icon.png"),
    ("manifestVersion", "1.16"),
    *(
        (name, [])
        for name in ("agentConnectors", "agentSkills", "agenticUserTemplates", "dashboardCards", "extensions")
    ),
    *((name, {}) for name in ("copilotAgents", "elementRelationshipSet", "backgroundLoadConfiguration")),
    ("connectors", []),
    ("graphConnector", {"notificationUrl": "https://garden.example.com/"}),
    *(
        (
            "localizationInfo",
            {"defaultLanguageTag": default, "additionalLanguages": [{"languageTag": t, "file": f} for t, f in others]},
        )
        for default, others in (
            ("xx", ()),
            ("en", [("fr-CA", "fr.json")]),
            ("en", [("jp", "jp.json")]),
            ("en", [("fr", "fr.json"), ("fr", "french.json")]),
            ("en", [("en", "en.json")]),
            ("en", [("fr", "../fr.json")]),
        )
    ),
    ("icons/outline", "outline"),
    *(
        ("icons/color", f"{name}.png")
        for name in ("con", "../color", "icons//color", "/color", "color.", "Icons\\color")
    ),
    ("packageName", "com.example.garden"),
    ("subscriptionOffer", {"offerId": "a.b"}),
    ("permissions", ["identity", "identity"]),
    ("devicePermissions", ["media", "media"]),
    ("configurableProperties", []),
    ("defaultGroupCapability", {"team": "connector"}),
]


@pytest.mark.parametrize(("place", "sign"), SIGNS, ids=[f"{place}={sign!r}"[:60] for place, sign in SIGNS])
def test_every_sign_closes_the_short_cut(place: str, sign: object) -> None:
    """Any single value that a rule could speak of is enough, in a manifest that is plain apart from it."""
    value = json.loads(json.dumps(FULL))
    *way, last = [int(step) if step.isdecimal() else step for step in place.split("/")]
    inner = value
    for step in way:
        inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    inner[last] = sign

    assert not is_plain(value, FULL["manifestVersion"])


@pytest.mark.parametrize("version", NUMBERED)
def test_a_plain_manifest_of_any_version_takes_the_short_cut(version: str) -> None:
    """What every version has in common is enough to be plain, however its files are called."""
    others = [{"languageTag": "fr", "file": "languages/fr.json"}, {"languageTag": "de", "file": "de.json"}]
    members: dict[str, Any] = {"icons": {"color": "icons/color-192.png", "outline": "icons/outline_32.png"}}
    if order(version) > order("1.4"):
        members["localizationInfo"] = {"defaultLanguageTag": "en-US", "additionalLanguages": others}

    assert is_plain(plain(version, members), version)


HOSTS = ("a.example.com", "A.example.com", "b.example.com", "example.co", "co.uk", "test.example.com", "1.2", "", ".x")
LONG = ".".join(["x" * 60] * 5)
TITLES = ("help", "Help", "help\t", "help ", "/help", " ", "\t", "", "{{X}}")


@given(
    st.lists(st.sampled_from([*HOSTS, LONG, "dev-x.example.com", "*.ngrok-free.app", "x.ngrok-free.app"]), max_size=3)
)
@example(["a.example.com", "A.example.com"])
def test_the_quick_look_at_domains_hides_nothing(entries: list[str]) -> None:
    """What the rules about `validDomains` find is the same where every entry is taken apart."""
    quick = judge(app_of({**FULL, "validDomains": entries}), UPLOAD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(valid_domains, "_are_plain", lambda _: False)
        patch.setattr(valid_domains, "_is_plain", lambda _: False)

        assert judge(app_of({**FULL, "validDomains": entries}), UPLOAD) == quick


@given(st.lists(st.sampled_from(TITLES), max_size=3), st.sampled_from(TITLES))
def test_the_quick_look_at_bots_hides_nothing(titles: list[str], description: str) -> None:
    """What the rules about commands of bots find is the same where each of them looks for itself."""
    commands = [{"title": title, "description": description} for title in titles]
    lists = [{"scopes": ["personal", "team"], "commands": commands}]
    value = {**FULL, "bots": [{**FULL["bots"][0], "commandLists": lists}]}
    quick = judge(app_of(value), UPLOAD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bots, "_is_orderly", lambda _: False)

        assert judge(app_of(value), UPLOAD) == quick


NAMED = ("a", "b", "c")
SCHEMAS = st.recursive(
    st.sampled_from([{}, {"type": "object"}, {"type": "array"}, {"minItems": 1}, {"maxItems": 1}, {"const": 1}]),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from(NAMED), inner | st.just(value=False), max_size=3),
            "additionalProperties": st.booleans(),
            "required": st.lists(st.sampled_from(NAMED), max_size=2, unique=True),
            "items": inner,
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "minProperties": st.integers(0, 2),
        },
    ),
    max_leaves=6,
)
INSTANCES = st.recursive(
    st.sampled_from([1, 2]),
    lambda inner: st.dictionaries(st.sampled_from(NAMED), inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=8,
)


@settings(max_examples=600, deadline=None)
@given(SCHEMAS, SCHEMAS, SCHEMAS, INSTANCES)
def test_one_schema_laid_over_another_takes_what_both_take(
    schema: dict[str, Any], meant: dict[str, Any], more: dict[str, Any], value: object
) -> None:
    """Whatever two schemas say, the overlaid one takes a value exactly if both of them do."""
    definitions = {"Meant": meant}
    first = {"properties": {"a": {"$ref": "#/definitions/Meant"}}, **schema}
    both = overlaid(first, more, definitions)
    takes = [Draft7Validator({**each, "definitions": definitions}).is_valid(value) for each in (first, more, both)]

    assert takes[2] == (takes[0] and takes[1])


def test_rules_that_are_always_asked_exist() -> None:
    """What the short cut says nothing of is a rule, and one that the long way would not ask for anyway."""
    assert EVERY_RULE.keys() >= ALWAYS_ASKED
    assert [] == [name for name in ALWAYS_ASKED if EVERY_RULE[name].needs_files]


def test_a_plain_manifest_is_asked_few_rules() -> None:
    """The short cut is short: of a plain manifest of a recent version, hardly any rule is asked."""
    asked_rules = _applicable(FULL["manifestVersion"], False, frozenset(FULL))  # noqa: FBT003 - the cache's key

    assert len(asked_rules.of_any) > 50
    assert asked_rules.of_plain == ()


def test_hostile_properties_are_not_kept() -> None:
    """Manifests that differ in properties nobody knows share one entry of the cache."""
    judge(app_of({"bots": [], "x": 1}), UPLOAD)
    before = _applicable.cache_info().currsize
    for number in range(9):
        judge(app_of({"bots": [], f"x{number}": 1}), UPLOAD)

    assert before == _applicable.cache_info().currsize
