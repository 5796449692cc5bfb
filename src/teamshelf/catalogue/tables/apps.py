"""Apps, their versions, the bytes of these, and the consent that leads from one to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import DIGEST, GUID, ORDERED, ROW_ID, Table, new_guid, one_of
from teamshelf.catalogue.versions.states import PENDING, State

_THERE = text("deleted_at IS NULL")
_PENDING = ", ".join(sorted(repr(state.value) for state in PENDING))


class App(Table):
    """An entry of the catalogue.

    The row stays when the app is removed, so that its id stays bound to its first owner and its version numbers stay
    taken. What the listing shows is copied here from the published version, in the transaction that publishes it.

    Attributes:
        id: the catalogue's own GUID: Graph's `teamsApp.id`.
        external_id: the manifest's `id`, in lower case: Graph's `externalId`.
        owner_id: whose the manifest's id is.
        current_id: the published version; None before the first, and when it was withdrawn.
        is_blocked: an administrator's decision; None where they have made none, which leaves it to the publisher's
            `defaultBlockUntilAdminAction` and the shelf's settings.
        blocked_by_publisher: what the published manifest says of `defaultBlockUntilAdminAction`.
        access: who may use it: `everyone`, `assigned` or `nobody`.
        sort_name: the display name as lists are ordered by it: without case and accents.
        look: the display name reduced to what it looks like, to find names that pass for it.
        certification: the tier that was granted last: `none`, `verified`, `attested` or `certified`.
        certified_until: when the last of these turns into the one before it.
        search_text: names, texts, command titles and domains, casefolded, for the search.
    """

    __tablename__ = "apps"
    __table_args__ = tuple(
        Index(f"ix_apps_by_{column}", column, "id", sqlite_where=_THERE, postgresql_where=_THERE)
        for column in ("sort_name", "updated_at", "installs")
    )

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    external_id: Mapped[str] = mapped_column(GUID, unique=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    current_id: Mapped[str | None] = mapped_column(
        ForeignKey("versions.id", use_alter=True, name="fk_apps_current_id"), index=True
    )
    display_name: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(ORDERED, default="")
    look: Mapped[str] = mapped_column(default="", index=True)
    short_description: Mapped[str] = mapped_column(default="")
    publisher: Mapped[str] = mapped_column(default="", index=True)
    package_name: Mapped[str | None] = mapped_column(index=True)
    category: Mapped[str | None] = mapped_column(String(40), index=True)
    certification: Mapped[str] = mapped_column(String(16), default="none")
    certified_until: Mapped[datetime | None]
    listing: Mapped[dict[str, Any]] = mapped_column(default=dict)
    search_text: Mapped[str] = mapped_column(default="", deferred=True)
    is_blocked: Mapped[bool | None]
    block_reason: Mapped[str | None]
    blocked_by_publisher: Mapped[bool] = mapped_column(default=False)
    access: Mapped[str] = mapped_column(String(16), default="everyone")
    installs: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Collaborator(Table):
    """Somebody who works on an app beside its owner. Who is no more in this table works on it no more.

    Attributes:
        added_by: the owner of that time, or an administrator.
    """

    __tablename__ = "collaborators"

    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    added_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime]


class Trait(Table):
    """Something by which a listed app can be filtered: one row for each value. An app that is not listed has none.

    Attributes:
        kind: a name of :class:`teamshelf.catalogue.apps.showing.Facet`.
    """

    __tablename__ = "traits"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(100), primary_key=True)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"), primary_key=True, index=True)


class Package(Table):
    """The bytes of a package in our canonical form, under their own sha256."""

    __tablename__ = "packages"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    created_at: Mapped[datetime]


class Icon(Table):
    """A picture of an app, verified, under its own sha256."""

    __tablename__ = "icons"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Screenshot(Table):
    """A picture of an app at work; its bytes are an icon's, under the same digest.

    Attributes:
        position: the page shows them in this order.
        caption: what it shows, for those who do not see it.
    """

    __tablename__ = "screenshots"

    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("icons.digest"), primary_key=True)
    position: Mapped[int]
    caption: Mapped[str] = mapped_column(default="")
    added_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime]


class Version(Table):
    """One version of an app: Graph's `teamsAppDefinition`.

    Attributes:
        number: the manifest's `version`.
        precedence: a text that sorts as the versions do.
        sequence: counts the published versions of the app from 1, in the order they were published.
        package_digest: of the stored bytes, which review, consent and installation name.
        upload_digest: sha256 of what was sent.
        surface_id: what consent is about in this version.
        facts: what pages and Graph show of it, derived from the bytes and from nothing else.
        findings: what the check said, as warnings and notes.
        update: the comparison with the version it replaces, as `diff --format json` has it.
        notes: what is new in it, for everybody.
        review_notes, test_accounts: for reviewers, and for those who work on the app.
        available_at: when installations move to it by themselves.
        revision: counts the changes of this row: Graph's etag.
    """

    __tablename__ = "versions"
    __table_args__ = (
        CheckConstraint(one_of("state", State), name="state"),
        CheckConstraint("(sequence IS NULL) = (published_at IS NULL)", name="published"),
        Index(
            "uq_versions_published_number",
            "app_id",
            "number",
            unique=True,
            sqlite_where=text("published_at IS NOT NULL"),
            postgresql_where=text("published_at IS NOT NULL"),
        ),
        Index(
            "uq_versions_pending",
            "app_id",
            unique=True,
            sqlite_where=text(f"state IN ({_PENDING})"),
            postgresql_where=text(f"state IN ({_PENDING})"),
        ),
        Index(
            "uq_versions_current",
            "app_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        UniqueConstraint("app_id", "sequence"),
        Index("ix_versions_app", "app_id", "created_at"),
        Index("ix_versions_state", "state", "submitted_at"),
    )

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    number: Mapped[str] = mapped_column(String(256))
    precedence: Mapped[str] = mapped_column(ORDERED)
    state: Mapped[str] = mapped_column(String(16))
    sequence: Mapped[int | None]
    package_digest: Mapped[str] = mapped_column(ForeignKey("packages.digest"), index=True)
    upload_digest: Mapped[str] = mapped_column(DIGEST)
    surface_id: Mapped[int] = mapped_column(ForeignKey("surfaces.id"), index=True)
    color_icon: Mapped[str | None] = mapped_column(ForeignKey("icons.digest"))
    outline_icon: Mapped[str | None] = mapped_column(ForeignKey("icons.digest"))
    display_name: Mapped[str]
    facts: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    update: Mapped[dict[str, Any] | None]
    notes: Mapped[str | None]
    review_notes: Mapped[str | None]
    test_accounts: Mapped[str | None]
    created_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    available_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class Surface(Table):
    """A consent surface of an app: the facts that consent is about. Versions that ask for the same share one."""

    __tablename__ = "surfaces"
    __table_args__ = (UniqueConstraint("app_id", "digest"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    digest: Mapped[str] = mapped_column(DIGEST)
    facts: Mapped[list[Any]]


class Reach(Table):
    """Whether people who accepted a surface come to a published version without being asked again.

    Written once, when the version is published, for each surface that the app then has: an installation finds the
    version it runs by the index, and no installation is touched by an update.

    Attributes:
        sequence: of the version.
        is_silent: nobody is asked.
        triggers: the changes that ask, as `diff --format json` has them.
    """

    __tablename__ = "reaches"
    __table_args__ = (Index("ix_reaches_newest", "surface_id", "is_silent", "sequence"),)

    surface_id: Mapped[int] = mapped_column(ForeignKey("surfaces.id"), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"), primary_key=True, index=True)
    sequence: Mapped[int]
    is_silent: Mapped[bool]
    triggers: Mapped[list[Any]]
