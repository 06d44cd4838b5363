"""Which days are worked: weekends, public holidays, make-up working days 调休, local days.

The data come from the `holidays` package (for China: the State Council's yearly notices, 2001 on) and from the
campaign file. A `WorkingCalendar` is a value: the days of a span of years, sorted, so that every question is a bisect.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

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
    worked_weekend: frozenset[int] = field(default=frozenset(), repr=False)
    """Ordinals of the weekend days that are worked."""
    weekdays_off: frozenset[int] = field(default=frozenset(), repr=False)
    """Ordinals of the days off that are no weekend day."""
    local_off: frozenset[int] = field(default=frozenset(), repr=False)
    """Ordinals of those that are no public holiday: the campaign's own days off."""

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
        self._ordinal(day)
        return day.year in self.provisional_years

    def is_worked_weekend(self, day: date) -> bool:
        """Whether `day` is usually off and yet worked (a make-up working day)."""
        return self._ordinal(day) in self.worked_weekend

    def is_weekday_off(self, day: date) -> bool:
        """Whether `day` is usually worked and yet off."""
        return self._ordinal(day) in self.weekdays_off

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is usually worked and yet off, for more than this campaign."""
        return self.is_weekday_off(day) and day.toordinal() not in self.local_off

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
    years = range(first_year, last_year + 1)
    nation = _nation(country, subdivision, years)
    off = ((nation.weekend | nation.off) - nation.worked | set(rest)) - set(work)
    days = [day for year in years for day in _days_of(year)]
    return WorkingCalendar(
        days[0],
        days[-1],
        working=tuple(day.toordinal() for day in days if day not in off),
        provisional_years=nation.provisional - {day.year for day in work},
        worked_weekend=frozenset(day.toordinal() for day in nation.weekend - off),
        weekdays_off=frozenset(day.toordinal() for day in off - nation.weekend),
        local_off=frozenset(day.toordinal() for day in off - nation.weekend - nation.off),
    )


@dataclass(frozen=True, slots=True)
class _Nation:
    """What a country's data say about some years."""

    weekend: frozenset[date] = frozenset()
    """Day by day: some countries have moved their weekend."""
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    provisional: frozenset[int] = frozenset()


def _nation(country: str | None, subdivision: str | None, years: range) -> _Nation:
    if country is None:
        return _Nation()
    import holidays  # noqa: PLC0415 -- 60 ms that a calendar without a country does not need

    # a year beside each end: a notice moves days across New Year
    data = holidays.country_holidays(country, subdiv=subdivision, years=range(years.start - 1, years.stop + 1))
    worked = frozenset(data.weekend_workdays)
    weekend = frozenset(day for year in years for day in _days_of(year) if data.is_weekend(day))
    moved = {day.year for day in worked}
    provisional = frozenset(years) - moved if country in _SUBSTITUTING else frozenset[int]()
    return _Nation(weekend, frozenset(data), worked, provisional)


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, date(year, 12, 31).toordinal() + 1)]


def known_country(country: str, subdivision: str | None = None) -> bool:
    """Whether the `holidays` package has the country (and its subdivision)."""
    import holidays  # noqa: PLC0415 -- likewise

    known = holidays.list_supported_countries(include_aliases=False)
    return country in known and (subdivision is None or subdivision in known[country])
