"""Who works on an app beside its owner."""

from __future__ import annotations

from datetime import datetime

from litestar import delete, get, put
from litestar.params import FromPath

from teamshelf.catalogue.apps.collaborating import add_collaborator, remove_collaborator, team_of
from teamshelf.catalogue.apps.listing import app as listed_app
from teamshelf.server.api.shapes import Shape
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import SUBMIT


class CollaboratorShape(Shape, frozen=True, kw_only=True):
    """Somebody who works on an app."""

    account_id: str
    name: str
    display_name: str
    added_at: datetime


@get("/apps/{app_id:str}/team", permission=SUBMIT, sync_to_thread=True)
def show_collaborators(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> list[CollaboratorShape]:
    """Who works on an app beside its owner; for those who do, and administrators."""
    with shelf.reading() as session:
        app = listed_app(session, actor, app_id)
        return [
            CollaboratorShape(
                account_id=account.id, name=account.name, display_name=account.display_name, added_at=row.added_at
            )
            for account, row in team_of(session, actor, app)
        ]


@put("/apps/{app_id:str}/team/{account_id:str}", permission=SUBMIT, sync_to_thread=True, status_code=204)
def put_collaborator(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], account_id: FromPath[str]) -> None:
    """Let an account work on an app: its owner, or an administrator."""
    add_collaborator(shelf, actor, app_id, account_id)


@delete("/apps/{app_id:str}/team/{account_id:str}", permission=SUBMIT, sync_to_thread=True, status_code=204)
def delete_collaborator(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], account_id: FromPath[str]) -> None:
    """Take an account off an app: its owner, an administrator, or the account itself."""
    remove_collaborator(shelf, actor, app_id, account_id)


HANDLERS = [show_collaborators, put_collaborator, delete_collaborator]
