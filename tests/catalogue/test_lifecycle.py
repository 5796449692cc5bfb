"""The life of an app with those who use it: lifecycle rules 13 to 27, each by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.installations.receipts import receipts_of
from teamshelf.catalogue.installations.updating import accept, decline
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import AuditEvent, Installation, Receipt
from tests.catalogue.looking import own, refused, row, runs, waiting
from tests.catalogue.stocking import BOT, TAB, TEAM, asking_for, put, settle

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


IDENTITY: dict[str, Any] = {"permissions": ["identity"]}
BOTH: dict[str, Any] = {"permissions": ["identity", "messageTeamMembers"]}
WITH_BOT: dict[str, Any] = {"bots": [BOT]}


@pytest.fixture
def installed(shelf: Shelf, people: People) -> tuple[str, str]:
    """An app that the user has added for themselves: the ids of both."""
    app_id = put(shelf, people)
    return app_id, install(shelf, people.user, app_id, own(people.user)).installation_id


def test_rule_13_a_place_runs_one_version(shelf: Shelf, people: People, clock: Clock, installed: Any) -> None:
    """The new version takes the place of the old one; there is one installation before and after."""
    app_id, installation_id = installed
    put(shelf, people, "1.1.0", app_id, description={"short": "Ask.", "full": "Ask your colleagues."})
    clock.pass_by(hours=4)

    with shelf.reading() as session:
        there = session.scalars(select(Installation.id).where(Installation.place_id == own(people.user))).all()
    assert [installation_id] == list(there)
    assert "1.1.0" == runs(shelf, installation_id)


def test_rule_14_an_update_arrives_by_itself_within_hours(
    shelf: Shelf, people: People, clock: Clock, installed: Any
) -> None:
    """At once it is the old version, after the roll-out the new one; no row of the installation changes."""
    app_id, installation_id = installed
    before = row(shelf, installation_id)
    put(shelf, people, "1.1.0", app_id, accentColor="#123456")

    at_once = runs(shelf, installation_id)
    clock.pass_by(hours=3, minutes=59)
    later = runs(shelf, installation_id)
    coming = waiting(shelf, people.user)
    clock.pass_by(minutes=1)

    assert ("1.0.0", "1.0.0", "1.1.0") == (at_once, later, runs(shelf, installation_id))
    assert [(False, clock.at)] == [(update.asks, update.comes_at) for update in coming]
    assert [] == waiting(shelf, people.user)
    assert before == row(shelf, installation_id)


def test_rule_14_the_roll_out_can_be_settled(shelf: Shelf, people: People, installed: Any) -> None:
    """Without hours of roll-out an update is there at once."""
    app_id, installation_id = installed
    change_settings(shelf, people.admin, rollout_hours=0)

    put(shelf, people, "1.1.0", app_id)

    assert "1.1.0" == runs(shelf, installation_id)


def test_rule_15_an_update_that_asks_waits(shelf: Shelf, people: People, clock: Clock, installed: Any) -> None:
    """Until the user accepts, the old version runs; accepting brings the new one, even before its roll-out."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=1)

    (update,) = waiting(shelf, people.user)
    before = runs(shelf, installation_id)
    accepted = accept(shelf, people.user, installation_id)

    assert (True, None, "1.0.0", "2.0.0") == (update.asks, update.comes_at, update.from_number, update.to_number)
    assert "bot-added" in [trigger["change"] for trigger in update.triggers]
    assert ("1.0.0", "2.0.0") == (before, runs(shelf, installation_id))
    assert (installation_id,) == accepted.installation_ids
    with shelf.reading() as session:
        kept = session.get_one(Receipt, accepted.receipt_ids[0])
        assert ("updated", accepted.version_id) == (kept.decision, kept.version_id)
        new = {sentence["key"] for sentence in kept.sentences if sentence["isNew"]}
    assert "bot-chats" in new
    assert "tab-shows-pages" not in new


