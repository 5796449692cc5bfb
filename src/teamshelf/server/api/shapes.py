"""What all bodies of the API have in common."""

from __future__ import annotations

from typing import Annotated, Any

from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from msgspec import UNSET, Meta, Struct, UnsetType


class Shape(Struct, frozen=True, kw_only=True, rename="camel"):
    """A body that is answered."""


class Wish(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A body that is sent: what it may not say is refused, not overlooked."""


class Problem(Shape, frozen=True, kw_only=True):
    """What went wrong (RFC 9457).

    Attributes:
        type, rule: the stable name of the reason.
        title: the status in words.
        detail: the reason for people, in their language where there are words in it.
        request_id: of the request, as the server's log has it.
        findings: what the check found, where that is the reason.
    """

    type: str
    title: str
    status: int
    detail: str
    rule: str
    request_id: str
    findings: list[dict[str, Any]] | UnsetType = UNSET


Text = Annotated[str, Meta(max_length=2000)]
"""A text of people for people."""

Name = Annotated[str, Meta(min_length=1, max_length=320)]
"""A name, or an id."""

_PROBLEMS = {
    400: "The request is not as it should be",
    401: "The access token is missing, unknown, expired or revoked",
    403: "The account, or its token, may not do this",
    404: "There is no such thing, or none that the account may see",
    409: "It clashes with what is on the shelf",
    412: "The thing has changed since it was looked at",
    413: "The request is larger than the shelf takes",
    415: "The shelf cannot read this type of content",
    429: "It was tried too often",
    503: "The database is busy or away",
}

PROBLEMS: dict[int, ResponseSpec] = {
    status: ResponseSpec(Problem, description=text, generate_examples=False, media_type="application/problem+json")
    for status, text in _PROBLEMS.items()
}
"""What any request of the API can be answered with instead."""

LOCATION = [ResponseHeader(name="Location", description="Where it is", documentation_only=True)]
