"""The bodies of requests to Graph: raw packages, and small JSON objects, each with its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct, field

from teamshelf.messages import shown
from teamshelf.server.exchange import header_of
from teamshelf.server.graph.errors import GraphFault

if TYPE_CHECKING:
    from litestar import Request

PACKAGE_TYPES = frozenset({"application/zip", "application/x-zip-compressed"})
"""How a package is announced; Graph names the first, and Windows the second."""

MAX_JSON = 256 * 1024
"""Bytes of a JSON body, other than a batch: a set of permissions is the largest there is."""

T = TypeVar("T")


class ReviewBody(Struct, frozen=True):
    """What a reviewer decides: `published` or `rejected`."""

    publishing_state: str = field(name="publishingState")


class PermissionBody(Struct, frozen=True):
    """A resource-specific permission."""

    value: str = field(name="permissionValue")
    type: str = field(name="permissionType")


class PermissionSetBody(Struct, frozen=True):
    """The resource-specific permissions that are granted."""

    permissions: list[PermissionBody] = field(name="resourceSpecificPermissions", default_factory=list)


class UpgradeBody(Struct, frozen=True):
    """What is granted with an upgrade; None says nothing of it."""

    consented: PermissionSetBody | None = field(name="consentedPermissionSet", default=None)


class InstallationBody(Struct, frozen=True):
    """The app that is to be installed, as the address of it, and what is granted with it."""

    app: str = field(name="teamsApp@odata.bind")
    consented: PermissionSetBody | None = field(name="consentedPermissionSet", default=None)


class SettingsBody(Struct, frozen=True, forbid_unknown_fields=False):
    """The settings that change; others stay."""

    allow_requests: bool | None = field(name="allowUserRequestsForAppAccess", default=None)
    allow_personal_consent: bool | None = field(name="isUserPersonalScopeResourceSpecificConsentEnabled", default=None)


def package_in(request: Request[Any, Any, Any], body: bytes) -> bytes:
    """The package that a request sends as its whole body.

    Raises:
        GraphFault: it says it is something else, or there is none.
    """
    kind = _kind_of(request)
    if kind not in PACKAGE_TYPES:
        written = shown(kind) if kind else "none"
        raise GraphFault(
            415,
            "The app package must be sent as the body of the request, with Content-Type application/zip; "
            f"the Content-Type was {written}.",
            "unsupported-media-type",
        )
    if not body:
        raise GraphFault(400, "The body of the request is empty; the app package was expected.", "package-missing")
    return body


def object_in(request: Request[Any, Any, Any], body: bytes, kind: type[T], *, empty: T | None = None) -> T:
    """The JSON object that a request sends.

    Args:
        request: whose Content-Type says what it sends.
        body: of the request.
        kind: what it must be.
        empty: what an empty body stands for, whatever type it is called; without it there must be one.

    Raises:
        GraphFault: it is no JSON, or not of that kind.
    """
    if not body and empty is not None:
        return empty
    written = _kind_of(request)
    if written != "application/json" and not written.endswith("+json"):
        raise GraphFault(
            415, f"The body must be application/json; the Content-Type was {shown(written)}.", "unsupported-media-type"
        )
    if len(body) > MAX_JSON:
        raise GraphFault(413, f"The body has {len(body)} bytes, more than {MAX_JSON}.", "too-large")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GraphFault(400, f"The body cannot be read: {error}.") from None


def _kind_of(request: Request[Any, Any, Any]) -> str:
    return (header_of(request.scope, b"content-type") or "").partition(";")[0].strip().lower()
