"""Campaigns in a database for tests: load one, play its days and acts, and read back what came of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Table, select

from models.database import reading, writing
from models.tables.base import metadata
from register.campaigns import Campaign, find_campaign
from register.events import Deal
from register.loading import load_campaign
from register.planning import plan_the_day
from schedule.campaign_file.reader import read_campaign
from schedule.plan import Plan
from schedule.resolve import resolve

CAMPAIGNS = Path(__file__).parents[1] / "campaigns"
DOMAIN = "ledger.example"
VOLATILE = {
    "id",
    "at",
    "run_id",
    "submitted_at",
    "acknowledged_at",
    "not_before",
    "loaded_at",
    "hash",
    "before",
    "head",
}
"""Numbers of rows, instants, and hashes over them: what may differ between two ways to the same state."""


@cache
def plan_of(*names: str) -> Plan:
    """A campaign of the folder with its overlays."""
    first, *rest = ((CAMPAIGNS / f"{name}.yaml").read_bytes() for name in names)
    source, problems = read_campaign(first, names[0], list(zip(rest, names[1:], strict=True)))
    assert source is not None, problems
    return resolve(source.file)


def deal_of(plan: Plan, on: date, at: str = "08:30", by: str = "office") -> Deal:
    """Who does something, on a day at a time of the campaign's zone."""
    moment = datetime.fromisoformat(f"{on.isoformat()}T{at}").replace(tzinfo=ZoneInfo(plan.timezone))
    return Deal(by, moment, on, DOMAIN)


def load(engine: Engine, plan: Plan, known_on: date | None = None) -> None:
    """Load a campaign, known from a day; default its first."""
    deal = deal_of(plan, known_on or plan.first_on)
    with writing(engine) as connection:
        load_campaign(connection, plan, deal, "campaign.yaml", "the file")


def run_day(engine: Engine, day: date) -> None:
    """Plan one day as a cold process would: everything is read from the database."""
    with writing(engine) as connection:
        running = find_campaign(connection, None)
        plan_the_day(connection, running, day, deal_of(running.plan, day).at, DOMAIN)


def days(first: date, last: date) -> Iterable[date]:
    """Every day, both inclusive."""
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def rows(connection: Connection, table: Table, *, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    """All rows of a table as mappings, in an order that follows from them."""
    left_out = set(without)
    found = (row._mapping for row in connection.execute(select(table)))
    return sorted(({k: v for k, v in row.items() if k not in left_out} for row in found), key=repr)


def dump(engine: Engine, *, without: Iterable[str] = VOLATILE) -> Mapping[str, list[dict[str, Any]]]:
    """Every table's rows."""
    with reading(engine) as connection:
        return {table.name: rows(connection, table, without=without) for table in metadata.sorted_tables}


def found(engine: Engine) -> Campaign:
    """The only campaign."""
    with reading(engine) as connection:
        return find_campaign(connection, None)
