"""Signing in with OpenID Connect: to the provider, and back."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect

from teamshelf.catalogue.people.signing import sign, signing_key, verified
from teamshelf.catalogue.people.vouching import sign_in_person
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say
from teamshelf.server.addresses import base_url, safe_return
from teamshelf.server.authentication import cookie_of
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.open_id import Begun, Provider
from teamshelf.server.pages.signing_in import going_on
from teamshelf.server.permissions import UNSEEN
from teamshelf.server.settings import ServerSettings

ANSWER_PATH = "/sign-in/open-id/answer"

MINUTES = 10
"""Within which somebody has to have signed in at the provider."""

_AUDIENCE = "urn:teamshelf:sign-in"


def open_id_handlers(provider: Provider) -> list[Any]:
    """The two routes of the way to a provider and back."""

    @get("/sign-in/open-id", permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
    def go_to_provider(
        request: Request[Any, Any, Any],
        shelf: TheShelf,
        settings: TheSettings,
        return_to: Annotated[str | None, QueryParameter(name="return")] = None,
    ) -> Response[Any]:
        """Send the browser to the provider, with what it must bring back."""
        begun = provider.begin(base_url(request, settings) + ANSWER_PATH)
        remembered = {
            "aud": _AUDIENCE,
            "exp": int(shelf.clock().timestamp()) + MINUTES * 60,
            "state": begun.state,
            "nonce": begun.nonce,
            "verifier": begun.verifier,
            "return": safe_return(return_to),
        }
        onward = Redirect(begun.address, status_code=303)
        onward.set_cookie(_cookie(settings, sign(signing_key(shelf), remembered), MINUTES * 60))
        return onward

    @get(ANSWER_PATH, permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
    def come_back(
        request: Request[Any, Any, Any], shelf: TheShelf, settings: TheSettings, actor: TheActor
    ) -> Response[Any]:
        """Sign in whom the provider vouches for."""
        kept = verified(shelf, cookie_of(request.scope, _cookie_name(settings)) or "", _AUDIENCE)
        if kept is None:
            raise Refusal(Kind.FORBIDDEN, "not-begun", say("this sign-in was not begun here, or it took too long"))
        begun = Begun(address="", state=kept["state"], nonce=kept["nonce"], verifier=kept["verifier"])
        person = provider.finish(str(request.url), base_url(request, settings) + ANSWER_PATH, begun)
        onward = going_on(sign_in_person(shelf, actor, person), settings, kept["return"])
        onward.set_cookie(_cookie(settings, "", 0))
        return onward

    return [go_to_provider, come_back]


def _cookie(settings: ServerSettings, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=_cookie_name(settings),
        value=value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=settings.has_tls,
        samesite="lax",
    )


def _cookie_name(settings: ServerSettings) -> str:
    return "__Host-teamshelf-sign-in" if settings.has_tls else "teamshelf-sign-in"
