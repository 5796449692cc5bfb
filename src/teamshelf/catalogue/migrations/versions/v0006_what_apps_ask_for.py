"""What apps ask for becomes something by which they are found: a trait of each listed app."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_APPS = sa.table("apps", sa.column("id"), sa.column("current_id"), sa.column("deleted_at"))
_VERSIONS = sa.table("versions", sa.column("id"), sa.column("facts", sa.JSON))
_TRAITS = sa.table("traits", sa.column("kind"), sa.column("value"), sa.column("app_id"))

_KINDS = {
    "permissions": "permissions",
    "resource-specific": "resourceSpecific",
    "sign-in": "webApplicationId",
    "device": "devicePermissions",
}
"""The values of the trait, each with the fact that gives it to an app."""


def upgrade() -> None:
    """Say of each listed app what it asks for, as the facts of its published version have it."""
    connection = op.get_bind()
    listed = sa.select(_APPS.c.id, _VERSIONS.c.facts).join_from(_APPS, _VERSIONS, _VERSIONS.c.id == _APPS.c.current_id)
    rows = [
        {"kind": "permission", "value": value, "app_id": app_id}
        for app_id, facts in connection.execute(listed)
        for value in _asked(facts)
    ]
    if rows:
        connection.execute(sa.insert(_TRAITS), rows)


def _asked(facts: dict[str, object]) -> list[str]:
    found = [value for value, fact in _KINDS.items() if facts.get(fact)]
    return found or ["implied" if facts.get("scopes") else "none"]
