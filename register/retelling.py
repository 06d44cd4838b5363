"""Messages that were planned and must not go as they stand: what they say is told anew, to whoever it concerns now.

Three cases. The reader does not hold the seat any more: his successor is told. A digest was left past its day, put
off or planned after hours: its rungs fire again, so that the reader gets one message with today's words (design law
13), and a climb that was held up goes up one audience a working day (law 2). Nobody could be reached, and the seat was
handed over since.

A rung is once for its seat, not for whoever sits in it (law 4), and it has fired once a message with it may have gone.
These have not: their records are taken back, the message keeps its text, its reason and what it was about, and the next
run plans them anew; what piled up collapses as after any downtime. What the office had released stays released.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from models.codec import dump, load
from models.tables.notices import awaiting, item, notice
from models.tables.records import event, week_told
from models.words import ItemKind, NoticeKind, NoticeState, Phrase, Role, Status, phrase
from register.assigning import assign_drafts, counted, owed_by
from register.books import book_about
from register.campaigns import Campaign
from register.notices import write_notice
from register.saving import reschedule
from schedule.drafts import Draft, Owed
from schedule.facts import Book, Facts, Item, Outcome
from schedule.reach import address
from schedule.returning import returned_drafts
from schedule.standing import standing

HAND_OVER = "hand_over"
"""The act of an event that a seat was handed over."""
_WAITING = (NoticeState.PLANNED.value, NoticeState.RETRY.value, NoticeState.DEFERRED.value)
_UNTRIED = frozenset({NoticeState.PLANNED.value, NoticeState.DEFERRED.value})
"""Not a byte of them has left; what was tried may have gone, and goes again under its own Message-ID."""
OF_A_DAY = frozenset({NoticeKind.DIGEST.value, NoticeKind.OFFICE.value})
"""Kinds that say how things stand on their day."""
_CURRENT = (Outcome.SENT.value, Outcome.NO_ADDRESS.value)


@dataclass(frozen=True, slots=True)
class Moment:
    """The day that counts and the moment from which what is written anew may go, aware."""

    on: date
    at: datetime


def retell(connection: Connection, running: Campaign, moment: Moment) -> tuple[str, ...]:
    """Take back what must not go as it stands, before a day is planned; keys of what was taken back.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        moment: the run's day, and when its messages go.
    """
    here = notice.c.campaign_id == running.id
    waiting = connection.execute(select(notice).where(here, notice.c.state.in_(_WAITING))).all()
    taken: list[str] = []
    for row in waiting:
        if why := moved_on(connection, running, row, moment.on):
            _end(connection, row.key, NoticeState.SUPPRESSED, why)
            take_back(connection, running, row, moment)
            taken.append(row.key)
        elif row.state in _UNTRIED and row.kind in OF_A_DAY and row.on < moment.on:
            _end(connection, row.key, NoticeState.SUPERSEDED, phrase("put off past its day; it is planned anew"))
            take_back(connection, running, row, moment)
            taken.append(row.key)
    for row in _handed_over(connection, running, moment.on):
        _end(connection, row.key, NoticeState.SUPERSEDED, phrase("the seat was handed over; it is planned anew"))
        take_back(connection, running, row, moment)
        taken.append(row.key)
    return tuple(taken)


def moved_on(connection: Connection, running: Campaign, row: Row[Any], on: date) -> Phrase | None:
    """Why a message must not go to its reader: he does not hold all the seats it is for any more."""
    directory = running.plan.directory
    seats = connection.scalars(_SEATS, {"message": row.key})
    if all(directory.identity(seat, on) == row.identity for seat in {row.seat, *seats}):
        return None
    return phrase("{person} does not hold the seat any more", person=row.person or row.seat)


# asked for every message
_SEATS = select(item.c.seat).where(item.c.notice == bindparam("message")).distinct()


def _handed_over(connection: Connection, running: Campaign, on: date) -> Iterable[Row[Any]]:
    """Messages that nobody could be sent, to seats that were handed over since and can be reached now."""
    directory = running.plan.directory
    unsent = (
        notice.c.campaign_id == running.id,
        notice.c.state == NoticeState.HELD.value,
        notice.c.address.is_(None),
    )
    seats = set(connection.scalars(select(notice.c.seat).where(*unsent).distinct()))
    if not seats:
        return ()
    changed = select(event.c.subject).where(event.c.campaign_id == running.id, event.c.act == HAND_OVER).distinct()
    roots = {directory.root(seat) for seat in connection.scalars(changed) if seat in directory.seats}
    reached = {seat for seat in seats if directory.root(seat) in roots and _is_reached(running, seat, on)}
    return connection.execute(select(notice).where(*unsent, notice.c.seat.in_(reached))).all() if reached else ()


def _is_reached(running: Campaign, seat: str, on: date) -> bool:
    holder = running.plan.directory.holder(seat, on)
    return holder is not None and bool(holder.addresses)


def _end(connection: Connection, key: str, state: NoticeState, why: Phrase) -> None:
    ended = {"state": state.value, "why": dump(why), "lease_by": None, "lease_until": None}
    connection.execute(update(notice).where(notice.c.key == key).values(ended))


def take_back(connection: Connection, running: Campaign, row: Row[Any], moment: Moment) -> None:
    """Let what a message says be told anew; the message itself has been given its end by the caller.

    Args:
        connection: a writer's transaction.
        running: the campaign, with the people of now.
        row: the message.
        moment: the day, and from when what is written at once goes.
    """
    rows = connection.execute(select(item).where(item.c.notice == row.key).order_by(item.c.place)).all()
    owed = load(row.also_owed, tuple[Owed, ...])
    about = {*(one.obligation for one in rows), *(one.obligation for one in owed)}
    book = book_about(connection, running, about)
    if rows:
        _free(connection, running, row.key, [one for one in rows if one.outcome in _CURRENT], book)
        listed = (*owed, *_mentions(book, rows, row.on))
        connection.execute(update(notice).where(notice.c.key == row.key).values(also_owed=dump(listed)))
        again = book_about(connection, running, about)
        reschedule(connection, running, again, {one.obligation for one in rows})
    free_week(connection, row.key)
    _tell_successor(connection, running, row, book, moment)


def free_week(connection: Connection, key: str) -> None:
    """The office's lines of the week, where they stood in a message that never goes, go with another."""
    connection.execute(delete(week_told).where(week_told.c.notice == key))


