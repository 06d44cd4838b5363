"""The vocabulary: enums and frozen values that every package speaks. Standard library only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

OFFICE = "office"
"""Key of the body that runs the campaign: it chases, collects and reviews."""
LEADING_GROUP = "leading-group"
"""Key of the body the office answers to."""
LANGUAGES = ("zh_Hans", "zh_Hant", "en")
"""Languages of the catalogues, the first is the source of every text for people."""


class PhaseKind(StrEnum):
    """What a phase is for; picks the flow that runs it."""

    PREPARATION = "preparation"
    COLLECTION = "collection"
    ACCEPTANCE = "acceptance"


class Role(StrEnum):
    """What a seat is to its unit or body."""

    LIAISON = "liaison"
    HEAD = "head"
    ALTERNATE = "alternate"
    OFFICE_DEPUTY = "office_deputy"
    OFFICE_MANAGER = "office_manager"
    OFFICE_DIRECTOR = "office_director"
    MEMBER = "member"
    DEPUTY_LEADER = "deputy_leader"
    LEADER = "leader"

    @property
    def rank(self) -> int:
        """Height in the hierarchy: escalation climbs it, release is judged on it."""
        return _RANKS[self]


_RANKS = {
    Role.ALTERNATE: 0,
    Role.LIAISON: 1,
    Role.HEAD: 2,
    Role.OFFICE_DEPUTY: 3,
    Role.OFFICE_MANAGER: 4,
    Role.OFFICE_DIRECTOR: 5,
    Role.MEMBER: 6,
    Role.DEPUTY_LEADER: 7,
    Role.LEADER: 8,
}


class RestDay(StrEnum):
    """Whether a due day that is a day off still makes its own day the last that is not late."""

    LITERAL = "literal"
    PREVIOUS = "previous"
    NEXT = "next"


class DueKind(StrEnum):
    """How the plan gives the day."""

    BY = "by"
    MONTH_END = "month_end"
    WINDOW = "window"
    HALF_YEAR = "half_year"
    PHASE = "phase"
    RECURRING = "recurring"
    RELATIVE = "relative"
    ON_NOTICE = "on_notice"
    CONTINUOUS = "continuous"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How a deliverable is handed in; each form owed is a fact of its own."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Actor(StrEnum):
    """Who acts on an obligation: the one who owes it, or somebody outside who cannot be chased."""

    OWNER = "owner"
    EXTERNAL = "external"


class Status(StrEnum):
    """What is stored of an obligation; everything else is derived for a day."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WAIVED = "waived"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """Where an obligation stands on a day (design law 8)."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    DONE = "done"
    DONE_LATE = "done_late"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    EXTERNAL = "external"
    BLOCKED = "blocked"
    DATE_UNKNOWN = "date_unknown"


LAMPS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.NOT_DUE: "·",
        Standing.DUE_SOON: "◐",
        Standing.DUE_TODAY: "◐",
        Standing.OVERDUE: "✕",
        Standing.IN_REVIEW: "◇",
        Standing.RETURNED: "▲",
        Standing.DONE: "✓",
        Standing.DONE_LATE: "✓",
        Standing.WAIVED: "–",
        Standing.CANCELLED: "–",
        Standing.EXTERNAL: "○",
        Standing.BLOCKED: "○",
        Standing.DATE_UNKNOWN: "?",
    }
)
"""Shape of each standing's lamp; never colour alone."""


class ItemKind(StrEnum):
    """Up to the last day that is not late a reminder, after it an escalation."""

    REMINDER = "reminder"
    ESCALATION = "escalation"


class NoticeKind(StrEnum):
    """Why a message exists."""

    DIGEST = "digest"
    ASSIGN = "assign"
    RETURNED = "returned"
    RECEIPT = "receipt"
    LINK = "link"
    OFFICE = "office"
    TEST = "test"


class NoticeState(StrEnum):
    """Where a message is between planning and its end."""

    PLANNED = "planned"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    HELD = "held"
    DEFERRED = "deferred"
    SUPPRESSED = "suppressed"
    SUPERSEDED = "superseded"
    DEAD = "dead"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """Error: the file cannot be used. Warning: it can, but somebody should look. Question: only a person can say."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"


_OFFSET = re.compile(r"([+-]?)(\d{1,3})(wd|d)")


@dataclass(frozen=True, slots=True)
class Offset:
    """A signed number of working days (`wd`) or calendar days (`d`) from a due day; `late` stands for `LATE`."""

    days: int
    unit: str = "wd"

    @classmethod
    def parse(cls, text: str) -> "Offset":
        """Read `-3wd`, `0`, `+10d`.

        Raises:
            ValueError: the text is none of these.
        """
        if text.strip() in {"0", "+0", "-0", "0wd", "0d"}:
            return cls(0)
        found = _OFFSET.fullmatch(text.strip())
        if not found:
            raise ValueError(text)
        sign, number, unit = found.groups()
        return cls(-int(number) if sign == "-" else int(number), unit)

    def __str__(self) -> str:
        """The form the campaign file and the JSON use."""
        return "0" if self.days == 0 else f"{self.days:+d}{self.unit}"


LATE = "late"
"""Offset of the one notice about a duty that became known when no reminder lay ahead any more (design law 2)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence for people before a language is chosen: an English template of the catalogues and its values.

    Dates, units and enums among the values stay values, so that each language writes them its own way.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)


def phrase(template: str, **values: object) -> Phrase:
    """Mark a template for the catalogues and bind its values."""
    return Phrase(template, MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file a person wrote; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """The form editors jump to."""
        return f"{self.file}:{self.line}:{self.column}"


Path = tuple[str | int, ...]
"""Keys and list positions from a file's root to a value."""


def path_text(path: Path) -> str:
    """Write a path as `phases[0].milestones[1].due`; the root is `.`."""
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else str(step)
    return out or "."


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake, a doubt or an open question found in data a person wrote."""

    severity: Severity
    code: str
    message: Phrase
    path: Path
    where: Mark


Text = Mapping[str, str]
"""One text in one or several languages."""


def text_in(text: Text, language: str) -> str:
    """The text in a language, else in the first of `LANGUAGES` it has, else in any."""
    for candidate in (language, *LANGUAGES):
        if candidate in text:
            return text[candidate]
    return next(iter(text.values()), "")
