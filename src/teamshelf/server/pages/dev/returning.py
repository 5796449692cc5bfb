"""Coming back to a form: whoever sent one too late signs in, and is led to the page that it stood on."""

from __future__ import annotations

from urllib.parse import quote

from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect

from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import own_version
from teamshelf.server.permissions import DEVELOP


@get(["/dev/upload", "/dev/check", "/dev/apps/new"], permission=DEVELOP, sync_to_thread=False, include_in_schema=False)
def back_to_upload() -> Redirect:
    """To where packages are sent."""
    return Redirect("/dev/new", status_code=303)


@get(
    [f"/dev/versions/{{version_id:str}}/{step}" for step in ("withdraw", "comment")],
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def back_to_app(*, shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> Redirect:
    """To the app of the version."""
    with shelf.reading() as session:
        app, _ = own_version(session, actor, version_id)
        return Redirect(f"/dev/apps/{app.id}", status_code=303)


@get(
    [f"/dev/versions/{{version_id:str}}/{step}" for step in ("submit", "notes")],
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def back_to_submission(*, shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> Redirect:
    """To where the version is submitted."""
    with shelf.reading() as session:
        app, _ = own_version(session, actor, version_id)
        return Redirect(f"/dev/apps/{app.id}/submit", status_code=303)


@get(
    [
        "/dev/apps/{app_id:str}/attest",
        "/dev/apps/{app_id:str}/evidence",
        "/dev/apps/{app_id:str}/evidence/{evidence_id:str}/remove",
    ],
    permission=DEVELOP,
    sync_to_thread=False,
    include_in_schema=False,
)
def back_to_questionnaire(app_id: FromPath[str]) -> Redirect:
    """To the questionnaire."""
    return Redirect(f"/dev/apps/{quote(app_id, safe='')}/certification", status_code=303)


@get("/dev/tokens/{token_id:str}/revoke", permission=DEVELOP, sync_to_thread=False, include_in_schema=False)
def back_to_tokens(token_id: FromPath[str]) -> Redirect:
    """To the tokens."""
    del token_id
    return Redirect("/dev/tokens", status_code=303)


@get(
    ["/dev/apps/{app_id:str}/team/{account_id:str}/remove", "/dev/apps/{app_id:str}/owner"],
    permission=DEVELOP,
    sync_to_thread=False,
    include_in_schema=False,
)
def back_to_team(app_id: FromPath[str]) -> Redirect:
    """To those who work on the app."""
    return Redirect(f"/dev/apps/{quote(app_id, safe='')}/team", status_code=303)
