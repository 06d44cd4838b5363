"""Campaigns in a database for tests: load one, play its days and acts, and read back what came of it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Table, select

from models.codec import dump
from models.database import open_database, reading, writing
from models.migrating import upgrade
from models.tables.base import metadata
from models.tables.notices import item, notice
from models.tables.obligations import obligation
from models.words import Form, NoticeState, Phrase
from notifications.catalogue import catalogue
from notifications.compose import compose, language_of
from register.acts import RefusedError, act
from register.answering import settle_question
from register.books import whole_book
from register.campaigns import Campaign, find_campaign
from register.events import Deal
from register.loading import load_campaign
from register.planning import plan_the_day
from register.rehearsal import Played, Rehearsal
from register.releasing import NothingToReleaseError, release
from schedule.campaign_file.reader import read_campaign
from schedule.facts import Book, Item, Outcome
from schedule.plan import Plan
from schedule.resolve import resolve
from schedule.scenario import ON_TIME, Event, Scenario, matching
from schedule.transitions import Act, Deed

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


def deal_of(plan: Plan, on: date, at: time = time(8, 30), by: str = "office") -> Deal:
    """Who does something, on a day at a time of the campaign's zone."""
    return Deal(by, datetime.combine(on, at, ZoneInfo(plan.timezone)), on, DOMAIN)


def in_memory() -> Engine:
    """An SQLite database with all tables, of one connection."""
    engine = open_database("sqlite://")
    upgrade(engine)
    return engine


def load_plan(engine: Engine, plan: Plan, known_on: date | None = None) -> None:
    """Load a campaign, known from a day; default its first."""
    deal = deal_of(plan, known_on or plan.first_on)
    with writing(engine) as connection:
        load_campaign(connection, plan, deal, "campaign.yaml", "the file")


def found(engine: Engine) -> Campaign:
    """The only campaign."""
    with reading(engine) as connection:
        return find_campaign(connection, None)


def days(first: date, last: date) -> Iterable[date]:
    """Every day, both inclusive."""
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


# -- days and acts ---------------------------------------------------------------------------------------------------


def run_day(engine: Engine, day: date) -> None:
    """Plan one day as a cold process would: everything is read from the database."""
    with writing(engine) as connection:
        running = find_campaign(connection, None)
        at = deal_of(running.plan, day, running.plan.office_hours[0]).at
        plan_the_day(connection, running, day, at, DOMAIN)


@dataclass
class Ledger:
    """Plays a scenario on a database, one transaction a run and a deed, in a rehearsal's order."""

    engine: Engine
    plan: Plan
    """As in the file: what an event names is looked up in it."""
    scenario: Scenario
    refused: list[tuple[Event, Phrase]] = field(default_factory=list)

    def play(self, since: date, to: date) -> "Ledger":
        """Every day of a span, both inclusive."""
        for day in days(since, to):
            self.day(day)
        return self

    def day(self, day: date) -> None:
        opening = self.plan.office_hours[0]
        todays = [event for event in self.scenario.events if event.day == day]
        for event in todays:
            if event.at is not None and event.at < opening:
                self.happens(event)
        if not self.scenario.outage_on(day):
            run_day(self.engine, day)
        for event in todays:
            if event.at is None or event.at >= opening:
                self.happens(event)
        if self.scenario.default == ON_TIME:
            self._hand_in(day)

    def happens(self, event: Event) -> None:
        deal = deal_of(self.plan, event.day, event.at or self.plan.office_hours[1])
        if event.act == "answer":
            assert event.question is not None
            self._answer(event.question, event.value or "", deal)
        elif event.act == "release":
            self._release(event, deal)
        elif event.act != "chase":
            forms = frozenset({Form(event.form)}) if event.form else None
            deed = Deed(Act(event.act), event.day, event.step, forms, event.until, event.reason)
            for one in matching(event, self.plan, owners_in(self.engine)):
                if why := self._act(one.id, deed, deal):
                    self.refused.append((event, why))

    def _act(self, key: str, deed: Deed, deal: Deal) -> Phrase | None:
        try:
            with writing(self.engine) as connection:
                act(connection, find_campaign(connection, None), key, deed, deal)
        except RefusedError as refused:
            return refused.refusal.why
        return None

    def _hand_in(self, day: date) -> None:
        owed = owed_in(self.engine)
        for one in self.plan.obligations:
            unit, due_on = owed[one.id]
            if due_on and unit and self.plan.calendar.add(due_on, -1) == day:
                for each in (Act.SUBMIT, Act.ACCEPT):
                    self._act(one.id, Deed(each, day), deal_of(self.plan, day, self.plan.office_hours[1]))

    def _answer(self, key: str, value: str, deal: Deal) -> None:
        with writing(self.engine) as connection:
            settle_question(connection, find_campaign(connection, None), key, value, deal)

    def _release(self, event: Event, deal: Deal) -> None:
        directory = self.plan.directory
        holders = [directory.holder(seat, deal.on) for seat in directory.office_directors]
        by_director = replace(deal, by=next((one.name for one in holders if one), deal.by))
        for one in matching(event, self.plan, owners_in(self.engine)):
            with suppress(NothingToReleaseError), writing(self.engine) as connection:
                release(connection, find_campaign(connection, None), one.id, by_director)


