"""What a process does to a shelf, over and over, until it is killed: and the same with a mistake in it.

Each deed is acknowledged once the service has returned. The mutants are shelves as they must not be: the harness has to
find out about each of them.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from teamshelf.catalogue import shelf as shelves
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, Installation, Package, Version
from teamshelf.catalogue.upkeep.migrating import migrate, newest_step
from teamshelf.catalogue.versions import storing
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.stocking import BOT, CHAT, EVERYWHERE, OTHER_TEAM, TEAM, package
from tests.faults.judging import Acknowledged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from teamshelf.catalogue.database import Database
    from tests.catalogue.shelves import People

    Deed = Callable[[Shelf, People, Random], Iterator[Acknowledged]]

LEFT_ALONE = frozenset({Kind.CONFLICT, Kind.UNAVAILABLE, Kind.NOT_FOUND, Kind.PRECONDITION})
"""Refusals that are to be expected while others work on the same shelf and its database comes and goes."""

OVERTAKEN = frozenset({"version-decreased", "version-not-incremented"})
"""Refusals of an update that somebody else's has overtaken since its number was chosen."""


def publish_new(shelf: Shelf, people: People, random: Random) -> Iterator[Acknowledged]:
    """A new app, at once."""
    made = publish(shelf, people.admin, package(**_named(random), **EVERYWHERE))
    yield Acknowledged("published", made.version_id)


def publish_update(shelf: Shelf, people: People, random: Random) -> Iterator[Acknowledged]:
    """An update of some app, which asks for more now and then."""
    app = _some_app(shelf, random)
    if app is not None:
        members = _following(shelf, app) | ({"bots": [BOT]} if random.random() < 0.5 else {})
        made = publish(shelf, people.admin, package(**members, **EVERYWHERE), app_id=app.id)
        yield Acknowledged("published", made.version_id)


def submit_and_approve(shelf: Shelf, people: People, random: Random) -> Iterator[Acknowledged]:
    """A new app that a reviewer approves."""
    made = publish(shelf, people.publisher, package(**_named(random), **EVERYWHERE), for_review=True)
    yield Acknowledged("submitted", made.version_id)
    approve(shelf, people.reviewer, made.version_id, reason="looks good")
    yield Acknowledged("published", made.version_id)


def install_somewhere(shelf: Shelf, people: People, random: Random) -> Iterator[Acknowledged]:
    """Some app in some place."""
    app = _some_app(shelf, random)
    actor, place = random.choice(
        (
            (people.user, people.user.account_id or ""),
            (people.other_user, people.other_user.account_id or ""),
            (people.user, TEAM),
            (people.other_user, OTHER_TEAM),
            (people.user, CHAT),
        )
    )
    if app is not None:
        made = install(shelf, actor, app.id, place)
        yield Acknowledged("installed", made.installation_id)


def uninstall_something(shelf: Shelf, people: People, random: Random) -> Iterator[Acknowledged]:
    """Some app that the user has for themselves."""
    own = select(Installation.id).where(Installation.place_id == people.user.account_id)
    with shelf.reading() as session:
        found = session.scalars(own.offset(random.randint(0, 5)).limit(1)).first()
    if found is not None:
        uninstall(shelf, people.user, found)
        yield Acknowledged("uninstalled", found)


def remove_app(shelf: Shelf, people: People, random: Random) -> Iterator[Acknowledged]:
    """Some app, with all its installations."""
    app = _some_app(shelf, random)
    if app is not None:
        remove(shelf, people.admin, app.id)
        yield Acknowledged("removed", app.id)


USUAL: tuple[tuple[Deed, int], ...] = (
    (publish_new, 5),
    (publish_update, 6),
    (submit_and_approve, 5),
    (install_somewhere, 6),
    (uninstall_something, 1),
    (remove_app, 1),
)
"""What is done, and how often compared with the rest."""


def usual(database: Database, people: People, random: Random) -> Iterator[Acknowledged]:
    """Everything that can be done, in any order, without an end."""
    shelf = Shelf(database)
    deeds, shares = zip(*USUAL, strict=True)
    while True:
        with _leaving_alone():
            yield from random.choices(deeds, shares)[0](shelf, people, random)


def make_tables(database: Database, people: People, random: Random) -> Iterator[Acknowledged]:
    """Bring the database to today's tables, and wait for the end."""
    del people, random
    migrate(database)
    yield Acknowledged("migrated", newest_step())
    while True:
        time.sleep(1)


def row_before_bytes(database: Database, people: People, random: Random) -> Iterator[Acknowledged]:
    """MUTANT: the row of a version in one transaction, its package in the next."""
    shelf = Shelf(database)
    late: list[Any] = []
    vars(storing)["_keep_package"] = lambda _change, taken: late.append(taken)
    _let_go_of_foreign_keys(database)
    while True:
        with _leaving_alone():
            made = publish(shelf, people.admin, package(**_named(random), **EVERYWHERE))
            taken = late.pop()
            with database.writing() as session:
                session.add(
                    Package(
                        digest=taken.digest, content=taken.content, size=len(taken.content), created_at=shelf.clock()
                    )
                )
            yield Acknowledged("published", made.version_id)


def early_word(database: Database, people: People, random: Random) -> Iterator[Acknowledged]:
    """MUTANT: said to be done before it is. Nobody else touches its apps, so nobody makes the word true later."""
    shelf = Shelf(database)
    while True:
        with _leaving_alone():
            made = publish(shelf, people.admin, package(**_named(random)))
            yield Acknowledged("published", made.version_id)
            yield Acknowledged("removed", made.app_id)
            remove(shelf, people.admin, made.app_id)


def without_audit(database: Database, people: People, random: Random) -> Iterator[Acknowledged]:
    """MUTANT: the audit is told nothing, and what would notice that at once is asleep."""
    shelves.Change.record = lambda self, *_, **__: setattr(self, "_is_recorded", True)  # type: ignore[method-assign]
    yield from usual(database, people, random)


def _named(random: Random) -> dict[str, Any]:
    """The identity of an app that nobody has seen."""
    return {"id": str(UUID(int=random.getrandbits(128), version=4)), "packageName": None}


def _some_app(shelf: Shelf, random: Random) -> App | None:
    with shelf.reading() as session:
        listed = select(App).where(App.current_id.is_not(None), App.deleted_at.is_(None)).order_by(App.created_at)
        count = session.scalar(select(func.count()).select_from(listed.subquery())) or 0
        return session.scalars(listed.offset(random.randrange(count)).limit(1)).first() if count else None


def _following(shelf: Shelf, app: App) -> dict[str, Any]:
    """The identity of an app, with the next version."""
    with shelf.reading() as session:
        numbers = session.scalars(select(Version.number).where(Version.app_id == app.id)).all()
    newest = max(int(number.split(".")[1]) for number in numbers)
    return {"id": app.external_id, "version": f"1.{newest + 1}.0", "packageName": None}


def _let_go_of_foreign_keys(database: Database) -> None:
    """What the database itself would refuse: a mutant gets past it."""
    from sqlalchemy import event

    statement = "PRAGMA foreign_keys=OFF" if database.is_sqlite else "SET session_replication_role = replica"

    @event.listens_for(database.engine, "checkout")
    def _prepare(connection: Any, *_: Any) -> None:
        connection.execute(statement)
        if not database.is_sqlite:
            connection.commit()


@contextmanager
def _leaving_alone() -> Iterator[None]:
    """Go on after what is to be expected."""
    try:
        yield
    except Refusal as refusal:
        if refusal.kind not in LEFT_ALONE and refusal.rule not in OVERTAKEN:
            raise
