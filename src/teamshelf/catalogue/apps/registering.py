"""Registering an app under its id: whoever is first owns the id, and keeps it when the app is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from teamshelf.catalogue.apps.holding import is_owner, note_fresh, works_on
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import adopted, insert_if_absent
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, App
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.apps.facts import Facts
    from teamshelf.catalogue.shelf import Change


_HELD = (
    select(App)
    .where(App.external_id == bindparam("external_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def register(change: Change, facts: Facts) -> tuple[App, bool]:
    """The app of a manifest's id, held, and whether it came to the shelf just now, or came back.

    An app that was removed comes back by its owner alone.

    Raises:
        Refusal: CONFLICT `app-id-taken`: the id belongs to somebody else, who is named.
    """
    session = change.session
    values: dict[str, Any] = {
        **dict.fromkeys(App.__table__.columns.keys()),
        "id": new_guid(),
        "external_id": facts.app_id,
        "owner_id": require_account(change.actor),
        "display_name": facts.name,
        "sort_name": "",
        "look": "",
        "short_description": "",
        "publisher": "",
        "certification": "none",
        "listing": {},
        "search_text": "",
        "blocked_by_publisher": False,
        "access": "everyone",
        "installs": 0,
        "created_at": change.at,
        "updated_at": change.at,
    }
    if insert_if_absent(session, App, **values):
        app = adopted(session, App(**values))
        note_fresh(session, app)
        return app, True
    app, is_new = session.scalars(_HELD, {"external_id": facts.app_id}).one(), False
    may_go_on = is_owner(change.actor, app) or (app.deleted_at is None and works_on(session, change.actor, app))
    if not may_go_on:
        owner = session.get_one(Account, app.owner_id)
        raise Refusal(
            Kind.CONFLICT,
            "app-id-taken",
            say("the app id {id} belongs to {owner}", id=app.external_id, owner=printable(owner.display_name)),
            details={"externalId": app.external_id, "owner": owner.display_name},
        )
    if app.deleted_at is not None:
        app.deleted_at = None
        change.record(
            Action.APP_REVIVED, app.id, label=facts.name, app_id=app.id, after={"externalId": app.external_id}
        )
        is_new = True
    return app, is_new
