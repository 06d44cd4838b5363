"""Dates as written to dates as days."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from models.words import DueKind, Offset
from schedule.campaign_file.dates import (
    WEEKDAYS,
    After,
    By,
    Continuous,
    Due,
    Every,
    HalfYear,
    InPhase,
    MonthEnd,
    OnNotice,
    Unknown,
    Window,
)
from schedule.campaign_file.shapes import Phase
from schedule.plan import Dated
from schedule.working_calendar import WorkingCalendar

Anchors = Callable[[str], date | None]
"""The day a name like `campaign.opens_on`, a milestone or a deliverable stands for; None where nobody knows it."""


def resolve_due(due: Due, phase: Phase, calendar: WorkingCalendar, anchors: Anchors) -> tuple[Dated, ...]:
    """What a date comes to: one value, or one an occurrence of a recurring duty."""
    match due:
        case By():
            return (Dated(DueKind.BY, due.by, due_at=due.time),)
        case MonthEnd():
            return (Dated(DueKind.MONTH_END, month_end(due.month_end), due_at=due.time),)
        case Window():
            return (Dated(DueKind.WINDOW, due.window[1], opens_on=due.window[0]),)
        case HalfYear():
            year, first_half = int(due.half_year[:4]), due.half_year.endswith("H1")
            return (Dated(DueKind.HALF_YEAR, date(year, 6, 30) if first_half else date(year, 12, 31)),)
        case InPhase():
            return (Dated(DueKind.PHASE, phase.closes_on, opens_on=phase.opens_on),)
        case After():
            due_on = shifted(anchors(due.after), due.offset, calendar)
            return (Dated(DueKind.RELATIVE, due_on, after=due.after, offset=due.offset),)
        case OnNotice():
            return (Dated(DueKind.ON_NOTICE),)
        case Continuous():
            return (Dated(DueKind.CONTINUOUS),)
        case Unknown():
            return (Dated(DueKind.UNKNOWN, candidates=due.unknown),)
        case Every():
            return tuple(_occurrences(due, phase, calendar))


def month_end(day: date) -> date:
    """The last day of the month `day` lies in."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def in_month(year: int, month: int, day: int) -> date:
    """A day of a month; past its end, its last day (2/29 in a common year is 2/28)."""
    last = month_end(date(year, month, 1))
    return last.replace(day=min(day, last.day))


def shifted(anchor: date | None, offset: Offset, calendar: WorkingCalendar) -> date | None:
    """A day counted from another; relative to something unknown is unknown (design §5)."""
    if anchor is None:
        return None
    return calendar.add(anchor, offset.days) if offset.unit == "wd" else anchor + timedelta(days=offset.days)


def _occurrences(due: Every, phase: Phase, calendar: WorkingCalendar) -> Iterator[Dated]:
    rule = {"week": _weekly, "month": _monthly, "year": _yearly}[due.every]
    for nominal, period in rule(due, phase, calendar):
        dated = Dated(DueKind.RECURRING, nominal, nominal_on=nominal, due_at=due.time, period=period)
        yield dated if calendar.is_working_day(nominal) or due.rest is None else _moved(dated, due, calendar)


def _moved(dated: Dated, due: Every, calendar: WorkingCalendar) -> Dated:
    rest, nominal = due.rest, dated.nominal_on
    if rest is None or nominal is None:
        return dated
    days = rest.next.days if rest.next else -rest.previous.days if rest.previous else 0
    return replace(dated, due_on=calendar.add(nominal, days), due_at=rest.time or due.time)


Occurrence = tuple[date, str]
"""Nominal day and the period's name."""


def _span(due: Every, phase: Phase) -> tuple[date, date]:
    """First and last day on which an occurrence may fall; a month stands for its first or its last day."""
    first = phase.opens_on if due.first is None else _day_or_month(due.first)
    if due.until is None:
        return first, phase.closes_on
    until = _day_or_month(due.until)
    return first, until if due.until.count("-") == 2 else month_end(until)


def _day_or_month(text: str) -> date:
    return date.fromisoformat(text if text.count("-") == 2 else f"{text}-01")


def _weekly(due: Every, phase: Phase, _calendar: WorkingCalendar) -> Iterator[Occurrence]:
    first, until = _span(due, phase)
    day = first + timedelta(days=(WEEKDAYS.index(due.day or "mon") - first.weekday()) % 7)
    while day <= until:
        year, week, _ = day.isocalendar()
        yield day, f"{year}-W{week:02d}"
        day += timedelta(days=7)


def _monthly(due: Every, phase: Phase, calendar: WorkingCalendar) -> Iterator[Occurrence]:
    first, until = _span(due, phase)
    month = first.replace(day=1)
    while month <= until:
        day = _day_of_month(due.day or "1", month, calendar)
        if first <= day <= until:
            yield day, f"{month:%Y-%m}"
        month = month_end(month) + timedelta(days=1)


def _day_of_month(day: str, month: date, calendar: WorkingCalendar) -> date:
    if not day.endswith("wd"):
        return in_month(month.year, month.month, int(day))
    # a month with fewer working days has its first or last one instead, as a short month has its last day
    number = int(day[:-2])
    if number < 0:
        return max(calendar.add(month_end(month) + timedelta(days=1), number), calendar.on_or_after(month))
    return min(calendar.add(month - timedelta(days=1), number), calendar.on_or_before(month_end(month)))


def _yearly(due: Every, _phase: Phase, _calendar: WorkingCalendar) -> Iterator[Occurrence]:
    first = date.fromisoformat(due.first or "")
    month, day = (int(due.then[:2]), int(due.then[3:])) if due.then else (first.month, first.day)
    yield first, str(first.year)
    for year in range(first.year + 1, int(due.until or "0") + 1):
        yield in_month(year, month, day), str(year)
