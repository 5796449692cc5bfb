"""Customisation: what an administrator calls or paints otherwise than the publisher did."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from teamshelf.catalogue.apps.listing import app as listed_app
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.customising import SIDES, customise, publish_customisation, reset, shown_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say
from teamshelf.server.api.shapes import Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import MANAGE_SETTINGS, READ_SETTINGS

LONGEST_VALUE = 400_000
"""Characters of a value: an icon of 192 pixels as base64 is far below."""


class PropertyShape(Shape, frozen=True, kw_only=True):
    """A property as people see it, with the publisher's own value; of a picture the digest."""

    name: str
    value: str | None
    original: str | None
    is_configurable: bool
    override: str | None
    draft: str | None
    is_customised: bool
    is_orphaned: bool


class CustomisationWish(Wish, frozen=True, kw_only=True):
    """What an app shall be called and look like: texts, and pictures as base64 of a PNG file."""

    values: Annotated[dict[str, Annotated[str, Meta(max_length=LONGEST_VALUE)]], Meta(min_length=1, max_length=9)]


class ChangedShape(Shape, frozen=True, kw_only=True):
    """The properties that changed."""

    names: list[str]


@get("/apps/{app_id:str}/customisation", permission=READ_SETTINGS, sync_to_thread=True)
def show_customisation(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> list[PropertyShape]:
    """The nine properties that can be set, drafts included."""
    require(actor, Role.ADMIN)
    with shelf.reading() as session:
        shown = shown_of(session, listed_app(session, actor, app_id))
    names = PropertyShape.__struct_fields__
    return [PropertyShape(**{name: getattr(each, name) for name in names}) for each in shown.values()]


@patch("/apps/{app_id:str}/customisation", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def draft_customisation(
    shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[CustomisationWish]
) -> None:
    """Draft how an app shall be; people see it once it is published."""
    customise(shelf, actor, app_id, {name: _value(name, value) for name, value in data.values.items()})


@post("/apps/{app_id:str}/customisation/published", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=200)
def publish_drafts(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> ChangedShape:
    """Let people see what has been drafted."""
    return ChangedShape(names=list(publish_customisation(shelf, actor, app_id)))


@delete("/apps/{app_id:str}/customisation", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=200)
def reset_customisation(
    shelf: TheShelf, actor: TheActor, app_id: FromPath[str], name: FromQuery[str | None] = None
) -> ChangedShape:
    """Let people see what the publisher says, of one property or of all."""
    return ChangedShape(names=list(reset(shelf, actor, app_id, name)))


def _value(name: str, value: str) -> str | bytes:
    if name not in SIDES:
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise Refusal(Kind.INVALID, "icon-invalid", say("the picture is not base64")) from error


HANDLERS = [show_customisation, draft_customisation, publish_drafts, reset_customisation]