def test_rule_15_who_declines_stays(shelf: Shelf, people: People, clock: Clock, installed: Any) -> None:
    """Declining changes nothing but that it is remembered; the update stays in the list and can be accepted later."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=5)
    before = row(shelf, installation_id)

    receipt_id = decline(shelf, people.user, installation_id, language="fr")

    assert before == row(shelf, installation_id)
    assert "1.0.0" == runs(shelf, installation_id)
    assert [clock.at] == [update.declined_at for update in waiting(shelf, people.user)]
    with shelf.reading() as session:
        assert ("declined", "fr") == (
            session.get_one(Receipt, receipt_id).decision,
            session.get_one(Receipt, receipt_id).language,
        )
        told = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert Action.CONSENT_DECLINED == told
    accept(shelf, people.user, installation_id)
    assert (Kind.CONFLICT, "nothing-to-decide") == refused(decline, shelf, people.user, installation_id)


def test_rule_16_two_updates_are_one_jump(shelf: Shelf, people: People, clock: Clock, installed: Any) -> None:
    """What is asked is what lies between the accepted version and the newest; those in between are skipped."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    put(shelf, people, "3.0.0", app_id, **WITH_BOT, **IDENTITY)
    clock.pass_by(hours=4)

    (update,) = waiting(shelf, people.user)
    accept(shelf, people.user, installation_id)

    assert {"bot-added", "permission-added"} <= {trigger["change"] for trigger in update.triggers}
    assert "3.0.0" == runs(shelf, installation_id)


def test_rule_16_a_silent_update_in_between_arrives(shelf: Shelf, people: People, clock: Clock, installed: Any) -> None:
    """Who does not accept the newest still gets what asks nobody before it."""
    app_id, installation_id = installed
    put(shelf, people, "1.1.0", app_id)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=4)

    assert "1.1.0" == runs(shelf, installation_id)
    assert ["1.1.0"] == [update.from_number for update in waiting(shelf, people.user)]


def test_rule_17_what_was_removed_is_not_updated(shelf: Shelf, people: People) -> None:
    """Only what was installed from the shelf hears of its updates: nothing waits for who has nothing installed."""
    app_id = put(shelf, people)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)

    assert [] == waiting(shelf, people.user)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({}, WITH_BOT, "bot-added"),
        ({"staticTabs": None}, {}, "static-tab-added"),
        ({"configurableTabs": None}, {}, "configurable-tab-added"),
    ],
)
def test_rule_19_a_new_capability_asks(
    shelf: Shelf, people: People, before: dict[str, Any], after: dict[str, Any], change: str
) -> None:
    """An app that can do more asks again before it does."""
    settle(shelf, people)
    app_id = put(shelf, people, **before)
    install(shelf, people.user, app_id, TEAM if "staticTabs" in before else own(people.user))
    put(shelf, people, "1.1.0", app_id, **after)

    assert [[change]] == [[trigger["change"] for trigger in update.triggers] for update in waiting(shelf, people.user)]


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        (IDENTITY, BOTH, True),
        (BOTH, IDENTITY, True),
        (BOTH, {"permissions": ["messageTeamMembers", "identity"]}, False),
    ],
)
def test_rule_20_changed_permissions_ask(
    shelf: Shelf, people: People, before: dict[str, Any], after: dict[str, Any], *, asks: bool
) -> None:
    """More permissions ask, and so do fewer; another order is no change."""
    app_id = put(shelf, people, **before)
    install(shelf, people.user, app_id, own(people.user))
    put(shelf, people, "1.1.0", app_id, **after)

    assert [asks] == [update.asks for update in waiting(shelf, people.user)]


