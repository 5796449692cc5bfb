"""Updates that ask people: what waits for them, and what follows when they accept or decline.

Whoever accepts does so once: the update then reaches every place they are in where the app is behind, and no other.
What needs nobody's consent arrives by itself, and no row changes (:mod:`teamshelf.catalogue.installations.running`).
Source: seed B, `version` and `permissions`; lifecycle rules 14 to 16, 21 and 27; Microsoft's page on updates of apps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, or_, select
from sqlalchemy.orm import load_only

from teamshelf.catalogue.apps.contents import contents_of_package, manifest_of
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.consenting import (
    granted,
    refuse_other_consent,
    required_permissions,
    sentence_keys,
)
from teamshelf.catalogue.installations.installing import locked_installation, refuse_changed
from teamshelf.catalogue.installations.receipts import Verdict, write_receipt
from teamshelf.catalogue.installations.rights import Wish, obstacles_to_updating, published_version
from teamshelf.catalogue.installations.running import running_id, running_version, running_versions
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import App, Installation, Membership, Place, Reach, Receipt, Version
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.installations.consenting import GrantedPermission
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

__all__ = [
    "Accepted",
    "PendingUpdate",
    "accept",
    "decline",
    "pending_updates",
    "running_version",
    "running_versions",
    "upgrade",
]


_RUNNING = Version.__table__.alias("running")


class PendingUpdate(Struct, frozen=True, kw_only=True):
    """An app in one of somebody's places that does not run the published version.

    Attributes:
        installation_id, app_id, place_id: what and where.
        from_id, from_number: the version that runs; None where none may be run.
        to_id, to_number: the version that is published.
        asks: somebody has to accept; otherwise it comes by itself.
        comes_at: when it comes by itself, None where it does not.
        triggers: why it asks, as ``diff --format json`` has it.
        declined_at: when the one who asks declined this very version, None if they have not.
    """

    installation_id: str
    app_id: str
    place_id: str
    from_id: str | None
    from_number: str | None
    to_id: str
    to_number: str
    asks: bool
    comes_at: datetime | None
    triggers: tuple[dict[str, Any], ...] = ()
    declined_at: datetime | None = None


class Accepted(Struct, frozen=True):
    """What accepting came to.

    Attributes:
        version_id: the version that was accepted.
        installation_ids: where it runs by that; empty where it ran already.
        receipt_ids: one for each of them.
    """

    version_id: str
    installation_ids: tuple[str, ...] = ()
    receipt_ids: tuple[str, ...] = ()


def pending_updates(session: Session, actor: Actor, at: datetime) -> list[PendingUpdate]:
    """What waits in the places of whoever asks: by the names of the apps, then of the places.

    Raises:
        Refusal: FORBIDDEN `account-needed`.
    """
    account_id = require_account(actor)
    declined = (
        select(func.max(Receipt.created_at))
        .where(
            Receipt.account_id == account_id,
            Receipt.version_id == App.current_id,
            Receipt.place_id == Installation.place_id,
            Receipt.decision == Verdict.DECLINED,
        )
        .correlate(App, Installation)
        .scalar_subquery()
    )
    waiting = (
        select(Installation, Version, Reach, _RUNNING.c.id, _RUNNING.c.number, declined)
        .join(Membership, Membership.place_id == Installation.place_id)
        .join(Place, Place.id == Installation.place_id)
        .join(App, App.id == Installation.app_id)
        .join(Version, Version.id == App.current_id)
        .outerjoin(Reach, (Reach.surface_id == Installation.surface_id) & (Reach.version_id == Version.id))
        .outerjoin(_RUNNING, _RUNNING.c.id == running_id(at))
        .where(Membership.account_id == account_id, _is_behind(_RUNNING.c.id))
        .order_by(App.display_name, App.id, Place.display_name, Place.id)
        .options(load_only(Version.number, Version.available_at))  # a version knows much that nobody asks here
    )
    return [_pending(row) for row in session.execute(waiting)]


def _is_behind(running: Any) -> Any:
    return or_(running.is_(None), running != App.current_id)


def _pending(
    row: tuple[Installation, Version, Reach | None, str | None, str | None, datetime | None],
) -> PendingUpdate:
    installation, version, reach, from_id, from_number, declined_at = row
    asks = not installation.by_policy and (reach is None or not reach.is_silent)
    return PendingUpdate(
        installation_id=installation.id,
        app_id=installation.app_id,
        place_id=installation.place_id,
        from_id=from_id,
        from_number=from_number,
        to_id=version.id,
        to_number=version.number,
        asks=asks,
        comes_at=None if asks else version.available_at,
        triggers=tuple(reach.triggers) if reach is not None and asks else (),
        declined_at=declined_at,
    )


def accept(
    shelf: Shelf,
    actor: Actor,
    installation_id: str,
    *,
    consented: Collection[GrantedPermission] | None = None,
    everywhere: bool = True,
    language: str = "en",
    digest: str | None = None,
) -> Accepted:
    """Accept the published version: where it was asked, and in every place of whoever accepts where it is behind.

    A place in which it asks for what only an owner grants is left out if they own it not. To accept what runs already
    changes nothing.

    Args:
        shelf: the shelf.
        actor: who accepts.
        installation_id: where it was asked.
        consented: the resource-specific permissions that were consented to, as in installing.
        everywhere: False for this place alone, as when an owner updates a team.
        language: in which the sentences were read.
        digest: of the package whose dialog was read; None where there was none.

    Raises:
        Refusal: as :func:`teamshelf.catalogue.installations.installing.install`, and NOT_FOUND `unknown-installation`.
    """
    with shelf.changing(actor) as change:
        return _accept(change, installation_id, _Consent(consented, language, digest), everywhere=everywhere)


def upgrade(
    shelf: Shelf,
    actor: Actor,
    installation_id: str,
    consented: Collection[GrantedPermission] | None = None,
    *,
    language: str = "en",
) -> Accepted:
    """Bring one installation to the published version, as Graph's `upgrade` does; what runs it already stays.

    Raises:
        Refusal: as :func:`accept`.
    """
    with shelf.changing(actor) as change:
        return _accept(change, installation_id, _Consent(consented, language), action=Action.APP_UPGRADED)


class _Consent(Struct, frozen=True):
    """What somebody consented to, in which language, and for which bytes."""

    permissions: Collection[GrantedPermission] | None
    language: str
    digest: str | None = None


def _accept(
    change: Change,
    installation_id: str,
    consent: _Consent,
    *,
    action: Action = Action.CONSENT_GRANTED,
    everywhere: bool = False,
) -> Accepted:
    session = change.session
    installation, app, place = locked_installation(change, installation_id)
    version = published_version(session, app)
    accepting = _Accepting(change, app, version, consent.language)
    if not accepting.is_behind(installation):
        return Accepted(version.id)
    accepting.refuse(installation, place)
    refuse_changed(version, consent.digest)
    if not installation.by_policy:
        refuse_other_consent(accepting.manifest, consent.permissions)
    covered = [(installation, place), *(accepting.others(installation) if everywhere else ())]
    receipts = tuple(accepting.move(each, where) for each, where in covered)
    after = {"version": version.number, "places": [where.id for _, where in covered], "receipts": list(receipts)}
    change.record(
        action,
        installation.id,
        label=app.display_name,
        app_id=app.id,
        digest=version.package_digest,
        after=after,
    )
    return Accepted(version.id, tuple(each.id for each, _ in covered), receipts)


class _Accepting:
    """A version that is being accepted."""

    def __init__(self, change: Change, app: App, version: Version, language: str) -> None:
        self._change, self._app, self._version, self._language = change, app, version, language
        self._settled = settings(change.session)
        self.manifest = manifest_of(change.session, version)

    def is_behind(self, installation: Installation) -> bool:
        """Whether the version does not run there."""
        running = running_version(self._change.session, installation, self._change.at)
        return running is None or running.id != self._version.id

    def refuse(self, installation: Installation, place: Place) -> None:
        """Go on only where nothing is in the way."""
        for obstacle in self._obstacles(installation, place):
            raise obstacle

    def others(self, accepted: Installation) -> Iterator[tuple[Installation, Place]]:
        """The other places of the one who accepts where the app is behind and nothing is in the way."""
        there = (
            select(Installation, Place)
            .join(Place, Place.id == Installation.place_id)
            .join(Membership, Membership.place_id == Installation.place_id)
            .where(
                Installation.app_id == self._app.id,
                Installation.id != accepted.id,
                Installation.by_policy.is_(False),
                Membership.account_id == self._change.actor.account_id,
            )
            .order_by(Installation.id)
        )
        for installation, place in self._change.session.execute(there).all():
            if self.is_behind(installation) and next(self._obstacles(installation, place), None) is None:
                yield installation, place

    def move(self, installation: Installation, place: Place) -> str:
        """Let the version be accepted there; the receipt's id."""
        session = self._change.session
        before = running_version(session, installation, self._change.at)
        known = None
        if before is not None:
            known = sentence_keys(contents_of_package(session, before.package_digest).manifest, place.kind)
        installation.surface_id = self._version.surface_id
        installation.sequence = self._version.sequence or 0
        installation.consented_permissions = [each.stored() for each in required_permissions(self.manifest)]
        installation.accepted_at = self._change.at
        return write_receipt(
            self._change, Verdict.UPDATED, self._version, self.manifest, place, language=self._language, known=known
        )

    def _obstacles(self, installation: Installation, place: Place) -> Iterator[Refusal]:
        wish = Wish(self._change.actor, self._app, self.manifest, place, self._settled, installation.by_policy)
        return obstacles_to_updating(self._change.session, wish, granted(installation.consented_permissions))


