"""Assignment 交办: each unit's liaison and head are told of everything it owes, and asked to acknowledge."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from models.errors import DubanError
from models.tables.notices import notice
from models.tables.records import event
from models.words import Actor, NoticeKind, NoticeState, Phrase, Role, phrase
from register.books import whole_book
from register.campaigns import Campaign
from register.events import Deal, record
from register.hours import next_moment
from register.notices import write_notice
from register.targets import unit_named
from schedule.drafts import Draft, Owed, notice_key
from schedule.facts import Book, Reachability
from schedule.reach import recipient
from schedule.standing import standing


class NothingToAssignError(DubanError):
    """The units owe nothing, or have been told today."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a unit is told."""

    unit: str
    owed: tuple[Owed, ...]
    """By their days, what has none last."""
    drafts: tuple[Draft, ...]
    event: int | None = None
    """None as long as it is only shown."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was assigned, and who was left out."""

    on: date
    """The day the messages go."""
    assignments: tuple[Assignment, ...]
    left_out: Mapping[str, Phrase]
    """Units that were named or owe something and are not told, with the reason."""
    book: Book


def plan_assignment(connection: Connection, running: Campaign, units: Iterable[str], deal: Deal) -> Assigned:
    """What an assignment would tell whom; nothing is written.

    Args:
        connection: a transaction.
        running: the campaign.
        units: keys or names of units and bodies; none: every unit that owes something.
        deal: who assigns, and when.

    Raises:
        UnknownUnitError: no unit of that key.
        NothingToAssignError: nobody is left to be told.
    """
    book = whole_book(connection, running)
    named = tuple(dict.fromkeys(unit_named(running.plan.directory.parties, unit) for unit in units))
    goes = next_moment(running.plan, deal.at)
    on = max(goes.astimezone(ZoneInfo(running.plan.timezone)).date(), deal.on)
    told = _told_on(connection, running, deal.on)
    sequence = counted(connection, running, NoticeKind.ASSIGN, on)
    assignments: list[Assignment] = []
    left_out: dict[str, Phrase] = {}
    for unit in named or _owing(book):
        owed = owed_by(book, unit, on)
        if why := _why_not(book, unit, owed, told):
            left_out[unit] = why
            continue
        drafts = tuple(assign_drafts(book, unit, owed, on, lambda identity: sequence[identity]))
        sequence.update(draft.recipient.identity for draft in drafts)
        assignments.append(Assignment(unit, owed, drafts))
    if not assignments:
        raise NothingToAssignError(_nobody(left_out))
    return Assigned(on, tuple(assignments), left_out, book)


def assign(connection: Connection, running: Campaign, units: Iterable[str], deal: Deal) -> Assigned:
    """Put the messages of an assignment into the outbox; a unit is told once a day.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        units: keys or names of units and bodies; none: every unit that owes something.
        deal: who assigns, and when; outside the office's hours the messages go when these next begin.

    Raises:
        UnknownUnitError: no unit of that key.
        NothingToAssignError: nobody is left to be told.
    """
    planned = plan_assignment(connection, running, units, deal)
    goes = next_moment(running.plan, deal.at)
    written: list[Assignment] = []
    for one in planned.assignments:
        for draft in one.drafts:
            write_notice(connection, running, draft, planned.book, goes, deal.domain)
        data = {
            "notices": [draft.key for draft in one.drafts],
            "obligations": [owed.obligation for owed in one.owed],
        }
        number = record(connection, running.id, deal, "assign", one.unit, data)
        written.append(replace(one, event=number))
    return replace(planned, assignments=tuple(written))


def owed_by(book: Book, unit: str, on: date) -> tuple[Owed, ...]:
    """Everything a unit owes on a day, by the days; what has no day last, in the plan's order."""
    mine = [
        one
        for one in book.plan.obligations
        if one.actor is Actor.OWNER and book.facts[one.id].unit == unit and not book.facts[one.id].finished
    ]
    ordered = sorted(mine, key=lambda one: book.facts[one.id].effective_due_on or date.max)
    return tuple(Owed(one.id, standing(book, one, on)) for one in ordered)


def assign_drafts(
    book: Book, unit: str, owed: tuple[Owed, ...], on: date, sequence: Callable[[str], int]
) -> Iterator[Draft]:
    """The messages to a unit's liaison and head, each person once at his highest seat.

    Args:
        book: the campaign.
        unit: who owes it.
        owed: what is owed.
        on: the day they go.
        sequence: how many such messages a reader (by identity) has on that day already.
    """
    directory = book.plan.directory
    readers: dict[str, list[str]] = {}
    for role in (Role.LIAISON, Role.HEAD):
        for seat in directory.resolve(role, unit):
            readers.setdefault(directory.identity(seat, on), []).append(seat)
    for seats in readers.values():
        reader = recipient(book, directory.highest(seats), on)
        key = notice_key(book.plan.key, reader.identity, on, NoticeKind.ASSIGN, sequence(reader.identity))
        draft = Draft(key, NoticeKind.ASSIGN, on, reader, (), owed)
        if book.reachability is Reachability.REAL and reader.address is None:
            draft = replace(draft, state=NoticeState.HELD, why=phrase("no address"))
        yield draft


def counted(connection: Connection, running: Campaign, kind: NoticeKind, on: date) -> Counter[str]:
    """How many messages of a kind each reader (by identity) has on a day."""
    chosen = select(notice.c.identity, func.count().label("told")).where(
        notice.c.campaign_id == running.id, notice.c.on == on, notice.c.kind == kind.value
    )
    return Counter({row.identity: row.told for row in connection.execute(chosen.group_by(notice.c.identity))})


def _owing(book: Book) -> Iterator[str]:
    """Units that owe something, in the file's order; the office knows what it owes itself."""
    owing = {
        facts.unit
        for one in book.plan.obligations
        if one.actor is Actor.OWNER and not (facts := book.facts[one.id]).finished
    }
    parties = book.plan.directory.parties
    yield from (key for key, party in parties.items() if key in owing and party.is_unit and not party.gone)


def _why_not(book: Book, unit: str, owed: tuple[Owed, ...], told: Iterable[str]) -> Phrase | None:
    if not book.plan.directory.parties[unit].chased:
        return phrase("it is never addressed")
    if not owed:
        return phrase("it owes nothing")
    return phrase("it was told today already") if unit in told else None


def _told_on(connection: Connection, running: Campaign, on: date) -> frozenset[str]:
    chosen = select(event.c.subject).where(event.c.campaign_id == running.id, event.c.act == "assign", event.c.on == on)
    return frozenset(connection.scalars(chosen))


def _nobody(left_out: Mapping[str, Phrase]) -> Phrase:
    reasons = tuple(phrase("{unit}: {why}", unit=unit, why=why) for unit, why in left_out.items())
    if not reasons:
        return phrase("there is nothing to assign: no unit is known to owe anything")
    return phrase("there is nothing to assign: {reasons}", reasons=reasons)
