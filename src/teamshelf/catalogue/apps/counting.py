"""How many of the apps that a search finds have what: the facets beside the results, each value with its count.

What everybody sees alike is counted once for each state of the shelf and remembered with its revision: counting ten
thousand apps takes longer than all the rest of the page. What apps are to one person is counted for that person, and
nowhere kept.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct
from sqlalchemy import func, literal, select

from teamshelf.catalogue.apps.searching import Query, conditions, count, tier_in
from teamshelf.catalogue.apps.showing import TRAITS, Facet
from teamshelf.catalogue.apps.standing import Standing, standings
from teamshelf.catalogue.revision import REVISION
from teamshelf.catalogue.tables import App, Trait

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor

MOST_VALUES = 50
"""Values of a facet that are counted: those with the most apps."""

MOST_REMEMBERED = 200
"""Searches whose counts a process remembers; what was not asked for longest is forgotten first."""


class Count(Struct, frozen=True):
    """How many of the apps found have a value of a facet; for a facet in which something was chosen, would have."""

    value: str
    apps: int


class Counted(Struct, frozen=True):
    """What a search finds, in numbers.

    Attributes:
        amount: of apps, on all pages.
        facets: by facet, its values, the most frequent first.
    """

    amount: int
    facets: dict[Facet, tuple[Count, ...]]


class _Kept(Struct, frozen=True):
    """What was counted, and for which state of the shelf it holds.

    Attributes:
        since: the moment of the search; None where certificates do not expire for it.
        until: when the next certificate expires; None where none does.
    """

    revision: int
    since: datetime | None
    until: datetime | None
    counted: Counted

    def holds(self, revision: int, at: datetime | None) -> bool:
        """Whether nothing has changed since, and no certificate has expired."""
        if self.revision != revision or (self.since is None) != (at is None):
            return False
        if self.since is None or at is None:
            return True
        return self.since <= at and (self.until is None or at < self.until)


def counted(session: Session, actor: Actor, query: Query) -> Counted:
    """The numbers of a search: remembered where they are the same for everybody, and with what is the actor's own."""
    plain = msgspec.structs.replace(query, order="name", size=0, after=None, at=None)
    if query.is_published and query.owner_id is None and Facet.STATUS not in query.chosen:
        found = _REMEMBERED.counted(session, actor, query, plain)
    else:
        found = _count_all(session, actor, query)
    own = tuple(_standing_counts(session, actor, query, found.amount))
    return Counted(found.amount, found.facets | {Facet.STATUS: own})


def _count_all(session: Session, actor: Actor, query: Query) -> Counted:
    return Counted(count(session, actor, query), facets(session, actor, query))


class _Memory:
    """The last few that were counted, for each database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: WeakKeyDictionary[Any, OrderedDict[bytes, _Kept]] = WeakKeyDictionary()

    def counted(self, session: Session, actor: Actor, query: Query, plain: Query) -> Counted:
        """What was counted of a search at this revision; counted now if it was not."""
        # The revision is read first: what is counted after it can only be newer than it says, and is asked again then.
        revision = session.scalar(select(REVISION)) or 0
        key = msgspec.msgpack.encode(plain)
        with self._lock:
            mine = self._kept.setdefault(session.get_bind(), OrderedDict())
            known = mine.get(key)
            if known is not None and known.holds(revision, query.at):
                mine.move_to_end(key)
                return known.counted
        until = _next_expiry(session, query.at)
        made = _Kept(revision, query.at, until, _count_all(session, actor, query))
        with self._lock:
            mine[key] = made
            mine.move_to_end(key)
            while len(mine) > MOST_REMEMBERED:
                mine.popitem(last=False)
        return made.counted


_REMEMBERED = _Memory()


def _next_expiry(session: Session, at: datetime | None) -> datetime | None:
    """When the next certificate ends, from which on the tiers count otherwise."""
    if at is None:
        return None
    return session.scalar(select(func.min(App.certified_until)).where(App.certified_until > at))


def _standing_counts(session: Session, actor: Actor, query: Query, amount: int) -> Iterator[Count]:
    """What the apps found are to whoever asks; what was chosen of it narrows not itself.

    Most apps are available to most people: these are what is left when the few others are taken away.
    """
    known = standings(session, actor, query.at)
    if not known:
        return
    others = {facet: values for facet, values in query.chosen.items() if facet is not Facet.STATUS}
    narrowed = msgspec.structs.replace(query, chosen=others)
    total = amount if others == query.chosen else count(session, actor, narrowed)
    found = [*conditions(session, actor, narrowed)]
    asked: dict[str, list[ColumnElement[bool]]] = {
        name: [known[name]] for name in (Standing.ADDED, Standing.UPDATE, Standing.REQUESTED, Standing.BLOCKED)
    }
    asked["both"] = [known[Standing.ADDED], known[Standing.BLOCKED]]
    counts = [select(func.count()).select_from(App).where(*found, *holds).scalar_subquery() for holds in asked.values()]
    apps = dict(zip(asked, session.execute(select(*counts)).one(), strict=True))
    apps[Standing.AVAILABLE] = total - apps[Standing.ADDED] - apps[Standing.BLOCKED] + apps["both"]
    yield from (Count(each.value, apps[each]) for each in Standing if apps[each])


def facets(
    session: Session, actor: Actor, query: Query, wanted: Iterable[Facet] = Facet
) -> dict[Facet, tuple[Count, ...]]:
    """What the apps found have, each value with its count, the most frequent first; of all facets or of some.

    What was chosen in a facet does not narrow that facet itself, so that one can see what else there is to choose.
    """
    counted: dict[Facet, list[Count]] = {facet: [] for facet in wanted if facet is not Facet.STATUS}
    unchosen = [facet for facet in counted if facet not in query.chosen]
    for facets_alike in (unchosen, *([facet] for facet in query.chosen if facet in counted)):
        others = {facet: values for facet, values in query.chosen.items() if facet not in facets_alike}
        narrowed = msgspec.structs.replace(query, chosen=others)
        for kind, value, apps in _counts(session, actor, narrowed, facets_alike):
            counted[Facet(kind)].append(Count(value, apps))
    for counts in counted.values():
        counts.sort(key=lambda each: (-each.apps, each.value))
    return {facet: tuple(counts[:MOST_VALUES]) for facet, counts in counted.items()}


def _counts(session: Session, actor: Actor, query: Query, wanted: Sequence[Facet]) -> Iterator[tuple[str, str, int]]:
    """Facet, value and count of what a query finds, for some facets at once: the search is made only once for them."""
    kinds = [facet.value for facet in wanted if facet in TRAITS]
    matching = select(App.id, tier_in(query).label("tier")).where(*conditions(session, actor, query))
    found = matching.cte("found").prefix_with("MATERIALIZED")  # else each trait would be searched
    traits = select(Trait.kind, Trait.value, func.count()).where(Trait.kind.in_(kinds))
    if query != Query(order=query.order, size=query.size, after=query.after, at=query.at):
        traits = traits.join(found, found.c.id == Trait.app_id)  # else all that is listed is found, as all traits are
    yield from session.execute(traits.group_by(Trait.kind, Trait.value))
    if Facet.CERTIFICATION in wanted:
        tiers = select(literal(Facet.CERTIFICATION.value), found.c.tier, func.count()).group_by(found.c.tier)
        yield from session.execute(tiers)
