"""The plan: a campaign file resolved into dated values. Nothing here has happened yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from models.words import Actor, DueKind, Form, Offset, Path, PhaseKind, Phrase, RestDay, Role, Text
from schedule.directory import Directory
from schedule.ladder import Ladder
from schedule.timing import Timing
from schedule.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Dated:
    """What a date of the file comes to."""

    kind: DueKind
    due_on: date | None = None
    """The last day, inclusive; None where there is none or nobody knows it."""
    opens_on: date | None = None
    nominal_on: date | None = None
    """The day a recurring duty falls on before its own rule for days off."""
    due_at: time | None = None
    candidates: tuple[date, ...] = ()
    period: str | None = None
    after: str | None = None
    """Of a relative date: the campaign's, a phase's, a milestone's or a deliverable's day it is counted from."""
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class FormOwed:
    """One form of a deliverable."""

    form: Form
    copies: int | None = None
    seal: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """A deliverable that one unit owes, once."""

    id: str
    """`deliverable/unit[@period]`, `deliverable/slot-07`, `deliverable.step/unit`."""
    deliverable: str
    unit: str | None
    """Who owes it; None where the plan does not say."""
    phase: str
    milestone: str
    title: Text
    step_title: Text | None
    dated: Dated
    timing: Timing | None
    actor: Actor = Actor.OWNER
    clause: str | None = None
    forms: tuple[FormOwed, ...] = ()
    commitment: bool = False
    submit_to: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Obligations that must be finished first: a chain's step before it, and what `needs` names."""
    ladder: str | None = None
    """The ladder of the deliverable or of a veto it serves; without one the owner's holds (`Plan.ladder_of`)."""
    slot: int | None = None
    label: str | None = None
    """The class of units it was given for."""
    readiness_for: str | None = None
    """The external act the office must be ready for."""
    note: Text | None = None
    path: Path = ()


class QuestionKind(StrEnum):
    """What an answer is: a due day, an announced day, an owner, a name, a deputy leader's seat, a reading, words."""

    DUE = "due"
    DAY = "day"
    OWNER = "owner"
    NAME = "name"
    IN_CHARGE = "in_charge"
    READING = "reading"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can say."""

    id: str
    kind: QuestionKind
    text: Phrase | Text
    clause: str | None = None
    candidates: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    path: Path = ()


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase's window, both days inclusive."""

    key: str
    kind: PhaseKind
    title: Text
    opens_on: date
    closes_on: date
    path: Path


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """A milestone with its date."""

    key: str
    phase: str
    title: Text
    dated: Dated
    clause: str | None
    path: Path


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers questions about a notice."""

    name: str | None = None
    phone: str | None = None
    mail: str | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """A whole campaign, dated."""

    key: str
    title: Text
    timezone: str
    opens_on: date
    closes_on: date
    rest_day: RestDay
    office_hours: tuple[time, time]
    languages: tuple[str, ...]
    review_term: int
    """Working days the office has to decide what waits on it."""
    contact: Contact
    calendar: WorkingCalendar
    directory: Directory
    ladders: Mapping[str, Ladder]
    default_ladder: str | None
    party_ladders: Mapping[str, str]
    """Ladders of units and bodies that have one of their own, or by their kind."""
    up_to: Mapping[str, Role]
    """The highest role that is told of what a unit owes, where its kind sets one."""
    phases: tuple[PhasePlan, ...]
    milestones: tuple[MilestonePlan, ...]
    obligations: tuple[Obligation, ...]
    questions: tuple[Question, ...]
    by_id: Mapping[str, Obligation] = field(default_factory=dict, repr=False)

    @property
    def first_on(self) -> date:
        """The first phase's first day: from it on a campaign rehearsed from its file is known."""
        return min((phase.opens_on for phase in self.phases), default=self.opens_on)

    def ladder_of(self, one: Obligation, unit: str | None) -> Ladder | None:
        """The nearest ladder: a veto's or the deliverable's, else that of the unit or its kind, else the campaign's.

        `unit` is who owes it now: an open slot that finds its owner takes its owner's ladder.
        """
        key = one.ladder or self.party_ladders.get(unit or "") or self.default_ladder
        return self.ladders.get(key) if key else None
