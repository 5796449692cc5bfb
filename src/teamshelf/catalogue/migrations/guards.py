"""What the database itself refuses, whoever asks: part of the first step, and as unchangeable.

History is only ever added to; the bytes under a digest stay what they are; an app's id and the number of a published
version are taken for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HISTORY = ("audit_events", "receipts", "reviews", "certifications", "answers")
_CONTENT = ("packages", "icons")
_FOR_EVER = (
    # table, the row it holds for, and the columns that keep their value in it
    ("apps", "TRUE", ("id", "external_id", "created_at")),
    (
        "versions",
        "OLD.published_at IS NOT NULL",
        ("id", "app_id", "number", "sequence", "package_digest", "surface_id", "published_at"),
    ),
)


def guards(dialect: str) -> Iterator[str]:
    """The statements that make the guards on an engine, ``sqlite`` or ``postgresql``."""
    make = _on_sqlite if dialect == "sqlite" else _on_postgresql
    if dialect != "sqlite":
        yield _SAYS_NO
    for table in _HISTORY:
        yield from make(table, "TRUE", ("UPDATE", "DELETE"), "history is only added to")
        if dialect != "sqlite":
            yield (
                f"CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION shelf_says_no('history is only added to')"
            )
    for table in _CONTENT:
        yield from make(table, "TRUE", ("UPDATE",), "bytes stay what their digest says")
    for table, holds, columns in _FOR_EVER:
        yield from make(table, holds, ("DELETE",), "what was taken stays taken")
        changes = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
        yield from make(table, f"{holds} AND ({changes})", ("UPDATE",), "what was taken stays taken")


def guards_of_content(dialect: str, table: str) -> Iterator[str]:
    """The statements that keep bytes under a digest as they are, in a table that a later step brings."""
    make = _on_sqlite if dialect == "sqlite" else _on_postgresql
    yield from make(table, "TRUE", ("UPDATE",), "bytes stay what their digest says")


def guards_of_seals(dialect: str) -> Iterator[str]:
    """The statements that keep seals as they are, and let an entry of the audit go when its seal says it is removed."""
    make = _on_sqlite if dialect == "sqlite" else _on_postgresql
    yield from make("audit_seals", "TRUE", ("DELETE",), "history is only added to")
    kept = ("number", "first_id", "last_id", "count", "newest_at", "marks", "previous", "digest", "sealed_at")
    changes = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in kept)
    yield from make("audit_seals", f"OLD.removed_at IS NOT NULL OR {changes}", ("UPDATE",), "history is only added to")
    goes = "SELECT 1 FROM audit_seals WHERE OLD.id BETWEEN first_id AND last_id AND removed_at IS NOT NULL"
    if dialect == "sqlite":
        yield "DROP TRIGGER audit_events_no_delete"
        yield from make("audit_events", f"NOT EXISTS ({goes})", ("DELETE",), "history is only added to")
        return
    yield "DROP TRIGGER audit_events_no_delete ON audit_events"
    yield f"""
CREATE FUNCTION shelf_keeps_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS ({goes}) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit_events: history is only added to';
END
$$
"""
    yield (
        "CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events FOR EACH ROW "
        "EXECUTE FUNCTION shelf_keeps_entry()"
    )
    yield (
        "CREATE TRIGGER audit_seals_keeps_all BEFORE TRUNCATE ON audit_seals "
        "FOR EACH STATEMENT EXECUTE FUNCTION shelf_says_no('history is only added to')"
    )


_SAYS_NO = """
CREATE FUNCTION shelf_says_no() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0];
END
$$
"""


def _on_sqlite(table: str, holds: str, events: tuple[str, ...], reason: str) -> Iterator[str]:
    condition = holds.replace("IS DISTINCT FROM", "IS NOT")  # SQLite knows the other spelling since 3.39 only
    for event in events:
        yield (
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {reason}'); END"
        )


def _on_postgresql(table: str, holds: str, events: tuple[str, ...], reason: str) -> Iterator[str]:
    for event in events:
        yield (
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW WHEN ({holds}) "
            f"EXECUTE FUNCTION shelf_says_no('{reason}')"
        )
