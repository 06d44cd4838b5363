"""Which rungs fire on a day, for which seats, and why the others do not (design laws 2, 4, 9, 15).

A rung fires when its day is not after today and it has not fired. What piled up collapses, per obligation and seat,
into the strongest rung; above the head a climb that was held up goes one audience a working day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from models.words import OFFICE, Actor, ItemKind, Phrase, Role, Status, phrase
from schedule.facts import Book, Facts, Item, Outcome, Told, Wait
from schedule.ladder import REVIEW_LADDER, DatedRung, dated_rungs
from schedule.plan import Obligation, Plan
from schedule.standing import rungs_of
from schedule.timing import Timing, timing

HEAD = Role.HEAD.rank
OWED = frozenset({Status.OPEN, Status.RETURNED})
"""Rungs fire on these only (design §5)."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One due day with its ladder: an obligation's own, or that of something that waits on the office."""

    one: Obligation
    facts: Facts
    about: str
    unit: str | None
    round: int
    due_on: date
    days: Timing
    rungs: tuple[DatedRung, ...]


@dataclass(slots=True)
class Fired:
    """What a day fires: items, and the rungs that were found superseded."""

    items: list[Item] = field(default_factory=list)
    superseded: list[tuple[str, Told]] = field(default_factory=list)


def duties(book: Book) -> Iterator[Duty]:
    """Everything that can fire: what is owed and not blocked, and what waits on the office."""
    for one in book.plan.obligations:
        yield from duties_of(book, one)


def duties_of(book: Book, one: Obligation) -> Iterator[Duty]:
    """What can fire of one obligation: its own rungs, and those of what waits on the office."""
    facts = book.facts[one.id]
    if facts.finished or one.actor is Actor.EXTERNAL:
        return
    days = book.timing(one)
    if facts.status in OWED and days is not None and book.blocked_by(one) is None:
        due_on = facts.due_on or days.due_on
        yield Duty(one, facts, one.deliverable, facts.unit, facts.round, due_on, days, rungs_of(book, one))
    for wait in facts.waits:
        yield _waiting(book, one, facts, wait)


def _waiting(book: Book, one: Obligation, facts: Facts, wait: Wait) -> Duty:
    plan = book.plan
    days = timing(wait.due_on, plan.rest_day, plan.calendar)
    rungs = dated_rungs(REVIEW_LADDER, days, plan.calendar, plan.closes_on, wait.asked_on)
    return Duty(one, facts, wait.kind.value, OFFICE, facts.round, wait.due_on, days, rungs)


def fire(book: Book, as_of: date) -> Fired:
    """The items of a working day, before they are put together into messages."""
    fired = Fired()
    for duty in duties(book):
        _fire_duty(book, duty, as_of, fired)
    return fired


@dataclass(frozen=True, slots=True)
class _Candidate:
    rung: DatedRung
    seat: str
    rank: int
    note: Phrase | None = None


def _fire_duty(book: Book, duty: Duty, as_of: date, fired: Fired) -> None:
    if not duty.rungs or duty.rungs[0].planned_on > as_of:
        return
    waiting: list[_Candidate] = []
    for candidate in _candidates(book, duty, as_of):
        if candidate.rung.planned_on <= _known_on(duty):
            reason = phrase("not yet known on its day")
            fired.superseded.append((duty.one.id, _told(duty, candidate, as_of, Outcome.SUPERSEDED, reason)))
        else:
            waiting.append(candidate)
    allowed = _climb(book, duty, waiting, as_of)
    for candidate, weaker in _strongest(allowed):
        fired.items.append(_item(duty, candidate, as_of))
        for other in weaker:
            reason = phrase("collapsed into {offset}", offset=candidate.rung.offset)
            fired.superseded.append((duty.one.id, _told(duty, other, as_of, Outcome.SUPERSEDED, reason)))


def next_rung_on(book: Book, one: Obligation) -> date | None:
    """The earliest day of a rung that has not fired for one of its seats; None where nothing is to come."""
    first = (next(_candidates(book, duty, date.max), None) for duty in duties_of(book, one))
    return min((candidate.rung.planned_on for candidate in first if candidate), default=None)


def _known_on(duty: Duty) -> date:
    return duty.facts.known_on if duty.about == duty.one.deliverable else date.min


def _candidates(book: Book, duty: Duty, as_of: date) -> Iterator[_Candidate]:
    """Rungs whose day has come, with the seats they have not fired for."""
    done = {told.key for told in duty.facts.told}
    named = book.in_charge.get(duty.unit or "")
    for rung in duty.rungs:
        if rung.planned_on > as_of:
            return
        for seat, rank, note in audience(book.plan, rung.tell, duty.unit, named):
            if (duty.about, duty.round, duty.days.due_on, rung.offset, seat) not in done:
                yield _Candidate(rung, seat, rank, note)


