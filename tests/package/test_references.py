"""The files that an app refers to, and those to which nothing does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.model.places import dotted, walk
from teamshelf.package.app import App
from teamshelf.package.references import Reference, _items, plain, references_in, unreferenced
from teamshelf.package.source import open_source
from tests.package.builder import PackageBuilder


def names_a_file(declared: Any) -> bool:
    """Whether the model says of a property, or of the items of its array, that it names a file."""
    facts = declared.facts
    while facts is not None:
        kinds = facts.kind.values() if isinstance(facts.kind, Mapping) else [facts.kind]
        if any(kind is not None and kind.is_file for kind in kinds):
            return True
        facts = facts.each
    return False


FILE_PATHS = [path for path, declared in walk() if names_a_file(declared)]


def nested(path: str, value: Any) -> Any:
    """An object with a value at the end of a dotted path, in the first item of each array."""
    for name in reversed(path.split(".")):
        depth = name.count("[]")
        for _ in range(depth):
            value = [value]
        value = {name.replace("[]", ""): value}
    return value


def app(manifest: Any, **files: Any) -> App:
    """A package with this manifest; names of files are written with `__` for `/` and `_` for `.`."""
    builder = PackageBuilder().manifest(manifest)
    for name, content in files.items():
        path = name.replace("__", "/").replace("_", ".")
        builder.entry(path, content if isinstance(content, bytes) else json.dumps(content).encode())
    return App(open_source(builder.build()))


def left_over(given_app: App) -> list[str]:
    """What nothing refers to."""
    file = given_app.file
    assert file is not None

    names = [name for name in given_app.source.names() if name != "manifest.json"]
    return unreferenced(given_app, references_in(file.value), names)


# What the manifest names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILE_PATHS)
def test_every_property_that_names_a_file_is_found(path: str) -> None:
    """What the model calls a file is one here, at any depth of objects and arrays."""
    (found,) = references_in(nested(path, "a/b.png"))

    assert "a/b.png" == found.name
    assert path.replace("[]", "[0]") == dotted(found.path)


def test_the_model_names_files() -> None:
    """Icons, language files and agents are among the properties that do."""
    assert {"icons.color", "localizationInfo.additionalLanguages[].file"} < set(FILE_PATHS)


def test_arrays_of_arrays_are_followed() -> None:
    """The model has none yet; a manifest version to come may."""
    assert [((0, 0), "a"), ((1, 0), 7), ((1, 1), "b")] == _items([["a"], [7, "b"]], 2, ())


def test_items_of_arrays_keep_their_places() -> None:
    """Items of the wrong type are passed over and counted."""
    languages = [{"file": "de.json"}, 7, {"file": None}, {"file": "fr.json"}]
    found = references_in({"localizationInfo": {"additionalLanguages": languages}})

    assert [
        Reference(("localizationInfo", "additionalLanguages", 0, "file"), "de.json"),
        Reference(("localizationInfo", "additionalLanguages", 3, "file"), "fr.json"),
    ] == found


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["icons", "color", "file"]), inner),
    ),
    st.sampled_from(FILE_PATHS),
)
def test_nothing_that_json_can_say_is_in_the_way(value: Any, path: str) -> None:
    """A manifest of any shape has references, perhaps none; each leads to its text."""
    for manifest in (value, nested(path, value), nested(path.rpartition(".")[0] or "icons", value)):
        for reference in references_in(manifest):
            place = manifest
            for step in reference.path:
                place = place[step]

            assert reference.name == place


# What is left over --------------------------------------------------------------------------------------------------


def test_a_file_that_nothing_names_is_left_over() -> None:
    """Those that are named are not, nor is the order of the rest changed."""
    given_app = app({"icons": {"color": "color.png"}}, z_txt=b"", color_png=b"", a_txt=b"")

    assert ["z.txt", "a.txt"] == left_over(given_app)


@pytest.mark.parametrize("name", ["Color.PNG", "./color.png", ".\\color.png", ".//color.png"])
def test_another_spelling_refers_too(name: str) -> None:
    """A file that was meant is not left over; that its name is wrong is for others to say."""
    assert [] == left_over(app({"icons": {"color": name}}, color_png=b""))


def test_any_text_that_is_a_path_refers_to_it() -> None:
    """Properties that the model does not know may name files as well."""
    assert [] == left_over(app({"futureThing": [{"of": "data/some.csv"}]}, data__some_csv=b""))


def test_a_folder_refers_to_all_that_is_in_it() -> None:
    """A path of a folder, with or without a slash at its end, means the files below it and no others."""
    files = {"skills__ask__SKILL_md": b"", "skills__ask__more__a_txt": b"", "skills__asked_txt": b""}

    assert ["skills/asked.txt"] == left_over(app({"agentSkills": [{"folder": "skills/ask"}]}, **files))
    assert ["skills/asked.txt"] == left_over(app({"agentSkills": [{"folder": "./skills/ask/"}]}, **files))


def test_files_refer_to_further_files() -> None:
    """An agent names its plugin and that one its description, from the root or from its own folder."""
    agent = {"actions": [{"file": "plugin.json"}], "instructions": "$[file('ask.txt')]"}
    plugin = {"runtimes": [{"spec": {"url": "../api/openapi.yaml"}}], "logo": "art/logo.png"}
    given_app = app(
        {"copilotAgents": {"declarativeAgents": [{"file": "agent/agent.json"}]}},
        agent__agent_json=agent,
        agent__plugin_json=plugin,
        agent__ask_txt=b"",
        api__openapi_yaml=b"",
        art__logo_png=b"",
        art__other_png=b"",
    )

    assert ["art/other.png"] == left_over(given_app)


def test_files_that_refer_to_each_other_are_read_once() -> None:
    """A circle of references comes to an end."""
    manifest = {"copilotAgents": {"declarativeAgents": [{"file": "a.json"}]}}

    assert ["c.txt"] == left_over(app(manifest, a_json=["b.json"], b_json=["a.json"], c_txt=b""))


def test_nothing_is_said_where_a_file_cannot_be_read() -> None:
    """A broken file may have named any other."""
    manifest = {"copilotAgents": {"declarativeAgents": [{"file": "a.json"}]}}

    assert [] == left_over(app(manifest, a_json=b'{"actions": [', c_txt=b""))
    assert [] == left_over(app(manifest, a_json=b" " * (2**20 + 1), c_txt=b""))


def test_what_is_named_and_not_there_names_nothing() -> None:
    """A missing file does not keep the others from being judged."""
    assert ["c.txt"] == left_over(app({"icons": {"color": "color.json"}}, c_txt=b""))


def test_a_folder_of_many_files_is_judged_in_a_moment() -> None:
    """Thousands of texts against hundreds of files are no work: each text is looked up once."""
    builder = PackageBuilder().manifest({"texts": [f"d/{number}" for number in range(50_000)]})
    for number in range(400):
        builder.entry(f"a/b/c/{number}.txt")
    given_app = App(open_source(builder.build()))

    assert 400 == len(left_over(given_app))


@pytest.mark.parametrize(
    ("written", "expected"),
    [("a/b.png", "a/b.png"), ("./a.png", "a.png"), ("././/a.png", "a.png"), ("a\\b.png", "a/b.png"), ("/a", "/a")],
)
def test_a_path_has_one_plain_form(written: str, expected: str) -> None:
    """Forward slashes, and nothing in front that means the folder itself."""
    assert expected == plain(written)
    assert expected == plain(plain(written))
