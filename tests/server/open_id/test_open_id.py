"""Signing in with OpenID Connect, at a real provider; and answers that are not to be believed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from litestar.testing import TestClient
from sqlalchemy import select

from teamshelf.catalogue.people.accounts import create_account, set_disabled
from teamshelf.catalogue.people.actors import OPERATOR, VISITOR, Role
from teamshelf.catalogue.people.signing_in import session_actor
from teamshelf.catalogue.people.vouching import Person, sign_in_person
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import Account
from teamshelf.server.open_id import Begun, Provider
from teamshelf.server.settings import OpenIdSettings, ServerSettings
from tests.server.open_id.provider import running_provider, sign_in_at_provider
from tests.server.serving import app_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock

ANSWER = "http://testserver.local/sign-in/open-id/answer"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that runs."""
    with running_provider(ANSWER) as address:
        yield address


@pytest.fixture(params=[("shelf", "a secret of two"), ("public", "")], ids=["confidential", "public"])
def browser(request: pytest.FixtureRequest, shelf: Shelf, clock: Clock, issuer: str) -> Iterator[TestClient[Any]]:
    """A browser in front of a shelf whose people sign in there."""
    clock.at = datetime.now(UTC)  # the provider has a clock of its own
    client_id, secret = request.param
    open_id = OpenIdSettings(issuer=issuer, client_id=client_id, client_secret=secret, label="Example ID")
    with TestClient(app_for(shelf, ServerSettings(open_id=open_id))) as made:
        yield made


def sign_in(browser: TestClient[Any], name: str, return_to: str = "/") -> Any:
    """Go to the provider, sign in there, and come back."""
    sent = browser.get("/sign-in/open-id", params={"return": return_to}, follow_redirects=False)
    back = sign_in_at_provider(sent.headers["location"], name)
    return browser.get(back, follow_redirects=False)


def test_a_person_signs_in_and_has_an_account(browser: TestClient[Any], shelf: Shelf, issuer: str) -> None:
    """The first sign-in makes the account, the second finds it; both lead where the person was going."""
    first = sign_in(browser, "ann", "/apps")
    me = browser.get("/api/v1/me").json()
    sign_in(browser, "ann")

    with shelf.reading() as session:
        accounts = session.scalars(select(Account)).all()
    assert (303, "/apps") == (first.status_code, first.headers["location"])
    assert ("ann@example.org", "ann Example", "user", "open-id") == (
        me["name"],
        me["displayName"],
        me["role"],
        me["signsIn"],
    )
    assert [(issuer, "ann")] == [(account.issuer, account.subject) for account in accounts]


def test_the_provider_is_asked_with_pkce_state_and_nonce(browser: TestClient[Any]) -> None:
    """None of which is the same twice."""
    asked = [
        parse_qs(urlsplit(browser.get("/sign-in/open-id", follow_redirects=False).headers["location"]).query)
        for _ in range(2)
    ]

    assert ["S256"] == asked[0]["code_challenge_method"]
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))


def test_the_sign_in_page_offers_it(browser: TestClient[Any]) -> None:
    """Beside the form for local accounts."""
    page = browser.get("/sign-in", params={"return": "/a?b=c&d"}).text

    assert "Example ID" in page
    assert "/sign-in/open-id?return=/a%3Fb%3Dc%26d" in page


def test_an_answer_works_in_the_browser_that_asked_and_once(browser: TestClient[Any], shelf: Shelf) -> None:
    """Nobody can make somebody else's browser sign in as them."""
    sent = browser.get("/sign-in/open-id", follow_redirects=False)
    back = sign_in_at_provider(sent.headers["location"], "mallory")
    browser.cookies.clear()

    elsewhere = browser.get(back, follow_redirects=False)
    browser.get("/sign-in/open-id", follow_redirects=False)
    other_state = browser.get(back, follow_redirects=False)

    assert (403, 403) == (elsewhere.status_code, other_state.status_code)
    with shelf.reading() as session:
        assert [] == session.scalars(select(Account)).all()


def test_a_sign_in_that_takes_too_long_is_begun_anew(browser: TestClient[Any], clock: Clock) -> None:
    """What the browser keeps works for ten minutes."""
    sent = browser.get("/sign-in/open-id", follow_redirects=False)
    back = sign_in_at_provider(sent.headers["location"], "ann")
    clock.pass_by(minutes=10)

    assert 403 == browser.get(back, follow_redirects=False).status_code


def test_refusing_at_the_provider_is_no_mistake_of_ours(browser: TestClient[Any]) -> None:
    """Whoever clicks "cancel" there is told so here."""
    sent = browser.get("/sign-in/open-id", follow_redirects=False)
    state = parse_qs(urlsplit(sent.headers["location"]).query)["state"][0]

    answer = browser.get("/sign-in/open-id/answer", params={"error": "access_denied", "state": state})

    assert 403 == answer.status_code


