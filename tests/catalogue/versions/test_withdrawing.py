"""What becomes of versions and apps that are taken back, stopped, removed or given away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import Account, App, AuditEvent, Installation, Place, Reach, Trait, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, reject
from teamshelf.catalogue.versions.states import State
from teamshelf.catalogue.versions.withdrawing import quarantine, release_from_quarantine, withdraw
from tests.catalogue.packages import package
from tests.manifests import APP_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


def _published(shelf: Shelf, people: People, *numbers: str, **members: Any) -> tuple[str, list[str]]:
    """An app of the publisher with these versions, published one after the other."""
    first = publish(shelf, people.publisher, package(version=numbers[0], **members), for_review=True)
    approve(shelf, people.reviewer, first.version_id)
    versions = [first.version_id]
    for number in numbers[1:]:
        done = publish(shelf, people.admin, package(version=number, **members), app_id=first.app_id)
        versions.append(done.version_id)
    return first.app_id, versions


def _states(shelf: Shelf) -> dict[str, str]:
    with shelf.reading() as session:
        return {version.number: version.state for version in session.scalars(select(Version))}


def _app(shelf: Shelf) -> App:
    with shelf.reading() as session:
        return session.scalars(select(App)).one()


def _refused(act: Callable[..., Any], *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*arguments, **named)
    return refused.value


def test_a_submission_is_taken_back(shelf: Shelf, people: People) -> None:
    """Who submitted something takes it back; of an app that has nothing else nothing is left but the owner's id."""
    done = publish(shelf, people.publisher, package(), for_review=True)

    withdraw(shelf, people.publisher, done.version_id)

    assert {"1.0.0": "withdrawn"} == _states(shelf)
    assert _app(shelf).deleted_at is not None
    assert "app-id-taken" == _refused(publish, shelf, people.other_publisher, package(), for_review=True).rule
    assert "submitted" == publish(shelf, people.publisher, package(), for_review=True).outcome
    assert _app(shelf).deleted_at is None


def test_a_submitted_update_is_taken_back(shelf: Shelf, people: People) -> None:
    """What is published stays when an update is taken back."""
    app_id, _ = _published(shelf, people, "1.0.0")
    done = publish(shelf, people.publisher, package(version="1.1.0"), for_review=True, app_id=app_id)

    withdraw(shelf, people.publisher, done.version_id)

    assert {"1.0.0": "published", "1.1.0": "withdrawn"} == _states(shelf)
    assert _app(shelf).deleted_at is None


def test_nobody_takes_back_what_belongs_to_others(shelf: Shelf, people: People) -> None:
    """Others do not know of a submission; a reviewer does, and still cannot take it back."""
    done = publish(shelf, people.publisher, package(), for_review=True)

    assert "unknown-version" == _refused(withdraw, shelf, people.other_publisher, done.version_id).rule
    assert (Kind.FORBIDDEN, "not-the-owner") == (
        (refusal := _refused(withdraw, shelf, people.reviewer, done.version_id)).kind,
        refusal.rule,
    )


def test_a_published_version_is_taken_from_sale(shelf: Shelf, people: People) -> None:
    """The version before is published again, and the number of the one taken back stays taken."""
    app_id, (first, second) = _published(shelf, people, "1.0.0", "1.1.0")

    withdraw(shelf, people.publisher, second)

    assert {"1.0.0": "published", "1.1.0": "withdrawn"} == _states(shelf)
    assert first == _app(shelf).current_id
    other = package(version="1.1.0", name={"short": "Votes"})
    assert (Kind.CONFLICT, "version-taken") == (
        (refusal := _refused(publish, shelf, people.admin, other, app_id=app_id)).kind,
        refusal.rule,
    )


@pytest.mark.parametrize("for_review", [False, True])
def test_the_same_bytes_are_published_again(shelf: Shelf, people: People, for_review: bool) -> None:  # noqa: FBT001
    """The version that was taken back is published again under its number and in its old place, if it is the same."""
    app_id, (_, second) = _published(shelf, people, "1.0.0", "1.1.0")
    withdraw(shelf, people.publisher, second)

    done = publish(shelf, people.admin, package(version="1.1.0"), for_review=for_review, app_id=app_id)
    if for_review:
        approve(shelf, people.reviewer, done.version_id)

    assert second == done.version_id
    assert {"1.0.0": "superseded", "1.1.0": "published"} == _states(shelf)
    with shelf.reading() as session:
        version = session.get_one(Version, second)
        assert 2 == version.sequence
        assert 2 == len(session.scalars(select(Reach)).all())


