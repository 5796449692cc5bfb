"""`teamshelf link`: the link of an app by its id, a manifest, a folder or a package, plain and as a button."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main
from teamshelf.links import BotLink, EntityLink, InstallLink, parse_link
from tests.manifests import APP_ID, manifest
from tests.package.builder import PackageBuilder

LINK = f"https://teams.microsoft.com/l/app/{APP_ID}"
TENANT = "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6"
BOT_ID = "8a4e2c70-15d3-4b96-a7f1-c03e5d92b6fa"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")


def written(**members: Any) -> str:
    """The path of a manifest with these members."""
    Path("manifest.json").write_text(json.dumps(manifest(**members)), "utf-8")
    return "manifest.json"


WITH_TABS = {
    "staticTabs": [
        {"entityId": "home", "name": "My day", "websiteUrl": "https://example.com/day", "scopes": ["personal"]},
        {"entityId": "team", "name": "${{TITLE}}", "websiteUrl": "https://${{HOST}}/", "scopes": ["personal"]},
    ]
}


def test_an_id_gives_its_link(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing but the link is printed, in lower case."""
    assert OK == main(["link", APP_ID.upper()])
    assert (f"{LINK}\n", "") == tuple(capsys.readouterr())


def test_every_form_of_an_app_gives_its_link(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manifest, the folder it is in, a package, standard input."""
    content = json.dumps(manifest(id=APP_ID.upper())).encode()
    Path("manifest.json").write_bytes(content)
    Path("app.zip").write_bytes(PackageBuilder().entry("manifest.json", content).build())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    for path in ("manifest.json", ".", "app.zip", "-"):
        assert OK == main(["link", path])
        assert f"{LINK}\n" == capsys.readouterr().out


def test_base_and_tenant(capsys: pytest.CaptureFixture[str]) -> None:
    """A shelf of one's own has the same path, and passes the tenant on."""
    assert OK == main(["link", APP_ID, "--base", "https://apps.example.com/", "--tenant", TENANT])
    assert f"https://apps.example.com/l/app/{APP_ID}?tenantId={TENANT}\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"id": None}, "has no `id`"),
        ({"id": "com.example.polls"}, "is not a GUID"),
        ({"id": f"{{{APP_ID}}}"}, f"write it without the braces: {APP_ID}"),
        ({"id": "${{TEAMS_APP_ID}}"}, "still the placeholder `${{TEAMS_APP_ID}}`"),
    ],
)
def test_an_app_without_an_id_has_no_link(
    members: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link that opens nothing is worse than none."""
    assert FOUND == main(["link", written(**members)])
    out, err = capsys.readouterr()
    assert "" == out
    assert message in err


def test_placeholders_are_filled_in_from_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """As for a check, an env file gives the values."""
    Path(".env").write_text(f"TEAMS_APP_ID={APP_ID}\n", "utf-8")

    assert OK == main(["link", written(id="${{TEAMS_APP_ID}}"), "--env-file", ".env"])
    assert f"{LINK}\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere.zip"], FAILED, '"nowhere.zip" is neither the id of an app nor a file that is there'),
        ([APP_ID[:-1]], FAILED, "is neither the id of an app nor a file"),
        ([f"{{{APP_ID}}}"], FOUND, "write it without the braces"),
        ([APP_ID, "--tenant", "contoso"], FOUND, "the tenant is not a GUID"),
        ([APP_ID, "--base", "javascript:x"], FOUND, "the base of the links"),
        ([APP_ID, "--base", "https://example.com", "--tab", "home"], FAILED, "`--base` has no meaning here"),
        ([APP_ID, "--label", "x"], FAILED, "`--label` has no meaning here"),
        ([APP_ID, "--conversation", "--channel", "x"], FAILED, "`--channel` has no meaning here"),
        ([APP_ID, "--bot", "--tenant", TENANT], FAILED, "`--tenant` has no meaning here"),
        ([APP_ID, "--html", "--picture", "x.svg"], FAILED, "`--picture` has no meaning here"),
        ([APP_ID, "--html", "--svg"], FAILED, "not allowed with"),
        ([APP_ID, "--tab", ".."], FOUND, "it would lead elsewhere"),
        ([APP_ID, "--tab", "home", "--web-url", "javascript:x"], FOUND, "the address of the page"),
    ],
)
def test_what_makes_no_link_is_refused(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a message that names it, and nothing on standard output."""
    assert code == main(["link", *arguments])
    out, err = capsys.readouterr()
    assert "" == out
    assert message in err


def test_a_package_that_cannot_be_read_has_no_link(capsys: pytest.CaptureFixture[str]) -> None:
    """The reason is that of the check."""
    Path("empty.zip").write_bytes(PackageBuilder().entry("readme.txt", b"x").build())

    assert FOUND == main(["link", "empty.zip"])
    assert "manifest.json" in capsys.readouterr().err


def test_a_tab_brings_its_name_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    """A tab of the manifest is known; what is given on the command line goes before."""
    path = written(**WITH_TABS)

    main(["link", path, "--tab", "home", "--sub-entity", "a b", "--channel", "19:x@thread.tacv2"])
    assert EntityLink(
        app_id=APP_ID,
        entity_id="home",
        web_url="https://example.com/day",
        label="My day",
        sub_entity_id="a b",
        channel_id="19:x@thread.tacv2",
    ) == parse_link(capsys.readouterr().out)

    main(["link", path, "--tab", "home", "--web-url", "https://example.org/", "--label", "Today", "--chat", "19:y"])
    assert EntityLink(
        app_id=APP_ID, entity_id="home", web_url="https://example.org/", label="Today", chat_id="19:y"
    ) == parse_link(capsys.readouterr().out)


def test_placeholders_stay_out_of_links(capsys: pytest.CaptureFixture[str]) -> None:
    """A name or page that is not filled in yet is left out."""
    main(["link", written(**WITH_TABS), "--tab", "team"])

    assert EntityLink(app_id=APP_ID, entity_id="team") == parse_link(capsys.readouterr().out)


def test_a_mistyped_tab_gets_a_proposal(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless people set up tabs themselves, whose ids no manifest knows."""
    assert FOUND == main(["link", written(**WITH_TABS), "--tab", "hoem"])
    assert 'did you mean "home"?' in capsys.readouterr().err

    assert OK == main(["link", written(configurableTabs=[{"scopes": ["team"]}], **WITH_TABS), "--tab", "board-7"])
    assert OK == main(["link", APP_ID, "--tab", "board-7"])


def test_chats_with_the_bot(capsys: pytest.CaptureFixture[str]) -> None:
    """By the app, and by the bot itself, which is not the app's id."""
    path = written(bots=[{"botId": BOT_ID.upper(), "scopes": ["personal"]}])

    main(["link", path, "--conversation", "--tenant", TENANT])
    assert EntityLink(app_id=APP_ID, entity_id="conversations", tenant_id=TENANT) == parse_link(capsys.readouterr().out)
    main(["link", path, "--bot"])
    assert BotLink(BOT_ID) == parse_link(capsys.readouterr().out)
    main(["link", BOT_ID, "--bot"])
    assert BotLink(BOT_ID) == parse_link(capsys.readouterr().out)


@pytest.mark.parametrize("option", ["--bot", "--conversation"])
def test_an_app_without_a_bot_has_no_chat(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The link would open nothing."""
    assert FOUND == main(["link", written(), option])
    assert "the app has no bot" in capsys.readouterr().err


def test_a_bot_that_is_still_a_placeholder_has_no_chat(capsys: pytest.CaptureFixture[str]) -> None:
    """It is the bot's id that is missing."""
    assert FOUND == main(["link", written(bots=[{"botId": "${{BOT_ID}}"}]), "--bot"])
    assert "the `botId` in `manifest.json` is still the placeholder" in capsys.readouterr().err


def test_a_link_that_is_too_long_is_printed_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """It works in most places, so that it is no reason to refuse it."""
    assert OK == main(["link", APP_ID, "--tab", "home", "--sub-entity", "x" * 1900])
    out, err = capsys.readouterr()
    assert len(out) > 1900
    assert "Windows may not open" in err


def test_buttons(capsys: pytest.CaptureFixture[str]) -> None:
    """In HTML, in Markdown and as a picture, in the language, colours and size asked for."""
    path = written()

    assert OK == main(["link", path, "--html", "--lang", "fr", "--theme", "dark", "--size", "large"])
    html = capsys.readouterr().out
    assert html.startswith(f'<a href="{LINK}"><svg ')
    assert 'height="48"' in html
    assert "Ajouter &#224; Teams&#160;: Polls" in html
    assert '#1e2230"' in html

    assert OK == main(["link", path, "--markdown", "--picture", "add.svg"])
    assert f"[![Add to Teams: Polls](add.svg)]({LINK})\n" == capsys.readouterr().out

    assert OK == main(["link", path, "--svg"])
    assert "Add to Teams: Polls" == ET.fromstring(capsys.readouterr().out).get("aria-label")  # noqa: S314 - our own


def test_a_button_to_a_tab_opens_it(capsys: pytest.CaptureFixture[str]) -> None:
    """It does not promise to add anything."""
    main(["link", written(**WITH_TABS), "--tab", "home", "--svg"])

    assert "Open in Teams: Polls" in capsys.readouterr().out


def test_messages_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Reason and advice alike."""
    assert FOUND == main(["link", f"{{{APP_ID}}}", "--lang", "fr"])
    assert "sans les accolades" in capsys.readouterr().err


def test_what_is_printed_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    """The printed line is the link, and nothing besides."""
    main(["link", APP_ID, "--tenant", TENANT])

    assert InstallLink(APP_ID, TENANT) == parse_link(capsys.readouterr().out)
