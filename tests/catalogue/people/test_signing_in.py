"""Signing in: one answer for whatever is wrong, tries that are counted, and a first password that must go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from msgspec import structs

from teamshelf.catalogue.people.accounts import create_account, set_disabled, set_password
from teamshelf.catalogue.people.actors import OPERATOR, VISITOR, Role
from teamshelf.catalogue.people.signing_in import session_actor, sign_in, sign_out
from teamshelf.catalogue.refusals import Refusal

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock

PASSWORD = "correct horse battery"
SOMEBODY = structs.replace(VISITOR, address="192.0.2.7")


@pytest.fixture
def ann(shelf: Shelf) -> str:
    """An account with a password."""
    return create_account(shelf, OPERATOR, "ann", Role.REVIEWER, password=PASSWORD)


def rule(shelf: Shelf, name: str, password: str, **named: object) -> str:
    """Why signing in is refused."""
    with pytest.raises(Refusal) as refused:
        sign_in(shelf, SOMEBODY, name, password, **named)  # type: ignore[arg-type]
    return refused.value.rule


def test_whoever_signs_in_is_known_by_their_cookie(shelf: Shelf, ann: str, clock: Clock) -> None:
    """For twelve hours, and not for a second longer; after that nobody is."""
    signed_in = sign_in(shelf, SOMEBODY, " ANN ", PASSWORD)
    actor = session_actor(shelf, signed_in.secret)
    clock.pass_by(hours=12)

    assert actor is not None
    assert (ann, "ann", Role.REVIEWER, None) == (actor.account_id, actor.name, actor.role, actor.scopes)
    assert session_actor(shelf, signed_in.secret) is None


def test_signing_out_holds_at_once(shelf: Shelf, ann: str) -> None:
    """The cookie that is left behind opens nothing."""
    del ann
    secret = sign_in(shelf, SOMEBODY, "ann", PASSWORD).secret

    sign_out(shelf, SOMEBODY, secret)
    sign_out(shelf, SOMEBODY, secret)

    assert session_actor(shelf, secret) is None


def test_unknown_wrong_and_disabled_get_the_same_answer_after_the_same_work(
    shelf: Shelf, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody finds out by trying which accounts there are: each try hashes once, which takes nearly all of its time."""
    gone = create_account(shelf, OPERATOR, "gone", Role.USER, password=PASSWORD)
    create_account(shelf, OPERATOR, "program", Role.USER)
    set_disabled(shelf, OPERATOR, gone, disabled=True)
    hashed: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, hash_: str, password: str) -> bool:
        hashed.append(hash_.rpartition("$")[0].rpartition("$")[0])  # the parameters, which decide how long it takes
        return verify(self, hash_, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    answers = set()
    tries = (("nobody", PASSWORD), ("ann", "wrong"), ("gone", PASSWORD), ("program", PASSWORD), ("a b", PASSWORD))
    for name, password in (*tries, (ann, PASSWORD)):
        with pytest.raises(Refusal) as refused:
            sign_in(shelf, SOMEBODY, name, password, is_limited=False)
        answers.add((refused.value.rule, str(refused.value)))

    assert 1 == len(answers)
    assert 6 == len(hashed)
    assert 1 == len(set(hashed))


def test_the_eleventh_try_for_a_name_or_from_an_address_is_refused(shelf: Shelf, ann: str) -> None:
    """Guessing is slow, whoever guesses; even the right password comes too late then."""
    del ann
    rules = [rule(shelf, "ann", "wrong") for _ in range(10)]
    elsewhere = structs.replace(SOMEBODY, address="192.0.2.8")

    assert {"wrong-credentials"} == set(rules)
    assert "too-many-requests" == rule(shelf, "Ann", PASSWORD)
    assert "too-many-requests" == rule(shelf, "bob", PASSWORD)
    with pytest.raises(Refusal) as refused:
        sign_in(shelf, elsewhere, "ann", PASSWORD)
    assert "too-many-requests" == refused.value.rule


def test_a_password_of_somebody_elses_opens_only_the_choice_of_another(shelf: Shelf) -> None:
    """Who was handed a password must choose one that nobody else knows."""
    create_account(shelf, OPERATOR, "bob", Role.USER, password=PASSWORD, must_change_password=True)

    rules = [
        rule(shelf, "bob", PASSWORD),
        rule(shelf, "bob", PASSWORD, new_password="short"),
        rule(shelf, "bob", PASSWORD, new_password=PASSWORD),
        rule(shelf, "bob", "wrong password", new_password="another horse battery"),
    ]
    sign_in(shelf, SOMEBODY, "bob", PASSWORD, new_password="another horse battery")

    assert ["must-change-password", "bad-password", "bad-password", "wrong-credentials"] == rules
    assert "wrong-credentials" == rule(shelf, "bob", PASSWORD)
    assert sign_in(shelf, SOMEBODY, "bob", "another horse battery").secret


def test_a_new_password_signs_out_everywhere(shelf: Shelf, ann: str) -> None:
    """Whoever had got in with the old one is out."""
    secret = sign_in(shelf, SOMEBODY, "ann", PASSWORD).secret

    set_password(shelf, OPERATOR, ann, "another horse battery")

    assert session_actor(shelf, secret) is None


@pytest.mark.parametrize("secret", ["", "nonsense", "x" * 1000, "\udcff"])
def test_a_cookie_that_is_nobodys_opens_nothing(shelf: Shelf, ann: str, secret: str) -> None:
    """Whatever it says."""
    del ann

    assert session_actor(shelf, secret) is None
