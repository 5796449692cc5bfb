"""The links that Microsoft Teams opens: to install an app, to a tab or chat of it, to its bot.

Every value that exists is a link that works: what cannot be part of one is refused when the value is made, ids are
kept in lower case. ``url()`` writes it, and :func:`~teamshelf.links.reading.parse_link` gives an equal value back.
"""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import quote

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr

from teamshelf.links.faults import LinkError
from teamshelf.links.words import TEAMS, base_address, guid, plain, segment, web_address
from teamshelf.messages import say

CONVERSATIONS = "conversations"
"""The reserved entity id of the chat with the app's bot."""

APP_ID = say("the id of the app")
TENANT = say("the tenant")
_BOT = "28:"
_CHAT = "chat"


class InstallLink(Struct, frozen=True):
    """The link that shows an app with the dialog to add it, in which people consent as well.

    Source: seed A; lifecycle rules 28 and 30. Only an app that is in the store or in the organization's catalog can be
    found by it (rule 29).

    Attributes:
        app_id: the ``id`` of the manifest; for an app of the organization the id that its catalog gave it.
        tenant_id: the organization in which to add it, for people who belong to several.
    """

    app_id: str
    tenant_id: str | None = None

    def __post_init__(self) -> None:
        _keep(self, "app_id", guid(self.app_id, APP_ID))
        _keep(self, "tenant_id", self.tenant_id and guid(self.tenant_id, TENANT))

    def url(self, base: str = TEAMS) -> str:
        """The link; ``base`` is the address of a shelf of one's own, which answers the same paths as Teams.

        Raises:
            LinkError: the base is no address.
        """
        return f"{base_address(base)}/l/app/{self.app_id}{_query({'tenantId': self.tenant_id})}"


class EntityLink(Struct, frozen=True, kw_only=True):
    """The link to a tab of an app, and to something in it.

    Attributes:
        app_id: the ``id`` of the manifest.
        entity_id: the ``entityId`` of the tab; :data:`CONVERSATIONS` is the chat with the app's bot.
        web_url: the page for those who cannot open the tab.
        label: the text by which clients show the link.
        sub_entity_id: what to show in the tab; the page receives it in its context.
        channel_id, chat_id: the channel or the chat to which the tab was added; without either it is the personal app.
        open_in_meeting: False keeps the tab out of the meeting that the reader is in.
        tenant_id: the organization in which to open it.
    """

    app_id: str
    entity_id: str
    web_url: str | None = None
    label: str | None = None
    sub_entity_id: str | None = None
    channel_id: str | None = None
    chat_id: str | None = None
    open_in_meeting: bool = True
    tenant_id: str | None = None

    def __post_init__(self) -> None:
        _keep(self, "app_id", guid(self.app_id, APP_ID))
        segment(self.entity_id, say("the id of the tab"))
        _keep(self, "tenant_id", self.tenant_id and guid(self.tenant_id, TENANT))
        for name, what in _TEXTS.items():
            value = getattr(self, name)
            _keep(self, name, plain(value, what) if value else None)
        if self.web_url is not None:
            web_address(self.web_url, _TEXTS["web_url"])
        if self.channel_id and self.chat_id:
            raise LinkError(say("a tab is in a channel or in a chat, not in both"))

    def url(self) -> str:
        """The link, with everything in it encoded."""
        context = {"subEntityId": self.sub_entity_id, "channelId": self.channel_id, "chatId": self.chat_id}
        given = {name: value for name, value in context.items() if value}
        if self.chat_id:
            given["contextType"] = _CHAT
        query = {
            "webUrl": self.web_url,
            "label": self.label,
            "context": msgspec.json.encode(given).decode() if given else None,
            "openInMeeting": None if self.open_in_meeting else "false",
            "tenantId": self.tenant_id,
        }
        return f"{TEAMS}/l/entity/{self.app_id}/{quote(self.entity_id, safe='')}{_query(query)}"


class BotLink(Struct, frozen=True):
    """The link to a chat with a bot, by the bot's own id: it works before the app has been added.

    Attributes:
        bot_id: the ``botId`` of the manifest.
    """

    bot_id: str

    def __post_init__(self) -> None:
        _keep(self, "bot_id", guid(self.bot_id, say("the id of the bot")))

    def url(self) -> str:
        """The link."""
        return f"{TEAMS}/l/chat/0/0?users={_BOT}{self.bot_id}"


Link: TypeAlias = InstallLink | EntityLink | BotLink
"""Any of them."""

_TEXTS = {
    "web_url": say("the address of the page"),
    "label": say("the label"),
    "sub_entity_id": say("the id of what is in the tab"),
    "channel_id": say("the id of the channel"),
    "chat_id": say("the id of the chat"),
}


def _keep(link: Struct, name: str, value: object) -> None:
    """Set an attribute to its canonical form while a frozen value is being made."""
    force_setattr(link, name, value or None)


def _query(values: dict[str, str | None]) -> str:
    """The query with everything but letters, digits and `-._~` percent-encoded, blanks as %20."""
    given = "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items() if value)
    return f"?{given}" if given else ""
