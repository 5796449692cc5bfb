"""What an administrator calls or paints otherwise: drafted, published, and taken back.

Only what the publisher lets be set, within the limits of the field. An override of a property that a later version no
longer lets be set is kept without effect, and has its effect again when one lets it again. Nothing of it reaches the
sentences that people consent to. Source: seed B, `configurableProperties`; lifecycle rules 35 to 38.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.holding import hold_app
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.installations.rights import published_version
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Icon, Override, Version
from teamshelf.messages import say, shown
from teamshelf.package.icons import MAX_ICON, PNG, DamagedIconError, read_icon
from teamshelf.update.customization import POINTERS, configurable, refusals, sorted_overrides

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App

SIDES = {"smallImageUrl": 32, "largeImageUrl": 192}
"""The properties that are pictures, and how wide and high each is in pixels."""


class Shown(Struct, frozen=True, kw_only=True):
    """A property of an app as people see it.

    Attributes:
        name: one of the nine of `configurableProperties`.
        value: what they see; of a picture the digest of the icon.
        original: what the publisher says; None where they say nothing.
        is_configurable: the published version lets it be set.
        override: what an administrator has set and published, whether or not it has an effect; None without.
        draft: what they have set and not published; None without.
    """

    name: str
    value: str | None
    original: str | None
    is_configurable: bool
    override: str | None = None
    draft: str | None = None

    @property
    def is_customised(self) -> bool:
        """Whether people see something else than the publisher says: it is then named beside it."""
        return self.value != self.original

    @property
    def is_orphaned(self) -> bool:
        """Whether an override has no effect because the publisher no longer lets the property be set."""
        return self.override is not None and not self.is_configurable


def shown_of(session: Session, app: App) -> dict[str, Shown]:
    """The nine properties of an app as people see them, each with the publisher's own value.

    Raises:
        Refusal: NOT_FOUND `not-published`.
    """
    version = published_version(session, app)
    manifest = _manifest(session, version)
    rows = list(session.scalars(select(Override).where(Override.app_id == app.id)))
    published = {row.property: row.value for row in rows if row.is_published}
    drafts = {row.property: row.value for row in rows if not row.is_published}
    active = sorted_overrides(manifest, published).active
    allowed = configurable(manifest)
    originals = {name: _original(name, manifest, version) for name in POINTERS}
    return {
        name: Shown(
            name=name,
            value=active.get(name, originals[name]),
            original=originals[name],
            is_configurable=name in allowed,
            override=published.get(name),
            draft=drafts.get(name),
        )
        for name in POINTERS
    }


def published_overrides(session: Session, app_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """What administrators have set and published of some apps, by app and property, whether or not it has an effect."""
    rows = session.scalars(select(Override).where(Override.app_id.in_(app_ids), Override.is_published))
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.app_id, {})[row.property] = row.value
    return found


def customise(shelf: Shelf, actor: Actor, app_id: str, values: Mapping[str, str | bytes]) -> None:
    """Draft what an app shall be called and look like: texts, and for the two pictures the bytes of a PNG file.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`, `not-published`; INVALID `not-configurable`,
            `override-invalid`, `icon-invalid`.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        manifest = _manifest(change.session, published_version(change.session, app))
        drafted = {name: _checked(change, manifest, name, value) for name, value in values.items()}
        for name, value in drafted.items():
            _set(change, app, name, value, is_published=False)
        if drafted:
            change.record(
                Action.APP_CUSTOMISED, app.id, label=app.display_name, app_id=app.id, after={"draft": drafted}
            )


def publish_customisation(shelf: Shelf, actor: Actor, app_id: str) -> tuple[str, ...]:
    """Let people see what has been drafted; the properties that changed by it.

    What the publisher has meanwhile stopped to let be set stays a draft.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`, `not-published`.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        session = change.session
        app = hold_app(change, app_id)
        allowed = configurable(_manifest(session, published_version(session, app)))
        drafts = select(Override).where(Override.app_id == app.id, Override.is_published.is_(False))
        ready = [row for row in session.scalars(drafts) if row.property in allowed]
        before, after = {}, {}
        for row in ready:
            before[row.property] = _set(change, app, row.property, row.value, is_published=True)
            after[row.property] = row.value
            session.delete(row)
        if after:
            change.record(
                Action.APP_CUSTOMISED, app.id, label=app.display_name, app_id=app.id, before=before, after=after
            )
        return tuple(after)


