"""The database of the shelf: SQLite beside the program, or a PostgreSQL that many of them share.

SQLite runs with a write-ahead log that is flushed at every commit, so that what was acknowledged survives a power cut.
A transaction that writes takes its turn at the beginning: two of them never find out at the end that only one can win.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.watching import tell_watches
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

FILE_NAME = "shelf.sqlite3"
"""The database in a data folder."""

BUSY_SECONDS = 5
"""How long a transaction waits for its turn before the one who asked is told to come back."""

_MOST_THREADS = 32
"""SQLite's connections that are kept: as many as Python lets threads answer. To open one takes as long as a look."""

_WRITES = "teamshelf_writes"

_FULL = ("SQLITE_FULL", "53100")
"""What SQLite and PostgreSQL (`disk_full`) call a disk without room."""

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

_FAILS = ("SQLITE_IOERR", "58030")
"""What they call a disk that fails (`io_error`)."""


class Database:
    """An engine, with transactions that read and transactions that write.

    Attributes:
        url: without its password.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url = engine.url.render_as_string(hide_password=True)
        tell_watches(engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded engine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database, and changes nothing.

        Raises:
            Refusal: the database is busy or away.
        """
        with telling(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept when the block ends, and none when it raises.

        Raises:
            Refusal: the database is busy or away, or somebody else made the change impossible at the same moment.
        """
        with telling(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options={_WRITES: True})
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_database(url: str | None = None, *, data: Path | None = None) -> Database:
    """The database at a URL, or the SQLite file in a data folder, which is made if need be; tables are not looked at.

    Raises:
        ValueError: the URL is no database's, or of one that the shelf does not run on.
    """
    if url is None:
        folder = data or Path()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _sqlite(make_url(f"sqlite:///{(folder / FILE_NAME).resolve()}"))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("this is no database URL; one looks like `postgresql://user@host/name`") from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return _postgresql(parsed)
    raise ValueError(f"the shelf runs on SQLite and PostgreSQL, not on {parsed.get_backend_name()}")


def _sqlite(url: URL) -> Database:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        **({} if url.database in (None, "", ":memory:") else {"pool_size": _MOST_THREADS}),
        connect_args={"timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        del record
        connection.isolation_level = None  # transactions begin where SQLAlchemy says, not where the driver guesses
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Database(engine)


def _postgresql(url: URL) -> Database:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=8,
        pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": BUSY_SECONDS, "options": f"-c lock_timeout={BUSY_SECONDS}s"},
    )
    return Database(engine)


@contextmanager
def telling() -> Iterator[None]:
    """Say what happened in the shelf's own terms where the database cannot go on.

    Raises:
        Refusal: the database is busy or away, its disk is full or fails, or somebody else was faster.
    """
    try:
        yield
    except IntegrityError as error:
        if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_TRIGGER":
            raise  # a guard of the tables: nobody else's doing, but a mistake of ours
        raise Refusal(
            Kind.CONFLICT, "changed-meanwhile", say("somebody else changed this at the same moment: look again")
        ) from error
    except (DataError, UnicodeEncodeError) as error:  # NUL, or half a surrogate pair, in a text
        raise Refusal(
            Kind.INVALID, "text-not-storable", say("a text holds a character that no database keeps, such as NUL")
        ) from error
    except (OperationalError, InterfaceError) as error:
        raise _of_the_disk(error) or _unavailable() from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable() from error
        if getattr(error.orig, "sqlite_errorname", "").startswith(_DAMAGED):
            message = say("the database is damaged or none of ours: run `teamshelf fsck`, or restore a backup")
            raise Refusal(Kind.UNAVAILABLE, "database-damaged", message) from error
        raise


def _of_the_disk(error: DBAPIError) -> Refusal | None:
    """The refusal where it is the disk that the database cannot go on with; None where it is something else."""
    reason = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
    if reason.startswith(_FULL):
        message = say("the disk of the database is full: nothing was changed; it goes on when there is room again")
        return Refusal(Kind.UNAVAILABLE, "disk-full", message)
    if reason.startswith(_FAILS):
        message = say("the disk of the database reports an error: nothing was changed; an administrator has to look")
        return Refusal(Kind.UNAVAILABLE, "disk-fails", message)
    return None


def _unavailable() -> Refusal:
    return Refusal(
        Kind.UNAVAILABLE, "database-unavailable", say("the database is busy or cannot be reached: try again shortly")
    )
