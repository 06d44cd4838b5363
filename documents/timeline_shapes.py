"""What a timeline is drawn from, and what is to be drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

KINDS = ("reminders", "others", "escalations", "held")
"""Parts of a bar, from the bottom up."""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """What a day brings."""

    on: date
    rest: bool
    made_up: bool
    """A day of the weekend that is worked."""
    outage: bool = False
    """No run happens."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Messages by kind (`KINDS`)."""

    @property
    def messages(self) -> int:
        """All of them."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Span:
    """A phase: its name and its days, both inclusive."""

    name: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Point:
    """Something on one day: a milestone, today."""

    name: str
    on: date
    note: str = ""
    """The whole of it, where the name is short."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A point with its name beside it; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    text: str
    anchor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a scale."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything to draw."""

    width: float
    height: float
    top: float
    """Upper edge of the plot."""
    bottom: float
    """Its lower edge, where bars stand."""
    step: str
    """What a bar is: `day`, `week`, `month`."""
    phases: tuple[Box, ...]
    flags: tuple[Flag, ...]
    rests: tuple[Box, ...]  # noqa: V107 -- read by the template
    made_up: tuple[Box, ...]
    outages: tuple[Box, ...]
    bars: tuple[Box, ...]  # noqa: V107 -- read by the template
    months: tuple[Tick, ...]  # noqa: V107 -- read by the template
    levels: tuple[Tick, ...]  # noqa: V107 -- read by the template
    today: Flag | None


@dataclass(frozen=True, slots=True)
class Writing:
    """How days are written in the picture."""

    day: Callable[[date], str]
    month: Callable[[date], str]
