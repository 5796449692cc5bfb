"""Coming back to a form: whoever sent one too late signs in, and is led to the page that it stood on."""

from __future__ import annotations

from urllib.parse import quote

from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect

from teamshelf.catalogue.apps import listing
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import ADMINISTER, REVIEW


@get("/admin/apps/columns", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_to_apps() -> Redirect:
    """To the apps."""
    return Redirect("/admin/apps", status_code=303)


@get(
    [f"/admin/apps/{{app_id:str}}/{step}" for step in ("allow", "access", "certification")],
    permission=ADMINISTER,
    sync_to_thread=False,
    include_in_schema=False,
)
def back_to_managed_app(app_id: FromPath[str]) -> Redirect:
    """To the app."""
    return Redirect(f"/admin/apps/{quote(app_id, safe='')}", status_code=303)


@get(
    [f"/admin/apps/{{app_id:str}}/customise/{step}" for step in ("preview", "publish", "reset")],
    permission=ADMINISTER,
    sync_to_thread=False,
    include_in_schema=False,
)
def back_to_customise(app_id: FromPath[str]) -> Redirect:
    """To what the app is called."""
    return Redirect(f"/admin/apps/{quote(app_id, safe='')}/customise", status_code=303)


@get(
    [f"/admin/reviews/{{version_id:str}}/{step}" for step in ("decision", "claim", "comment")],
    permission=REVIEW,
    sync_to_thread=False,
    include_in_schema=False,
)
def back_to_review(version_id: FromPath[str]) -> Redirect:
    """To the review."""
    return Redirect(f"/admin/reviews/{quote(version_id, safe='')}", status_code=303)


@get(
    [f"/admin/versions/{{version_id:str}}/{step}" for step in ("stop", "release")],
    permission=ADMINISTER,
    sync_to_thread=True,
    include_in_schema=False,
)
def back_to_versions(*, shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> Redirect:
    """To the app of the version."""
    with shelf.reading() as session:
        version = listing.version(session, actor, version_id)
        return Redirect(f"/admin/apps/{version.app_id}", status_code=303)


@get("/admin/policies/{policy_id:str}/remove", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_from_removing(policy_id: FromPath[str]) -> Redirect:
    """To the policies."""
    del policy_id
    return Redirect("/admin/policies", status_code=303)


@get(
    "/admin/policies/setup/{policy_id:str}/remove",
    permission=ADMINISTER,
    sync_to_thread=False,
    include_in_schema=False,
)
def back_from_removing_setup(policy_id: FromPath[str]) -> Redirect:
    """To the setup policies."""
    del policy_id
    return Redirect("/admin/policies/setup", status_code=303)


@get("/admin/policies/setup/assign", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_from_assigning_setup() -> Redirect:
    """To the setup policies."""
    return Redirect("/admin/policies/setup", status_code=303)


@get("/admin/policies/assign", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_from_assigning() -> Redirect:
    """To the policies."""
    return Redirect("/admin/policies", status_code=303)


@get("/admin/settings/logo", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_from_logo() -> Redirect:
    """To the settings."""
    return Redirect("/admin/settings", status_code=303)


@get("/admin/requests/{app_id:str}", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_to_wishes(app_id: FromPath[str]) -> Redirect:
    """To the requests."""
    del app_id
    return Redirect("/admin/requests", status_code=303)