class Forger(Provider):
    """A provider whose answers are made up here."""

    def __init__(self, header: dict[str, Any], changed: dict[str, Any], key: Any, alg: str = "RS256") -> None:
        super().__init__(OpenIdSettings(issuer="https://id.example", client_id="shelf"))
        claims = {
            "iss": "https://id.example",
            "aud": "shelf",
            "sub": "ann",
            "nonce": "n",
            "iat": int(datetime.now(UTC).timestamp()),
            "exp": int(datetime.now(UTC).timestamp()) + 60,
        } | changed
        claims = {name: value for name, value in claims.items() if value is not None}
        self.token = jwt.encode(claims, key, algorithm=alg, headers=header)

    def _tokens(self, code: str, redirect_uri: str, verifier: str) -> dict[str, Any]:
        del code, redirect_uri, verifier
        return {"id_token": self.token}

    def _document(self, address: str, *, is_fresh: bool = False) -> dict[str, Any]:
        del address, is_fresh
        return {"issuer": "https://id.example", "jwks_uri": "https://id.example/jwks", "keys": [PUBLIC]}


KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _ in range(2))
PUBLIC = {**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k", "alg": "RS256"}
BEGUN = Begun(address="", state="s", nonce="n", verifier="v")


def test_a_token_that_is_as_it_must_be_is_believed() -> None:
    """So that the ones below are refused for what is wrong with them."""
    person = Forger({"kid": "k"}, {}, KEY).finish(f"{ANSWER}?code=c&state=s", ANSWER, BEGUN)

    assert Person(issuer="https://id.example", subject="ann") == person


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["shelf", "another"]},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"iat": None},
        {"sub": None},
        {"azp": "another"},
    ],
    ids=str,
)
def test_a_claim_that_is_not_as_it_must_be_is_not_believed(changed: dict[str, Any]) -> None:
    """Whoever signed it."""
    with pytest.raises(Refusal) as refused:
        Forger({"kid": "k"}, changed, KEY).finish(f"{ANSWER}?code=c&state=s", ANSWER, BEGUN)

    assert "not-vouched-for" == refused.value.rule


def test_a_signature_of_somebody_else_is_not_believed() -> None:
    """Nor none, nor one made with what everybody knows."""
    for forger in (
        Forger({"kid": "k"}, {}, OTHER_KEY),
        Forger({"kid": "unknown"}, {}, KEY),
        Forger({"kid": "k"}, {}, None, "none"),
        Forger({"kid": "k"}, {}, "a secret that everybody knows, as long as needed", "HS256"),
    ):
        with pytest.raises(Refusal):
            forger.finish(f"{ANSWER}?code=c&state=s", ANSWER, BEGUN)


@pytest.mark.parametrize("query", ["code=c&state=another", "code=c", "state=s", "", "code=c&state=s&iss=https://evil"])
def test_an_answer_to_another_question_is_not_believed(query: str) -> None:
    """The state is what this browser was sent with, and the provider the one it was sent to."""
    with pytest.raises(Refusal):
        Forger({"kid": "k"}, {}, KEY).finish(f"{ANSWER}?{query}", ANSWER, BEGUN)


def test_a_provider_that_is_away_is_said_to_be(shelf: Shelf) -> None:
    """On a page, and without a traceback."""
    open_id = OpenIdSettings(issuer="http://127.0.0.1:9", client_id="shelf")
    with TestClient(app_for(shelf, ServerSettings(open_id=open_id))) as client:
        answer = client.get("/sign-in/open-id")

    assert (503, True) == (answer.status_code, "cannot be reached" in answer.text)


def test_a_name_makes_nobody_somebody_else(shelf: Shelf) -> None:
    """An account is the issuer's subject's: whoever comes with an administrator's name gets an account of their own."""
    admin = create_account(shelf, OPERATOR, "root@example.org", Role.ADMIN, password="correct horse battery")
    program = create_account(shelf, OPERATOR, "ci@example.org", Role.PUBLISHER)
    sign_in_person(shelf, VISITOR, Person("https://id.example", "ann", "ann@example.org"))

    ids = {
        (issuer, name): sign_in_person(shelf, VISITOR, Person(issuer, "mallory", name)).account_id
        for issuer in ("https://id.example", "https://other.example")
        for name in ("root@example.org", "ci@example.org", "ann@example.org", "no name at all", "")
    }

    assert 2 == len(set(ids.values()))
    assert {admin, program}.isdisjoint(ids.values())


def test_an_entry_of_the_directory_becomes_the_persons_account(shelf: Shelf) -> None:
    """For that is what the directory was imported for."""
    entry = create_account(shelf, OPERATOR, "bob@example.org", Role.USER)

    signed_in = sign_in_person(shelf, VISITOR, Person("https://id.example", "b", "Bob@Example.org"))

    assert entry == signed_in.account_id
    actor = session_actor(shelf, signed_in.secret)
    assert actor is not None
    assert "bob@example.org" == actor.name


def test_a_disabled_account_stays_out(shelf: Shelf) -> None:
    """Whatever the provider says."""
    person = Person("https://id.example", "ann", "ann@example.org")
    account_id = sign_in_person(shelf, VISITOR, person).account_id
    set_disabled(shelf, OPERATOR, account_id, disabled=True)

    with pytest.raises(Refusal) as refused:
        sign_in_person(shelf, VISITOR, person)

    assert "wrong-credentials" == refused.value.rule