# -- what came of it -------------------------------------------------------------------------------------------------


def book_in(engine: Engine) -> Book:
    """The whole campaign as the database has it."""
    with reading(engine) as connection:
        return whole_book(connection, find_campaign(connection, None))


def owed_in(engine: Engine) -> dict[str, tuple[str | None, date | None]]:
    """Who owes what by which day, as answers have made it."""
    with reading(engine) as connection:
        rows = connection.execute(select(obligation.c.key, obligation.c.unit, obligation.c.due_on))
        return {row.key: (row.unit, row.due_on) for row in rows}


def owners_in(engine: Engine) -> dict[str, str | None]:
    """Who owes what by now, by obligation."""
    with reading(engine) as connection:
        return {row.key: row.unit for row in connection.execute(select(obligation.c.key, obligation.c.unit))}


Message = Mapping[str, Any]


def messages_in(engine: Engine) -> dict[str, Message]:
    """Every message of a database by its key, as plain values."""
    with reading(engine) as connection:
        items: dict[str, list[Message]] = {}
        for row in connection.execute(select(item).order_by(item.c.place)):
            items.setdefault(row.notice, []).append(_item_row(row._mapping))
        names = ("on", "kind", "identity", "seat", "address", "subject", "text", "html", "also_owed")
        return {
            row.key: {
                **{name: row._mapping[name] for name in names},
                "at": row.at,
                "state": row.state,
                "message_id": row.message_id,
                "items": items.get(row.key, []) if row.state in _STANDING else None,
            }
            for row in connection.execute(select(notice))
        }


_STANDING = {NoticeState.PLANNED.value, NoticeState.HELD.value}
"""A message that was superseded keeps its text; the database has its items where they went."""
_ITEM = ("obligation", "about", "round", "due_on", "offset", "seat", "planned_on", "audience", "kind", "reason")


def _item_row(row: Mapping[Any, Any]) -> Message:
    return {name: row[name] for name in _ITEM}


def messages_of(played: Rehearsal) -> dict[str, Message]:
    """Every message of a rehearsal by its key, as the database would hold it before any is sent."""
    assert played.book is not None
    return {one.draft.key: _message_of(one, played.book) for one in played.notices}


def _message_of(one: Played, now: Book) -> Message:
    draft, reader = one.draft, one.draft.recipient
    message = compose(draft, one.book, catalogue(language_of(draft, one.book)))
    state = NoticeState.PLANNED if one.state is NoticeState.SENT else one.state
    return {
        "on": draft.on,
        "kind": draft.kind.value,
        "identity": reader.identity,
        "seat": reader.seat,
        "address": reader.address,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "also_owed": dump(draft.also_owed),
        "at": one.at,
        "state": state.value,
        "message_id": f"<{draft.key}@{DOMAIN}>",
        "items": [
            {
                "obligation": each.obligation,
                "about": each.about,
                "round": each.round,
                "due_on": each.effective_due_on,
                "offset": each.offset,
                "seat": each.seat,
                "planned_on": each.planned_on,
                "audience": [role.value for role in each.audience],
                "kind": each.kind.value,
                "reason": dump(each.reason),
            }
            for each in draft.items
            if not (state is NoticeState.HELD and _went(now, each))
        ]
        if state.value in _STANDING
        else None,
    }


def _went(now: Book, one: Item) -> bool:
    """Whether an item of a held message went in another one, where the database now has it."""
    once = (one.about, one.round, one.effective_due_on, one.offset, one.seat)
    return any(told.key == once and told.outcome is Outcome.SENT for told in now.facts[one.obligation].told)


def rows(connection: Connection, table: Table, *, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    """All rows of a table as mappings, in an order that follows from them."""
    left_out = set(without)
    every = (row._mapping for row in connection.execute(select(table)))
    return sorted(({str(k): v for k, v in row.items() if k not in left_out} for row in every), key=repr)


def contents(engine: Engine, *, without: Iterable[str] = VOLATILE) -> Mapping[str, list[dict[str, Any]]]:
    """Every table's rows."""
    with reading(engine) as connection:
        return {table.name: rows(connection, table, without=without) for table in metadata.sorted_tables}


def next_dates(engine: Engine) -> dict[str, tuple[date | None, bool]]:
    """Of every duty the day on which a run looks at it next, and whether the office's week may have a line on it."""
    with reading(engine) as connection:
        return {row.key: (row.next_on, row.weekly) for row in connection.execute(select(obligation))}
