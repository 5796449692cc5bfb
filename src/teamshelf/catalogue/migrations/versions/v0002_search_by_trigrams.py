"""An index of all that is searched, by groups of three characters: a rare word is found at once among many apps.

PostgreSQL only, whose extension `pg_trgm` the owner of a database may add; SQLite reads the texts of all apps, which
takes less than asking a server as long as one machine is enough.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX ix_apps_search_text ON apps USING gin (search_text gin_trgm_ops)")