def _mentions(book: Book, rows: Iterable[Row[Any]], on: date) -> Iterable[Owed]:
    """What a message was about stays to be seen, though its rungs stand in another one from now on."""
    for key in dict.fromkeys(row.obligation for row in rows):
        yield Owed(key, standing(book, book.plan.by_id[key], on))


def _free(connection: Connection, running: Campaign, key: str, rows: Iterable[Row[Any]], book: Book) -> None:
    """Rungs fire again; those that the office released wait, released, for the next digest."""
    for row in rows:
        here = [getattr(item.c, column.name) == getattr(row, column.name) for column in item.primary_key]
        above = running.plan.directory.seats[row.seat].role.rank > Role.OFFICE_DIRECTOR.rank
        if above and row.outcome == Outcome.SENT.value:
            connection.execute(update(item).where(*here).values(outcome=Outcome.HELD.value))
            _await(connection, running, key, _item(row, book.facts[row.obligation]))
        else:
            connection.execute(delete(item).where(*here))


def _await(connection: Connection, running: Campaign, key: str, one: Item) -> None:
    same = {"campaign_id": running.id, "obligation": one.obligation, "seat": one.seat}
    connection.execute(delete(awaiting).where(*(awaiting.c[name] == value for name, value in same.items())))
    connection.execute(insert(awaiting).values({**same, "item": dump(one), "notice": key, "released": True}))


def _item(row: Row[Any], facts: Facts) -> Item:
    """An item as its record tells it."""
    return Item(
        obligation=row.obligation,
        about=row.about,
        unit=facts.unit,
        round=row.round,
        due_on=facts.due_on or row.due_on,
        effective_due_on=row.due_on,
        offset=row.offset,
        planned_on=row.planned_on,
        audience=tuple(Role(role) for role in row.audience),
        kind=ItemKind(row.kind),
        reason=tuple(load(one, Phrase) for one in row.reason or ()),
        seat=row.seat,
    )


# -- messages without rungs --------------------------------------------------------------------------------------------


def _tell_successor(connection: Connection, running: Campaign, row: Row[Any], book: Book, moment: Moment) -> None:
    """A return or an assignment, written anew for whoever holds the seat now, unless he has had the same."""
    identity = running.plan.directory.identity(row.seat, moment.on)
    if identity == row.identity or address(book, row.seat, moment.on) is None:
        return
    domain = row.message_id.rstrip(">").rpartition("@")[2]
    for draft in _drafts(connection, running, row, book, moment.on):
        if draft.recipient.identity == identity and not _has_had(connection, running, row, draft):
            write_notice(connection, running, draft, book, moment.at, domain)
            connection.execute(update(notice).where(notice.c.key == draft.key).values(replaces=row.key))


def _drafts(connection: Connection, running: Campaign, row: Row[Any], book: Book, on: date) -> Iterator[Draft]:
    keys = [owed.obligation for owed in load(row.also_owed, tuple[Owed, ...])]
    told = counted(connection, running, NoticeKind(row.kind), on)
    if row.kind == NoticeKind.RETURNED.value:
        for one in (book.plan.by_id[key] for key in keys if book.facts[key].status is Status.RETURNED):
            yield from returned_drafts(book, one, on, lambda identity: told[identity])
    elif row.kind == NoticeKind.ASSIGN.value:
        unit = running.plan.directory.seats[row.seat].party
        owed = tuple(one for one in owed_by(book, unit, on) if one.obligation in keys)
        yield from assign_drafts(book, unit, owed, on, lambda identity: told[identity]) if owed else ()


def _has_had(connection: Connection, running: Campaign, row: Row[Any], draft: Draft) -> bool:
    """Whether a reader of two seats got it at the other one."""
    had = select(notice.c.also_owed).where(
        notice.c.campaign_id == running.id,
        notice.c.kind == row.kind,
        notice.c.identity == draft.recipient.identity,
        notice.c.on >= row.on,
    )
    about = {one.obligation for one in draft.also_owed}
    return any(about <= {one["obligation"] for one in listed} for listed in connection.scalars(had))
