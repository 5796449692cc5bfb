"""The OpenAPI document is true: what it says may be sent is never answered by a failure, nor otherwise than it says."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup as CheckFailed
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.shelf import Shelf
from teamshelf.server.application import create_app
from teamshelf.server.settings import ServerSettings
from tests.catalogue.engines import databases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar.testing import TestClient


EXAMPLES = 2 if "CI" in os.environ else 1
"""Requests of each kind for each operation."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


class Served:
    """A server with its document, and an administrator's token."""

    def __init__(self, shelf: Shelf) -> None:
        admin = create_account(shelf, OPERATOR, "admin", Role.ADMIN)
        self.header = {"Authorization": f"Bearer {create_token(shelf, OPERATOR, admin, label='test').text}"}
        self.app = create_app(shelf, ServerSettings(has_limits=False))
        self.document = schemathesis.openapi.from_asgi("/api/openapi.json", self.app)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A server with nothing on its shelf."""
    for database in databases("sqlite", Path(mkdtemp())):
        yield Served(Shelf(database))


def test_what_the_document_allows_is_answered_as_it_says(served: Served) -> None:
    """No failure of the server, no status or shape that it does not name, and nothing taken that it forbids.

    For each operation a few requests that the document allows and a few that it does not.
    """
    problems = []
    operations = 0
    for found in served.document.get_all_operations():
        operation = cast("Any", found).ok()
        operations += 1
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                _try_out(served, operation.as_strategy(generation_mode=mode))
            except Unsatisfiable:
                pass  # there is nothing that it does not allow
            except CheckFailed as failed:
                problems.append(f"{operation.label}: {failed}")

    assert not problems, "\n\n".join(problems)
    assert operations > 50


def _try_out(served: Served, cases: Any) -> None:
    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def is_answered(case: Any) -> None:
        case.call_and_validate(headers=served.header, checks=CHECKS)

    is_answered()


def test_every_operation_has_words_and_a_name_of_its_own(client: TestClient[Any]) -> None:
    """A document that a person can read and a program can make a client of."""
    document = client.get("/api/openapi.json").json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(operations) > 40
    assert len(names) == len(set(names))
    assert all(operation.get("description") for operation in operations)
    assert all(
        path.startswith(("/api/v1/", "/oauth2", "/msi", "/.well-known", "/healthz", "/readyz", "/{tenant}"))
        for path in document["paths"]
    )
