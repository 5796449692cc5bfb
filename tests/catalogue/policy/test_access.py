"""Who may use which app, and what administrators and users do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.policy.access import GLOBAL_POLICY, Access, Mode, Status, decide
from teamshelf.catalogue.policy.policies import (
    allow,
    allow_all,
    assign_policy,
    block,
    block_all,
    remove_policy,
    save_policy,
    set_access,
)
from teamshelf.catalogue.policy.requests import (
    allow_requests,
    dismiss_requests,
    open_requests,
    request_access,
    request_counts,
    requests_of,
)
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import App, AuditEvent
from tests.catalogue.looking import refused
from tests.catalogue.stocking import CHAT, OTHER_TEAM, TEAM, put, settle

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.policy.access import Decision
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def decision(shelf: Shelf, app_id: str, actor: Actor | None, place_id: str | None = None) -> Decision:
    """Whether somebody may use an app."""
    with shelf.reading() as session:
        return decide(session, session.get_one(App, app_id), actor.account_id if actor else None, place_id)


def against(shelf: Shelf, app_id: str, actor: Actor | None, place_id: str | None = None) -> list[str]:
    """What speaks against it."""
    return [reason.rule for reason in decision(shelf, app_id, actor, place_id).against]


def told(shelf: Shelf, action: Action) -> list[AuditEvent]:
    """What the audit tells of an action."""
    with shelf.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)))


def test_a_published_app_is_for_everyone(shelf: Shelf, people: People) -> None:
    """Without any decision nothing speaks against it, and each level says so."""
    found = decision(shelf, put(shelf, people), people.user)

    assert (True, Status.ALLOWED) == (found.is_allowed, found.status)
    assert ["apps-allowed", "app-not-blocked", "app-for-everyone", "policy-none"] == [
        reason.rule for reason in found.reasons
    ]


def test_the_whole_shelf_can_be_switched_off(shelf: Shelf, people: People) -> None:
    """Then every app is blocked, whatever was decided about it."""
    app_id = put(shelf, people)
    allow(shelf, people.admin, app_id)
    change_settings(shelf, people.admin, allow_apps=False)

    assert ["apps-blocked"] == against(shelf, app_id, people.user)
    assert Status.BLOCKED_ORG_WIDE == decision(shelf, app_id, people.user).status


def test_an_administrator_blocks_and_allows(shelf: Shelf, people: People) -> None:
    """With a reason that users read; deciding the same twice is one decision."""
    app_id = put(shelf, people)

    block(shelf, people.admin, app_id, reason="it \u202efails")
    block(shelf, people.admin, app_id, reason="it \u202efails")
    found = decision(shelf, app_id, people.user)
    allow(shelf, people.admin, app_id)

    assert (Status.BLOCKED, "an administrator has blocked the app: it \\u202efails") == (
        found.status,
        str(found.against[0].message),
    )
    assert [{"isBlocked": True, "reason": "it \u202efails"}] == [each.after for each in told(shelf, Action.APP_BLOCKED)]
    assert [] == against(shelf, app_id, people.user)
    assert (Kind.FORBIDDEN, "role-needed") == refused(block, shelf, people.reviewer, app_id)
    assert (Kind.INVALID, "reason-too-long") == refused(block, shelf, people.admin, app_id, reason="x" * 1001)


def test_several_apps_are_blocked_at_once(shelf: Shelf, people: People) -> None:
    """Each with its own row in the audit, those that were blocked already without; all of them, or none."""
    apps = [put(shelf, people, id=f"00000000-0000-4000-8000-0000000000a{number}") for number in range(3)]
    block(shelf, people.admin, apps[0], reason="closed")

    changed = block_all(shelf, people.admin, [*apps, apps[1].upper()], reason="closed ")
    failed = refused(allow_all, shelf, people.admin, [*apps, "00000000-0000-4000-8000-00000000ffff"])

    assert tuple(sorted(apps[1:])) == changed
    assert (Kind.NOT_FOUND, "unknown-app") == failed
    assert sorted(apps) == sorted(each.subject for each in told(shelf, Action.APP_BLOCKED))
    assert [] == told(shelf, Action.APP_ALLOWED)
    assert [["app-blocked"]] * 3 == [against(shelf, each, people.user) for each in apps]
    assert (Kind.FORBIDDEN, "role-needed") == refused(block_all, shelf, people.reviewer, apps)
    assert (Kind.INVALID, "too-many-apps") == refused(allow_all, shelf, people.admin, map(str, range(101)))


def test_a_publisher_wants_their_app_blocked_at_first(shelf: Shelf, people: People) -> None:
    """Until an administrator allows it, or a later version does not want it any more."""
    app_id = put(shelf, people, defaultBlockUntilAdminAction=True)
    first = decision(shelf, app_id, people.user)
    put(shelf, people, "1.1.0", app_id)

    assert (Status.BLOCKED_BY_PUBLISHER, ["app-blocked-by-publisher"]) == (
        first.status,
        [reason.rule for reason in first.against],
    )
    assert [] == against(shelf, app_id, people.user)


def test_new_apps_can_wait_for_an_administrator(shelf: Shelf, people: People) -> None:
    """A shelf can be settled so that an app is blocked until somebody has decided."""
    app_id = put(shelf, people)
    change_settings(shelf, people.admin, allow_new_apps=False)

    before = against(shelf, app_id, people.user)
    allow(shelf, people.admin, app_id)

    assert (["app-not-allowed-yet"], []) == (before, against(shelf, app_id, people.user))


def test_an_app_is_for_those_it_is_assigned_to(shelf: Shelf, people: People) -> None:
    """To users, and to everybody in a place; for a place as a whole only through the place."""
    settle(shelf, people)
    app_id = put(shelf, people)
    user_id = people.user.account_id or ""

    set_access(shelf, people.admin, app_id, Access.ASSIGNED, [user_id])
    by_user = (against(shelf, app_id, people.user), against(shelf, app_id, people.other_user))
    set_access(shelf, people.admin, app_id, Access.ASSIGNED, [OTHER_TEAM])
    by_place = (
        against(shelf, app_id, people.user),
        against(shelf, app_id, people.other_user),
        against(shelf, app_id, None, OTHER_TEAM),
        against(shelf, app_id, None, CHAT),
    )
    named = decision(shelf, app_id, people.other_user).reasons[2]
    set_access(shelf, people.admin, app_id, Access.NOBODY)

    assert ([], ["app-not-assigned"]) == by_user
    assert (["app-not-assigned"], [], [], ["app-not-assigned"]) == by_place
    assert "the app is assigned to `Lighthouse`" == str(named.message)
    assert ["app-for-nobody"] == against(shelf, app_id, people.other_user)
    assert {"access": "nobody", "assigned": [OTHER_TEAM]} == told(shelf, Action.ACCESS_CHANGED)[-1].after
    assert (Kind.NOT_FOUND, "unknown-holder") == refused(
        set_access, shelf, people.admin, app_id, Access.ASSIGNED, ["nobody"]
    )


def test_a_policy_decides_for_its_users(shelf: Shelf, people: People) -> None:
    """Each of the four modes; who has no policy falls under the one for everybody."""
    app_id = put(shelf, people)
    user_id = people.user.account_id or ""
    policy = save_policy(shelf, people.admin, "Sales", Mode.ALLOW_LISTED, [app_id])
    assign_policy(shelf, people.admin, user_id, policy.id)
    found = {}
    for mode in Mode:
        save_policy(shelf, people.admin, "Sales", mode, [app_id])
        found[mode] = against(shelf, app_id, people.user) == []
    save_policy(shelf, people.admin, GLOBAL_POLICY, Mode.ALLOW_LISTED, [])

    assert {
        Mode.ALLOW_ALL: True,
        Mode.ALLOW_LISTED: True,
        Mode.BLOCK_LISTED: False,
        Mode.BLOCK_ALL: False,
    } == found
    assert ["policy-blocks"] == against(shelf, app_id, people.other_user)
    assert ["policy-blocks"] == against(shelf, app_id, people.user)

    save_policy(shelf, people.admin, GLOBAL_POLICY, Mode.ALLOW_ALL)
    remove_policy(shelf, people.admin, policy.id)

    assert [] == against(shelf, app_id, people.user)
    assert (Kind.NOT_FOUND, "unknown-policy") == refused(assign_policy, shelf, people.admin, user_id, policy.id)
    assert (Kind.NOT_FOUND, "unknown-app") == refused(save_policy, shelf, people.admin, "x", Mode.ALLOW_ALL, [user_id])
    assert (Kind.INVALID, "policy-name") == refused(save_policy, shelf, people.admin, " ", Mode.ALLOW_ALL)


def test_somebody_asks_for_an_app_once(shelf: Shelf, people: People) -> None:
    """Asking again is the same request; nobody asks for what they can use."""
    app_id = put(shelf, people)
    assert (Kind.CONFLICT, "already-allowed") == refused(request_access, shelf, people.user, app_id)
    block(shelf, people.admin, app_id)

    first = request_access(shelf, people.user, app_id, reason="for the audit")
    again = request_access(shelf, people.user, app_id)
    request_access(shelf, people.other_user, app_id)

    assert first == again
    with shelf.reading() as session:
        assert {app_id: 2} == request_counts(session)
        assert ["for the audit", ""] == [each.reason for each in open_requests(session, app_id)]
        assert [first] == [each.id for each in requests_of(session, people.user.account_id or "")]
    assert 2 == len(told(shelf, Action.REQUEST_CREATED))


def test_a_dismissed_request_can_come_again_after_hours(shelf: Shelf, people: People, clock: Clock) -> None:
    """All requests for the app are answered at once, and the count is nothing again."""
    app_id = put(shelf, people)
    block(shelf, people.admin, app_id)
    request_access(shelf, people.user, app_id)
    request_access(shelf, people.other_user, app_id)

    assert 2 == dismiss_requests(shelf, people.admin, app_id)
    assert 0 == dismiss_requests(shelf, people.admin, app_id)

    assert (Kind.CONFLICT, "asked-recently") == refused(request_access, shelf, people.user, app_id)
    clock.pass_by(hours=4)
    request_access(shelf, people.user, app_id)
    with shelf.reading() as session:
        assert {app_id: 1} == request_counts(session)
        asked = requests_of(session, people.user.account_id or "")
        assert [None, "dismissed"] == [each.outcome for each in asked]


def test_requests_can_be_switched_off(shelf: Shelf, people: People) -> None:
    """Then nobody asks, and nobody who has not signed in does in any case."""
    from teamshelf.catalogue.people.actors import VISITOR

    app_id = put(shelf, people)
    block(shelf, people.admin, app_id)
    change_settings(shelf, people.admin, allow_user_requests_for_app_access=False)

    assert (Kind.FORBIDDEN, "requests-off") == refused(request_access, shelf, people.user, app_id)
    assert (Kind.FORBIDDEN, "account-needed") == refused(request_access, shelf, VISITOR, app_id)


def test_to_allow_pulls_every_lever_that_blocks(shelf: Shelf, people: People) -> None:
    """The block goes, the app is assigned to whoever asked, and the list of their policy changes."""
    settle(shelf, people)
    app_id = put(shelf, people)
    policy = save_policy(shelf, people.admin, "Sales", Mode.ALLOW_LISTED)
    assign_policy(shelf, people.admin, people.user.account_id or "", policy.id)
    block(shelf, people.admin, app_id)
    set_access(shelf, people.admin, app_id, Access.ASSIGNED, [TEAM])
    set_access(shelf, people.admin, app_id, Access.NOBODY)
    request_access(shelf, people.user, app_id)

    pulled = allow_requests(shelf, people.admin, app_id)

    assert ("status", "access", "policy") == pulled
    assert [] == against(shelf, app_id, people.user)
    assert {"added": people.user.account_id, "access": "assigned"} == told(shelf, Action.ACCESS_CHANGED)[-1].after
    with shelf.reading() as session:
        assert ["allowed"] == [each.outcome for each in requests_of(session, people.user.account_id or "")]


@pytest.mark.parametrize("larger", ["apps-blocked", "policy-blocks-all"])
def test_a_larger_decision_is_not_made_by_the_way(shelf: Shelf, people: People, larger: str) -> None:
    """What blocks every app is not switched off for the sake of one; nothing of it is done then."""
    app_id = put(shelf, people)
    block(shelf, people.admin, app_id)
    if larger == "apps-blocked":
        change_settings(shelf, people.admin, allow_apps=False)
    else:
        save_policy(shelf, people.admin, GLOBAL_POLICY, Mode.BLOCK_ALL)
    request_access(shelf, people.user, app_id)

    assert (Kind.CONFLICT, larger) == refused(allow_requests, shelf, people.admin, app_id)
    assert "app-blocked" in against(shelf, app_id, people.user)
    with shelf.reading() as session:
        assert {app_id: 1} == request_counts(session)
