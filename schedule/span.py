"""The working calendar of a campaign file: wide enough for every day of the file and what is counted from it."""

from collections.abc import Iterator, Mapping
from datetime import date

from schedule.campaign_file.shapes import CampaignFile
from schedule.working_calendar import WorkingCalendar, build_calendar

YEARS_BEFORE, YEARS_AFTER = 8, 8
"""Room for relative dates, which `references` bounds to three years in sum, and a rung 999 working days from them."""


def calendar_of(file: CampaignFile) -> WorkingCalendar:
    """Build the calendar a campaign file asks for."""
    years = set(_years(file.model_dump()))
    local = file.campaign.calendar
    return build_calendar(
        local.country,
        min(years) - YEARS_BEFORE,
        max(years) + YEARS_AFTER,
        subdivision=local.subdivision,
        rest=local.rest,
        work=local.work,
    )


def _years(data: object, key: object = None) -> Iterator[int]:
    """Every year that a day of the file lies in; recurring duties keep their first and last day as text."""
    if isinstance(data, date):
        yield data.year
    elif isinstance(data, str) and key in {"first", "until", "half_year"}:
        yield int(data[:4])
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _years(value, name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _years(value)
