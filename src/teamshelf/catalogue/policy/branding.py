"""The picture of the organisation beside the name of its shelf."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from teamshelf.catalogue.gates import Gate
from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.customising import picture_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settle_in
from teamshelf.catalogue.tables import Icon
from teamshelf.messages import say
from teamshelf.package.icons import MAX_ICON, read_icon

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf

SMALLEST, LARGEST = 48, 512
"""Pixels of a side of the picture: it is shown at 32, on fine screens with three times as many."""


def set_logo(shelf: Shelf, actor: Actor, content: bytes | None) -> str:
    """Show a PNG file beside the name of the shelf, with its pixels alone; None for the picture of ours. Its digest.

    Raises:
        Refusal: FORBIDDEN `role-needed`; INVALID `logo-invalid`.
    """
    require(actor, Role.ADMIN)
    essence = None if content is None else _checked(content)
    digest = sha256(essence).hexdigest() if essence is not None else ""
    with shelf.changing(actor, Gate.ALWAYS) as change:
        if essence is not None:
            insert_if_absent(change.session, Icon, digest=digest, content=essence)
        settle_in(change, {"brand_logo": digest})
    return digest


def _checked(content: bytes) -> bytes:
    icon = read_icon(content) if len(content) <= MAX_ICON else None
    side = icon.width if icon is not None else None
    if side is not None and SMALLEST <= side <= LARGEST:
        essence = picture_of(content, side)
        if essence is not None:
            return essence
    raise Refusal(
        Kind.INVALID,
        "logo-invalid",
        say("the picture is a square PNG file of {smallest} to {largest} pixels", smallest=SMALLEST, largest=LARGEST),
        details={"setting": "brand_logo"},
    )
