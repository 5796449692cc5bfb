"""How updates were answered: whom they asked, who accepted, and who is still where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.installations.answering import LOOKED_AT, Answered, answered_updates
from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.installations.updating import accept, decline
from teamshelf.catalogue.tables import App
from tests.catalogue.looking import own
from tests.catalogue.stocking import BOT, CHAT, TEAM, put, settle

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People

WITH_BOT: dict[str, Any] = {"bots": [BOT]}
WITH_MORE: dict[str, Any] = {"bots": [BOT], "permissions": ["identity"]}


def answers(shelf: Shelf, app_id: str) -> tuple[Answered, ...]:
    """How the app's updates were answered."""
    with shelf.reading() as session:
        return answered_updates(session, session.get_one(App, app_id))


def test_nothing_is_known_before_an_update_has_asked(shelf: Shelf, people: People, clock: Clock) -> None:
    """Neither by a first version, nor by one that arrives by itself, nor by one that asks while nobody has the app."""
    app_id = put(shelf, people)
    put(shelf, people, "1.1.0", app_id, **WITH_BOT)
    install(shelf, people.user, app_id, own(people.user))
    clock.pass_by(hours=4)
    put(shelf, people, "1.2.0", app_id, description={"short": "New words", "full": "All of them are new."}, **WITH_BOT)
    clock.pass_by(hours=4)

    assert () == answers(shelf, app_id)


def test_whoever_accepts_declines_or_waits_was_asked(shelf: Shelf, people: People, clock: Clock) -> None:
    """Each place counts once, whatever was said there; whoever came later was not asked."""
    settle(shelf, people)
    app_id = put(shelf, people)
    mine, team, chat = (
        install(shelf, people.user, app_id, place).installation_id for place in (own(people.user), TEAM, CHAT)
    )
    clock.pass_by(hours=1)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=4)
    assert (Answered("2.0.0", 3, 0),) == answers(shelf, app_id)

    decline(shelf, people.user, team)
    decline(shelf, people.user, mine)
    accept(shelf, people.user, mine, everywhere=False)
    install(shelf, people.other_user, app_id, own(people.other_user))

    assert (Answered("2.0.0", 3, 1),) == answers(shelf, app_id)
    uninstall(shelf, people.user, chat)
    assert (Answered("2.0.0", 2, 1),) == answers(shelf, app_id)


def test_each_update_is_answered_by_itself(shelf: Shelf, people: People, clock: Clock) -> None:
    """Who skipped one and accepted the next has not accepted the first; only the last few count."""
    app_id = put(shelf, people)
    first = install(shelf, people.user, app_id, own(people.user)).installation_id
    install(shelf, people.other_user, app_id, own(people.other_user))
    clock.pass_by(hours=1)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=4)
    put(shelf, people, "3.0.0", app_id, **WITH_MORE)
    clock.pass_by(hours=4)
    accept(shelf, people.user, first)
    assert (Answered("3.0.0", 2, 1), Answered("2.0.0", 2, 0)) == answers(shelf, app_id)

    for number, permissions in enumerate((["messageTeamMembers"], ["identity"], ["messageTeamMembers"])):
        put(shelf, people, f"4.{number}.0", app_id, bots=[BOT], permissions=permissions)
        clock.pass_by(hours=4)
    numbers = [each.number for each in answers(shelf, app_id)]
    assert ["4.2.0", "4.1.0", "4.0.0"][:LOOKED_AT] == numbers


def test_what_an_administrator_installs_is_not_asked(shelf: Shelf, people: People, clock: Clock) -> None:
    """The update arrives there whatever it asks for."""
    app_id = put(shelf, people)
    install(shelf, people.admin, app_id, own(people.user), by_policy=True)
    clock.pass_by(hours=1)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=4)

    assert () == answers(shelf, app_id)
