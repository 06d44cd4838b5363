"""Rules about single days: days off, worked weekends, years not yet published, times of day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from models.words import Path, Phrase, RestDay, phrase
from schedule.campaign_file.dates import By, Every, MonthEnd
from schedule.campaign_file.references import Finding
from schedule.lint.case import Case, WrittenDate
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
_FIRST, _LAST, _DUE = phrase("the phase's first day"), phrase("the phase's last day"), phrase("the due day")


@dataclass(frozen=True, slots=True)
class _Written:
    """Days written at one place, and what they are."""

    what: Phrase
    days: tuple[date, ...]
    path: Path
    total: int


def due_on_rest_day(case: Case) -> Iterator[Finding]:
    """A day off is said with what comes of it; nothing is moved in silence (law 3; G19)."""
    calendar = case.plan.calendar
    for written in _days(case):
        off = tuple(day for day in written.days if not calendar.is_working_day(day))
        if len(off) == 1:
            yield "due-on-rest-day", _one_day_off(case, written.what, off[0]), written.path
        elif off:
            message = phrase(
                "{count} of {total} due days are days off: {days}; "
                "say with `rest` where they go, or leave them as they are",
                count=len(off), total=written.total, days=off,
            )  # fmt: skip
            yield "due-on-rest-day", message, written.path


def _one_day_off(case: Case, what: Phrase, day: date) -> Phrase:
    calendar = case.plan.calendar
    return phrase(
        "{what} {day} is a day off ({why}); "
        "the last working day before it is {before}, the next after it {after}; {rule}",
        what=what,
        day=day,
        why=phrase("{weekday}, a holiday", weekday=_WEEKDAYS[day.weekday()])
        if calendar.is_weekday_off(day)
        else _WEEKDAYS[day.weekday()],
        before=calendar.on_or_before(day),
        after=calendar.on_or_after(day),
        rule=_no_run(case, day) if what is _FIRST else _rule(case, day),
    )


def _no_run(case: Case, day: date) -> Phrase:
    return phrase("nothing is sent before {after}", after=case.plan.calendar.on_or_after(day))


def _rule(case: Case, day: date) -> Phrase:
    last = timing(day, case.plan.rest_day, case.plan.calendar).late_after
    if case.plan.rest_day is RestDay.LITERAL:
        return phrase("this campaign takes days as written (rest_day: literal): "
                      "the last day that is not late is {last}",
                      last=last)  # fmt: skip
    if case.plan.rest_day is RestDay.PREVIOUS:
        return phrase("this campaign goes back to the working day before (rest_day: previous): "
                      "the last day that is not late is {last}", last=last)  # fmt: skip
    return phrase("this campaign goes on to the next working day (rest_day: next): "
                  "the last day that is not late is {last}", last=last)  # fmt: skip


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
            message = phrase("{count} of {total} due days are weekend days that are worked: {days}",
                             count=len(worked), total=written.total, days=worked)  # fmt: skip
            yield "worked-weekend", message, written.path


def _days(case: Case) -> Iterator[_Written]:
    for i, phase in enumerate(case.file.phases):
        yield _Written(_FIRST, (phase.opens_on,), ("phases", i, "opens_on"), 1)
        yield _Written(_LAST, (phase.closes_on,), ("phases", i, "closes_on"), 1)
    for written in case.dates:
        yield _Written(_DUE, written.days, written.value, len(written.days))


def provisional_year(case: Case) -> Iterator[Finding]:
    """Without the year's notice only weekends and statutory days are known: 暂定 (§9). One finding a year."""
    resting: dict[int, list[tuple[Path, date]]] = {}
    for written in case.dates:
        for day in sorted({one.due_on for one in written.dates if one.due_on is not None}):
            for year in _unpublished(case, day):
                resting.setdefault(year, []).append((written.value, day))
    for year, found in resting.items():
        message = phrase(
            "the working days of {year} are not published yet; {count} due days rest on that year and are provisional: "
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
                    "due at {at}, outside the office hours from {opens} to {closes}: "
                    "nobody is reminded or answers then",
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
