"""The files of the package: what the findings say of them, and what they offer to mend."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.findings import STORE, UPLOAD, Change, Severity
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules import icon_pixels, icons  # noqa: F401 - to have their rules registered
from teamshelf.rules.package import (
    connector_is_not_alone,
    files_are_referred_to,
    files_are_there,
    hidden_files_are_left_out,
    path_is_one_of_the_package,
)
from teamshelf.rules.registry import RULES
from tests.manifests import manifest
from tests.package.builder import DEFLATED, ENCRYPTED, PackageBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from teamshelf.rules.registry import Found

ICONS = {"color.png": b"", "outline.png": b""}


def package(members: dict[str, Any], files: dict[str, bytes]) -> App:
    """A package of a manifest with these members, and these files."""
    builder = PackageBuilder().manifest(manifest(**members))
    for name, content in files.items():
        builder.entry(name, content)
    return App(open_source(builder.build()))


def lone(members: dict[str, Any]) -> App:
    """A manifest on its own."""
    return App(open_source(json.dumps(manifest(**members)).encode()))


def icon(name: str) -> dict[str, Any]:
    """The member that names a color icon."""
    return {"icons": {"color": name, "outline": "outline.png"}}


def language(name: str) -> dict[str, Any]:
    """The member that names a language file."""
    languages = [{"languageTag": "fr", "file": name}]
    return {"localizationInfo": {"defaultLanguageTag": "en", "additionalLanguages": languages}}


def only(found: Iterable[Found]) -> Found:
    """The one thing found."""
    (one,) = found
    return one


# Missing files ------------------------------------------------------------------------------------------------------


def test_a_missing_file_is_named_with_who_asks_for_it() -> None:
    """The message has the property and the file, the finding its place and Microsoft's code."""
    found = only(files_are_there(package(icon("logo.png"), ICONS)))
    finding = RULES["file-missing"].finding(found, UPLOAD, "manifest.json")

    assert "`icons.color` refers to `logo.png`, but there is no such file" == str(found.message)
    assert ("manifest.json", "/icons/color", ("Serialization_FileMissing",), Severity.ERROR) == (
        finding.file,
        finding.pointer,
        finding.aliases,
        finding.severity,
    )


@pytest.mark.parametrize(
    ("named", "there", "hint"),
    [
        ("Color.png", "color.png", "write `color.png`: Teams tells capitals from small letters"),
        ("icône.png", "ico\u0302ne.png", "write `ico\\u0302ne.png`: Teams tells capitals from small letters"),
        ("color.png", "icons/color.png", "there is `icons/color.png`: write this path, or move the file"),
        ("art/color.png", "Color.png", "there is `Color.png`: write this path, or move the file"),
        ("zn-TW.json", "zh-TW.json", "did you mean `zh-TW.json`?"),
        ("manifest.jsn", "x", "add the file, or take out what refers to it"),
        ("color.png", "x", "add the file, or take out what refers to it"),
    ],
)
def test_the_file_that_was_meant_is_proposed(named: str, there: str, hint: str) -> None:
    """Other capitals, another folder and a slip of the pen are seen through; the manifest is never meant."""
    found = only(files_are_there(package(icon(named), {there: b"", "outline.png": b""})))

    assert hint == str(found.hint).replace("o\u0302", "o\\u0302")


def test_other_capitals_are_mended() -> None:
    """The name that the file has is written in place of the other; a guess is never written."""
    capitals = only(files_are_there(package(icon("Color.png"), ICONS)))
    guess = only(files_are_there(package(icon("colour.png"), ICONS)))

    assert (Change("replace", "/icons/color", "color.png"),) == capitals.changes
    assert () == guess.changes


def test_every_missing_file_is_found() -> None:
    """One finding for each property that names one, even the same one."""
    found = files_are_there(package({**icon("outline.png"), **language("fr.json")}, {}))

    assert ["/localizationInfo/additionalLanguages/0/file", "/icons/outline", "/icons/color"] == [
        each.pointer for each in found
    ]


def test_a_file_that_cannot_be_read_is_not_missing() -> None:
    """It has a finding of its own, which says why."""
    builder = PackageBuilder().manifest(manifest()).entry("color.png", b"secret", flags=ENCRYPTED, method=DEFLATED)
    app = App(open_source(builder.entry("outline.png").build()))

    assert [] == files_are_there(app)
    assert ["package-entry-encrypted"] == [finding.rule for finding in app.findings]


