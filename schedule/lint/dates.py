"""Rules about single days: days off, worked weekends, years not yet published, times of day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from models.words import Actor, DueKind, Path, Phrase, RestDay, phrase
from schedule.campaign_file.dates import By, Every, MonthEnd, Window
from schedule.campaign_file.references import Finding
from schedule.lint.case import Case, WrittenDate, some
from schedule.timing import timing

_WEEKDAYS = (
    phrase("Monday"),
    phrase("Tuesday"),
    phrase("Wednesday"),
    phrase("Thursday"),
    phrase("Friday"),
    phrase("Saturday"),
    phrase("Sunday"),
)
_FIRST, _LAST = phrase("the phase's first day"), phrase("the phase's last day")
_DUE, _END = phrase("the due day"), phrase("the window's last day")


@dataclass(frozen=True, slots=True)
class _Written:
    """Days written at one place, and what they are."""

    what: Phrase
    days: tuple[date, ...]
    path: Path
    owed: bool = True
    """Whether somebody here can be late by them."""


def due_on_rest_day(case: Case) -> Iterator[Finding]:
    """A day off is said with what comes of it; nothing is moved in silence (law 3; G19)."""
    calendar = case.plan.calendar
    for written in _days(case):
        off = tuple(day for day in written.days if not calendar.is_working_day(day))
        if len(off) == 1:
            yield "due-on-rest-day", _one_day_off(case, written, off[0]), written.path
        elif off:
            message = phrase(
                "{count} of {total} due days are days off: {days}; "
                "say with `rest` where they go, or leave them as they are",
                count=len(off), total=len(written.days), days=some(off),
            )  # fmt: skip
            yield "due-on-rest-day", message, written.path


def _one_day_off(case: Case, written: _Written, day: date) -> Phrase:
    calendar = case.plan.calendar
    around = {"before": calendar.on_or_before(day), "after": calendar.on_or_after(day)}
    if calendar.is_holiday(day):
        message = phrase(
            "{what} {day} is a holiday; the last working day before it is {before}, the next after it {after}",
            what=written.what, day=day, **around,
        )  # fmt: skip
    else:
        message = phrase(
            "{what} {day} is a day off; the last working day before it is {before}, the next after it {after}",
            what=written.what, day=day, **around,
        )  # fmt: skip
    if written.what is _FIRST:
        return phrase("{what}; nothing is sent before the latter", what=message)
    return phrase("{what}; {rule}", what=message, rule=_rule(case, day)) if written.owed else message


def _rule(case: Case, day: date) -> Phrase:
    last = timing(day, case.plan.rest_day, case.plan.calendar).late_after
    if case.plan.rest_day is RestDay.LITERAL:
        return phrase("this campaign takes days as written (rest_day: literal), "
                      "so {last} is the last day that is not late", last=last)  # fmt: skip
    if case.plan.rest_day is RestDay.PREVIOUS:
        return phrase("this campaign goes back to the working day before (rest_day: previous), "
                      "so {last} is the last day that is not late", last=last)  # fmt: skip
    return phrase("this campaign goes on to the next working day (rest_day: next), "
                  "so {last} is the last day that is not late", last=last)  # fmt: skip


def worked_weekend(case: Case) -> Iterator[Finding]:
    """A weekend day that is worked looks like a mistake to whoever counts Monday to Friday (G20)."""
    for written in _days(case):
        worked = tuple(day for day in written.days if case.plan.calendar.is_worked_weekend(day))
        if len(worked) == 1:
            message = phrase("{what} {day} is a {weekday} that is worked: it counts as a working day; "
                             "tell the units so",
                             what=written.what, day=worked[0], weekday=_WEEKDAYS[worked[0].weekday()])  # fmt: skip
            yield "worked-weekend", message, written.path
        elif worked:
            message = phrase("{count} of {total} due days are weekend days that are worked: {days}; tell the units so",
                             count=len(worked), total=len(written.days), days=some(worked))  # fmt: skip
            yield "worked-weekend", message, written.path


def _days(case: Case) -> Iterator[_Written]:
    by_phase = {one.phase for one in case.chased if one.dated.kind is DueKind.PHASE}
    for i, phase in enumerate(case.file.phases):
        yield _Written(_FIRST, (phase.opens_on,), ("phases", i, "opens_on"))
        yield _Written(_LAST, (phase.closes_on,), ("phases", i, "closes_on"), phase.key in by_phase)
    for written in case.dates:
        what = _END if isinstance(written.due, Window) else _DUE
        owed = not written.duties or any(one.actor is Actor.OWNER for one in written.duties)
        yield _Written(what, written.days, written.value, owed)


def provisional_year(case: Case) -> Iterator[Finding]:
    """Without the year's notice only weekends and statutory days are known: 暂定 (§9). One finding a year."""
    resting: dict[int, list[tuple[Path, date]]] = {}
    for written in case.dates:
        for day in sorted({one.due_on for one in written.dates if one.due_on is not None}):
            for year in _unpublished(case, day):
                resting.setdefault(year, []).append((written.value, day))
    for year, found in resting.items():
        message = phrase(
            "the working days of {year} are not published yet; "
            "due days that rest on them and are provisional: {count}; "
            "write the days that are moved under calendar (`work`, `rest`) once they are known",
            year=year, count=len({day for _, day in found}),
        )  # fmt: skip
        yield "provisional-year", message, found[0][0]


def _unpublished(case: Case, day: date) -> set[int]:
    found = timing(day, case.plan.rest_day, case.plan.calendar)
    return {one.year for one in (day, found.late_after, found.base_on) if case.plan.calendar.is_provisional(one)}


def time_outside_hours(case: Case) -> Iterator[Finding]:
    """Notices go out within the office hours only (law 13), so nobody is told in the last hours before such a time."""
    opens, closes = case.plan.office_hours
    for written in case.dates:
        for at, path in _times(written):
            if not opens <= at <= closes:
                message = phrase(
                    "due at {at}, outside the office hours from {opens} to {closes}, "
                    "when nobody is reminded or answers; name a time within them",
                    at=at, opens=opens, closes=closes,
                )  # fmt: skip
                yield "time-outside-hours", message, path


def _times(written: WrittenDate) -> Iterator[tuple[time, Path]]:
    due = written.due
    if isinstance(due, By | MonthEnd | Every) and due.time is not None:
        yield due.time, (*written.path, "time")
    if isinstance(due, Every) and due.rest is not None and due.rest.time is not None:
        yield due.rest.time, (*written.path, "rest", "time")


def year_inferred(case: Case) -> Iterator[Finding]:
    """An inference is said to be one (G27)."""
    for i, phase in enumerate(case.file.phases):
        if phase.year_inferred:
            message = phrase("the plan does not print the year of {phase}; {year} is inferred, have it confirmed",
                             phase=case.titled(phase), year=phase.opens_on.year)  # fmt: skip
            yield "year-inferred", message, ("phases", i, "year_inferred")


RULES = (due_on_rest_day, worked_weekend, provisional_year, time_outside_hours, year_inferred)
