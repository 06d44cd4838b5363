"""What a database that cannot do its work says to a person, and with which exit code (contracts: exit codes)."""

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from models.database import (
    BUSY_SECONDS,
    DamagedDatabaseError,
    DatabaseBusyError,
    UnreachableDatabaseError,
    UnusableUrlError,
    UnwritableDatabaseError,
    open_database,
    reading,
    sqlite_url,
    writing,
)
from models.errors import DubanError
from tests.integration.conftest import Postgres

Opened = Callable[..., Engine]
PASSWORD = "open sesame"


NOTES = MetaData()
note = Table("note", NOTES, Column("key", String, unique=True, nullable=False), Column("text", Text))
line = Table("line", NOTES, Column("note", ForeignKey("note.key"), nullable=False))


@pytest.fixture
def url(empty_url: str, opened: Opened) -> str:
    """A database with notes."""
    with writing(opened(empty_url)) as connection:
        NOTES.create_all(connection)
    return empty_url


@pytest.fixture
def notes(postgres: Postgres, opened: Opened) -> str:
    """A PostgreSQL database with notes."""
    url = postgres.create()
    with writing(opened(url)) as connection:
        NOTES.create_all(connection)
    return url


@pytest.fixture
def file(tmp_path: Path, opened: Opened) -> Path:
    """An SQLite database with notes."""
    file = tmp_path / "duban.db"
    engine = opened(f"sqlite:///{file}")
    with writing(engine) as connection:
        NOTES.create_all(connection)
    engine.dispose()
    return file


def write(connection: Connection, key: str) -> None:
    connection.execute(insert(note).values(key=key))


def keys(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(note.c.key).order_by(note.c.key)))


# -- one writer at a time --------------------------------------------------------------------------------------------


def test_a_writer_waits_ten_seconds_for_another():
    assert BUSY_SECONDS == 10


def test_a_writer_that_waits_too_long_says_run_again(url, opened):
    first, second = opened(url), opened(url, busy_seconds=0.2)
    with writing(first) as connection:
        write(connection, "first")

        with pytest.raises(DatabaseBusyError) as busy, writing(second) as other:
            write(other, "first")

    assert busy.value.exit_code == 75
    assert "run the command again" in str(busy.value)
    assert keys(second) == ["first"]


def test_a_writer_that_waits_long_enough_goes_on_where_the_other_stopped(url, opened):
    first, second = opened(url), opened(url)

    def wait_and_write() -> None:
        with writing(second) as connection:
            write(connection, "second")

    with writing(first) as connection:
        write(connection, "first")
        later = Thread(target=wait_and_write)
        later.start()
    later.join(timeout=20)

    assert keys(first) == ["first", "second"]


def test_a_look_holds_up_no_writer_and_stays_as_it_was(url, opened):
    with writing(opened(url)) as connection:
        write(connection, "before")
    count = select(func.count()).select_from(note)

    with reading(opened(url)) as look:
        assert look.scalar(count) == 1
        with writing(opened(url, busy_seconds=0.2)) as connection:
            write(connection, "meanwhile")
        assert look.scalar(count) == 1

    assert keys(opened(url)) == ["before", "meanwhile"]


def test_a_writer_holds_up_no_look(url, opened):
    with writing(opened(url)) as connection:
        write(connection, "unfinished")
        assert keys(opened(url, busy_seconds=0.2)) == []


def test_a_transaction_that_breaks_leaves_nothing(engine):
    def half() -> None:
        with writing(engine) as connection:
            write(connection, "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()

    assert keys(engine) == []


def test_a_mistake_of_the_program_is_no_fault_of_the_database(engine):
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(line).values(note="none"))


def test_what_people_wrote_stands_in_no_statement_of_a_mistake(engine):
    with pytest.raises(IntegrityError) as wrong, writing(engine) as connection:
        connection.execute(insert(note).values(text="a private word"))

    assert "a private word" not in str(wrong.value).replace(str(wrong.value.orig), "")


# -- a disk that does not take it ------------------------------------------------------------------------------------


def refused(engine: Engine) -> DubanError:
    """What is said to a writer."""
    with pytest.raises(DubanError) as said, writing(engine) as connection:
        write(connection, "new")
    return said.value


def test_a_full_disk_says_so_and_nothing_is_changed(file, opened):
    engine = opened(f"sqlite:///{file}")

    def write_much() -> None:
        with writing(engine) as connection:
            # the file may not grow: what a full disk says, without filling one
            connection.execute(text("pragma max_page_count = 1"))
            connection.execute(insert(note).values(key="large", text="x" * 1_000_000))

    with pytest.raises(UnwritableDatabaseError) as full:
        write_much()

    assert full.value.exit_code == 73
    assert "the disk is full" in said(full.value)
    assert keys(opened(f"sqlite:///{file}")) == []


def test_a_file_that_may_only_be_read_can_be_looked_at(file, opened):
    engine = opened(f"sqlite:///file:{file}?mode=ro&uri=true")

    assert keys(engine) == []
    error = refused(engine)
    assert (error.exit_code, isinstance(error, UnwritableDatabaseError)) == (73, True)
    assert "it may only be read" in said(error)


def test_a_server_that_may_only_be_read_can_be_looked_at(notes, opened):
    engine = opened(notes)
    with writing(engine) as connection:
        connection.execute(text(f"alter database {engine.url.database} set default_transaction_read_only = on"))
    engine.dispose()

    assert keys(engine) == []
    assert refused(engine).exit_code == 73


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path, opened):
    error = refused(opened(f"sqlite:///{tmp_path / 'missing' / 'duban.db'}"))

    assert error.exit_code == 73
    assert "missing/duban.db" in said(error)


