"""What reviewers said of versions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import DIGEST, GUID, Table, new_guid, one_of


class Verdict(StrEnum):
    """What a review comes to."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes-requested"
    COMMENT = "comment"


class Review(Table):
    """One entry in the history of a version's review.

    Attributes:
        digest: of the stored package that the reviewer had before them.
        is_internal: the publisher does not see it.
    """

    __tablename__ = "reviews"
    __table_args__ = (CheckConstraint(one_of("verdict", Verdict), name="verdict"),)

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"), index=True)
    reviewer_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    verdict: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(DIGEST)
    is_internal: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
