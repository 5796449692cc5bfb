"""The shelf's first tables, and what the database itself guards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from teamshelf.catalogue.migrations.guards import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_tables()
    dialect = op.get_context().dialect.name
    if dialect != "sqlite":  # SQLite made it with the table; elsewhere it has to wait for the other table
        op.create_foreign_key("fk_apps_current_id", "apps", "versions", ["current_id"], ["id"])
    for statement in guards(dialect):
        op.execute(statement)


def _make_tables() -> None:  # noqa: PLR0915 - one statement a table, and one an index
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("role IN ('user', 'publisher', 'reviewer', 'admin')", name=op.f("ck_accounts_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_accounts_issuer_subject")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index("ix_audit_events_action", "audit_events", ["action", "id"], unique=False)
    op.create_index("ix_audit_events_app", "audit_events", ["app_id", "id"], unique=False)
    op.create_table(
        "icons",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_icons")),
    )
    op.create_table(
        "packages",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_packages")),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.String(length=250), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('user', 'team', 'chat', 'meeting')", name=op.f("ck_places_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("app_ids", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("name", name=op.f("uq_policies_name")),
    )
    op.create_table(
        "rate_windows",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "starts_at", name=op.f("pk_rate_windows")),
    )
    op.create_index("ix_rate_windows_ends_at", "rate_windows", ["ends_at"], unique=False)
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "apps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("external_id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("current_id", sa.String(length=36), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("look", sa.Text(), nullable=False),
        sa.Column("short_description", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("package_name", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("certification", sa.String(length=16), nullable=False),
        sa.Column("certified_until", sa.BigInteger(), nullable=True),
        sa.Column("listing", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("is_blocked", sa.Boolean(), nullable=True),
        sa.Column("block_reason", sa.Text(), nullable=True),
        sa.Column("blocked_by_publisher", sa.Boolean(), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("installs", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["current_id"], ["versions.id"], name="fk_apps_current_id", use_alter=True),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_apps_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apps")),
        sa.UniqueConstraint("external_id", name=op.f("uq_apps_external_id")),
    )
    op.create_index(
        "ix_apps_by_installs",
        "apps",
        ["installs", "id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_apps_by_sort_name",
        "apps",
        ["sort_name", "id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_apps_by_updated_at",
        "apps",
        ["updated_at", "id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(op.f("ix_apps_category"), "apps", ["category"], unique=False)
    op.create_index(op.f("ix_apps_current_id"), "apps", ["current_id"], unique=False)
    op.create_index(op.f("ix_apps_look"), "apps", ["look"], unique=False)
    op.create_index(op.f("ix_apps_owner_id"), "apps", ["owner_id"], unique=False)
    op.create_index(op.f("ix_apps_package_name"), "apps", ["package_name"], unique=False)
    op.create_index(op.f("ix_apps_publisher"), "apps", ["publisher"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("place_id", sa.String(length=250), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_memberships_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_memberships_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", "account_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_account_id"), "memberships", ["account_id"], unique=False)
    op.create_table(
        "policy_assignments",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("policy_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_policy_assignments_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_policy_assignments_policy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_policy_assignments")),
    )
    op.create_index(op.f("ix_policy_assignments_policy_id"), "policy_assignments", ["policy_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tokens_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
    )
    op.create_index(op.f("ix_tokens_account_id"), "tokens", ["account_id"], unique=False)
    op.create_table(
        "web_sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_web_sessions_account_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_sessions")),
    )
    op.create_index(op.f("ix_web_sessions_account_id"), "web_sessions", ["account_id"], unique=False)
    op.create_index(op.f("ix_web_sessions_expires_at"), "web_sessions", ["expires_at"], unique=False)
    op.create_table(
        "access_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_access_requests_account_id")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_access_requests_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
    )
    op.create_index(
        "uq_access_requests_open",
        "access_requests",
        ["app_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_answers_answered_by")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_answers_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("app_id", "question", "number", name=op.f("uq_answers_app_id_question_number")),
    )
    op.create_table(
        "app_assignments",
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("holder_id", sa.String(length=250), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_app_assignments_app_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("app_id", "holder_id", name=op.f("pk_app_assignments")),
    )
    op.create_table(
        "overrides",
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("property", sa.String(length=40), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_overrides_app_id")),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name=op.f("fk_overrides_set_by")),
        sa.PrimaryKeyConstraint("app_id", "property", "is_published", name=op.f("pk_overrides")),
    )
    op.create_table(
        "surfaces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_surfaces_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surfaces")),
        sa.UniqueConstraint("app_id", "digest", name=op.f("uq_surfaces_app_id_digest")),
    )
    op.create_table(
        "traits",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_traits_app_id")),
        sa.PrimaryKeyConstraint("kind", "value", "app_id", name=op.f("pk_traits")),
    )
    op.create_index(op.f("ix_traits_app_id"), "traits", ["app_id"], unique=False)
    op.create_table(
        "installations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("place_id", sa.String(length=250), nullable=False),
        sa.Column("surface_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("by_policy", sa.Boolean(), nullable=False),
        sa.Column("capability", sa.String(length=16), nullable=True),
        sa.Column("consented_permissions", sa.JSON(), nullable=False),
        sa.Column("installed_by", sa.String(length=36), nullable=True),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_installations_app_id")),
        sa.ForeignKeyConstraint(["installed_by"], ["accounts.id"], name=op.f("fk_installations_installed_by")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_installations_place_id")),
        sa.ForeignKeyConstraint(["surface_id"], ["surfaces.id"], name=op.f("fk_installations_surface_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installations")),
        sa.UniqueConstraint("place_id", "app_id", name=op.f("uq_installations_place_id_app_id")),
    )
    op.create_index("ix_installations_app", "installations", ["app_id", "surface_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=256), nullable=False),
        sa.Column("precedence", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("package_digest", sa.String(length=64), nullable=False),
        sa.Column("upload_digest", sa.String(length=64), nullable=False),
        sa.Column("surface_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("color_icon", sa.String(length=64), nullable=True),
        sa.Column("outline_icon", sa.String(length=64), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("update", sa.JSON(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("claimed_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("available_at", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in-review', 'published', 'rejected', 'superseded', 'withdrawn', 'quarantined')",  # noqa: E501
            name=op.f("ck_versions_state"),
        ),
        sa.CheckConstraint("(sequence IS NULL) = (published_at IS NULL)", name=op.f("ck_versions_published")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_versions_app_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["accounts.id"], name=op.f("fk_versions_claimed_by")),
        sa.ForeignKeyConstraint(["color_icon"], ["icons.digest"], name=op.f("fk_versions_color_icon")),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("fk_versions_created_by")),
        sa.ForeignKeyConstraint(["outline_icon"], ["icons.digest"], name=op.f("fk_versions_outline_icon")),
        sa.ForeignKeyConstraint(["package_digest"], ["packages.digest"], name=op.f("fk_versions_package_digest")),
        sa.ForeignKeyConstraint(["surface_id"], ["surfaces.id"], name=op.f("fk_versions_surface_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("app_id", "sequence", name=op.f("uq_versions_app_id_sequence")),
    )
    op.create_index("ix_versions_app", "versions", ["app_id", "created_at"], unique=False)
    op.create_index(op.f("ix_versions_package_digest"), "versions", ["package_digest"], unique=False)
    op.create_index("ix_versions_state", "versions", ["state", "submitted_at"], unique=False)
    op.create_index(op.f("ix_versions_surface_id"), "versions", ["surface_id"], unique=False)
    op.create_index(
        "uq_versions_current",
        "versions",
        ["app_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "uq_versions_pending",
        "versions",
        ["app_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('in-review', 'submitted')"),
        postgresql_where=sa.text("state IN ('in-review', 'submitted')"),
    )
    op.create_index(
        "uq_versions_published_number",
        "versions",
        ["app_id", "number"],
        unique=True,
        sqlite_where=sa.text("published_at IS NOT NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL"),
    )
    op.create_table(
        "certifications",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_publisher", sa.Text(), nullable=True),
        sa.Column("verified_publisher_id", sa.Text(), nullable=True),
        sa.Column("attested_at", sa.BigInteger(), nullable=True),
        sa.Column("certified_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("details_url", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_certifications_app_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_certifications_recorded_by")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_certifications_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifications")),
        sa.UniqueConstraint("app_id", "number", name=op.f("uq_certifications_app_id_number")),
    )
    op.create_table(
        "reaches",
        sa.Column("surface_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["surface_id"], ["surfaces.id"], name=op.f("fk_reaches_surface_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_reaches_version_id")),
        sa.PrimaryKeyConstraint("surface_id", "version_id", name=op.f("pk_reaches")),
    )
    op.create_index("ix_reaches_newest", "reaches", ["surface_id", "is_silent", "sequence"], unique=False)
    op.create_index(op.f("ix_reaches_version_id"), "reaches", ["version_id"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("package_digest", sa.String(length=64), nullable=False),
        sa.Column("surface_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("place_id", sa.String(length=250), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_receipts_account_id")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_receipts_app_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_receipts_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
    )
    op.create_index("ix_receipts_account", "receipts", ["account_id", "created_at"], unique=False)
    op.create_index("ix_receipts_app", "receipts", ["app_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("reviewer_id", sa.String(length=36), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('approved', 'rejected', 'changes-requested', 'comment')", name=op.f("ck_reviews_verdict")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["accounts.id"], name=op.f("fk_reviews_reviewer_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_reviews_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_version_id"), "reviews", ["version_id"], unique=False)
