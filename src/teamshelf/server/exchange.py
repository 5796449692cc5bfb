"""What is known of a request before anybody looks into it: its id, where it came from, when it began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import LANGUAGES

if TYPE_CHECKING:
    from litestar.types import Scope

_KEY = "teamshelf.exchange"


class Exchange(Struct):
    """One request, and what the log says of it in the end.

    Attributes:
        request_id: a GUID of ours: joins answer, log and audit.
        client_request_id: the client's own, where it sent one.
        address: the network address it came from; of the client, where a trusted proxy says so.
        account: who asked, once that is known.
        status: of the answer, once there is one.
    """

    request_id: str
    client_request_id: str | None = None
    address: str | None = None
    account: str | None = None
    status: int | None = None


def exchange_of(scope: Scope | dict[str, Any]) -> Exchange:
    """The exchange that a scope belongs to; one without an id where the outermost layer has not seen it."""
    found = scope.get(_KEY)
    return found if isinstance(found, Exchange) else Exchange(request_id="")


def begin(scope: Scope, exchange: Exchange) -> None:
    """Keep the exchange with the scope."""
    scope[_KEY] = exchange  # type: ignore[literal-required]


def header_of(scope: Scope, name: bytes) -> str | None:
    """The value of a header, the last one where it was sent several times; None where it was not sent."""
    for key, value in reversed(list(scope["headers"])):
        if key == name:
            return value.decode("latin-1")
    return None


def language_of(accepted: str | None) -> str:
    """The first language that the header names and that there are sentences in; what it weighs them by is ignored."""
    for part in (accepted or "").split(","):
        language = part.partition(";")[0].strip().lower().partition("-")[0]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]
