"""Every way the file can give a date, as written: nothing is computed here."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Tag, model_validator

from models.words import phrase
from schedule.campaign_file.hints import InShort, as_list, schema
from schedule.campaign_file.recurring import WEEKDAYS, Every
from schedule.campaign_file.refusal import refuse, shown
from schedule.campaign_file.shape import Shape, refuse_at
from schedule.campaign_file.values import Clock, Day, Month, OffsetText, Reference, bound_year

__all__ = ["WEEKDAYS", "Every"]


class By(Shape):
    """On or before a day, that day included."""

    by: Day
    """The last day, inclusive."""
    time: Clock | None = None
    """The time on that day."""


class MonthEnd(Shape):
    """On or before a month's last day: 5月底前."""

    month_end: Month
    """The month whose last day it is."""
    time: Clock | None = None
    """The time on that day."""


def _read_window(value: object) -> object:
    if not isinstance(value, list | tuple) or len(value) != 2:
        refuse("wrong-type", phrase("must be two days, the first and the last: [2024-06-01, 2024-06-30]"))
    return value


class Window(Shape):
    """From a day to a day, both inclusive."""

    window: Annotated[tuple[Day, Day], BeforeValidator(_read_window)]
    """First and last day."""

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.window[0] > self.window[1]:
            refuse_at("window", "bad-date", phrase("the window ends before it begins"))
        return self


def _read_half(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-H[12]", value):
        refuse("bad-date", phrase("must be a half-year like 2024-H1, not {value}", value=shown(value)))
    bound_year(int(value[:4]))
    return value


class HalfYear(Shape):
    """On or before the last day of a half-year: 上半年."""

    half_year: Annotated[str, BeforeValidator(_read_half), schema(type="string", pattern=r"^[0-9]{4}-H[12]$")]
    """2024-H1 ends on 30 June, 2024-H2 on 31 December."""


def _read_true(value: object) -> bool:
    if value is not True:
        refuse("bad-value", phrase("must be true; leave the key out otherwise"))
    return True


Yes = Annotated[Literal[True], BeforeValidator(_read_true), schema(const=True)]


class InPhase(Shape):
    """No date of its own: the phase's window holds."""

    phase: Yes
    """true: within the phase."""


class After(Shape):
    """A distance from another date."""

    after: Reference
    """`campaign.opens_on`, `PHASE.closes_on`, or the key of a milestone or deliverable."""
    offset: OffsetText
    """How far after it: 10wd working days, 10d days; before it with a minus."""


class OnNotice(Shape):
    """When somebody announces it."""

    on_notice: Yes  # noqa: V107 -- its being there says it
    """true: once announced."""


class Continuous(Shape):
    """All the time: never due, never late."""

    continuous: Yes  # noqa: V107 -- likewise
    """true: all the time."""


def _read_candidates(value: object) -> object:
    if value is True:
        return []
    if value is False or value is None or isinstance(value, dict):
        refuse("wrong-type", phrase("must be true, or the days it could mean: [2024-03-30, 2024-03-31]"))
    return as_list(value)


_CANDIDATES_IN_SHORT = {"anyOf": [{"const": True}, {"type": "string", "format": "date"}]}


class Unknown(Shape):
    """The plan does not say."""

    unknown: Annotated[tuple[Day, ...], BeforeValidator(_read_candidates), InShort(_CANDIDATES_IN_SHORT)]
    """true, or the days it could mean."""


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
        return next(f"={name}" for name, shape in _FORMS.items() if isinstance(value, shape))
    return next((f"={name}" for name in _tags(value)), None)


Due = Annotated[
    Annotated[By, Tag("=by")]
    | Annotated[MonthEnd, Tag("=month_end")]
    | Annotated[Window, Tag("=window")]
    | Annotated[HalfYear, Tag("=half_year")]
    | Annotated[InPhase, Tag("=phase")]
    | Annotated[After, Tag("=after")]
    | Annotated[OnNotice, Tag("=on_notice")]
    | Annotated[Continuous, Tag("=continuous")]
    | Annotated[Unknown, Tag("=unknown")]
    | Annotated[Every, Tag("=every")],
    Discriminator(_which),
    BeforeValidator(_written_day),
    InShort({"type": "string", "format": "date"}),
]
"""A day, or one of the forms above."""
