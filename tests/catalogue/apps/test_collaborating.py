"""Those who work on an app beside its owner: what they may, and that it ends when it ends."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.collaborating import (
    MOST_COLLABORATORS,
    add_collaborator,
    remove_collaborator,
    team_of,
)
from teamshelf.catalogue.apps.describing import describe_app
from teamshelf.catalogue.apps.holding import hold_app, works_on
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.seeing import may_see_app, may_see_version
from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.answering import Given, answer
from teamshelf.catalogue.certification.certifying import attest
from teamshelf.catalogue.certification.evidence import add_evidence, evidence_of
from teamshelf.catalogue.people.accounts import create_account, set_disabled, set_role
from teamshelf.catalogue.people.actors import VISITOR, Actor, Role
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import App, AuditEvent, Collaborator, Version
from teamshelf.catalogue.versions.drafting import draft, submit
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, comment
from teamshelf.catalogue.versions.withdrawing import withdraw
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@pytest.fixture
def app_id(shelf: Shelf, people: People) -> str:
    """A published app of the publisher, on which the other publisher works."""
    done = publish(shelf, people.publisher, package(), for_review=True)
    approve(shelf, people.reviewer, done.version_id)
    add_collaborator(shelf, people.publisher, done.app_id, people.other_publisher.account_id or "")
    return done.app_id


def rule_of(service: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The name of what a service refuses; nothing where it does not."""
    try:
        service(*arguments, **named)
    except Refusal as refusal:
        return refusal.rule
    return ""


def events(shelf: Shelf) -> list[tuple[str, str]]:
    """What the audit says of teams: what was done, and to whom."""
    wanted = (Action.COLLABORATOR_ADDED, Action.COLLABORATOR_REMOVED)
    with shelf.reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.action.in_(wanted)).order_by(AuditEvent.id))
        return [(row.action, row.label) for row in rows]


def team(shelf: Shelf, actor: Actor, app_id: str) -> list[str]:
    """Sign-in names of those who work on an app."""
    with shelf.reading() as session:
        return [account.name for account, _ in team_of(session, actor, session.get_one(App, app_id))]


def newest(shelf: Shelf) -> str:
    """The version that came last."""
    with shelf.reading() as session:
        return session.scalars(select(Version.id).order_by(Version.precedence.desc())).first() or ""


SHARED: dict[str, Callable[[Shelf, Actor, str], Any]] = {
    "draft": lambda shelf, actor, app_id: draft(shelf, actor, package(version="1.1.0"), app_id=app_id),
    "draft by id": lambda shelf, actor, _: draft(shelf, actor, package(version="1.1.0")),
    "submit": lambda shelf, actor, _: submit(shelf, actor, newest(shelf)),
    "publish for review": lambda shelf, actor, app_id: publish(
        shelf, actor, package(version="1.2.0"), for_review=True, app_id=app_id
    ),
    "comment": lambda shelf, actor, _: comment(shelf, actor, newest(shelf), "please"),
    "take a draft back": lambda shelf, actor, _: withdraw(shelf, actor, newest(shelf)),
    "answer": lambda shelf, actor, app_id: answer(shelf, actor, app_id, {"multi-factor": Given("yes")}),
    "evidence": lambda shelf, actor, app_id: add_evidence(shelf, actor, app_id, "multi-factor", b"we do"),
    "describe": lambda shelf, actor, app_id: describe_app(shelf, actor, app_id, category="education"),
}
"""What everybody does who works on an app."""

OWNERS: dict[str, Callable[[Shelf, Actor, str], Any]] = {
    "attest": attest,
    "take what is published back": lambda shelf, actor, _: withdraw(shelf, actor, newest(shelf)),
    "add": lambda shelf, actor, app_id: add_collaborator(shelf, actor, app_id, actor.account_id or ""),
    "remove the app": remove,
    "give away": lambda shelf, actor, app_id: transfer(shelf, actor, app_id, actor.account_id or ""),
}
"""What only its owner does."""


def prepared(shelf: Shelf, people: People, app_id: str, deed: str) -> None:
    """What a deed needs to be there."""
    if deed in ("submit", "take a draft back"):
        draft(shelf, people.publisher, package(version="1.1.0"), app_id=app_id)


