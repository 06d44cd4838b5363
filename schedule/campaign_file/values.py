"""The scalars of a campaign file: each reads a person's text strictly and says what it wants.

Every scalar arrives as text (see `source`), so "012" is a number only where a number is asked for.
"""

import re
from collections.abc import Callable
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator

from models.words import LANGUAGES, Offset, phrase
from schedule.campaign_file.hints import OneOrMany, schema
from schedule.campaign_file.refusal import refuse, shown

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_NAME = 2000, 500, 130
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_BREAKS = re.compile(r"\s*[\t\n\r]\s*")
_CONTROL_BUT_BREAKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e]")
_SLOT = re.compile(r"slot-[0-9]+")
_KEY = re.compile(r"[\w][\w-]{0,59}")
_HOURS = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")


def read_day(value: object) -> date:
    """Read YYYY-MM-DD; raises a pydantic error that says what is wrong."""
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if not found:
        refuse("bad-date", phrase("must be a day like 2024-03-30, not {value}", value=shown(value)))
    year, month, day = (int(part) for part in found.groups())
    bound_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        refuse("bad-date", phrase("there is no day {value} in the calendar", value=shown(value)))


def read_month(value: object) -> date:
    """Read YYYY-MM as the month's first day; raises a pydantic error that says what is wrong."""
    if isinstance(value, date):
        return value
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if not found or not 1 <= int(found[2]) <= 12:
        refuse("bad-date", phrase("must be a month like 2024-05, not {value}", value=shown(value)))
    bound_year(int(found[1]))
    return date(int(found[1]), int(found[2]), 1)


def bound_year(year: int) -> None:
    """Refuse a year that no campaign lies in."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = phrase(
            "the year must lie from {first} to {last}, not {year}", first=FIRST_YEAR, last=LAST_YEAR, year=year
        )
        refuse("bad-date", message)


def _read_time(value: object) -> time:
    if isinstance(value, time):
        return value
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        refuse("bad-value", phrase('must be a time like "18:00", not {value}', value=shown(value)))
    return time(int(found[1]), int(found[2]))


def _read_offset(value: object) -> Offset:
    if isinstance(value, Offset):
        return value
    try:
        return Offset.parse(value if isinstance(value, str) and value.isascii() else "")
    except ValueError:
        message = phrase(
            "must be an offset like -3wd, 0, +5wd or +10d (wd: working days, d: days), not {value}", value=shown(value)
        )
        refuse("bad-value", message)


def _read_term(value: object) -> Offset:
    term = _read_offset(value)
    if term.unit != "wd" or term.days < 0:
        refuse("bad-value", phrase("must be a number of working days like 3wd, not {value}", value=shown(value)))
    return term


def counted(first: int, last: int) -> Callable[[object], int]:
    """A validator for a whole number from `first` to `last`, both inclusive."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
            refuse("wrong-type", phrase("must be a whole number, not {value}", value=shown(value)))
        if not first <= int(value) <= last:
            message = phrase("must lie from {first} to {last}, not {value}", first=first, last=last, value=value)
            refuse("bad-value", message)
        return int(value)

    return read


def _read_line(value: object) -> str:
    """One line: where the file breaks it, a space stands."""
    return _BREAKS.sub(" ", _read_prose(value))


def _read_prose(value: object) -> str:
    if not isinstance(value, str):
        message = phrase("must be text, not {value}", value=shown(value))
        if isinstance(value, bool | None):
            message = phrase("must be text, not {value}; put it in quotes", value=shown(value))
        refuse("wrong-type", message)
    if not value.strip():
        refuse("bad-value", phrase("must not be empty"))
    if len(value) > LONGEST_TEXT:
        refuse("bad-value", phrase("is {size} characters long; at most {limit}", size=len(value), limit=LONGEST_TEXT))
    if _CONTROL_BUT_BREAKS.search(value):
        refuse("bad-value", phrase("must be plain text without control characters"))
    return value.strip()


def _read_key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        message = phrase("must be a short name of letters, digits, - and _, not {value}", value=shown(value))
        refuse("bad-key", message)
    return value


def _read_party(value: object) -> str:
    key = _read_key(value)
    if key == "all" or _SLOT.fullmatch(key):
        refuse("bad-key", phrase("{key} has a meaning of its own; choose another key", key=key))
    return key


