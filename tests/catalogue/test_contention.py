"""Many at once: exactly one wins, the others hear why, and the counts are right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.installations.running import running_version
from teamshelf.catalogue.installations.updating import accept
from teamshelf.catalogue.people.actors import OPERATOR, Actor, Role
from teamshelf.catalogue.places.importing import import_directory
from teamshelf.catalogue.policy.policies import allow_all, block, block_all
from teamshelf.catalogue.policy.requests import request_access
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import AccessRequest, Account, App, AuditEvent, Installation, Receipt, Version
from tests.catalogue.stocking import BOT, CHAT, put, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

AT_ONCE = 8


def at_once(*services: Callable[[], Any]) -> list[Any]:
    """What all services give or refuse when they begin at the same moment."""
    together = Barrier(len(services))

    def do(service: Callable[[], Any]) -> Any:
        together.wait()
        try:
            return service()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(services)) as threads:
        return list(threads.map(do, services))


def counted(shelf: Shelf, table: Any, *conditions: Any) -> int:
    """How many rows there are."""
    with shelf.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def installs(shelf: Shelf, app_id: str) -> int:
    """What the app's row counts."""
    with shelf.reading() as session:
        return session.get_one(App, app_id).installs


def test_apps_changed_together_wait_for_each_other(shelf: Shelf, people: People) -> None:
    """Named in opposite orders by several administrators at once, nobody blocks anybody for good, and all end alike."""
    apps = [put(shelf, people, id=f"00000000-0000-4000-8000-0000000000b{number}") for number in range(6)]
    backwards = apps[::-1]

    done = at_once(
        *(lambda: block_all(shelf, people.admin, apps) for _ in range(4)),
        *(lambda: allow_all(shelf, people.admin, backwards) for _ in range(4)),
    )

    assert [] == [each for each in done if isinstance(each, Refusal)]
    with shelf.reading() as session:
        assert 1 == len(set(session.scalars(select(App.is_blocked).where(App.id.in_(apps)))))


def test_an_app_comes_to_a_place_once(shelf: Shelf, people: People) -> None:
    """Of many who add it at once, one does; the others are told that it is there."""
    settle(shelf, people)
    app_id = put(shelf, people)

    outcomes = at_once(
        *(lambda actor=actor: install(shelf, actor, app_id, CHAT) for actor in [people.user, people.other_user] * 4)
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert [(Kind.CONFLICT, "already-installed")] * (AT_ONCE - 1) == [(each.kind, each.rule) for each in refused]
    assert (1, 1, 1) == (installs(shelf, app_id), counted(shelf, Installation), counted(shelf, Receipt))


def test_no_install_is_lost_from_the_count(shelf: Shelf, people: People) -> None:
    """Many users add one app at once: all of them do, and all are counted, also when they remove it again."""
    app_id = put(shelf, people)
    names = [f"user{number}@example.com" for number in range(AT_ONCE)]
    lines = "\n".join(f'{{"kind": "user", "name": "{name}"}}' for name in names)
    import_directory(shelf, OPERATOR, lines.encode(), "people.jsonl")
    with shelf.reading() as session:
        rows = session.execute(select(Account.id, Account.name).where(Account.name.in_(names))).all()
    actors = [Actor(account_id=row.id, name=row.name, role=Role.USER) for row in rows]

    added = at_once(*(lambda actor=actor: install(shelf, actor, app_id, actor.account_id or "") for actor in actors))
    after_adding = installs(shelf, app_id)
    at_once(
        *(
            lambda actor=actor, each=each: uninstall(shelf, actor, each.installation_id)
            for actor, each in zip(actors[:5], added[:5], strict=True)
        )
    )

    assert (AT_ONCE, AT_ONCE - 5) == (after_adding, installs(shelf, app_id))
    assert AT_ONCE - 5 == counted(shelf, Installation)


def test_an_update_is_accepted_once(shelf: Shelf, people: People) -> None:
    """Of two who accept at once, one gives the consent; for the other there is nothing left to do."""
    settle(shelf, people)
    app_id = put(shelf, people)
    installation_id = install(shelf, people.user, app_id, CHAT).installation_id
    put(shelf, people, "2.0.0", app_id, bots=[BOT])

    outcomes = at_once(
        *(lambda actor=actor: accept(shelf, actor, installation_id) for actor in [people.user, people.other_user] * 2)
    )

    assert [()] * 3 + [(installation_id,)] == sorted(outcome.installation_ids for outcome in outcomes)
    assert 1 == counted(shelf, Receipt, Receipt.decision == "updated")
    assert 1 == counted(shelf, AuditEvent, AuditEvent.action == Action.CONSENT_GRANTED)


def test_adding_and_publishing_at_once_leaves_no_gap(shelf: Shelf, people: People) -> None:
    """Who adds an app while a version is published has the one or the other, with its own surface."""
    settle(shelf, people)
    app_id = put(shelf, people)

    added, published = at_once(
        lambda: install(shelf, people.user, app_id, CHAT),
        lambda: put(shelf, people, "2.0.0", app_id, bots=[BOT]),
    )

    assert app_id == published
    with shelf.reading() as session:
        installation = session.get_one(Installation, added.installation_id)
        version = session.get_one(Version, added.version_id)
        running = running_version(session, installation, shelf.clock())
    assert (version.surface_id, version.sequence) == (installation.surface_id, installation.sequence)
    assert version.id == (running.id if running else None)


def test_a_place_comes_to_be_once(shelf: Shelf, people: People) -> None:
    """Two who are the first to use a place with different apps both find it, and one of them owns it."""
    first = put(shelf, people)
    second = put(shelf, people, id="11f80bd4-22f3-4c12-8a38-1c5bb0a9e7d1")
    change_settings(shelf, people.admin, create_places_on_use=True)

    outcomes = at_once(
        lambda: install(shelf, people.user, first, CHAT), lambda: install(shelf, people.user, second, CHAT)
    )

    assert [CHAT, CHAT] == [outcome.place_id for outcome in outcomes]
    assert 1 == counted(shelf, AuditEvent, AuditEvent.action == Action.PLACE_CREATED)


def test_somebody_asks_once(shelf: Shelf, people: People) -> None:
    """However often they press the button."""
    app_id = put(shelf, people)
    block(shelf, people.admin, app_id)

    outcomes = at_once(*[lambda: request_access(shelf, people.user, app_id)] * 4)

    assert 1 == len(set(outcomes))
    assert 1 == counted(shelf, AccessRequest)


def test_settings_are_settled_one_after_the_other(shelf: Shelf, people: People) -> None:
    """Two administrators settle different things at once, and both hold."""
    outcomes = at_once(
        lambda: change_settings(shelf, people.admin, rollout_hours=2),
        lambda: change_settings(shelf, people.admin, four_eyes=True),
    )

    assert not [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert 2 == counted(shelf, AuditEvent, AuditEvent.action == Action.SETTING_CHANGED)
