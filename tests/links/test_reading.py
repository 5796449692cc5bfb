"""Links read back, and why hostile ones are refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teamshelf.links import BotLink, EntityLink, InstallLink, LinkError, parse_link

APP = "49e6f432-d79c-49e8-94f7-89b94f3672fd"
TENANT = "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6"
LINK = f"https://teams.microsoft.com/l/app/{APP}"
TAB = f"https://teams.microsoft.com/l/entity/{APP}"


@pytest.mark.parametrize(
    "url",
    [
        LINK,
        LINK.upper().replace("/L/APP/", "/l/app/").replace("HTTPS", "https"),
        f"{LINK}?source=store-copy-link",
        f"{LINK}?source=a&source=b",
        f"{LINK}?tenantId=not-a-guid",
        f"{LINK}?%ff",
        f"{LINK}#top",
        f"  {LINK}\n",
        LINK.replace(".com/", ".com:443/"),
    ],
)
def test_an_install_link_is_known_whatever_follows(url: str) -> None:
    """The query plays no part, upper case is accepted: lifecycle rule 31."""
    assert InstallLink(APP) == parse_link(url)


def test_the_tenant_of_an_install_link_is_kept() -> None:
    """It is the one part of the query that means something."""
    assert InstallLink(APP, TENANT) == parse_link(f"{LINK}?source=x&tenantId={TENANT.upper()}&source=y")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no host"),
        (APP, "no host"),
        (f"http://teams.microsoft.com/l/app/{APP}", "leads to"),
        (f"https://teams.microsoft.com.evil.example/l/app/{APP}", "leads to"),
        (f"https://evil.example/teams.microsoft.com/l/app/{APP}", "leads to"),
        (f"https://teams.microsoft.com@evil.example/l/app/{APP}", "names a user"),
        (f"https://user:x@teams.microsoft.com/l/app/{APP}", "names a user"),
        (f"https://teams.microsoft.com:8443/l/app/{APP}", "leads to"),
        (f"https://teams.microsoft.com:x/l/app/{APP}", "no address"),
        (f"https://teams.microsoft.com./l/app/{APP}", "no host"),
        (f"https://teams。microsoft.com/l/app/{APP}", "no host"),
        (f"https:\\\\teams.microsoft.com\\l\\app\\{APP}", "backslashes"),
        (f"https://teams.microsoft.com/l/app/\t{APP}", "characters"),
        (f"https://teams.microsoft.com/l/app/{APP}/", "does not lead to an app"),
        (f"https://teams.microsoft.com//l/app/{APP}", "does not lead to an app"),
        (f"https://teams.microsoft.com/l/app/../app/{APP}", "does not lead to an app"),
        (f"https://teams.microsoft.com/L/App/{APP}", "does not lead to an app"),
        (f"https://teams.microsoft.com/l/apps/{APP}", "does not lead to an app"),
        (f"https://teams.microsoft.com/_#/l/app/{APP}", "does not lead to an app"),
        ("https://teams.microsoft.com/l/app/", "not a GUID"),
        ("https://teams.microsoft.com/l/app/?titleId=T_1", "not a GUID"),
        (f"https://teams.microsoft.com/l/app/{{{APP}}}", "not a GUID"),
        (f"https://teams.microsoft.com/l/app/%34{APP[1:]}", "not a GUID"),
        (f"javascript:alert('{LINK}')", "no host"),
        (f"{LINK}?{'x' * 20_000}", "more than anybody reads"),
        (f"{TAB}/home?label=a&label=b", "says .label. twice"),
        (f"{TAB}/home?label=%ff", "cannot be decoded"),
        (f"{TAB}/%ff", "cannot be decoded"),
        (f"{TAB}/%2e%2E", "lead elsewhere"),
        (f"{TAB}/a%00b", "characters"),
        (f"{TAB}/", "is empty"),
        (f"{TAB}/home?context=%7B", "context"),
        (f"{TAB}/home?context=%5B%5D", "context"),
        (f"{TAB}/home?context={'%5B' * 5000}", "context"),
        (f"{TAB}/home?context=%7B%22subEntityId%22%3A1%7D", "context"),
        (f"{TAB}/home?webUrl=javascript%3Aalert(1)", "address of a page"),
        (f"{TAB}/home?tenantId=x", "the tenant"),
        (f"{TAB}/home?{'&'.join(f'a{number}=' for number in range(101))}", "cannot be decoded"),
        ("https://teams.microsoft.com/l/entity/x/home", "not a GUID"),
        ("https://teams.microsoft.com/l/chat/0/0?users=mary@example.com", "with people"),
        ("https://teams.microsoft.com/l/chat/0/0", "with people"),
        (f"https://teams.microsoft.com/l/chat/0/0?users=28:{APP},mary@example.com", "not a GUID"),
        (f"https://teams.microsoft.com/l/chat/1/0?users=28:{APP}", "does not lead"),
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_refused_with_the_reason(url: str, reason: str) -> None:
    """No trick with hosts, users, slashes, dots or encodings makes another address one of an app."""
    with pytest.raises(LinkError, match=reason):
        parse_link(url)


def test_an_entity_link_is_read_wholly() -> None:
    """Everything that Teams documents comes back, what it does not is passed over."""
    url = (
        f"{TAB}/my%20tab?webUrl=https%3A%2F%2Fexample.com&label=To+do&openInMeeting=false&tenantId={TENANT}&groupId=x"
        "&context=%7B%22subEntityId%22%3A%22%C3%A9%22%2C%22channelId%22%3A%2219%3Ax%22%2C%22other%22%3A1%7D"
    )

    assert EntityLink(
        app_id=APP,
        entity_id="my tab",
        web_url="https://example.com",
        label="To do",
        sub_entity_id="é",
        channel_id="19:x",
        open_in_meeting=False,
        tenant_id=TENANT,
    ) == parse_link(url)


def test_a_bot_link_is_read() -> None:
    """The bot is the user whose id begins with 28:, encoded or not."""
    assert BotLink(APP) == parse_link(f"https://teams.microsoft.com/l/chat/0/0?users=28%3A{APP}")


@pytest.mark.parametrize("rest", [f"entity/{APP}/home", f"chat/0/0?users=28:{APP}"])
def test_a_shelf_has_install_links_only(rest: str) -> None:
    """Tabs and chats open in Teams, not on a shelf."""
    with pytest.raises(LinkError, match="does not lead to an app"):
        parse_link(f"https://shelf.example.com/l/{rest}", "https://shelf.example.com")


def test_a_shelf_below_a_path_is_no_other_path() -> None:
    """A base is where the link begins, step by step."""
    base = "https://example.com/shelf"

    assert InstallLink(APP) == parse_link(f"{base}/l/app/{APP}", base)
    with pytest.raises(LinkError, match="leads to"):
        parse_link(f"{base}s/l/app/{APP}", base)
    with pytest.raises(LinkError, match="leads to"):
        parse_link(f"https://example.com/l/app/{APP}", base)


@given(st.text() | st.text().map(lambda text: f"https://teams.microsoft.com/l/{text}"))
@example("https://[/")
@example("https://teams.microsoft.com\uff0f/l")
def test_anything_is_a_link_or_refused(text: str) -> None:
    """No text makes the reader fail in another way, and what it accepts it can write again."""
    try:
        link = parse_link(text)
    except LinkError:
        return
    assert link == parse_link(link.url())
