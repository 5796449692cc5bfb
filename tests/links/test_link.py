"""Links to apps, tabs and bots, as Teams and browsers need them."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.links import (
    CONVERSATIONS,
    MAX_LENGTH,
    TEAMS,
    BotLink,
    EntityLink,
    InstallLink,
    LinkError,
    parse_link,
    too_long,
)

APP = "49e6f432-d79c-49e8-94f7-89b94f3672fd"
TENANT = "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6"

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
GUIDS = st.uuids().map(str)
PAGES = st.builds(
    "https://{}.example/{}".format,
    st.from_regex(r"[a-z]{1,9}", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=" \\")),
)
INSTALL_LINKS = st.builds(InstallLink, GUIDS, st.none() | GUIDS)
ENTITY_LINKS = st.builds(
    EntityLink,
    app_id=GUIDS,
    entity_id=TEXTS.filter(lambda text: text.lower() not in {".", "..", "%2e", "%2e%2e", ".%2e", "%2e."}),
    web_url=st.none() | PAGES,
    label=st.none() | TEXTS,
    sub_entity_id=st.none() | TEXTS,
    channel_id=st.none() | TEXTS,
    open_in_meeting=st.booleans(),
    tenant_id=st.none() | GUIDS,
)
CHAT_LINKS = st.builds(EntityLink, app_id=GUIDS, entity_id=st.just("home"), chat_id=TEXTS)
BOT_LINKS = st.builds(BotLink, GUIDS)


def test_the_install_link_is_the_one_that_microsoft_documents() -> None:
    """The id of the manifest behind /l/app/, in lower case: lifecycle rule 28."""
    expected = "https://teams.microsoft.com/l/app/49e6f432-d79c-49e8-94f7-89b94f3672fd"

    assert expected == InstallLink(APP).url()
    assert expected == InstallLink(APP.upper()).url()
    assert f"{expected}?tenantId={TENANT}" == InstallLink(APP, TENANT.upper()).url()


@pytest.mark.parametrize(
    "value", [f"{{{APP}}}", f"{APP}\n", APP[:-1], APP.replace("-", ""), "", "com.example.app", f" {APP}"]
)
def test_what_is_no_guid_is_refused(value: str) -> None:
    """Braces, line ends, package names: none of them opens an app."""
    for make in (InstallLink, BotLink, lambda text: EntityLink(app_id=text, entity_id="home")):
        with pytest.raises(LinkError, match="is not a GUID"):
            make(value)
    if value:
        with pytest.raises(LinkError, match="the tenant is not a GUID"):
            InstallLink(APP, value)


def test_braces_are_refused_with_the_id_that_is_meant() -> None:
    """Registries and some tools write GUIDs in braces: rule 28 refuses them and says how to write it."""
    with pytest.raises(LinkError) as refused:
        InstallLink(f"{{{APP.upper()}}}")

    assert f"write it without the braces: {APP}" == str(refused.value.hint)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://shelf.example.com", "https://shelf.example.com"),
        ("https://Shelf.Example.com:443/", "https://shelf.example.com"),
        ("HTTP://localhost:8080/teams/", "http://localhost:8080/teams"),
        ("https://shelf.example.com/a%20b", "https://shelf.example.com/a%20b"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_shelf_of_ones_own_answers_the_same_path(base: str, expected: str) -> None:
    """Sites that carry the link only change the host."""
    url = InstallLink(APP).url(base)

    assert f"{expected}/l/app/{APP}" == url
    assert InstallLink(APP) == parse_link(url, base)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "shelf.example.com",
        "//shelf.example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://shelf.example.com",
        "https://",
        "https://teams.microsoft.com@evil.example",
        "https://shelf.example.com?x=",
        "https://shelf.example.com/?",
        "https://shelf.example.com/#top",
        "https://shelf.example.com/a b",
        "https://shelf.example.com\\@evil.example",
        "https://shelf.example.com/\n",
        "https://shelf.example.com/..",
        "https://shelf.example.com/a/../b",
        "https://shelf.example.com//x",
        "https://shelf.example.com/%zz",
        'https://shelf.example.com/"onload=',
        "https://shelf.example.com:99999",
        "https://[::1",
        "https://étagère.example",
        "https://-.example.com",
    ],
)
def test_a_base_that_leads_elsewhere_is_refused(base: str) -> None:
    """Scripts, users before the host, blanks and dots: nothing that browsers read in another way."""
    with pytest.raises(LinkError):
        InstallLink(APP).url(base)


def test_a_link_to_a_tab_has_everything_encoded() -> None:
    """Blanks are %20 and never +, slashes and quotation marks do not end what they are in."""
    link = EntityLink(
        app_id=APP,
        entity_id="my tab/1",
        web_url="https://example.com/tab?a=1&b=2",
        label="Été & more",
        sub_entity_id="task 7",
        channel_id="19:abc@thread.tacv2",
    )

    assert (
        f"https://teams.microsoft.com/l/entity/{APP}/my%20tab%2F1"
        "?webUrl=https%3A%2F%2Fexample.com%2Ftab%3Fa%3D1%26b%3D2"
        "&label=%C3%89t%C3%A9%20%26%20more"
        "&context=%7B%22subEntityId%22%3A%22task%207%22%2C%22channelId%22%3A%2219%3Aabc%40thread.tacv2%22%7D"
    ) == link.url()


def test_a_tab_in_a_chat_says_that_it_is_one() -> None:
    """Teams needs the type of the context beside the id of the chat."""
    url = EntityLink(app_id=APP, entity_id="home", chat_id="19:x@thread.v2", open_in_meeting=False).url()
    fields = parse_qs(urlsplit(url).query)

    assert {"chatId": "19:x@thread.v2", "contextType": "chat"} == json.loads(fields["context"][0])
    assert ["false"] == fields["openInMeeting"]


def test_chats_with_bots() -> None:
    """With the bot of an app, and with a bot by its own id."""
    assert f"{TEAMS}/l/entity/{APP}/conversations" == EntityLink(app_id=APP, entity_id=CONVERSATIONS).url()
    assert f"{TEAMS}/l/chat/0/0?users=28:{APP}" == BotLink(APP.upper()).url()


@pytest.mark.parametrize("entity", ["", ".", "..", "%2e%2E", "a\x00b", "a\nb", "\ud800"])
def test_an_id_that_browsers_would_take_out_of_the_path_is_refused(entity: str) -> None:
    """`..` would make the link one to something else."""
    with pytest.raises(LinkError):
        EntityLink(app_id=APP, entity_id=entity)


@pytest.mark.parametrize(
    "page", ["javascript:alert(1)", "https:", "page.html", "https://example.com/a b", "https://x:y"]
)
def test_the_page_behind_a_tab_is_on_the_web(page: str) -> None:
    """Clients open it, so that it must be no script."""
    with pytest.raises(LinkError, match="the address of the page"):
        EntityLink(app_id=APP, entity_id="home", web_url=page)


def test_a_tab_is_in_one_place() -> None:
    """A channel and a chat exclude each other."""
    with pytest.raises(LinkError, match="not in both"):
        EntityLink(app_id=APP, entity_id="home", channel_id="a", chat_id="b")


def test_links_that_windows_may_not_open_are_known() -> None:
    """1,900 characters are fine, one more is a risk."""
    assert too_long("x" * MAX_LENGTH) is None
    assert "the link has 1901 characters; Windows may not open one of more than 1900" == str(too_long("x" * 1901))


@given(INSTALL_LINKS | ENTITY_LINKS | CHAT_LINKS | BOT_LINKS)
def test_a_link_read_back_is_the_same(link: InstallLink | EntityLink | BotLink) -> None:
    """Writing and reading are inverse, whatever the ids and texts are."""
    assert link == parse_link(link.url())


@given(INSTALL_LINKS | ENTITY_LINKS | CHAT_LINKS | BOT_LINKS)
def test_a_link_is_plain_ascii_that_ends_nothing(link: InstallLink | EntityLink | BotLink) -> None:
    """It can stand in HTML, Markdown, JSON and e-mails."""
    assert not set(link.url()) & set(" \"'<>()[]{}\\^`|\t\r\n")
    assert link.url().isascii()
