"""Dates that come again and again, as written: nothing is computed here."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from models.words import phrase
from schedule.campaign_file.hints import schema
from schedule.campaign_file.refusal import refuse, shown
from schedule.campaign_file.shape import Shape, read_at, refuse_at
from schedule.campaign_file.values import LAST_YEAR, Clock, OffsetText, one_of, read_day, read_month

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_OF_MONTH = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_WORKING_DAY = re.compile(r"-?(0?[1-9]|1[0-9]|2[0-3])wd")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_FULL_DAY = re.compile(r"[^-]*-[^-]*-[^-]*")


class RestRule(Shape):
    """Where a recurring day that is a day off goes: so many working days on (`next`) or back (`previous`)."""

    next: OffsetText | None = None
    """So many working days on: 1wd is the next one."""
    previous: OffsetText | None = None
    """So many working days back: 1wd is the one before."""
    time: Clock | None = None
    """The time on the day it goes to."""

    @model_validator(mode="after")
    def _one_way(self) -> "RestRule":
        chosen = self.next or self.previous
        if (self.next is None) == (self.previous is None) or chosen is None:
            refuse("bad-value", phrase("give either next or previous"), "next", "previous")
        if not 1 <= chosen.days <= 30 or chosen.unit != "wd":
            message = phrase("must be a number of working days from 1wd to 30wd, not {value}", value=str(chosen))
            refuse_at("next" if self.next else "previous", "bad-value", message)
        return self


def _as_written(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        refuse("bad-date", phrase("must be a date, not {value}", value=shown(value)))
    return value


Written = Annotated[str, BeforeValidator(_as_written), schema(type=["string", "integer"])]

_DayOfIt = Annotated[
    str,
    BeforeValidator(_as_written),
    schema(
        anyOf=[
            {"enum": list(WEEKDAYS)},
            {"type": "integer", "minimum": 1, "maximum": 31},
            {"type": "string", "pattern": r"^(0?[1-9]|[12][0-9]|3[01]|-?(0?[1-9]|1[0-9]|2[0-3])wd)$"},
        ]
    ),
]


class Every(Shape):
    """Again and again: one obligation an occurrence."""

    every: Annotated[
        str, BeforeValidator(one_of("week", "month", "year")), schema(type="string", enum=["week", "month", "year"])
    ]
    """How often: week, month or year."""
    day: _DayOfIt | None = None
    """A weekday (tue), a day of the month (25; past its end the last), a working day of it (3wd, -5wd)."""
    first: Written | None = None
    """From when on, inclusive: a day or a month (2024-03); without it, from the phase's first day."""
    until: Written | None = None
    """Until when, inclusive: a day or a month, of a yearly duty a year; without it, until the phase's last day."""
    then: Written | None = None
    """Of a yearly duty: month and day (01-31) in the years after the first; without it, as the first."""
    time: Clock | None = None
    """The time on that day."""
    rest: RestRule | None = None
    """Where it goes when it is a day off; without it, it stays."""

    @model_validator(mode="after")
    def _readable(self) -> "Every":
        {"week": self._check_week, "month": self._check_month, "year": self._check_year}[self.every]()
        return self

    def _check_week(self) -> None:
        if self.day not in WEEKDAYS:
            refuse_at("day", "bad-date", phrase("day must be one of {allowed}", allowed=WEEKDAYS))
        self._check_span()

    def _check_month(self) -> None:
        if not self.day or not (_DAY_OF_MONTH.fullmatch(self.day) or _WORKING_DAY.fullmatch(self.day)):
            message = phrase("day must be a day of the month (25) or a working day of it (3wd, -5wd)")
            refuse_at("day", "bad-date", message)
        self._check_span()

    def _check_year(self) -> None:
        if self.day is not None:
            message = phrase("a yearly duty has no key day: give first, and then as MM-DD")
            refuse_at("day", "bad-date", message)
        if self.first is None:
            refuse_at("first", "bad-date", phrase("a yearly duty needs first, a day like 2024-04-30"))
        first = read_at("first", read_day, self.first)
        if self.then is not None and not _MONTH_DAY.fullmatch(self.then):
            refuse_at("then", "bad-date", phrase("then must be a month and day like 01-31"))
        if self.until is None or not re.fullmatch(r"[0-9]{4}", self.until):
            refuse_at("until", "bad-date", phrase("a yearly duty needs until, a year like 2028"))
        if not first.year <= int(self.until) <= LAST_YEAR:
            message = phrase("until must be a year from {first} to {last}", first=first.year, last=LAST_YEAR)
            refuse_at("until", "bad-date", message)

    def _check_span(self) -> None:
        first = read_at("first", _day_or_month, self.first) if self.first is not None else None
        until = read_at("until", _day_or_month, self.until) if self.until is not None else None
        if first and until and self.until:
            last = until if _FULL_DAY.fullmatch(self.until) else until.replace(day=28)
            if first.replace(day=min(first.day, 28)) > last:
                refuse_at("until", "bad-date", phrase("until lies before first"))
        if self.then is not None:
            refuse_at("then", "bad-date", phrase("only a yearly duty has the key then"))


def _day_or_month(text: str) -> date:
    """A day, or a month as its first day."""
    return read_day(text) if _FULL_DAY.fullmatch(text) else read_month(text)
