"""Storing a version: its package and icons under their digests, its surface, and the row that names them all."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.facts import stored
from teamshelf.catalogue.apps.lookalikes import warnings_on
from teamshelf.catalogue.inserting import insert_if_absent, insert_what_is_absent
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Icon, Package, Version
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.catalogue.telling import told_comparison, told_finding
from teamshelf.catalogue.versions.reaching import keep_surface
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables import App
    from teamshelf.catalogue.versions.intake import Taken
    from teamshelf.update.compare import Comparison


def store(
    change: Change, app: App, taken: Taken, *, by: str, comparison: Comparison | None = None, notes: str | None = None
) -> Version:
    """A package as a draft of an app that is held, which is written with whatever comes next of it."""
    session = change.session
    _keep_package(change, taken)
    findings = (*taken.findings, *warnings_on(session, taken.facts, app))
    color_icon, outline_icon = _keep_icons(session, taken.color_icon, taken.outline_icon)
    version = Version(
        id=new_guid(),
        app_id=app.id,
        number=taken.facts.version,
        precedence=taken.precedence,
        state=State.DRAFT.value,
        package_digest=taken.digest,
        upload_digest=taken.upload_digest,
        surface_id=keep_surface(session, app, taken.surface).id,
        color_icon=color_icon,
        outline_icon=outline_icon,
        display_name=taken.facts.name,
        facts=stored(taken.facts),
        findings=[told_finding(finding) for finding in findings],
        update=told_comparison(comparison) if comparison is not None else None,
        notes=notes,
        created_by=by,
        created_at=change.at,
        changed_at=change.at,
        revision=0,
    )
    session.add(version)
    return version


def _keep_icons(session: Session, *contents: bytes | None) -> tuple[str | None, ...]:
    """Store verified PNG files under their digests, which are given back."""
    digests = tuple(None if content is None else sha256(content).hexdigest() for content in contents)
    rows = {digest: content for digest, content in zip(digests, contents, strict=True) if digest is not None}
    if rows:
        insert_what_is_absent(session, Icon, [{"digest": digest, "content": rows[digest]} for digest in sorted(rows)])
    return digests


def content_of(session: Session, version: Version) -> bytes:
    """The stored bytes of a version's package.

    Raises:
        Refusal: UNAVAILABLE `package-damaged`: they are not what their digest says.
    """
    content = session.scalars(select(Package.content).where(Package.digest == version.package_digest)).one()
    if sha256(content).hexdigest() != version.package_digest:
        raise _damaged()
    return content


def _keep_package(change: Change, taken: Taken) -> None:
    """Store the bytes; if there are some under their digest, make sure that it is them."""
    is_new = insert_if_absent(
        change.session,
        Package,
        digest=taken.digest,
        content=taken.content,
        size=len(taken.content),
        created_at=change.at,
    )
    if not is_new:
        kept = change.session.scalars(select(Package.content).where(Package.digest == taken.digest)).one()
        if kept != taken.content:
            raise _damaged()


def _damaged() -> Refusal:
    return Refusal(
        Kind.UNAVAILABLE,
        "package-damaged",
        say("the package is damaged in the database: an administrator has to restore it from a backup"),
    )
