"""Addresses from manifests, as far as a page may link to them."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_link(url: str) -> str:
    """The address of a page that can be linked to; empty for anything else, such as a script.

    >>> web_link("https://www.example.com/help"), web_link("javascript:alert(1)")
    ('https://www.example.com/help', '')
    """
    if not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        is_page = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        is_page = False
    return url if is_page else ""