def test_what_was_published_before_cannot_be_rejected_out_of_its_number(shelf: Shelf, people: People) -> None:
    """Submitted again and rejected, it is withdrawn as before, and can be submitted once more."""
    app_id, (_, second) = _published(shelf, people, "1.0.0", "1.1.0")
    withdraw(shelf, people.publisher, second)
    publish(shelf, people.publisher, package(version="1.1.0"), for_review=True, app_id=app_id)

    reject(shelf, people.reviewer, second)

    assert {"1.0.0": "published", "1.1.0": "withdrawn"} == _states(shelf)
    again = publish(shelf, people.publisher, package(version="1.1.0"), for_review=True, app_id=app_id)
    assert ("submitted", second) == (again.outcome, again.version_id)


def test_a_withdrawn_version_leaves_a_way_back(shelf: Shelf, people: People) -> None:
    """Who installed the newer version first, and so accepted its surface, is found a way to the older one."""
    app_id, _ = _published(shelf, people, "1.0.0")
    second = publish(shelf, people.admin, package(version="1.1.0", devicePermissions=["media"]), app_id=app_id)

    with shelf.reading() as session:
        newer = session.get_one(Version, second.version_id)
        ways = {
            reach.sequence: reach.is_silent
            for reach in session.scalars(select(Reach).where(Reach.surface_id == newer.surface_id))
        }

    assert {1: True, 2: True} == ways


def test_the_last_version_taken_from_sale_leaves_the_app(shelf: Shelf, people: People) -> None:
    """An app of which nothing is published is not listed any more; its owner still finds it."""
    _, (only,) = _published(shelf, people, "1.0.0")

    withdraw(shelf, people.publisher, only)

    app = _app(shelf)
    assert (None, None) == (app.current_id, app.deleted_at)
    with shelf.reading() as session:
        assert [] == session.scalars(select(Trait)).all()


def test_a_version_that_does_harm_is_stopped(shelf: Shelf, people: People) -> None:
    """In quarantine nobody runs a version, the one before is published, and the reason is in the audit."""
    app_id, (_, second) = _published(shelf, people, "1.0.0", "1.1.0")

    quarantine(shelf, people.reviewer, second, reason="its domain was sold")

    assert {"1.0.0": "published", "1.1.0": "quarantined"} == _states(shelf)
    with shelf.reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert Action.VERSION_QUARANTINED == event.action
        assert event.after is not None
        assert "its domain was sold" == event.after["reason"]
    assert "version-quarantined" == _refused(publish, shelf, people.admin, package(version="1.1.0"), app_id=app_id).rule


def test_quarantine_has_an_end(shelf: Shelf, people: People) -> None:
    """What turns out to be harmless is published again if it is the newest, else it runs where it ran."""
    _, (first, second) = _published(shelf, people, "1.0.0", "1.1.0")
    quarantine(shelf, people.reviewer, first, reason="?")
    quarantine(shelf, people.reviewer, second, reason="?")
    assert _app(shelf).current_id is None

    release_from_quarantine(shelf, people.admin, first)
    assert {"1.0.0": "published", "1.1.0": "quarantined"} == _states(shelf)
    release_from_quarantine(shelf, people.admin, second)
    assert {"1.0.0": "superseded", "1.1.0": "published"} == _states(shelf)
    quarantine(shelf, people.reviewer, first, reason="?")
    release_from_quarantine(shelf, people.admin, first)
    assert {"1.0.0": "superseded", "1.1.0": "published"} == _states(shelf)
    assert second == _app(shelf).current_id


def test_there_is_no_way_out_of_quarantine_for_the_owner(shelf: Shelf, people: People) -> None:
    """Neither taking the version back nor removing the app and coming back with it gets a stopped version out."""
    app_id, (only,) = _published(shelf, people, "1.0.0")
    quarantine(shelf, people.reviewer, only, reason="?")

    assert "version-quarantined" == _refused(withdraw, shelf, people.publisher, only).rule
    remove(shelf, people.publisher, app_id)
    assert {"1.0.0": "quarantined"} == _states(shelf)
    assert "version-quarantined" == _refused(publish, shelf, people.publisher, package(), for_review=True).rule


def test_with_four_eyes_who_sends_it_again_does_not_approve_it(shelf: Shelf, people: People) -> None:
    """A version that is submitted once more is the submission of whoever did that."""
    app_id, (_, second) = _published(shelf, people, "1.0.0", "1.1.0")
    withdraw(shelf, people.publisher, second)
    change_settings(shelf, people.admin, four_eyes=True)
    owner = Actor(people.publisher.account_id, people.publisher.name, Role.ADMIN)
    publish(shelf, owner, package(version="1.1.0"), for_review=True, app_id=app_id)

    assert "four-eyes" == _refused(approve, shelf, owner, second).rule
    approve(shelf, people.admin, second)


