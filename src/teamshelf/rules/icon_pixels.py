"""What is in the pixels of the icons.

Teams lays the outline icon on a colour of its own and cuts the corners of the color icon, so it is particular about
both. A finding names the first pixel that is wrong, since no eye finds it in a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from teamshelf.findings import Change
from teamshelf.messages import Message, say
from teamshelf.package.outline import FAINT, NEARLY_WHITE
from teamshelf.rules import icon_examples as examples
from teamshelf.rules.icons import COLOR_SIDE, SMALL_SIDE, pixels_of
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.package.app import App
    from teamshelf.package.pixels import Box, Pixel

SAFE_SIDE = 120
"""Pixels on a side of the square in the middle of the color icon that its symbol keeps to (design guidelines for icons;
an older page says 96, on which nobody insists)."""

TOLERANCE = 4
"""Pixels by which a symbol may leave that square on each side: fewer cannot be seen."""

WIDE_MARGIN = 6
"""Empty pixels all around the outline icon's symbol that make it visibly smaller than those of other apps. The usual
symbols of 24 pixels have four."""

_GRAPH = "Microsoft Graph, Publish teamsApp, error codes"
_DESIGN = "Teams Store validation guidelines; app icon design guidelines"
_DRAW = say("draw the symbol in white on a transparent background")


@rule(
    "outline-icon-not-white",
    codes=("InvalidOutlineIconTransparency",),
    upload=ERROR,
    store=ERROR,
    checks=say(
        "Every pixel of the outline icon is white, or fully transparent; a white one may be partly transparent."
    ),
    why=say(
        "Teams draws the outline icon on backgrounds of its own, where another colour cannot be seen. A single pixel "
        "of one is enough for the package to be refused."
    ),
    bad={},
    good={},
    files={"outline.png": examples.BLACK_SQUARE},
    good_files={},
    source=_GRAPH,
    needs_files=True,
)
def outline_icon_is_white(app: App) -> Iterable[Found]:
    """Pixels that can be seen and are not white: the first of them, and how many there are."""
    name, pixels = pixels_of(app, "outline")
    stray = pixels.visible_but_white() if pixels else ()
    if not pixels or not stray:
        return ()
    found = _stray_pixels(name, stray, is_full=pixels.alpha_range()[0] > 0)
    is_mendable = all(pixel.alpha < FAINT or min(pixel.red, pixel.green, pixel.blue) >= NEARLY_WHITE for pixel in stray)
    return (structs.replace(found, changes=(Change("whiten", ""),)) if is_mendable else found,)


@rule(
    "outline-icon-without-shape",
    upload=WARNING,
    store=ERROR,
    checks=say("The outline icon has pixels that can be seen, and others that are fully transparent."),
    why=say("Only what is cut out of the icon gives it a shape: else users see a white square, or nothing at all."),
    bad={},
    good={},
    files={"outline.png": examples.WHITE_SQUARE},
    good_files={},
    source=_DESIGN,
    needs_files=True,
)
def outline_icon_has_a_shape(app: App) -> Iterable[Found]:
    """An outline icon that is empty, or white and full."""
    name, pixels = pixels_of(app, "outline")
    if pixels is None:
        return ()
    least, greatest = pixels.alpha_range()
    if greatest == 0:
        return (_found(name, say("`{file}` is fully transparent, so it shows nothing", file=name), _DRAW),)
    if least > 0 and not pixels.visible_but_white():
        return (_found(name, say("`{file}` has no transparent pixels", file=name), _DRAW),)
    return ()


@rule(
    "outline-icon-has-margin",
    upload=NOTE,
    store=WARNING,
    checks=say("The symbol of the outline icon reaches close to its edges."),
    why=say("Teams leaves room around the icon itself. With a margin of its own the symbol is smaller than others."),
    bad={},
    good={},
    files={"outline.png": examples.SMALL_SYMBOL},
    good_files={},
    source=_DESIGN,
    needs_files=True,
)
def outline_icon_has_no_margin(app: App) -> Iterable[Found]:
    """A wide transparent margin on all four sides."""
    name, pixels = pixels_of(app, "outline")
    box = pixels.visible() if pixels else None
    if box is None or _margin(box, SMALL_SIDE) < WIDE_MARGIN:
        return ()
    message = say(
        "the symbol in `{file}` takes only {width}x{height} of {side}x{side} pixels",
        file=name,
        width=box.width,
        height=box.height,
        side=SMALL_SIDE,
    )
    return (_found(name, message, say("enlarge it until it touches the edges")),)


@rule(
    "color-icon-corners-cut",
    upload=WARNING,
    store=ERROR,
    checks=say("The color icon is a full square, without round corners of its own."),
    why=say("Teams cuts the corners itself, in a different shape in each place. Where yours are cut too, gaps show."),
    bad={},
    good={},
    files={"color.png": examples.CUT_CORNERS},
    good_files={},
    source=_DESIGN,
    needs_files=True,
)
def color_icon_has_its_corners(app: App) -> Iterable[Found]:
    """A picture that fills the middle of each edge, and leaves every corner transparent."""
    name, pixels = pixels_of(app, "color")
    if pixels is None or not pixels.has_cut_corners():
        return ()
    message = say("`{file}` has corners that are cut off already", file=name)
    return (_found(name, message, say("fill the corners with the colour of the background")),)


@rule(
    "color-icon-symbol-too-large",
    upload=NOTE,
    store=WARNING,
    checks=say("The symbol of the color icon stays within the 120x120 pixels in its middle."),
    why=say("What lies further out is cut off where Teams shows the icon in another shape, as it does for bots."),
    bad={},
    good={},
    files={"color.png": examples.LARGE_SYMBOL},
    good_files={},
    source=_DESIGN,
    needs_files=True,
)
def color_icon_keeps_to_the_safe_area(app: App) -> Iterable[Found]:
    """A symbol on a plain or empty background that is too large; where nobody can tell the two apart, nothing."""
    name, pixels = pixels_of(app, "color")
    box = pixels.symbol() if pixels else None
    if box is None or _margin(box, COLOR_SIDE) + TOLERANCE >= (COLOR_SIDE - SAFE_SIDE) // 2:
        return ()
    message = say(
        "the symbol in `{file}` takes {width}x{height} pixels and leaves the {safe}x{safe} in the middle",
        file=name,
        width=box.width,
        height=box.height,
        safe=SAFE_SIDE,
    )
    return (_found(name, message, say("make the symbol smaller, or let the picture fill the square")),)


def _found(name: str, message: Message, hint: Message) -> Found:
    return Found(None, message, hint, file=name)


def _stray_pixels(name: str, stray: Sequence[Pixel], *, is_full: bool) -> Found:
    first = stray[0]
    color = f"{first.alpha},{first.red},{first.green},{first.blue}"
    words = {"file": name, "x": first.x, "y": first.y, "color": color}
    if len(stray) == 1:
        message = say("`{file}` has a pixel that is not white, at x {x}, y {y}: its A,R,G,B is {color}", **words)
    else:
        message = say(
            "`{file}` has {n} pixels that are not white; the first, at x {x}, y {y}, has the A,R,G,B {color}",
            n=len(stray),
            **words,
        )
    if all(pixel.alpha < FAINT for pixel in stray):
        return _found(name, message, say("erase everything but the symbol: these pixels are too faint to be noticed"))
    return _found(name, message, _DRAW if is_full else say("make everything that can be seen white, or erase it"))


def _margin(box: Box, side: int) -> int:
    """Pixels between a rectangle and the nearest edge."""
    return min(box.left, box.top, side - box.right, side - box.bottom)
