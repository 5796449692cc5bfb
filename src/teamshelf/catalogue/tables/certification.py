"""What is known of an app's security and compliance, and who says so.

Source: seed A, "Certificat d'application"; Graph's `certification` and `verifiedPublisher`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import DIGEST, GUID, Table, new_guid


class Certification(Table):
    """The three tiers of an app at one time. A change is a new row; the newest one holds.

    Attributes:
        number: counts the rows of the app from 1.
        version_id: the version it was based on: an update does not clear a certification (lifecycle rule 32).
        verified_at: tier 1, the publisher's account was verified.
        attested_at: tier 2, the publisher answered the questionnaire.
        certified_at: tier 3, an assessor looked at the evidence.
        expires_at: of tier 3.
    """

    __tablename__ = "certifications"
    __table_args__ = (UniqueConstraint("app_id", "number"),)

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    number: Mapped[int]
    version_id: Mapped[str | None] = mapped_column(ForeignKey("versions.id"))
    verified_at: Mapped[datetime | None]
    verified_publisher: Mapped[str | None]
    verified_publisher_id: Mapped[str | None]
    attested_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    details_url: Mapped[str | None]
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime]


class Answer(Table):
    """A publisher's answer to a question of the questionnaire. A new answer is a new row; the newest one holds.

    Attributes:
        question: the stable name of the question.
        number: counts the answers to it from 1.
        answer: `yes`, `no`, `partial`, `not-stated`, or free text where the question asks for it.
        evidence_url: where it can be read up; https.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("app_id", "question", "number"),)

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    question: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    answer: Mapped[str]
    evidence_url: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime]


class Evidence(Table):
    """A file that a publisher shows reviewers for an answer. It can be taken away; the audit keeps its digest.

    Attributes:
        question: the stable name of the question.
        digest: sha256 of its bytes.
        name: what the file was called, as far as that is harmless.
        kind: what its bytes are: `pdf`, `png` or `txt`.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("app_id", "question", "digest"),)

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    question: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(DIGEST)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(8))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    added_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime]