def test_quarantine_is_for_what_was_published(shelf: Shelf, people: People) -> None:
    """A submission is rejected, not stopped; and only reviewers stop anything, with a reason."""
    done = publish(shelf, people.publisher, package(), for_review=True)

    assert "state-not-possible" == _refused(quarantine, shelf, people.admin, done.version_id, reason="?").rule
    assert "reason-missing" == _refused(quarantine, shelf, people.admin, done.version_id, reason="").rule
    assert "role-needed" == _refused(quarantine, shelf, people.publisher, done.version_id, reason="?").rule
    assert "role-needed" == _refused(release_from_quarantine, shelf, people.reviewer, done.version_id).rule
    assert "state-not-possible" == _refused(release_from_quarantine, shelf, people.admin, done.version_id).rule


def test_a_removed_app_is_gone_but_not_its_id(shelf: Shelf, people: People) -> None:
    """Removal withdraws every version and uninstalls everywhere; the id stays with the owner, numbers stay taken."""
    app_id, (_, second) = _published(shelf, people, "1.0.0", "1.1.0")
    with shelf.database.writing() as session:
        session.add(Place(id="team", kind="team", display_name="Team", created_at=shelf.clock()))
        version = session.get_one(Version, second)
        session.add(
            Installation(
                app_id=app_id,
                place_id="team",
                surface_id=version.surface_id,
                sequence=2,
                installed_at=shelf.clock(),
                accepted_at=shelf.clock(),
            )
        )

    remove(shelf, people.publisher, app_id)

    assert {"1.0.0": "withdrawn", "1.1.0": "withdrawn"} == _states(shelf)
    with shelf.reading() as session:
        assert [] == session.scalars(select(Installation)).all()
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert (Action.APP_DELETED, {"uninstalled": 1}) == (event.action, event.after)
    assert "unknown-app" == _refused(remove, shelf, people.publisher, app_id).rule
    assert "app-id-taken" == _refused(publish, shelf, people.other_publisher, package(), for_review=True).rule
    again = publish(shelf, people.publisher, package(version="1.1.0"), for_review=True)
    assert (app_id, second) == (again.app_id, again.version_id)
    withdraw(shelf, people.publisher, second)
    taken = package(version="1.0.0", accentColor="#112233")
    assert "version-taken" == _refused(publish, shelf, people.publisher, taken, for_review=True, app_id=app_id).rule


@pytest.mark.parametrize("who", ["other_publisher", "reviewer", "user"])
def test_only_the_owner_and_administrators_remove(shelf: Shelf, people: People, who: str) -> None:
    """Nobody else removes a published app."""
    app_id, _ = _published(shelf, people, "1.0.0")

    assert (Kind.FORBIDDEN, "not-the-owner") == (
        (refusal := _refused(remove, shelf, getattr(people, who), app_id)).kind,
        refusal.rule,
    )


def test_an_app_is_given_away(shelf: Shelf, people: People) -> None:
    """The new owner updates the app from then on; the old one cannot any more."""
    app_id, _ = _published(shelf, people, "1.0.0")

    transfer(shelf, people.publisher, app_id, people.other_publisher.account_id or "")

    update = package(version="1.1.0")
    old = _refused(publish, shelf, people.publisher, update, for_review=True, app_id=app_id)
    assert "not-the-owner" == old.rule
    assert "submitted" == publish(shelf, people.other_publisher, update, for_review=True, app_id=app_id).outcome


def test_an_app_is_given_to_somebody_who_can_keep_it(shelf: Shelf, people: People) -> None:
    """Not to a user who does not publish, not to nobody, not by a stranger."""
    app_id, _ = _published(shelf, people, "1.0.0")
    with shelf.database.writing() as session:
        session.get_one(Account, people.other_reviewer.account_id).disabled_at = shelf.clock()

    def rule(actor: Any, account_id: str | None) -> str:
        return _refused(transfer, shelf, actor, app_id, account_id or "").rule

    assert "cannot-publish" == rule(people.publisher, people.user.account_id)
    assert "cannot-publish" == rule(people.publisher, people.other_reviewer.account_id)
    assert "unknown-account" == rule(people.publisher, APP_ID)
    assert "not-the-owner" == rule(people.other_publisher, people.other_publisher.account_id)


def test_the_table_of_states_is_kept_to(shelf: Shelf, people: People) -> None:
    """A withdrawn version is not withdrawn twice."""
    app_id, (first, second) = _published(shelf, people, "1.0.0", "1.1.0")
    withdraw(shelf, people.publisher, second)

    refusal = _refused(withdraw, shelf, people.publisher, second)

    assert (Kind.CONFLICT, "state-not-possible", State.WITHDRAWN) == (
        refusal.kind,
        refusal.rule,
        refusal.details["state"],
    )
    assert app_id
    assert first == _app(shelf).current_id
