"""Apps put straight into the tables, where a test is about finding them and not about how they came there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from teamshelf.catalogue.tables import App, Package, Surface, Version
from teamshelf.catalogue.versions.states import State

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf


def guid(number: int) -> str:
    """A GUID that is the same in every run."""
    return str(UUID(int=number))


def add_app(shelf: Shelf, owner_id: str | None, number: int, name: str, *versions: tuple[str, State, bool]) -> str:
    """An app with versions, each a number, a state, and whether it has a bot; the catalogue's id of the app.

    The app has its name once one of its versions has been published.
    """
    assert owner_id is not None
    app_id = guid(1000 + number)
    with shelf.database.writing() as session:
        is_published = any(state in (State.PUBLISHED, State.SUPERSEDED) for _, state, _ in versions)
        app = App(
            id=app_id,
            external_id=guid(2000 + number),
            owner_id=owner_id,
            display_name=name if is_published else "",
            search_text=name.casefold(),
            created_at=shelf.clock(),
            updated_at=shelf.clock(),
        )
        session.add(app)
        session.flush()
        digest = f"{number:064}"
        session.add(Package(digest=digest, content=b"", size=0, created_at=shelf.clock()))
        surface = Surface(app_id=app_id, digest=digest, facts={})
        session.add(surface)
        session.flush()
        for position, (version, state, has_bot) in enumerate(versions):
            row = _version(shelf, app_id, owner_id, surface.id, digest, name, version, state, position)
            row.facts["botIds"] = [guid(3000 + number)] if has_bot else []
            session.add(row)
            session.flush()
            if state == State.PUBLISHED:
                app.current_id = row.id
    return app_id


def _version(  # noqa: PLR0917
    shelf: Shelf,
    app_id: str,
    owner_id: str,
    surface_id: int,
    digest: str,
    name: str,
    number: str,
    state: State,
    position: int,
) -> Version:
    is_published = state in (State.PUBLISHED, State.SUPERSEDED, State.QUARANTINED)
    facts: dict[str, Any] = {
        "webApplicationId": "",
        "shortDescription": f"{name} in short",
        "description": f"{name} at length",
        "resourceSpecific": [{"name": "TeamSettings.Read.Group", "type": "Application"}],
        "scopes": ["personal", "team"],
        "botIds": [],
    }
    return Version(
        app_id=app_id,
        number=number,
        precedence=number,
        state=state,
        sequence=position + 1 if is_published else None,
        package_digest=digest,
        upload_digest=digest,
        surface_id=surface_id,
        display_name=name,
        facts=facts,
        findings=[],
        created_by=owner_id,
        created_at=shelf.clock() + timedelta(seconds=position),
        changed_at=shelf.clock() + timedelta(seconds=position),
        published_at=shelf.clock() if is_published else None,
    )
