"""How an app looks to people before and after it is customised, and what is to be said of each value written for it.

People meet an app in the store, on its page, in the app bar and when they add it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.policy.customising import SIDES, Shown
from teamshelf.messages import Message, say
from teamshelf.server.pages.accents import PART_CONTRAST, accent_path, white_on
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.texts.prose import prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teamshelf.catalogue.apps.facts import Facts
    from teamshelf.catalogue.tables import Version

PROPERTY_NAMES: dict[str, Message] = {
    "name": say("Short name"),
    "shortDescription": say("Short description"),
    "longDescription": say("Full description"),
    "largeImageUrl": say("Color icon (PNG, 192 x 192)"),
    "smallImageUrl": say("Outline icon (PNG, 32 x 32)"),
    "accentColor": say("Accent color"),
    "developerUrl": say("Website"),
    "privacyUrl": say("Privacy"),
    "termsOfUseUrl": say("Terms of use"),
}
"""The nine properties, as people call them, in the order of the form."""

_LINKS = ("developerUrl", "privacyUrl", "termsOfUseUrl")


class Remark(Struct, frozen=True):
    """Something that is said beside a field.

    Attributes:
        look: ``bad`` for what cannot be saved, ``warn`` for what should not be, else ``plain``.
    """

    text: Message
    look: str = "plain"


class Link(Struct, frozen=True):
    """Where an app leads people."""

    label: Message
    url: str


class Face(Struct, frozen=True, kw_only=True):
    """How an app looks to people.

    Attributes:
        part: ``before`` or ``after``, for the style sheet of its colour.
        own_name: the publisher's, where it goes by another one.
    """

    part: str
    heading: Message
    name: str
    own_name: str
    publisher: str
    number: str
    text: str
    full_text: str
    icon_url: str
    outline_url: str
    accent: str
    accent_url: str
    links: tuple[Link, ...]


def face_of(
    part: str,
    heading: Message,
    known: Mapping[str, Shown],
    pick: Callable[[Shown], str | None],
    *,
    facts: Facts,
    version: Version,
) -> Face:
    """How an app looks with the value of each property that is picked."""
    values = {name: pick(known[name]) or "" for name in PROPERTY_NAMES}
    own_name = known["name"].original or ""
    has_colour = bool(accent_path(values["accentColor"]))
    return Face(
        part=part,
        heading=heading,
        name=values["name"],
        own_name=own_name if own_name != values["name"] else "",
        publisher=facts.developer.name,
        number=version.number,
        text=values["shortDescription"],
        full_text=_plain(values["longDescription"]),
        icon_url=icon_url(values["largeImageUrl"]),
        outline_url=icon_url(values["smallImageUrl"]),
        accent=f"#{values['accentColor'].strip().lstrip('#')}" if has_colour else "",
        accent_url=accent_path(values["accentColor"], part),
        links=tuple(Link(PROPERTY_NAMES[name], values[name]) for name in _LINKS if values[name]),
    )


def _plain(text: str) -> str:
    """What a description says, without how it looks."""
    return " ".join(unescape(_TAG.sub(" ", str(prose(text)))).split())


_TAG = re.compile("<[^>]*>")


def remarks_on(name: str, value: str, fault: Message | None) -> Iterator[Remark]:
    """What is said of the value that a field holds."""
    if fault is not None:
        yield Remark(fault, "bad")
    contrast = white_on(value) if name == "accentColor" else None
    if contrast is not None:
        told = say(
            "the white outline icon has a contrast of {contrast} to 1 on it; {least} to 1 can be seen well",
            contrast=round(contrast, 1),
            least=PART_CONTRAST,
        )
        yield Remark(told, "warn" if contrast < PART_CONTRAST else "plain")


def is_picture(name: str) -> bool:
    """Whether a property is a picture."""
    return name in SIDES
