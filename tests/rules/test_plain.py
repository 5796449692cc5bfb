"""What spares rules: the gates of their files, and the properties without which a file is not even imported."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from teamshelf.findings import UPLOAD
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules import SUBJECTS, _applicable, bots, every_rule, judge, valid_domains
from teamshelf.rules.registry import GATES, RULES, gate
from teamshelf.versions import ALL_VERSIONS, DEV_PREVIEW_2021
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


def same(*apps: App) -> None:
    """Two equal apps are judged the same way, the first with gates, the second without."""
    first, second = apps

    assert asked(second) == judge(first, UPLOAD)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "/".join(case.parts[-3:]))
def test_gates_hide_nothing_in_the_corpus(case: Path) -> None:
    """Of every case of every rule, the gates let through all that there is to find, in its order."""
    same(App(open_source(case)), App(open_source(case)))


@pytest.mark.parametrize("name", EVERY_RULE)
def test_gates_hide_nothing_in_the_examples(name: str) -> None:
    """Of what a rule gives as wrong and as right, lone and packed, the gates let through all that there is to find."""
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


def places(value: object) -> list[tuple[dict[str, Any] | list[Any], Any]]:
    """Each object and array inside a value, with each of its keys or indexes."""
    found: list[tuple[dict[str, Any] | list[Any], Any]] = []
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            found += [(value, step), *places(value[step])]
    return found


@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize("version", [None, "1.4", DEV_PREVIEW_2021, "1.29"])
def test_gates_hide_nothing_in_a_manifest_with_one_fault(name: str, version: str | None) -> None:
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
    names = draw(st.lists(st.sampled_from(list(known)), max_size=8, unique=True))
    value = {**json.loads(json.dumps(FULL)), **{name: json.loads(draw(st.sampled_from(known[name]))) for name in names}}
    for _ in range(draw(st.integers(0, 3))):
        inner, step = draw(st.sampled_from(places(value)))
        mutate(inner, step, draw(st.integers(0, len(VALUES) + 3)))
    return value


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(manifests(), st.none() | st.sampled_from(ALL_VERSIONS))
def test_gates_hide_nothing_in_any_mixture(value: dict[str, Any], version: str | None) -> None:
    """Whatever is put together from the manifests of the corpus, and read as any version, nothing is hidden."""
    same(app_of(value, version), app_of(value, version))


def test_a_faultless_manifest_passes_every_gate() -> None:
    """The gates are not so careful that they spare nothing: none is in the way of the manifest of the benchmark."""
    app = app_of(FULL)

    judge(app, UPLOAD)

    assert [] == [module for module, its_gate in GATES.items() if not its_gate.is_silent(app)]


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


def test_gates_name_rules() -> None:
    """What a gate says nothing of is a rule of its own file."""
    for module, its_gate in GATES.items():
        assert {module} >= {RULES[name].judge.__module__ for name in its_gate.apart_from}
        assert module.rpartition(".")[2] in SUBJECTS


def test_a_file_has_one_gate() -> None:
    """A second gate would be forgotten in silence, so it is an error."""
    module = next(iter(GATES))

    def second(_: App) -> bool:
        return True

    second.__module__ = module

    with pytest.raises(ValueError, match="already"):
        gate()(second)


def test_hostile_properties_are_not_kept() -> None:
    """Manifests that differ in properties nobody knows share one entry of the cache."""
    judge(app_of({"bots": [], "x": 1}), UPLOAD)
    before = _applicable.cache_info().currsize
    for number in range(9):
        judge(app_of({"bots": [], f"x{number}": 1}), UPLOAD)

    assert before == _applicable.cache_info().currsize