def test_a_link_out_of_the_folder_is_not_missing(tmp_path: Path) -> None:
    """In a folder a file that must not be read is one that is there."""
    (tmp_path / "app").mkdir()
    (tmp_path / "secret.png").write_bytes(b"")
    (tmp_path / "app" / "manifest.json").write_text(json.dumps(manifest()))
    (tmp_path / "app" / "outline.png").write_bytes(b"")
    (tmp_path / "app" / "color.png").symlink_to(tmp_path / "secret.png")
    app = App(open_source(tmp_path / "app"))

    assert [] == files_are_there(app)
    assert ["package-entry-outside"] == [finding.rule for finding in app.findings]


def test_a_file_that_cannot_be_read_in_a_wrapped_package_is_not_missing() -> None:
    """Where the manifest lies in a folder, findings name entries with it, and properties name them without."""
    builder = PackageBuilder().manifest(manifest(), name="app/manifest.json").entry("app/outline.png")
    app = App(open_source(builder.entry("app/color.png", b"secret", flags=ENCRYPTED, method=DEFLATED).build()))

    assert [] == files_are_there(app)
    assert "app/color.png" in {finding.file for finding in app.findings}


def test_a_hidden_link_out_of_the_folder_is_not_missing(tmp_path: Path) -> None:
    """What a listing leaves out can be unreadable as well."""
    (tmp_path / "app" / ".icons").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(b"")
    (tmp_path / "app" / "manifest.json").write_text(json.dumps(manifest(**icon(".icons/color.png"))))
    (tmp_path / "app" / "outline.png").write_bytes(b"")
    (tmp_path / "app" / ".icons" / "color.png").symlink_to(tmp_path / "secret.png")

    assert [] == files_are_there(App(open_source(tmp_path / "app")))


def test_a_hidden_file_of_a_folder_is_there(tmp_path: Path) -> None:
    """A file that the listing of a folder leaves out is found all the same."""
    (tmp_path / "manifest.json").write_text(json.dumps(manifest(**icon(".icons/color.png"))))
    (tmp_path / "outline.png").write_bytes(b"")
    (tmp_path / ".icons").mkdir()
    (tmp_path / ".icons" / "color.png").write_bytes(b"")

    assert [] == files_are_there(App(open_source(tmp_path)))


def test_a_manifest_that_is_no_object_refers_to_nothing() -> None:
    """Neither files nor paths are looked for in it."""
    app = App(open_source(PackageBuilder().manifest(b"[]").build()))

    assert ([], []) == (files_are_there(app), path_is_one_of_the_package(app))


# Paths --------------------------------------------------------------------------------------------------------------

