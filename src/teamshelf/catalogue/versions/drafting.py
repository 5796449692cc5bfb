"""Drafts: a package that its publisher has sent and looks at, before anybody else is asked to.

A draft is checked and stored as whatever comes to the shelf; it has a report, a difference and an answer about consent.
Submitting it asks everything again, for the shelf may have gone on since. Of one publisher an app has at most one
draft: the next takes its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.holding import hold_version, label_of, works_on
from teamshelf.catalogue.apps.registering import register
from teamshelf.catalogue.apps.showing import describe
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import Gate
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.policy.setups import refuse_sending
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Version
from teamshelf.catalogue.telling import told_comparison
from teamshelf.catalogue.versions.accompanying import refuse_too_long, write_words
from teamshelf.catalogue.versions.admitting import admit
from teamshelf.catalogue.versions.intake import take_in
from teamshelf.catalogue.versions.moving import move
from teamshelf.catalogue.versions.publishing import held_for_update
from teamshelf.catalogue.versions.states import PENDING, State
from teamshelf.catalogue.versions.storing import content_of, store
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App
    from teamshelf.catalogue.versions.accompanying import Words
    from teamshelf.catalogue.versions.intake import Taken


class Drafted(Struct, frozen=True):
    """What came of sending a package: the app, and the version to look at, which the shelf may have had before."""

    app_id: str
    version_id: str


def draft(shelf: Shelf, actor: Actor, content: bytes, *, app_id: str | None = None) -> Drafted:
    """Store a package as a draft: of a new app, or of the one that has the manifest's id already.

    Args:
        shelf: where to.
        actor: who.
        content: the package.
        app_id: the app in the catalogue that it has to be of; None for the one that the manifest names.

    Raises:
        Refusal: as :func:`teamshelf.catalogue.versions.publishing.publish` with a review.
    """
    require(actor, Role.PUBLISHER)
    account_id = require_account(actor)
    taken = take_in(content)
    with shelf.changing(actor, Gate.UPLOAD) as change:
        refuse_sending(change.session, actor)
        app = register(change, taken.facts)[0] if app_id is None else held_for_update(change, app_id, taken)
        admission = admit(change, app, taken, for_review=True, as_new=False)
        known = admission.same or admission.again
        if known is not None:
            return Drafted(app.id, known.id)
        for earlier in _drafts(change, app, account_id):
            if earlier.package_digest == taken.digest:
                return Drafted(app.id, earlier.id)
            move(change, earlier, State.WITHDRAWN, Action.VERSION_WITHDRAWN, reason="replaced")
        version = store(change, app, taken, by=account_id, comparison=admission.comparison)
        version.revision = 1
        if app.current_id is None:
            describe(app, taken.facts)
        change.record(
            Action.APP_DRAFTED,
            version.id,
            label=label_of(version),
            app_id=app.id,
            digest=version.package_digest,
            after={"state": version.state},
        )
        return Drafted(app.id, version.id)


def submit(
    shelf: Shelf, actor: Actor, version_id: str, *, words: Words | None = None, revision: int | None = None
) -> None:
    """Ask for the review of a draft. What waits for one already goes on waiting.

    Args:
        shelf: where.
        actor: who: one who works on the app.
        version_id: which draft.
        words: what is said with it; None leaves what was.
        revision: the one that was looked at.

    Raises:
        Refusal: NOT_FOUND `unknown-version`; FORBIDDEN `role-needed`, `not-the-owner`; PRECONDITION `changed-since`;
            INVALID `notes-too-long`, `notes-malformed`, and as
            :func:`teamshelf.catalogue.versions.publishing.publish`; CONFLICT
            `state-not-possible`, `published-already`, `pending-version`.
    """
    require(actor, Role.PUBLISHER)
    if words is not None:
        refuse_too_long(words)
    with shelf.changing(actor) as change:
        app, version = hold_version(change, version_id)
        if not works_on(change.session, actor, app):
            raise Refusal(
                Kind.FORBIDDEN,
                "not-the-owner",
                say("{name} belongs to somebody else", name=printable(version.display_name)),
            )
        if version.state in PENDING:
            return
        hold_version(change, version_id, revision)
        _submit(change, app, version, words)


def _submit(change: Change, app: App, version: Version, words: Words | None) -> None:
    taken = _taken_again(change, version)
    admission = admit(change, app, taken, for_review=True, as_new=False)
    if admission.same is not None:
        raise Refusal(
            Kind.CONFLICT,
            "published-already",
            say("the shelf has {name} {number} already", name=printable(version.display_name), number=version.number),
            details={"versionId": admission.same.id},
        )
    if admission.replaced is not None:
        move(change, admission.replaced, State.WITHDRAWN, Action.VERSION_WITHDRAWN, reason="replaced")
    is_first = app.current_id is None
    version.update = told_comparison(admission.comparison) if admission.comparison is not None else None
    if words is not None:
        write_words(version, words)
    version.submitted_at = change.at
    move(
        change,
        version,
        State.SUBMITTED,
        Action.APP_SUBMITTED if is_first else Action.APP_UPDATE_SUBMITTED,
        version=version.number,
    )


def _taken_again(change: Change, version: Version) -> Taken:
    """What the stored bytes are by the rules of today."""
    return take_in(content_of(change.session, version))


def _drafts(change: Change, app: App, account_id: str) -> list[Version]:
    wanted = select(Version).where(
        Version.app_id == app.id, Version.state == State.DRAFT, Version.created_by == account_id
    )
    return list(change.session.scalars(wanted))
