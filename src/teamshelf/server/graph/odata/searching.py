"""`$search`: words and phrases that a resource's text must have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.server.graph.odata.faults import QueryFault, at
from teamshelf.server.graph.odata.tokens import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TERMS = 32
"""Words and phrases of one search."""

_TERM = re.compile(r'\s*(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<word>[^\s"()]+))')


class Sought(Struct, frozen=True):
    """What is searched for: one of the alternatives, joined by OR; of each all terms and none of the excluded ones."""

    alternatives: tuple[Terms, ...]


class Terms(Struct, frozen=True):
    """Terms that must and that must not be there."""

    wanted: tuple[str, ...]
    excluded: tuple[str, ...]


def parse_search(text: str) -> Sought:
    """What a `$search` asks for: words and "phrases", all of them unless OR stands between; NOT excludes the next.

    Raises:
        QueryFault: it cannot be read.
    """
    if len(text) > MAX_LENGTH:
        raise QueryFault("$search", f"it has {len(text)} characters, more than {MAX_LENGTH}")
    alternatives: list[Terms] = []
    wanted: list[str] = []
    excluded: list[str] = []
    excludes, count = False, 0
    for word, term in _terms(text):
        if word == "OR":
            alternatives.append(_checked(wanted, excluded, excludes=excludes))
            wanted, excluded = [], []
        elif word == "NOT":
            excludes = True
        elif word != "AND":
            (excluded if excludes else wanted).append(term)
            excludes = False
            count += 1
    alternatives.append(_checked(wanted, excluded, excludes=excludes))
    if count > MAX_TERMS:
        raise QueryFault("$search", f"it has {count} terms, more than {MAX_TERMS}")
    return Sought(tuple(alternatives))


def _checked(wanted: list[str], excluded: list[str], *, excludes: bool) -> Terms:
    if excludes or not (wanted or excluded):
        raise QueryFault("$search", "a word or a phrase is missing")
    return Terms(tuple(wanted), tuple(excluded))


def _terms(text: str) -> Iterator[tuple[str | None, str]]:
    """Each term; before it the word as written, None for a phrase: `"OR"` in quotation marks is searched for."""
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TERM.match(text, position)
        if match is None:
            raise QueryFault("$search", f"it cannot be read {at(text, position)}")
        phrase = match.group("phrase")
        yield (match.group("word"), match.group("word") or re.sub(r"\\(.)", r"\1", phrase or ""))
        position = match.end()
