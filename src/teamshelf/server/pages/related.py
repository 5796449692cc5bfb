"""What else somebody may want who looks at an app: more of its publisher, and apps like it.

Two apps are alike where they stand in the same category, and where there are too few of these, if they can do the same;
of those, the ones that most people have come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.apps.searching import Query, search
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.server.pages.cards import Card, cards_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.app_head import Seen
    from teamshelf.server.pages.visiting import Visit

MOST = 3
"""Apps in each of the two rows."""


class Related(Struct, frozen=True):
    """Other apps beside an app; nothing is in both rows."""

    siblings: tuple[Card, ...]
    similar: tuple[Card, ...]


def related_to(session: Session, visit: Visit, seen: Seen, at: datetime) -> Related:
    """What stands beside an app."""
    siblings = _siblings(session, visit, seen)
    similar = _similar(session, visit, seen, {seen.app.id, *(app.id for app in siblings)})
    cards = cards_of(session, visit, [*siblings, *similar], at)
    return Related(cards[: len(siblings)], cards[len(siblings) :])


def _siblings(session: Session, visit: Visit, seen: Seen) -> list[App]:
    publisher = seen.facts.developer.name
    if not publisher:
        return []
    query = Query(chosen={Facet.PUBLISHER: (publisher,)}, order="updated", size=MOST + 1)
    return [app for app in search(session, visit.actor, query).apps if app.id != seen.app.id][:MOST]


def _similar(session: Session, visit: Visit, seen: Seen, known: Collection[str]) -> list[App]:
    likenesses: list[dict[Facet, tuple[str, ...]]] = []
    if seen.app.category:
        likenesses.append({Facet.CATEGORY: (seen.app.category,)})
    if seen.facts.capabilities:
        likenesses.append({Facet.CAPABILITY: seen.facts.capabilities})
    found: dict[str, App] = {}
    for chosen in likenesses:
        if len(found) < MOST:
            query = Query(chosen=chosen, order="installs", size=MOST + len(known) + len(found))
            found |= {app.id: app for app in search(session, visit.actor, query).apps if app.id not in known}
    return list(found.values())[:MOST]