def _read_reference(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        refuse("wrong-type", phrase("must be a name that the file defines, not {value}", value=shown(value)))
    return value


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        refuse("wrong-type", phrase("must be true or false, not {value}", value=shown(value)))
    return value


def _read_hours(value: object) -> tuple[time, time]:
    if isinstance(value, tuple):
        return value
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if not found:
        message = phrase('must be hours like "08:30-17:30", not {value}', value=shown(value))
        refuse("bad-value", message)
    start = _read_time(found[1])
    end = time.max if found[2] == "24:00" else _read_time(found[2])
    if start >= end:
        refuse("bad-value", phrase("the hours must begin before they end"))
    return start, end


def _read_zone(value: object) -> str:
    if not isinstance(value, str):
        refuse("bad-value", phrase("must be a time zone like Asia/Shanghai, not {value}", value=shown(value)))
    if value not in _zones():
        message = phrase("must be a time zone like Asia/Shanghai, not {value}", value=shown(value))
        if close := get_close_matches(value[:60], _zones(), 1):
            message = phrase(
                "no time zone is called {value}; did you mean {close}?", value=shown(value), close=close[0]
            )
        refuse("bad-value", message)
    return value


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def one_of(*allowed: str) -> Callable[[object], str]:
    """A validator for a closed list of words."""
    # as the file writes them: a word of the vocabulary would be translated
    words = tuple(str(word) for word in allowed)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            refuse("bad-value", phrase("must be one of {allowed}, not {value}", allowed=words, value=shown(value)))
        return str(value)

    return read


KEY_PATTERN = r"^[^\s./@:,-][^\s./@:,]{0,59}$"
"""Letters of any script, digits, - and _: as near as the regular expressions of all editors come."""
TEXT_TYPES = ["string", "number"]
"""How YAML reads what is text here: 2024 is a number to an editor and a title to us."""

Day = Annotated[date, BeforeValidator(read_day), schema(type="string", format="date")]
Month = Annotated[date, BeforeValidator(read_month), schema(type="string", pattern=r"^[0-9]{4}-[0-9]{2}$")]
Clock = Annotated[time, BeforeValidator(_read_time), schema(type="string", pattern=r"^[0-9]{2}:[0-9]{2}$")]
OffsetText = Annotated[
    Offset,
    BeforeValidator(_read_offset),
    schema(type=["string", "integer"], pattern=r"^([+-]?0|[+-]?[0-9]{1,3}(wd|d))$"),
]
Term = Annotated[Offset, BeforeValidator(_read_term), schema(type=["string", "integer"], pattern=r"^(0|[0-9]{1,3}wd)$")]
Count = Annotated[int, BeforeValidator(counted(1, 999)), schema(type="integer", minimum=1, maximum=999)]
Line = Annotated[str, BeforeValidator(_read_line), schema(type=TEXT_TYPES, maxLength=LONGEST_TEXT)]
Prose = Annotated[str, BeforeValidator(_read_prose), schema(type=TEXT_TYPES, maxLength=LONGEST_TEXT)]
Key = Annotated[str, BeforeValidator(_read_key), schema(type=TEXT_TYPES, pattern=KEY_PATTERN)]
PartyKey = Annotated[str, BeforeValidator(_read_party), schema(type=TEXT_TYPES, pattern=KEY_PATTERN)]
Reference = Annotated[str, BeforeValidator(_read_reference), schema(type=TEXT_TYPES, maxLength=LONGEST_NAME)]
"""A key defined elsewhere in the file; `references` looks it up."""
Flag = Annotated[bool, BeforeValidator(_read_flag), schema(type="boolean")]
Hours = Annotated[
    tuple[time, time],
    BeforeValidator(_read_hours),
    schema(type="string", pattern=r"^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"),
]
Zone = Annotated[str, BeforeValidator(_read_zone), schema(type="string", examples=["Asia/Shanghai"])]
Language = Annotated[str, AfterValidator(one_of(*LANGUAGES)), schema(type="string", enum=list(LANGUAGES))]
Lines = Annotated[tuple[Line, ...], OneOrMany()]
References = Annotated[tuple[Reference, ...], OneOrMany()]
