"""The engine: SQLite or PostgreSQL from a URL argument; the environment is never read here."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from models.errors import DubanError
from models.words import Phrase, phrase

BUSY_SECONDS = 10.0
"""How long a writer waits for another before it gives up (exit code 75)."""
REACH_SECONDS = 10
"""How long a database server may take to answer a call."""


class UnusableUrlError(DubanError):
    """An address of a database that names neither SQLite nor PostgreSQL."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            phrase("a database is sqlite:///FILE or postgresql://USER@HOST/NAME; what is given is neither")
        )


class DatabaseBusyError(DubanError):
    """Somebody else writes for longer than is waited for; run again."""

    exit_code = 75

    def __init__(self) -> None:
        super().__init__(phrase("the database is busy; run the command again"))


class UnwritableDatabaseError(DubanError):
    """The database cannot be written; nothing was changed."""

    exit_code = 73

    def __init__(self, why: Phrase) -> None:
        super().__init__(phrase("the database cannot be written: {why}; nothing was changed", why=why))


class UnreachableDatabaseError(DubanError):
    """The database server does not answer, or does not let us in."""

    def __init__(self, reason: str) -> None:
        super().__init__(phrase("the database server cannot be reached: {reason}", reason=reason))


class DamagedDatabaseError(DubanError):
    """A file that is no database, or one that is damaged."""

    def __init__(self, file: str) -> None:
        message = phrase("{file} is no database, or is damaged; `duban restore` brings back a backup", file=file)
        super().__init__(message)


def open_database(url: str, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine whose transactions begin as writers do and whose foreign keys hold; nothing is opened yet.

    Args:
        url: `sqlite:///FILE` or `postgresql://…`.
        busy_seconds: how long a writer waits for another.

    Raises:
        UnusableUrlError: any other address.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise UnusableUrlError from None
    match address.get_backend_name():
        case "sqlite":
            return _sqlite(address, busy_seconds)
        case "postgresql" | "postgres":
            return _postgresql(address, busy_seconds)
        case _:
            raise UnusableUrlError


def sqlite_url(folder: Path) -> str:
    """The database of a data folder."""
    return URL.create("sqlite", database=str(folder / "duban.db")).render_as_string()


def _sqlite(address: URL, busy_seconds: float) -> Engine:
    settings = {"timeout": busy_seconds}
    engine = create_engine(address.set(drivername="sqlite"), connect_args=settings, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settings(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- the driver's own connection
        # the driver would begin late, as a reader; a reader that turns writer fails at once where another writes
        connection.isolation_level = None
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer(connection) else "BEGIN")

    return engine


def _postgresql(address: URL, busy_seconds: float) -> Engine:
    settings = {} if "connect_timeout" in address.query else {"connect_timeout": REACH_SECONDS}
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=2,
        # a board that stands for weeks outlives the server's restarts
        pool_pre_ping=True,
        connect_args=settings,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _settings(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- the driver's own connection
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
        connection.autocommit = False

    return engine


# -- transactions ----------------------------------------------------------------------------------------------------

_READER: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "sqlite": {"reader": True},
        "postgresql": {"reader": True, "isolation_level": "REPEATABLE READ"},
    }
)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction of a writer: all of it, or nothing.

    Raises:
        DatabaseBusyError: another writer did not finish in time.
        UnwritableDatabaseError: the disk is full, or the database may only be read.
        UnreachableDatabaseError: the server is away.
        DamagedDatabaseError: the file is no database.
    """
    with told_plainly(engine), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look that holds up no writer.

    Raises:
        UnreachableDatabaseError: the server is away.
        DamagedDatabaseError: the file is no database.
    """
    options = dict(_READER[engine.dialect.name])
    with (
        told_plainly(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


def is_writer(connection: Connection) -> bool:
    """Whether a transaction may write."""
    return not connection.get_execution_options().get("reader", False)


# -- what the driver says, in words a person can act on ----------------------------------------------------------------


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Turn a fault of the database into an error for people; mistakes of the program pass as they are."""
    try:
        yield
    except DBAPIError as wrong:
        of = _of_sqlite if isinstance(wrong.orig, sqlite3.Error) else _of_postgresql
        plain = of(wrong, engine.url)
        if plain is None:
            raise
        raise plain from wrong


def _of_sqlite(wrong: DBAPIError, url: URL) -> DubanError | None:
    match getattr(wrong.orig, "sqlite_errorname", "").split("_")[1:]:
        case ["BUSY" | "LOCKED", *_]:
            return DatabaseBusyError()
        case ["FULL", *_]:
            return UnwritableDatabaseError(phrase("the disk is full"))
        case ["READONLY" | "PERM", *_]:
            return UnwritableDatabaseError(phrase("it may only be read"))
        case ["CANTOPEN", *_]:
            return UnwritableDatabaseError(phrase("the file {file} cannot be opened", file=url.database or ""))
        case ["CORRUPT" | "NOTADB", *_] | ["IOERR", "READ" | "SHORT" | "CORRUPTFS", *_]:
            return DamagedDatabaseError(url.database or "")
        case ["IOERR", *_]:
            return UnwritableDatabaseError(phrase("the disk does not take it"))
        # the driver itself: a text that is none
        case [] if "decode" in str(wrong.orig):
            return DamagedDatabaseError(url.database or "")
    return None


def _of_postgresql(wrong: DBAPIError, url: URL) -> DubanError | None:
    match getattr(wrong.orig, "sqlstate", None):
        # lock not available, serialization failure, deadlock
        case "55P03" | "40001" | "40P01":
            return DatabaseBusyError()
        case "53100":
            return UnwritableDatabaseError(phrase("the disk is full"))
        case "25006" | "42501":
            return UnwritableDatabaseError(phrase("it may only be read"))
        # the driver itself: no connection came about, or it broke
        case None if isinstance(wrong, OperationalError) or wrong.statement is None:
            return UnreachableDatabaseError(_said(wrong, url))
        # connection exceptions, no admission, no such database, too many connections, a server that goes or comes
        case str(state) if state[:2] in {"08", "28", "3D"} or state in {"53300", "57P01", "57P02", "57P03"}:
            return UnreachableDatabaseError(_said(wrong, url))
    return None


def _said(wrong: DBAPIError, url: URL) -> str:
    """The driver's words on one line, without the password wherever it might stand."""
    words = "; ".join(line.strip() for line in str(wrong.orig).splitlines() if line.strip())
    return words.replace(str(url.password), "***") if url.password else words
