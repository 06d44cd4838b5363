"""Which days are worked: weekends, public holidays, make-up working days 调休, local days.

The data come from the `holidays` package (for China: the State Council's yearly notices, 2001 on) and from the
campaign file. A `WorkingCalendar` is a value: the days of a span of years, sorted, so that every question is a bisect.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

_SUBSTITUTING = frozenset({"CN"})
"""Countries that move working days by a yearly notice: a year without such days is not yet published."""


class OutsideCalendarError(ValueError):
    """A day was asked for outside the years the calendar was built for: build it wider."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """The working days from `first` to `last`, both inclusive. Compared by identity: it keys caches."""

    first: date
    last: date
    working: tuple[int, ...] = field(repr=False)
    """Proleptic ordinals of the working days, ascending."""
    provisional_years: frozenset[int] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    """Weekdays that are usually off, Monday being 0."""

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked."""
        at = bisect_left(self.working, self._ordinal(day))
        return at < len(self.working) and self.working[at] == day.toordinal()

    def on_or_before(self, day: date) -> date:
        """The last working day not after `day`."""
        return self._at(bisect_right(self.working, self._ordinal(day)) - 1)

    def on_or_after(self, day: date) -> date:
        """The first working day not before `day`."""
        return self._at(bisect_left(self.working, self._ordinal(day)))

    def add(self, day: date, working_days: int) -> date:
        """Move by working days: +1 is the first working day after `day`, -1 the last before it, 0 is `day` itself."""
        if working_days == 0:
            return day
        ordinal = self._ordinal(day)
        if working_days > 0:
            return self._at(bisect_right(self.working, ordinal) - 1 + working_days)
        return self._at(bisect_left(self.working, ordinal) + working_days)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        return bisect_right(self.working, self._ordinal(end)) - bisect_right(self.working, self._ordinal(start))

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice of moved working days is not out, so that the answer is 暂定."""
        return day.year in self.provisional_years

    def is_worked_weekend(self, day: date) -> bool:
        """Whether `day` is usually off and yet worked (a make-up working day)."""
        return day.weekday() in self.weekend and self.is_working_day(day)

    def is_weekday_off(self, day: date) -> bool:
        """Whether `day` is usually worked and yet off."""
        return day.weekday() not in self.weekend and not self.is_working_day(day)

    def _ordinal(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideCalendarError(f"{day} is not between {self.first} and {self.last}")
        return day.toordinal()

    def _at(self, index: int) -> date:
        if not 0 <= index < len(self.working):
            raise OutsideCalendarError(f"no working day left between {self.first} and {self.last}")
        return date.fromordinal(self.working[index])


def build_calendar(
    country: str | None,
    first_year: int,
    last_year: int,
    *,
    subdivision: str | None = None,
    rest: Collection[date] = (),
    work: Collection[date] = (),
) -> WorkingCalendar:
    """Build the calendar of a country for whole years, both inclusive.

    Args:
        country: ISO 3166 code; None makes every day a working day.
        subdivision: the country's part that has holidays of its own (`ENG`, `BY`), as `holidays` names it.
        rest: local days off; they win over the country's data.
        work: local days worked out of turn; they win over everything, and a year that has one counts as published.

    Raises:
        NotImplementedError: the `holidays` package does not know the country or the subdivision.
    """
    off, worked, weekend, provisional = _national(country, subdivision, first_year, last_year)
    off |= set(rest)
    worked = (worked - set(rest)) | set(work)
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    working = tuple(d.toordinal() for d in days if d in worked or (d.weekday() not in weekend and d not in off))
    return WorkingCalendar(
        first, last, working, frozenset(provisional - {day.year for day in work}), frozenset(weekend)
    )


def _national(
    country: str | None, subdivision: str | None, first_year: int, last_year: int
) -> tuple[set[date], set[date], set[int], set[int]]:
    if country is None:
        return set(), set(), set(), set()
    import holidays  # noqa: PLC0415 -- 60 ms that a calendar without a country does not need

    # a year beside each end: a notice moves days across New Year
    years = range(first_year - 1, last_year + 2)
    data = holidays.country_holidays(country, subdiv=subdivision, years=years)
    worked = set(data.weekend_workdays)
    moved = {day.year for day in worked}
    provisional = set(years) - moved if country in _SUBSTITUTING else set()
    return set(data), worked, set(data.weekend), provisional


def known_country(country: str, subdivision: str | None = None) -> bool:
    """Whether the `holidays` package has the country (and its subdivision)."""
    import holidays  # noqa: PLC0415

    known = holidays.list_supported_countries(include_aliases=False)
    return country in known and (subdivision is None or subdivision in known[country])


def add_days(day: date, days: int) -> date:
    """Calendar days, working or not."""
    return day + timedelta(days=days)
