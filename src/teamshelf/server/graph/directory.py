"""As much of Graph's users, teams and chats as clients look at before they install something.

CLI for Microsoft 365 asks for a user's name before it installs for them, since Graph does not refuse unknown ids.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get

from teamshelf.catalogue.people.accounts import find_account
from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.places.directory import place as find_place
from teamshelf.catalogue.places.directory import places_of
from teamshelf.catalogue.tables import Account, Place
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.graph import answers
from teamshelf.server.graph.addressees import CHATS, TEAMS, place_id_of
from teamshelf.server.graph.asking import asked_of
from teamshelf.server.graph.errors import not_found
from teamshelf.server.graph.finding.lists import page_of
from teamshelf.server.graph.resources.projecting import shown_as
from teamshelf.server.graph.resources.shapes import CHAT, TEAM, USER
from teamshelf.server.permissions import OWN_PROFILE, READ_CHATS, READ_PEOPLE, READ_TEAMS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.shapes import Shape

GraphRequest = Request[Any, Any, Any]

_get = partial(get, sync_to_thread=True)
_USER = "/users/{place_id:str}"


@_get("/me", permission=OWN_PROFILE)
def show_me(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """Whoever asks."""
    with shelf.reading() as session:
        return _user(session, actor, request)


@_get(_USER, permission=READ_PEOPLE)
def show_user(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """Somebody, by their id or their sign-in name."""
    with shelf.reading() as session:
        return _user(session, actor, request)


def _property_handler(name: str) -> Any:
    @_get(f"{_USER}/{name}", permission=READ_PEOPLE, name=f"user's {name}")
    def show_property(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
        """One property of somebody by itself."""
        asked = asked_of(request)
        with shelf.reading() as session:
            resource = _user_resource(_account(session, actor, request))
        if resource[name] is None:
            return answers.nothing()
        return answers.value(asked, f"users('{resource['id']}')/{name}", resource[name])

    return show_property


@_get("/me/joinedTeams", permission=READ_TEAMS)
def list_my_teams(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """The teams that whoever asks is in."""
    with shelf.reading() as session:
        return _teams(session, actor, request)


@_get(f"{_USER}/joinedTeams", permission=READ_TEAMS)
def list_teams(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """The teams that somebody is in: for themselves and for administrators."""
    with shelf.reading() as session:
        return _teams(session, actor, request)


@_get("/teams/{place_id:str}", permission=READ_TEAMS)
def show_team(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """A team, for those who are in it and for administrators."""
    with shelf.reading() as session:
        place = find_place(session, actor, place_id_of(session, actor, request, TEAMS))
        return _entity(request, "teams", TEAM, _team_resource(place))


@_get("/chats/{place_id:str}", permission=READ_CHATS)
def show_chat(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """A chat or the chat of a meeting, for those who are in it and for administrators."""
    with shelf.reading() as session:
        place = find_place(session, actor, place_id_of(session, actor, request, CHATS))
        resource = {
            "id": place.id,
            "topic": place.display_name,
            "chatType": "meeting" if place.kind == PlaceKind.MEETING else "group",
            "createdDateTime": place.created_at,
        }
        return _entity(request, "chats", CHAT, resource)


HANDLERS: list[Any] = [
    show_me,
    show_user,
    *(_property_handler(name) for name in USER.members),
    list_my_teams,
    list_teams,
    show_team,
    show_chat,
]
"""The directory's routes, below the version of Graph."""


def _user(session: Session, actor: Actor, request: GraphRequest) -> Response[bytes]:
    return _entity(request, "users", USER, _user_resource(_account(session, actor, request)))


def _account(session: Session, actor: Actor, request: GraphRequest) -> Account:
    """The account that the address names, `me` being whoever asks.

    Raises:
        GraphFault: there is none.
    """
    named = request.path_params.get("place_id") or require_account(actor)
    found = find_account(session, named)
    if found is None:
        raise not_found("The user doesn't exist in the tenant.")
    return found


def _user_resource(account: Account) -> Resource:
    return {
        "id": account.id,
        "displayName": account.display_name,
        "userPrincipalName": account.name,
        "mail": account.name if "@" in account.name else None,
    }


def _teams(session: Session, actor: Actor, request: GraphRequest) -> Response[bytes]:
    asked = asked_of(request)
    account = _account(session, actor, request)
    if account.id != actor.account_id and not actor.may_act_as(Role.ADMIN):
        raise not_found("The teams of somebody else are not shown.")
    options = asked.options(TEAM)
    resources = [_team_resource(place) for place in places_of(session, account.id) if place.kind == PlaceKind.TEAM]
    return answers.many(asked, "teams", page_of(resources, TEAM, options), options)


def _team_resource(place: Place) -> Resource:
    return {
        "id": place.id,
        "displayName": place.display_name,
        "description": None,
        "createdDateTime": place.created_at,
    }


def _entity(request: GraphRequest, context: str, shape: Shape, resource: Resource) -> Response[bytes]:
    asked = asked_of(request)
    show = shown_as(shape, asked.options(shape))
    return answers.one(asked, f"{context}/$entity", show(resource))
