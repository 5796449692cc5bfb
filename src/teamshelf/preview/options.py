"""How somebody wants to see a preview: everything that a page of it depends on besides the app itself.

The options stand in the address of a page and nowhere else, so that an address can be sent to a colleague.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import asdict, replace

from teamshelf.messages import LANGUAGES
from teamshelf.update.installation import SCOPES

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = ("auto", "light", "dark", "contrast")
"""Colours of the preview; ``auto`` are those of the device."""

DESKTOP, MOBILE = "desktop", "mobile"

CLIENTS = (DESKTOP, MOBILE)
"""The clients of Teams that are told apart."""

MAX_GIVEN = 2048
"""Characters of something typed into a tester that are looked at: browsers take hardly more as an address."""

MAX_TAG = 35
"""Characters of a language tag: what RFC 5646 asks of those who must cut."""


class Options(Struct, frozen=True, kw_only=True):
    """The options of a page.

    Attributes:
        lang: the language of the page itself, one of :data:`~teamshelf.messages.LANGUAGES`.
        reader: the language in which the app's own texts are read, as a tag; empty for the app's default.
        theme: one of :data:`THEMES`.
        client: one of :data:`CLIENTS`.
        scope: where the app is added, one of :data:`~teamshelf.update.installation.SCOPES`; empty for its default.
        pinned: ``no`` when the app is not pinned in the app bar, else ``yes``.
        tab: which tab of the personal app is open, counted from 0.
        ready: ``yes`` once the configuration page has reported that it can be saved, else ``no``.
        link: the address typed into the tester of link previews.
        page: the address typed into the tester of `validDomains`.
    """

    lang: str = LANGUAGES[0]
    reader: str = ""
    theme: str = THEMES[0]
    client: str = CLIENTS[0]
    scope: str = ""
    pinned: str = "yes"
    tab: str = ""
    ready: str = "no"
    link: str = ""
    page: str = ""

    def with_(self, **changes: str) -> Options:
        """The same options but for some."""
        return replace(self, **changes)

    def query(self) -> str:
        """The options as the query of an address, without those that go without saying."""
        return urlencode(
            {name: value for name, value in asdict(self).items() if value != _USUAL[name]}, errors="replace"
        )


_USUAL = {**asdict(Options()), "lang": None}  # what to say always: the page may have another language to begin with

_CHOICES = {
    "lang": LANGUAGES,
    "theme": THEMES,
    "client": CLIENTS,
    "scope": ("", *SCOPES),
    "pinned": ("yes", "no"),
    "ready": ("yes", "no"),
}


def options_from(query: Mapping[str, str], lang: str = LANGUAGES[0]) -> Options:
    """The options in the query of an address; what makes no sense there counts as not said.

    >>> options_from({"theme": "dark", "scope": "moon", "tab": "2"}).query()
    'lang=en&theme=dark&tab=2'
    """
    said = {name: value for name, value in query.items() if value in _CHOICES.get(name, ())}
    reader, tab = query.get("reader", ""), query.get("tab", "")
    if len(reader) <= MAX_TAG and reader.replace("-", "").isalnum() and reader.isascii():
        said["reader"] = reader.lower()
    if tab.isascii() and tab.isdecimal() and len(tab) <= 2:  # noqa: PLR2004 - digits: an app has at most 16 tabs
        said["tab"] = tab
    for name in ("link", "page"):
        if query.get(name):
            said[name] = query[name][:MAX_GIVEN].strip()
    return Options(**{"lang": lang, **said})
