"""Badges: a label and a value in one small picture, as sites that describe a product show them."""

from __future__ import annotations

from html import escape

LONGEST = 40
"""Characters of a text that a badge shows."""

COLORS = {"plain": "#565d74", "accent": "#0b6e6e", "good": "#1b6b3a", "warn": "#7a4b00"}
_HEIGHT = 20
_LETTER = 6.6
_ROOM = 12


def badge_svg(label: str, value: str, look: str = "plain") -> str:
    """The picture, in ASCII but for what the texts bring along; its width follows from the texts.

    The letters' widths are taken for the average; the picture says how wide each text is, so that it fits any type.
    """
    label, value = _short(label), _short(value)
    left, right = _width(label), _width(value)
    width = left + right
    name = escape(f"{label}: {value}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" role="img" aria-label="{name}">'
        f"<title>{name}</title>"
        f'<rect width="{width}" height="{_HEIGHT}" rx="4" fill="{COLORS[look]}"/>'
        f'<path d="M4 0h{left - 4}v{_HEIGHT}H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="#1c2033"/>'
        '<g fill="#ffffff" font-family="\'Segoe UI\',system-ui,Roboto,Arial,sans-serif" font-size="11.5" '
        'text-anchor="middle">'
        f"{_text(label, left / 2, left)}{_text(value, left + right / 2, right)}</g></svg>"
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _width(text: str) -> int:
    return round(len(text) * _LETTER) + _ROOM


def _text(text: str, middle: float, width: int) -> str:
    if not text:
        return ""
    place = f'x="{middle:g}" y="14" textLength="{width - _ROOM}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {place}>{escape(text)}</text>"
