"""Counts beside a search: remembered as long as nothing changes, and for each person what apps are to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, update

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.counting import counted, facets
from teamshelf.catalogue.apps.describing import describe_app
from teamshelf.catalogue.apps.facts import from_stored
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.searching import Query, count, search
from teamshelf.catalogue.apps.showing import Facet, needs_of
from teamshelf.catalogue.certification.certifying import verify_publisher
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.installations.updating import pending_updates
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.policy.access import Access, Mode, decide, usable_apps
from teamshelf.catalogue.policy.policies import allow, assign_policy, block, save_policy, set_access
from teamshelf.catalogue.policy.requests import request_access
from teamshelf.catalogue.settings import change_settings, settings
from teamshelf.catalogue.tables import App, Version
from teamshelf.consent import in_groups, sentences_for
from tests.catalogue.looking import own
from tests.catalogue.stocking import BOT, OTHER_TEAM, TEAM, asking_for, put, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def some(shelf: Shelf, people: People, number: int, version: str = "1.0.0", **members: Any) -> str:
    """An app of its own; the catalogue's id."""
    return put(shelf, people, version, id=str(UUID(int=number, version=4)), packageName=None, **members)


def numbers(shelf: Shelf, actor: Actor, facet: Facet, **wanted: Any) -> dict[str, int]:
    """The values of a facet with their counts."""
    with shelf.reading() as session:
        return {each.value: each.apps for each in counted(session, actor, Query(**wanted)).facets[facet]}


def found(shelf: Shelf, actor: Actor, *standings: str) -> set[str]:
    """The apps that have any of these standings to somebody."""
    with shelf.reading() as session:
        query = Query(chosen={Facet.STATUS: standings}, at=shelf.clock())
        return {app.id for app in search(session, actor, query).apps}


ASKING: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"implied"}),
    ({"staticTabs": [], "configurableTabs": []}, {"none"}),
    ({"permissions": ["identity"]}, {"permissions"}),
    ({"devicePermissions": ["media"], "permissions": ["identity"]}, {"permissions", "device"}),
    (asking_for(("ChannelMessage.Read.Group", "Application")), {"resource-specific", "sign-in"}),
]
"""Members of a manifest, and the kinds of what it asks for."""


@pytest.mark.parametrize(("members", "kinds"), ASKING, ids=lambda value: "-".join(sorted(value)) or "plain")
def test_apps_are_found_by_what_they_ask_for(
    shelf: Shelf, people: People, members: dict[str, Any], kinds: set[str]
) -> None:
    """The facet says of an app what its sentences of consent say: what it asks for, or else what it can do."""
    app_id = put(shelf, people, **members)

    assert dict.fromkeys(kinds, 1) == numbers(shelf, VISITOR, Facet.PERMISSION)
    with shelf.reading() as session:
        version = session.scalars(select(Version).where(Version.app_id == app_id)).one()
        groups = {group.value for group, _ in in_groups(sentences_for(manifest_of(session, version)))}
        assert kinds == set(needs_of(from_stored(version.facts)))
    assert kinds == ((groups - {"implied"}) or groups or {"none"})


def test_what_apps_are_to_somebody_is_counted_for_them(shelf: Shelf, people: People) -> None:
    """Each standing comes with its apps for whoever asks, and with none for a visitor; choosing one finds those."""
    settle(shelf, people)
    mine, waits, blocked, asked, free = (some(shelf, people, number) for number in range(5))
    install(shelf, people.user, mine, own(people.user))
    install(shelf, people.user, waits, TEAM)
    put(shelf, people, "1.1.0", waits, id=str(UUID(int=1, version=4)), packageName=None, bots=[BOT])
    for app_id in (blocked, asked):
        block(shelf, people.admin, app_id)
    request_access(shelf, people.user, asked)
    change_settings(shelf, people.admin, rollout_hours=0)

    at = shelf.clock()
    wanted = {"added": {mine, waits}, "update": {waits}, "available": {free}, "requested": {asked}}
    wanted["blocked"] = {blocked, asked}
    assert wanted == {name: found(shelf, people.user, name) for name in wanted}
    assert {name: len(apps) for name, apps in wanted.items()} == numbers(shelf, people.user, Facet.STATUS, at=at)
    assert {mine, waits, free} == found(shelf, people.user, "added", "available")
    chosen = {Facet.STATUS: ("update",), Facet.CAPABILITY: ("bot",)}
    assert {"added": 1, "update": 1} == numbers(shelf, people.user, Facet.STATUS, at=at, chosen=chosen)
    narrowed = {Facet.STATUS: ("update",)}
    assert {"bot": 1, "personal-tab": 1, "tab": 1} == numbers(
        shelf, people.user, Facet.CAPABILITY, at=at, chosen=narrowed
    )
    assert set() == found(shelf, VISITOR, "added", "available", "nonsense")
    assert {} == numbers(shelf, VISITOR, Facet.STATUS, at=at)
    assert {waits} == found(shelf, people.other_user, "added"), "a member of the team has it there"
    with shelf.reading() as session:
        pending = pending_updates(session, people.user, at)
    assert {waits} == {each.app_id for each in pending if each.asks}


def _nothing(shelf: Shelf, people: People, apps: list[str]) -> None:
    del shelf, people, apps


def _all_off(shelf: Shelf, people: People, apps: list[str]) -> None:
    del apps
    change_settings(shelf, people.admin, allow_apps=False)


