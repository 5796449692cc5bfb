"""Forms with files: whatever is in the body, it is read or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar.enums import RequestEncodingType

from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, VISITOR, Role
from teamshelf.catalogue.people.signing_in import sign_in
from teamshelf.server.authentication import PLAIN_COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar.testing import TestClient

    from teamshelf.catalogue.shelf import Shelf

PASSWORD = "correct horse battery"
EDGE = b"--edge\r\nContent-Disposition: form-data; "
MULTIPART = "multipart/form-data; boundary=edge"


@pytest.fixture
def browser(client: TestClient[Any], shelf: Shelf) -> Iterator[TestClient[Any]]:
    """An administrator's."""
    create_account(shelf, OPERATOR, "ann", Role.ADMIN, password=PASSWORD)
    client.cookies.set(PLAIN_COOKIE, sign_in(shelf, VISITOR, "ann", PASSWORD, is_limited=False).secret)
    yield client
    client.cookies.clear()


def takers(client: TestClient[Any]) -> list[str]:
    """The addresses that take a form with files."""
    return sorted(
        route.path.replace("{app_id:str}", "x")
        for route in client.app.routes
        for handler in getattr(route, "route_handlers", ())
        if (field := handler.parsed_fn_signature.parameters.get("data"))
        and field.kwarg_definition.media_type is RequestEncodingType.MULTI_PART
    )


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"app_id=x", 415),
        ("multipart/form-data", b"--edge--", 415),
        ("multipart/form-data; boundary=", b"--edge--", 415),
        ("", b"", 415),
        (MULTIPART, b"nothing of the kind", 400),
        (MULTIPART, b"\x00\xff", 400),
        (MULTIPART, EDGE + b'name="app_id"\r\n\r\n\xff\xfe\r\n--edge--\r\n', 400),
        (
            MULTIPART,
            EDGE + b'name="app_id"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nx\r\n--edge--\r\n',
            400,
        ),
        (MULTIPART, EDGE + b'name="app_id"\r\n\r\nx', 400),
        (MULTIPART, (EDGE + b'name="app_id"\r\n\r\nx\r\n') * 2000 + b"--edge--\r\n", 400),
        (MULTIPART, EDGE + b'name="app_id"\r\nX: ' + b"a" * 100_000 + b"\r\n\r\nx\r\n--edge--\r\n", 400),
        ("multipart/form-data; boundary=" + "b" * 5000, b"--edge--", 400),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_is_no_form_is_refused(browser: TestClient[Any], kind: str, content: bytes, expected: int) -> None:
    """Another type, no boundary, no parts, parts without end, too many, in an encoding that there is not."""
    paths = takers(browser)
    assert {"/dev/upload", "/admin/apps/x/customise", "/api/v1/apps/x/certification/evidence"} <= set(paths)
    for path in paths:
        headers = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}

        answer = browser.post(path, content=content, headers=headers, follow_redirects=False)

        assert (path, expected) == (path, answer.status_code), answer.text
