"""Requests that schemathesis makes of a document: as it has them, and as it forbids them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.transport.requests import REQUESTS_TRANSPORT

from tests.fuzz.mutating import Sent

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_OUT = frozenset({"content-length", "cookie", "host", "connection", "x-schemathesis-testcaseid"})


def operations(document: dict[str, Any], packages: Sequence[bytes]) -> dict[str, Any]:
    """The operations of a document by method and path; where it says `package`, it is one of these or none at all."""
    sent = st.one_of(st.sampled_from(packages), st.binary(max_size=300))
    schemathesis.openapi.format("package", sent)
    schemathesis.openapi.media_type("application/zip", sent)
    every: list[Any] = [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]  # type: ignore[union-attr]
    return {operation.label: operation for operation in every}


def allowed(operation: Any, number: int, seed: int) -> list[Sent]:
    """Requests as the document has them."""
    return _made(operation, GenerationMode.POSITIVE, number, seed)


def forbidden(operation: Any, number: int, seed: int) -> list[Sent]:
    """Requests as the document forbids them; none where it forbids nothing. They take ten times as long to make."""
    return _made(operation, GenerationMode.NEGATIVE, number, seed)


def _made(operation: Any, mode: GenerationMode, number: int, seed: int) -> list[Sent]:
    made: list[Sent] = []

    @seeded(seed)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keep(case: Any) -> None:
        given_to_send = REQUESTS_TRANSPORT.serialize_case(case, base_url="http://h")
        made.append(_sent(requests.Request(**given_to_send).prepare()))

    try:
        keep()
    except Unsatisfiable:
        return []
    return made


def _sent(prepared: requests.PreparedRequest) -> Sent:
    url = urlsplit(prepared.url or "/")
    body: Any = prepared.body or b""
    headers = (
        (name, value if isinstance(value, str) else value.decode("latin-1")) for name, value in prepared.headers.items()
    )
    return Sent(
        prepared.method or "GET",
        f"{url.path}?{url.query}" if url.query else url.path,
        tuple(
            (name, value.replace("\r", "").replace("\n", ""))
            for name, value in headers
            if name.lower() not in _LEFT_OUT
        ),
        body.encode() if isinstance(body, str) else bytes(body),
    )
