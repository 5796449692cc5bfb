"""Tokens that do not work, on every route that asks for one; and people of every role, on every page."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from teamshelf.catalogue.people.accounts import set_disabled
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.signing import public_keys, sign, signing_key
from teamshelf.catalogue.people.signing_in import begin_session
from teamshelf.catalogue.people.tokens import create_token, revoke_token
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import Account
from teamshelf.server.authentication import PLAIN_COOKIE
from teamshelf.server.permissions import guarded_routes
from teamshelf.server.settings import ServerSettings
from tests.catalogue.engines import databases
from tests.catalogue.shelves import settled_people
from tests.server.serving import app_for
from tests.server.straight import Asked, answers
from tests.server.test_matrix import NOBODY_ELSES, address

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.server.permissions import Guarded
    from tests.catalogue.shelves import Clock, People


def _segment(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def _revoked(shelf: Shelf, people: People, clock: Clock) -> str:
    del clock
    made = create_token(shelf, people.admin, people.admin.account_id or "", label="x")
    revoke_token(shelf, people.admin, made.id)
    return made.text


def _expired(shelf: Shelf, people: People, clock: Clock) -> str:
    made = create_token(shelf, people.admin, people.admin.account_id or "", label="x", days=1)
    clock.pass_by(days=1)
    return made.text


def _of_somebody_disabled(shelf: Shelf, people: People, clock: Clock) -> str:
    del clock
    made = create_token(shelf, people.admin, people.other_publisher.account_id or "", label="x")
    set_disabled(shelf, OPERATOR, people.other_publisher.account_id or "", disabled=True)
    return made.text


def _working(shelf: Shelf, people: People) -> str:
    return create_token(shelf, people.admin, people.admin.account_id or "", label="x").text


def _unsigned(shelf: Shelf, people: People, clock: Clock) -> str:
    del clock
    _, claims, _ = _working(shelf, people).split(".")
    return f"{_segment({'alg': 'none', 'typ': 'JWT'})}.{claims}."


def _signed_with_our_public_half(shelf: Shelf, people: People, clock: Clock) -> str:
    """The old trick: what everybody may read, taken for a secret."""
    del clock
    token = _working(shelf, people)
    key = public_keys(shelf)["keys"][0]
    secret = (key["x"] + key["y"]).encode()
    return jwt.encode(_claims(token), secret, algorithm="HS256", headers={"kid": key["kid"]})


def _with_another_key(shelf: Shelf, people: People, clock: Clock) -> str:
    del clock
    claims = _claims(_working(shelf, people))
    return jwt.encode(
        claims, ec.generate_private_key(ec.SECP256R1()), algorithm="ES256", headers={"kid": signing_key(shelf).id}
    )


def _with_a_key_that_is_elsewhere(shelf: Shelf, people: People, clock: Clock) -> str:
    del clock
    claims = _claims(_working(shelf, people))
    return jwt.encode(
        claims,
        ec.generate_private_key(ec.SECP256R1()),
        algorithm="ES256",
        headers={"kid": "../../etc/passwd", "jku": "https://evil.example/keys", "x5u": "https://evil.example/"},
    )


def _with_more_in_it(shelf: Shelf, people: People, clock: Clock) -> str:
    """A user's own, with an administrator's claims in place of theirs."""
    del clock
    made = create_token(shelf, people.user, people.user.account_id or "", label="x").text
    header, _, signature = made.split(".")
    claims = _claims(made) | {"roles": ["admin"], "oid": people.admin.account_id, "sub": people.admin.account_id}
    return f"{header}.{_segment(claims)}.{signature}"


def _signed_by_us_and_not_on_record(shelf: Shelf, people: People, clock: Clock) -> str:
    """Whoever reads the database has the key: and yet no token that works."""
    del clock
    return sign(signing_key(shelf), _claims(_working(shelf, people)) | {"jti": "another"})


def _of_another_shelf(shelf: Shelf, people: People, clock: Clock) -> str:
    import tempfile
    from pathlib import Path

    del shelf, people
    with tempfile.TemporaryDirectory() as folder:
        for database in databases("sqlite", Path(folder)):
            other = Shelf(database, clock)
            return _working(other, settled_people(other))
    raise AssertionError


BAD: list[Callable[[Shelf, People, Clock], str]] = [
    _revoked,
    _expired,
    _of_somebody_disabled,
    _unsigned,
    _signed_with_our_public_half,
    _with_another_key,
    _with_a_key_that_is_elsewhere,
    _with_more_in_it,
    _signed_by_us_and_not_on_record,
    _of_another_shelf,
]


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__.strip("_"))
def test_a_token_that_does_not_work_opens_no_route(
    shelf: Shelf, people: People, clock: Clock, make: Callable[[Shelf, People, Clock], str]
) -> None:
    """401 on every route that is for somebody, in the same words; each kind but one tries a tenth of them."""
    app = app_for(shelf, ServerSettings())
    token = make(shelf, people, clock)
    share = slice(BAD.index(make), None, 1 if make is _revoked else len(BAD))
    asked = [
        Asked(route.method, address(route.path, NOBODY_ELSES), {"authorization": f"Bearer {token}"})
        for route in guarded_routes(app)
        if route.permission.role is not None and not route.path.startswith("/beta/")
    ][share]

    found = answers(app, asked)

    assert len(asked) > (150 if make is _revoked else 15)
    assert [] == [
        (each.method, each.path, answer.status)
        for each, answer in zip(asked, found, strict=True)
        if answer.status not in (401, 303)
        or (answer.status == 303 and not answer.one("location").startswith("/sign-in"))
    ]
    assert {"the access token is missing, unknown, expired or revoked"} == {
        json.loads(answer.content)["detail"]
        for answer in found
        if answer.one("content-type") == "application/problem+json"
    }


@pytest.fixture
def browsers(shelf: Shelf, people: People) -> dict[str, dict[str, str]]:
    """The headers of a browser of each role."""
    return signed_in(shelf, people)


def signed_in(shelf: Shelf, people: People) -> dict[str, dict[str, str]]:
    """What a browser of each role sends, on a page of the shelf."""
    made = {}
    with shelf.changing(OPERATOR) as change:
        for role in Role:
            account = change.session.get_one(Account, getattr(people, role.value).account_id)
            secret = begin_session(change, account).secret
            made[role.value] = {"cookie": f"{PLAIN_COOKIE}={secret}", "sec-fetch-site": "same-origin"}
    return made


@pytest.mark.parametrize("role", list(Role))
def test_each_role_comes_to_the_pages_that_are_for_it(
    shelf: Shelf, people: People, browsers: dict[str, dict[str, str]], role: Role
) -> None:
    """With a browser: 403 on every page that asks for more, and not for that reason on any other."""
    del people
    app = app_for(shelf, ServerSettings())
    routes = [each for each in guarded_routes(app) if each.permission.role and each.path != "/sign-out"]
    asked = [Asked(each.method, address(each.path, NOBODY_ELSES), browsers[role.value]) for each in routes]

    found = answers(app, asked)

    refused = {_name(route) for route, answer in zip(routes, found, strict=True) if _is_not_allowed(answer.text)}
    assert {_name(route) for route in routes if not role.includes(_least(route))} == refused
    assert all(answer.status < 500 and answer.status != 401 for answer in found)


def _name(route: Guarded) -> str:
    return f"{route.method} {route.path}"


def _least(route: Guarded) -> Role:
    assert route.permission.role is not None
    return route.permission.role


def _is_not_allowed(text: str) -> bool:
    return "the account, or its token, may not do this" in text.replace("&#39;", "'").lower()


def test_no_token_opens_a_page(shelf: Shelf, people: People) -> None:
    """Pages are for people in a browser: not even an administrator's token does, so one that is lost opens none."""
    app = app_for(shelf, ServerSettings())
    token = _working(shelf, people)
    asked = [
        Asked(route.method, address(route.path, NOBODY_ELSES), {"authorization": f"Bearer {token}"})
        for route in guarded_routes(app)
        if route.permission.role is not None and not route.permission.scopes
    ]

    assert len(asked) > 80
    assert {403} == {answer.status for answer in answers(app, asked)}
