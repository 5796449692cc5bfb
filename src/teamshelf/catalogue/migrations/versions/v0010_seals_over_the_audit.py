"""Seals over the audit, and the one way in which its entries may leave: when their seal says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from teamshelf.catalogue.migrations.guards import guards_of_seals

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, guard it, and guard the entries anew."""
    op.create_table(
        "audit_seals",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("newest_at", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("digest", name=op.f("uq_audit_seals_digest")),
    )
    op.create_index(op.f("ix_audit_seals_last_id"), "audit_seals", ["last_id"])
    for statement in guards_of_seals(op.get_context().dialect.name):
        op.execute(statement)
