"""Passwords of local accounts: argon2, and never a hint whether it was the name or the password that was wrong."""

from __future__ import annotations

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say

SHORTEST = 12
"""Characters that a password has at least."""

LONGEST = 256
"""And at most: each of them costs time when it is hashed."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's choice for argon2id: 19 MiB and two passes. Many who sign in at once do not use up the memory."""


def hashed(password: str, name: str) -> str:
    """The argon2 hash of a password that is to be somebody's.

    Raises:
        Refusal: it is too short, too long, or says their name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(
            Kind.INVALID,
            "bad-password",
            say("a password has {shortest} to {longest} characters", shortest=SHORTEST, longest=LONGEST),
        )
    if password.casefold() == name.casefold() or len(set(password)) == 1:
        raise Refusal(
            Kind.INVALID, "bad-password", say("a password is neither the name nor the same character all along")
        )
    return _HASHER.hash(password)


def is_right(password: str, hash_: str | None) -> bool:
    """Whether the password belongs to the hash; takes as long where there is no hash to compare with."""
    if len(password) > LONGEST:
        password = ""
    try:
        return _HASHER.verify(hash_ or _nobodys(), password) and hash_ is not None
    except (VerificationError, InvalidHashError):
        return False


def random_password() -> str:
    """A password that nobody can guess and that can be typed: 20 letters and digits, in groups of five."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
    groups = ("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
