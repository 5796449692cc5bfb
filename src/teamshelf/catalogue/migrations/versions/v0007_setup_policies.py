"""Setup policies: what people find installed and pinned, and whether they may send packages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let an installation name the policy through which it is there."""
    op.create_table(
        "setup_policies",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.Column("installed", sa.JSON(), nullable=False),
        sa.Column("allow_upload", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_policies")),
        sa.UniqueConstraint("name", name=op.f("uq_setup_policies_name")),
    )
    op.create_table(
        "setup_assignments",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("policy_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_setup_assignments_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["setup_policies.id"], name=op.f("fk_setup_assignments_policy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_setup_assignments")),
    )
    op.create_index(op.f("ix_setup_assignments_policy_id"), "setup_assignments", ["policy_id"])
    op.add_column("installations", sa.Column("setup_policy_id", sa.String(length=36), nullable=True))
