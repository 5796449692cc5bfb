"""The command line as a whole, and the commands that change or explain."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from teamshelf.cli import COMMANDS, FAILED, FOUND, OK, main
from teamshelf.version import VERSION
from teamshelf.versions import ALL_VERSIONS
from tests.manifests import manifest
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")


def process(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a program of its own."""
    command: Sequence[str] = [sys.executable, "-m", "teamshelf", *arguments]
    environment = {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(command, input=given, capture_output=True, check=False, env=environment)  # noqa: S603


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` names every command with a line about it."""
    assert OK == main(["--help"])
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`teamshelf COMMAND --help` works and ends with 0."""
    assert OK == main([command, "--help"])
    assert f"teamshelf {command}" in capsys.readouterr().out


def test_a_mistyped_command_gets_a_proposal(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown command ends with 2 and the nearest one."""
    assert FAILED == main(["chekc"])
    assert "did you mean `check`?" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` says which Teamshelf it is."""
    assert OK == main(["--version"])
    assert f"teamshelf {VERSION}\n" == capsys.readouterr().out


def test_a_process_of_its_own() -> None:
    """As a program it reads standard input, writes JSON and exits with the code."""
    ended = process("check", "-", "--format", "json", given=json.dumps(manifest(id="x")).encode())

    assert FOUND == ended.returncode
    assert b"" == ended.stderr
    assert 1 == len(json.loads(ended.stdout)["results"])


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """`teamshelf schema 1.30 | head -1` ends quietly."""
    program = [sys.executable, "-m", "teamshelf", "schema", "1.30"]
    with subprocess.Popen(  # noqa: S603 - our own program
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PYTHONPATH": str(SOURCE)}
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        running.wait(30)
        assert running.stderr is not None
        assert b"" == running.stderr.read()


@pytest.mark.parametrize("version", ALL_VERSIONS)
def test_the_schema_of_each_version_is_printed(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`schema` prints a valid JSON Schema with titles and descriptions."""
    assert OK == main(["schema", version])
    schema = json.loads(capsys.readouterr().out)

    jsonschema_rs.meta.validate(schema)
    assert version in schema["title"]
    assert schema["properties"]["bots"]["description"].startswith("The")


def test_the_schema_of_language_files_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`schema --localization` prints that of the language files; 1.4 has none, and says so."""
    assert OK == main(["schema", "1.5", "--localization"])
    assert "name.short" in json.loads(capsys.readouterr().out)["properties"]

    assert FAILED == main(["schema", "1.4", "--localization"])
    assert "no language files" in capsys.readouterr().err


def test_fix_mends_in_place_and_says_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`fix` writes the file; the code says whether anything is left."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest(accentColor="#fff"), indent=2), "utf-8")

    assert OK == main(["fix", "manifest.json"])
    assert "#ffffff" == json.loads(path.read_text("utf-8"))["accentColor"]
    assert "schema-pattern" in capsys.readouterr().err
    assert ["manifest.json"] == [entry.name for entry in tmp_path.iterdir()]


def test_fix_only_shows_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`fix --diff` prints a diff and changes nothing."""
    path = tmp_path / "manifest.json"
    before = json.dumps(manifest(accentColor="#fff"), indent=2)
    path.write_text(before, "utf-8")

    main(["fix", "manifest.json", "--diff"])

    out = capsys.readouterr().out
    assert '-  "accentColor": "#fff",' in out
    assert '+  "accentColor": "#ffffff",' in out
    assert before == path.read_text("utf-8")


def test_fix_takes_a_manifest_out_of_its_folder(tmp_path: Path) -> None:
    """A package whose files lie in a folder is written again with the manifest at its root."""
    inside = PackageBuilder().entry("app/manifest.json", json.dumps(manifest()).encode()).entry("app/note.txt", b"x")
    path = tmp_path / "app.zip"
    path.write_bytes(inside.build())

    main(["fix", "app.zip"])

    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert ["manifest.json", "note.txt"] == archive.namelist()


def test_upgrade_writes_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`upgrade` rewrites the manifest in place, and says on standard error what moved or was lost."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest(isFullScreen=True), indent=2), "utf-8")

    assert OK == main(["upgrade", ".", "--to", "1.6"])
    value = json.loads(path.read_text("utf-8"))

    assert "1.6" == value["manifestVersion"]
    assert "isFullScreen" not in value
    assert "`isFullScreen` is not part of manifest version 1.6" in capsys.readouterr().err


def test_upgrade_needs_a_text_that_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest with faults in its JSON is not rewritten."""
    path = tmp_path / "manifest.json"
    path.write_text("{,}", "utf-8")

    assert FOUND == main(["upgrade", "manifest.json", "--to", "latest"])
    assert "{,}" == path.read_text("utf-8")
    assert "teamshelf check" in capsys.readouterr().err


def test_explain_knows_our_names_and_microsofts(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule is found by its name, or by Microsoft's code in any case."""
    for name in ("json-extra-comma", "Serialization_TrailingCommaInManifestJsonFile"):
        assert OK == main(["explain", name])
        assert capsys.readouterr().out.startswith("json-extra-comma\n")


def test_explain_without_a_name_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Each rule has a line."""
    assert OK == main(["explain"])
    assert "schema-pattern" in capsys.readouterr().out


def test_explain_proposes_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown name ends with 2 and the nearest rule."""
    assert FAILED == main(["explain", "json-extra-coma"])
    assert "did you mean `json-extra-comma`?" in capsys.readouterr().err
