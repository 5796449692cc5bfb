"""Placeholders: the marks that a build step was meant to replace by a value.

Four forms are in use: ``${{VAR}}`` (Microsoft 365 Agents Toolkit), ``{{VAR}}`` (the Teams generator and mustache),
``%VAR%`` (the reference documents) and ``<<VAR>>`` (sample READMEs). People also leave prose behind where a value should
stand, ``<your app id>`` or ``YOUR-BOT-ID-HERE``; that is recognised only in a value that is wrong anyway, for the same
characters may be meant elsewhere.
"""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\$\{\{\s*([^{}]*?)\s*\}\}"
    r"|\{\{\s*([^{}]*?)\s*\}\}"
    r"|%([A-Za-z][\w-]*)%"
    r"|<<\s*([^<>]*?)\s*>>"
)
_LEFT_BEHIND = re.compile(
    r"<[^<>]+>|\{[^{}]+\}|\[[^\[\]]+\]|%[A-Za-z][\w-]*%?$|[A-Za-z][\w-]*%$"
    r"|replace[ _-]|^[-_ ]*your[-_ ]?\w+|[-_]here\b|^aad app id$|^resource url\b",
    re.IGNORECASE,
)


def placeholder_in(text: str) -> str | None:
    """The first placeholder in a text, as written; None when there is none.

    >>> placeholder_in("https://${{TAB_DOMAIN}}/tab")
    '${{TAB_DOMAIN}}'
    """
    found = _MARK.search(text)
    return found.group() if found else None


def left_behind_in(text: str) -> str | None:
    """Like :func:`placeholder_in`, for a value known to be wrong: prose in brackets and the like counts as well."""
    found = _MARK.search(text) or _LEFT_BEHIND.search(text)
    return found.group() if found else None