@lru_cache(maxsize=4096)
def audience(
    plan: Plan, tell: tuple[Role, ...], unit: str | None, named: str | None
) -> tuple[tuple[str, int, Phrase | None], ...]:
    """The seats that a rung's roles mean, each once, with its height and a note on how it came to be told.

    Args:
        plan: the campaign.
        tell: the rung's roles.
        unit: who owes; None where nobody is known to.
        named: the deputy leader that an answer put in charge of the unit.
    """
    seats: dict[str, Phrase | None] = {}
    for role in tell:
        for seat, note in _seats(plan, role, unit, named):
            seats.setdefault(seat, note)
    return tuple((seat, plan.directory.rank(seat, unit), note) for seat, note in seats.items())


def _seats(plan: Plan, role: Role, unit: str | None, named: str | None) -> Iterator[tuple[str, Phrase | None]]:
    """The seats a role means; each is left out where the unit's kind sets a lower top."""
    directory, note = plan.directory, None
    top = plan.up_to.get(unit or "")
    if top and role.rank > top.rank:
        return
    if role is Role.DEPUTY_LEADER and named:
        yield named, None
        return
    if role is Role.DEPUTY_LEADER and unit and not directory.in_charge_of(unit):
        note = phrase("nobody is known to be in charge of the unit, so the office director is told")
    if unit is None:
        note = phrase("nobody is known to owe it: name the owner")
    for seat in directory.resolve(role, unit):
        yield seat, note


def _climb(book: Book, duty: Duty, waiting: list[_Candidate], as_of: date) -> list[_Candidate]:
    """Escalations above the head: only after the head, and one audience a working day where they were held up."""
    if as_of <= duty.days.late_after:
        return waiting
    if duty.facts.escalations_held and duty.about == duty.one.deliverable:
        return []
    above = [one for one in waiting if one.rank > HEAD]
    if not above:
        return waiting
    below = [one for one in waiting if one.rank <= HEAD]
    if not _head_knows(book, duty, as_of) or _climbed(book, duty, as_of):
        return below
    held_up = [one.rank for one in above if one.rung.planned_on < as_of]
    if held_up:
        # whoever has been reached before goes on being told and does not stop the climb
        above = [one for one in above if one.rank <= min(held_up)]
    return below + above


def _head_knows(book: Book, duty: Duty, as_of: date) -> bool:
    """Whether an escalation went to the head, or stands held for him, since an earlier working day."""
    heads = book.plan.directory.resolve(Role.HEAD, duty.unit)
    return not heads or any(
        told.seat in heads
        and told.on < as_of
        and told.kind is ItemKind.ESCALATION
        and told.outcome is not Outcome.SUPERSEDED
        and told.due_on == duty.days.due_on
        and told.about == duty.about
        for told in duty.facts.told
    )


def _climbed(book: Book, duty: Duty, as_of: date) -> bool:
    """Whether an earlier run of the same day has gone above the head already: the next audience is tomorrow's."""
    return any(
        told.on == as_of
        and told.outcome is not Outcome.SUPERSEDED
        and told.about == duty.about
        and book.plan.directory.rank(told.seat, duty.unit) > HEAD
        for told in duty.facts.told
    )


def _strongest(candidates: Iterable[_Candidate]) -> Iterator[tuple[_Candidate, list[_Candidate]]]:
    by_seat: dict[str, list[_Candidate]] = {}
    for candidate in candidates:
        by_seat.setdefault(candidate.seat, []).append(candidate)
    for group in by_seat.values():
        strongest = max(group, key=lambda one: one.rung.order)
        yield strongest, [one for one in group if one is not strongest]


def _told(duty: Duty, candidate: _Candidate, on: date, outcome: Outcome, reason: Phrase) -> Told:
    rung = candidate.rung
    return Told(
        duty.about,
        duty.round,
        duty.days.due_on,
        rung.offset,
        candidate.seat,
        rung.planned_on,
        on,
        outcome,
        reason=reason,
    )


def _item(duty: Duty, candidate: _Candidate, as_of: date) -> Item:
    rung = candidate.rung
    reasons = [rung.reason]
    if rung.planned_on < as_of:
        reasons.append(phrase("planned for {day}, sent as soon as it could go", day=rung.planned_on))
    if candidate.note:
        reasons.append(candidate.note)
    went = tuple(
        told for told in duty.facts.told if told.outcome is not Outcome.SUPERSEDED and told.about == duty.about
    )
    return Item(
        obligation=duty.one.id,
        about=duty.about,
        unit=duty.unit,
        round=duty.round,
        due_on=duty.due_on,
        effective_due_on=duty.days.due_on,
        offset=rung.offset,
        planned_on=rung.planned_on,
        audience=rung.tell,
        kind=ItemKind.ESCALATION if as_of > duty.days.late_after else ItemKind.REMINDER,
        reason=tuple(reasons),
        seat=candidate.seat,
        order=rung.order,
        told_before=went,
    )


def told_of(item: Item, on: date, outcome: Outcome) -> Told:
    """The record of an item that went, or stands held."""
    return Told(
        item.about, item.round, item.effective_due_on, item.offset, item.seat, item.planned_on, on, outcome, item.kind
    )
