"""`teamshelf pack`."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main
from tests.manifests import icons, manifest


@pytest.fixture(autouse=True)
def _a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in {"manifest.json": json.dumps(manifest(), indent=2).encode(), **icons()}.items():
        put(tmp_path / "polls" / name, content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.delenv("TEAMSFX_ENV", raising=False)


def put(path: Path, content: bytes) -> None:
    """Write a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def listing() -> list[str]:
    """The names in the current folder."""
    return sorted(path.name for path in Path().iterdir())


def app(**members: object) -> None:
    """Change the manifest of the project."""
    put(Path("polls/manifest.json"), json.dumps(manifest(**members), indent=2).encode())


def packed(path: str = "polls.zip") -> dict[str, object]:
    """What the manifest in a package says."""
    with zipfile.ZipFile(path) as archive:
        said: dict[str, object] = json.loads(archive.read("manifest.json"))
        return said


def test_a_package_is_written_beside_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """Its path, size and digest are told, and what was left out."""
    put(Path("polls/notes.txt"), b"later")

    assert OK == main(["pack", "polls"])

    content = Path("polls.zip").read_bytes()
    assert [
        f"polls.zip: 3 files, 1 {len(content) - 1000} bytes",
        f"sha256 {hashlib.sha256(content).hexdigest()}",
        "left out, because nothing refers to them:",
        "  notes.txt",
    ] == capsys.readouterr().out.splitlines()
    assert ["polls", "polls.zip"] == listing()
    assert OK == main(["check", "polls.zip"])


def test_the_folder_may_be_named_in_any_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its manifest, with a slash, or as the folder one is in."""
    for path in ("polls/manifest.json", "polls/"):
        assert OK == main(["pack", path])
        Path("polls.zip").unlink()
    monkeypatch.chdir("polls")
    assert OK == main(["pack", "."])
    assert Path("../polls.zip").is_file()


def test_a_package_inside_the_folder_does_not_contain_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Packing again and again changes nothing, and the package is no file that was left out."""
    outputs = []
    for _ in range(2):
        assert OK == main(["pack", "polls", "-o", "polls/app.zip"])
        outputs.append((capsys.readouterr().out, Path("polls/app.zip").read_bytes()))

    assert outputs[0] == outputs[1]
    assert "left out" not in outputs[0][0]


def test_a_package_goes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`-o -` writes the bytes there and everything else to standard error."""
    app(name={"short": "Polls beta", "full": "Polls for quick decisions"})

    assert OK == main(["pack", "polls", "-o", "-"])

    out, err = capfdbinary.readouterr()
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(out)).namelist()
    assert hashlib.sha256(out).hexdigest().encode() in err
    assert b"name-has-preproduction-word" in err


def test_errors_are_shown_as_check_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    """There is no package then, and an older one stays as it is."""
    put(Path("polls.zip"), b"PK old")
    app(accentColor="teal")

    assert FOUND == main(["pack", "polls"])
    shown = capsys.readouterr().out

    assert FOUND == main(["check", "polls"])
    told = capsys.readouterr().out.replace("\n1 finding can be mended by `teamshelf fix`", "")
    assert shown.splitlines()[0] == told.splitlines()[0]
    assert "error[schema-pattern]: `accentColor`" in shown
    assert b"PK old" == Path("polls.zip").read_bytes()
    assert ["polls", "polls.zip"] == listing()


def test_missing_values_are_named_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its file, line and column, and what to do."""
    app(version="${{VERSION}}", accentColor="${{COLOR}}")

    assert FOUND == main(["pack", "polls"])

    out = capsys.readouterr().out
    lines = Path("polls/manifest.json").read_text("utf-8").splitlines()
    for name in ("VERSION", "COLOR"):
        number = next(index for index, line in enumerate(lines, 1) if name in line)
        column = lines[number - 1].index('"${{') + 1
        assert f"polls/manifest.json:{number}:{column}" in out
        assert f"set `{name}` in an env file or in the environment" in out


