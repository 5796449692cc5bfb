"""Receipts: what somebody accepted or declined, when and where, for which bytes, and in which words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.installations.consenting import sentences_shown
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Receipt, Surface
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import LANGUAGES, say, shown

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables import Place, Version
    from teamshelf.model.manifest import Manifest


class Verdict(StrEnum):
    """What somebody decided."""

    INSTALLED = "installed"
    UPDATED = "updated"
    DECLINED = "declined"


def write_receipt(
    change: Change,
    verdict: Verdict,
    version: Version,
    manifest: Manifest,
    place: Place,
    *,
    language: str,
    known: Collection[str] | None = None,
) -> str:
    """Write down what was decided about a version in a place; the receipt's id.

    ``known`` are the names of the sentences that held there before.
    """
    receipt = Receipt(
        id=new_guid(),
        app_id=version.app_id,
        version_id=version.id,
        package_digest=version.package_digest,
        surface_digest=change.session.get_one(Surface, version.surface_id).digest,
        account_id=change.actor.account_id,
        place_id=place.id,
        decision=verdict,
        sentences=sentences_shown(manifest, place.kind, language, known),
        language=language if language in LANGUAGES else LANGUAGES[0],
        created_at=change.at,
    )
    change.session.add(receipt)
    return receipt.id


def receipts_of(session: Session, actor: Actor, *, limit: int = 100, offset: int = 0) -> list[Receipt]:
    """What the one who asks has accepted and declined, the newest first.

    Raises:
        Refusal: FORBIDDEN `account-needed`.
    """
    own = select(Receipt).where(Receipt.account_id == require_account(actor))
    return list(session.scalars(own.order_by(Receipt.created_at.desc(), Receipt.id).limit(limit).offset(offset)))


def receipts_for_app(
    session: Session, actor: Actor, app_id: str, *, limit: int = 100, offset: int = 0
) -> list[Receipt]:
    """Who accepted and declined what of an app, the newest first: for administrators.

    Raises:
        Refusal: FORBIDDEN `role-needed`.
    """
    require(actor, Role.ADMIN)
    every = select(Receipt).where(Receipt.app_id == app_id)
    return list(session.scalars(every.order_by(Receipt.created_at.desc(), Receipt.id).limit(limit).offset(offset)))


def receipt(session: Session, actor: Actor, receipt_id: str) -> Receipt:
    """A receipt, for the one whose it is and for administrators.

    Raises:
        Refusal: NOT_FOUND `unknown-receipt`.
    """
    found = session.get(Receipt, receipt_id)
    is_own = found is not None and found.account_id is not None and found.account_id == actor.account_id
    if found is None or not (is_own or actor.may_act_as(Role.ADMIN)):
        raise Refusal(Kind.NOT_FOUND, "unknown-receipt", say("there is no receipt {id}", id=shown(receipt_id)))
    return found
