"""The scalars of a campaign file: each reads a person's text strictly and says what it wants.

Every scalar arrives as text (see `source`), so "012" is a number only where a number is asked for.
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from models.words import LANGUAGES, Offset, Phrase, phrase

FIRST_YEAR, LAST_YEAR = 1990, 2100
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_KEY = re.compile(r"[\w][\w-]{0,59}")
_HOURS = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


def refuse(code: str, message: Phrase) -> NoReturn:
    """Turn down a value inside a pydantic validator; the reader gives it its place."""
    raise PydanticCustomError(code, "{phrase}", {"phrase": message})


class Shape(BaseModel):
    """Base of every mapping of the file: frozen, and every key known."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _know_every_key(cls, data: object) -> object:
        if not isinstance(data, dict):
            refuse("wrong-type", phrase("must be a mapping with the keys {allowed}", allowed=cls.allowed()))
        if unknown := [key for key in data if key not in cls.allowed()]:
            raise PydanticCustomError("unknown-keys", "", {"keys": unknown, "allowed": cls.allowed()})
        return data

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """The keys a person may write, in the order of the documentation."""
        return tuple(info.alias or name for name, info in cls.model_fields.items())


def read_day(value: object) -> date:
    """Read YYYY-MM-DD; raises a pydantic error that says what is wrong."""
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if not found:
        refuse("bad-date", phrase("must be a day like 2024-03-30, not {value}", value=_shown(value)))
    year, month, day = (int(part) for part in found.groups())
    _bound_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        refuse("bad-date", phrase("there is no day {value} in the calendar", value=_shown(value)))


def read_month(value: object) -> date:
    """Read YYYY-MM as the month's first day; raises a pydantic error that says what is wrong."""
    if isinstance(value, date):
        return value
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if not found or not 1 <= int(found[2]) <= 12:
        refuse("bad-date", phrase("must be a month like 2024-05, not {value}", value=_shown(value)))
    _bound_year(int(found[1]))
    return date(int(found[1]), int(found[2]), 1)


def _bound_year(year: int) -> None:
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
        refuse("bad-value", phrase('must be a time like "18:00", not {value}', value=_shown(value)))
    return time(int(found[1]), int(found[2]))


def _read_offset(value: object) -> Offset:
    if isinstance(value, Offset):
        return value
    try:
        return Offset.parse(str(value))
    except ValueError:
        message = phrase(
            "must be an offset like -3wd, 0, +5wd or +10d (wd: working days, d: days), not {value}", value=_shown(value)
        )
        refuse("bad-value", message)


def _read_count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,4}", value):
        refuse("wrong-type", phrase("must be a whole number, not {value}", value=_shown(value)))
    return int(value)


def _read_line(value: object) -> str:
    if not isinstance(value, str):
        refuse("wrong-type", phrase("must be text, not {value}; put it in quotes", value=_shown(value)))
    if not value.strip():
        refuse("bad-value", phrase("must not be empty"))
    if len(value) > 2000:
        refuse("bad-value", phrase("is {size} characters long; at most 2000", size=len(value)))
    return value.strip()


def _read_key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        message = phrase("must be a short name of letters, digits, - and _, not {value}", value=_shown(value))
        refuse("bad-key", message)
    return value


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        refuse("wrong-type", phrase("must be true or false, not {value}", value=_shown(value)))
    return value


def _read_text(value: object) -> dict[str, str]:
    if isinstance(value, str):
        return {"": _read_line(value)}
    if not isinstance(value, dict) or not value:
        refuse("wrong-type", phrase("must be text, or a text for each language: {allowed}", allowed=LANGUAGES))
    if unknown := [key for key in value if key and key not in LANGUAGES]:
        raise PydanticCustomError("unknown-keys", "", {"keys": unknown, "allowed": LANGUAGES})
    return {language: _read_line(text) for language, text in value.items()}


def _read_hours(value: object) -> tuple[time, time]:
    if isinstance(value, tuple):
        return value
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if not found:
        message = phrase('must be hours like "08:30-17:30", not {value}', value=_shown(value))
        refuse("bad-value", message)
    start = _read_time(found[1])
    end = time.max if found[2] == "24:00" else _read_time(found[2])
    if start >= end:
        refuse("bad-value", phrase("the hours must begin before they end"))
    return start, end


def _read_zone(value: object) -> str:
    if not isinstance(value, str) or value not in available_timezones():
        message = phrase("must be a time zone like Asia/Shanghai, not {value}", value=_shown(value))
        refuse("bad-value", message)
    return ZoneInfo(value).key


def one_of(*allowed: str) -> Callable[[object], str]:
    """A validator for a closed list of words."""
    # as the file writes them: a word of the vocabulary would be translated
    words = tuple(str(word) for word in allowed)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            refuse("bad-value", phrase("must be one of {allowed}, not {value}", allowed=words, value=_shown(value)))
        return str(value)

    return read


def as_list(value: object) -> object:
    """One word stands for a list of one."""
    return [value] if isinstance(value, str | dict) else value


def _shown(value: object) -> str | Phrase:
    """A value as the file writes it; what has no short form by its name."""
    if isinstance(value, list):
        return phrase("a list")
    if isinstance(value, dict):
        return phrase("a mapping")
    text = {None: "null", True: "true", False: "false"}[value] if isinstance(value, bool | None) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _schema(**schema: object) -> WithJsonSchema:
    return WithJsonSchema(schema)


Day = Annotated[date, BeforeValidator(read_day), _schema(type="string", format="date")]
Month = Annotated[date, BeforeValidator(read_month), _schema(type="string", pattern=r"^\d{4}-\d{2}$")]
Clock = Annotated[time, BeforeValidator(_read_time), _schema(type="string", pattern=r"^\d\d:\d\d$")]
OffsetText = Annotated[
    Offset, BeforeValidator(_read_offset), _schema(type=["string", "integer"], pattern=r"^(0|[+-]?\d{1,3}(wd|d))$")
]
Count = Annotated[int, BeforeValidator(_read_count), _schema(type="integer", minimum=0, maximum=9999)]
Line = Annotated[str, BeforeValidator(_read_line), _schema(type=["string", "number"], maxLength=2000)]
Key = Annotated[str, BeforeValidator(_read_key), _schema(type="string", pattern=r"^\w[\w-]{0,59}$")]
Reference = Annotated[str, BeforeValidator(_read_line), _schema(type="string")]
"""A key defined elsewhere in the file; `references` looks it up."""
Flag = Annotated[bool, BeforeValidator(_read_flag), _schema(type="boolean")]
Localised = Annotated[
    dict[str, str],
    BeforeValidator(_read_text),
    _schema(
        anyOf=[
            {"type": ["string", "number"]},
            {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": {language: {"type": "string"} for language in LANGUAGES},
            },
        ]
    ),
]
Hours = Annotated[
    tuple[time, time], BeforeValidator(_read_hours), _schema(type="string", pattern=r"^\d\d:\d\d-\d\d:\d\d$")
]
Zone = Annotated[str, BeforeValidator(_read_zone), _schema(type="string", examples=["Asia/Shanghai"])]
Language = Annotated[str, AfterValidator(one_of(*LANGUAGES)), _schema(type="string", enum=list(LANGUAGES))]
Lines = Annotated[tuple[Line, ...], BeforeValidator(as_list)]
References = Annotated[tuple[Reference, ...], BeforeValidator(as_list)]
