"""Where an obligation stands on a day: derived, never stored (design law 8)."""

from datetime import date

from models.words import LATE, Actor, DueKind, Standing, Status
from schedule.facts import Book, Facts, Outcome
from schedule.ladder import DatedRung, dated_rungs
from schedule.plan import Obligation

GRACE = 3
"""Working days in which a duty that became known too late can still be in time (design law 2)."""
_BY_STATUS = {
    Status.WAIVED: Standing.WAIVED,
    Status.CANCELLED: Standing.CANCELLED,
    Status.SUBMITTED: Standing.IN_REVIEW,
}


def standing(book: Book, one: Obligation, as_of: date) -> Standing:
    """Where an obligation stands; the day's own events not yet counted."""
    facts = book.facts[one.id]
    if facts.status is Status.ACCEPTED:
        return Standing.DONE_LATE if facts.late else Standing.DONE
    if facts.status in _BY_STATUS:
        return _BY_STATUS[facts.status]
    if one.actor is Actor.EXTERNAL:
        return Standing.EXTERNAL
    if book.blocked_by(one):
        return Standing.BLOCKED
    return _of_day(book, one, facts, as_of)


def _of_day(book: Book, one: Obligation, facts: Facts, as_of: date) -> Standing:
    days = book.timing(one)
    if days is None:
        return Standing.NOT_DUE if one.dated.kind is DueKind.CONTINUOUS else Standing.DATE_UNKNOWN
    if as_of > days.late_after:
        return Standing.OVERDUE
    if facts.status is Status.RETURNED:
        return Standing.RETURNED
    if one.dated.opens_on and as_of < one.dated.opens_on:
        return Standing.NOT_DUE
    if as_of >= days.base_on:
        return Standing.DUE_TODAY
    reminders = [rung.planned_on for rung in rungs_of(book, one) if rung.planned_on <= days.late_after]
    return Standing.DUE_SOON if reminders and min(reminders) <= as_of else Standing.NOT_DUE


def rungs_of(book: Book, one: Obligation) -> tuple[DatedRung, ...]:
    """The rungs of the day that counts now, earliest first; none without a day."""
    plan, days = book.plan, book.timing(one)
    if days is None:
        return ()
    facts = book.facts[one.id]
    ladder = plan.ladder_of(one, facts.unit)
    return dated_rungs(ladder, days, plan.calendar, plan.closes_on, facts.known_on) if ladder else ()


def late_limit(book: Book, one: Obligation) -> date | None:
    """The last day on which a first complete submission is not 曾逾期; None without a day, or while nobody was told."""
    days = book.timing(one)
    if days is None:
        return None
    if not any(rung.offset == LATE for rung in rungs_of(book, one)):
        return days.late_after
    told_on = _told_late_on(book.facts[one.id], one, days.due_on)
    return max(days.late_after, book.plan.calendar.add(told_on, GRACE)) if told_on else None


def _told_late_on(facts: Facts, one: Obligation, due_on: date) -> date | None:
    """The day of the notice about a duty known too late; an outage may have put it off."""
    return min(
        (
            told.on
            for told in facts.told
            if (told.about, told.round, told.due_on, told.offset) == (one.deliverable, facts.round, due_on, LATE)
            and told.outcome is not Outcome.NO_ADDRESS
            and told.on > facts.known_on
        ),
        default=None,
    )


def was_late(book: Book, one: Obligation, as_of: date) -> bool:
    """曾逾期: kept from the first complete submission, or true already because none came in time."""
    facts = book.facts[one.id]
    if facts.submitted_on or facts.finished or one.actor is Actor.EXTERNAL or book.blocked_by(one):
        return facts.late
    limit = late_limit(book, one)
    return facts.late or (limit is not None and as_of > limit)
