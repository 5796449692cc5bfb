"""Giving an app to somebody else, with its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps.collaborating import publishing_account, remove_all
from teamshelf.catalogue.apps.holding import hold_app, require_owner
from teamshelf.catalogue.auditing import Action

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf


def transfer(shelf: Shelf, actor: Actor, app_id: str, account_id: str) -> None:
    """Give an app to another account, by its owner or an administrator; to whom it belongs already changes nothing.

    Nobody works on it any more but its new owner, who adds whom they trust.

    Raises:
        Refusal: NOT_FOUND `unknown-app`, `unknown-account`; FORBIDDEN `not-the-owner`; INVALID `cannot-publish`: the
            account is disabled, or its role does not publish.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_owner(actor, app)
        heir = publishing_account(change.session, account_id)
        if heir.id == app.owner_id:
            return
        remove_all(change, app)
        before, app.owner_id = app.owner_id, heir.id
        change.record(
            Action.APP_TRANSFERRED,
            app.id,
            label=app.display_name,
            app_id=app.id,
            before={"owner": before},
            after={"owner": heir.id},
        )
