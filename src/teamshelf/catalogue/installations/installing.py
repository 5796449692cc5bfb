"""Adding an app to a place and removing it: with consent to what it asks for, a receipt, and the count of installs.

Source: seed A, "consent"; lifecycle rules 13, 18, 30 and 39 to 42; Graph's `teamsAppInstallation`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.holding import hold_app
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import Gate
from teamshelf.catalogue.installations.consenting import (
    SCOPES,
    GrantedPermission,
    refuse_other_consent,
    required_permissions,
)
from teamshelf.catalogue.installations.receipts import Verdict, write_receipt
from teamshelf.catalogue.installations.rights import Wish, obstacles_to_installing, published_version, refuse_removing
from teamshelf.catalogue.places.directory import canonical_id, find_place, place, place_for_use
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import App, Installation
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import alternatives, say, shown
from teamshelf.update.installation import GROUP_CHAT, MEETINGS, PERSONAL, default_capability, offered_capabilities

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import Place, Version
    from teamshelf.catalogue.tables.directory import PlaceKind
    from teamshelf.model.manifest import Manifest


class NextStep(StrEnum):
    """What follows when an app has been added."""

    OPEN = "open"
    """Nothing is to be set up."""
    CONFIGURE_TAB = "configure-tab"
    """The app's own page asks how the tab shall be."""
    MESSAGE_BOT = "message-bot"
    """The conversation with the bot opens."""
    CHOOSE_CHANNEL = "choose-channel"
    """The bot wants to know the channel it posts to."""
    SET_UP_CONNECTOR = "set-up-connector"


class Installed(Struct, frozen=True, kw_only=True):
    """What adding an app came to.

    Attributes:
        installation_id, app_id, place_id, version_id: of what.
        number: the version, as people read it.
        capability: what is set up first: ``tab``, ``bot`` or ``connector``; None where nothing is.
        next_step: what follows.
        receipt_id: of the consent.
    """

    installation_id: str
    app_id: str
    place_id: str
    version_id: str
    number: str
    capability: str | None
    next_step: NextStep
    receipt_id: str


def install(
    shelf: Shelf,
    actor: Actor,
    app_id: str,
    place_id: str,
    *,
    consented: Collection[GrantedPermission] | None = None,
    capability: str | None = None,
    language: str = "en",
    by_policy: bool = False,
    kind: PlaceKind | None = None,
    digest: str | None = None,
) -> Installed:
    """Add an app to a place, in the version that is published, even while that is being rolled out to others.

    Args:
        shelf: the shelf.
        actor: who adds it.
        app_id: the catalogue's id of the app.
        place_id: where to.
        consented: the resource-specific permissions that were consented to; None where nobody was asked.
        capability: what is to be set up first in a shared place; None for the app's own choice.
        language: in which the sentences were read.
        by_policy: an administrator adds it for others, who cannot remove it and are not asked about updates.
        kind: what the place is, should it come to be by this.
        digest: of the package whose dialog was read; None where there was none.

    Raises:
        Refusal: NOT_FOUND `unknown-app`, `not-published`, `unknown-place`; FORBIDDEN with the reason of
            :func:`teamshelf.catalogue.policy.access.decide`, `owner-needed`, `not-yours`, `role-needed`,
            `account-needed`, `consent-needs-owner`, `personal-consent-off`, `chat-consent-off`;
            CONFLICT `already-installed`; INVALID `scope-not-offered`, `capability-not-offered`, `consent-required`,
            `consent-differs`; PRECONDITION `changed-since-shown`; UNAVAILABLE `installs-paused`.
    """
    with shelf.changing(actor, Gate.INSTALL) as change:
        session = change.session
        app = hold_app(change, app_id)
        version = published_version(session, app)
        where = place_for_use(change, place_id, kind)
        known = find_installation(session, where.id, app.id)
        if known is not None:
            raise Refusal(
                Kind.CONFLICT,
                "already-installed",
                say("the app is there already"),
                details={"installationId": known.id},
            )
        manifest = manifest_of(session, version)
        wish = Wish(actor, app, manifest, where, settings(session), by_policy)
        for obstacle in obstacles_to_installing(session, wish):
            raise obstacle
        refuse_changed(version, digest)
        if not by_policy:
            refuse_other_consent(manifest, consented)
        return _install(change, wish, version, _capability(manifest, where, capability), language)


