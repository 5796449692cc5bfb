"""`teamshelf diff OLD NEW`: what it prints, how it ends, and where it finds the versions."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main
from tests.manifests import APP_ID, icons, manifest
from tests.package.builder import PackageBuilder
from tests.update.versions_of_an_app import BOT_ID, FULL, version

OLD = manifest()
BOT = {"botId": BOT_ID, "scopes": ["personal"]}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")


def written(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Two manifests in files."""
    for name, value in (("old.json", old), ("new.json", new)):
        Path(name).write_text(json.dumps(value), "utf-8")
    return ["old.json", "new.json"]


def test_the_text_says_the_verdict_first(capsys: pytest.CaptureFixture[str]) -> None:
    """The whole text of an update that asks: the verdict, why, who, what they read, what surprises, and the changes."""
    new = manifest(version="1.1.0", bots=[BOT])

    assert OK == main(["diff", *written(OLD, new)])

    assert """\
Polls 1.0.0 -> 1.1.0: a valid update; people are asked to accept it (docs-2021)

Why people are asked to accept
  - a bot is added  [seed, docs-2021, admin-2024]

Who accepts, and until then
  - each user accepts once, for all places where they have the app
  - whoever does not accept stays on the version they have, which goes on working
""" == capsys.readouterr().out.partition("\nWhat they will newly read\n")[0]


def test_the_text_ends_with_the_changes(capsys: pytest.CaptureFixture[str]) -> None:
    """Changes stand under what they mean, each with its place."""

    def change(new: dict[str, Any]) -> None:
        new["composeExtensions"][0]["commands"][0]["title"] = "Search"
        new["staticTabs"].reverse()
        new["validDomains"].append("cdn.example.com")

    assert OK == main(["diff", *written(FULL, version(change))])

    out = capsys.readouterr().out
    assert out.startswith(
        "Polls 1.0.0 -> 1.1.0: a valid update; whether people are asked to accept it is open (docs-2021)\n"
    )
    assert out.endswith(
        """
Changes that widen what the app reaches
  + `validDomains`: "cdn.example.com" added  [/validDomains/1]

Changes of how the app presents itself
  ~ `version` changed from "1.0.0" to "1.1.0"  [/version]
  > tab "Home" moved from place 1 to place 2  [/staticTabs/1]
  ~ command "Find" renamed to "Search"  [/composeExtensions/0/commands/0/title]
"""
    )


