"""Giving an app to somebody else, with its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps.holding import hold_app, require_owner
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf


def transfer(shelf: Shelf, actor: Actor, app_id: str, account_id: str) -> None:
    """Give an app to another account, by its owner or an administrator; to whom it belongs already changes nothing.

    Raises:
        Refusal: NOT_FOUND `unknown-app`, `unknown-account`; FORBIDDEN `not-the-owner`; INVALID `cannot-publish`: the
            account is disabled, or its role does not publish.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_owner(actor, app)
        heir = change.session.get(Account, account_id.lower())
        if heir is None:
            raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no such account"))
        if heir.disabled_at is not None or not Role(heir.role).includes(Role.PUBLISHER):
            raise Refusal(
                Kind.INVALID,
                "cannot-publish",
                say("{name} cannot own an app: the account does not publish", name=printable(heir.display_name)),
            )
        if heir.id == app.owner_id:
            return
        before, app.owner_id = app.owner_id, heir.id
        change.record(
            Action.APP_TRANSFERRED,
            app.id,
            label=app.display_name,
            app_id=app.id,
            before={"owner": before},
            after={"owner": heir.id},
        )