@pytest.mark.parametrize(
    "content", [b"these are the minutes of a meeting\n" * 300, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_names_restore_and_stays_as_it_is(tmp_path, opened, content):
    file = tmp_path / "duban.db"
    file.write_bytes(content)

    error = refused(opened(f"sqlite:///{file}"))
    with pytest.raises(DamagedDatabaseError):
        keys(opened(f"sqlite:///{file}"))

    assert (error.exit_code, isinstance(error, DamagedDatabaseError)) == (1, True)
    assert "duban restore" in str(error)
    assert str(file) in str(error)
    assert file.read_bytes() == content


def test_a_damaged_page_names_restore(file, opened):
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_master where name = 'note'").fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\xee" * size
    file.write_bytes(content)

    with pytest.raises(DamagedDatabaseError), reading(opened(f"sqlite:///{file}")) as connection:
        connection.execute(select(note)).all()


def test_a_text_that_is_none_names_restore(file, opened):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("insert into note values (cast(x'ff' as text), null)")

    with pytest.raises(DamagedDatabaseError):
        keys(opened(f"sqlite:///{file}"))


# -- a server that is away -------------------------------------------------------------------------------------------


@contextmanager
def rude_server() -> Iterator[int]:
    """Takes every call and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connection.close()

        port = server.getsockname()[1]
        thread = Thread(target=hang_up)
        thread.start()
        yield port
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_server_that_is_away_says_so_without_the_password(opened):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    error = refused(opened(f"postgresql://duban:{PASSWORD}@127.0.0.1:{free}/duban"))

    assert (error.exit_code, isinstance(error, UnreachableDatabaseError)) == (1, True)
    assert "cannot be reached" in str(error)
    assert f"{free}" in str(error)
    assert PASSWORD not in str(error)


def test_a_server_that_hangs_up_is_away(opened):
    with rude_server() as port:
        error = refused(opened(f"postgresql://duban:{PASSWORD}@127.0.0.1:{port}/duban"))

    assert isinstance(error, UnreachableDatabaseError)


def test_a_server_whose_name_is_unknown_is_away(opened):
    assert isinstance(refused(opened("postgresql://duban@nowhere.invalid/duban")), UnreachableDatabaseError)


def test_a_server_without_the_database_says_its_name(postgres, opened):
    error = refused(opened(postgres.url("elsewhere")))

    assert isinstance(error, UnreachableDatabaseError)
    assert "elsewhere" in str(error)
    assert "\n" not in str(error)


def test_a_server_that_goes_in_the_middle_is_away_and_reached_again_when_it_is_back(notes, postgres, opened):
    engine = opened(notes)

    def hang_up(connection: Connection) -> None:
        pid = connection.scalar(text("select pg_backend_pid()"))
        with writing(opened(postgres.url("postgres"))) as other:
            other.execute(text(f"select pg_terminate_backend({pid}, 5000)"))

    def lost() -> None:
        with writing(engine) as connection:
            write(connection, "lost")
            hang_up(connection)
            write(connection, "lost too")

    with pytest.raises(UnreachableDatabaseError):
        lost()

    assert keys(engine) == []


def test_a_connection_that_broke_while_nobody_used_it_is_replaced(notes, postgres, opened):
    engine = opened(notes)
    assert keys(engine) == []
    with writing(opened(postgres.url("postgres"))) as other:
        gone = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = :name"
        other.execute(text(gone), {"name": engine.url.database})

    assert keys(engine) == []


def test_a_role_that_may_not_write_says_so(notes, opened):
    with writing(opened(notes)) as connection:
        connection.execute(text("drop role if exists guest"))
        connection.execute(text("create role guest login"))

    assert refused(opened(notes.replace("postgres@", "guest@"))).exit_code == 73


# -- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "duban.db",
        "mysql://duban:open%20sesame@host/duban",
        "postgresql://a:open sesame@host:port/duban",
        "redis://",
    ],
)
def test_an_address_of_anything_else_is_refused_without_repeating_it(url):
    with pytest.raises(UnusableUrlError) as refused:
        open_database(url)

    assert refused.value.exit_code == 2
    assert "sesame" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_an_option_that_the_driver_does_not_know_is_said(opened):
    error = refused(opened(f"postgresql://duban:{PASSWORD}@127.0.0.1:1/duban?colour=red"))

    assert "colour" in str(error)
    assert PASSWORD not in str(error)


def test_a_password_that_the_driver_repeats_is_masked(opened):
    error = refused(opened("postgresql://duban:colour@127.0.0.1:1/duban?colour=red"))

    assert "colour" not in str(error)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_may_be_written_in_each_usual_way(notes, opened, scheme):
    assert keys(opened(notes.replace("postgresql", scheme, 1))) == []


def test_the_database_of_a_data_folder_may_have_any_name(tmp_path, opened):
    folder = tmp_path / "督办 100% #1?"
    folder.mkdir()
    engine = opened(sqlite_url(folder))
    with writing(engine) as connection:
        connection.execute(text("create table here (x int)"))

    assert (folder / "duban.db").is_file()


# -- how SQLite is set -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_every_connection_to_sqlite_is_set_for_safety(tmp_path, opened, setting, value):
    with reading(opened(f"sqlite:///{tmp_path / 'duban.db'}")) as connection:
        assert connection.scalar(text(f"pragma {setting}")) == value


def said(error: DubanError) -> str:
    """The message with its reason in plain English."""
    why = error.message.values.get("why")
    return error.message.template + (why.template.format(**why.values) if why else "")
