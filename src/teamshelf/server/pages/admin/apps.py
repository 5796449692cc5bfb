"""All apps in one table, for those who look after them: searched, ordered, and as CSV."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.params import FromQuery
from litestar.response import Stream
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.searching import MOST_ON_A_PAGE, Query, search
from teamshelf.catalogue.policy.access import Access, Status, status_of
from teamshelf.catalogue.policy.customising import published_overrides
from teamshelf.catalogue.policy.requests import request_counts
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Account, App, Version
from teamshelf.catalogue.trail import csv_line
from teamshelf.catalogue.versions.states import PENDING
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.columns import COLUMNS, COLUMNS_COOKIE, columns_of, named
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.overview import SOON
from teamshelf.server.pages.cards import ShownTier, app_path, tier_of
from teamshelf.server.pages.dev.areas import Pill
from teamshelf.server.pages.going import done_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor

SIZE = 40
"""Apps on a page."""

Order = Literal["name", "updated", "installs"]

STATUS_NAMES: dict[Status, Pill] = {
    Status.ALLOWED: Pill(say("Allowed"), "good"),
    Status.BLOCKED: Pill(say("Blocked"), "bad"),
    Status.BLOCKED_BY_PUBLISHER: Pill(say("Blocked by publisher"), "warn"),
    Status.BLOCKED_ORG_WIDE: Pill(say("All apps are blocked"), "bad"),
}
SHOWN: dict[str, Message] = {
    "all": say("All"),
    "blocked": say("Blocked"),
    "blocked-by-publisher": say("Blocked by publisher"),
    "expiring": say("Certificate ends soon"),
}

PUBLISHED = Pill(say("Published"), "plain")
UPDATE_SUBMITTED = Pill(say("Update submitted"), "warn")

CSV_COLUMNS = (
    "name",
    "certification",
    "publisher",
    "version",
    "status",
    "access",
    "customised",
    "requests",
    "installs",
    "externalId",
    "id",
    "updatedAt",
    "owner",
    "publishing",
    "customisable",
)
"""The columns of the table that is made of the list: all there are, whichever the page shows."""

ACCESS_NAMES: dict[str, Message] = {
    Access.EVERYONE: say("Everyone"),
    Access.ASSIGNED: say("Only those named below"),
    Access.NOBODY: say("Nobody"),
}
"""How the form calls whom an app is for."""

FOR_WHOM: dict[str, Message] = {**ACCESS_NAMES, Access.ASSIGNED: say("Some")}
"""And how the table does."""


class AppRow(Struct, frozen=True, kw_only=True):
    """An app in the list.

    Attributes:
        review_url: of an update of it that waits for a reviewer; empty where none does.
    """

    id: str
    external_id: str
    url: str
    name: str
    icon_url: str
    publisher: str
    number: str
    tier: ShownTier
    status: Pill
    status_name: str
    access: str
    is_customisable: bool
    is_customised: bool
    requests: int
    installs: int
    updated_at: datetime
    owner: str
    public_url: str
    review_url: str

    @property
    def publishing(self) -> Pill:
        """Whether an update of it waits, in a word."""
        return UPDATE_SUBMITTED if self.review_url else PUBLISHED

    @property
    def for_whom(self) -> Message:
        """Whom the app is for, in a word."""
        return FOR_WHOM[self.access]


@get("/admin/apps", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_apps(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    request: Request[Any, Any, Any],
    q: FromQuery[str | None] = None,
    show: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    columns: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """A page of the apps; the address can name its columns, before those that the browser remembers."""
    text = (q or "")[:200]
    shown = show if show in SHOWN else "all"
    order = sort if sort in ("name", "updated", "installs") else "name"
    query = _query(text, shown, order, after, shelf.clock())
    with shelf.reading() as session:
        found = search(session, actor, query)
        rows = tuple(rows_of(session, found.apps, shelf.clock()))
    shown_columns = columns_of(request.cookies.get(COLUMNS_COOKIE) if columns is None else columns)
    found_by = {name: value for name, value in (("q", text), ("show", shown)) if value}
    kept = found_by if columns is None else {**found_by, "columns": named(shown_columns)}
    return page(
        visit,
        "admin/apps.html",
        rooms=rooms_of(visit),
        apps=rows,
        columns=shown_columns,
        all_columns=COLUMNS,
        named_columns=kept.get("columns", ""),
        own_url=f"/admin/apps?{urlencode({**found_by, 'sort': order})}",
        shared_url=f"/admin/apps?{urlencode({**found_by, 'sort': order, 'columns': named(shown_columns)})}",
        text=text,
        shown=shown,
        filters=SHOWN,
        order=order,
        sort_url=f"/admin/apps?{urlencode(kept)}&sort=",
        next_url=f"/admin/apps?{urlencode({**kept, 'sort': order, 'after': found.after})}" if found.after else "",
        csv_url=f"/admin/apps.csv?{urlencode({**found_by, 'sort': order})}",
        is_first=after is None,
        done=done_of(done),
    )


@get("/admin/apps.csv", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False, media_type="text/csv")
def export_apps(
    *,
    shelf: TheShelf,
    actor: TheActor,
    q: FromQuery[str | None] = None,
    show: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
) -> Stream:
    """All of them as a table for a spreadsheet."""
    order = sort if sort in ("name", "updated", "installs") else "name"
    query = _query((q or "")[:200], show or "all", order, None, shelf.clock())
    name = {"Content-Disposition": 'attachment; filename="teamshelf-apps.csv"'}
    return Stream(_lines(shelf, actor, msgspec.structs.replace(query, size=MOST_ON_A_PAGE)), headers=name)


def rows_of(session: Session, apps: Sequence[App], at: datetime) -> Iterator[AppRow]:
    """Apps as the list shows them."""
    settled = settled_in(session)
    waiting = request_counts(session)
    customised = published_overrides(session, [app.id for app in apps])
    current = {
        version.id: version
        for version in session.scalars(select(Version).where(Version.id.in_([app.current_id for app in apps])))
    }
    ids = {app.owner_id for app in apps}
    pending = select(Version.app_id, Version.id).where(
        Version.app_id.in_([app.id for app in apps]), Version.state.in_(sorted(PENDING))
    )
    submitted = dict(session.execute(pending).all())
    owners = dict(session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids))).all())
    for app in apps:
        version = current.get(app.current_id or "")
        status = status_of(app, settled)
        yield AppRow(
            id=app.id,
            external_id=app.external_id,
            url=f"/admin/apps/{app.id}",
            name=app.display_name,
            icon_url=icon_url(version.color_icon if version else None),
            publisher=app.publisher,
            number=version.number if version else "",
            tier=tier_of(app, at),
            status=STATUS_NAMES[status],
            status_name=status.value,
            access=app.access,
            is_customisable=bool(version is not None and version.facts.get("configurableProperties")),
            is_customised=app.id in customised,
            requests=waiting.get(app.id, 0),
            installs=app.installs,
            updated_at=app.updated_at,
            owner=owners.get(app.owner_id, ""),
            public_url=app_path(app),
            review_url=f"/admin/reviews/{submitted[app.id]}" if app.id in submitted else "",
        )


def _query(text: str, shown: str, order: Any, after: str | None, at: datetime) -> Query:
    return Query(
        text=text,
        order=order,
        after=after,
        size=SIZE,
        at=at,
        is_blocked=True if shown == "blocked" else None,
        is_waiting_for_admin=shown == "blocked-by-publisher",
        expires_before=at + SOON if shown == "expiring" else None,
    )


def _lines(shelf: TheShelf, actor: Actor, query: Query) -> Iterator[str]:
    yield csv_line(CSV_COLUMNS)
    while True:
        with shelf.reading() as session:
            found = search(session, actor, query)
            rows = tuple(rows_of(session, found.apps, shelf.clock()))
        yield "".join(csv_line(_cells(row)) for row in rows)
        if found.after is None:
            return
        query = msgspec.structs.replace(query, after=found.after)


def _cells(row: AppRow) -> tuple[str, ...]:
    return (
        row.name,
        row.tier.name,
        row.publisher,
        row.number,
        row.status_name,
        row.access,
        "yes" if row.is_customised else "no",
        str(row.requests),
        str(row.installs),
        row.external_id,
        row.id,
        row.updated_at.isoformat(),
        row.owner,
        "update-submitted" if row.review_url else "published",
        "yes" if row.is_customisable else "no",
    )
