"""Placeholders: the marks that a build step was meant to replace by a value.

Four forms are in use: ``${{VAR}}`` (Microsoft 365 Agents Toolkit), ``{{VAR}}`` (the Teams generator and mustache),
``%VAR%`` (the reference documents) and ``<<VAR>>`` (sample READMEs). People also leave prose behind where a value
belongs, ``<your app id>`` or ``YOUR-BOT-ID-HERE``; that is recognised only in a value that is wrong anyway, for the
same characters may be meant elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# Possessive quantifiers (`*+`) never give back what they took, so that hostile text costs linear time.
EVERY_FORM = r"\$?\{\{([^{}]*+)\}\}|%([A-Za-z][\w-]*+)%|<<([^<>]*+)>>"
"""A regular expression for all four forms; one of its groups is the name."""

_MARK = re.compile(EVERY_FORM)
_LEFT_BEHIND = re.compile(
    r"<[^<>]++>|\{[^{}]++\}|\[[^\[\]]++\]|%[A-Za-z][\w-]*+%?$|(?<![\w-])[A-Za-z][\w-]*+%$"
    r"|replace[ _-]|^[-_ ]*+your[-_ ]?\w|[-_]here\b|^aad app id$|^resource url\b",
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


def filled_in(value: Any, variables: Mapping[str, str]) -> Any:
    """A decoded JSON value with its placeholders replaced, as far as the variables are known.

    The values go into texts that are decoded already, so a quote in one of them can break nothing.

    >>> filled_in({"id": "${{APP_ID}}", "name": "{{NAME}}"}, {"APP_ID": "49e6"})
    {'id': '49e6', 'name': '{{NAME}}'}
    """
    if isinstance(value, str):
        return _MARK.sub(lambda mark: variables.get(_name_in(mark), mark.group()), value)
    if isinstance(value, list):
        return [filled_in(item, variables) for item in value]
    if isinstance(value, dict):
        return {name: filled_in(member, variables) for name, member in value.items()}
    return value


def variables_of(env_file: str) -> dict[str, str]:
    """The variables that an env file sets (`NAME=value` lines, quotes and comments as shells have them).

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    from pathlib import Path

    from dotenv import dotenv_values

    with Path(env_file).open(encoding="utf-8-sig") as file:
        found = dotenv_values(stream=file, interpolate=False)
    return {name: value for name, value in found.items() if value is not None}


def _name_in(mark: re.Match[str]) -> str:
    return next(name for name in mark.groups() if name is not None).strip()
