"""What Graph's own permissions open, where one word of them says for which kind of place they are."""

from __future__ import annotations

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.scopes import scopes_of
from teamshelf.server.permissions import Permission

_WRITING = ("ReadWrite", "ReadWriteAndConsent")

ANY_TOKEN = Permission(Role.USER, scopes_of(Role.ADMIN))
"""For whoever has a token that grants anything at all: each request of a batch is looked at by itself."""


def reading_installations(word: str) -> Permission:
    """To see what is installed in a kind of place: `Team`, `Chat` or `User`."""
    return Permission(Role.USER, frozenset(f"TeamsAppInstallation.{start}For{word}" for start in ("Read", *_WRITING)))


def installing(word: str) -> Permission:
    """To install, upgrade and remove in a kind of place; whose it is, the services judge."""
    return Permission(Role.USER, frozenset(f"TeamsAppInstallation.{start}For{word}" for start in _WRITING))
