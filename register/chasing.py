"""Chasing by hand: what was said to whom, and by which day it was promised; the program's own ladder goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from models.errors import DubanError
from models.tables.obligations import chase
from models.words import Status, phrase
from register.acts import find_obligation
from register.books import book_about
from register.campaigns import Campaign
from register.events import Deal, record
from register.targets import obligation_named
from schedule.facts import Book
from schedule.plan import Obligation


class Way(StrEnum):
    """How somebody was chased."""

    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"
    MAIL = "mail"


class NothingToChaseError(DubanError):
    """Nothing is owed at the moment, or the promise cannot be meant."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said."""

    way: Way
    told: str
    """To whom, in the words of whoever chased: a name, a seat's key, both."""
    note: str
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class Chased:
    """A talk as it was recorded."""

    obligation: Obligation
    event: int
    seat: str | None
    book: Book
    """The obligation as it stands; chasing changes nothing of it."""


def record_chase(connection: Connection, running: Campaign, key: str, talk: Talk, deal: Deal) -> Chased:
    """Record a talk, or refuse and change nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        key: the obligation's id.
        talk: what was said.
        deal: who records it, and the day of the talk.

    Raises:
        UnknownObligationError: no such obligation.
        NothingToChaseError: it is finished or handed in, or the promised day is past.
    """
    key = obligation_named(running, key)
    book = book_about(connection, running, {key})
    one = find_obligation(book, connection, running, key)
    _refuse_what_cannot_be(book, one, talk, deal)
    seat = _seat(book, one, talk.told, deal.on)
    said = {"way": talk.way.value, "to": talk.told, "note": talk.note, "promised_on": talk.promised_on, "seat": seat}
    row = {
        "campaign_id": running.id,
        "obligation": one.id,
        "round": book.facts[one.id].round,
        "on": deal.on,
        "at": deal.at,
        "by": deal.by,
        "way": talk.way.value,
        "seat": seat,
        "told": talk.told,
        "note": talk.note,
        "promised_on": talk.promised_on,
    }
    written = connection.execute(insert(chase).values(row).returning(chase.c.id)).scalar_one()
    data = {name: value for name, value in said.items() if value is not None}
    number = record(connection, running.id, deal, "chase", one.id, {**data, "rows": [written]})
    return Chased(one, number, seat, book)


def _refuse_what_cannot_be(book: Book, one: Obligation, talk: Talk, deal: Deal) -> None:
    facts = book.facts[one.id]
    if facts.finished or facts.status is Status.SUBMITTED:
        raise NothingToChaseError(phrase("there is nothing to chase: the status is {status}", status=facts.status))
    if talk.promised_on is not None and talk.promised_on < deal.on:
        why = phrase("the promised day {day} lies before the talk of {on}", day=talk.promised_on, on=deal.on)
        raise NothingToChaseError(why)


def _seat(book: Book, one: Obligation, told: str, on: date) -> str | None:
    """The seat that the words name, by its key or by its holder; those of the owner first."""
    directory = book.plan.directory
    if told in directory.seats:
        return told
    owner = book.facts[one.id].unit
    seats = sorted(directory.seats.values(), key=lambda seat: (seat.party != owner, -seat.role.rank))
    for seat in seats:
        holder = directory.holder(seat.key, on)
        if holder is not None and holder.name in told:
            return seat.key
    return None


def promises(connection: Connection, running: Campaign, keys: Iterable[str] | None = None) -> Mapping[str, date]:
    """The day last promised for each obligation, where a day was.

    Args:
        connection: a transaction.
        running: the campaign.
        keys: only of these obligations; None: of all.
    """
    chosen = select(chase.c.obligation, chase.c.promised_on).where(
        chase.c.campaign_id == running.id, chase.c.voided.is_(False), chase.c.promised_on.is_not(None)
    )
    if keys is not None:
        chosen = chosen.where(chase.c.obligation.in_(set(keys)))
    return {row.obligation: row.promised_on for row in connection.execute(chosen.order_by(chase.c.on, chase.c.id))}
