"""`teamshelf bump`: the next version in place, and nothing else changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.cli import FAILED, FOUND, OK, main
from teamshelf.cli.bump import PARTS, raised
from teamshelf.update.releases import release_of
from tests.manifests import manifest
from tests.package.builder import PackageBuilder

NUMBERS = st.integers(0, 10**6)
PRERELEASES = st.none() | st.from_regex(r"(rc|beta|alpha)(\.[1-9][0-9]?)?", fullmatch=True)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.mark.parametrize(
    ("part", "version", "expected"),
    [
        ("patch", "1.2.3", "1.2.4"),
        ("minor", "1.2.3", "1.3.0"),
        ("major", "1.2.3", "2.0.0"),
        ("minor", "1.9.9", "1.10.0"),
        ("patch", "0.0.0", "0.0.1"),
        ("patch", "1.2.0-rc.1", "1.2.0"),
        ("minor", "1.2.0-rc.1", "1.2.0"),
        ("minor", "1.2.3-rc.1", "1.3.0"),
        ("major", "1.2.0-rc.1", "2.0.0"),
        ("major", "2.0.0-rc.1", "2.0.0"),
        ("patch", "1.0.0+b2", "1.0.1"),
        ("patch", "1.0.0-rc.1+b2", "1.0.0"),
    ],
)
def test_the_next_version_is_that_of_semantic_versioning(part: str, version: str, expected: str) -> None:
    """A pre-release is followed by the release that it was made for; build metadata is no increment (rule 4)."""
    assert expected == raised(version, part)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), PRERELEASES, st.none() | st.just("b2"), st.sampled_from(PARTS))
def test_the_next_version_is_always_an_update(
    numbers: tuple[int, int, int], prerelease: str | None, build: str | None, part: str
) -> None:
    """What `bump` writes, `diff` takes for a greater version."""
    old = ".".join(map(str, numbers)) + (f"-{prerelease}" if prerelease else "") + (f"+{build}" if build else "")
    before, after = release_of(old), release_of(raised(old, part))

    assert before is not None
    assert after is not None
    assert after.is_newer_than(before)
    assert after.prerelease is None


@pytest.mark.parametrize("arguments", [["."], ["manifest.json"], ["manifest.json", "patch"]])
def test_bump_raises_the_patch_unless_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Old and new version are printed."""
    Path("manifest.json").write_text(json.dumps(manifest(), indent=2), "utf-8")

    assert OK == main(["bump", *arguments])
    assert "1.0.0 -> 1.0.1\n" == capsys.readouterr().out
    assert manifest(version="1.0.1") == json.loads(Path("manifest.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "content",
    [
        b'{"name": {"version": "1.0.0"},\r\n\t"version" :  "1.0.0" , "id": "\\u00e9"}\r\n',
        b'\xef\xbb\xbf{"version":"1.0.0"}',
        '{"name": "é\U0001f44b",\n    "version": "1.0.0"\n}'.encode(),
        b'{\n  // raised by bump\n  "version": "1.0.0", /* "version": "1.0.0" */\n}',
        b'{"number": 1.50, "version": "1.0.0"}   \n\n',
        b'["version"]'.replace(b'["version"]', b'{"version":"1.0.0"}\r'),
    ],
)
def test_nothing_but_the_version_changes(content: bytes) -> None:
    """Order, blanks, line ends, escapes, comments and a byte order mark stay as they are."""
    path = Path("manifest.json")
    path.write_bytes(content)
    before, _, after = content.rpartition(b'"1.0.0"') if b"/*" not in content else content.partition(b'"1.0.0"')

    assert OK == main(["bump", "manifest.json", "minor"])
    assert before + b'"1.1.0"' + after == path.read_bytes()


def test_bump_only_shows_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """`--diff` prints a diff and changes nothing."""
    path = Path("manifest.json")
    before = json.dumps(manifest(), indent=2)
    path.write_text(before, "utf-8")

    assert OK == main(["bump", ".", "major", "--diff"])
    out = capsys.readouterr().out
    assert '-  "version": "1.0.0",' in out
    assert '+  "version": "2.0.0",' in out
    assert "->" not in out
    assert before == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"version": None}, "`manifest.json`: it has no `version`"),
        ({"version": "1.0"}, '"1.0" is no version of the form MAJOR.MINOR.PATCH'),
        ({"version": "1.0.0.0"}, '"1.0.0.0" is no version'),
        ({"version": "01.0.0"}, '"01.0.0" is no version'),
        ({"version": "1.0.0\n"}, '"1.0.0\\u000a" is no version'),
        ({"version": "v1.0.0"}, '"v1.0.0" is no version'),
        ({"version": "${{VERSION}}"}, '"${{VERSION}}" is no version'),
        ({"version": ""}, '"" is no version'),
        ({"version": f"{'9' * 5000}.0.0"}, "is no version"),
        ({"version": f"{'9' * 300}.0.0"}, "is no version"),
        ({"version": 1.0}, "1.0 is no version"),
        ({"version": {"major": 1}}, "{…} is no version"),
    ],
)
def test_what_is_no_version_is_refused(
    members: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is guessed, nothing is written."""
    path = Path("manifest.json")
    before = json.dumps(manifest(**members))
    path.write_text(before, "utf-8")

    assert FOUND == main(["bump", "manifest.json"])
    assert message in capsys.readouterr().err
    assert before == path.read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"version": "1.0.0"', b'{"version": "1.0.0", "version": "2.0.0"}', b"{\"version\": '1.0.0'}"],
)
def test_a_text_that_leaves_doubt_is_refused(content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """Two versions, or a text that ends too early: mend that first."""
    Path("manifest.json").write_bytes(content)

    assert FOUND == main(["bump", "."])
    assert "teamshelf check" in capsys.readouterr().err
    assert content == Path("manifest.json").read_bytes()


def test_a_package_cannot_be_bumped(capsys: pytest.CaptureFixture[str]) -> None:
    """Its manifest is changed where it is made, in the folder."""
    Path("app.zip").write_bytes(PackageBuilder().entry("manifest.json", json.dumps(manifest()).encode()).build())

    assert FAILED == main(["bump", "app.zip"])
    assert "unpack it" in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """The command could not run."""
    assert FAILED == main(["bump", "nowhere.json"])
    assert "there is no file `nowhere.json`" in capsys.readouterr().err


def test_messages_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """The reason as well."""
    Path("manifest.json").write_text("{}", "utf-8")

    assert FOUND == main(["bump", ".", "--lang", "fr"])
    assert "il n'a pas de `version`" in capsys.readouterr().err
