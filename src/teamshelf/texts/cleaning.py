"""Texts without the characters that make a page look as nobody wrote it."""

from __future__ import annotations

import re

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters, and those that turn text around; tabs and line ends stay."""


def clean(text: str) -> str:
    r"""A text without what could make a page look as nobody wrote it.

    >>> clean("in\u202evoices")
    'invoices'
    """
    return _UNWANTED.sub("", text)
