"""Every text of the app in every language: where each comes from, what is missing, and what is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.document import join_pointer, split_pointer
from teamshelf.preview.reading import Text, drawable, key_at, key_of, known_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.preview.surfaces.view import View

MAX_ROWS = 300
"""Texts that the table shows; an app that fills every list has more."""

MAX_COLUMNS = 12
"""Languages that the table shows beside each other."""


class Cell(Struct, frozen=True):
    """A text in one language.

    Attributes:
        text: what people read; None where nobody reads anything.
        is_own: it stands in the file of the language itself, and not in one below.
        is_too_long: it has more characters than Teams takes.
    """

    text: Text | None
    is_own: bool
    is_too_long: bool


class Row(Struct, frozen=True):
    """A text in all languages, by the key that language files know it by; ``limit`` is its greatest length."""

    key: str
    pointer: str
    limit: int | None
    cells: tuple[Cell, ...]


class Languages(Struct, frozen=True, kw_only=True):
    """The table.

    Attributes:
        tags: the languages in its columns; the first may be empty, where the app does not say what its own is.
        missing: for each of them, how many texts come from another language.
        hidden_rows, hidden_columns: how many of each there is no room for.
    """

    tags: tuple[str, ...]
    default_tag: str
    rows: tuple[Row, ...]
    missing: tuple[int, ...]
    hidden_rows: int
    hidden_columns: int


def languages(view: View) -> Languages:
    """The texts of an app in its languages, the reader's own among the first."""
    all_tags = view.reading.tags
    first = [tag for tag in (view.reading.default_tag, view.reading.tag) if tag in all_tags]
    tags = tuple(dict.fromkeys((*first, *all_tags)))[:MAX_COLUMNS]
    pointers = list(_pointers(view))
    rows = tuple(_row(view, pointer, tags) for pointer in pointers[:MAX_ROWS])
    return Languages(
        tags=tags,
        default_tag=view.reading.default_tag,
        rows=rows,
        missing=tuple(sum(not row.cells[at].is_own for row in rows) for at in range(len(tags))),
        hidden_rows=max(0, len(pointers) - MAX_ROWS),
        hidden_columns=max(0, len(all_tags) - len(tags)),
    )


def _pointers(view: View) -> dict[str, None]:
    """The places of all texts that can be translated, in the order of the manifest, then those only files have."""
    value = view.app.file.value if view.app.file is not None else None
    known = known_keys(view.app.dialect.version)
    found = {join_pointer(path): None for path in _strings(value, ()) if key_of(path) in known}
    for texts in view.reading.texts_by_tag.values():
        found |= dict.fromkeys(texts)
    return found


def _strings(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _strings(member, (*path, name))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _strings(member, (*path, index))


def _row(view: View, pointer: str, tags: tuple[str, ...]) -> Row:
    path = tuple(int(step) if step.isdecimal() else step for step in split_pointer(pointer))
    limit = known_keys(view.app.dialect.version).get(key_at(pointer))
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]
    return Row(key, pointer, limit, tuple(_cell(view, pointer, tag, limit) for tag in tags))


def _cell(view: View, pointer: str, tag: str, limit: int | None) -> Cell:
    texts = view.reading.texts_by_tag
    default = view.default.text(pointer)
    for each in dict.fromkeys((tag, tag.partition("-")[0])):
        if each in texts and pointer in texts[each]:
            value = texts[each][pointer]
            text = Text(drawable(value), pointer, each, is_fallback=each != tag)
            return Cell(text, is_own=each == tag, is_too_long=limit is not None and len(value) > limit)
    is_default = tag == view.reading.default_tag
    too_long = is_default and default is not None and limit is not None and len(default.value) > limit
    return Cell(default, is_own=is_default and default is not None, is_too_long=too_long)
