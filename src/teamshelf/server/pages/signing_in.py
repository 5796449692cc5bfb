"""Signing in and out: plain forms, which need no script.

Source: web/pages, "signed out"; the cookie is `__Host-`, HttpOnly, SameSite=Lax wherever there is TLS.
"""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct, field

from teamshelf.catalogue.people.passwords import SHORTEST
from teamshelf.catalogue.people.signing_in import SESSION_TIME, SignedIn, sign_in, sign_out
from teamshelf.catalogue.refusals import Refusal
from teamshelf.server.addresses import safe_return
from teamshelf.server.authentication import COOKIE, PLAIN_COOKIE, cookie_of
from teamshelf.server.faults import STATUS
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.choosing import preference
from teamshelf.server.pages.rendering import page, sentence
from teamshelf.server.pages.visiting import LANGUAGE_COOKIE, TheVisit, Visit
from teamshelf.server.permissions import PUBLIC, UNSEEN
from teamshelf.server.settings import ServerSettings


class SignInForm(Struct):
    """What the form sends."""

    name: str = ""
    password: str = ""
    new_password: str = ""
    return_to: str = field(default="/", name="return")


@get("/sign-in", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_sign_in(
    actor: TheActor,
    visit: TheVisit,
    settings: TheSettings,
    return_to: Annotated[str | None, QueryParameter(name="return")] = None,
) -> Response[Any]:
    """The form; whoever is signed in is sent on."""
    if actor.role is not None:
        return Redirect(safe_return(return_to), status_code=303)
    return _form(visit, settings, SignInForm(return_to=safe_return(return_to)))


@post("/sign-in", permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
def do_sign_in(
    shelf: TheShelf,
    actor: TheActor,
    visit: TheVisit,
    settings: TheSettings,
    data: URLEncodedBody[SignInForm],
) -> Response[Any]:
    """Sign in, or show the form again with what is wrong."""
    try:
        signed_in = sign_in(
            shelf,
            actor,
            data.name,
            data.password,
            new_password=data.new_password or None,
            is_limited=settings.has_limits,
        )
    except Refusal as refusal:
        return _form(visit, settings, data, refusal)
    return going_on(signed_in, settings, data.return_to)


@post("/sign-out", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def do_sign_out(
    request: Request[Any, Any, Any], shelf: TheShelf, actor: TheActor, settings: TheSettings
) -> Response[Any]:
    """Sign out of this browser."""
    name = COOKIE if settings.has_tls else PLAIN_COOKIE
    secret = cookie_of(request.scope, name)
    if secret and actor.role is not None:
        sign_out(shelf, actor, secret)
    gone = Redirect("/", status_code=303)
    gone.set_cookie(_cookie(settings, "", 0))
    return gone


def going_on(signed_in: SignedIn, settings: ServerSettings, return_to: str) -> Response[Any]:
    """The answer that lets the browser be signed in, and sends it where it was going."""
    onward = Redirect(safe_return(return_to), status_code=303)
    onward.set_cookie(_cookie(settings, signed_in.secret, int(SESSION_TIME.total_seconds())))
    if signed_in.language is not None:
        onward.set_cookie(preference(settings, LANGUAGE_COOKIE, signed_in.language))
    return onward


def _cookie(settings: ServerSettings, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=COOKIE if settings.has_tls else PLAIN_COOKIE,
        value=value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=settings.has_tls,
        samesite="lax",
    )


def _form(visit: Visit, settings: ServerSettings, given: SignInForm, refusal: Refusal | None = None) -> Response[bytes]:
    # A new password that was refused is asked for again, so the field must still be there.
    must_change = refusal is not None and (refusal.rule == "must-change-password" or bool(given.new_password))
    headers = {"Retry-After": refusal.details["retryAfter"]} if refusal and "retryAfter" in refusal.details else {}
    return page(
        visit,
        "sign_in.html",
        status=STATUS[refusal.kind] if refusal else 200,
        headers=headers,
        problem=sentence(refusal.message, visit.language) if refusal else "",
        name=given.name[:200],
        return_to=safe_return(given.return_to),
        must_change=must_change,
        shortest=SHORTEST,
        provider=settings.open_id.label if settings.open_id else "",
    )
