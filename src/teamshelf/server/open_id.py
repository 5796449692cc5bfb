"""OpenID Connect: what is asked of the provider, and what of its answer is believed.

The code flow with PKCE, a state and a nonce. What has to be remembered until the browser comes back travels with it, in
a cookie that is signed and that only this server gets: any process can go on where another began.

Source: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; RFC 7636; RFC 9207 for `iss` in the answer.
"""

from __future__ import annotations

import time
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import httpx
import jwt
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response, prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from msgspec import Struct

from teamshelf.catalogue.people.vouching import Person
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from teamshelf.server.settings import OpenIdSettings

SCOPE = "openid profile email"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that only the provider can make: none where the key is a secret of two."""

TIMEOUT = 10.0
"""Seconds that the provider has for an answer."""

LEEWAY = 60
"""Seconds that its clock may differ."""

REMEMBERED = 600
"""Seconds for which its description and its keys are not asked for again."""


class Begun(Struct, frozen=True):
    """A sign-in that has begun.

    Attributes:
        address: where the browser is sent.
        state, nonce, verifier: what the answer is recognised by; to be remembered.
    """

    address: str
    state: str
    nonce: str
    verifier: str


class Provider:
    """A provider, as its operator and its own description say it is."""

    def __init__(self, settings: OpenIdSettings) -> None:
        self.settings = settings
        self._remembered: dict[str, tuple[float, dict[str, Any]]] = {}

    def begin(self, redirect_uri: str) -> Begun:
        """Where to send a browser so that somebody signs in.

        Raises:
            Refusal: the provider cannot be reached, or its description is not its own.
        """
        state, nonce, verifier = token_urlsafe(32), token_urlsafe(32), token_urlsafe(64)
        address = prepare_grant_uri(
            self._description()["authorization_endpoint"],
            self.settings.client_id,
            "code",
            redirect_uri=redirect_uri,
            scope=SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return Begun(address=address, state=state, nonce=nonce, verifier=verifier)

    def finish(self, answered: str, redirect_uri: str, begun: Begun) -> Person:
        """Who signed in, from the address that the browser came back with.

        Raises:
            Refusal: the answer is another sign-in's, the provider refuses, or its token is not as it must be.
        """
        try:
            answer = parse_authorization_code_response(answered, begun.state)
        except OAuth2Error as error:
            raise _not_signed_in(say("the provider's answer does not belong to this sign-in")) from error
        if answer.get("iss", self.settings.issuer) != self.settings.issuer:
            raise _not_signed_in(say("the answer is another provider's"))
        tokens = self._tokens(answer["code"], redirect_uri, begun.verifier)
        claims = self._claims(tokens, begun.nonce)
        return Person(
            issuer=self.settings.issuer,
            subject=str(claims["sub"]),
            name=_text(claims.get("preferred_username") or claims.get("upn") or claims.get("email")),
            display_name=_text(claims.get("name")),
        )

    def _tokens(self, code: str, redirect_uri: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
            "client_id": self.settings.client_id,
        }
        secret = self.settings.client_secret
        address = self._description()["token_endpoint"]
        methods = self._description().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        auth = None
        if secret and "client_secret_post" in methods:
            form["client_secret"] = secret
        elif secret:
            auth = httpx.BasicAuth(self.settings.client_id, secret)
        answer = self._asked(lambda: httpx.post(address, data=form, auth=auth, timeout=TIMEOUT))
        if answer.status_code != httpx.codes.OK:
            raise _not_signed_in(say("the provider does not confirm the sign-in"))
        return _object(answer)

    def _claims(self, tokens: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of the identity token, all of which have been judged."""
        token = str(tokens.get("id_token", ""))
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid"))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.settings.client_id,
                issuer=self.settings.issuer,
                leeway=LEEWAY,
            )
            judged = CodeIDToken(
                claims,
                jwt.get_unverified_header(token),
                params={
                    "nonce": nonce,
                    "client_id": self.settings.client_id,
                    "access_token": tokens.get("access_token"),
                },
            )
            judged.validate(leeway=LEEWAY)
        except (jwt.InvalidTokenError, JoseError) as error:
            raise _not_signed_in(say("the provider's identity token is not as it must be")) from error
        return claims

    def _key(self, kid: str | None) -> jwt.PyJWK:
        address = self._description()["jwks_uri"]
        for is_fresh in (False, True):  # a key that is not known may be new
            keys = self._document(address, is_fresh=is_fresh).get("keys", [])
            usable = [key for key in keys if key.get("use", "sig") == "sig" and kid in (None, key.get("kid"))]
            if len(usable) == 1:
                return jwt.PyJWK(usable[0])
        raise jwt.InvalidTokenError("there is no such key")

    def _description(self) -> dict[str, Any]:
        address = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._document(address)
        if found.get("issuer") != self.settings.issuer:
            raise _not_signed_in(say("the provider calls itself otherwise than `--oidc-issuer` does"))
        return found

    def _document(self, address: str, *, is_fresh: bool = False) -> dict[str, Any]:
        until, known = self._remembered.get(address, (0.0, {}))
        if until > time.monotonic() and not is_fresh:
            return known
        answer = self._asked(lambda: httpx.get(address, timeout=TIMEOUT))
        if answer.status_code != httpx.codes.OK:
            raise _unreachable()
        document = _object(answer)
        self._remembered[address] = (time.monotonic() + REMEMBERED, document)
        return document

    def _asked(self, ask: Any) -> httpx.Response:
        try:
            answer: httpx.Response = ask()
        except httpx.HTTPError as error:
            raise _unreachable() from error
        return answer


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError as error:
        raise _unreachable() from error
    if not isinstance(found, dict):
        raise _unreachable()
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _not_signed_in(message: Message) -> Refusal:
    return Refusal(Kind.FORBIDDEN, "not-vouched-for", message)


def _unreachable() -> Refusal:
    return Refusal(
        Kind.UNAVAILABLE, "provider-unavailable", say("the provider that vouches for people cannot be reached")
    )
