"""The terminal a command talks to: its language, colours and width, and how far a long run is."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from teamshelf.messages import LANGUAGES
from teamshelf.report import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teamshelf.messages import Message

MANY = 50
"""From this many inputs on, a terminal shows how far the run is; fewer are done before anybody could read it."""

USUAL = 80
"""Columns of a terminal that does not say how many it has."""

NARROWEST = 40
"""Columns below which wrapping would do more harm than good."""


WIDEST = 96
"""Columns beyond which a paragraph is hard to read."""


def language_of_the_environment() -> str:
    """The first of the reader's languages that there are messages in: LANGUAGE, LC_ALL, LC_MESSAGES, LANG decide."""
    wanted = os.environ.get("LANGUAGE", "").split(":")
    wanted += [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for locale in filter(None, wanted):
        language = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def look(language: str, stream: TextIO) -> Look:
    """How a report looks on this stream: colours and wrapping only on a terminal, and colours not under NO_COLOR."""
    if not stream.isatty():
        return Look(language=language, describe=_describe)
    return Look(language=language, color=_wants_color(), width=max(NARROWEST, _columns(stream)), describe=_describe)


def complain(message: Message, language: str, *, prefix: str = "teamshelf:") -> None:
    """Say on standard error what is not output: why something could not be done, or what was done on the way."""
    print(f"{prefix} {message.in_language(language)}", file=sys.stderr)


def wrapped(text: str) -> list[str]:
    """The lines of a paragraph, as wide as the terminal is, but not wider than is good to read."""
    from textwrap import wrap

    columns = _columns(sys.stdout) if sys.stdout.isatty() else WIDEST
    return wrap(text, min(columns, WIDEST), break_long_words=False, break_on_hyphens=False)


@contextmanager
def progress(total: int, unit: str) -> Iterator[Callable[[], None]]:
    """Show on a terminal how many of `total` are done; the value is to be called after each one."""
    if total < MANY or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # loaded only where somebody watches
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(unit, total=total)
        yield lambda: bar.advance(task)


def _describe(rule: str) -> Message | None:
    """What a rule checks, for reports that list rules."""
    from teamshelf.rules.explanations import explanations

    known = explanations().get(rule)
    return known.checks if known else None


def _wants_color() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL  # some terminals say 0
    except OSError:
        return USUAL
