"""A `Book` of as much of a campaign as a day or an act needs, read with few queries."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, bindparam, exists, or_, select

from models.among import among
from models.codec import load
from models.tables.campaigns import question
from models.tables.notices import awaiting, item, notice
from models.tables.obligations import OWED, WEEKLY, need, obligation, wait
from models.tables.records import week_told
from models.words import LEADING_GROUP, OFFICE, Actor, Phrase, Status, Text
from register.campaigns import Campaign
from register.obligation_rows import HAPPENED, PLANNED, RECORDED, facts_of, obligation_of, told_of_row, wait_of
from schedule.day import ALSO_OWED
from schedule.facts import Awaiting, Book, Facts, Item, Reachability, Told, Wait
from schedule.plan import Obligation, Question, QuestionKind
from schedule.weekly import week_of


def whole_book(connection: Connection, running: Campaign) -> Book:
    """Everything owed, and the plan's questions."""
    book = _book(connection, running, obligation.c.campaign_id == running.id)
    questions = tuple(_question(row) for row in _rows(connection, question, running))
    return replace(book, plan=replace(book.plan, questions=questions))


def book_about(connection: Connection, running: Campaign, keys: Iterable[str]) -> Book:
    """Some obligations, what needs them, and everything that either of these needs."""
    wanted = set(keys)
    onward = select(need.c.obligation).where(need.c.campaign_id == running.id, among(connection, need.c.needs, wanted))
    wanted |= set(connection.scalars(onward))
    return _book(connection, running, among(connection, obligation.c.key, _with_needs(connection, running, wanted)))


def book_for_day(connection: Connection, running: Campaign, as_of: date) -> Book:
    """What a run of a day can have to do with: its cost follows what is due, not what is stored.

    Due are obligations whose next date has come; with them what they need, what waits to be released, what else their
    units owe next, and what may want a line in the office's week.
    """
    here = obligation.c.campaign_id == running.id
    due = select(obligation.c.key, obligation.c.unit).where(here, obligation.c.next_on <= as_of)
    rows = connection.execute(due).all()
    keys = {row.key for row in rows}
    held = select(awaiting.c.obligation).where(awaiting.c.campaign_id == running.id)
    keys |= set(connection.scalars(held))
    units = {row.unit for row in rows if row.unit} | {OFFICE, LEADING_GROUP}
    keys |= set(_owed_next(connection, running, _with_other_seats(running, units, as_of), as_of))
    week = week_of(as_of)
    told = select(week_told.c.notice).where(
        week_told.c.campaign_id == running.id, week_told.c.year == week[0], week_told.c.week == week[1]
    )
    if connection.execute(told).first() is None:
        keys |= set(connection.scalars(select(obligation.c.key).where(here, WEEKLY)))
    keys = _with_needs(connection, running, keys)
    written = select(notice.c.key).where(notice.c.campaign_id == running.id, notice.c.on == as_of)
    book = _book(connection, running, among(connection, obligation.c.key, keys))
    return replace(book, written=frozenset(connection.scalars(written)))


def _with_other_seats(running: Campaign, units: set[str], as_of: date) -> set[str]:
    """The units, and whatever else their people hold seats in."""
    directory = running.plan.directory
    readers = {directory.identity(key, as_of) for key, seat in directory.seats.items() if seat.party in units}
    return units | {seat.party for key, seat in directory.seats.items() if directory.identity(key, as_of) in readers}


def _with_needs(connection: Connection, running: Campaign, keys: set[str]) -> set[str]:
    """The obligations and all that they need, down to the first step of a chain."""
    here = need.c.campaign_id == running.id
    needed = select(need.c.needs).where(here, among(connection, need.c.obligation, keys)).cte(recursive=True)
    before = needed.union(select(need.c.needs).where(here, need.c.obligation == needed.c.needs))
    return keys | set(connection.scalars(select(before.c.needs)))


