"""`teamshelf icons IMAGE`: the two icons of an app from one picture."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import unwritable, write_files
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say
from teamshelf.package.drawing import parse_color
from teamshelf.package.faults import Unreadable
from teamshelf.package.files import READING, read_bounded
from teamshelf.package.picture import MAX_BYTES, PictureError, icons_from

if TYPE_CHECKING:
    from teamshelf.package.drawing import Color

COLOR_FILE, OUTLINE_FILE = "color.png", "outline.png"


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf icons",
        description="Make the two icons of an app from one picture: color.png, 192x192 with the symbol in its safe "
        "middle, and outline.png, 32x32 in white on nothing. Best is a symbol on a plain or transparent background.",
        epilog="Exit code 0: both are written; 1: the picture does not suit; 2: something cannot be read or written.",
    )
    made.add_argument("image", metavar="IMAGE", help="a PNG, JPEG, WebP, GIF or BMP file")
    made.add_argument("-o", "--output", default=".", metavar="FOLDER", help="where to write them; default: here")
    made.add_argument("--background", metavar="#RRGGBB", help="behind the symbol of the color icon")
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Write both icons, or none and say why."""
    language = arguments.lang or language_of_the_environment()
    folder = Path(arguments.output)
    try:
        icons = icons_from(_content(arguments.image), _background(arguments.background))
        targets = {folder / COLOR_FILE: icons.color, folder / OUTLINE_FILE: icons.outline}
        _keep_the_picture(Path(arguments.image), targets)
        _make(folder)
        write_files(targets)
    except PictureError as error:
        complain(error.message, language)
        return FOUND
    except Unreadable as error:
        complain(error.message, language)
        return FAILED
    for remark in icons.remarks:
        complain(remark, language)
    for path in targets:
        print(printable(str(path)))
    return OK


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def _background(given: str | None) -> Color | None:
    if given is None:
        return None
    color = parse_color(given)
    if color is None:
        raise Unreadable(say("`{color}` is no colour such as `#4464EE`", color=printable(given)))
    return color


def _content(path: str) -> bytes:
    shown = printable(path)
    try:
        content = read_bounded(os.open(path, READING), MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = printable(getattr(error, "strerror", None) or str(error))
        raise Unreadable(say("`{path}` cannot be read: {reason}", path=shown, reason=reason)) from error
    if content is None:
        raise Unreadable(say("`{path}` is no file", path=shown))
    if len(content) > MAX_BYTES:
        raise PictureError(say("the picture has more than {limit} bytes", limit=MAX_BYTES))
    return content


def _keep_the_picture(image: Path, targets: dict[Path, bytes]) -> None:
    """Raise Unreadable where an icon would take the place of the picture it is made from."""
    for target in targets:
        if target.exists() and target.samefile(image):
            raise Unreadable(
                say(
                    "`{path}` is the picture itself, and not written over: name another folder with `-o`",
                    path=printable(str(target)),
                )
            )
