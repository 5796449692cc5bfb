"""What an administrator shuts is shut: no change is made after it, however many are on their way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import AGAIN_AFTER, Gate
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, VISITOR, Role
from teamshelf.catalogue.people.signing_in import sign_in, sign_out
from teamshelf.catalogue.policy.access import Access
from teamshelf.catalogue.policy.policies import block, set_access
from teamshelf.catalogue.policy.requests import request_access
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import AuditEvent
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.publishing import publish
from tests.catalogue.looking import refused
from tests.catalogue.stocking import EVERYWHERE, package, put, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


def newest(shelf: Shelf) -> AuditEvent:
    """The last entry of the audit."""
    with shelf.reading() as session:
        return session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def doing(shelf: Shelf, people: People) -> dict[str, Callable[[], Any]]:
    """A service of each kind."""
    app_id, user_id = put(shelf, people), people.user.account_id or ""
    sent = {version: package(version=version, **EVERYWHERE) for version in ("1.1.0", "1.2.0")}
    return {
        "install": lambda: install(shelf, people.user, app_id, user_id),
        "draft": lambda: draft(shelf, people.admin, sent["1.1.0"], app_id=app_id),
        "publish": lambda: publish(shelf, people.admin, sent["1.2.0"], app_id=app_id),
        "assign": lambda: set_access(shelf, people.admin, app_id, Access.EVERYONE, [user_id]),
    }


@pytest.mark.parametrize(
    ("setting", "rule", "shut"),
    [
        ({"is_read_only": True}, "read-only", {"install", "draft", "publish", "assign"}),
        ({"allow_uploads": False}, "uploads-paused", {"draft", "publish"}),
        ({"allow_installs": False}, "installs-paused", {"install"}),
    ],
)
def test_a_gate_shuts_what_goes_through_it(
    shelf: Shelf, people: People, setting: dict[str, bool], rule: str, shut: set[str]
) -> None:
    """And nothing else: each refusal says when to come back, and leaves no trace."""
    services = doing(shelf, people)
    change_settings(shelf, people.admin, **setting)
    before = newest(shelf).id

    for name in sorted(shut):
        with pytest.raises(Refusal) as caught:
            services[name]()
        assert (Kind.UNAVAILABLE, rule) == (caught.value.kind, caught.value.rule)
        assert {"retryAfter": AGAIN_AFTER} == caught.value.details
    assert before == newest(shelf).id
    for name in sorted(set(services) - shut):
        services[name]()
    change_settings(shelf, people.admin, **{name: not value for name, value in setting.items()})
    for name in sorted(shut):
        services[name]()


def test_a_shelf_that_is_read_only_can_be_opened_again(shelf: Shelf, people: People) -> None:
    """People sign in and out, administrators settle, and the operator beside the database goes on."""
    change_settings(shelf, people.admin, is_read_only=True)

    create_account(shelf, OPERATOR, "late@example.com", Role.ADMIN, password="harbour-lantern-27")
    signed = sign_in(shelf, VISITOR, "late@example.com", "harbour-lantern-27")
    sign_out(shelf, people.admin, signed.secret)
    change_settings(shelf, people.admin, rollout_hours=1)
    change_settings(shelf, people.admin, is_read_only=False)

    put(shelf, people)


def test_whoever_shuts_a_gate_waits_for_those_who_are_through(shelf: Shelf, people: People) -> None:
    """A change that has begun is made before the gate is shut; one that comes meanwhile is refused once it is."""
    is_through, may_end = Event(), Event()

    def slow() -> None:
        with shelf.changing(people.admin) as change:
            change.record(Action.APP_BLOCKED, "slow")
            change.session.flush()
            is_through.set()
            assert may_end.wait(4)

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(slow)
        assert is_through.wait(4)
        shutting = threads.submit(change_settings, shelf, people.admin, is_read_only=True)
        assert not _done_soon(shutting)
        late = threads.submit(request_access, shelf, people.user, "00000000-0000-4000-8000-00000000ffff")
        may_end.set()
        first.result()
        shutting.result()
        failed = late.exception()

    assert isinstance(failed, Refusal)
    assert failed.rule in ("read-only", "unknown-app")  # whichever of the two came first
    with shelf.reading() as session:
        told = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert [Action.SETTING_CHANGED, Action.APP_BLOCKED] == told


def test_nothing_is_written_once_the_shelf_is_read_only(shelf: Shelf, people: People) -> None:
    """While many change the shelf it is shut: what was acknowledged is there, and nothing follows the shutting."""
    settle(shelf, people)
    app_id = put(shelf, people)
    change_settings(shelf, people.admin, allow_new_apps=False)
    began, acknowledged, stray = Event(), [], []

    def work(number: int) -> None:
        for turn in range(400):
            try:
                block(shelf, people.admin, app_id, reason=f"{number}/{turn}")
            except Refusal as refusal:
                if refusal.rule == "read-only":
                    return
                if refusal.rule != "database-unavailable":  # which SQLite says to whoever has waited for too long
                    stray.append(refusal.rule)
            else:
                acknowledged.append((number, turn))
                if len(acknowledged) > ENOUGH:
                    began.set()
            sleep(0.01)  # SQLite lets others wait for as long as somebody hurries

    with ThreadPoolExecutor(AT_ONCE + 1) as threads:
        workers = [threads.submit(work, number) for number in range(AT_ONCE)]
        assert began.wait(30)
        _insist(lambda: change_settings(shelf, people.admin, is_read_only=True))
        at_once = newest(shelf)
        for worker in workers:
            worker.result()

    assert [] == stray
    assert (Action.SETTING_CHANGED, "is_read_only") == (at_once.action, at_once.subject)
    assert at_once.id == newest(shelf).id
    with shelf.reading() as session:
        blocked = AuditEvent.action == Action.APP_BLOCKED
        assert len(acknowledged) == session.scalar(select(func.count()).select_from(AuditEvent).where(blocked))
    assert len(acknowledged) < AT_ONCE * 400
    assert (Kind.UNAVAILABLE, "read-only") == refused(block, shelf, people.admin, app_id, reason="late")


def test_every_change_passes_a_gate(shelf: Shelf, people: People) -> None:
    """By itself a change goes through the gate of all changes."""
    change_settings(shelf, people.admin, is_read_only=True)

    with pytest.raises(Refusal), shelf.changing(people.admin):
        pytest.fail("the gate is shut")
    with shelf.changing(people.admin, Gate.ALWAYS):
        pass


def _insist(service: Callable[[], Any]) -> None:
    """Do something again for as long as the database is too busy to hear of it."""
    while True:
        try:
            service()
        except Refusal as refusal:
            if refusal.rule != "database-unavailable":
                raise
        else:
            return


def _done_soon(future: Any) -> bool:
    """Whether something that should wait is done without waiting."""
    try:
        future.result(0.3)
    except TimeoutError:
        return False
    return True


AT_ONCE, ENOUGH = 6, 20
"""People who change the shelf at once; changes after which they are well under way."""
