"""Graph's app catalogue, to change: apps published, updated and deleted, submissions reviewed and taken back.

Source: Graph's reference of `teamsApp` and `teamsAppDefinition`; `PUT` on an app is what CLI for Microsoft 365 sends.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, delete, patch, post, put
from litestar.params import RawBody

from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.limits import UPLOAD_BY_ACCOUNT, UPLOAD_BY_ADDRESS, count
from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.people.scopes import CATALOGUE_WRITE, DIRECTORY_WRITE, has_scope
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, reject
from teamshelf.catalogue.versions.withdrawing import withdraw
from teamshelf.messages import say, shown
from teamshelf.server.exchange import header_of
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.graph import answers
from teamshelf.server.graph.bodies import ReviewBody, object_in, package_in
from teamshelf.server.graph.entries import APPS, Entries
from teamshelf.server.graph.errors import GraphFault
from teamshelf.server.graph.resources.definitions import VersionRow
from teamshelf.server.graph.resources.identifiers import read_entity_tags
from teamshelf.server.permissions import MANAGE_CATALOGUE, SUBMIT
from teamshelf.server.settings import ServerSettings

GraphRequest = Request[Any, Any, Any]

_APP = f"{APPS}/{{app_id:str}}"
_DEFINITIONS = f"{_APP}/appDefinitions"
_DEFINITION = f"{_DEFINITIONS}/{{definition_id:str}}"

_send = partial(post, permission=SUBMIT, sync_to_thread=True)


@_send(APPS)
def publish_app(
    request: GraphRequest, shelf: TheShelf, settings: TheSettings, actor: TheActor, body: RawBody
) -> Response[bytes]:
    """Publish a new app, or submit it for review."""
    entries = Entries(request)
    for_review, _ = entries.asked.requires_review, entries.app_options
    package = package_in(request, body)
    _let_send(shelf, settings, actor, for_review=for_review)
    published = publish(shelf, actor, package, for_review=for_review)
    if published.outcome == "unchanged":
        raise _already_there(published.app_id)
    with shelf.reading() as session:
        return entries.app(session, actor, published.app_id, status=answers.CREATED)


@_send(_DEFINITIONS)
def update_app(
    request: GraphRequest, shelf: TheShelf, settings: TheSettings, actor: TheActor, body: RawBody
) -> Response[bytes]:
    """Publish an update of an app, which is answered with nothing, or submit it for review."""
    entries = Entries(request)
    for_review, _ = entries.asked.requires_review, entries.definition_options
    package = package_in(request, body)
    _let_send(shelf, settings, actor, for_review=for_review)
    published = publish(shelf, actor, package, for_review=for_review, app_id=entries.app_id)
    if not for_review:
        return answers.nothing()
    with shelf.reading() as session:
        return entries.definition(session, actor, published.version_id, status=answers.CREATED)


@put(_APP, permission=SUBMIT, sync_to_thread=True)
def replace_app(
    request: GraphRequest, shelf: TheShelf, settings: TheSettings, actor: TheActor, body: RawBody
) -> Response[bytes]:
    """Publish an update of an app: the older form of it."""
    entries = Entries(request)
    package = package_in(request, body)
    _let_send(shelf, settings, actor, for_review=entries.asked.requires_review)
    publish(shelf, actor, package, for_review=entries.asked.requires_review, app_id=entries.app_id)
    return answers.nothing()


@delete(_APP, permission=SUBMIT, sync_to_thread=True)
def delete_app(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[None]:
    """Take an app out of the catalogue, with all its versions."""
    remove(shelf, actor, Entries(request).app_id)
    return answers.nothing()


@patch(_DEFINITION, permission=MANAGE_CATALOGUE, sync_to_thread=True)
def review_definition(request: GraphRequest, shelf: TheShelf, actor: TheActor, body: RawBody) -> Response[bytes]:
    """Publish or reject a version that waits for a reviewer."""
    entries = Entries(request)
    _ = entries.definition_options
    decision = object_in(request, body, ReviewBody).publishing_state
    if decision.lower() not in ("published", "rejected"):
        raise GraphFault(400, f"publishingState can be set to published or rejected, not to {shown(decision)}.")
    with shelf.reading() as session:
        row = entries.version(session, actor)
    decide = approve if decision.lower() == "published" else reject
    decide(shelf, actor, row.id, revision=_revision(request, row))
    with shelf.reading() as session:
        return entries.definition(session, actor, row.id)


@delete(_DEFINITION, permission=SUBMIT, sync_to_thread=True)
def withdraw_definition(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[None]:
    """Take back a version that was submitted, before it is published."""
    entries = Entries(request)
    with shelf.reading() as session:
        row = entries.version(session, actor)
    withdraw(shelf, actor, row.id, revision=_revision(request, row))
    return answers.nothing()


HANDLERS: list[Any] = [publish_app, update_app, replace_app, delete_app, review_definition, withdraw_definition]
"""The catalogue's routes that change it, below the version of Graph."""


def _let_send(shelf: Shelf, settings: ServerSettings, actor: Actor, *, for_review: bool) -> None:
    """Go on only for whoever may send a package now. Who reviews is trusted with as many as they like.

    Raises:
        Refusal: FORBIDDEN `scope-needed`: it is to be published at once, and the token only reaches to submitting;
            TOO_OFTEN `too-many-requests`.
    """
    if not for_review and not has_scope(actor, CATALOGUE_WRITE, DIRECTORY_WRITE):
        raise Refusal(
            Kind.FORBIDDEN,
            "scope-needed",
            say("to publish without review, the token needs {scope}", scope=CATALOGUE_WRITE),
        )
    if settings.has_limits and not actor.may_act_as(Role.REVIEWER):
        count(shelf, (UPLOAD_BY_ACCOUNT, actor.account_id or ""), (UPLOAD_BY_ADDRESS, actor.address or ""))


def _already_there(app_id: str) -> Refusal:
    """To Graph a new app that is there already is a conflict, also where it is the very same package."""
    return Refusal(
        Kind.CONFLICT,
        "app-already-exists",
        say("the catalogue has this very package already"),
        details={"appId": app_id},
    )


def _revision(request: GraphRequest, row: VersionRow) -> int | None:
    """The revision that `If-Match` asks for; None where it asks for none, or for any.

    Raises:
        Refusal: it asks for another row's, or none of ours: what the client has seen is not what is there.
    """
    header = header_of(request.scope, b"if-match")
    tags = read_entity_tags(header) if header is not None else None
    if tags is None:
        return None
    for tag in tags:
        if (tag.version_id, tag.revision) == (row.id, row.revision):
            return tag.revision
    raise Refusal(
        Kind.PRECONDITION, "changed-since", say("the app definition has changed since it was read: read it again")
    )
