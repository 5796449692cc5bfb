"""Publishing: a package comes to the shelf, as a new app or as an update, at once or for review.

The bytes, the version, what reaches it and the audit are written in one transaction: whoever is told that it worked
finds all of it, and whoever looks finds all of it or nothing. Of many who publish one version at the same moment one
wins; to those who sent the very same bytes that is a success too.

Source: lifecycle rules 1 to 11; Graph's teamsApp and teamsAppDefinition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from teamshelf.catalogue.apps.holding import hold_app, require_team
from teamshelf.catalogue.apps.registering import register
from teamshelf.catalogue.apps.showing import describe
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import Gate
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.policy.setups import refuse_sending
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.versions.admitting import admit
from teamshelf.catalogue.versions.intake import take_in
from teamshelf.catalogue.versions.moving import move
from teamshelf.catalogue.versions.releasing import release
from teamshelf.catalogue.versions.states import State
from teamshelf.catalogue.versions.storing import store
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App, Version
    from teamshelf.catalogue.versions.intake import Taken
    from teamshelf.findings import Finding

Outcome = Literal["created", "updated", "submitted", "unchanged"]


class Published(Struct, frozen=True, kw_only=True):
    """What came of publishing.

    Attributes:
        app_id: the catalogue's id of the app.
        version_id: of the version; where nothing changed, of the one that is there already.
        outcome: `created` or `updated`: it is published; `submitted`: it waits for a reviewer; `unchanged`: the shelf
            has it already.
        findings: what the check said: warnings and notes.
    """

    app_id: str
    version_id: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


def publish(
    shelf: Shelf,
    actor: Actor,
    content: bytes,
    *,
    for_review: bool = False,
    app_id: str | None = None,
    notes: str | None = None,
) -> Published:
    """Publish a package, or submit it for review.

    Args:
        shelf: where to.
        actor: who; to publish without review takes a reviewer.
        content: the package.
        for_review: a reviewer decides.
        app_id: the app in the catalogue that this is an update of; None for a new app.
        notes: what is new, for everybody.

    Raises:
        Refusal: FORBIDDEN `role-needed`, `account-needed`, `not-the-owner`, `four-eyes`,
            `uploads-not-allowed`;
            INVALID `package-too-large`, `package-has-errors`, `version-unreadable`, `id-changed`, `version-decreased`;
            NOT_FOUND `unknown-app`;
            CONFLICT `app-already-exists`, `app-id-taken`, `version-not-incremented`, `version-taken`,
            `version-quarantined`, `pending-version`.
    """
    require(actor, Role.PUBLISHER if for_review else Role.REVIEWER)
    account_id = require_account(actor)
    taken = take_in(content)
    with shelf.changing(actor, Gate.UPLOAD) as change:
        refuse_sending(change.session, actor)
        if not for_review:
            _refuse_alone(change)
        if app_id is None:
            app, is_new = register(change, taken.facts)
        else:
            app, is_new = held_for_update(change, app_id, taken), False
        admission = admit(change, app, taken, for_review=for_review, as_new=app_id is None and not is_new)
        if admission.same is not None:
            return _done(app, admission.same, "unchanged", taken)
        if admission.replaced is not None:
            move(change, admission.replaced, State.WITHDRAWN, Action.VERSION_WITHDRAWN, reason="replaced")
        version = admission.again or store(
            change, app, taken, by=account_id, comparison=admission.comparison, notes=notes
        )
        if for_review:
            if app.current_id is None:
                describe(app, taken.facts)
            version.created_by = account_id  # whoever submits again what was taken back is not the one to review it
        outcome = _submit(change, app, version) if for_review else _publish(change, app, version)
    return _done(app, version, outcome, taken)


def _submit(change: Change, app: App, version: Version) -> Outcome:
    is_first = app.current_id is None
    version.submitted_at = change.at
    move(
        change,
        version,
        State.SUBMITTED,
        Action.APP_SUBMITTED if is_first else Action.APP_UPDATE_SUBMITTED,
        version=version.number,
    )
    return "submitted"


def _publish(change: Change, app: App, version: Version) -> Outcome:
    is_first = app.current_id is None
    release(change, app, version, Action.APP_PUBLISHED if is_first else Action.APP_UPDATED)
    return "created" if is_first else "updated"


def held_for_update(change: Change, app_id: str, taken: Taken) -> App:
    """The app that a package is to be an update of, held.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`; INVALID `id-changed`.
    """
    app = hold_app(change, app_id)
    require_team(change.session, change.actor, app)
    if app.external_id != taken.facts.app_id:
        raise Refusal(
            Kind.INVALID,
            "id-changed",
            say(
                "the `id` of the manifest is {new}, but that of the app is {old}: with another id it is another app",
                new=shown(taken.facts.app_id),
                old=shown(app.external_id),
            ),
            details={"appId": app.id, "externalId": app.external_id},
        )
    return app


def _refuse_alone(change: Change) -> None:
    """Where two people have to look at everything, nobody publishes alone."""
    if settings(change.session).four_eyes:
        raise Refusal(
            Kind.FORBIDDEN,
            "four-eyes",
            say("nobody publishes here without another person's review: submit it for review"),
        )


def _done(app: App, version: Version, outcome: Outcome, taken: Taken) -> Published:
    return Published(app_id=app.id, version_id=version.id, outcome=outcome, findings=taken.findings)
