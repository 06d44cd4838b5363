"""Where everything in a running campaign stands on a day, read with few queries; weather is derived (design law 8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from models.tables.campaigns import question
from models.tables.notices import item, notice
from models.tables.obligations import obligation
from models.tables.records import event, run
from models.words import Actor, NoticeState, Role, Standing
from models.words import Status as ObligationStatus
from register.books import whole_book
from register.campaigns import Campaign
from register.chasing import promises
from schedule.facts import Book, Facts
from schedule.plan import Obligation, Plan
from schedule.standing import standing, was_late
from schedule.timing import Timing

OWN_SEATS = (Role.LIAISON, Role.HEAD)
"""Who is told of what a unit owes before anybody above it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation on a day."""

    one: Obligation
    facts: Facts
    standing: Standing
    late: bool
    """曾逾期."""
    days: Timing | None
    blocked_by: str | None
    submitted_at: datetime | None
    """Of the first complete submission; aware."""
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class LastTold:
    """A seat that was told of something, and when; what was planned and never went does not count."""

    seat: str
    on: date


@dataclass(frozen=True, slots=True)
class Status:
    """Everything on a day."""

    plan: Plan
    as_of: date
    lines: tuple[Line, ...]
    """In the plan's order."""
    open_questions: int
    messages: Mapping[NoticeState, int]
    """How many messages are in which state."""
    last_run_on: date | None
    """The day of the latest run; None before the first."""
    later_acts: int
    """Acts that count on days after this one; the facts hold them already."""
    unreachable: tuple[str, ...]
    """Units that still owe something and whose liaison and head nobody can reach."""
    told: Mapping[str, tuple[LastTold, ...]]
    """By what is still owed and past its day: whom a message about it reached on the last day that one did."""

    promised: Mapping[str, date]
    """The day last promised for an obligation when somebody was chased by hand."""

    def standings(self, **place: str) -> Mapping[Standing, int]:
        """How many obligations stand where, of a `phase` or `milestone`, else of all."""
        counts: dict[Standing, int] = {}
        for line in self.lines:
            if all(getattr(line.one, name) == key for name, key in place.items()):
                counts[line.standing] = counts.get(line.standing, 0) + 1
        return {token: counts[token] for token in Standing if token in counts}

    def of(self, *tokens: Standing) -> tuple[Line, ...]:
        """The lines that stand so."""
        return tuple(line for line in self.lines if line.standing in tokens)


def status_on(connection: Connection, running: Campaign, as_of: date) -> Status:
    """Where everything stands on a day, by the facts that are stored now."""
    book = whole_book(connection, running)
    later = (event.c.campaign_id == running.id, event.c.on > as_of, event.c.act != "run")
    instants = _instants(connection, running)
    return Status(
        plan=book.plan,
        as_of=as_of,
        lines=tuple(_line(book, one, as_of, instants.get(one.id)) for one in book.plan.obligations),
        open_questions=_open_questions(connection, running),
        messages=_messages(connection, running),
        last_run_on=connection.scalar(select(func.max(run.c.as_of)).where(run.c.campaign_id == running.id)),
        later_acts=connection.scalar(select(func.count()).select_from(event).where(*later)) or 0,
        unreachable=tuple(_unreachable(book, as_of)),
        told=_told(connection, running, as_of),
        promised=promises(connection, running),
    )


def line_on(connection: Connection, running: Campaign, book: Book, one: Obligation, as_of: date) -> Line:
    """One obligation on a day; the book holds it and what it needs."""
    return _line(book, one, as_of, _instants(connection, running, one.id).get(one.id))


def _line(book: Book, one: Obligation, as_of: date, at: Row[Any] | None) -> Line:
    return Line(
        one,
        book.facts[one.id],
        standing(book, one, as_of),
        was_late(book, one, as_of),
        book.timing(one),
        book.blocked_by(one),
        at.submitted_at if at else None,
        at.acknowledged_at if at else None,
    )


def _instants(connection: Connection, running: Campaign, key: str | None = None) -> Mapping[str, Row[Any]]:
    """When it was handed in and acknowledged, where either has happened."""
    columns = obligation.c
    known = or_(columns.submitted_at.is_not(None), columns.acknowledged_at.is_not(None))
    chosen: Select[Any] = select(columns.key, columns.submitted_at, columns.acknowledged_at).where(
        columns.campaign_id == running.id, known
    )
    if key is not None:
        chosen = chosen.where(columns.key == key)
    return {row.key: row for row in connection.execute(chosen)}


def _open_questions(connection: Connection, running: Campaign) -> int:
    unanswered = (question.c.campaign_id == running.id, question.c.answered_on.is_(None))
    return connection.scalar(select(func.count()).select_from(question).where(*unanswered)) or 0


def _messages(connection: Connection, running: Campaign) -> Mapping[NoticeState, int]:
    counted = select(notice.c.state, func.count().label("number")).where(notice.c.campaign_id == running.id)
    found = {row.state: row.number for row in connection.execute(counted.group_by(notice.c.state))}
    return {state: found[state] for state in NoticeState if state in found}


def _told(connection: Connection, running: Campaign, as_of: date) -> Mapping[str, tuple[LastTold, ...]]:
    own = (obligation.c.campaign_id == item.c.campaign_id, obligation.c.key == item.c.obligation)
    chosen = (
        select(item.c.obligation, item.c.seat, item.c.on)
        .join(obligation, and_(*own, obligation.c.deliverable == item.c.about))
        .join(notice, notice.c.key == item.c.notice)
        .where(
            item.c.campaign_id == running.id,
            notice.c.state == NoticeState.SENT.value,
            obligation.c.status.in_((ObligationStatus.OPEN.value, ObligationStatus.RETURNED.value)),
            obligation.c.effective_due_on < as_of,
        )
    )
    found: dict[str, list[LastTold]] = {}
    for row in connection.execute(chosen.order_by(item.c.on.desc())):
        group = found.setdefault(row.obligation, [])
        if not group or group[0].on == row.on:
            group.append(LastTold(row.seat, row.on))
    return {key: tuple(group) for key, group in found.items()}


def _unreachable(book: Book, as_of: date) -> Iterable[str]:
    owing = {
        facts.unit
        for one in book.plan.obligations
        if one.actor is Actor.OWNER and not (facts := book.facts[one.id]).finished
    }
    directory = book.plan.directory
    for key, party in directory.parties.items():
        seats = [seat for role in OWN_SEATS for seat in directory.resolve(role, key)] if party.is_unit else []
        if key in owing and seats and not any(_address(book, seat, as_of) for seat in seats):
            yield key


def _address(book: Book, seat: str, day: date) -> bool:
    holder = book.plan.directory.holder(seat, day)
    return holder is not None and bool(holder.addresses)
