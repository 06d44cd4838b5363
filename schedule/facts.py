"""What has happened so far: the facts about each obligation, and the book that holds them all. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from models.words import Form, ItemKind, Phrase, Role, Status
from schedule.plan import Obligation, Plan
from schedule.timing import Timing, timing


class Outcome(StrEnum):
    """What became of a rung for a seat."""

    SENT = "sent"
    HELD = "held"
    NO_ADDRESS = "no_address"
    SUPERSEDED = "superseded"


class WaitKind(StrEnum):
    """What waits for the office to decide; part of an item's key (design law 15)."""

    REVIEW = "review"
    EXTENSION = "extension"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class Told:
    """One rung of one due day for one seat, once and for all (design law 4)."""

    about: str
    """The obligation's deliverable, or the kind of wait."""
    round: int
    due_on: date
    offset: str
    seat: str
    planned_on: date
    on: date
    """The day it went, or was found superseded."""
    outcome: Outcome
    kind: ItemKind | None = None
    reason: Phrase | None = None

    @property
    def key(self) -> tuple[str, int, date, str, str]:
        """What makes it once."""
        return (self.about, self.round, self.due_on, self.offset, self.seat)


@dataclass(frozen=True, slots=True)
class Wait:
    """Something the office has to decide."""

    kind: WaitKind
    asked_on: date
    due_on: date
    """The last day of the office's term, inclusive; a working day."""
    until: date | None = None
    """The day that was asked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of one obligation."""

    known_on: date
    unit: str | None
    status: Status = Status.OPEN
    round: int = 0
    due_on: date | None = None
    """As the plan, or an answer, says; never moved."""
    term_on: date | None = None
    """A later day given by an extension or a return."""
    received: frozenset[Form] = frozenset()
    committed: bool = False
    submitted_on: date | None = None
    late: bool = False
    """曾逾期: judged on the first complete submission and kept."""
    acknowledged_on: date | None = None
    returned_on: date | None = None
    return_reason: str | None = None
    waits: tuple[Wait, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def effective_due_on(self) -> date | None:
        """The day that counts now."""
        return self.term_on or self.due_on

    @property
    def finished(self) -> bool:
        """Whether nothing is owed any more."""
        return self.status in {Status.ACCEPTED, Status.WAIVED, Status.CANCELLED}

    @property
    def escalations_held(self) -> bool:
        """Whether an undecided extension or dispute holds every escalation."""
        return any(wait.kind is not WaitKind.REVIEW for wait in self.waits)


@dataclass(frozen=True, slots=True)
class Item:
    """One rung of one obligation in a notice."""

    obligation: str
    about: str
    unit: str | None
    round: int
    due_on: date
    effective_due_on: date
    offset: str
    planned_on: date
    audience: tuple[Role, ...]
    kind: ItemKind
    reason: tuple[Phrase, ...]
    seat: str
    order: int = 0
    told_before: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Awaiting:
    """An item above the office director that a person has to release (design law 12)."""

    item: Item
    notice: str
    """Key of the held notice it stands in."""
    released: bool = False


class Reachability(StrEnum):
    """Whether a seat without a person or address is addressed all the same."""

    ASSUME = "assume"
    REAL = "real"


@dataclass(frozen=True, eq=False)
class Book:
    """A campaign at one moment."""

    plan: Plan
    facts: Mapping[str, Facts]
    awaiting: tuple[Awaiting, ...] = ()
    weeks_told: frozenset[tuple[int, int]] = frozenset()
    """ISO weeks in which the office has had its weekly lines."""
    known_on: date = date.min
    answered: frozenset[str] = frozenset()
    announced: Mapping[str, date] = field(default_factory=dict)
    """Days announced for external acts, by obligation."""
    in_charge: Mapping[str, str] = field(default_factory=dict)
    """Deputy leaders named in answers, by unit."""
    reachability: Reachability = Reachability.ASSUME
    written: frozenset[str] = frozenset()
    """Keys of the messages that an earlier run of the same day planned: their readers get no second one (law 13)."""

    def timing(self, one: Obligation) -> Timing | None:
        """The days around the day that counts now."""
        due_on = self.facts[one.id].effective_due_on
        return timing(due_on, self.plan.rest_day, self.plan.calendar) if due_on else None

    def blocked_by(self, one: Obligation) -> str | None:
        """The first unfinished obligation that must come before this one."""
        return next((need for need in one.needs if not self.facts[need].finished), None)

    @property
    def asked(self) -> frozenset[str]:
        """Obligations for which a later day is asked for and named."""
        return frozenset(key for key, facts in self.facts.items() if any(wait.until for wait in facts.waits))

    def with_facts(self, changed: Mapping[str, Facts]) -> "Book":
        """The book with some facts replaced."""
        return replace(self, facts={**self.facts, **changed})


def open_book(plan: Plan, known_on: date, reachability: Reachability = Reachability.ASSUME) -> Book:
    """A campaign of which nothing has happened yet, everything in it known from `known_on`."""
    facts = {one.id: Facts(known_on, one.unit, due_on=one.dated.due_on) for one in plan.obligations}
    return Book(plan, facts, known_on=known_on, reachability=reachability)