def decline(
    shelf: Shelf, actor: Actor, installation_id: str, *, language: str = "en", digest: str | None = None
) -> str:
    """Stay with what runs: nothing changes but that it is remembered; the receipt's id.

    Raises:
        Refusal: FORBIDDEN `account-needed`; NOT_FOUND `unknown-installation`, `not-published`; CONFLICT
            `nothing-to-decide`: the published version runs already, or comes without asking; PRECONDITION
            `changed-since-shown`.
    """
    account_id = require_account(actor)
    with shelf.changing(actor) as change:
        session = change.session
        installation, app, place = locked_installation(change, installation_id)
        version = published_version(session, app)
        waiting = [
            each for each in pending_updates(session, actor, change.at) if each.installation_id == installation.id
        ]
        if not waiting or not waiting[0].asks:
            raise Refusal(Kind.CONFLICT, "nothing-to-decide", say("no update of the app waits for an answer there"))
        refuse_changed(version, digest)
        running = running_version(session, installation, change.at)
        known = None if running is None else sentence_keys(manifest_of(session, running), place.kind)
        receipt_id = write_receipt(
            change, Verdict.DECLINED, version, manifest_of(session, version), place, language=language, known=known
        )
        change.record(
            Action.CONSENT_DECLINED,
            installation.id,
            label=app.display_name,
            app_id=app.id,
            digest=version.package_digest,
            after={"version": version.number, "place": place.id, "by": account_id, "receipt": receipt_id},
        )
        return receipt_id