def test_json_keeps_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    """The keys that scripts rely on, with their values."""
    new = manifest(version="1.1.0", bots=[BOT], description={**OLD["description"], "short": "Another text."})

    assert OK == main(["diff", *written(OLD, new), "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert (APP_ID, "1.0.0", "1.1.0", True, []) == tuple(
        said[key] for key in ("appId", "from", "to", "allowed", "problems")
    )
    assert (True, "docs-2021") == (said["consent"]["required"], said["consent"]["rules"])
    trigger = said["consent"]["triggers"][0]
    assert ("bot-added", "/bots/0", ["seed", "docs-2021", "admin-2024"]) == tuple(
        trigger[key] for key in ("change", "pointer", "rules")
    )
    keys = ("pointer", "op", "old", "new", "kind")
    assert [
        ("/version", "replace", "1.0.0", "1.1.0", "metadata"),
        ("/description/short", "replace", OLD["description"]["short"], "Another text.", "metadata"),
        ("/bots/0", "add", None, BOT, "consent"),
    ] == [tuple(change[key] for key in keys) for change in said["changes"]]


def test_a_version_that_stays_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 1, and the problem is named in every format."""
    paths = written(OLD, manifest(accentColor="#123456"))

    assert FOUND == main(["diff", *paths])
    assert "not allowed as an update" in capsys.readouterr().out.splitlines()[0]
    assert FOUND == main(["diff", *paths, "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert (False, ["version-not-incremented"]) == (said["allowed"], [each["rule"] for each in said["problems"]])
    assert FOUND == main(["diff", *paths, "--format", "markdown"])
    assert "`version-not-incremented`" in capsys.readouterr().out


def test_a_gate_can_fail_on_consent() -> None:
    """`--fail-on consent` ends with 1 when people will be asked, under the rules that were chosen."""
    asking = written(OLD, manifest(version="1.1.0", staticTabs=FULL["staticTabs"]))

    assert FOUND == main(["diff", *asking, "--fail-on", "consent"])
    assert OK == main(["diff", *asking, "--fail-on", "consent", "--rules", "admin-2024"])
    assert FOUND == main(["diff", *asking, "--fail-on", "consent", "--rules", "seed"])


def test_the_seed_can_be_read_literally(capsys: pytest.CaptureFixture[str]) -> None:
    """`--literal-seed` takes the greater version for a reason, and goes with no other rule set."""
    paths = written(OLD, manifest(version="1.0.1", accentColor="#123456"))

    assert OK == main(["diff", *paths, "--rules", "seed", "--fail-on", "consent"])
    assert FOUND == main(["diff", *paths, "--literal-seed", "--fail-on", "consent", "--format", "json"])
    consent = json.loads(capsys.readouterr().out.partition("\n{")[2].join(["{", ""]))["consent"]
    assert ("seed-2020", ["version-incremented"]) == (
        consent["rules"],
        [each["change"] for each in consent["triggers"]],
    )
    assert FAILED == main(["diff", *paths, "--literal-seed", "--rules", "docs-2021"])
    assert "`--literal-seed`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("none.json", "old.json", "there is no file or folder `none.json`"),
        ("old.json", "list.json", "`list.json`: the manifest is no JSON object"),
        ("old.json", "empty", "`empty`: there is no `manifest.json`"),
        ("old.json", "broken.zip", "`broken.zip`: "),
        ("-", "-", "only one of the two"),
        ("git:HEAD", "old.json", "is not of the form `git:REV:PATH`"),
        ("git:--output=x:old.json", "old.json", "is not of the form `git:REV:PATH`"),
    ],
)
def test_what_cannot_be_read_is_named(old: str, new: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 2, and one line on standard error says which and why."""
    written(OLD, OLD)
    Path("list.json").write_text("[]")
    Path("broken.zip").write_bytes(b"PK\x03\x04nothing")
    Path("empty").mkdir()

    assert FAILED == main(["diff", old, new])

    captured = capsys.readouterr()
    assert expected in captured.err
    assert ("", 1) == (captured.out, captured.err.count("\n"))


def test_one_version_comes_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-` reads one of the two."""
    old, _ = written(OLD, OLD)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(OLD).encode())))

    assert OK == main(["diff", old, "-"])

    assert "nothing changed" in capsys.readouterr().out


def test_a_faulty_manifest_is_no_update(capsys: pytest.CaptureFixture[str]) -> None:
    """What can be read of it is compared, and that it is no JSON refuses it."""
    paths = written(OLD, OLD)
    Path("new.json").write_text(json.dumps(manifest(version="1.1.0"))[:-1] + ",}")

    assert FOUND == main(["diff", *paths, "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert ["manifest-faulty"] == [each["rule"] for each in said["problems"]]
    assert ["version-changed"] == [each["change"] for each in said["changes"]]


def test_packages_are_compared_file_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Another icon, one under another name, and a file more are changes; a lone manifest has none to compare."""
    pictures = icons()
    old = PackageBuilder().manifest(OLD)
    new = PackageBuilder().manifest(manifest(version="1.1.0"))
    for builder, files in (
        (old, {**pictures, "gone.png": b"x", "skill.md": b"a"}),
        (new, {**pictures, "color.png": pictures["outline.png"], "here.png": b"x", "skill.md": b"b", "new.txt": b"n"}),
    ):
        for name, content in files.items():
            builder.entry(name, content)
    Path("old.zip").write_bytes(old.build())
    Path("new.zip").write_bytes(new.build())

    assert OK == main(["diff", "old.zip", "new.zip", "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert [
        ("manifest.json", "version-changed", "metadata"),
        ("color.png", "icon-changed", "metadata"),
        ("here.png", "file-renamed", "metadata"),
        ("new.txt", "file-added", "metadata"),
        ("skill.md", "file-changed", "capability"),
    ] == [(each["file"], each["change"], each["kind"]) for each in said["changes"]]
    assert {"bytes", "sha256"} == set(said["changes"][1]["new"])
    Path("new.json").write_text(json.dumps(manifest(version="1.1.0")))
    main(["diff", "old.zip", "new.json", "--format", "json"])
    assert "files-not-compared" in [each["note"] for each in json.loads(capsys.readouterr().out)["notes"]]


HOSTILE = "\x1b[31m@team <b>|`x`\u202e](http://evil.example)"


def test_nothing_in_a_manifest_becomes_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """In Markdown values stay in code spans, in text no escape reaches the terminal."""
    tab = {"entityId": HOSTILE, "name": HOSTILE, "scopes": ["personal"], HOSTILE: 1}
    paths = written(OLD, manifest(version="1.1.0", name={"short": HOSTILE}, staticTabs=[tab], **{HOSTILE: 1}))

    for form in ("text", "markdown", "json"):
        main(["diff", *paths, "--format", form])
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out
        if form == "markdown":
            outside = "".join(outside_of_code(line) for line in out.splitlines())
            assert not {"@", "<", "|"} & set(outside)
            assert "](" not in outside


def outside_of_code(line: str) -> str:
    """What of a line of Markdown is not in a code span, by the rule of CommonMark 6.1."""
    import re

    return re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", line)


def test_french_is_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    """`--lang fr` translates every heading and sentence, in text and in JSON."""
    paths = written(OLD, manifest(version="1.1.0", bots=[BOT]))

    main(["diff", *paths, "--lang", "fr"])

    out = capsys.readouterr().out
    assert "mise à jour valable ; le consentement sera redemandé (docs-2021)" in out.replace("\u00a0", " ")
    assert "Pourquoi le consentement est redemandé" in out
    assert "un bot est ajouté" in out
    assert " is " not in out


def test_a_terminal_gets_colours(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours are for terminals, and NO_COLOR is honoured."""
    paths = written(OLD, manifest(version="1.1.0"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    main(["diff", *paths])
    assert "\x1b[1;32m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["diff", *paths])
    assert "\x1b" not in capsys.readouterr().out


GIT = shutil.which("git")


@pytest.mark.skipif(GIT is None, reason="needs git")
class TestRevisions:
    """`git:REV:PATH`, in a repository of its own."""

    @pytest.fixture(autouse=True)
    def _with_a_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        app = tmp_path / "app"
        app.mkdir()
        (app / "manifest.json").write_text(json.dumps(OLD))
        (app / ".env").write_text("secret")
        (app / "link.png").symlink_to("/etc/hostname")
        for name, content in icons().items():
            (app / name).write_bytes(content)
        (tmp_path / "app.zip").write_bytes(PackageBuilder().manifest(OLD).build())
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first")
        self.git("tag", "v1.0.0")
        (app / "link.png").unlink()
        (app / "manifest.json").write_text(json.dumps(manifest(version="1.1.0")))

    @staticmethod
    def git(*arguments: str) -> None:
        """Run git here."""
        subprocess.run([GIT or "git", *arguments], check=True, capture_output=True)  # noqa: S603

    @pytest.mark.parametrize("old", ["git:v1.0.0:app", "git:HEAD:app/", "git:HEAD:app/manifest.json", "git:HEAD:./app"])
    def test_a_revision_is_compared_with_what_is_here(self, old: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A folder, or a manifest, as it was in a revision, by tag or name; links and hidden files are not in it."""
        assert OK == main(["diff", old, "app", "--format", "json"])

        said = json.loads(capsys.readouterr().out)
        assert ("1.0.0", "1.1.0") == (said["from"], said["to"])
        assert ["version-changed"] == [each["change"] for each in said["changes"]]

    def test_a_package_can_be_in_a_revision(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A zip that was committed is read like any other."""
        assert OK == main(["diff", "git:HEAD:app.zip", "git:HEAD:app.zip"])
        assert "nothing changed" in capsys.readouterr().out

    def test_paths_count_from_here_with_a_dot(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a folder below, `./` is that folder, and nothing in front is the root."""
        monkeypatch.chdir("app")

        assert OK == main(["diff", "git:HEAD:./manifest.json", "git:HEAD:app/manifest.json"])
        assert OK == main(["diff", "git:HEAD:app", "git:HEAD:./"])
        assert OK == main(["diff", "git:HEAD:app", "git:HEAD:."])

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("git:v9:app", "git knows no revision `v9`"),
            ("git:HEAD:none", "there is no `none` in revision `HEAD`"),
            ("git:HEAD^{tree}:app", "git knows no revision"),
            ("git:\x1b[1m:app", r"git knows no revision `\u001b[1m`"),
        ],
    )
    def test_what_is_missing_is_named(self, path: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A revision or a path that there is not ends with 2 and says which."""
        assert FAILED == main(["diff", path, "app"])
        assert expected in capsys.readouterr().err

    def test_without_a_repository(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Outside of any repository, and without git, the reason is given."""
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        monkeypatch.chdir(elsewhere)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(elsewhere.parent))

        assert FAILED == main(["diff", "git:HEAD:app", "git:HEAD:app"])
        assert "needs a git repository" in capsys.readouterr().err
        monkeypatch.setenv("PATH", str(elsewhere))
        assert FAILED == main(["diff", "git:HEAD:app", "git:HEAD:app"])
        assert "there is no `git` on this machine" in capsys.readouterr().err
