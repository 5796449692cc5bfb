"""Screenshots for tests."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from teamshelf.catalogue.apps.screenshots import HEIGHT, WIDTH


@cache
def screenshot(number: int = 1, size: tuple[int, int] = (WIDTH, HEIGHT), mode: str = "RGB") -> bytes:
    """A PNG file that looks a little like an app at work."""
    picture = Image.new(mode, size, "#f5f5f5")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 68, size[1]), fill=("#464775", "#0b6e6e", "#7a3e9d", "#1f6feb", "#2e7d32")[number % 5])
    for line in range(9):
        draw.rounded_rectangle(
            (110, 60 + 75 * line, 700 + 40 * (line * number % 7), 105 + 75 * line), 12, fill="#d8dbe6"
        )
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
