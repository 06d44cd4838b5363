"""The database and the settings that a flow works with; read from the environment once, where a flow begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from models.database import open_database, sqlite_url
from models.errors import DubanError
from models.words import phrase
from settings import Settings


class NoDatabaseError(DubanError):
    """The data folder holds no database: a flow makes none, or a run would report success about nothing."""

    exit_code = 2

    def __init__(self, folder: Path) -> None:
        message = phrase(
            "there is no database in {folder}; load a campaign first: duban init FILE --data {folder}", folder=folder
        )
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Store:
    """Where a flow reads and writes."""

    engine: Engine
    folder: Path
    settings: Settings

    @property
    def relay(self) -> str | None:
        """The relay's address; None where mail goes into the folder."""
        return self.settings.smtp_url.get_secret_value() if self.settings.smtp_url else None


@contextmanager
def opened() -> Iterator[Store]:
    """The database of the environment.

    Raises:
        NoDatabaseError: there is none.
    """
    settings = Settings()
    folder = settings.data.resolve()
    address = settings.database_url.get_secret_value() if settings.database_url else None
    if address is None and not (folder / "duban.db").exists():
        raise NoDatabaseError(folder)
    engine = open_database(address or sqlite_url(folder))
    try:
        yield Store(engine, folder, settings)
    finally:
        engine.dispose()