def reset(shelf: Shelf, actor: Actor, app_id: str, name: str | None = None) -> tuple[str, ...]:
    """Let people see what the publisher says, of one property or of all; the properties that were set or drafted.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`; INVALID `not-configurable`: no property of that name.
    """
    require(actor, Role.ADMIN)
    if name is not None and name not in POINTERS:
        raise _no_such_property(name)
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        wanted = Override.app_id == app.id
        condition = wanted if name is None else wanted & (Override.property == name)
        rows = change.session.scalars(select(Override).where(condition).order_by(Override.is_published)).all()
        before = {row.property: row.value for row in rows}
        for row in rows:
            change.session.delete(row)
        if before:
            change.record(Action.CUSTOMISATION_RESET, app.id, label=app.display_name, app_id=app.id, before=before)
        return tuple(sorted(before))


def _set(change: Change, app: App, name: str, value: str, *, is_published: bool) -> str | None:
    """Set a property; what it was set to before."""
    known = change.session.get(Override, (app.id, name, is_published))
    if known is None:
        known = Override(app_id=app.id, property=name, is_published=is_published)
        change.session.add(known)
        before = None
    else:
        before = known.value
    known.value, known.set_by, known.set_at = value, change.actor.account_id, change.at
    return before


def _checked(change: Change, manifest: Mapping[str, Any], name: str, value: str | bytes) -> str:
    """The value that is stored for a property; of a picture its digest, and the picture is stored as well."""
    if name not in POINTERS:
        raise _no_such_property(name)
    side = SIDES.get(name)
    if side is None:
        text = value if isinstance(value, str) else ""
        for refusal in refusals(manifest, {name: text}):
            raise Refusal(Kind.INVALID, refusal.rule, refusal.message, details={"property": name})
        return text
    if name not in configurable(manifest):
        for refusal in refusals(manifest, {name: ""}):
            raise Refusal(Kind.INVALID, refusal.rule, refusal.message, details={"property": name})
    essence = picture_of(value, side) if isinstance(value, bytes) else None
    if essence is None:
        raise picture_refused(name, side)
    digest = sha256(essence).hexdigest()
    insert_if_absent(change.session, Icon, digest=digest, content=essence)
    return digest


def picture_refused(name: str, side: int) -> Refusal:
    """What is sent as a picture is none of the size."""
    return Refusal(
        Kind.INVALID,
        "icon-invalid",
        say("{property} is a PNG file of {side} x {side} pixels", property=shown(name), side=side),
        details={"property": name},
    )


def picture_of(content: bytes, side: int) -> bytes | None:
    """A PNG file of the same pixels without anything else in it; None if it is none of the size."""
    if len(content) > MAX_ICON:
        return None
    icon = read_icon(content)
    if icon.format != PNG or icon.damage is not None or icon.is_animated or not icon.is_square(side):
        return None
    from teamshelf.package.pixels import decode

    try:
        decode(icon)
    except DamagedIconError:
        return None
    return icon.essence


def manifest_of(session: Session, app: App) -> dict[str, Any]:
    """The manifest of the published version of an app.

    Raises:
        Refusal: NOT_FOUND `not-published`.
    """
    return _manifest(session, published_version(session, app))


def _manifest(session: Session, version: Version) -> dict[str, Any]:
    file = contents_of(session, version).file
    return file.value if file is not None and isinstance(file.value, dict) else {}


def _original(name: str, manifest: Mapping[str, Any], version: Version) -> str | None:
    if name in SIDES:
        return version.outline_icon if name == "smallImageUrl" else version.color_icon
    value: Any = manifest
    for step in POINTERS[name][1:].split("/"):
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None


def _no_such_property(name: str) -> Refusal:
    return Refusal(Kind.INVALID, "not-configurable", say("there is no configurable property {name}", name=shown(name)))
