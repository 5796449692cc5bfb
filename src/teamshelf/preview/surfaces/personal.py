"""The personal app: its tabs in the order in which people see them, and what each of them shows.

The chat with a bot comes first and the About page last, unless the manifest lists the reserved tabs `conversations` and
`about` among its own: then they stand where it lists them. Source: Microsoft's page on personal tabs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.links import CONVERSATIONS
from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.domains import address
from teamshelf.preview.surfaces.view import lower
from teamshelf.update.installation import PERSONAL

if TYPE_CHECKING:
    from teamshelf.model.tabs import StaticTab
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import Address, View

ABOUT = "about"
"""The reserved id of the About page."""

FITTING = {"desktop": 6, "mobile": 3}
"""Tabs that stand in the row of a client; the others are in a menu. The real number depends on the window."""

WEB, CARD, CHAT, ABOUT_PAGE, NOTHING = "web", "card", "chat", "about", "nothing"

KINDS: dict[str, Message] = {
    WEB: say("A page of the app"),
    CARD: say("Cards that the bot sends"),
    CHAT: say("The conversation with the bot"),
    ABOUT_PAGE: say("What Teams says of the app"),
    NOTHING: say("Nothing: the tab has neither an address nor a bot"),
}
"""What a tab shows."""

_CHAT_NAME, _ABOUT_NAME = say("Chat"), say("About")


class Tab(Struct, frozen=True, kw_only=True):
    """A tab of the personal app.

    Attributes:
        label: its name, where Teams and not the app gives it one.
        name: its name, where the app does.
        entity_id: the id that links and the page know it by.
        kind: a key of :data:`KINDS`.
        content: the page it shows.
        website: the page for a browser.
        pointer: where the manifest has it; empty where Teams adds it unasked.
        warning: why people will not see what was meant.
    """

    label: Message | None = None
    name: Text | None = None
    entity_id: str = ""
    kind: str
    content: Address | None = None
    website: Address | None = None
    pointer: str = ""
    warning: Message | None = None

    @property
    def shows(self) -> Message:
        """What it shows, in words."""
        return KINDS[self.kind]


class Personal(Struct, frozen=True, kw_only=True):
    """The personal app.

    Attributes:
        row: the tabs that stand in the row; ``overflow`` those in the menu behind it.
        open: the tab that is open; ``index`` its place among all.
        is_full_screen: there is no row of tabs where Teams honours `isFullScreen`.
        has_loading_indicator: Teams shows its own animation until the page says that it is there.
    """

    name: Text | None
    row: tuple[Tab, ...]
    overflow: tuple[Tab, ...]
    open: Tab | None
    index: int
    is_full_screen: bool
    has_loading_indicator: bool


def personal(view: View) -> Personal:
    """The personal app of an app; without tabs where it has none."""
    tabs = tabs_in_order(view)
    fitting = FITTING[view.options.client]
    index = min(int(view.options.tab or 0), max(len(tabs) - 1, 0))
    return Personal(
        name=view.name,
        row=tabs[:fitting],
        overflow=tabs[fitting:],
        open=tabs[index] if tabs else None,
        index=index,
        is_full_screen=bool(view.manifest.is_full_screen),
        has_loading_indicator=bool(view.manifest.show_loading_indicator),
    )


def tabs_in_order(view: View) -> tuple[Tab, ...]:
    """The tabs of the personal app, those that Teams adds included; none for an app without a personal part."""
    listed = [
        _tab(view, index, tab)
        for index, tab in enumerate(view.manifest.static_tabs)
        if PERSONAL in lower(tab.scopes) or not tab.scopes
    ]
    has_bot = view.bot_works_in(PERSONAL)
    if not listed and not has_bot:
        return ()
    if has_bot and not any(tab.kind == CHAT for tab in listed):
        listed.insert(0, Tab(label=_CHAT_NAME, entity_id=CONVERSATIONS, kind=CHAT))
    if not any(tab.kind == ABOUT_PAGE for tab in listed):
        listed.append(Tab(label=_ABOUT_NAME, entity_id=ABOUT, kind=ABOUT_PAGE))
    return tuple(listed)


def _tab(view: View, index: int, tab: StaticTab) -> Tab:
    pointer = f"/staticTabs/{index}"
    entity_id = tab.entity_id or ""
    if entity_id == CONVERSATIONS:
        no_bot = None if view.bot_works_in(PERSONAL) else say("The app has no bot in the personal scope to talk to.")
        return Tab(label=_CHAT_NAME, entity_id=entity_id, kind=CHAT, pointer=pointer, warning=no_bot)
    if entity_id == ABOUT:
        return Tab(label=_ABOUT_NAME, entity_id=entity_id, kind=ABOUT_PAGE, pointer=pointer)
    content = address(view, f"{pointer}/contentUrl")
    kind = WEB if content else CARD if tab.content_bot_id else NOTHING
    name = view.text(f"{pointer}/name")
    return Tab(
        name=name,
        label=None if name else say("No name"),
        entity_id=entity_id,
        kind=kind,
        content=content,
        website=address(view, f"{pointer}/websiteUrl", is_for_browser=True),
        pointer=pointer,
        warning=None if name else say("The tab has no name."),
    )
