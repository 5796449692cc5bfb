"""Pictures of strangers, drawn afresh: what is given away is a file of ours with the same pixels, and nothing else.

The size is known before anything is unpacked, as with icons; only then does Pillow decode the parts that make up the
pixels, and no others.
"""

from __future__ import annotations

from io import BytesIO

from teamshelf.package.icons import PNG, RGB_ALPHA, read_icon


def redrawn(content: bytes, width: int, height: int) -> bytes | None:
    """A PNG file of the same pixels; None if the bytes are no sound PNG file of that very size, with one frame."""
    from PIL import Image

    read = read_icon(content)
    if (
        read.format != PNG
        or read.damage is not None
        or read.is_animated
        or (read.width, read.height) != (width, height)
    ):
        return None
    try:
        with Image.open(BytesIO(read.essence), formats=["PNG"]) as picture:
            has_alpha = read.color_type == RGB_ALPHA or read.has_transparency
            pixels = picture.convert("RGBA" if has_alpha else "RGB")
    except (OSError, ValueError, SyntaxError):  # what Pillow says of a file that contradicts itself
        return None
    out = BytesIO()
    pixels.save(out, "PNG", compress_level=9)
    return out.getvalue()
