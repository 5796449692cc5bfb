"""How a server is run: what its operator decides, as opposed to the shelf's own settings, which are in the database."""

from __future__ import annotations

from msgspec import Struct

METRICS_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which the processes of one server add up their figures. prometheus_client looks at it once, when
it is imported."""


class OpenIdSettings(Struct, frozen=True):
    """Whoever vouches for people in OpenID Connect.

    Attributes:
        issuer: the provider's address, below which `/.well-known/openid-configuration` is.
        client_id: what the provider calls this shelf.
        client_secret: empty for a public client, which PKCE protects alone.
        label: of the button: what people call the provider.
    """

    issuer: str
    client_id: str
    client_secret: str = ""
    label: str = "OpenID Connect"

    def __repr__(self) -> str:
        return f"OpenIdSettings(issuer={self.issuer!r}, client_id={self.client_id!r}, client_secret=…)"


class ServerSettings(Struct, frozen=True):
    """How the server is run.

    Attributes:
        base_url: the address people use, without a slash at the end; empty where each request's own address is theirs.
        has_tls: requests come in encrypted.
        hosts: names that the shelf answers to, in lower case and without port; empty where it answers to any.
        trusts_proxy: `X-Forwarded-*` is believed: only right where nobody but a proxy can reach the server.
        body_limit: bytes that a request can have.
        head_seconds: time that the head of a request may take to arrive, and a connection may be idle.
        body_seconds: time that a request's body may take to arrive.
        has_limits: tries are counted and refused when they are too many.
        metrics_token: what `/metrics` is asked with; empty where nobody may ask.
    """

    base_url: str = ""
    has_tls: bool = False
    hosts: tuple[str, ...] = ()
    trusts_proxy: bool = False
    body_limit: int = 10 * 1024 * 1024
    head_seconds: float = 15.0
    body_seconds: float = 30.0
    has_limits: bool = True
    metrics_token: str = ""
    open_id: OpenIdSettings | None = None
