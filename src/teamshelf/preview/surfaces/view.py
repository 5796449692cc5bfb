"""What every surface is made from: an app, as one reader with one client sees it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.pictures import Picture, pictures_of
from teamshelf.preview.reading import Reading, Text
from teamshelf.update.installation import GROUP_CHAT, MEETINGS, PERSONAL, TEAM, default_scope, offered_scopes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App
    from teamshelf.preview.options import Options

SCOPE_NAMES: dict[str, Message] = {
    PERSONAL: say("For you alone"),
    TEAM: say("A team"),
    GROUP_CHAT: say("A group chat"),
    MEETINGS: say("A meeting"),
}
"""What the places where an app can be added are called."""


class Address(Struct, frozen=True):
    """An address that the app names, shown as text and never opened.

    Attributes:
        text: the address.
        problem: why Teams would not show a page from there; None where nothing speaks against it.
    """

    text: Text
    problem: Message | None = None


class View:
    """An app as one reader with one client sees it.

    Attributes:
        app: the app.
        options: how it is looked at.
        reading: its texts in the reader's language.
    """

    def __init__(self, app: App, options: Options, pictures: dict[str, Picture] | None = None) -> None:
        self.app = app
        self.options = options
        self.reading = Reading(app, options.reader)
        if pictures is not None:
            self.pictures = pictures

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The icons by their roles."""
        return pictures_of(self.app)

    @cached_property
    def default(self) -> Reading:
        """Its texts in its own language."""
        return Reading(self.app)

    @property
    def manifest(self) -> Manifest:
        """The typed manifest, its texts in the reader's language."""
        return self.reading.manifest

    @property
    def is_mobile(self) -> bool:
        """Whether the client is that of a phone."""
        return self.options.client == "mobile"

    def text(self, pointer: str) -> Text | None:
        """The text at a pointer in the reader's language; None where there is none."""
        return self.reading.text(pointer)

    def texts(self, *pointers: str) -> tuple[Text, ...]:
        """The texts that are there of those at some pointers."""
        return tuple(text for text in map(self.text, pointers) if text is not None)

    @property
    def name(self) -> Text | None:
        """The short name; where the app has none, its full one."""
        return self.text("/name/short") or self.text("/name/full")

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """Where the app can be added."""
        return offered_scopes(self.manifest)

    @property
    def scope(self) -> str | None:
        """Where the app is added in this preview: as chosen, else by default; None where it can be added nowhere."""
        return self.options.scope if self.options.scope in self.scopes else default_scope(self.manifest).value

    @property
    def accent(self) -> str | None:
        """The accent colour as `#rrggbb`; None where the manifest gives none that is one."""
        color = self.manifest.accent_color or ""
        digits = color[1:]
        if color[:1] != "#" or len(digits) != 6 or any(d not in "0123456789abcdefABCDEF" for d in digits):  # noqa: PLR2004
            return None
        return color.lower()

    def bot_works_in(self, scope: str) -> bool:
        """Whether the app has a bot in a scope."""
        return any(scope in lower(bot.scopes) for bot in self.manifest.bots)


def lower(texts: Iterable[str]) -> set[str]:
    """The texts in lower case: old manifests write `groupchat`, new ones `groupChat`."""
    return {text.lower() for text in texts}
