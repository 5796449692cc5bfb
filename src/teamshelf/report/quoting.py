"""Putting texts of strangers into Markdown: nothing in them can become markup, a link or a mention.

Values stand in code spans, where Markdown means nothing; whoever is named `@somebody` in a tab's name hears nothing of
it.
"""

from __future__ import annotations

import re
from typing import Any

from teamshelf.messages import Message, printable

_PLAIN = re.compile(r"[\w. ,:-]*", re.ASCII)


def code(text: str) -> str:
    """A text as a code span, whatever it holds.

    >>> code("a`b")
    '``a`b``'
    """
    text = printable(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def quoted(message: Message, language: str) -> str:
    """A message whose values are harmless; those that the sentence itself has in a code span keep out of its way."""
    values = {name: _value(message.template, name, value, language) for name, value in message.values.items()}
    return printable(Message(message.template, values).in_language(language))


def _value(template: str, name: str, value: Any, language: str) -> str:
    if isinstance(value, Message):
        return quoted(value, language)
    text = value.in_language(language) if hasattr(value, "in_language") else str(value)
    if f"`{{{name}}}`" in template:
        return printable(text).replace("`", "'")
    return text if _PLAIN.fullmatch(text) else code(text)
