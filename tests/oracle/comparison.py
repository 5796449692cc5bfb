"""Two schemas before the same documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Comparison(msgspec.Struct, frozen=True):
    """What came of it.

    Attributes:
        documents: how many different documents both judged.
        accepted: how many of them are valid.
        disagreements: for each document they judged differently, the place of the change and the document.
    """

    documents: int
    accepted: int
    disagreements: list[str]


def compared(
    official: Callable[[Any], bool], ours: Callable[[Any], bool], documents: Iterable[tuple[str, Any]]
) -> Comparison:
    """Ask both about every document once; each comes with the place that it is about."""
    seen: set[int] = set()
    accepted = 0
    disagreements: list[str] = []
    for place, document in documents:
        written = msgspec.json.encode(document)
        identity = hash(written)
        if identity in seen:
            continue
        seen.add(identity)
        verdict = official(document)
        accepted += verdict
        if ours(document) != verdict:
            rightly = "accepts" if verdict else "rejects"
            disagreements.append(f"{place}: the official schema {rightly} {written.decode()[:2000]}")
    return Comparison(len(seen), accepted, disagreements)
