"""Where everything stands in words: one sentence for a leader, and how long things are overdue."""

from collections.abc import Iterable
from datetime import timedelta

from models.words import Phrase, Standing, phrase
from notifications.catalogue import Catalogue
from register.status import Line, Status

SOON = timedelta(days=7)
"""How far the sentence on top looks ahead."""
COMING = frozenset({Standing.NOT_DUE, Standing.DUE_SOON, Standing.DUE_TODAY, Standing.RETURNED})
"""Still to be done, and not overdue."""
WORST_FIRST = (
    Standing.OVERDUE,
    Standing.RETURNED,
    Standing.DUE_TODAY,
    Standing.DUE_SOON,
    Standing.IN_REVIEW,
    Standing.BLOCKED,
    Standing.EXTERNAL,
    Standing.DATE_UNKNOWN,
    Standing.NOT_DUE,
    Standing.DONE,
    Standing.DONE_LATE,
    Standing.WAIVED,
    Standing.CANCELLED,
)
"""The order in which counts of standings are read."""


def sentence(found: Status, speech: Catalogue) -> Phrase:
    """What a leader has to know: what is overdue and how badly, what comes due, how much is done."""
    done = sum(line.standing in {Standing.DONE, Standing.DONE_LATE} for line in found.lines)
    values = {"day": found.as_of, "done": done, "all": len(found.lines), "coming": _due_soon(found)}
    overdue = found.of(Standing.OVERDUE)
    if not overdue:
        return phrase("{day}: nothing is overdue; due within 7 days: {coming}; done: {done} of {all}.", **values)
    units = {line.facts.unit for line in overdue}
    longest = max(overdue_by(found, line) for line in overdue)
    return phrase(
        "{day}: overdue: {overdue}, at {units}, for up to {longest}; "
        "due within 7 days: {coming}; done: {done} of {all}.",
        **values,
        overdue=len(overdue),
        units=_units(units, speech),
        longest=working_days(longest, speech),
    )


def _units(units: Iterable[str | None], speech: Catalogue) -> str | Phrase:
    named = set(units)
    known = speech.ngettext("{number} unit", "{number} units", len(named - {None}))
    if None not in named:
        return known
    if named == {None}:
        return phrase("no known owner")
    return phrase("{units} and without a known owner", units=known)


def _due_soon(found: Status) -> int:
    last = found.as_of + SOON
    return sum(
        line.standing in COMING and line.days is not None and found.as_of <= line.days.late_after <= last
        for line in found.lines
    )


def overdue_by(found: Status, line: Line) -> int:
    """Working days since the last one that was not late; on days off after it still none."""
    return found.plan.calendar.between(line.days.late_after, found.as_of) if line.days else 0


def working_days(number: int, speech: Catalogue) -> str:
    """`3 working days`."""
    return speech.ngettext("{number} working day", "{number} working days", number)
