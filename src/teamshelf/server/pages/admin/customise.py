"""Calling and painting an app otherwise: before and after side by side, drafted, published, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, MultipartBody, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.policy.customising import (
    SIDES,
    Shown,
    customise,
    publish_customisation,
    reset,
    shown_of,
)
from teamshelf.catalogue.refusals import Refusal
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.cards import icon_url
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER
from teamshelf.server.reading import read_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.server.pages.visiting import Visit

PROPERTY_NAMES: dict[str, Message] = {
    "name": say("Short name"),
    "shortDescription": say("Short description"),
    "longDescription": say("Full description"),
    "largeImageUrl": say("Color icon (PNG, 192 x 192)"),
    "smallImageUrl": say("Outline icon (PNG, 32 x 32)"),
    "accentColor": say("Accent color"),
    "developerUrl": say("Website"),
    "privacyUrl": say("Privacy"),
    "termsOfUseUrl": say("Terms of use"),
}
"""The nine properties, as people call them, in the order of the form."""

_LONG = frozenset({"longDescription"})


class PropertyRow(Struct, frozen=True, kw_only=True):
    """A property in the form.

    Attributes:
        value: what the field holds: the draft, else what people see.
        original: what the publisher says.
        is_changed: people see something else than the publisher says.
        is_drafted: an administrator has set something that people do not see yet.
    """

    name: str
    label: Message
    value: str
    original: str
    is_picture: bool
    is_long: bool
    picture_url: str
    original_url: str
    is_open: bool
    is_changed: bool
    is_drafted: bool
    is_orphaned: bool
    is_wrong: bool


class Face(Struct, frozen=True, kw_only=True):
    """How the app looks to people: by the publisher, now, or once the draft is published."""

    heading: Message
    name: str
    text: str
    icon_url: str
    outline_url: str
    accent: str


class CustomiseForm(Struct):
    """What the form sends: the texts, and pictures where some were chosen."""

    name: str | None = None
    shortDescription: str | None = None  # noqa: N815 - the manifest's own name
    longDescription: str | None = None  # noqa: N815
    accentColor: str | None = None  # noqa: N815
    developerUrl: str | None = None  # noqa: N815
    privacyUrl: str | None = None  # noqa: N815
    termsOfUseUrl: str | None = None  # noqa: N815
    largeImageUrl: UploadFile | None = None  # noqa: N815
    smallImageUrl: UploadFile | None = None  # noqa: N815


class ResetForm(Struct):
    """What the form that resets sends: one property, or none for all."""

    property: str = ""


@get("/admin/apps/{app_id:str}/customise", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_customise(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """The form, with what is before and what comes after."""
    return _customise_page(shelf, visit, app_id, done=done)


@post(
    "/admin/apps/{app_id:str}/customise",
    permission=ADMINISTER,
    sync_to_thread=True,
    include_in_schema=False,
    before_request=read_form,
)
def do_customise(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: MultipartBody[CustomiseForm]
) -> Response[Any]:
    """Keep what was changed as a draft."""
    sent = {name: getattr(data, name) for name in PROPERTY_NAMES}
    try:
        with shelf.reading() as session:
            known = shown_of(session, listing.app(session, actor, app_id))
        values = _changed(known, sent)
        if values:
            customise(shelf, actor, app_id, values)
    except Refusal as refusal:
        texts = {name: value for name, value in sent.items() if isinstance(value, str)}
        return _customise_page(shelf, visit, app_id, problem=refusal, sent=texts)
    return going_to(f"/admin/apps/{app_id}/customise", "customised" if values else "nothing-to-save")


@post("/admin/apps/{app_id:str}/customise/publish", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_publish_customisation(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str]
) -> Response[Any]:
    """Let people see the draft."""
    try:
        publish_customisation(shelf, actor, app_id)
    except Refusal as refusal:
        return _customise_page(shelf, visit, app_id, problem=refusal)
    return going_to(f"/admin/apps/{app_id}/customise", "customisation-published")


@post("/admin/apps/{app_id:str}/customise/reset", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_reset(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[ResetForm]
) -> Response[Any]:
    """Take one property back to what the publisher says, or all."""
    try:
        reset(shelf, actor, app_id, data.property or None)
    except Refusal as refusal:
        return _customise_page(shelf, visit, app_id, problem=refusal)
    return going_to(f"/admin/apps/{app_id}/customise", "reset")


def _changed(known: Mapping[str, Shown], sent: Mapping[str, Any]) -> dict[str, str | bytes]:
    """What was sent and is something else than the field held."""
    values: dict[str, str | bytes] = {}
    for name, value in sent.items():
        if isinstance(value, UploadFile):
            content = value.file.read()
            if content:
                values[name] = content
        elif isinstance(value, str) and known[name].is_configurable:
            text = value.replace("\r\n", "\n").strip()
            if text != _field(known[name]).replace("\r\n", "\n").strip():
                values[name] = text
    return values


def _field(shown: Shown) -> str:
    return shown.draft if shown.draft is not None else shown.value or ""


def _customise_page(
    shelf: TheShelf,
    visit: Visit,
    app_id: str,
    *,
    problem: Refusal | None = None,
    sent: Mapping[str, str] | None = None,
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        app = listing.app(session, visit.actor, app_id)
        known = shown_of(session, app)
        name, app_path = app.display_name, f"/admin/apps/{app.id}"
    wrong = problem.details.get("property", "") if problem else ""
    rows = tuple(_row(known[each], sent or {}, wrong) for each in PROPERTY_NAMES)
    faces = [_face(say("By the publisher"), known, lambda each: each.original)]
    if any(each.is_customised for each in known.values()):
        faces.append(_face(say("What people see"), known, lambda each: each.value))
    if any(each.draft is not None for each in known.values()):
        draft = _face(say("Once published"), known, lambda each: each.draft if each.draft is not None else each.value)
        faces.append(draft)
    return page(
        visit,
        "admin/customise.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        name=name,
        path=app_path,
        rows=rows,
        faces=tuple(faces),
        is_open=any(row.is_open for row in rows),
        has_draft=any(row.is_drafted for row in rows),
        has_override=any(each.override is not None or each.draft is not None for each in known.values()),
    )


def _row(shown: Shown, sent: Mapping[str, str], wrong: str) -> PropertyRow:
    is_picture = shown.name in SIDES
    seen = shown.draft if shown.draft is not None else shown.value
    return PropertyRow(
        name=shown.name,
        label=PROPERTY_NAMES[shown.name],
        value="" if is_picture else sent.get(shown.name, _field(shown)),
        original="" if is_picture else shown.original or "",
        is_picture=is_picture,
        is_long=shown.name in _LONG,
        picture_url=icon_url(seen) if is_picture else "",
        original_url=icon_url(shown.original) if is_picture else "",
        is_open=shown.is_configurable,
        is_changed=shown.is_customised,
        is_drafted=shown.draft is not None,
        is_orphaned=shown.is_orphaned,
        is_wrong=shown.name == wrong,
    )


def _face(heading: Message, known: Mapping[str, Shown], pick: Any) -> Face:
    return Face(
        heading=heading,
        name=pick(known["name"]) or "",
        text=pick(known["shortDescription"]) or "",
        icon_url=icon_url(pick(known["largeImageUrl"])),
        outline_url=icon_url(pick(known["smallImageUrl"])),
        accent=pick(known["accentColor"]) or "",
    )
