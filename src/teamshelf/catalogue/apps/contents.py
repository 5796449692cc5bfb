"""What a stored version is: everything that is shown or decided about it comes from its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.tables import Package
from teamshelf.catalogue.versions.intake import opened

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App as Contents


def contents_of(session: Session, version: Version) -> Contents:
    """The files of a version."""
    return contents_of_package(session, version.package_digest)


def contents_of_package(session: Session, digest: str) -> Contents:
    """The files of a stored package."""
    content = session.scalars(select(Package.content).where(Package.digest == digest)).one()
    return opened(content)


def manifest_of(session: Session, version: Version) -> Manifest:
    """The manifest of a version."""
    return contents_of(session, version).manifest
