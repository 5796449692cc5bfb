"""Who works on an app: its owner adds people and takes them off, or gives the app away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps.collaborating import (
    MOST_COLLABORATORS,
    add_collaborator,
    remove_collaborator,
    team_of,
)
from teamshelf.catalogue.apps.holding import is_owner
from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.people.accounts import account_named
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account
from teamshelf.messages import say, shown
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import TEAM, area_of, kept_versions, own_app, own_app_id
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.pages.visiting import Visit

LONGEST_NAME = 320
"""Characters of a sign-in name that the forms take."""


class MemberRow(Struct, frozen=True, kw_only=True):
    """Somebody who works on the app.

    Attributes:
        is_you: it is whoever looks.
        is_active: the account can sign in and publish.
    """

    id: str
    name: str
    display_name: str
    added_at: datetime | None
    is_owner: bool
    is_you: bool
    is_active: bool


class NameForm(Struct):
    """What the forms send: the sign-in name of somebody."""

    name: str = ""


@get("/dev/apps/{app_id:str}/team", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_team(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """Who works on the app."""
    return _team(shelf, visit, app_id, done=done)


@post("/dev/apps/{app_id:str}/team", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_add_member(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[NameForm]
) -> Response[Any]:
    """Let somebody work on the app."""
    own_id = own_app_id(shelf, visit.actor, app_id)
    try:
        add_collaborator(shelf, actor, own_id, _account_id(shelf, data.name))
    except Refusal as refusal:
        return _team(shelf, visit, app_id, problem=refusal, name=data.name)
    return going_to(f"/dev/apps/{own_id}/team", "member-added")


@post(
    "/dev/apps/{app_id:str}/team/{account_id:str}/remove",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def do_remove_member(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], account_id: FromPath[str]
) -> Response[Any]:
    """Take somebody off the app, or leave it."""
    own_id = own_app_id(shelf, visit.actor, app_id)
    try:
        remove_collaborator(shelf, actor, own_id, account_id)
    except Refusal as refusal:
        return _team(shelf, visit, app_id, problem=refusal)
    return _after(shelf, visit, own_id, "member-removed")


@post("/dev/apps/{app_id:str}/owner", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_give_away(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[NameForm]
) -> Response[Any]:
    """Give the app to somebody else."""
    own_id = own_app_id(shelf, visit.actor, app_id)
    try:
        transfer(shelf, actor, own_id, _account_id(shelf, data.name))
    except Refusal as refusal:
        return _team(shelf, visit, app_id, problem=refusal)
    return _after(shelf, visit, own_id, "given-away")


def _after(shelf: Shelf, visit: Visit, app_id: str, done: str) -> Response[Any]:
    """On to the team, or to one's apps where this one is no more among them."""
    with shelf.reading() as session:
        try:
            own_app(session, visit.actor, app_id)
        except Refusal:
            return going_to("/dev", done)
    return going_to(f"/dev/apps/{app_id}/team", done)


def _account_id(shelf: Shelf, name: str) -> str:
    """The account of a sign-in name.

    Raises:
        Refusal: NOT_FOUND `unknown-account`.
    """
    with shelf.reading() as session:
        account = account_named(session, name.strip()[:LONGEST_NAME])
    if account is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-account", say("nobody signs in as {name}", name=shown(name.strip())))
    return account.id


def _team(
    shelf: Shelf,
    visit: Visit,
    app_id: str,
    *,
    problem: Refusal | None = None,
    name: str = "",
    done: str | None = None,
) -> Response[bytes]:
    actor = visit.actor
    with shelf.reading() as session:
        app = own_app(session, actor, app_id)
        owner = session.get_one(Account, app.owner_id)
        members = (
            _row(owner, None, actor.account_id),
            *(_row(account, row.added_at, actor.account_id) for account, row in team_of(session, actor, app)),
        )
        values: dict[str, Any] = {
            "area": area_of(app, kept_versions(session, actor, app), TEAM),
            "members": members,
            "may_manage": is_owner(actor, app),
        }
    return page(
        visit,
        "dev/team.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        name=name[:LONGEST_NAME],
        longest=LONGEST_NAME,
        most=MOST_COLLABORATORS,
        **values,
    )


def _row(account: Account, added_at: datetime | None, own_id: str | None) -> MemberRow:
    return MemberRow(
        id=account.id,
        name=account.name,
        display_name=account.display_name,
        added_at=added_at,
        is_owner=added_at is None,
        is_you=account.id == own_id,
        is_active=account.disabled_at is None and Role(account.role).includes(Role.PUBLISHER),
    )
