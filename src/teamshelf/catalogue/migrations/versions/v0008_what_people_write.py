"""What people write: apps that they miss, corrections, problems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "remarks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=True),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('wish', 'correction', 'problem')", name=op.f("ck_remarks_kind")),
        sa.CheckConstraint("(app_id IS NULL) = (kind = 'wish')", name=op.f("ck_remarks_subject")),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_remarks_closed")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_remarks_account_id")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_remarks_app_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts.id"], name=op.f("fk_remarks_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    op.create_index(op.f("ix_remarks_account_id"), "remarks", ["account_id"])
    op.create_index(op.f("ix_remarks_app_id"), "remarks", ["app_id"])
    op.create_index(
        "ix_remarks_open",
        "remarks",
        ["created_at", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
