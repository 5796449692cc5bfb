"""Adding a tab to a channel, chat or meeting: the gallery behind "+", and the dialog in which the tab is set up.

Teams opens the configuration page with its placeholders filled in, and lets people save once the page says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.domains import address
from teamshelf.preview.surfaces.view import SCOPE_NAMES, lower
from teamshelf.update.installation import GROUP_CHAT, MEETINGS, TEAM, offered_capabilities

if TYPE_CHECKING:
    from teamshelf.model.tabs import ConfigurableTab
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import Address, View

SAMPLES = {
    "teamId": "19:a1b2c3@thread.tacv2",
    "channelId": "19:d4e5f6@thread.tacv2",
    "channelName": "General",
    "chatId": "19:meeting_a1b2c3@thread.v2",
    "groupId": "0c7e5f1d-2b9a-4e83-8d64-5a1f3c7b9e20",
    "tid": "6f2d8c41-7a05-4b3e-9c18-e4d7b0a52f93",
    "userObjectId": "b83e1a6c-40d9-4f75-a2c7-19e5d6f80b34",
    "upn": "alex@contoso.example",
    "loginHint": "alex@contoso.example",
    "userPrincipalName": "alex@contoso.example",
    "entityId": "",
    "subEntityId": "",
    "hostClientType": "desktop",
    "sessionId": "5d0b6e92-38f1-4ca7-b6d0-7f2e9a1c4835",
    "teamSiteDomain": "contoso.sharepoint.example",
    "teamSiteUrl": "https://contoso.sharepoint.example/sites/team",
    "teamSitePath": "/sites/team",
}
"""What Teams fills in for placeholders, as examples. Source: Microsoft's page on getting context for a tab."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z]+)\}")
_KNOWN = {name.lower(): value for name, value in SAMPLES.items()}


class Filled(Struct, frozen=True):
    """A placeholder of an address: what Teams fills in, None where it knows no such placeholder."""

    name: str
    value: str | None


class Setup(Struct, frozen=True, kw_only=True):
    """A tab that is set up where it is added.

    Attributes:
        url: the configuration page as the manifest has it.
        resolved: the same with examples in place of the placeholders.
        filled: each placeholder in it.
        places: the scopes in whose galleries it stands.
        can_update: the tab's menu has its settings.
        share_point: where it can be used in SharePoint.
        image: the picture for SharePoint.
    """

    pointer: str
    url: Address | None
    resolved: str
    filled: tuple[Filled, ...]
    places: tuple[Message, ...]
    can_update: bool
    share_point: tuple[Message, ...]
    image: Text | None


class ReadyTab(Struct, frozen=True):
    """A static tab that is added to a shared place as it is."""

    name: Text | None
    content: Address | None
    places: tuple[Message, ...]


class Configuration(Struct, frozen=True):
    """Everything in the gallery.

    Attributes:
        is_ready: the configuration page has said that the tab can be saved.
    """

    name: Text | None
    setups: tuple[Setup, ...]
    ready_tabs: tuple[ReadyTab, ...]
    is_ready: bool


_SHARE_POINT = {
    "sharepointfullpage": say("a page of its own in SharePoint"),
    "sharepointwebpart": say("a part of a page in SharePoint"),
}


def configuration(view: View) -> Configuration:
    """The gallery of a shared place, and the dialog that follows."""
    return Configuration(
        name=view.name,
        setups=tuple(_setup(view, index, tab) for index, tab in enumerate(view.manifest.configurable_tabs)),
        ready_tabs=tuple(
            ReadyTab(view.text(f"/staticTabs/{index}/name"), address(view, f"/staticTabs/{index}/contentUrl"), places)
            for index, tab in enumerate(view.manifest.static_tabs)
            if (places := _named(lower(tab.scopes)))
        ),
        is_ready=view.options.ready == "yes",
    )


def _setup(view: View, index: int, tab: ConfigurableTab) -> Setup:
    pointer = f"/configurableTabs/{index}"
    url = address(view, f"{pointer}/configurationUrl")
    samples = {
        **_KNOWN,
        "locale": view.reading.tag or "en-us",
        "theme": {"auto": "default", "light": "default"}.get(view.options.theme, view.options.theme),
        "hostclienttype": "android" if view.is_mobile else "desktop",
    }
    written = url.text.value if url else ""
    names = tuple(dict.fromkeys(_PLACEHOLDER.findall(written)))
    scopes = lower(tab.scopes)
    if MEETINGS in view.scopes and "tab" in offered_capabilities(view.manifest, MEETINGS):
        scopes |= {MEETINGS}
    return Setup(
        pointer=pointer,
        url=url,
        resolved=_PLACEHOLDER.sub(lambda mark: samples.get(mark[1].lower(), mark[0]), written),
        filled=tuple(Filled(name, samples.get(name.lower())) for name in names),
        places=_named(scopes),
        can_update=tab.can_update_configuration is not False,
        share_point=tuple(
            text for host, text in _SHARE_POINT.items() if host in lower(tab.supported_share_point_hosts)
        ),
        image=view.text(f"{pointer}/sharePointPreviewImage"),
    )


def _named(scopes: set[str]) -> tuple[Message, ...]:
    return tuple(SCOPE_NAMES[scope] for scope in (TEAM, GROUP_CHAT, MEETINGS) if scope in scopes)