@pytest.mark.parametrize("deed", SHARED)
def test_whoever_was_added_works_on_the_app(shelf: Shelf, people: People, app_id: str, deed: str) -> None:
    """Drafts, submissions, comments, answers: on what they have sent, and on what the owner has."""
    prepared(shelf, people, app_id, deed)

    SHARED[deed](shelf, people.other_publisher, app_id)


@pytest.mark.parametrize("deed", OWNERS)
def test_what_is_the_owners_stays_the_owners(shelf: Shelf, people: People, app_id: str, deed: str) -> None:
    """Nobody stands by the answers, withdraws what is published, or chooses the team, but the owner."""
    assert "not-the-owner" == rule_of(OWNERS[deed], shelf, people.other_publisher, app_id)


@pytest.mark.parametrize("ended", ["removed", "left", "given away", "demoted"])
@pytest.mark.parametrize("deed", SHARED)
def test_nothing_is_left_of_it_when_it_ends(shelf: Shelf, people: People, app_id: str, deed: str, ended: str) -> None:
    """Whoever was taken off, has left, or publishes no more, has no more of it than a stranger: not even own drafts."""
    other = people.other_publisher
    if deed in ("submit", "take a draft back"):
        draft(shelf, other, package(version="1.1.0"), app_id=app_id)
    ends(shelf, people, app_id, ended)
    actor = Actor(account_id=other.account_id, name=other.name, role=Role.USER) if ended == "demoted" else other

    assert rule_of(SHARED[deed], shelf, actor, app_id) in (
        "not-the-owner",
        "app-id-taken",
        "unknown-version",
        "role-needed",
    )


def ends(shelf: Shelf, people: People, app_id: str, how: str) -> None:
    """End the other publisher's work on the app."""
    other = people.other_publisher
    if how == "removed":
        remove_collaborator(shelf, people.publisher, app_id, other.account_id or "")
    elif how == "left":
        remove_collaborator(shelf, other, app_id, (other.account_id or "").upper())
    elif how == "given away":
        transfer(shelf, people.publisher, app_id, people.reviewer.account_id or "")
    else:
        set_role(shelf, people.admin, other.account_id or "", Role.USER)


def test_a_team_is_recorded_once_however_often_it_is_asked_for(shelf: Shelf, people: People, app_id: str) -> None:
    """Adding and removing twice does nothing twice, and the audit names whom."""
    other = people.other_publisher.account_id or ""
    for _ in range(2):
        add_collaborator(shelf, people.publisher, app_id, other.upper())
    assert [people.other_publisher.name] == team(shelf, people.other_publisher, app_id)
    for _ in range(2):
        remove_collaborator(shelf, people.admin, app_id, other)

    name = people.other_publisher.name
    assert [("CollaboratorAdded", name), ("CollaboratorRemoved", name)] == events(shelf)
    assert [] == team(shelf, people.publisher, app_id)
    assert "not-the-owner" == rule_of(team, shelf, people.other_publisher, app_id)


def test_giving_an_app_away_ends_its_team(shelf: Shelf, people: People, app_id: str) -> None:
    """The new owner chooses whom to trust: neither the old one nor the team is left, and each is recorded."""
    transfer(shelf, people.publisher, app_id, people.other_reviewer.account_id or "")

    assert [] == team(shelf, people.other_reviewer, app_id)
    assert ("CollaboratorRemoved", people.other_publisher.name) == events(shelf)[-1]
    assert "not-the-owner" == rule_of(SHARED["answer"], shelf, people.publisher, app_id)


def test_a_collaborator_who_becomes_the_owner_is_no_collaborator(shelf: Shelf, people: People, app_id: str) -> None:
    """Taking them off afterwards cannot be done: there is nothing to take."""
    transfer(shelf, people.publisher, app_id, people.other_publisher.account_id or "")

    assert "is-the-owner" == rule_of(
        add_collaborator, shelf, people.other_publisher, app_id, people.other_publisher.account_id or ""
    )
    assert [] == team(shelf, people.other_publisher, app_id)
    attest_rule = rule_of(attest, shelf, people.other_publisher, app_id)
    assert "not-the-owner" != attest_rule


def test_only_accounts_that_publish_are_added(shelf: Shelf, people: People, app_id: str) -> None:
    """Not a user, not a disabled account, not nobody; and only so many."""
    set_disabled(shelf, people.admin, people.other_reviewer.account_id or "", disabled=True)

    def rule(account_id: str | None) -> str:
        return rule_of(add_collaborator, shelf, people.publisher, app_id, account_id or "")

    assert ["cannot-publish", "cannot-publish", "unknown-account", "is-the-owner"] == [
        rule(people.user.account_id),
        rule(people.other_reviewer.account_id),
        rule(app_id),
        rule(people.publisher.account_id),
    ]


