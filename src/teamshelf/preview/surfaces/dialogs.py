"""Dialogs in the sizes that people see: shares of the window, or pixels that shrink with it.

Source: Microsoft's page on dialogs: small, medium and large are 20, 50 and 60 percent of the width and 20, 50 and 66
percent of the height of the space there is; a dialog given in pixels keeps its ratio when the window is too small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.domains import address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import Address, View

WINDOWS = {"desktop": (1280, 800), "mobile": (390, 844)}
"""Pixels of the windows that stand for the clients."""

SHARES = {"small": (0.20, 0.20), "medium": (0.50, 0.50), "large": (0.60, 0.66)}
"""Of the width and the height of the window."""

MOST_DIGITS = 5

_FALLBACK = "medium"
_SUPPLIED = say("The bot decides what the dialog shows, and how large it is.")
_UNSIZED = say("The manifest does not say how large; the drawing takes a medium one.")


class Dialog(Struct, frozen=True, kw_only=True):
    """One dialog.

    Attributes:
        of: the title of the command, or None for the settings of a bot.
        title: what stands above the page.
        url: the page; None where the bot supplies the content.
        said: width and height as the manifest has them.
        width, height: in pixels, in the window of the client.
        remark: what decides about it beside the manifest.
    """

    of: Text | None
    title: Text | None
    url: Address | None
    said: tuple[str, str]
    width: int
    height: int
    pointer: str
    remark: Message | None


class Dialogs(Struct, frozen=True):
    """Every dialog that the manifest names, and the window in which they open."""

    name: Text | None
    dialogs: tuple[Dialog, ...]
    window: tuple[int, int]


def dialogs(view: View) -> Dialogs:
    """The dialogs of an app in the window of the client."""
    return Dialogs(view.name, tuple(dialogs_of(view)), WINDOWS[view.options.client])


def dialogs_of(view: View) -> Iterator[Dialog]:
    """Those of the commands first, then those in which bots are set up."""
    for index, extension in enumerate(view.manifest.compose_extensions):
        for number, command in enumerate(extension.commands):
            if command.type == "action" and (command.fetch_task or command.task_info):
                pointer = f"/composeExtensions/{index}/commands/{number}"
                yield _dialog(view, pointer, view.text(f"{pointer}/title"), is_supplied=bool(command.fetch_task))
    for index, bot in enumerate(view.manifest.bots):
        settings = bot.configuration
        for key, dialog in (("team", settings and settings.team), ("groupChat", settings and settings.group_chat)):
            if dialog:
                pointer = f"/bots/{index}/configuration/{key}"
                yield _dialog(view, pointer, None, is_supplied=bool(dialog.fetch_task))


def size_of(width: str | None, height: str | None, window: tuple[int, int]) -> tuple[int, int]:
    """The pixels of a dialog in a window; what the manifest does not say, or says wrongly, is medium.

    >>> size_of("large", "small", (1000, 500)), size_of("2000", "500", (1000, 500))
    ((600, 100), (1000, 250))
    """
    wide = _side(width, 0, window)
    high = _side(height, 1, window)
    scale = min(1.0, window[0] / wide, window[1] / high)
    return round(wide * scale), round(high * scale)


def _side(said: str | None, axis: int, window: tuple[int, int]) -> float:
    text = (said or "").strip().lower()
    if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text):
        return float(int(text))
    return SHARES.get(text, SHARES[_FALLBACK])[axis] * window[axis]


def _dialog(view: View, pointer: str, of: Text | None, *, is_supplied: bool) -> Dialog:
    task = f"{pointer}/taskInfo"
    said = tuple(
        str(size) if isinstance(size := view.reading.at(f"{task}/{side}"), str | int) else "" for side in _SIDES
    )
    window = WINDOWS[view.options.client]
    width, height = window if view.is_mobile else size_of(said[0], said[1], window)
    remark = _SUPPLIED if is_supplied else None if all(said) else _UNSIZED
    return Dialog(
        of=of,
        title=view.text(f"{task}/title"),
        url=None if is_supplied else address(view, f"{task}/url"),
        said=(said[0], said[1]),
        width=width,
        height=height,
        pointer=pointer if is_supplied else task,
        remark=remark,
    )


_SIDES = ("width", "height")
