"""JSON pointers (RFC 6901): the path to a value as one text, such as ``/bots/0/botId``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def join_pointer(parts: Iterable[str | int]) -> str:
    """The pointer whose steps are the given property names and array indices; no steps give ``""``, the whole.

    >>> join_pointer(["definitions", "a/b", 0])
    '/definitions/a~1b/0'
    """
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def split_pointer(pointer: str) -> tuple[str, ...]:
    """The steps of a pointer, unescaped; the inverse of :func:`join_pointer` up to indices, which come as text.

    Raises ValueError for a text that is neither empty nor begins with a slash.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"a JSON pointer begins with a slash, unlike {pointer!r}")
    # RFC 6901, section 4: "~1" first, so that "~01" becomes "~1" and not "/".
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))