def test_rule_21_who_has_accepted_is_not_asked_twice(
    shelf: Shelf, people: People, clock: Clock, installed: Any
) -> None:
    """Accepting again changes nothing and gives no second receipt; the next harmless update asks nobody."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    first = accept(shelf, people.user, installation_id)

    again = accept(shelf, people.user, installation_id)
    put(shelf, people, "2.1.0", app_id, **WITH_BOT)
    clock.pass_by(hours=4)

    assert (first.version_id, ()) == (again.version_id, again.installation_ids)
    assert "2.1.0" == runs(shelf, installation_id)
    with shelf.reading() as session:
        assert ["installed", "updated"] == sorted(kept.decision for kept in receipts_of(session, people.user))


def test_rule_22_a_greater_number_alone_asks_nobody(shelf: Shelf, people: People, installed: Any) -> None:
    """The number has to grow with every update, and so is no reason to ask."""
    app_id, _ = installed
    put(shelf, people, "1.0.1", app_id, description={"short": "Ask.", "full": "Ask your colleagues."})

    assert [False] == [update.asks for update in waiting(shelf, people.user)]


def test_rule_22_read_literally_every_number_asks(shelf: Shelf, people: People) -> None:
    """A shelf can be settled to take the page of 2020 by its word: then every update asks."""
    change_settings(shelf, people.admin, consent_rules="seed-2020")
    app_id = put(shelf, people)
    added = install(shelf, people.user, app_id, own(people.user))
    put(shelf, people, "1.0.1", app_id)

    (update,) = waiting(shelf, people.user)
    accept(shelf, people.user, added.installation_id)

    assert update.asks
    assert "1.0.1" == runs(shelf, added.installation_id)
    assert [] == waiting(shelf, people.user)


@pytest.mark.parametrize(("rules", "asks"), [("docs-2021", [True]), ("admin-2024", [False]), ("seed", [False])])
def test_rule_23_the_rule_set_decides(shelf: Shelf, people: People, rules: str, asks: list[bool]) -> None:
    """To remove the bot asks by the pages of 2021, and by no other set."""
    change_settings(shelf, people.admin, consent_rules=rules)
    app_id = put(shelf, people, **WITH_BOT)
    install(shelf, people.user, app_id, own(people.user))
    put(shelf, people, "1.1.0", app_id)

    assert asks == [update.asks for update in waiting(shelf, people.user)]


def test_rule_24_a_second_tab_asks(shelf: Shelf, people: People, installed: Any) -> None:
    """By the pages of 2021 a tab more is enough."""
    app_id, _ = installed
    put(shelf, people, "1.1.0", app_id, staticTabs=[TAB, {**TAB, "entityId": "more", "name": "More"}])

    assert [["static-tab-added"]] == [
        [trigger["change"] for trigger in update.triggers] for update in waiting(shelf, people.user)
    ]


def test_rule_25_a_new_domain_is_told_and_not_asked(shelf: Shelf, people: People, installed: Any) -> None:
    """What the sources leave open reaches people silently."""
    app_id, _ = installed
    put(shelf, people, "1.1.0", app_id, validDomains=["example.com", "example.org"], devicePermissions=["media"])

    assert [False] == [update.asks for update in waiting(shelf, people.user)]


def test_rule_25_new_resource_specific_permissions_ask(shelf: Shelf, people: People, installed: Any) -> None:
    """They are permissions in all but name."""
    app_id, installation_id = installed
    put(shelf, people, "1.1.0", app_id, **asking_for(("TeamsActivity.Send.User", "Application")))

    assert [True] == [update.asks for update in waiting(shelf, people.user)]
    assert (Kind.INVALID, "consent-required") == refused(accept, shelf, people.user, installation_id)


def test_rule_26_metadata_asks_nobody(shelf: Shelf, people: People, installed: Any) -> None:
    """Names, texts, colours and the developer's addresses may change silently."""
    app_id, _ = installed
    put(
        shelf,
        people,
        "1.1.0",
        app_id,
        name={"short": "Votes", "full": "Votes for quick decisions"},
        accentColor="#654321",
        configurableProperties=["accentColor"],
        defaultInstallScope="team",
    )

    assert [False] == [update.asks for update in waiting(shelf, people.user)]


def test_rule_27_a_permission_that_came_back_asks_nobody(shelf: Shelf, people: People, clock: Clock) -> None:
    """Who had accepted it and never ran the version without it runs the newest, and is not asked."""
    app_id = put(shelf, people, **IDENTITY)
    added = install(shelf, people.user, app_id, own(people.user))
    put(shelf, people, "1.1.0", app_id)
    put(shelf, people, "1.2.0", app_id, **IDENTITY)
    clock.pass_by(hours=4)

    assert "1.2.0" == runs(shelf, added.installation_id)
    assert [] == waiting(shelf, people.user)


def test_rule_27_who_accepted_less_is_asked_for_more(shelf: Shelf, people: People, clock: Clock) -> None:
    """Consent is compared with what was accepted last."""
    app_id = put(shelf, people, **IDENTITY)
    added = install(shelf, people.user, app_id, own(people.user))
    put(shelf, people, "1.1.0", app_id)
    accept(shelf, people.user, added.installation_id)
    put(shelf, people, "1.2.0", app_id, **IDENTITY)
    clock.pass_by(hours=4)

    assert "1.1.0" == runs(shelf, added.installation_id)
    assert [True] == [update.asks for update in waiting(shelf, people.user)]
