"""A database brought up to the tables of this version; one that stands there already costs one query."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from models.database import reading, told_plainly
from models.errors import DubanError
from models.words import phrase

REVISION = "0002"
"""The last migration; a test keeps it equal to what stands in the folder."""
FOLDER = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 3_829_226_201_204
"""Any number, always the same: of two that bring one database up at once, the second waits and finds it done."""


class NewerDatabaseError(DubanError):
    """A database that a later version has brought up; this one would misread it."""

    def __init__(self, found: str) -> None:
        message = phrase(
            "the database is at revision {found} and this version of Duban knows {known}; install the newer one",
            found=found,
            known=REVISION,
        )
        super().__init__(message)


class ForeignDatabaseError(DubanError):
    """A database that holds something else."""

    def __init__(self) -> None:
        super().__init__(phrase("the database holds tables that are not Duban's; give it one of its own"))


def upgrade(engine: Engine) -> bool:
    """Bring a database to the tables of this version: all of it, or nothing.

    Returns:
        Whether anything had to be done.

    Raises:
        NewerDatabaseError: it stands beyond what this version knows.
        ForeignDatabaseError: it holds tables of another program.
        DubanError: it cannot be reached, read or written (`models.database`).
    """
    with reading(engine) as connection:
        if stamp(connection) == REVISION:
            return False
    with told_plainly(engine), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        return _upgrade(connection)


def stamp(connection: Connection) -> str | None:
    """The revision a database stands at; None where it was never brought to one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found


def _upgrade(connection: Connection) -> bool:
    # only who has something to do pays for it
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    found = stamp(connection)
    if found == REVISION:
        return False
    if found is None and inspect(connection).get_table_names():
        raise ForeignDatabaseError
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    if found is not None and found not in known:
        raise NewerDatabaseError(found)
    command.upgrade(settings, "head")
    return True
