"""Pictures of apps at work; their bytes are where those of icons are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "screenshots",
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name=op.f("fk_screenshots_added_by")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_screenshots_app_id")),
        sa.ForeignKeyConstraint(["digest"], ["icons.digest"], name=op.f("fk_screenshots_digest")),
        sa.PrimaryKeyConstraint("app_id", "digest", name=op.f("pk_screenshots")),
    )
