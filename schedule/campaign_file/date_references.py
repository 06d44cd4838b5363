"""Dates: whether what they are counted from exists, leads somewhere, and lies on a calendar that is known."""

from collections.abc import Iterator
from datetime import date

from models.words import Phrase, phrase
from schedule.campaign_file.circles import circles
from schedule.campaign_file.dates import After
from schedule.campaign_file.entries import (
    MOST_DAYS_AWAY,
    MOST_STEPS,
    Finding,
    distance,
    written_dates,
)
from schedule.campaign_file.lookup import Names
from schedule.working_calendar import known_country

FEWEST_WORKING_DAYS = 100
"""So many days of each year are worked, whatever the file says is off; offsets are counted on that."""


def country(names: Names) -> Iterator[Finding]:
    """The country, and the part of it, are known."""
    local = names.file.campaign.calendar
    if local.country is None or known_country(local.country, local.subdivision):
        return
    key = "country" if not known_country(local.country) else "subdivision"
    message = phrase(
        "no holidays are known for {value}; write an ISO 3166 code like CN (subdivision: as the country numbers it), "
        "or null where every day is worked but those in `rest`",
        value=getattr(local, key),
    )
    yield "unknown-country", message, ("campaign", "calendar", key)


def days_left(names: Names) -> Iterator[Finding]:
    """Local days off leave days to work on."""
    days = names.calendar
    if days is None or len(names.file.campaign.calendar.rest) < FEWEST_WORKING_DAYS:
        return
    for year in range(days.first.year, days.last.year):
        worked = days.between(date(year, 1, 1), date(year + 1, 1, 1))
        if worked < FEWEST_WORKING_DAYS:
            message = phrase(
                "these days off leave only {count} working days in {year}; at least {least} are needed",
                count=worked, year=year, least=FEWEST_WORKING_DAYS,
            )  # fmt: skip
            yield "bad-value", message, ("campaign", "calendar", "rest")
            return


def anchors(names: Names) -> Iterator[Finding]:
    """What relative dates are counted from exists and is reached in few steps and days."""
    edges = {key: (due.after,) for key, due in names.dates.items() if isinstance(due, After)}
    around = dict(circles(edges))
    for due, _, path in written_dates(names.file):
        if not isinstance(due, After):
            continue
        yield from names.date(due.after, (*path, "after"))
        if due.after in around:
            yield "circle", _circle(due.after, around[due.after]), (*path, "after")
            continue
        away = distance(due, names.dates)
        if away is None and not around:
            message = phrase("is counted from another date in more than {limit} steps", limit=MOST_STEPS)
            yield "bad-date", message, (*path, "after")
        elif away is not None and away > MOST_DAYS_AWAY:
            message = phrase(
                "lies more than {days} days from the date it is counted from in the end", days=MOST_DAYS_AWAY
            )
            yield "bad-date", message, (*path, "offset")


def _circle(key: str, way: str) -> Phrase:
    if way:
        return phrase("the date of {key} leads back to itself: {way}", key=key, way=way)
    return phrase("the date of {key} leads back to itself", key=key)
