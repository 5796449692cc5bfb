"""A comparison as Markdown, for a pull request: nothing in a manifest can become markup, a link or a mention in it.

Values stand in code spans, where Markdown means nothing; whoever is named `@somebody` in a tab's name hears nothing of
it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from teamshelf.messages import Message, printable

if TYPE_CHECKING:
    from teamshelf.update.told import Told

_MARKUP = re.compile(r"([\\*_{}\[\]<>()#!|~`&@])")
_PLAIN = re.compile(r"[\w. ,:-]*", re.ASCII)


def markdown_of(told: Told, language: str = "en") -> str:
    """The comparison as Markdown that ends in a line break."""
    sign = "✅" if told.is_allowed and not told.is_asking else "⚠️" if told.is_allowed else "❌"
    lines = [f"### {_said(told.title, language)}", "", f"{sign} **{_said(told.verdict, language)}**"]
    for part in told.parts:
        lines += ["", f"#### {_said(part.heading, language)}", ""]
        for line in part.lines:
            aside = f" ({code(line.aside)})" if line.aside else ""
            lines.append(f"- {_said(line.text, language)}{aside}")
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """A text as a code span, whatever it holds.

    >>> code("a`b")
    '``a`b``'
    """
    text = printable(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _said(message: Message, language: str) -> str:
    """A message whose values are harmless; those that the sentence itself has in a code span keep out of its way."""
    values = {name: _value(message.template, name, value, language) for name, value in message.values.items()}
    return printable(Message(message.template, values).in_language(language))


def _value(template: str, name: str, value: Any, language: str) -> str:
    if isinstance(value, Message):
        return _said(value, language)
    text = value.in_language(language) if hasattr(value, "in_language") else str(value)
    if f"`{{{name}}}`" in template:
        return printable(text).replace("`", "'")
    return text if _PLAIN.fullmatch(text) else code(text)