def test_values_go_before_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--env-file` before the environment before `.env` files; of several files the last one wins."""
    app(name={"short": "Polls", "full": "${{A}} ${{B}} ${{C}} ${{D}}"})
    put(Path("env/.env.dev"), b"A=dev\nB=dev\nC=dev\nD=dev")
    for name in "ABC":
        monkeypatch.setenv(name, "environment")
    put(Path("one.env"), b"A=one\nB=one")
    put(Path("two.env"), b"A=two")

    assert OK == main(["pack", "polls", "--env-file", "one.env", "--env-file", "two.env"])

    assert {"short": "Polls", "full": "two one environment dev"} == packed()["name"]


def test_of_several_environments_one_is_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `--env` or TEAMSFX_ENV; nobody guesses."""
    app(name={"short": "Polls", "full": "Polls ${{SUFFIX}}"})
    put(Path("env/.env.dev"), b"SUFFIX=dev")
    put(Path("env/.env.local"), b"SUFFIX=local")

    assert FOUND == main(["pack", "polls"])
    assert "`dev`, `local`: choose one with `--env`" in capsys.readouterr().err

    assert OK == main(["pack", "polls", "--env", "local"])
    assert {"short": "Polls", "full": "Polls local"} == packed()["name"]

    monkeypatch.setenv("TEAMSFX_ENV", "dev")
    assert OK == main(["pack", "polls"])
    assert {"short": "Polls", "full": "Polls dev"} == packed()["name"]

    assert FAILED == main(["pack", "polls", "--env", "prod"])
    assert "there are some for `dev`, `local`" in capsys.readouterr().err


def test_several_environments_do_not_matter_where_no_value_is_wanted() -> None:
    """An app without placeholders is packed whatever env files there are."""
    put(Path("env/.env.dev"), b"SUFFIX=dev")
    put(Path("env/.env.local"), b"SUFFIX=local")

    assert OK == main(["pack", "polls"])


def test_the_settings_of_the_project_hold(capsys: pytest.CaptureFixture[str]) -> None:
    """What `check` is told to ignore does not keep `pack` from packing; a value that is missing always does."""
    settings = '[ignore]\nplaceholder = "later"\nname-has-preproduction-word = "it is a trial"\n'
    put(Path("teamshelf.toml"), f'audience = "store"\nenv-file = "project.env"\n{settings}'.encode())
    put(Path("project.env"), b"A=1")
    app(name={"short": "Polls beta", "full": "Polls ${{A}}"})

    assert OK == main(["pack", "polls"])
    assert {"short": "Polls beta", "full": "Polls 1"} == packed()["name"]

    put(Path("project.env"), b"B=1")
    assert FOUND == main(["pack", "polls"])
    assert "`${{A}}`, which has no value" in capsys.readouterr().out

    put(Path("teamshelf.toml"), b"audience = 7")
    assert FAILED == main(["pack", "polls"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "there is no file or folder `nowhere`"),
        (["polls", "--env-file", "none.env"], "`none.env` cannot be read: No such file or directory"),
        (["polls", "-o", "polls/manifest.json"], "is no package, and not written over"),
        (["polls", "-o", "no/such/folder/app.zip"], "cannot be written"),
        (["polls", "--env", "dev"], "there is no env file for `dev`"),
        (["polls", "--env-file", "bad.env"], "`bad.env` cannot be read"),
        (["file.txt"], "is no folder"),
    ],
)
def test_what_cannot_run_ends_with_2(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a sentence that says why, no traceback, and nothing written."""
    put(Path("bad.env"), b"A=\xff")
    put(Path("file.txt"), b"{}")
    before = Path("polls/manifest.json").read_bytes()

    assert FAILED == main(["pack", *arguments])

    assert words in capsys.readouterr().err
    assert before == Path("polls/manifest.json").read_bytes()
    assert ["bad.env", "file.txt", "polls"] == listing()


def test_a_bad_file_of_an_environment_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """One that was found and is no text is named."""
    put(Path("env/.env.dev"), b"A=\xff")

    assert FAILED == main(["pack", "polls"])
    assert ".env.dev" in capsys.readouterr().err


def test_a_failed_write_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old package is still there, and no half of a new one."""
    put(Path("polls.zip"), b"PK old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert FAILED == main(["pack", "polls"])
    assert b"PK old" == Path("polls.zip").read_bytes()
    assert ["polls", "polls.zip"] == listing()


def test_a_new_package_has_the_mode_of_any_new_file() -> None:
    """The user's mask decides; a package that is written again keeps its mode."""
    before = os.umask(0o027)
    try:
        assert OK == main(["pack", "polls"])
        assert 0o640 == Path("polls.zip").stat().st_mode & 0o777
    finally:
        os.umask(before)
    Path("polls.zip").chmod(0o604)

    assert OK == main(["pack", "polls"])
    assert 0o604 == Path("polls.zip").stat().st_mode & 0o777


def test_bytes_of_the_environment_that_are_no_text_have_no_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A variable that no file can hold counts as missing."""
    monkeypatch.setenv("BAD", "a\udcff")
    app(name={"short": "Polls", "full": "Polls ${{BAD}}"})

    assert FOUND == main(["pack", "polls"])
    assert "`${{BAD}}`, which has no value" in capsys.readouterr().out


def test_messages_are_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    """Where that is asked for."""
    put(Path("polls/notes.txt"), b"")

    assert OK == main(["pack", "polls", "--lang", "fr"])
    assert "laissés de côté" in capsys.readouterr().out