def test_a_team_has_an_end(shelf: Shelf, people: People, app_id: str) -> None:
    """Fifty work on an app beside its owner; who does already is welcome again."""
    with shelf.database.writing() as session:
        session.execute(delete(Collaborator))
    made = [create_account(shelf, people.admin, f"many{number}", Role.PUBLISHER) for number in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("teamshelf.catalogue.apps.collaborating.MOST_COLLABORATORS", 2)
        rules = [rule_of(add_collaborator, shelf, people.publisher, app_id, each) for each in (*made, made[1])]

    assert ["", "", "team-full", ""] == rules
    assert MOST_COLLABORATORS == 50


def test_a_removed_app_comes_back_by_its_owner_alone(shelf: Shelf, people: People, app_id: str) -> None:
    """The team is still there then, and works on."""
    remove(shelf, people.publisher, app_id)

    assert "app-id-taken" == rule_of(draft, shelf, people.other_publisher, package(version="2.0.0"))
    draft(shelf, people.publisher, package(version="2.0.0"))
    assert "" == rule_of(draft, shelf, people.other_publisher, package(version="2.1.0"))


def test_a_removal_that_was_faster_holds(shelf: Shelf, people: People, app_id: str) -> None:
    """Who sends while they are being removed waits for the app's lock, and is judged by what holds behind it."""
    from teamshelf.catalogue.apps.collaborating import _remove

    other = people.other_publisher
    with ThreadPoolExecutor(1) as threads:
        with shelf.changing(people.publisher) as change:
            app = hold_app(change, app_id)
            sending = threads.submit(rule_of, SHARED["draft"], shelf, other, app_id)
            with pytest.raises(TimeoutError):
                sending.result(timeout=0.5)
            _remove(change, app, Collaborator.account_id == other.account_id)
        assert "not-the-owner" == sending.result(timeout=30)


def test_what_is_seen_is_one_rule_in_sql_and_in_python(shelf: Shelf, people: People) -> None:
    """Whatever is added, removed, given away and demoted: lists, single apps and versions follow the same rule."""
    dice = random.Random(11)  # noqa: S311 - the same steps each time
    publishers = [people.publisher, people.other_publisher, people.reviewer]
    apps = [
        draft(shelf, people.publisher, package(id=f"00000000-0000-4000-8000-0000000000c{number}")).app_id
        for number in range(2)
    ]
    looking = [people.publisher, people.other_publisher, people.user, people.reviewer, people.admin, VISITOR]
    owners: dict[str, str | None] = dict.fromkeys(apps, people.publisher.account_id)
    teams: dict[str, set[str | None]] = {app_id: set() for app_id in apps}
    for _ in range(24):
        app_id, who, deed = dice.choice(apps), dice.choice(publishers), dice.choice(["add", "remove", "transfer"])
        if deed == "add" and who.account_id != owners[app_id]:
            add_collaborator(shelf, people.admin, app_id, who.account_id or "")
            teams[app_id].add(who.account_id)
        elif deed == "remove":
            remove_collaborator(shelf, people.admin, app_id, who.account_id or "")
            teams[app_id].discard(who.account_id)
        elif deed == "transfer" and who.account_id != owners[app_id]:
            transfer(shelf, people.admin, app_id, who.account_id or "")
            owners[app_id] = who.account_id
            teams[app_id].clear()
        with shelf.reading() as session:
            for actor in looking:
                for each in apps:
                    app = session.get_one(App, each)
                    version = session.scalars(select(Version).where(Version.app_id == each)).one()
                    has = actor.account_id is not None and actor.account_id in {owners[each], *teams[each]}
                    seen = has or actor.may_act_as(Role.REVIEWER)
                    expected = (seen, seen, seen, seen, has or actor.may_act_as(Role.ADMIN), seen)
                    assert expected == (
                        may_see_app(session, actor, app),
                        may_see_version(session, actor, app, version),
                        listing.find_app(session, actor, each) is not None,
                        listing.find_version(session, actor, version.id) is not None,
                        works_on(session, actor, app),
                        bool(listing.versions_of(session, actor, app)),
                    )
                    assert [] == list(evidence_of(session, actor, app))
