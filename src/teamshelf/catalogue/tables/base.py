"""What all tables share: names of constraints, moments in UTC, identifiers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime]):
    """A point in time: microseconds since 1970 in UTC, the same on both engines and quick to compare."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """The integer that is stored; a time without its zone is a mistake of ours."""
        del dialect
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        del dialect
        return None if value is None else moment(value)


def microseconds(value: datetime) -> int:
    """How a moment is stored."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} says no time zone")
    return int((value - _EPOCH).total_seconds()) * 1_000_000 + value.microsecond


def moment(value: int) -> datetime:
    """The moment, in UTC, that is stored as a number."""
    return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Table(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }


ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
"""A number that the database gives: SQLite counts by itself only what is called INTEGER."""

ORDERED = Text().with_variant(Text(collation="C"), "postgresql")
"""A text that is ordered by its characters' numbers, on both engines and whatever language the database speaks."""

GUID = String(36)
"""A GUID in lower case, as text: both engines and every client show it alike."""

DIGEST = String(64)
"""A sha256 in hexadecimal."""


def new_guid() -> str:
    """A fresh GUID in lower case."""
    return str(uuid4())


def one_of(column: str, values: type[StrEnum]) -> str:
    """The condition that a text column has one of the values."""
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"
