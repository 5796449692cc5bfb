"""Installing, and updates that wait for somebody to accept them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from teamshelf.catalogue.installations.consenting import GrantedPermission
from teamshelf.catalogue.installations.installing import install, installations_in, uninstall
from teamshelf.catalogue.installations.receipts import receipts_of
from teamshelf.catalogue.installations.updating import PendingUpdate, accept, decline, pending_updates, running_version
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.places.directory import places_of
from teamshelf.catalogue.tables import Installation, Receipt, Version
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.messages import LANGUAGES
from teamshelf.server.api.shapes import Name, Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import INSTALL, READ_INSTALLATIONS

Language = Annotated[str, Meta(pattern=f"^({'|'.join(LANGUAGES)})$")]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]

LAST_OFFSET = 10**6
"""Receipts that can be skipped: nobody turns ten thousand pages."""


class PermissionShape(Wish, frozen=True, kw_only=True):
    """A resource-specific permission."""

    value: Name
    type: Literal["application", "delegated"]


class PlaceShape(Shape, frozen=True, kw_only=True):
    """A place of whoever asks."""

    id: str
    kind: PlaceKind
    display_name: str


class InstallationShape(Shape, frozen=True, kw_only=True):
    """An app in a place, and the version that it runs there; null where none may run."""

    id: str
    app_id: str
    place_id: str
    by_policy: bool
    capability: str | None
    version_id: str | None
    version: str | None
    installed_at: datetime


class InstallWish(Wish, frozen=True, kw_only=True):
    """An app to be added to a place.

    Attributes:
        consented: the resource-specific permissions that are granted: all that the app asks for, or none.
        capability: what is set up first: `tab`, `bot` or `connector`.
        digest: of the package that was looked at; another one is refused.
    """

    app_id: Name
    place_id: Name
    consented: list[PermissionShape] | None = None
    capability: Literal["tab", "bot", "connector"] | None = None
    language: Language = "en"
    by_policy: bool = False
    digest: Digest | None = None


class InstalledShape(Shape, frozen=True, kw_only=True):
    """What adding an app came to."""

    installation_id: str
    app_id: str
    place_id: str
    version_id: str
    number: str
    capability: str | None
    next_step: str
    receipt_id: str


class UpdateShape(Shape, frozen=True, kw_only=True):
    """An update that waits, or comes by itself."""

    installation_id: str
    app_id: str
    place_id: str
    from_id: str | None
    from_number: str | None
    to_id: str
    to_number: str
    asks: bool
    comes_at: datetime | None
    triggers: list[dict[str, Any]]
    declined_at: datetime | None


class AcceptWish(Wish, frozen=True, kw_only=True):
    """How an update is accepted: everywhere, or in this place alone."""

    consented: list[PermissionShape] | None = None
    everywhere: bool = True
    language: Language = "en"
    digest: Digest | None = None


class AcceptedShape(Shape, frozen=True, kw_only=True):
    """What accepting came to: where the version runs by that, and a receipt for each."""

    version_id: str
    installation_ids: list[str]
    receipt_ids: list[str]


class DeclineWish(Wish, frozen=True, kw_only=True):
    """An update is not wanted."""

    language: Language = "en"
    digest: Digest | None = None


class DeclinedShape(Shape, frozen=True, kw_only=True):
    """The receipt of having declined."""

    receipt_id: str


class ReceiptShape(Shape, frozen=True, kw_only=True):
    """What somebody accepted or declined, where, and in which words."""

    id: str
    app_id: str
    version_id: str
    package_digest: str
    place_id: str
    decision: str
    sentences: list[Any]
    language: str
    created_at: datetime


@get("/places", permission=READ_INSTALLATIONS, sync_to_thread=True)
def list_places(shelf: TheShelf, actor: TheActor) -> list[PlaceShape]:
    """The places that whoever asks is in."""
    with shelf.reading() as session:
        return [
            PlaceShape(id=place.id, kind=PlaceKind(place.kind), display_name=place.display_name)
            for place in places_of(session, require_account(actor))
        ]


@get("/places/{place_id:str}/installations", permission=READ_INSTALLATIONS, sync_to_thread=True)
def list_installations(shelf: TheShelf, actor: TheActor, place_id: FromPath[str]) -> list[InstallationShape]:
    """The apps in a place."""
    at = shelf.clock()
    with shelf.reading() as session:
        found = installations_in(session, actor, place_id)
        return [_installation(installation, running_version(session, installation, at)) for installation in found]


@post("/installations", permission=INSTALL, sync_to_thread=True)
def add_installation(shelf: TheShelf, actor: TheActor, data: JSONBody[InstallWish]) -> InstalledShape:
    """Add an app to a place."""
    made = install(
        shelf,
        actor,
        data.app_id,
        data.place_id,
        consented=_granted(data.consented),
        capability=data.capability,
        language=data.language,
        by_policy=data.by_policy,
        digest=data.digest,
    )
    return InstalledShape(
        installation_id=made.installation_id,
        app_id=made.app_id,
        place_id=made.place_id,
        version_id=made.version_id,
        number=made.number,
        capability=made.capability,
        next_step=made.next_step.value,
        receipt_id=made.receipt_id,
    )


@delete("/installations/{installation_id:str}", permission=INSTALL, sync_to_thread=True)
def end_installation(shelf: TheShelf, actor: TheActor, installation_id: FromPath[str]) -> None:
    """Remove an app from a place."""
    uninstall(shelf, actor, installation_id)


@get("/updates", permission=READ_INSTALLATIONS, sync_to_thread=True)
def list_updates(shelf: TheShelf, actor: TheActor) -> list[UpdateShape]:
    """The updates that wait in the places of whoever asks, and those that come by themselves."""
    with shelf.reading() as session:
        return [_update(found) for found in pending_updates(session, actor, shelf.clock())]


@post("/installations/{installation_id:str}/accept", permission=INSTALL, sync_to_thread=True, status_code=200)
def accept_update(
    shelf: TheShelf, actor: TheActor, installation_id: FromPath[str], data: JSONBody[AcceptWish]
) -> AcceptedShape:
    """Accept an update: once, for all places that whoever asks shares with others."""
    done = accept(
        shelf,
        actor,
        installation_id,
        consented=_granted(data.consented),
        everywhere=data.everywhere,
        language=data.language,
        digest=data.digest,
    )
    return AcceptedShape(
        version_id=done.version_id, installation_ids=list(done.installation_ids), receipt_ids=list(done.receipt_ids)
    )


@post("/installations/{installation_id:str}/decline", permission=INSTALL, sync_to_thread=True, status_code=200)
def decline_update(
    shelf: TheShelf, actor: TheActor, installation_id: FromPath[str], data: JSONBody[DeclineWish]
) -> DeclinedShape:
    """Stay on the version that runs."""
    return DeclinedShape(receipt_id=decline(shelf, actor, installation_id, language=data.language, digest=data.digest))


@get("/receipts", permission=READ_INSTALLATIONS, sync_to_thread=True)
def list_receipts(
    shelf: TheShelf, actor: TheActor, offset: Annotated[int, QueryParameter(ge=0, le=LAST_OFFSET)] = 0
) -> list[ReceiptShape]:
    """What whoever asks has accepted and declined, the newest first, 100 at a time."""
    with shelf.reading() as session:
        return [_receipt(found) for found in receipts_of(session, actor, offset=offset)]


def _granted(given: list[PermissionShape] | None) -> tuple[GrantedPermission, ...] | None:
    return None if given is None else tuple(GrantedPermission(value=one.value, type=one.type) for one in given)


def _installation(found: Installation, version: Version | None) -> InstallationShape:
    return InstallationShape(
        id=found.id,
        app_id=found.app_id,
        place_id=found.place_id,
        by_policy=found.by_policy,
        capability=found.capability,
        version_id=version.id if version else None,
        version=version.number if version else None,
        installed_at=found.installed_at,
    )


def _update(found: PendingUpdate) -> UpdateShape:
    values = {name: getattr(found, name) for name in UpdateShape.__struct_fields__}
    return UpdateShape(**values | {"triggers": list(found.triggers)})


def _receipt(found: Receipt) -> ReceiptShape:
    return ReceiptShape(**{name: getattr(found, name) for name in ReceiptShape.__struct_fields__})


HANDLERS = [
    list_places,
    list_installations,
    add_installation,
    end_installation,
    list_updates,
    accept_update,
    decline_update,
    list_receipts,
]
