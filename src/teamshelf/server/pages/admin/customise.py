"""Calling and painting an app otherwise: before and after side by side, drafted, published, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, MultipartBody, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.facts import from_stored
from teamshelf.catalogue.policy.customising import Shown, customise, publish_customisation, reset, shown_of
from teamshelf.catalogue.policy.trying import faults_of
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import Version
from teamshelf.messages import Message, say
from teamshelf.package.icons import MAX_ICON
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.faces import PROPERTY_NAMES, Remark, face_of, is_picture, remarks_on
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.server.pages.visiting import Visit

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
    remarks: tuple[Remark, ...]


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
)
def do_customise(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: MultipartBody[CustomiseForm]
) -> Response[Any]:
    """Keep what was changed as a draft."""
    sent = _sent(data)
    try:
        with shelf.reading() as session:
            known = shown_of(session, listing.app(session, actor, app_id))
        values = _changed(known, sent)
        if values:
            customise(shelf, actor, app_id, values)
    except Refusal as refusal:
        return _customise_page(shelf, visit, app_id, problem=refusal, sent=sent)
    return going_to(f"/admin/apps/{app_id}/customise", "customised" if values else "nothing-to-save")


@post("/admin/apps/{app_id:str}/customise/preview", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_customise_preview(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], data: MultipartBody[CustomiseForm]
) -> Response[bytes]:
    """The same page as what was written would make it; nothing of it is kept."""
    return _customise_page(shelf, visit, app_id, sent=_sent(data))


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


def _sent(data: CustomiseForm) -> dict[str, str | bytes]:
    """What the form sent: texts with the line ends of a manifest, and the pictures that were chosen."""
    sent: dict[str, str | bytes] = {}
    for name in PROPERTY_NAMES:
        value = getattr(data, name)
        if isinstance(value, UploadFile):
            content = value.file.read(MAX_ICON + 1)
            if content:
                sent[name] = content
        elif isinstance(value, str):
            sent[name] = value.replace("\r\n", "\n").strip()
    return sent


def _changed(known: Mapping[str, Shown], sent: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """What was sent and is something else than the field held."""
    return {
        name: value
        for name, value in sent.items()
        if isinstance(value, bytes)
        or (known[name].is_configurable and value != _field(known[name]).replace("\r\n", "\n").strip())
    }


def _field(shown: Shown) -> str:
    return shown.draft if shown.draft is not None else shown.value or ""


def _customise_page(
    shelf: TheShelf,
    visit: Visit,
    app_id: str,
    *,
    problem: Refusal | None = None,
    sent: Mapping[str, str | bytes] | None = None,
    done: str | None = None,
) -> Response[bytes]:
    written = sent or {}
    with shelf.reading() as session:
        app = listing.app(session, visit.actor, app_id)
        known = shown_of(session, app)
        faults = faults_of(session, app, _changed(known, written))
        version = session.get_one(Version, app.current_id)
        name, app_path = app.display_name, f"/admin/apps/{app.id}"

    def after(shown: Shown) -> str | None:
        value = written.get(shown.name)
        return value if isinstance(value, str) and shown.is_configurable else _field(shown)

    facts = from_stored(version.facts)
    faces = (
        face_of("before", say("What people see"), known, lambda shown: shown.value, facts=facts, version=version),
        face_of("after", say("Once published"), known, after, facts=facts, version=version),
    )
    rows = tuple(_row(known[each], written, faults.get(each)) for each in PROPERTY_NAMES)
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
        faces=faces,
        is_open=any(row.is_open for row in rows),
        has_pictures=any(row.is_picture and row.is_open for row in rows),
        has_draft=any(row.is_drafted for row in rows),
        has_override=any(each.override is not None or each.draft is not None for each in known.values()),
        reverted=tuple(row.label for row in rows if row.is_orphaned),
        number=version.number,
    )


def _row(shown: Shown, sent: Mapping[str, str | bytes], fault: Message | None) -> PropertyRow:
    picture = is_picture(shown.name)
    seen = shown.draft if shown.draft is not None else shown.value
    written = sent.get(shown.name)
    value = written if isinstance(written, str) else _field(shown)
    return PropertyRow(
        name=shown.name,
        label=PROPERTY_NAMES[shown.name],
        value="" if picture else value,
        original="" if picture else shown.original or "",
        is_picture=picture,
        is_long=shown.name in _LONG,
        picture_url=icon_url(seen) if picture else "",
        original_url=icon_url(shown.original) if picture else "",
        is_open=shown.is_configurable,
        is_changed=shown.is_customised,
        is_drafted=shown.draft is not None,
        is_orphaned=shown.is_orphaned,
        is_wrong=fault is not None,
        remarks=tuple(remarks_on(shown.name, value, fault)),
    )
