"""What a publisher tells reviewers, apart from what everybody reads.

Until this step the notes that were meant for the reviewer stood beside the version for everybody once it was published.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns, and move there what was written for reviewers."""
    op.add_column("versions", sa.Column("review_notes", sa.Text(), nullable=True))
    op.add_column("versions", sa.Column("test_accounts", sa.Text(), nullable=True))
    op.execute("UPDATE versions SET review_notes = notes, notes = NULL WHERE notes IS NOT NULL")
