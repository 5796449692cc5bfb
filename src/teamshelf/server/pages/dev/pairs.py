"""Two versions of an app that are compared: those that an address names, or those that matter now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.server.pages.dev.areas import area_of, chosen_from, kept_versions, leading, own_app, row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App, Version


def versions_for(session: Session, actor: Actor, app_id: str) -> tuple[App, list[Version]]:
    """An app that whoever asks works on, and its versions, the newest first."""
    app = own_app(session, actor, app_id)
    return app, kept_versions(session, actor, app)


def shown_pair(
    app: App, versions: Sequence[Version], before: Version | None, after: Version | None, here: str
) -> dict[str, Any]:
    """What every page about two versions shows: the area of the app, all versions to choose from, and the two."""
    return {
        "area": area_of(app, versions, here),
        "versions": tuple(row_of(each) for each in versions),
        "old": row_of(before) if before else None,
        "new": row_of(after) if after else None,
    }


def pair_of(
    app: App, versions: Sequence[Version], old: str | None, new: str | None
) -> tuple[Version | None, Version | None]:
    """The two versions to compare: as the address says, else what waits with what is published, else the last two."""
    after = chosen_from(versions, new) or leading(versions)
    before = chosen_from(versions, old)
    if before is not None or after is None:
        return before, after
    if after.id != app.current_id:
        before = next((each for each in versions if each.id == app.current_id), None)
    if before is None and after.sequence is not None:
        earlier = [each for each in versions if each.sequence is not None and each.sequence < after.sequence]
        before = max(earlier, key=lambda each: each.sequence or 0, default=None)
    return before, after
