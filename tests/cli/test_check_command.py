"""`teamshelf check`: what scripts depend on."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main
from tests.manifests import icons, manifest
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")


def save(path: Path, **members: Any) -> Path:
    """Write a manifest with these members laid over a faultless one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(manifest(**members), indent=2), "utf-8")
    for name, content in icons().items():
        path.with_name(name).write_bytes(content)
    return path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """The exit code and the JSON report of a check."""
    code = main(["check", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)["results"]


def test_nothing_wrong_is_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A faultless manifest: exit code 0, and a line that says so."""
    save(tmp_path / "manifest.json")

    assert OK == main(["check", "manifest.json"])
    assert "manifest.json: ok (manifest 1.22)\n" == capsys.readouterr().out


def test_an_error_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error: exit code 1, with file, line, column, message and hint."""
    save(tmp_path / "app" / "manifest.json", accentColor="teal")

    code, (result,) = checked(capsys, "app")
    (finding,) = result["findings"]

    assert (FOUND, "folder", False, "1.22") == (code, result["kind"], result["ok"], result["manifestVersion"])
    assert ("schema-pattern", ["SchemaError_Pattern"], "error") == (
        finding["rule"],
        finding["aliases"],
        finding["severity"],
    )
    assert ("manifest.json", "/accentColor", 24, 18, 24, 24) == tuple(
        finding[key] for key in ("file", "pointer", "line", "column", "endLine", "endColumn")
    )
    assert '`accentColor` is "teal", which is no colour' == finding["message"]


@pytest.mark.parametrize(
    "arguments", [["nowhere.json"], ["--format", "yaml", "x"], [], ["--manifest-version", "1.18", "x"]]
)
def test_what_cannot_run_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No such file, bad usage, an unknown version: exit code 2, a word on standard error, no traceback."""
    assert FAILED == main(["check", *arguments])

    captured = capsys.readouterr()
    assert "" != captured.err
    assert "Traceback" not in captured.err


def test_the_others_are_checked_although_one_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing path does not keep the rest from being reported; the code is 2."""
    save(tmp_path / "manifest.json")

    code, results = checked(capsys, "missing.json", "manifest.json")

    assert (FAILED, ["manifest.json"]) == (code, [result["path"] for result in results])


def test_standard_input_is_a_path(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`-` reads a manifest from standard input."""
    given = io.TextIOWrapper(io.BytesIO(json.dumps(manifest(id="x")).encode()))
    monkeypatch.setattr(sys, "stdin", given)

    code, (result,) = checked(capsys, "-")

    assert (FOUND, "-", "manifest") == (code, result["path"], result["kind"])


def test_a_package_names_the_file_inside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault of a language file in a package is reported in that file."""
    localized = manifest(
        localizationInfo={"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}]}
    )
    builder = PackageBuilder().manifest(localized).entry("fr.json", b'{"name.short": 3}')
    (tmp_path / "app.zip").write_bytes(builder.build())

    _, (result,) = checked(capsys, "app.zip")
    places = {(finding["file"], finding["rule"], finding["pointer"]) for finding in result["findings"]}

    assert "package" == result["kind"]
    assert ("fr.json", "schema-type", "/name.short") in places
    assert ("fr.json", "schema-required", "") in places


def test_warnings_can_count_as_errors(tmp_path: Path) -> None:
    """A warning leaves the code at 0, unless it is asked to count."""
    save(tmp_path / "manifest.json", version="1.0.0", accentColor="#0b6e6e", manifestVersion="devPreview")
    value = manifest(manifestVersion="devPreview", defaultInstallScope="groupchat")
    (tmp_path / "manifest.json").write_text(json.dumps(value), "utf-8")

    assert OK == main(["check", "manifest.json"])
    assert FOUND == main(["check", "manifest.json", "--warnings-as-errors"])


def test_a_manifest_can_be_read_as_another_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--manifest-version` asks what another version would say."""
    save(tmp_path / "manifest.json", copilotAgents={"declarativeAgents": [{"id": "a", "file": "a.json"}]})

    _, (result,) = checked(capsys, "manifest.json", "--manifest-version", "1.16")
    by_pointer = {finding["pointer"]: finding for finding in result["findings"]}

    assert (
        "`copilotAgents` exists from manifest version 1.19; this manifest says 1.16"
        == (by_pointer["/copilotAgents"]["hint"])
    )


def test_placeholders_are_filled_in_from_an_env_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With an env file the value is judged that will stand there, quotes in it included."""
    save(tmp_path / "manifest.json", id="${{APP_ID}}", accentColor="{{COLOR}}")
    (tmp_path / ".env").write_text('APP_ID=2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62\nCOLOR="te\\"al"\n', "utf-8")

    _, (result,) = checked(capsys, "manifest.json", "--env-file", ".env")

    assert [("schema-pattern", "/accentColor")] == [(f["rule"], f["pointer"]) for f in result["findings"]]


def test_ignored_rules_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--ignore` takes our name or Microsoft's; the finding is gone from the list, not from the count."""
    save(tmp_path / "manifest.json", accentColor="teal")

    for name in ("schema-pattern", "SchemaError_Pattern"):
        code, (result,) = checked(capsys, "manifest.json", "--ignore", name)
        assert (OK, [], 1) == (code, result["findings"], result["ignored"])


def test_an_unknown_rule_cannot_be_ignored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error in a rule's name would otherwise ignore nothing, silently."""
    save(tmp_path / "manifest.json")

    assert FAILED == main(["check", "manifest.json", "--ignore", "schema-patern"])
    assert "did you mean `schema-pattern`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("teamshelf.toml", '[ignore]\nschema-pattern = "a test"\n'),
        ("pyproject.toml", '[tool.teamshelf.ignore]\nschema-pattern = "a test"\n'),
    ],
)
def test_a_project_settles_what_it_ignores(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Settings of the folder or one above it count."""
    save(tmp_path / "app" / "manifest.json", accentColor="teal")
    (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path / "app")

    code, (result,) = checked(capsys, ".")

    assert (OK, 1) == (code, result["ignored"])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[ignore]\nschema-pattern = ""\n', "say why `schema-pattern` is ignored"),
        ('audience = "shop"\n', "`audience` is `upload` or `store`"),
        ('audiance = "store"\n', "does not know the setting `audiance`"),
        ("audience = \n", "cannot be read"),
        ("ignore = 3\n", "`ignore` is a table"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A settings file that says nonsense stops the check with the file's name."""
    save(tmp_path / "manifest.json")
    (tmp_path / "teamshelf.toml").write_text(text, "utf-8")

    assert FAILED == main(["check", "manifest.json"])
    assert complaint in capsys.readouterr().err


def test_messages_come_in_french(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--lang fr` speaks French, as the environment can ask for."""
    save(tmp_path / "manifest.json", accentColor="teal")

    main(["check", "manifest.json", "--lang", "fr"])

    assert "n'est pas" in capsys.readouterr().out or "pas une couleur" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit", "markdown"])
def test_every_format_reports_every_finding(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever format is asked for, the rule is named."""
    save(tmp_path / "manifest.json", accentColor="teal")

    assert FOUND == main(["check", "manifest.json", "--format", form])
    assert "schema-pattern" in capsys.readouterr().out
