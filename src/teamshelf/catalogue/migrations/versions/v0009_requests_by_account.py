"""What somebody has asked for is found without looking through what everybody has."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f("ix_access_requests_account_id"), "access_requests", ["account_id"])
