"""What the listing shows of an app: copied from the published version into the app's row, and into its traits."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete

from teamshelf.catalogue.apps.facts import folded, from_stored, search_text
from teamshelf.catalogue.apps.holding import is_fresh
from teamshelf.catalogue.apps.lookalikes import look_of
from teamshelf.catalogue.inserting import insert_all
from teamshelf.catalogue.tables import Trait
from teamshelf.consent.sentence import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.apps.facts import Facts
    from teamshelf.catalogue.tables import App, Version

TRAIT_LENGTH = 100
"""Characters of a trait's value that are kept."""


class Facet(StrEnum):
    """What a listing can be filtered by."""

    CATEGORY = "category"
    CAPABILITY = "capability"
    SCOPE = "scope"
    PUBLISHER = "publisher"
    LANGUAGE = "language"
    PERMISSION = "permission"
    CERTIFICATION = "certification"
    """Kept with the app itself, for it can expire."""
    STATUS = "status"
    """What the app is to whoever asks, see :mod:`teamshelf.catalogue.apps.standing`; nobody else's business."""


TRAITS = tuple(facet for facet in Facet if facet not in (Facet.CERTIFICATION, Facet.STATUS))
"""The facets whose values are stored with the listing, a row for each."""

NOTHING_ASKED = "none"
"""The value of the facet of permissions for an app that can do nothing and asks for nothing."""


def show(session: Session, app: App, version: Version, at: datetime) -> None:
    """List an app with its published version."""
    facts = from_stored(version.facts)
    describe(app, facts)
    app.current_id = version.id
    app.blocked_by_publisher = facts.default_block_until_admin_action
    app.updated_at = at
    session.flush()
    set_traits(session, app, traits_of(app.category, facts))


def traits_of(category: str | None, facts: Facts) -> dict[Facet, tuple[str, ...]]:
    """What a listing with these facts can be filtered by; a value that says nothing is none."""
    return {
        Facet.CATEGORY: (category or "",),
        Facet.CAPABILITY: facts.capabilities,
        Facet.SCOPE: facts.scopes,
        Facet.PUBLISHER: (facts.developer.name,),
        Facet.LANGUAGE: facts.languages,
        Facet.PERMISSION: needs_of(facts),
    }


def needs_of(facts: Facts) -> tuple[str, ...]:
    """The kinds of what an app asks for, by the names of the groups of consent.

    Where it asks for nothing, `implied` says that it can do all the same what its parts bring along.
    """
    asked = {
        Group.PERMISSIONS: facts.permissions,
        Group.RESOURCE_SPECIFIC: facts.resource_specific,
        Group.SIGN_IN: facts.web_application_id,
        Group.DEVICE: facts.device_permissions,
    }
    needs = tuple(group.value for group, values in asked.items() if values)
    return needs or ((Group.IMPLIED.value,) if facts.scopes else (NOTHING_ASKED,))


def trait_rows(app_id: str, traits: Mapping[Facet, Iterable[str]]) -> list[dict[str, str]]:
    """The rows of these traits."""
    return [
        {"kind": facet.value, "value": value, "app_id": app_id}
        for facet, values in traits.items()
        for value in dict.fromkeys(value[:TRAIT_LENGTH] for value in values if value)
    ]


def show_nothing(session: Session, app: App, at: datetime) -> None:
    """Take an app of which nothing is published out of the listing."""
    app.current_id = None
    app.updated_at = at
    session.flush()
    session.execute(delete(Trait).where(Trait.app_id == app.id))


def describe(app: App, facts: Facts) -> None:
    """Copy the texts of a version into the app's row, so that lists need no other."""
    app.display_name = facts.name
    app.sort_name = folded(facts.name)
    app.look = look_of(facts.name)
    app.short_description = facts.short_description
    app.publisher = facts.developer.name
    app.package_name = facts.package_name or None
    app.search_text = search_text(facts)


def set_traits(session: Session, app: App, traits: Mapping[Facet, Iterable[str]]) -> None:
    """Give an app these values of these facets, and no others of them; an app that is not listed has none."""
    if not is_fresh(session, app):
        session.execute(delete(Trait).where(Trait.app_id == app.id, Trait.kind.in_([facet.value for facet in traits])))
    if app.current_id is None:
        return
    insert_all(session, Trait, trait_rows(app.id, traits))
