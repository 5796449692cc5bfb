"""Where findings are, as text and as paths."""

from __future__ import annotations

import pytest

from teamshelf.findings import Finding, Result, Severity, Span
from teamshelf.messages import say
from teamshelf.report.place import entry_of, file_of, place, place_in_file, title

SPAN = Span(41, 16, 41, 24)


def _finding(file: str = "manifest.json", span: Span | None = SPAN) -> Finding:
    return Finding(rule="r", severity=Severity.ERROR, message=say("m"), file=file, span=span)


@pytest.mark.parametrize(
    ("path", "kind", "file", "where"),
    [
        ("manifest.json", "manifest", "manifest.json", "manifest.json:41:16"),
        ("./manifest.json", "manifest", "manifest.json", "manifest.json:41:16"),
        ("a/other.json", "manifest", "manifest.json", "a/other.json:41:16"),
        ("a/manifest.json", "manifest", "fr.json", "a/fr.json:41:16"),
        ("manifest.json", "manifest", "fr.json", "fr.json:41:16"),
        ("/a/manifest.json", "manifest", "fr.json", "/a/fr.json:41:16"),
        ("app", "folder", "manifest.json", "app/manifest.json:41:16"),
        ("app/", "folder", "manifest.json", "app/manifest.json:41:16"),
        ("./app", "folder", "lang/fr.json", "app/lang/fr.json:41:16"),
        (".//./app", "folder", "manifest.json", "app/manifest.json:41:16"),
        (".", "folder", "manifest.json", "manifest.json:41:16"),
        ("./", "folder", "manifest.json", "manifest.json:41:16"),
        ("..", "folder", "manifest.json", "../manifest.json:41:16"),
        ("/", "folder", "manifest.json", "/manifest.json:41:16"),
        ("app.zip", "package", "manifest.json", "app.zip: manifest.json:41:16"),
        ("./app.zip", "package", "fr.json", "./app.zip: fr.json:41:16"),
        ("-", "manifest", "manifest.json", "<stdin>:41:16"),
        ("-", "package", "manifest.json", "<stdin>: manifest.json:41:16"),
        ("a\x1b[0m", "folder", "b\u202e", "a\\u001b[0m/b\\u202e:41:16"),
        ("a\x1b.zip", "package", "b\n", "a\\u001b.zip: b\\u000a:41:16"),
    ],
)
def test_a_place_is_a_link_for_plain_files_and_names_the_entry_for_packages(
    path: str, kind: str, file: str, where: str
) -> None:
    """Files on disk are path:line:column; entries stand behind their package; all of it is safe to print."""
    assert where == place(Result(path=path, kind=kind), _finding(file))


def test_a_finding_without_a_place_in_a_text_is_just_its_file() -> None:
    """No line and column are made up."""
    assert "app.zip: color.png" == place(Result(path="app.zip", kind="package"), _finding("color.png", None))
    assert "color.png" == place_in_file(_finding("color.png", None))


@pytest.mark.parametrize(
    ("path", "kind", "file"),
    [("./app.zip", "package", "app.zip"), ("./app", "folder", "app/fr.json"), ("x\x1b", "folder", "x\x1b/fr.json")],
)
def test_the_file_is_the_one_on_disk_as_it_is_named_there(path: str, kind: str, file: str) -> None:
    """For an entry of a package it is the package; nothing is escaped in it."""
    assert file == file_of(Result(path=path, kind=kind), _finding("fr.json"))


def test_only_packages_have_entries() -> None:
    """Files of a folder can be opened, so they are no entries."""
    assert "fr.json" == entry_of(Result(path="app.zip", kind="package"), _finding("fr.json"))
    assert entry_of(Result(path="app", kind="folder"), _finding("fr.json")) is None


@pytest.mark.parametrize(("path", "shown"), [("-", "<stdin>"), ("./app", "./app"), ("a\x07", "a\\u0007")])
def test_the_title_is_the_path_as_the_caller_wrote_it(path: str, shown: str) -> None:
    """It is only made safe to print."""
    assert shown == title(Result(path=path, kind="folder"))
