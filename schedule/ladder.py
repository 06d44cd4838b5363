"""Ladders 催办梯次: when to tell whom about one due day, as a pure function (design laws 2, 3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.words import LATE, Offset, Phrase, Role, phrase
from schedule.timing import Timing
from schedule.working_calendar import WorkingCalendar

LATE_AUDIENCE = (Role.LIAISON, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: a signed offset and its whole audience; `every` repeats it until the duty is done."""

    at: Offset
    tell: tuple[Role, ...]
    every: int | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one ladder, in the order of their days."""

    key: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class DatedRung:
    """A rung with its day."""

    offset: str
    planned_on: date
    tell: tuple[Role, ...]
    order: int
    """Place in the ladder; of two rungs for one seat on one day the later goes."""
    reason: Phrase


REVIEW_LADDER = Ladder(
    "review",
    (
        Rung(Offset(0), (Role.LIAISON,)),
        Rung(Offset(1), (Role.LIAISON, Role.OFFICE_DIRECTOR)),
        Rung(Offset(3), (Role.OFFICE_DIRECTOR,)),
    ),
)
"""What waits on the office is chased too (design law 15)."""


@lru_cache(maxsize=65536)
def dated_rungs(
    ladder: Ladder, timing: Timing, calendar: WorkingCalendar, closes_on: date, known_on: date
) -> tuple[DatedRung, ...]:
    """Every rung of a due day with its own day, earliest first.

    Args:
        ladder: the rungs.
        timing: the days around the due day.
        calendar: the working days.
        closes_on: no repetition after this day (inclusive); rungs that stand once fire after it too.
        known_on: where no reminder lies after this day, liaison and head are told once on the next working day
            (offset `late`), and escalations count from there.
    """
    reminders = [
        d for rung in ladder.rungs if rung.at.days <= 0 for d in _occurrences(rung, timing, calendar, closes_on)
    ]
    anchor = timing
    if not any(rung.planned_on > known_on for rung in reminders):
        told_on = calendar.add(known_on, 1)
        reason = phrase("known since {day}, when no reminder lay ahead any more", day=known_on)
        reminders.append(DatedRung(LATE, told_on, LATE_AUDIENCE, 0, reason))
        anchor = Timing(timing.due_on, max(told_on, timing.late_after), timing.base_on, timing.provisional)
    after = [d for rung in ladder.rungs if rung.at.days > 0 for d in _occurrences(rung, anchor, calendar, closes_on)]
    rungs = sorted([*reminders, *after], key=lambda rung: rung.planned_on)
    return tuple(
        DatedRung(rung.offset, rung.planned_on, rung.tell, order, rung.reason) for order, rung in enumerate(rungs)
    )


def _occurrences(rung: Rung, timing: Timing, calendar: WorkingCalendar, closes_on: date) -> list[DatedRung]:
    dated = [_dated(rung, rung.at, timing, calendar)]
    if rung.every:
        days = rung.at.days + rung.every
        while (more := _dated(rung, Offset(days, rung.at.unit), timing, calendar)).planned_on <= closes_on:
            dated.append(more)
            days += rung.every
    return dated


def _dated(rung: Rung, at: Offset, timing: Timing, calendar: WorkingCalendar) -> DatedRung:
    anchor = timing.late_after if at.days > 0 else timing.base_on
    if at.unit == "wd":
        return DatedRung(str(at), calendar.add(anchor, at.days), rung.tell, 0, _reason(at, anchor, timing))
    nominal = anchor + timedelta(days=at.days)
    moved = calendar.on_or_after(nominal) if at.days > 0 else calendar.on_or_before(nominal)
    reason = _reason(at, anchor, timing)
    if moved != nominal:
        reason = phrase("{reason}; {nominal} is a day off, so on {moved}", reason=reason, nominal=nominal, moved=moved)
    return DatedRung(str(at), moved, rung.tell, 0, reason)


def _reason(at: Offset, anchor: date, timing: Timing) -> Phrase:
    days = abs(at.days)
    if at.days > 0:
        if at.unit == "wd":
            return phrase("{days} working days after {anchor}, the last day that is not late", days=days, anchor=anchor)
        return phrase("{days} days after {anchor}, the last day that is not late", days=days, anchor=anchor)
    if at.days == 0 and anchor == timing.due_on:
        return phrase("the due day itself")
    if at.days == 0:
        return phrase("{anchor} is the last working day before the due day {due}", anchor=anchor, due=timing.due_on)
    if at.unit == "wd":
        return phrase("{days} working days before {anchor}, the last working day for it", days=days, anchor=anchor)
    return phrase("{days} days before {anchor}, the last working day for it", days=days, anchor=anchor)
