"""Ladders 催办梯次: when to tell whom about one due day, as a pure function (design laws 2, 3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    """The rungs of one ladder, as written; `dated_rungs` puts them in the order of their days."""

    key: str
    rungs: tuple[Rung, ...]

    def __hash__(self) -> int:
        """By its key alone: ladders key the cache of dated rungs, which is asked for every duty of every day."""
        return hash(self.key)


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
        known_on: where every reminder lies on or before this day, liaison and head are told once on the next working
            day (offset `late`), and escalations count from there. A ladder without reminders has none to miss as long
            as rung 0 would still lie ahead.
    """
    in_order = sorted(ladder.rungs, key=lambda rung: rung.at.days)
    dated = [_before(rung, timing, calendar) for rung in in_order if rung.at.days <= 0]
    told_on = None
    if max((rung.planned_on for rung in dated), default=timing.base_on) <= known_on:
        told_on = calendar.add(known_on, 1)
        reason = phrase("known since {day}, when no reminder lay ahead any more", day=known_on)
        dated.append(DatedRung(LATE, told_on, LATE_AUDIENCE, 0, reason))
    for rung in in_order:
        if rung.at.days > 0:
            dated += _after(rung, timing, calendar, closes_on, told_on)
    by_day = sorted(_merged(dated), key=lambda rung: rung.planned_on)
    return tuple(replace(rung, order=order) for order, rung in enumerate(by_day))


def _before(rung: Rung, timing: Timing, calendar: WorkingCalendar) -> DatedRung:
    at, anchor = rung.at, timing.base_on
    if at.days == 0:
        return DatedRung(str(at), anchor, rung.tell, 0, _of_day_itself(timing))
    days = -at.days
    if at.unit == "wd":
        reason = phrase("working days before {anchor}, the last working day for it: {days}", days=days, anchor=anchor)
        return DatedRung(str(at), calendar.add(anchor, at.days), rung.tell, 0, reason)
    reason = phrase("days before {anchor}, the last working day for it: {days}", days=days, anchor=anchor)
    nominal = anchor + timedelta(days=at.days)
    return _moved(rung, at, nominal, calendar.on_or_before(nominal), reason)


def _of_day_itself(timing: Timing) -> Phrase:
    due, base = timing.due_on, timing.base_on
    if base == due:
        return phrase("the due day itself")
    if base < due:
        return phrase("{anchor} is the last working day before the due day {due}", anchor=base, due=due)
    return phrase("{anchor} is the first working day after the due day {due}, a day off", anchor=base, due=due)


def _after(
    rung: Rung, timing: Timing, calendar: WorkingCalendar, closes_on: date, told_on: date | None
) -> Iterator[DatedRung]:
    """A rung after the last day that is not late, or after the day a duty known too late was told, and repetitions."""
    anchor = max(told_on or timing.late_after, timing.late_after)
    at = rung.at
    yield _escalation(rung, at, anchor, timing, calendar)
    while rung.every:
        at = Offset(at.days + rung.every, at.unit)
        more = _escalation(rung, at, anchor, timing, calendar)
        if more.planned_on > closes_on:
            return
        yield more


def _escalation(rung: Rung, at: Offset, anchor: date, timing: Timing, calendar: WorkingCalendar) -> DatedRung:
    in_time = anchor == timing.late_after
    if at.unit == "wd":
        reason = (
            phrase("working days after {anchor}, the last day that is not late: {days}", days=at.days, anchor=anchor)
            if in_time
            else phrase("working days after {anchor}, when it was first told: {days}", days=at.days, anchor=anchor)
        )
        return DatedRung(str(at), calendar.add(anchor, at.days), rung.tell, 0, reason)
    reason = (
        phrase("days after {anchor}, the last day that is not late: {days}", days=at.days, anchor=anchor)
        if in_time
        else phrase("days after {anchor}, when it was first told: {days}", days=at.days, anchor=anchor)
    )
    nominal = anchor + timedelta(days=at.days)
    return _moved(rung, at, nominal, calendar.on_or_after(nominal), reason)


def _moved(rung: Rung, at: Offset, nominal: date, day: date, reason: Phrase) -> DatedRung:
    if day != nominal:
        reason = phrase("{reason}; {nominal} is a day off, so on {moved}", reason=reason, nominal=nominal, moved=day)
    return DatedRung(str(at), day, rung.tell, 0, reason)


def _merged(rungs: Iterable[DatedRung]) -> Iterable[DatedRung]:
    """Each offset once, with everybody told by it: a repetition may fall on a rung that stands by itself."""
    merged: dict[str, DatedRung] = {}
    for rung in rungs:
        other = merged.get(rung.offset)
        told = tuple(dict.fromkeys((*other.tell, *rung.tell))) if other else rung.tell
        merged[rung.offset] = replace(rung, tell=told)
    return merged.values()
