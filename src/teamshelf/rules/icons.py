"""The files of the icons: PNG pictures without faults, in the sizes that Teams asks for.

What is in their pixels is judged in :mod:`teamshelf.rules.icon_pixels`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.package.icons import GIT_LFS, MAX_ICON, PNG, DamagedIconError, Icon, read_icon
from teamshelf.rules import icon_examples as examples
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.package.app import App
    from teamshelf.package.pixels import Pixels

COLOR_SIDE = 192
"""Pixels on a side of the color icon."""

SMALL_SIDE = 32
"""Pixels on a side of the outline icon, and of the small color icon."""

_GRAPH = "Microsoft Graph, Publish teamsApp, error codes"
_SAVE_AGAIN = say("save it again as a PNG file")


class AppIcon(Struct, frozen=True, eq=False):
    """An icon of an app.

    Attributes:
        role: the property of `icons` that names it.
        name: the file.
        icon: what the file holds.
        pixels: of a sound PNG file that has the right size.
    """

    role: str
    name: str
    icon: Icon
    pixels: Pixels | None


@rule(
    "icon-not-png",
    upload=ERROR,
    store=ERROR,
    checks=say("Every icon is a PNG file, whatever its name says."),
    why=say("Teams reads icons in no other format: it refuses the package, or shows nothing where the icon should be."),
    bad={},
    good={},
    files={"color.png": b"\xff\xd8\xff\xe0\0\x10JFIF\0"},
    good_files={},
    source="app manifest reference, icons",
    needs_files=True,
)
def icon_is_png(app: App) -> Iterable[Found]:
    """Icons in another format, or in none."""
    return [_not_png(each.name, each.icon.format) for each in icons_of(app) if each.icon.format != PNG]


@rule(
    "icon-damaged",
    upload=ERROR,
    store=ERROR,
    checks=say("Every icon is a PNG file without faults."),
    why=say("A file that was cut short or changed on its way is an icon to some programs and nothing to others."),
    bad={},
    good={},
    files={"outline.png": examples.WHITE_BAR[:60]},
    good_files={},
    source="PNG specification, third edition",
    needs_files=True,
)
def icon_is_sound(app: App) -> Iterable[Found]:
    """PNG files that contradict their format."""
    return [
        _found(each.name, say("`{file}` is a damaged PNG file: {damage}", file=each.name, damage=each.icon.damage))
        for each in icons_of(app)
        if each.icon.damage is not None
    ]


@rule(
    "icon-with-surplus",
    upload=WARNING,
    store=WARNING,
    checks=say("An icon ends with its picture."),
    why=say("What follows the picture can be a page or a program that some other reader runs, and nobody sees it."),
    bad={},
    good={},
    files={"outline.png": examples.WHITE_BAR + b"<script>"},
    good_files={},
    source="PNG specification, third edition, section 5.2",
    needs_files=True,
)
def icon_is_nothing_else(app: App) -> Iterable[Found]:
    """PNG files that go on behind their end mark."""
    return [
        _found(each.name, say("`{file}` goes on for {n} bytes after the picture", file=each.name, n=each.icon.surplus))
        for each in icons_of(app)
        if each.icon.surplus
    ]


@rule(
    "icon-animated",
    upload=ERROR,
    store=ERROR,
    checks=say("No icon is animated."),
    why=say("Teams takes only pictures that stand still."),
    bad={},
    good={},
    files={"outline.png": examples.MOVING_BAR},
    good_files={},
    source="app manifest reference, icons",
    needs_files=True,
)
def icon_stands_still(app: App) -> Iterable[Found]:
    """PNG files with frames."""
    return [
        _found(each.name, say("`{file}` is animated", file=each.name), say("save one of its frames as a PNG file"))
        for each in icons_of(app)
        if each.icon.is_animated
    ]


@rule(
    "color-icon-not-192-square",
    codes=("InvalidColorIconHeightAndWidth",),
    upload=ERROR,
    store=ERROR,
    checks=say("The color icon is 192 pixels wide and 192 high."),
    why=say("Teams refuses any other size, and shows the icon in many sizes made from this one."),
    bad={},
    good={},
    files={"color.png": examples.WHITE_SQUARE},
    good_files={},
    source=_GRAPH,
    needs_files=True,
)
def color_icon_is_192_square(app: App) -> Iterable[Found]:
    """The color icon in any other size."""
    return _wrong_size(app, "color", COLOR_SIDE)


@rule(
    "outline-icon-not-32-square",
    codes=("InvalidOutlineIconHeightAndWidth",),
    upload=ERROR,
    store=ERROR,
    checks=say("The outline icon is 32 pixels wide and 32 high."),
    why=say("Teams refuses any other size. The icons of 20 pixels that were asked for until 2018 are too small today."),
    bad={},
    good={},
    files={"outline.png": examples.LARGE_SQUARE},
    good_files={},
    source=_GRAPH,
    needs_files=True,
)
def outline_icon_is_32_square(app: App) -> Iterable[Found]:
    """The outline icon in any other size."""
    return _wrong_size(app, "outline", SMALL_SIDE)


@rule(
    "color32x32-icon-not-32-square",
    codes=("InvalidColor32x32IconHeightAndWidth",),
    upload=ERROR,
    store=ERROR,
    checks=say("The small color icon, `color32x32`, is 32 pixels wide and 32 high."),
    why=say("Teams refuses any other size."),
    bad={"icons": {"color": "color.png", "outline": "outline.png", "color32x32": "small.png"}},
    good={"icons": {"color": "color.png", "outline": "outline.png", "color32x32": "small.png"}},
    versions="1.21..",
    files={"small.png": examples.LARGE_SQUARE},
    good_files={"small.png": examples.WHITE_BAR},
    source=_GRAPH,
    needs_files=True,
)
def small_color_icon_is_32_square(app: App) -> Iterable[Found]:
    """The small color icon in any other size."""
    return _wrong_size(app, "color32x32", SMALL_SIDE)


@once_per_app
def icons_of(app: App) -> Sequence[AppIcon]:
    """The icons that the manifest names and the package holds."""
    return tuple(_read(app))


def pixels_of(app: App, role: str) -> tuple[str, Pixels | None]:
    """The file of an icon and its pixels, where these are known."""
    return next(((each.name, each.pixels) for each in icons_of(app) if each.role == role), ("", None))


def _read(app: App) -> Iterable[AppIcon]:
    icons = app.manifest.icons
    if icons is None:
        return
    named = (
        ("color", icons.color, COLOR_SIDE),
        ("outline", icons.outline, SMALL_SIDE),
        ("color32x32", icons.color32x32, SMALL_SIDE),
    )
    for role, name, side in named:
        content = app.content(name, MAX_ICON) if name else None
        if name and content is not None:
            yield _looked_at(role, name, read_icon(content), side)


def _looked_at(role: str, name: str, icon: Icon, side: int) -> AppIcon:
    if icon.damage is not None or not icon.is_square(side):
        return AppIcon(role, name, icon, None)
    from teamshelf.package.pixels import decode

    try:
        return AppIcon(role, name, icon, decode(icon))
    except DamagedIconError as damaged:
        return AppIcon(role, name, Icon(PNG, damaged.reason), None)


def _found(name: str, message: Message, hint: Message = _SAVE_AGAIN) -> Found:
    return Found(None, message, hint, file=name)


def _not_png(name: str, kind: str) -> Found:
    if kind == GIT_LFS:
        message = say("`{file}` is not the picture, but only tells Git LFS where it is", file=name)
        return _found(name, message, say("fetch the files with `git lfs pull` before you make the package"))
    if not kind:
        return _found(name, say("`{file}` is not a PNG file, nor any other picture", file=name))
    return _found(name, say("`{file}` is not a PNG file: its format is {kind}", file=name, kind=kind))


def _wrong_size(app: App, role: str, side: int) -> Iterable[Found]:
    for each in icons_of(app):
        if each.role == role and each.icon.width and not each.icon.is_square(side):
            message = say(
                "`{file}` is {width}x{height} pixels; `icons.{role}` has to be {side}x{side}",
                file=each.name,
                width=each.icon.width,
                height=each.icon.height,
                role=role,
                side=side,
            )
            hint = say("scale it to {side}x{side} pixels, or let `teamshelf icons` make the icons from it", side=side)
            return (_found(each.name, message, hint),)
    return ()
