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