def _new_off(shelf: Shelf, people: People, apps: list[str]) -> None:
    change_settings(shelf, people.admin, allow_new_apps=False)
    allow(shelf, people.admin, apps[0])
    block(shelf, people.admin, apps[1])


def _assigned(shelf: Shelf, people: People, apps: list[str]) -> None:
    set_access(shelf, people.admin, apps[0], Access.ASSIGNED, [own(people.user)])
    set_access(shelf, people.admin, apps[1], Access.ASSIGNED, [TEAM])
    set_access(shelf, people.admin, apps[2], Access.ASSIGNED, [OTHER_TEAM])
    set_access(shelf, people.admin, apps[3], Access.NOBODY)


def _policy(mode: Mode) -> Callable[[Shelf, People, list[str]], None]:
    def pull(shelf: Shelf, people: People, apps: list[str]) -> None:
        policy = save_policy(shelf, people.admin, "some", mode, apps[:2])
        assign_policy(shelf, people.admin, own(people.user), policy.id)

    return pull


LEVERS = {"nothing": _nothing, "all off": _all_off, "new off": _new_off, "assigned": _assigned} | {
    mode.value: _policy(mode) for mode in Mode
}


@pytest.mark.parametrize("pull", LEVERS.values(), ids=LEVERS)
def test_what_is_blocked_is_decided_as_for_each_app(
    shelf: Shelf, people: People, pull: Callable[[Shelf, People, list[str]], None]
) -> None:
    """Whichever lever is pulled: an app is to be had exactly where the decision about it says so."""
    settle(shelf, people)
    apps = [some(shelf, people, number) for number in range(4)]
    apps.append(some(shelf, people, 4, defaultBlockUntilAdminAction=True))
    pull(shelf, people, apps)

    for actor in (people.user, people.other_user):
        with shelf.reading() as session:
            rows = session.scalars(select(App)).all()
            alone = {app.id for app in rows if decide(session, app, actor.account_id).is_allowed}
            holds = usable_apps(session, own(actor), settings(session))
            together = set(session.scalars(select(App.id).where(holds)))
        assert alone == together
        assert alone == found(shelf, actor, "available")
        assert set(apps) - alone == found(shelf, actor, "blocked")


CHANGES: dict[str, Callable[[Shelf, People, list[str]], Any]] = {
    "published": lambda shelf, people, _: some(shelf, people, 9),
    "updated": lambda shelf, people, apps: put(
        shelf, people, "1.1.0", apps[0], id=str(UUID(int=0, version=4)), packageName=None, bots=[BOT]
    ),
    "removed": lambda shelf, people, apps: remove(shelf, people.admin, apps[0]),
    "described": lambda shelf, people, apps: describe_app(shelf, people.admin, apps[0], category="sales"),
    "verified": lambda shelf, people, apps: verify_publisher(shelf, people.admin, apps[0], name="Harbour"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_counts_that_are_remembered_are_those_of_now(
    shelf: Shelf, people: People, change: Callable[[Shelf, People, list[str]], Any]
) -> None:
    """Counted once for everybody, given again, and counted anew after any change that shows in them."""
    apps = [some(shelf, people, number) for number in range(3)]
    queries = (Query(at=shelf.clock()), Query(text="polls", at=shelf.clock()))
    change_settings(shelf, people.admin, rollout_hours=0)

    for turn in range(3):
        if turn == 2:
            change(shelf, people, apps)
        for query in queries:
            with shelf.reading() as session:
                fresh = facets(session, people.user, query)
                kept = counted(session, people.user, query)
                assert count(session, people.user, query) == kept.amount
            assert fresh == {facet: kept.facets[facet] for facet in fresh}


def test_what_was_counted_is_not_counted_again(shelf: Shelf, people: People) -> None:
    """Whoever asks next, and whatever page or order of it, costs no look at the traits."""
    some(shelf, people, 1)
    asked: list[str] = []
    listen = lambda *call: asked.append(str(call[2]))  # noqa: E731
    event.listen(shelf.database.engine, "before_cursor_execute", listen)
    first, again = Query(at=shelf.clock()), Query(at=shelf.clock(), order="installs", size=7)
    for actor, query in ((VISITOR, first), (people.user, again), (people.admin, first)):
        with shelf.reading() as session:
            counted(session, actor, query)
    event.remove(shelf.database.engine, "before_cursor_execute", listen)

    assert 1 == sum("FROM traits" in statement for statement in asked)


def test_counts_end_with_a_certificate(shelf: Shelf, people: People, clock: Clock) -> None:
    """What was counted while a certificate held is counted anew from the moment on when it has expired."""
    app_id = some(shelf, people, 1)
    ends = clock.at + timedelta(days=1)
    with shelf.database.writing() as session:
        session.execute(update(App).where(App.id == app_id).values(certification="certified", certified_until=ends))

    def tiers() -> dict[str, int]:
        return numbers(shelf, VISITOR, Facet.CERTIFICATION, at=clock.at)

    assert {"certified": 1} == tiers()
    clock.pass_by(days=1)
    assert {"attested": 1} == tiers()
    assert {"certified": 1} == numbers(shelf, VISITOR, Facet.CERTIFICATION), "nobody minds the time"
    clock.pass_by(days=-1)
    assert {"certified": 1} == tiers()
