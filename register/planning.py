"""Planning a day in the database: one transaction in which messages, records and next dates come about together."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Dialect, Table, delete, insert, update

from models.codec import dump
from models.tables.notices import awaiting, item, notice
from models.tables.records import week_told
from models.words import NoticeState, phrase
from register.books import book_for_day
from register.campaigns import Campaign
from register.notices import write_notice
from register.obligation_rows import told_values
from register.saving import reschedule
from schedule.day import apply_day, plan_day
from schedule.drafts import Day
from schedule.facts import Book, Item

BY_HAND = "by-hand"
"""The channel of a person who is told on paper."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning came to."""

    day: Day
    book: Book
    """The campaign as it stood when the day was planned."""


def plan_the_day(connection: Connection, running: Campaign, as_of: date, at: datetime, domain: str) -> Planned:
    """Plan a day; a second time adds nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        as_of: the day.
        at: the moment from which its messages may go, aware.
        domain: the right side of every Message-ID.
    """
    book = book_for_day(connection, running, as_of)
    day = plan_day(book, as_of)
    for draft in day.drafts:
        write_notice(connection, running, draft, book, at, domain)
    _write_told(connection, running, day)
    _write_awaiting(connection, running, day)
    _settle_held(connection, day)
    if day.week_told:
        year, week = day.week_told
        key = next(draft.key for draft in day.drafts if any(owed.weekly for owed in draft.also_owed))
        values = {"campaign_id": running.id, "year": year, "week": week, "notice": key}
        connection.execute(insert(week_told).values(values))
    after = apply_day(book, day)
    touched = {key for key, _ in day.told}
    reschedule(connection, running, after, (one.id for one in after.plan.obligations if one.id in touched))
    return Planned(day, book)


def _write_told(connection: Connection, running: Campaign, day: Day) -> None:
    """One row a rung and seat, for ever; a held one that goes changes its outcome and its message."""
    stands_in = {_once(one): (draft.key, i, one) for draft in day.drafts for i, one in enumerate(draft.items)}
    rows: list[dict[str, object]] = []
    dumped: dict[tuple[int, ...], object] = {}
    for number, (obligation, told) in enumerate(day.told):
        key, place, shown = stands_in.get((obligation, *told.key), (None, 0, None))
        values = told_values(obligation, told)
        values |= {"campaign_id": running.id, "notice": key, "place": place, "number": number, "audience": []}
        if shown:
            # duties of one day and ladder share their reasons
            same = tuple(map(id, shown.reason))
            if same not in dumped:
                dumped[same] = dump(shown.reason)
            values["reason"] = dumped[same]
            values["audience"] = [role.value for role in shown.audience]
        rows.append(values)
    if rows:
        write = _insert_or_update(connection.dialect, item)
        new = {name: write.excluded[name] for name in ("on", "outcome", "kind", "reason", "notice", "place", "number")}
        connection.execute(write.on_conflict_do_update(index_elements=item.primary_key.columns, set_=new), rows)


def _insert_or_update(dialect: Dialect, table: Table) -> Any:  # noqa: ANN401 -- each database has a class of its own
    # all of the other database's would be loaded with it
    if dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into  # noqa: PLC0415
    else:
        from sqlalchemy.dialects.sqlite import insert as into  # type: ignore[assignment]  # noqa: PLC0415 -- the same methods
    return into(table)


def _once(one: Item) -> tuple[str, str, int, date, str, str]:
    return (one.obligation, one.about, one.round, one.effective_due_on, one.offset, one.seat)


def _write_awaiting(connection: Connection, running: Campaign, day: Day) -> None:
    connection.execute(delete(awaiting).where(awaiting.c.campaign_id == running.id))
    rows = [
        {
            "campaign_id": running.id,
            "obligation": one.item.obligation,
            "seat": one.item.seat,
            "item": dump(one.item),
            "notice": one.notice,
            "released": one.released,
        }
        for one in day.awaiting
    ]
    if rows:
        connection.execute(insert(awaiting), rows)


def _settle_held(connection: Connection, day: Day) -> None:
    """Held messages whose items wait no more."""
    superseded = phrase("a newer message took its place, or its items went once released")
    suppressed = phrase("what it asked for is not owed any more")
    ends = (
        (day.superseded, NoticeState.SUPERSEDED, superseded),
        (day.suppressed, NoticeState.SUPPRESSED, suppressed),
    )
    for keys, state, why in ends:
        if keys:
            held = (notice.c.key.in_(keys), notice.c.state == NoticeState.HELD.value)
            connection.execute(update(notice).where(*held).values(state=state.value, why=dump(why)))
