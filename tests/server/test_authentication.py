"""Who asks: a token, or a signed-in browser; and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from teamshelf.catalogue.people.accounts import create_account, set_disabled
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.server.settings import ServerSettings
from tests.server.serving import app_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People

    Bearer = Callable[..., dict[str, str]]

PASSWORD = "correct horse battery"


def test_a_token_says_who_asks(client: TestClient[Any], people: People, bearer: Bearer) -> None:
    """The account behind it, with its role."""
    answer = client.get("/api/v1/me", headers=bearer(people.reviewer))

    assert (200, "reviewer@example.com", "reviewer") == (
        answer.status_code,
        answer.json()["name"],
        answer.json()["role"],
    )


@pytest.mark.parametrize("value", ["Bearer x", "Bearer", "Bearer ", "Basic YTpi", "x", "Bearer a.b.c", "bearer \xff"])
def test_what_is_no_token_is_told_so(client: TestClient[Any], people: People, value: str) -> None:
    """401, and which kind of credentials is wanted."""
    del people

    answer = client.get("/api/v1/me", headers=[(b"authorization", value.encode("latin-1"))])

    assert (401, 'Bearer realm="teamshelf"') == (answer.status_code, answer.headers["www-authenticate"])


def test_the_scheme_is_read_in_any_case(client: TestClient[Any], people: People, bearer: Bearer) -> None:
    """`bearer` is `Bearer`, as HTTP has it."""
    token = bearer(people.user)["Authorization"].removeprefix("Bearer ")

    assert 200 == client.get("/api/v1/me", headers={"Authorization": f"bearer {token}"}).status_code


def test_a_token_opens_only_what_its_permissions_do(client: TestClient[Any], people: People, bearer: Bearer) -> None:
    """An administrator's token to read the catalogue is no administrator."""
    narrow = bearer(people.admin, "AppCatalog.Read.All")

    assert (403, 200) == (
        client.get("/api/v1/audit", headers=narrow).status_code,
        client.get("/api/v1/audit", headers=bearer(people.admin)).status_code,
    )


def test_signing_in_and_out_by_the_forms(client: TestClient[Any], shelf: Shelf) -> None:
    """The way of a browser: asked to sign in, sent back, signed out."""
    create_account(shelf, OPERATOR, "ann", Role.USER, password=PASSWORD)
    form = {"name": "ann", "password": PASSWORD, "return": "/apps?x=1"}

    signed_in = client.post("/sign-in", data=form, follow_redirects=False)
    me = client.get("/api/v1/me")
    signed_out = client.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False)
    after = client.get("/api/v1/me")

    assert (303, "/apps?x=1") == (signed_in.status_code, signed_in.headers["location"])
    assert (200, "ann", 303, 401) == (me.status_code, me.json()["name"], signed_out.status_code, after.status_code)


@pytest.mark.parametrize(
    ("has_tls", "expected"),
    [
        (False, "teamshelf-session=*; HttpOnly; Max-Age=43200; Path=/; SameSite=lax"),
        (True, "__Host-teamshelf-session=*; HttpOnly; Max-Age=43200; Path=/; SameSite=lax; Secure"),
    ],
)
def test_the_cookie_is_as_strict_as_can_be(shelf: Shelf, *, has_tls: bool, expected: str) -> None:
    """No script reads it, no other site sends it with a form, no plain connection sees it."""
    create_account(shelf, OPERATOR, "ann", Role.USER, password=PASSWORD)
    with TestClient(app_for(shelf, ServerSettings(has_tls=has_tls))) as client:
        answer = client.post("/sign-in", data={"name": "ann", "password": PASSWORD}, follow_redirects=False)

    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert expected == f"{name}=*; {rest.partition('; ')[2]}"


@pytest.mark.parametrize(
    "where", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\nb", "é", "", "/" * 3000]
)
def test_nobody_is_sent_elsewhere_after_signing_in(client: TestClient[Any], shelf: Shelf, where: str) -> None:
    """A link to the sign-in page cannot end on another site."""
    create_account(shelf, OPERATOR, "ann", Role.USER, password=PASSWORD)

    answer = client.post(
        "/sign-in", data={"name": "ann", "password": PASSWORD, "return": where}, follow_redirects=False
    )

    assert (303, "/") == (answer.status_code, answer.headers["location"])


