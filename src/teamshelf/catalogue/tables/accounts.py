"""Accounts, what they sign in with, and how often they may try."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.tables.base import DIGEST, GUID, Table, new_guid, one_of


class Account(Table):
    """A person, or a program that acts as one: an entry of the directory, with or without a way to sign in.

    Attributes:
        id: GUID; the `oid` of its tokens, and the `id` of Graph's user.
        name: sign-in name (UPN), in lower case.
        password_hash: argon2; None for whoever signs in elsewhere or not at all.
        must_change_password: the password was chosen by somebody else, and only opens the way to choosing another.
        issuer, subject: who vouches for the account in OpenID Connect, and its name there.
        language: of the pages, where the person chose one.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject"), CheckConstraint(one_of("role", Role), name="role"))

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    name: Mapped[str] = mapped_column(String(320), unique=True)
    display_name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16), default=Role.USER)
    password_hash: Mapped[str | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Token(Table):
    """A bearer token, of which only the digest is kept. It is shown once, when it is made.

    Attributes:
        id: the token's own `jti`.
        digest: sha256 of the token's text.
        scopes: Graph's permissions that it grants, within what the account's role allows.
    """

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SigningKey(Table):
    """A key that tokens are signed with: in the database, so that every process has the same."""

    __tablename__ = "signing_keys"

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    private_key: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class WebSession(Table):
    """A signed-in browser: the digest of its cookie."""

    __tablename__ = "web_sessions"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RateWindow(Table):
    """How often something was tried within a window of time; shared by all processes."""

    __tablename__ = "rate_windows"
    __table_args__ = (Index("ix_rate_windows_ends_at", "ends_at"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime]
    count: Mapped[int]
