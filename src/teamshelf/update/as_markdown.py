"""A comparison as Markdown, for a pull request: nothing in a manifest can become markup, a link or a mention in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.report.quoting import code, quoted

if TYPE_CHECKING:
    from teamshelf.update.told import Told


def markdown_of(told: Told, language: str = "en") -> str:
    """The comparison as Markdown that ends in a line break."""
    sign = "✅" if told.is_allowed and not told.is_asking else "⚠️" if told.is_allowed else "❌"
    lines = [f"### {quoted(told.title, language)}", "", f"{sign} **{quoted(told.verdict, language)}**"]
    for part in told.parts:
        lines += ["", f"#### {quoted(part.heading, language)}", ""]
        for line in part.lines:
            aside = f" ({code(line.aside)})" if line.aside else ""
            lines.append(f"- {quoted(line.text, language)}{aside}")
    return "\n".join(lines) + "\n"
