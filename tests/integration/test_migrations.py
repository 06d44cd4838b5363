"""A database by the migrations is the database of the tables, on SQLite and on PostgreSQL."""

import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from models.database import DatabaseBusyError, reading, writing
from models.migrating import FOLDER, REVISION, ForeignDatabaseError, NewerDatabaseError, stamp, upgrade
from models.tables import campaigns, notices, obligations, partial, records
from models.tables.base import metadata

ROOT = Path(__file__).parents[2]
TABLES = {
    "acknowledgement", "attempt", "awaiting", "campaign", "chase", "dispute", "event", "extension", "hold", "item",
    "need", "notice", "obligation", "party", "person", "question", "review", "run", "seat", "submission", "tenure",
    "wait", "waiver", "week_told",
}  # fmt: skip

Opened = Callable[..., Engine]


@pytest.fixture
def empty(empty_url: str, opened: Opened) -> Engine:
    return opened(empty_url)


def test_the_revision_that_a_run_asks_for_is_the_last_migration():
    assert ScriptDirectory(str(FOLDER)).get_heads() == [REVISION]


def test_the_migrations_are_part_of_what_is_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert FOLDER.name in project["tool"]["hatch"]["build"]["only-include"]


def test_alembic_sees_nothing_left_to_migrate(engine):
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_tables_have_every_column_key_check_index_and_comment_of_the_tables(engine, empty):
    with writing(empty) as connection:
        metadata.create_all(connection)

    migrated, wanted = shape(engine), shape(empty)
    del migrated["alembic_version"]

    assert wanted.keys() >= TABLES
    assert migrated == wanted


def shape(engine: Engine) -> dict[str, Mapping[str, object]]:
    """All that the database itself says of its tables; alembic compares no checks."""
    look = inspect(engine)
    return {
        table: {
            "columns": [{**one, "type": repr(one["type"])} for one in look.get_columns(table)],
            "primary key": look.get_pk_constraint(table),
            "foreign keys": by_name(look.get_foreign_keys(table)),
            "unique": by_name(look.get_unique_constraints(table)),
            "checks": by_name(look.get_check_constraints(table)),
            "indexes": {one["name"]: {**one, "dialect_options": options(one)} for one in look.get_indexes(table)},
        }
        for table in look.get_table_names()
    }


def options(index: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def by_name(found: list[Mapping[str, object]]) -> dict[object, Mapping[str, object]]:
    return {one["name"]: one for one in found}


def test_the_index_of_the_daily_query_leaves_out_what_has_nothing_to_come(engine):
    index = shape(engine)["obligation"]["indexes"]["ix_obligation_next_on"]

    assert index["column_names"] == ["campaign_id", "next_on"]
    assert index["dialect_options"][f"{engine.dialect.name}_where"].strip("()").lower() == "next_on is not null"


def test_a_new_database_is_brought_up_once_and_then_left_alone(empty):
    assert upgrade(empty)
    assert not upgrade(empty)

    with reading(empty) as connection:
        assert stamp(connection) == REVISION
        assert connection.execute(campaigns.campaign.select()).all() == []


def test_a_database_that_stands_at_this_version_is_found_so_without_alembic(url):
    program = f"""
import sys
from models.database import open_database
from models.migrating import upgrade
engine = open_database({url!r})
assert not upgrade(engine)
engine.dispose()
print([name for name in sys.modules if name.split(".")[0] in ("alembic", "mako")])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout == "[]\n"


def test_migrations_are_found_from_any_folder(empty_url, tmp_path):
    program = f"""
from models.database import open_database
from models.migrating import upgrade
engine = open_database({empty_url!r})
assert upgrade(engine)
engine.dispose()
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path)


def test_of_two_that_bring_one_database_up_the_second_finds_it_done(empty_url, opened):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: upgrade(opened(empty_url)), range(2)))

    assert sorted(done) == [False, True]


def test_a_migration_that_breaks_leaves_nothing_behind(empty, monkeypatch):
    def breaks(*args: object, **options: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.create_index", breaks)
        with pytest.raises(MemoryError):
            upgrade(empty)

    assert inspect(empty).get_table_names() == []
    assert upgrade(empty)


def test_a_database_of_a_later_version_is_refused_and_stays_as_it_is(engine):
    with writing(engine) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(NewerDatabaseError) as refused:
        upgrade(engine)

    assert "9999" in str(refused.value)
    assert refused.value.exit_code == 1
    with reading(engine) as connection:
        assert stamp(connection) == "9999"


def test_a_database_of_another_program_is_refused_and_stays_as_it_is(empty):
    with writing(empty) as connection:
        connection.execute(text("create table recipes (name text)"))

    with pytest.raises(ForeignDatabaseError):
        upgrade(empty)

    assert inspect(empty).get_table_names() == ["recipes"]


def test_a_database_that_somebody_else_brings_up_for_too_long_is_busy(empty_url, opened):
    first, second = opened(empty_url), opened(empty_url, busy_seconds=0.1)
    with writing(first) as connection:
        if first.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(3829226201204)"))
        with pytest.raises(DatabaseBusyError):
            upgrade(second)


def test_every_table_belongs_to_one_module_named_by_its_noun():
    known = [one for module in (campaigns, notices, obligations, partial, records) for one in vars(module).values()]

    assert {table.name for table in known if getattr(table, "metadata", None) is metadata} == set(metadata.tables)
