"""Accounts: who they are and what they may do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from litestar import get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import select

from teamshelf.catalogue.people.accounts import create_account, folded_name, set_disabled, set_password, set_role
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account
from teamshelf.messages import say
from teamshelf.server.api.shapes import Name, Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import MANAGE_ACCOUNTS, OWN_PROFILE, READ_ACCOUNTS


class AccountShape(Shape, frozen=True, kw_only=True):
    """An account.

    Attributes:
        signs_in: `password`, `open-id`, or `not` for one that only has tokens or is an entry of the directory.
    """

    id: str
    name: str
    display_name: str
    role: Role
    signs_in: str
    is_disabled: bool
    created_at: datetime


class NewAccount(Wish, frozen=True, kw_only=True):
    """An account to be made; without a password it has tokens only."""

    name: Name
    role: Role = Role.USER
    display_name: Annotated[str, Meta(max_length=200)] | None = None
    password: Annotated[str, Meta(max_length=256)] | None = None


class AccountChange(Wish, frozen=True, kw_only=True):
    """What is to change of an account; what is left out stays."""

    role: Role | UnsetType = UNSET
    is_disabled: bool | UnsetType = UNSET
    password: Annotated[str, Meta(max_length=256)] | UnsetType = UNSET


@get("/me", permission=OWN_PROFILE, sync_to_thread=True)
def show_me(shelf: TheShelf, actor: TheActor) -> AccountShape:
    """The account that asks."""
    return _account(shelf, actor.account_id or "")


@get("/accounts", permission=READ_ACCOUNTS, sync_to_thread=True)
def list_accounts(
    shelf: TheShelf,
    search: Annotated[str | None, QueryParameter(max_length=200)] = None,
    after: Annotated[str | None, QueryParameter(max_length=320)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> list[AccountShape]:
    """Accounts by name; `after` is the last name of the page before."""
    wanted = select(Account).order_by(Account.name).limit(limit)
    if after:
        wanted = wanted.where(Account.name > after)
    if search:
        wanted = wanted.where(Account.name.contains(folded_name(search), autoescape=True))
    with shelf.reading() as session:
        return [_shape(account) for account in session.scalars(wanted)]


@get("/accounts/{account_id:str}", permission=READ_ACCOUNTS, sync_to_thread=True)
def show_account(shelf: TheShelf, account_id: FromPath[str]) -> AccountShape:
    """An account."""
    return _account(shelf, account_id)


@post("/accounts", permission=MANAGE_ACCOUNTS, sync_to_thread=True)
def add_account(shelf: TheShelf, actor: TheActor, data: JSONBody[NewAccount]) -> AccountShape:
    """Make an account."""
    made = create_account(
        shelf,
        actor,
        data.name,
        data.role,
        password=data.password,
        display_name=data.display_name,
        must_change_password=data.password is not None,
    )
    return _account(shelf, made)


@patch("/accounts/{account_id:str}", permission=MANAGE_ACCOUNTS, sync_to_thread=True)
def change_account(
    shelf: TheShelf, actor: TheActor, account_id: FromPath[str], data: JSONBody[AccountChange]
) -> AccountShape:
    """Give an account another role, disable or enable it, set a password for its next sign-in."""
    if data.role is not UNSET:
        set_role(shelf, actor, account_id, data.role)
    if data.password is not UNSET:
        set_password(shelf, actor, account_id, data.password, must_change=account_id != actor.account_id)
    if data.is_disabled is not UNSET:
        set_disabled(shelf, actor, account_id, disabled=data.is_disabled)
    return _account(shelf, account_id)


def _account(shelf: TheShelf, account_id: str) -> AccountShape:
    with shelf.reading() as session:
        account = session.get(Account, account_id)
    if account is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no such account"))
    return _shape(account)


def _shape(account: Account) -> AccountShape:
    return AccountShape(
        id=account.id,
        name=account.name,
        display_name=account.display_name,
        role=Role(account.role),
        signs_in="password" if account.password_hash else "open-id" if account.issuer else "not",
        is_disabled=account.disabled_at is not None,
        created_at=account.created_at,
    )


HANDLERS = [show_me, list_accounts, show_account, add_account, change_account]
