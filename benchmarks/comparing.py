"""Comparing two versions of an app, against checking one of them: what an update means should cost little more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from manifests import full_manifests
from pairs import computed, paired
from table import Row

import teamshelf

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFESTS = 50
PASSES = 5
ROUNDS = 40


def run() -> Iterator[Row]:
    """An update of a few changes, one that asks for consent, and another app's manifest altogether."""
    manifests = full_manifests(MANIFESTS)
    size = f"manifests of {sum(map(len, manifests)) / MANIFESTS / 1000:.1f} kB"
    updates = [_updated(manifest) for manifest in manifests]
    others = [*manifests[1:], manifests[0]]

    def checking() -> None:
        for _ in range(PASSES):
            for manifest in manifests:
                teamshelf.check(manifest)

    def comparing(news: list[bytes]) -> None:
        for _ in range(PASSES):
            for old, new in zip(manifests, news, strict=True):
                teamshelf.compare(old, new)

    count = len(teamshelf.compare(manifests[0], updates[0]).changes)
    ratio = paired(computed(lambda: comparing(updates)), computed(checking), ROUNDS)
    yield Row("comparing: an update / checking one of them", str(ratio), "3.0", f"{size}, {count} changes, consent")
    count = len(teamshelf.compare(manifests[0], others[0]).changes)
    ratio = paired(computed(lambda: comparing(others)), computed(checking), ROUNDS)
    yield Row("comparing: all names and hosts changed / checking one", str(ratio), note=f"{count} changes")


def _updated(manifest: bytes) -> bytes:
    """The next version: another text, a tab and a permission more or less, a command renamed."""
    value = json.loads(manifest)
    value["version"] = "9.0.0"
    value["description"]["short"] = "Another text."
    tab = {"entityId": "archive", "name": "Archive", "contentUrl": "https://example.com/old", "scopes": ["personal"]}
    value["staticTabs"].append(tab)
    value["permissions"] = value["permissions"][:1]
    value["composeExtensions"][0]["commands"][0]["title"] = "Another title"
    return json.dumps(value, separators=(",", ":")).encode()