def _owed_next(connection: Connection, running: Campaign, units: Iterable[str], as_of: date) -> Iterator[str]:
    """As many of each unit's duties, the most urgent first, as a message lists beside what the day reads anyway.

    A query a unit: each walks along the index of what is owed and stops early, however much a unit owes.
    """
    before = obligation.alias()
    blocked = (
        select(need.c.needs)
        .join(before, (before.c.campaign_id == need.c.campaign_id) & (before.c.key == need.c.needs))
        .where(
            need.c.campaign_id == obligation.c.campaign_id,
            need.c.obligation == obligation.c.key,
            before.c.status.in_([Status.OPEN.value, Status.SUBMITTED.value, Status.RETURNED.value]),
        )
    )
    held = select(awaiting.c.obligation).where(awaiting.c.campaign_id == running.id)
    owed = select(obligation.c.key).where(
        obligation.c.campaign_id == running.id,
        obligation.c.unit == bindparam("owner"),
        OWED,
        obligation.c.actor == Actor.OWNER.value,
        or_(obligation.c.next_on.is_(None), obligation.c.next_on > as_of),
        obligation.c.key.not_in(held),
        ~exists(blocked),
    )
    urgent = owed.order_by(obligation.c.effective_due_on, obligation.c.key).limit(ALSO_OWED + 1)
    for unit in units:
        yield from connection.scalars(urgent, {"owner": unit})


def _book(connection: Connection, running: Campaign, chosen: ColumnElement[bool]) -> Book:
    here = and_(obligation.c.campaign_id == running.id, chosen)
    columns = (*PLANNED, *HAPPENED, obligation.c.announced_on)
    rows = connection.execute(select(*columns).where(here).order_by(obligation.c.position)).all()
    keys = select(obligation.c.key).where(here)
    needs: dict[str, list[str]] = {}
    for row in _about(connection, need, running, keys, (need.c.position,)):
        needs.setdefault(row.obligation, []).append(row.needs)
    waits: dict[str, list[Wait]] = {}
    for row in _about(connection, wait, running, keys, (wait.c.asked_on, wait.c.kind)):
        waits.setdefault(row.obligation, []).append(wait_of(row))
    told: dict[str, list[Told]] = {}
    for row in _about(connection, item, running, keys, (item.c.on, item.c.number), RECORDED):
        key, one = told_of_row(row)
        told.setdefault(key, []).append(one)
    said = len(PLANNED)
    duties = tuple(obligation_of(row[:said], running.plan, tuple(needs.get(row[0], ()))) for row in rows)
    facts = {row[0]: facts_of(row[said:-1], tuple(waits.get(row[0], ())), tuple(told.get(row[0], ()))) for row in rows}
    announced = {row[0]: row[-1] for row in rows if row[-1]}
    return _with_state(connection, running, duties, facts, announced)


def _with_state(
    connection: Connection,
    running: Campaign,
    duties: tuple[Obligation, ...],
    facts: dict[str, Facts],
    announced: dict[str, date],
) -> Book:
    plan = replace(running.plan, obligations=duties, by_id={one.id: one for one in duties})
    held = connection.execute(select(awaiting).where(awaiting.c.campaign_id == running.id)).all()
    weeks = connection.execute(select(week_told.c.year, week_told.c.week).where(week_told.c.campaign_id == running.id))
    answered = select(question.c.key).where(question.c.campaign_id == running.id, question.c.answered_on.is_not(None))
    in_charge = select(question.c.key, question.c.value).where(
        question.c.campaign_id == running.id,
        question.c.kind == QuestionKind.IN_CHARGE.value,
        question.c.answered_on.is_not(None),
    )
    return Book(
        plan=plan,
        facts=facts,
        awaiting=tuple(Awaiting(load(row.item, Item), row.notice, row.released) for row in held),
        weeks_told=frozenset((row.year, row.week) for row in weeks),
        known_on=running.known_on,
        answered=frozenset(connection.scalars(answered)),
        announced=announced,
        in_charge={row.key.removeprefix("in-charge-"): row.value for row in connection.execute(in_charge)},
        reachability=Reachability.REAL,
    )


def _about(
    connection: Connection,
    table: Table,
    running: Campaign,
    keys: Select[Any],
    order: tuple[Any, ...],
    columns: Iterable[ColumnElement[Any]] | None = None,
) -> Iterable[Row[Any]]:
    chosen = select(*columns) if columns else select(table)
    here = (table.c.campaign_id == running.id, table.c.obligation.in_(keys))
    return connection.execute(chosen.where(*here).order_by(*order))


def _rows(connection: Connection, table: Table, running: Campaign) -> Iterable[Row[Any]]:
    chosen = select(table).where(table.c.campaign_id == running.id).order_by(table.c.position)
    return connection.execute(chosen)


def _question(row: Row[Any]) -> Question:
    text: Phrase | Text = load(row.text, Phrase) if "template" in row.text else dict(row.text)
    return Question(row.key, QuestionKind(row.kind), text, row.clause, tuple(row.candidates), tuple(row.obligations))