ATTACKS = {
    "https://example.com/color.png": "a URL",
    "data:image/png;base64,iVBORw0KGgo=": "a URL",
    "/color.png": "root of a disk",
    "\\\\server\\share\\color.png": "root of a disk",
    "C:\\color.png": "root of a disk",
    "c:color.png": "root of a disk",
    "../color.png": "leads out of the package",
    "..\\color.png": "leads out of the package",
    "icons/../../color.png": "leads out of the package",
    "..": "leads out of the package",
    "icons/../color.png": "leads out of the package",
    "": "is empty",
    "   ": "is empty",
    "color.png:stream": "which no file of a package can be called",
    "nul.png": "which no file of a package can be called",
    "icons//color.png": "which no file of a package can be called",
    "icons/": "which no file of a package can be called",
    "gpj.\u202egnp": "which no file of a package can be called",
    "c" * 241: "which no file of a package can be called",
    "icons\\color.png": "not how a package names its files",
    "./color.png": "not how a package names its files",
    "color.png ": "not how a package names its files",
    "color.png\n": "not how a package names its files",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_path_that_is_none_is_refused(name: str) -> None:
    """In packages and in lone manifests alike, and with words that are safe to print."""
    for app in (lone(icon(name)), package(icon(name), ICONS)):
        found = only(path_is_one_of_the_package(app))

        assert "/icons/color" == found.pointer
        assert ATTACKS[name] in str(found.message)
        assert str(found.message).isprintable()
        assert str(found.hint).isprintable()


@pytest.mark.parametrize("name", ["icons\\color.png", "./icons/color.png", " icons/color.png\n"])
def test_a_path_to_a_file_that_is_there_is_mended(name: str) -> None:
    """What was meant is written where it is known to be right, and only then."""
    there = only(path_is_one_of_the_package(package(icon(name), {"icons/color.png": b"", "outline.png": b""})))
    absent = only(path_is_one_of_the_package(package(icon(name), ICONS)))
    unknown = only(path_is_one_of_the_package(lone(icon(name))))

    assert (Change("replace", "/icons/color", "icons/color.png"),) == there.changes
    assert ((), ()) == (absent.changes, unknown.changes)
    assert {"write `icons/color.png`"} == {str(each.hint) for each in (there, absent, unknown)}


@pytest.mark.parametrize(
    ("name", "expected"), [("./color.png", Severity.WARNING), (".\\color.png", None), ("color.png ", None)]
)
def test_a_path_from_here_is_only_doubtful(name: str, expected: Severity | None) -> None:
    """Some readers follow a path that begins with a dot; none finds one with a backslash or a blank."""
    assert expected == only(path_is_one_of_the_package(lone(icon(name)))).severity


def test_a_file_that_is_climbed_to_is_not_missing_as_well() -> None:
    """A path that can name nothing has one finding, not two."""
    assert [] == files_are_there(package(icon("../color.png"), ICONS))


def test_other_paths_are_judged_where_files_are() -> None:
    """Of a lone manifest only the icons are judged, unless one of them is wrong."""
    assert () == path_is_one_of_the_package(lone(language("..\\fr.json")))
    assert () == path_is_one_of_the_package(lone({**icon("logo.png"), **language("..\\fr.json")}))
    assert 2 == len(list(path_is_one_of_the_package(lone({**icon("..\\a.png"), **language("..\\fr.json")}))))
    assert 1 == len(list(path_is_one_of_the_package(package(language("..\\fr.json"), ICONS))))


# Files left over ----------------------------------------------------------------------------------------------------


def test_files_left_over_are_told_by_folder() -> None:
    """One finding for each file at the top, and one for all that is below a folder."""
    files = {**ICONS, "a.txt": b"", "src/b.ts": b"", "src/deep/c.ts": b"", "one/d.txt": b""}
    found = list(files_are_referred_to(package({}, files)))

    assert [
        ("a.txt", "nothing refers to `a.txt`"),
        ("src/b.ts", "nothing refers to the 2 files in `src/`"),
        ("one/d.txt", "nothing refers to `one/d.txt`"),
    ] == [(each.file, str(each.message)) for each in found]


def test_hidden_files_are_told_apart() -> None:
    """What a dot hides is a matter of its own, at the top or in any folder."""
    app = package({}, {**ICONS, "a.txt": b"", ".env": b"", "b/.git/config": b"", "b/c.txt": b"", "d/e.f": b""})

    assert [".env", "b/.git/config"] == [each.file for each in hidden_files_are_left_out(app)]
    assert ["a.txt", "b/c.txt", "d/e.f"] == [each.file for each in files_are_referred_to(app)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("file-unreferenced", (Severity.NOTE, Severity.ERROR)),
        ("file-hidden", (Severity.WARNING, Severity.ERROR)),
    ],
)
def test_the_store_takes_no_other_files(rule: str, expected: tuple[Severity, Severity]) -> None:
    """What Teams merely carries along keeps an app out of the store."""
    assert expected == (RULES[rule].severity(UPLOAD), RULES[rule].severity(STORE))


def test_nothing_is_left_over_where_names_are_not_known_yet() -> None:
    """A placeholder may stand for any file, and a faulty manifest may have named one."""
    placeholder = package(icon("color-${{ENV}}.png"), {"color-dev.png": b"", "outline.png": b""})
    faulty = App(open_source(PackageBuilder().manifest(b'{"icons": {"color": "c.png"').entry("a.txt").build()))

    assert ((), ()) == (files_are_referred_to(placeholder), hidden_files_are_left_out(placeholder))
    assert () == files_are_referred_to(faulty)


def test_what_lies_in_a_folder_is_nobodys_business(tmp_path: Path) -> None:
    """The folder of a developer holds more than goes into the package."""
    (tmp_path / "manifest.json").write_text(json.dumps(manifest()))
    (tmp_path / "README.md").write_text("# Polls")

    assert () == files_are_referred_to(App(open_source(tmp_path)))


def test_rules_about_files_are_asked_where_there_are_files() -> None:
    """Of a lone manifest only paths and products are judged."""
    subjects = ("package", "icons", "icon_pixels")
    mine = [rule for rule in RULES.values() if rule.judge.__module__.rpartition(".")[2] in subjects]

    assert {"file-path-invalid", "no-supported-product"} == {rule.name for rule in mine if not rule.needs_files}


def test_a_connector_alone_is_told_at_its_name() -> None:
    """Nothing is wrong with what it says."""
    found = only(connector_is_not_alone(lone({"graphConnector": {"notificationUrl": "https://www.example.com"}})))

    assert ("/graphConnector", True) == (found.pointer, found.at_key)
