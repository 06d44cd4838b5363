"""Every way the file can give a date, as written: nothing is computed here."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Tag, WithJsonSchema, model_validator

from models.words import phrase
from schedule.campaign_file.values import (
    Clock,
    Day,
    Month,
    OffsetText,
    Reference,
    Shape,
    one_of,
    read_day,
    read_month,
    refuse,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class By(Shape):
    """On or before a day, that day included."""

    by: Day
    time: Clock | None = None


class MonthEnd(Shape):
    """On or before a month's last day: 5月底前."""

    month_end: Month
    time: Clock | None = None


class Window(Shape):
    """From a day to a day, both inclusive."""

    window: tuple[Day, Day]

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.window[0] > self.window[1]:
            refuse("bad-date", phrase("the window ends before it begins"))
        return self


def _read_half(value: object) -> str:
    text = str(value)
    if len(text) != 7 or not text[:4].isdigit() or text[4:] not in {"-H1", "-H2"}:
        refuse("bad-date", phrase("must be a half-year like 2024-H1, not {value}", value=text[:60]))
    return text


class HalfYear(Shape):
    """On or before the last day of a half-year: 上半年."""

    half_year: Annotated[
        str, BeforeValidator(_read_half), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-H[12]$"})
    ]


def _read_true(value: object) -> bool:
    if value is not True:
        refuse("bad-value", phrase("must be true; leave the key out otherwise"))
    return True


Yes = Annotated[Literal[True], BeforeValidator(_read_true)]


class InPhase(Shape):
    """No date of its own: the phase's window holds."""

    phase: Yes


class After(Shape):
    """A distance from another date: `campaign.opens_on`, `PHASE.closes_on`, a milestone's or a deliverable's."""

    after: Reference
    offset: OffsetText


class OnNotice(Shape):
    """When somebody announces it."""

    on_notice: Yes


class Continuous(Shape):
    """All the time: never due, never late."""

    continuous: Yes


def _read_candidates(value: object) -> object:
    return [] if value is True else value


class Unknown(Shape):
    """The plan does not say; candidates, if any, are days somebody could mean."""

    unknown: Annotated[tuple[Day, ...], BeforeValidator(_read_candidates)]


class RestRule(Shape):
    """Where a recurring day that is a day off goes: so many working days on (`next`) or back (`previous`)."""

    next: OffsetText | None = None
    previous: OffsetText | None = None
    time: Clock | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "RestRule":
        chosen = self.next or self.previous
        if (self.next is None) == (self.previous is None) or chosen is None or chosen.days < 1 or chosen.unit != "wd":
            refuse("bad-value", phrase("give either next or previous, with a number of working days like 1wd"))
        return self


def _as_written(value: object) -> object:
    return value if isinstance(value, bool | list | dict) else None if value is None else str(value)


_Written = Annotated[str, BeforeValidator(_as_written), WithJsonSchema({"type": ["string", "integer"]})]
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Every(Shape):
    """Again and again: one obligation an occurrence.

    `day` is a weekday (tue), a day of the month (25; past the month's end it is the last), or a working day counted
    from the month's end (-5wd) or start (3wd). A yearly duty gives its first day and, as MM-DD, those that follow.
    Without `first` and `until` it runs as long as its phase; both are days or months (2024-03), and inclusive.
    """

    every: Annotated[str, BeforeValidator(one_of("week", "month", "year"))]
    day: _Written | None = None
    first: _Written | None = None
    until: _Written | None = None
    then: _Written | None = None
    time: Clock | None = None
    rest: RestRule | None = None

    @model_validator(mode="after")
    def _readable(self) -> "Every":
        {"week": self._check_week, "month": self._check_month, "year": self._check_year}[self.every]()
        return self

    def _check_week(self) -> None:
        if self.day not in WEEKDAYS:
            refuse("bad-date", phrase("day must be one of {allowed}", allowed=WEEKDAYS))
        self._check_span()

    def _check_month(self) -> None:
        counted = self.day is not None and re.fullmatch(r"-?\d{1,2}wd", self.day) and int(self.day[:-2]) != 0
        if not counted and not (self.day and self.day.isdigit() and 1 <= int(self.day) <= 31):
            refuse("bad-date", phrase("day must be a day of the month (25) or a working day of it (3wd, -5wd)"))
        self._check_span()

    def _check_year(self) -> None:
        if self.day is not None:
            refuse("bad-date", phrase("a yearly duty has no key day: give first, and then as MM-DD"))
        if self.first is None:
            refuse("bad-date", phrase("a yearly duty needs first, a day like 2024-04-30"))
        read_day(self.first)
        if self.then is not None and not _MONTH_DAY.fullmatch(self.then):
            refuse("bad-date", phrase("then must be a month and day like 01-31"))
        if self.until is None or not re.fullmatch(r"\d{4}", self.until):
            refuse("bad-date", phrase("a yearly duty needs until, a year like 2028"))
        read_day(f"{self.until}-01-01")

    def _check_span(self) -> None:
        for end in (self.first, self.until):
            if end:
                _ = read_day(end) if end.count("-") == 2 else read_month(end)
        if self.then is not None:
            refuse("bad-date", phrase("only a yearly duty has the key then"))


_FORMS: dict[str, type[Shape]] = {
    "by": By,
    "month_end": MonthEnd,
    "window": Window,
    "half_year": HalfYear,
    "phase": InPhase,
    "after": After,
    "on_notice": OnNotice,
    "continuous": Continuous,
    "unknown": Unknown,
    "every": Every,
}


def _written_day(value: object) -> object:
    if isinstance(value, str):
        return {"by": value}
    if not isinstance(value, Shape) and not _tags(value):
        refuse(
            "bad-date",
            phrase("must be a day like 2024-03-30 or a mapping with one of the keys {allowed}", allowed=tuple(_FORMS)),
        )
    return value


def _tags(value: object) -> list[str]:
    return [name for name in _FORMS if isinstance(value, dict) and name in value]


def _which(value: object) -> str | None:
    if isinstance(value, Shape):
        return next(name for name, shape in _FORMS.items() if isinstance(value, shape))
    return next(iter(_tags(value)), None)


Due = Annotated[
    Annotated[By, Tag("by")]
    | Annotated[MonthEnd, Tag("month_end")]
    | Annotated[Window, Tag("window")]
    | Annotated[HalfYear, Tag("half_year")]
    | Annotated[InPhase, Tag("phase")]
    | Annotated[After, Tag("after")]
    | Annotated[OnNotice, Tag("on_notice")]
    | Annotated[Continuous, Tag("continuous")]
    | Annotated[Unknown, Tag("unknown")]
    | Annotated[Every, Tag("every")],
    Discriminator(_which),
    BeforeValidator(_written_day),
]
DUE_TAGS = frozenset(_FORMS)
