"""The pictures of an app for a page: its icons, drawn afresh from their pixels and from nothing else in their files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.package.drawing import png_of
from teamshelf.package.icons import MAX_ICON, PNG, DamagedIconError, read_icon
from teamshelf.package.pixels import MAX_SIDE, decode

if TYPE_CHECKING:
    from PIL.Image import Image

    from teamshelf.package.app import App
    from teamshelf.package.icons import Icon

ROLES = {"color": 192, "outline": 32, "color32x32": 32}
"""The icons of a manifest, with the pixels that each side of them should have."""

MAX_SHOWN = 1024
"""Pixels on a side of a picture that is drawn although no icon may be so large: people see what they have."""


class Picture(Struct, frozen=True):
    """One icon.

    Attributes:
        role: the property of `icons` that names it.
        file: the file it is in; empty where the manifest names none.
        content: a PNG file of its pixels; None where it cannot be drawn.
        width, height: in pixels, as its file says; 0 where it does not.
        problem: why it cannot be drawn; None where it can.
    """

    role: str
    file: str = ""
    content: bytes | None = None
    width: int = 0
    height: int = 0
    problem: Message | None = None

    @property
    def name(self) -> str:
        """The name under which a page asks for it: another one whenever its pixels are others."""
        return f"{self.role}-{hashlib.sha256(self.content or b'').hexdigest()[:16]}.png"

    @property
    def is_right_size(self) -> bool:
        """Whether it has the size that Teams asks for."""
        return self.width == self.height == ROLES[self.role]


def pictures_of(app: App) -> dict[str, Picture]:
    """The icons of an app by their roles; the small color icon only if the manifest names one.

    Raises nothing: what cannot be drawn says why.
    """
    icons = app.manifest.icons
    names = {
        "color": icons.color if icons else None,
        "outline": icons.outline if icons else None,
        "color32x32": icons.color32x32 if icons else None,
    }
    return {role: _picture(app, role, name) for role, name in names.items() if name or role != "color32x32"}


def _picture(app: App, role: str, name: str | None) -> Picture:
    if not name:
        return Picture(role, problem=say("The manifest names no file"))
    content = app.content(name, MAX_ICON)
    if content is None:
        return Picture(role, name, problem=say("There is no such file that could be read"))
    icon = read_icon(content)
    if icon.format != PNG:
        return Picture(role, name, problem=say("It is not a PNG file"))
    if icon.damage is not None:
        return Picture(role, name, width=icon.width, height=icon.height, problem=say("The file is damaged"))
    if max(icon.width, icon.height) > MAX_SHOWN:
        return Picture(role, name, width=icon.width, height=icon.height, problem=say("It is too large to be drawn"))
    try:
        drawn = png_of(_image(icon))
    except DamagedIconError:
        return Picture(role, name, width=icon.width, height=icon.height, problem=say("The file is damaged"))
    return Picture(role, name, drawn, icon.width, icon.height)


def _image(icon: Icon) -> Image:
    """The pixels of a sound PNG file. Raises DamagedIconError."""
    from PIL import Image

    if max(icon.width, icon.height) <= MAX_SIDE:
        pixels = decode(icon)
        return Image.frombytes("RGBA", (pixels.width, pixels.height), pixels.data)
    from io import BytesIO

    from PIL.PngImagePlugin import PngImageFile

    try:
        with PngImageFile(BytesIO(icon.essence)) as image:
            return image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedIconError(say("its pixels cannot be unpacked")) from error
