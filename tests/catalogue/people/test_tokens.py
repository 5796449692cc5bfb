"""Bearer tokens: shown once, kept as a digest, and of use only while their record says so."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import jwt
import pytest
from sqlalchemy import select, text

from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.people.scopes import scopes_of
from teamshelf.catalogue.people.signing import public_keys, tenant_id
from teamshelf.catalogue.people.tokens import AUDIENCE, create_token, holder_of, revoke_token, tokens_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import AuditEvent, Token
from teamshelf.catalogue.tables.base import Table

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def token_for(shelf: Shelf, actor: Actor, **named: object) -> str:
    """A token that somebody makes for themselves."""
    return create_token(shelf, actor, actor.account_id or "", label="ci", **named).text  # type: ignore[arg-type]


def test_a_token_says_what_clients_look_for(shelf: Shelf, people: People, clock: Clock) -> None:
    """A client that reads its token finds tenant, account, name, permissions and expiry, under a published key."""
    token = token_for(shelf, people.publisher, scopes=["AppCatalog.Submit"], days=1)

    key = jwt.PyJWKSet.from_dict(public_keys(shelf))[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(
        token, key.key, algorithms=["ES256"], audience=AUDIENCE, options={"verify_iat": False, "verify_nbf": False}
    )
    expected = {
        "tid": tenant_id(shelf),
        "oid": people.publisher.account_id,
        "upn": "publisher@example.com",
        "scp": "AppCatalog.Submit",
        "roles": ["publisher"],
        "exp": int(clock.at.timestamp()) + 24 * 3600,
    }
    assert expected == {name: claims[name] for name in expected}
    assert claims["jti"]


def test_the_database_has_the_digest_and_never_the_token(shelf: Shelf, people: People) -> None:
    """Whoever reads the database cannot use what they read."""
    token = token_for(shelf, people.publisher)

    with shelf.reading() as session:
        everything = "".join(
            str(row)
            for table in Table.metadata.tables
            for row in session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        )
    assert token not in everything
    assert token.rpartition(".")[2] not in everything
    assert sha256(token.encode()).hexdigest() in everything


def test_a_token_works_until_the_second_it_expires(shelf: Shelf, people: People, clock: Clock) -> None:
    """The last second counts, the next one does not."""
    token = token_for(shelf, people.user, days=1)

    clock.pass_by(hours=24, seconds=-1)
    before = holder_of(shelf, token)
    clock.pass_by(seconds=1)

    assert before is not None
    assert (people.user.account_id, None) == (before.account_id, holder_of(shelf, token))


def test_a_revoked_token_works_zero_times(shelf: Shelf, people: People) -> None:
    """Revoking holds from the next request on, and twice is once."""
    token = create_token(shelf, people.user, people.user.account_id or "", label="ci")

    revoke_token(shelf, people.user, token.id)
    revoke_token(shelf, people.user, token.id)

    with shelf.reading() as session:
        revoked = list(session.scalars(select(AuditEvent).where(AuditEvent.action == "TokenRevoked")))
    assert holder_of(shelf, token.text) is None
    assert [token.id] == [event.subject for event in revoked]


@pytest.mark.parametrize(
    "change",
    [lambda token: token[:-1], lambda token: token + "=", lambda _: "", lambda _: "x" * 9999, lambda _: "\udcff.a.b"],
)
def test_what_is_not_on_record_does_not_work(shelf: Shelf, people: People, change: object) -> None:
    """One character more or less is another token."""
    assert holder_of(shelf, change(token_for(shelf, people.user))) is None  # type: ignore[operator]


def test_a_token_grants_what_was_asked_within_the_role(shelf: Shelf, people: People) -> None:
    """Without being told a token grants all that the role can; it cannot be told more."""
    whole = holder_of(shelf, token_for(shelf, people.user))
    narrow = holder_of(shelf, token_for(shelf, people.user, scopes=["AppCatalog.Read.All"]))

    assert whole is not None
    assert narrow is not None
    assert (scopes_of(Role.USER), {"AppCatalog.Read.All"}) == (whole.scopes, set(narrow.scopes))
    with pytest.raises(Refusal) as refused:
        token_for(shelf, people.user, scopes=["AppCatalog.ReadWrite.All"])
    assert (Kind.FORBIDDEN, "scope-not-allowed") == (refused.value.kind, refused.value.rule)


def test_a_token_cannot_make_one_that_grants_more_than_itself(shelf: Shelf, people: People) -> None:
    """Whoever gets hold of a narrow token cannot widen it."""
    narrow = Actor(
        account_id=people.admin.account_id, name="admin", role=Role.ADMIN, scopes=frozenset({"Token.ReadWrite"})
    )

    made = create_token(shelf, narrow, people.admin.account_id or "", label="child")

    assert ("Token.ReadWrite",) == made.scopes
    with pytest.raises(Refusal):
        token_for(shelf, narrow, scopes=["AuditLog.Read.All"])


def test_roles_hold_ever_more_permissions() -> None:
    """Each role can have what the ones before it can, and more."""
    held = [scopes_of(role) for role in Role]

    assert all(lower < higher for lower, higher in pairwise(held))


@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_token_lives_longer_than_a_year(shelf: Shelf, people: People, days: int) -> None:
    """A forgotten token ends by itself."""
    with pytest.raises(Refusal) as refused:
        token_for(shelf, people.user, days=days)

    assert "bad-lifetime" == refused.value.rule


def test_somebody_elses_token_is_not_there(shelf: Shelf, people: People) -> None:
    """Neither made nor revoked by others, who are told what they are of one that does not exist."""
    token = create_token(shelf, people.user, people.user.account_id or "", label="ci")
    rules = []
    for do in (
        lambda: revoke_token(shelf, people.reviewer, token.id),
        lambda: revoke_token(shelf, people.reviewer, "no-such-token"),
        lambda: create_token(shelf, people.reviewer, people.user.account_id or "", label="mine"),
    ):
        with pytest.raises(Refusal) as refused:
            do()
        rules.append((refused.value.kind, refused.value.rule))

    assert {(Kind.NOT_FOUND, "unknown-token-or-account")} == set(rules)
    revoke_token(shelf, people.admin, token.id)
    assert holder_of(shelf, token.text) is None


def test_that_a_token_was_used_is_noted_once_an_hour(shelf: Shelf, people: People, clock: Clock) -> None:
    """Reading the catalogue does not write to it each time."""
    made = create_token(shelf, people.user, people.user.account_id or "", label="ci")
    noted = []
    for minutes in (0, 59, 1):
        clock.pass_by(minutes=minutes)
        holder_of(shelf, made.text)
        with shelf.reading() as session:
            noted.append(next(iter(tokens_of(session, people.user.account_id or ""))).last_used_at)
    start = made.expires_at.replace(year=2030, month=5, day=17)

    assert [start, start, clock.at] == noted


def test_all_processes_sign_with_the_same_key(shelf: Shelf, people: People) -> None:
    """The first token makes the key; there is one afterwards, however many are made."""
    tokens = [token_for(shelf, people.user) for _ in range(3)]

    kids = {jwt.get_unverified_header(token)["kid"] for token in tokens}
    assert kids == {key["kid"] for key in public_keys(shelf)["keys"]}
    assert all("d" not in key for key in public_keys(shelf)["keys"])
    with shelf.reading() as session:
        assert 3 == len(session.scalars(select(Token)).all())