def _install(change: Change, wish: Wish, version: Version, capability: str | None, language: str) -> Installed:
    app, where = wish.app, wish.place
    installation = Installation(
        id=new_guid(),
        app_id=app.id,
        place_id=where.id,
        surface_id=version.surface_id,
        sequence=version.sequence or 0,
        by_policy=wish.by_policy,
        capability=capability,
        consented_permissions=[each.stored() for each in required_permissions(wish.manifest)],
        installed_by=change.actor.account_id,
        installed_at=change.at,
        accepted_at=change.at,
    )
    change.session.add(installation)
    change.session.flush()
    receipt_id = write_receipt(change, Verdict.INSTALLED, version, wish.manifest, where, language=language)
    app.installs = App.installs + 1  # by the database, beside the lock on the row
    change.record(
        Action.APP_INSTALLED,
        installation.id,
        label=app.display_name,
        app_id=app.id,
        digest=version.package_digest,
        after={"place": where.id, "version": version.number, "byPolicy": wish.by_policy, "receipt": receipt_id},
    )
    return Installed(
        installation_id=installation.id,
        app_id=app.id,
        place_id=where.id,
        version_id=version.id,
        number=version.number,
        capability=capability,
        next_step=next_step(wish.manifest, SCOPES[where.kind], capability),
        receipt_id=receipt_id,
    )


def uninstall(shelf: Shelf, actor: Actor, installation_id: str) -> None:
    """Remove an app from a place; the receipts stay.

    Raises:
        Refusal: NOT_FOUND `unknown-installation`; FORBIDDEN `installed-by-policy`, `owner-needed`.
    """
    with shelf.changing(actor) as change:
        session = change.session
        installation, app, where = locked_installation(change, installation_id)
        refuse_removing(session, actor, installation, where)
        session.delete(installation)
        app.installs = App.installs - 1
        change.record(
            Action.APP_UNINSTALLED,
            installation.id,
            label=app.display_name,
            app_id=app.id,
            before={"place": where.id, "byPolicy": installation.by_policy},
        )


def locked_installation(change: Change, installation_id: str) -> tuple[Installation, App, Place]:
    """An installation that is about to be changed, with its app, which is locked, and its place.

    Raises:
        Refusal: NOT_FOUND `unknown-installation`: there is none, or the one who asks is not where it is.
    """
    session = change.session
    app_id = session.scalar(select(Installation.app_id).where(Installation.id == installation_id))
    if app_id is not None:
        app = session.get_one(App, app_id, with_for_update=True, populate_existing=True)
        installation = session.get(Installation, installation_id, populate_existing=True)
        where = None if installation is None else find_place(session, change.actor, installation.place_id)
        if installation is not None and where is not None:
            return installation, app, where
    raise unknown_installation(installation_id)


def installations_in(session: Session, actor: Actor, place_id: str) -> list[Installation]:
    """The apps of a place, in the order they were added.

    Raises:
        Refusal: NOT_FOUND `unknown-place`: there is none, or the one who asks is not in it.
    """
    found = place(session, actor, place_id)
    there = select(Installation).where(Installation.place_id == found.id)
    return list(session.scalars(there.order_by(Installation.installed_at, Installation.id)))


def find_installation(session: Session, place_id: str, app_id: str) -> Installation | None:
    """An app in a place; None if it is not there. Whether somebody may know, the caller asks."""
    there = select(Installation).where(Installation.place_id == canonical_id(place_id), Installation.app_id == app_id)
    return session.scalar(there)


def unknown_installation(installation_id: str) -> Refusal:
    """The refusal that there is no such installation, or none for the one who asks."""
    return Refusal(
        Kind.NOT_FOUND, "unknown-installation", say("there is no installation {id}", id=shown(installation_id))
    )


def refuse_changed(version: Version, digest: str | None) -> None:
    """Go on only if what was read is about these very bytes.

    Raises:
        Refusal: PRECONDITION `changed-since-shown`.
    """
    if digest is not None and digest != version.package_digest:
        raise Refusal(
            Kind.PRECONDITION,
            "changed-since-shown",
            say("a version has been published since this was shown: read again what it asks for"),
            details={"digest": version.package_digest},
        )


def next_step(manifest: Manifest, scope: str, capability: str | None) -> NextStep:
    """What follows when an app was added in a scope and something is set up there."""
    in_manifest = GROUP_CHAT if scope == MEETINGS else scope
    if capability == "connector":
        return NextStep.SET_UP_CONNECTOR
    if capability == "bot":
        asks = any(bot.needs_channel_selector for bot in manifest.bots)
        return NextStep.CHOOSE_CHANNEL if asks and scope == "team" else NextStep.MESSAGE_BOT
    if capability == "tab" and any(
        in_manifest in {each.lower() for each in tab.scopes} for tab in manifest.configurable_tabs
    ):
        return NextStep.CONFIGURE_TAB
    return NextStep.OPEN


def _capability(manifest: Manifest, where: Place, wanted: str | None) -> str | None:
    """What is set up first; a choice plays no part for oneself (rule 41)."""
    scope = SCOPES[where.kind]
    if scope == PERSONAL or wanted is None:
        return default_capability(manifest, scope).value
    offered = offered_capabilities(manifest, scope)
    if wanted not in offered:
        why = (
            say(
                "the app has no {capability} there, but {offered}",
                capability=shown(wanted),
                offered=alternatives(offered),
            )
            if offered
            else say("the app has no {capability} there", capability=shown(wanted))
        )
        raise Refusal(Kind.INVALID, "capability-not-offered", why, details={"offered": ", ".join(offered)})
    return wanted
