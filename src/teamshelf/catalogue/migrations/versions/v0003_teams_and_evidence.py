"""Those who work on an app beside its owner, and the files that back a publisher's answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from teamshelf.catalogue.migrations.guards import guards_of_content

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "collaborators",
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_collaborators_account_id")),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name=op.f("fk_collaborators_added_by")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_collaborators_app_id")),
        sa.PrimaryKeyConstraint("app_id", "account_id", name=op.f("pk_collaborators")),
    )
    op.create_index(op.f("ix_collaborators_account_id"), "collaborators", ["account_id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name=op.f("fk_evidence_added_by")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_evidence_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("app_id", "question", "digest", name=op.f("uq_evidence_app_id_question_digest")),
    )
    for statement in guards_of_content(op.get_context().dialect.name, "evidence"):
        op.execute(statement)
