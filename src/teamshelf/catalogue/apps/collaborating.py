"""Those who work on an app beside its owner: they send packages, submit them and answer the questionnaire.

Only the owner adds and removes them, stands by the answers, takes published versions back, and gives the app away. What
somebody may do is looked up in the transaction that does it, behind the lock of the app, so a removal holds at once.
Giving the app away ends all of it: its new owner chooses whom to trust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from teamshelf.catalogue.apps.holding import hold_app, require_owner, require_team
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, Collaborator
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App

MOST_COLLABORATORS = 50
"""People who work on an app beside its owner, at most."""


def add_collaborator(shelf: Shelf, actor: Actor, app_id: str, account_id: str) -> None:
    """Let an account work on an app, by its owner or an administrator; who does already goes on.

    Raises:
        Refusal: NOT_FOUND `unknown-app`, `unknown-account`; FORBIDDEN `not-the-owner`; INVALID `cannot-publish`: the
            account is disabled, or its role does not publish; CONFLICT `is-the-owner`, `team-full`.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_owner(actor, app)
        account = publishing_account(change.session, account_id)
        if account.id == app.owner_id:
            raise Refusal(
                Kind.CONFLICT, "is-the-owner", say("{name} owns the app already", name=printable(account.display_name))
            )
        there = select(func.count()).where(Collaborator.app_id == app.id, Collaborator.account_id != account.id)
        if (change.session.scalar(there) or 0) >= MOST_COLLABORATORS:
            raise Refusal(
                Kind.CONFLICT,
                "team-full",
                say("at most {limit} people work on an app beside its owner", limit=MOST_COLLABORATORS),
            )
        values = {"added_by": actor.account_id, "added_at": change.at}
        if insert_if_absent(change.session, Collaborator, app_id=app.id, account_id=account.id, **values):
            change.record(
                Action.COLLABORATOR_ADDED,
                account.id,
                label=account.name,
                app_id=app.id,
                after={"account": account.id},
            )


def remove_collaborator(shelf: Shelf, actor: Actor, app_id: str, account_id: str) -> None:
    """Take an account off an app, by its owner, an administrator, or that account itself; who is none stays none.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        if actor.account_id != account_id.lower():
            require_owner(actor, app)
        _remove(change, app, Collaborator.account_id == account_id.lower())


def remove_all(change: Change, app: App) -> None:
    """Take everybody off an app that is held."""
    _remove(change, app, Collaborator.app_id == app.id)


def team_of(session: Session, actor: Actor, app: App) -> Sequence[tuple[Account, Collaborator]]:
    """Those who work on an app beside its owner, by name; for those who work on it.

    Raises:
        Refusal: FORBIDDEN `not-the-owner`.
    """
    require_team(session, actor, app)
    wanted = select(Account, Collaborator).join(Collaborator, Collaborator.account_id == Account.id)
    rows = session.execute(wanted.where(Collaborator.app_id == app.id).order_by(Account.display_name, Account.id))
    return [(account, row) for account, row in rows]


def publishing_account(session: Session, account_id: str) -> Account:
    """An account that an app can be given to, or that can work on one.

    Raises:
        Refusal: NOT_FOUND `unknown-account`; INVALID `cannot-publish`.
    """
    account = session.get(Account, account_id.lower())
    if account is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no such account"))
    if account.disabled_at is not None or not Role(account.role).includes(Role.PUBLISHER):
        raise Refusal(
            Kind.INVALID,
            "cannot-publish",
            say("{name} cannot have an app: the account does not publish", name=printable(account.display_name)),
        )
    return account


def _remove(change: Change, app: App, which: ColumnElement[bool]) -> None:
    session = change.session
    wanted = select(Account).join(Collaborator, Collaborator.account_id == Account.id)
    for account in session.scalars(wanted.where(Collaborator.app_id == app.id, which)).all():
        session.execute(
            delete(Collaborator).where(Collaborator.app_id == app.id, Collaborator.account_id == account.id)
        )
        change.record(
            Action.COLLABORATOR_REMOVED,
            account.id,
            label=account.name,
            app_id=app.id,
            before={"account": account.id},
        )
