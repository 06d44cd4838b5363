"""The working calendar of a campaign file: wide enough for every day of the file and what is counted from it."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from schedule.campaign_file.dates import After, Due
from schedule.campaign_file.entries import MOST_DAYS_AWAY, distance, named_dates, written_dates
from schedule.campaign_file.shapes import CampaignFile
from schedule.working_calendar import WorkingCalendar, build_calendar

YEARS_BEFORE, YEARS_AFTER = 2, 8
"""Room beside the file's first and last year for what people do; what the file counts from its days comes on top."""
_DAYS_A_YEAR = 150
"""Of distances in which a working day counts as two: `references` wants 100 working days in each year."""


def calendar_of(file: CampaignFile, reach: date | None = None) -> WorkingCalendar:
    """Build the calendar a campaign file asks for; files that ask for the same one share it.

    Args:
        file: the campaign file.
        reach: a day it has to reach besides: that on which people work with a campaign of the past.
    """
    years = {*_years(file), *({reach.year} if reach else ())}
    more = _reach(file) // _DAYS_A_YEAR + 1
    local = file.campaign.calendar
    first, last = min(years) - YEARS_BEFORE - more, max(years) + YEARS_AFTER + more
    return _built(local.country, local.subdivision, first, last, local.rest, local.work)


@lru_cache(maxsize=8)
def _built(
    country: str | None,
    subdivision: str | None,
    first: int,
    last: int,
    rest: tuple[date, ...],
    work: tuple[date, ...],
) -> WorkingCalendar:
    return build_calendar(country, first, last, subdivision=subdivision, rest=rest, work=work)


def _years(file: CampaignFile) -> Iterator[int]:
    """Every year that a day of the plan lies in; days of people do not count."""
    yield from (file.campaign.opens_on.year, file.campaign.closes_on.year)
    for phase in file.phases:
        yield from (phase.opens_on.year, phase.closes_on.year)
    for due, _, _ in written_dates(file):
        yield from _years_of(due)


def _years_of(due: Due) -> Iterator[int]:
    """A recurring duty keeps its first and last day as text, a half-year too."""
    for key, value in due:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, date):
                yield one.year
        if isinstance(value, str) and key in {"first", "until", "half_year"}:
            yield int(value[:4])


def _reach(file: CampaignFile) -> int:
    """How far from the file's days a relative date and a rung may lead, a working day counted as two."""
    named = named_dates(file)
    away = [distance(due, named) or 0 for due, _, _ in written_dates(file) if isinstance(due, After)]
    rungs = [
        abs(rung.at.days) + (rung.every.days if rung.every else 0)
        for ladder in file.ladders.values()
        for rung in ladder
    ]
    return min(max(away, default=0), MOST_DAYS_AWAY) + 2 * max(*rungs, file.campaign.review_term.days, 0)
