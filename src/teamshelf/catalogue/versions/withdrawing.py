"""Taking versions back: a submission nobody has decided on, a published version, or one that does harm.

What was published before is published again then, and those who ran the stopped version go back to it, as far as they
accepted what it asks for. The number of a published version stays taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps.holding import hold_version, is_owner, works_on
from teamshelf.catalogue.apps.removing import remove_if_empty
from teamshelf.catalogue.apps.showing import show
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.versions.moving import move
from teamshelf.catalogue.versions.releasing import current_version, fall_back
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App, Version


def withdraw(shelf: Shelf, actor: Actor, version_id: str, *, revision: int | None = None) -> None:
    """Take a version back: by those who work on the app; one that was published by its owner or an administrator.

    An app of which nothing was ever published, and nothing is left, is removed: its id stays with the owner.

    Raises:
        Refusal: NOT_FOUND `unknown-version`; FORBIDDEN `not-the-owner`; PRECONDITION `changed-since`; CONFLICT
            `state-not-possible`: it was rejected or withdrawn before; `version-quarantined`: only administrators do.
    """
    with shelf.changing(actor) as change:
        app, version = hold_version(change, version_id, revision)
        is_public = version.published_at is not None
        if not (is_owner(actor, app) if is_public else works_on(change.session, actor, app)):
            raise Refusal(
                Kind.FORBIDDEN,
                "not-the-owner",
                say(
                    "{name} {number} belongs to somebody else: only its owner and administrators take it back",
                    name=printable(version.display_name),
                    number=printable(version.number),
                ),
            )
        if version.state == State.QUARANTINED and not actor.may_act_as(Role.ADMIN):
            raise Refusal(
                Kind.CONFLICT,
                "version-quarantined",
                say(
                    "{name} {number} is in quarantine: an administrator decides on it",
                    name=printable(version.display_name),
                    number=printable(version.number),
                ),
                details={"versionId": version.id, "state": version.state},
            )
        version.claimed_by = None
        _stop(change, app, version, State.WITHDRAWN, Action.VERSION_WITHDRAWN)
        if version.published_at is None:
            remove_if_empty(change, app)


def quarantine(shelf: Shelf, actor: Actor, version_id: str, *, reason: str, revision: int | None = None) -> None:
    """Stop a version at once, wherever it runs, and keep it as evidence.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-version`; INVALID `reason-missing`; PRECONDITION
            `changed-since`; CONFLICT `state-not-possible`: it was never published, or is stopped already.
    """
    require(actor, Role.REVIEWER)
    if not reason.strip():
        raise Refusal(Kind.INVALID, "reason-missing", say("say why the version is stopped"))
    with shelf.changing(actor) as change:
        app, version = hold_version(change, version_id, revision)
        _stop(change, app, version, State.QUARANTINED, Action.VERSION_QUARANTINED, reason=reason)


def release_from_quarantine(
    shelf: Shelf, actor: Actor, version_id: str, *, reason: str = "", revision: int | None = None
) -> None:
    """Let a stopped version run again: as the published one if it is the newest, else beside it.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-version`; PRECONDITION `changed-since`; CONFLICT
            `state-not-possible`: it is not in quarantine.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        app, version = hold_version(change, version_id, revision)
        if version.state != State.QUARANTINED:
            raise Refusal(
                Kind.CONFLICT,
                "state-not-possible",
                say(
                    "{name} {number} is not in quarantine",
                    name=printable(version.display_name),
                    number=printable(version.number),
                ),
                details={"versionId": version.id, "state": version.state},
            )
        current = current_version(change.session, app)
        if current is not None and (current.sequence or 0) > (version.sequence or 0):
            move(change, version, State.SUPERSEDED, Action.VERSION_RELEASED, reason=reason)
            return
        if current is not None:
            move(change, current, State.SUPERSEDED, None)
        move(change, version, State.PUBLISHED, Action.VERSION_RELEASED, reason=reason)
        show(change.session, app, version, change.at)


def _stop(change: Change, app: App, version: Version, to: State, action: Action, **after: str) -> None:
    """Move a version to where nobody runs it; what was published before it comes back if it was the published one."""
    was_current = app.current_id == version.id
    move(change, version, to, action, **after)
    if was_current:
        app.current_id = None
        fall_back(change, app)
