"""Ways in which clients of Microsoft's cloud ask for their token, answered with the one they were given.

A client shows the token that `teamshelf token create` has printed where it would show a secret, and gets it back as its
access token. So there is nothing more to store, to leak or to revoke: a revoked token is revoked everywhere.

Source: the managed identities of App Service (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`), which `m365 login --authType
identity` speaks; RFC 6749 4.4 (client credentials) as Entra ID answers it.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.limits import TOKEN_BY_ADDRESS, count
from teamshelf.catalogue.people.signing import public_keys
from teamshelf.catalogue.people.tokens import AUDIENCE, Holder, holder_of
from teamshelf.catalogue.shelf import Shelf
from teamshelf.server.addresses import base_url
from teamshelf.server.api.shapes import Problem
from teamshelf.server.exchange import exchange_of, header_of
from teamshelf.server.given import TheSettings, TheShelf
from teamshelf.server.permissions import UNSEEN
from teamshelf.server.problems import PROBLEM
from teamshelf.server.settings import ServerSettings

IDENTITY_HEADERS = (b"x-identity-header", b"secret")
"""Where clients put the secret of a managed identity: the name since 2019, and the one before."""


class ManagedIdentityToken(Struct, frozen=True):
    """What a managed identity's endpoint answers; numbers are texts, as they are there."""

    access_token: str
    expires_on: str
    resource: str
    token_type: str
    client_id: str


class AccessToken(Struct, frozen=True):
    """What a token endpoint answers."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class OAuthError(Struct, frozen=True):
    """What a token endpoint answers to what it does not like (RFC 6749 5.2)."""

    error: str
    error_description: str


_REFUSALS = {
    400: ResponseSpec(OAuthError, description="The request is not as it should be", generate_examples=False),
    401: ResponseSpec(OAuthError, description="The secret is no token that works", generate_examples=False),
    413: ResponseSpec(Problem, description="The request is too large", generate_examples=False, media_type=PROBLEM),
    429: ResponseSpec(Problem, description="It was tried too often", generate_examples=False, media_type=PROBLEM),
}


class TokenRequest(Struct):
    """What a client sends to the token endpoint."""

    grant_type: str = ""
    client_id: str = ""
    client_secret: str = ""
    scope: str = ""
    resource: str = ""


@get("/msi/token", permission=UNSEEN, sync_to_thread=True, tags=["tokens"], responses=_REFUSALS)
def managed_identity(
    request: Request[Any, Any, Any], shelf: TheShelf, settings: TheSettings, resource: FromQuery[str] = AUDIENCE
) -> Response[ManagedIdentityToken]:
    """The access token of a managed identity: the one that the identity header shows, while it works."""
    secret = next(filter(None, (header_of(request.scope, name) for name in IDENTITY_HEADERS)), "")
    holder = _holder(request, shelf, settings, secret)
    if holder is None:
        return _refused("invalid_client", "the identity header is no token of this shelf, or it works no longer", 401)
    return Response(
        ManagedIdentityToken(
            access_token=secret,
            expires_on=str(int(holder.expires_at.timestamp())),
            resource=resource,
            token_type="Bearer",  # noqa: S106 - a type, no secret
            client_id=holder.account_id,
        )
    )


@post(
    ["/oauth2/token", "/{tenant:str}/oauth2/token", "/{tenant:str}/oauth2/v2.0/token"],
    permission=UNSEEN,
    sync_to_thread=True,
    status_code=200,
    tags=["tokens"],
    responses=_REFUSALS,
)
def client_credentials(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    settings: TheSettings,
    data: URLEncodedBody[TokenRequest],
    tenant: FromPath[str] = "",
) -> Response[AccessToken]:
    """The access token for client credentials: the token itself is the secret, its account the client."""
    del tenant  # this shelf is the only one here
    if data.grant_type != "client_credentials":
        return _refused("unsupported_grant_type", "this endpoint knows only `client_credentials`", 400)
    holder = _holder(request, shelf, settings, data.client_secret)
    if holder is None or data.client_id.lower() not in (holder.account_id, holder.name):
        return _refused("invalid_client", "the secret is no token of this client's account, or it works no longer", 401)
    seconds = int((holder.expires_at - shelf.clock()).total_seconds())
    return Response(
        AccessToken(
            access_token=data.client_secret,
            token_type="Bearer",  # noqa: S106 - a type, no secret
            expires_in=seconds,
            scope=" ".join(sorted(holder.scopes)),
        )
    )


@get("/.well-known/jwks.json", permission=UNSEEN, sync_to_thread=True, tags=["tokens"])
def key_set(shelf: TheShelf) -> dict[str, Any]:
    """The keys that tokens are signed with, as a JWK set (RFC 7517)."""
    return public_keys(shelf)


@get(
    ["/.well-known/openid-configuration", "/{tenant:str}/v2.0/.well-known/openid-configuration"],
    permission=UNSEEN,
    sync_to_thread=True,
    include_in_schema=False,
)
def authority(
    request: Request[Any, Any, Any], settings: TheSettings, tenant: FromPath[str] = "organizations"
) -> dict[str, Any]:
    """Where the endpoints are, for libraries that look for them before they ask for a token."""
    base = base_url(request, settings)
    return {
        "issuer": f"{base}/{tenant}/v2.0",
        "authorization_endpoint": f"{base}/sign-in",
        "token_endpoint": f"{base}/{tenant}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/.well-known/jwks.json",
        "response_types_supported": ["token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }


def _holder(request: Request[Any, Any, Any], shelf: Shelf, settings: ServerSettings, secret: str) -> Holder | None:
    if settings.has_limits:
        count(shelf, (TOKEN_BY_ADDRESS, exchange_of(request.scope).address or ""))
    return holder_of(shelf, secret.strip()) if secret else None


def _refused(error: str, description: str, status: int) -> Response[Any]:
    return Response(OAuthError(error, description), status_code=status)
