"""Where apps are installed, and what people accepted when they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import DIGEST, GUID, Table, new_guid


class Installation(Table):
    """An app in a place. The version it runs is found by what was accepted there; no update touches the row.

    Attributes:
        surface_id: the consent surface that was accepted.
        sequence: the newest version that this place has run for certain: it never runs an older one while this one is
            runnable, so that a roll-out that is still under way does not take back what was accepted.
        by_policy: installed by an administrator for somebody: updates come without asking.
        setup_policy_id: the setup policy through which it is there; None where somebody has added it by hand. No
            foreign key: a policy that is removed lets go of its installations itself.
        capability: what was set up: `tab`, `bot` or `connector`.
        consented_permissions: the resource-specific permissions that were granted, as Graph has them.
    """

    __tablename__ = "installations"
    __table_args__ = (
        UniqueConstraint("place_id", "app_id"),
        Index("ix_installations_app", "app_id", "surface_id"),
    )

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    surface_id: Mapped[int] = mapped_column(ForeignKey("surfaces.id"))
    sequence: Mapped[int]
    by_policy: Mapped[bool] = mapped_column(default=False)
    setup_policy_id: Mapped[str | None] = mapped_column(GUID)
    capability: Mapped[str | None] = mapped_column(String(16))
    consented_permissions: Mapped[list[Any]] = mapped_column(default=list)
    installed_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    installed_at: Mapped[datetime]
    accepted_at: Mapped[datetime]


class Receipt(Table):
    """What somebody accepted or declined, where, and in which words. Never changed.

    Attributes:
        place_id: where; no foreign key, since a receipt outlives the place.
        decision: `installed`, `updated` or `declined`.
        package_digest: of the very bytes that were accepted.
        sentences: what was shown, as shown: a list of texts with their groups.
        language: that it was shown in.
    """

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_account", "account_id", "created_at"), Index("ix_receipts_app", "app_id"))

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"))
    package_digest: Mapped[str] = mapped_column(DIGEST)
    surface_digest: Mapped[str] = mapped_column(DIGEST)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    place_id: Mapped[str] = mapped_column(String(250))
    decision: Mapped[str] = mapped_column(String(16))
    sentences: Mapped[list[Any]]
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
