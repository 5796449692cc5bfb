"""What an entry may be called."""

from __future__ import annotations

import posixpath
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.package.limits import MAX_NAME_BYTES
from teamshelf.package.names import folded, is_stray, name_problem, shown_name

GOOD = [
    "manifest.json",
    "en-us.json",
    "icons/color 192.png",
    "a/b/c/d.json",
    ".well-known/x",
    "...a",
    "icône.png",
    "アイコン.png",
    "console.png",
    "nulls/com10.txt",
    "com0",
    "a" * MAX_NAME_BYTES,
    "é" * (MAX_NAME_BYTES // 2),
]

BAD = {
    "": "no name",
    "../evil.json": "climbs out",
    "a/../../evil": "climbs out",
    "a/..": "climbs out",
    "..": "climbs out",
    "/etc/passwd": "root of a disk",
    "//server/share/x": "root of a disk",
    "C:/Windows/x": "colon",
    "C:x": "colon",
    "a.json:stream": "colon",
    "icons\\color.png": "backslash",
    "..\\evil": "backslash",
    "\\\\server\\share": "backslash",
    "./manifest.json": "empty or `.`",
    "a//b": "empty or `.`",
    "a/./b": "empty or `.`",
    "a/": "empty or `.`",
    "manifest.json.": "dot or a blank",
    "manifest.json ": "dot or a blank",
    "dir /x": "dot or a blank",
    "CON": "device",
    "nul.json": "device",
    "a/LPT1.tar.gz/b": "device",
    "aux .txt": "device",
    "com1": "device",
    "COM9.json": "device",
    "manifest\0.json": "cannot be seen",
    "a\nb": "cannot be seen",
    "a\x1b[2Jb": "cannot be seen",
    "a\x7fb": "cannot be seen",
    "gpj.\u202egnp": "cannot be seen",
    "a\u200bb": "cannot be seen",
    "\ud800": "cannot be seen",
    "a" * (MAX_NAME_BYTES + 1): "longer than 240 bytes",
    "é" * (MAX_NAME_BYTES // 2) + "e": "longer than 240 bytes",
}


@pytest.mark.parametrize("name", GOOD)
def test_ordinary_names_are_accepted(name: str) -> None:
    """A relative path with forward slashes is a name, accents and other scripts included."""
    assert name_problem(name) is None


@pytest.mark.parametrize(("name", "reason"), BAD.items(), ids=[ascii(name)[:30] for name in BAD])
def test_names_that_mean_different_files_to_different_readers_are_refused(name: str, reason: str) -> None:
    """A name that climbs, is absolute, hides something or differs between systems is refused, with the reason."""
    assert reason in str(name_problem(name))


@given(st.text(st.characters(), max_size=30) | st.text("./\\:aA \0", max_size=12))
def test_an_accepted_name_stays_inside(name: str) -> None:
    """Joined to a folder and resolved, an accepted name leads below that folder, on POSIX and on Windows."""
    if name_problem(name) is None:
        posix = posixpath.normpath(posixpath.join("/root", name))
        windows = PureWindowsPath("C:\\root", name)

        assert posix == "/root/" + name
        assert windows.is_relative_to("C:\\root")
        assert ".." not in windows.parts


@given(st.text(st.characters()))
def test_whatever_is_said_of_a_name_can_be_printed(name: str) -> None:
    """Neither the name as shown nor the complaint about it holds a character that moves a cursor or hides text."""
    assert shown_name(name).replace("\u00a0", " ").isprintable()
    assert str(name_problem(name)).replace("\u00a0", " ").isprintable()


@pytest.mark.parametrize("name", GOOD)
def test_a_name_that_an_entry_can_have_is_shown_as_it_is(name: str) -> None:
    """Only names that are refused are cut or escaped."""
    assert name == shown_name(name)


def test_a_long_name_is_cut() -> None:
    """A name of 64 KiB does not fill the screen."""
    assert MAX_NAME_BYTES == len(shown_name("a" * 65_535))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Manifest.JSON", "manifest.json"),
        ("Ä.json", "a\u0308.json"),
        ("É.json", "e\u0301.json"),
        ("straße", "STRASSE"),
        ("\u0390", "\u1fd3"),
    ],
)
def test_names_that_some_file_systems_do_not_tell_apart_fold_alike(name: str, other: str) -> None:
    """Case and the way an accent is written make no difference to a folded name."""
    assert folded(name) == folded(other)


@given(st.text())
def test_folding_is_idempotent(name: str) -> None:
    """A folded name folds to itself."""
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    ("name", "stray"),
    [
        ("__MACOSX/._manifest.json", True),
        ("__MACOSX/", True),
        ("._color.png", True),
        ("icons/._color.png", True),
        (".DS_Store", True),
        ("icons/.DS_Store", True),
        ("Thumbs.db", True),
        ("desktop.ini", True),
        ("manifest.json", False),
        ("icons/__MACOSX.png", False),
        ("_color.png", False),
        ("DS_Store", False),
    ],
)
def test_what_systems_leave_behind_is_known_by_name(name: str, stray: bool) -> None:  # noqa: FBT001 - a table
    """Files of macOS and Windows that no author put there are recognised wherever they lie."""
    assert stray == is_stray(name)