def test_whoever_has_to_sign_in_first_comes_back_unless_that_is_too_far(client: TestClient[Any]) -> None:
    """With the query that was asked; but no header of any length can be made of one that has any length."""
    ways = [
        client.get(f"/my/apps?{query}", follow_redirects=False).headers["location"]
        for query in ("removed=x&lang=fr", "x" * 30_000)
    ]

    assert ["/sign-in?return=%2Fmy%2Fapps%3Fremoved%3Dx%26lang%3Dfr", "/sign-in?return=%2F"] == ways


def test_the_form_shows_what_was_wrong_and_repeats_no_markup(client: TestClient[Any]) -> None:
    """A name with markup in it is shown as it was typed."""
    name = '"><script>alert(1)</script>'

    answer = client.post("/sign-in", data={"name": name, "password": "x", "return": name})

    assert 403 == answer.status_code
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert 'role="alert"' in answer.text


def test_whoever_tries_does_not_learn_which_accounts_there_are(client: TestClient[Any], shelf: Shelf) -> None:
    """Unknown, disabled, without a password and wrong: the very same answer, but for the name that was typed."""
    create_account(shelf, OPERATOR, "xqa@example.org", Role.USER, password=PASSWORD)
    create_account(shelf, OPERATOR, "xqb@example.org", Role.USER)
    set_disabled(
        shelf, OPERATOR, create_account(shelf, OPERATOR, "xqc@example.org", Role.USER, password=PASSWORD), disabled=True
    )
    answers = []
    for name, password in (("xqa", "not it"), ("xqb", PASSWORD), ("xqc", PASSWORD), ("xqd", PASSWORD)):
        answer = client.post("/sign-in", data={"name": f"{name}@example.org", "password": password})
        headers = {key: value for key, value in answer.headers.items() if key not in ("request-id", "date")}
        answers.append((answer.status_code, headers, answer.text.replace(name, "NAME")))

    assert [answers[0]] * 4 == answers
    assert 403 == answers[0][0]


def test_a_first_password_is_changed_on_the_way_in(client: TestClient[Any], shelf: Shelf) -> None:
    """The form asks for another one, and takes it."""
    create_account(shelf, OPERATOR, "ann", Role.USER, password=PASSWORD, must_change_password=True)
    form = {"name": "ann", "password": PASSWORD}

    asked = client.post("/sign-in", data=form)
    done = client.post("/sign-in", data=form | {"new_password": "another horse battery"}, follow_redirects=False)

    assert 'name="new_password"' in asked.text
    assert (403, 303) == (asked.status_code, done.status_code)


def test_clients_of_microsofts_cloud_get_the_token_they_were_given(
    client: TestClient[Any], people: People, bearer: Bearer, clock: Clock
) -> None:
    """From the managed identity's endpoint and for client credentials, with the token's own expiry."""
    token = bearer(people.publisher)["Authorization"].removeprefix("Bearer ")
    form = {"grant_type": "client_credentials", "client_id": people.publisher.name, "client_secret": token}

    identity = client.get(
        "/msi/token?resource=https://graph.microsoft.com&api-version=2019-08-01", headers={"X-IDENTITY-HEADER": token}
    )
    credentials = client.post("/contoso.example/oauth2/v2.0/token", data=form)
    days = 90 * 24 * 3600
    expiry = int(clock.at.timestamp()) + days

    assert (200, token, str(expiry)) == (
        identity.status_code,
        identity.json()["access_token"],
        identity.json()["expires_on"],
    )
    assert (200, token, days) == (
        credentials.status_code,
        credentials.json()["access_token"],
        credentials.json()["expires_in"],
    )


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_secret": "x"}, "invalid_client"),
        ({"client_secret": ""}, "invalid_client"),
        ({"client_id": "somebody@example.com"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
    ],
)
def test_the_token_endpoint_gives_nothing_to_others(
    client: TestClient[Any], people: People, bearer: Bearer, changed: dict[str, str], error: str
) -> None:
    """Nor without the secret, nor to another client."""
    token = bearer(people.publisher)["Authorization"].removeprefix("Bearer ")
    form = {"grant_type": "client_credentials", "client_id": people.publisher.name, "client_secret": token} | changed

    answer = client.post("/oauth2/token", data=form)

    assert (error, False) == (answer.json()["error"], "access_token" in answer.json())
    assert 401 == client.get("/msi/token", headers={"X-IDENTITY-HEADER": "x"}).status_code
    assert 401 == client.get("/msi/token").status_code
