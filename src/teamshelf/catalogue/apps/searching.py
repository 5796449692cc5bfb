"""Searching the shelf: by words, by what apps have, page after page.

A word is found anywhere in an app's names, texts, command titles, domains and ids, whatever its case and accents. A
page begins behind the last app of the one before, by its place in the order and not by a count: what comes or goes
meanwhile makes nobody miss or see an app twice.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import and_, case, false, func, literal, or_, select, tuple_

from teamshelf.catalogue.apps.facts import folded
from teamshelf.catalogue.apps.relevance import distance, distance_of
from teamshelf.catalogue.apps.seeing import visible_apps
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.apps.standing import standings
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Trait
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor

MOST_ON_A_PAGE = 200
"""Apps on one page at most."""

MOST_WORDS = 10
"""Words of a search that are looked for; who writes more has said enough."""

_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


_WILDCARD = re.compile(r"[\\%_]")
_ITSELF = r"\\\g<0>"  # behind a backslash, each stands for itself


class Query(Struct, frozen=True, kw_only=True):
    """What is looked for.

    Attributes:
        text: words that must all be found; or an id, which finds the app of it alone.
        chosen: by facet, values of which an app must have one; of each facet.
        owner_id: only apps of this account.
        is_published: only apps of which something is published.
        is_blocked: only apps that an administrator has blocked, or has not; None: nobody minds.
        is_waiting_for_admin: only apps that their publishers want blocked until an administrator has decided.
        expires_before: only apps whose certificate holds and ends before this moment.
        order: by `name`, by `relevance` to the text, or those `updated` last, or with the most `installs` first.
        size: apps on a page.
        after: where the page before ended, as it said.
        at: the moment of the search: a certification that has expired by then is none. None: nobody minds.
    """

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = {}
    owner_id: str | None = None
    is_published: bool = True
    is_blocked: bool | None = None
    is_waiting_for_admin: bool = False
    expires_before: datetime | None = None
    order: Literal["relevance", "name", "updated", "installs"] = "name"
    size: int = 50
    after: str | None = None
    at: datetime | None = None


class Page(Struct, frozen=True, kw_only=True):
    """Some of the apps found.

    Attributes:
        apps: in order.
        after: for the query of the next page; None on the last.
    """

    apps: tuple[App, ...]
    after: str | None


def search(session: Session, actor: Actor, query: Query) -> Page:
    """One page of the apps that fulfil a query, of those that the actor may see.

    Raises:
        Refusal: INVALID `page-unknown`: ``after`` comes from no page of this order.
    """
    size = max(1, min(query.size, MOST_ON_A_PAGE))
    column, is_falling = (distance(query.text), False) if query.order == "relevance" else _ORDERS[query.order]
    wanted = select(App).where(*conditions(session, actor, query))
    if query.after is not None:
        place = tuple_(column, App.id)
        value, app_id = _read_place(query.after, query.order)
        last = tuple_(literal(value, column.type), app_id)
        wanted = wanted.where(place < last if is_falling else place > last)
    by = (column.desc(), App.id.desc()) if is_falling else (column, App.id)
    found = session.scalars(wanted.order_by(*by).limit(size + 1)).all()
    after = _write_place(found[size - 1], query) if len(found) > size else None
    return Page(apps=tuple(found[:size]), after=after)


def count(session: Session, actor: Actor, query: Query) -> int:
    """How many apps fulfil a query, on all its pages."""
    return session.scalar(select(func.count()).select_from(App).where(*conditions(session, actor, query))) or 0


def count_up_to(session: Session, actor: Actor, query: Query, limit: int) -> int:
    """How many apps fulfil a query, but no more than so many: then nothing beyond them is read."""
    some = select(App.id).where(*conditions(session, actor, query)).limit(limit).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def conditions(session: Session, actor: Actor, query: Query) -> Iterator[ColumnElement[bool]]:
    """What must be true of an app that fulfils a query."""
    if query.is_published:  # everybody sees these: who asks would only keep the database from its index
        yield and_(App.deleted_at.is_(None), App.current_id.is_not(None))
    else:
        yield visible_apps(actor)
    if query.is_blocked is not None:
        yield func.coalesce(App.is_blocked, false()).is_(query.is_blocked)
    if query.is_waiting_for_admin:
        yield and_(App.blocked_by_publisher, App.is_blocked.is_(None))
    if query.expires_before is not None:
        yield App.certified_until <= query.expires_before
        if query.at is not None:
            yield App.certified_until > query.at
    if query.owner_id is not None:
        yield App.owner_id == query.owner_id
    yield from _chosen(session, actor, query)
    guid = _GUID.fullmatch(query.text.strip())
    if guid:
        yield or_(App.id == guid[1].lower(), App.external_id == guid[1].lower())
    else:
        yield from _words(session, query.text)


def _chosen(session: Session, actor: Actor, query: Query) -> Iterator[ColumnElement[bool]]:
    for facet, values in query.chosen.items():
        if facet is Facet.STATUS:
            known = standings(session, actor, query.at)
            yield or_(false(), *(known[value] for value in values if value in known))
        elif facet is Facet.CERTIFICATION:
            yield tier_in(query).in_(values)
            yield App.certification.in_({*values, *_BEFORE_EXPIRY.get(Tier.ATTESTED in values, ())})
        elif facet is Facet.CATEGORY:  # the app's row says it as well: the newest of a category are found in passing
            yield App.category.in_(values)
        else:
            yield App.id.in_(select(Trait.app_id).where(Trait.kind == facet.value, Trait.value.in_(values)))


_BEFORE_EXPIRY = {True: (Tier.CERTIFIED.value,)}
"""What an app that counts as attested may have been: a plain list of tiers is decided faster than a case."""


def tier_in(query: Query) -> ColumnElement[str]:
    """The tier of an app at the moment of the search."""
    if query.at is None:
        return App.certification.expression
    return case((App.certified_until <= query.at, Tier.ATTESTED.value), else_=App.certification)


def _words(session: Session, text: str) -> Iterator[ColumnElement[bool]]:
    """Each word is in the text. PostgreSQL looks into its index of trigrams, which knows only of patterns."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    for word in folded(text.replace("\0", " ")).split()[:MOST_WORDS]:
        if is_sqlite:
            yield func.instr(App.search_text, word) > 0
        else:
            yield App.search_text.like(f"%{_WILDCARD.sub(_ITSELF, word)}%")


_ORDERS: dict[str, tuple[Any, bool]] = {
    "name": (App.sort_name, False),
    "updated": (App.updated_at, True),
    "installs": (App.installs, True),
}


_PLACES: dict[str, Any] = {
    "name": tuple[Literal["name"], str, str],
    "updated": tuple[Literal["updated"], datetime, str],
    "installs": tuple[Literal["installs"], int, str],
    "relevance": tuple[Literal["relevance"], int, str],
}
"""What the place of an app in each order is: the order, the app's value in it, and its id."""


def _write_place(app: App, query: Query) -> str:
    value: Any
    if query.order == "relevance":
        value = distance_of(app, query.text)
    else:
        value = {"name": app.sort_name, "updated": app.updated_at, "installs": app.installs}[query.order]
    return base64.urlsafe_b64encode(msgspec.json.encode((query.order, value, app.id))).decode().rstrip("=")


def _read_place(text: str, order: str) -> tuple[Any, str]:
    try:
        place = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        _, value, app_id = msgspec.json.decode(place, type=_PLACES[order])
    except ValueError as error:  # of base64 and of msgspec alike
        raise Refusal(Kind.INVALID, "page-unknown", say("there is no such page: begin at the first")) from error
    return value, app_id
