"""What somebody prefers: the language and the colours of the pages; and the page with all of it.

Whoever is not signed in keeps the choice in a cookie; the language of an account is kept with it as well.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct, field

from teamshelf.catalogue.people.accounts import choose_language, find_account
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.refusals import Refusal
from teamshelf.messages import LANGUAGES, Message, say
from teamshelf.server.addresses import safe_return
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, TheVisit
from teamshelf.server.permissions import PUBLIC, SIGNED_IN, UNSEEN
from teamshelf.server.settings import ServerSettings

YEAR = 365 * 24 * 60 * 60
"""Seconds."""

ROLE_NAMES: dict[str, Message] = {
    "user": say("User"),
    "publisher": say("Publisher"),
    "reviewer": say("Reviewer"),
    "admin": say("Administrator"),
}
"""The roles in words."""


class LanguageForm(Struct):
    """What the form sends."""

    language: str = ""
    return_to: str = field(default="/", name="return")


class ThemeForm(Struct):
    """What the form sends."""

    theme: str = ""
    return_to: str = field(default="/", name="return")


@get("/profile", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_profile(shelf: TheShelf, actor: TheActor, visit: TheVisit) -> Response[Any]:
    """Who is signed in, and what they prefer."""
    with shelf.reading() as session:
        account = find_account(session, require_account(actor))
    role = actor.role.value if actor.role is not None else "user"
    return page(
        visit,
        "profile.html",
        name=account.display_name if account is not None else actor.name,
        sign_in_name=actor.name,
        role=ROLE_NAMES[role],
    )


@post("/language", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def do_choose_language(
    shelf: TheShelf, actor: TheActor, settings: TheSettings, data: URLEncodedBody[LanguageForm]
) -> Response[Any]:
    """Read the pages in another language from now on."""
    onward = Redirect(_without_language(safe_return(data.return_to)), status_code=303)
    if data.language in LANGUAGES:
        if actor.account_id is not None:
            _keep_language(shelf, actor, data.language)
        onward.set_cookie(preference(settings, LANGUAGE_COOKIE, data.language))
    return onward


def _keep_language(shelf: TheShelf, actor: TheActor, language: str) -> None:
    """Keep the language with the account; where nothing can be changed at present, the cookie has to do."""
    try:
        choose_language(shelf, actor, language)
    except Refusal as refusal:
        if refusal.rule != "read-only":
            raise


@post("/theme", permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
def do_choose_theme(settings: TheSettings, data: URLEncodedBody[ThemeForm]) -> Response[Any]:
    """See the pages in other colours from now on."""
    onward = Redirect(safe_return(data.return_to), status_code=303)
    if data.theme in THEMES:
        onward.set_cookie(preference(settings, THEME_COOKIE, data.theme))
    return onward


def preference(settings: ServerSettings, name: str, value: str) -> Cookie:
    """A cookie that says how somebody likes the pages, and nothing about who they are."""
    return Cookie(key=name, value=value, max_age=YEAR, path="/", httponly=True, secure=settings.has_tls, samesite="lax")


def _without_language(address: str) -> str:
    """The address without a language of its own, which would go before the one that was just chosen."""
    path, _, query = address.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("lang="))
    return f"{path}?{kept}" if kept else path
