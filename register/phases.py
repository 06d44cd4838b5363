"""What a phase of each kind asks for, and how far it is on a day: what the phase flows check and publish.

Pure functions over a `Status`. Each question of a phase (are the bodies in place, have the data come, …) is a function
that returns a `Check` with what is still open; a phase is judged as a whole by `verdict`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from models.words import LEADING_GROUP, OFFICE, Actor, DueKind, Phrase, Standing, phrase
from models.words import Status as ObligationStatus
from register.status import Line, Status
from schedule.plan import MilestonePlan, PhasePlan

CLOSED = frozenset({Standing.DONE, Standing.DONE_LATE, Standing.WAIVED, Standing.CANCELLED})
"""Nothing is owed any more."""
IN_HAND = CLOSED | {Standing.IN_REVIEW}
"""The one who owes has done his part."""
DUE = frozenset({Standing.DUE_SOON, Standing.DUE_TODAY, Standing.RETURNED, Standing.OVERDUE})
"""Its first reminder has come, or its day."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a phase, a milestone or a campaign does; `name` is a token that is never translated."""

    name: str
    """`NotStarted`, `OnTrack`, `n overdue` or `Closed` (design §7)."""
    overdue: int
    finished: int
    all: int


@dataclass(frozen=True, slots=True)
class PhaseView:
    """One phase on a day, with every obligation that belongs to it, however long after its window."""

    status: Status
    phase: PhasePlan
    lines: tuple[Line, ...]

    @property
    def as_of(self) -> date:
        """The day."""
        return self.status.as_of

    @property
    def milestones(self) -> tuple[MilestonePlan, ...]:
        """Of this phase, in the plan's order."""
        return tuple(one for one in self.status.plan.milestones if one.phase == self.phase.key)

    def of(self, milestone: str) -> tuple[Line, ...]:
        """The obligations of a milestone."""
        return tuple(line for line in self.lines if line.one.milestone == milestone)

    def verdict(self, lines: Iterable[Line] | None = None) -> Verdict:
        """How the phase does, or some of its obligations."""
        return verdict(self.lines if lines is None else lines, opened=self.as_of >= self.phase.opens_on)


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that a check found open: a deliverable with the units that owe it, or units alone."""

    units: tuple[str | None, ...]
    """Whom it concerns; None for an owner nobody has named."""
    lines: tuple[Line, ...] = ()
    """Of one deliverable, occurrence, day and standing."""
    note: Phrase | None = None
    """What is wrong, where the standing does not say it."""


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to one question of a phase."""

    title: Phrase
    done: int
    all: int
    """Of how many; 0 where the phase has nothing of the kind."""
    open: tuple[Open, ...] = ()


Question = Callable[[PhaseView], Check]


def view_of(status: Status, phase: str) -> PhaseView:
    """A phase on the day of a status.

    Raises:
        KeyError: the campaign has no phase of that key.
    """
    found = next((one for one in status.plan.phases if one.key == phase), None)
    if found is None:
        raise KeyError(phase)
    return PhaseView(status, found, tuple(line for line in status.lines if line.one.phase == phase))


def verdict(lines: Iterable[Line], *, opened: bool) -> Verdict:
    """How some obligations do.

    Args:
        lines: the obligations.
        opened: whether their phase's first day has come; what is overdue counts before it too.
    """
    some = tuple(lines)
    overdue = sum(line.standing is Standing.OVERDUE for line in some)
    finished = sum(line.standing in CLOSED for line in some)
    if overdue:
        name = f"{overdue} overdue"
    elif some and finished == len(some):
        name = "Closed"
    else:
        name = "OnTrack" if opened else "NotStarted"
    return Verdict(name, overdue, finished, len(some))


# -- preparation ---------------------------------------------------------------------------------------------------


def bodies_in_place(view: PhaseView) -> Check:
    """Whether every unit that owes here has a name and somebody who can be reached."""
    keys = _owing(view.lines)
    nameless = tuple(key for key in keys if view.status.plan.directory.parties[key].name is None)
    silent = tuple(key for key in keys if key in view.status.unreachable)
    found = []
    if nameless:
        found.append(Open(nameless, note=phrase("the plan does not give the name")))
    if silent:
        found.append(Open(silent, note=phrase("neither liaison nor head can be reached")))
    wrong = {*nameless, *silent}
    return Check(phrase("Bodies and units in place"), len(keys) - len(wrong), len(keys), tuple(found))


def _owing(lines: Iterable[Line]) -> tuple[str, ...]:
    units = (line.facts.unit for line in lines if line.one.actor is Actor.OWNER)
    return tuple(dict.fromkeys(unit for unit in units if unit and unit not in {OFFICE, LEADING_GROUP}))


def plans_passed_and_sent_up(view: PhaseView) -> Check:
    """How far each paper is on its way through several hands: of a chain, the first step that is not done."""
    steps = tuple(line for line in view.lines if line.one.step_title)
    return Check(
        phrase("Passed and sent up"),
        _count(steps, CLOSED),
        len(steps),
        _grouped(line for line in steps if line.standing not in CLOSED and not line.blocked_by),
    )


def tasks_assigned(view: PhaseView) -> Check:
    """Whether everything owed here has an owner and a day."""
    owed = tuple(line for line in view.lines if line.one.actor is Actor.OWNER)
    ownerless = [line for line in owed if line.facts.unit is None and line.standing not in CLOSED]
    undated = [line for line in owed if line.facts.unit is not None and _without_day(line)]
    found = (*_grouped(ownerless, phrase("nobody has named the owner")), *_grouped(undated, phrase("day unknown")))
    return Check(phrase("Assigned, with a day"), len(owed) - len(ownerless) - len(undated), len(owed), found)


def _without_day(line: Line) -> bool:
    """Whether a day is missing; what waits for something else needs one of its own all the same."""
    return line.days is None and line.one.dated.kind is not DueKind.CONTINUOUS and line.standing not in IN_HAND


def reports_handed_in(view: PhaseView) -> Check:
    """What the units have handed in of what they owe here."""
    return _handed_in(view, phrase("Reports handed in"))


# -- collection ----------------------------------------------------------------------------------------------------


def windows_opened(view: PhaseView) -> Check:
    """Which of the windows that have a first day are open."""
    windows = tuple(line for line in view.lines if line.one.dated.opens_on and line.one.actor is Actor.OWNER)
    closed = [line for line in windows if (first := line.one.dated.opens_on) and first > view.as_of]
    return Check(phrase("Windows opened"), len(windows) - len(closed), len(windows), _grouped(closed))


def slots_with_owner(view: PhaseView) -> Check:
    """Which of the duties that the plan gives to nobody have found their owner."""
    slots = tuple(line for line in view.lines if line.one.slot is not None)
    open_ones = [line for line in slots if line.facts.unit is None and line.standing not in CLOSED]
    found = _grouped(open_ones, phrase("nobody has named the owner"))
    return Check(phrase("Owners named"), len(slots) - len(open_ones), len(slots), found)


def data_handed_in(view: PhaseView) -> Check:
    """What has come of what is owed here."""
    return _handed_in(view, phrase("Data and material handed in"))


def gaps_closed(view: PhaseView) -> Check:
    """What was sent back or opened again in a round of filling gaps 查漏补缺, and whether it has come again."""
    again = tuple(line for line in view.lines if line.facts.round > 0)
    open_ones = (line for line in again if line.standing not in IN_HAND)
    return Check(phrase("Gaps closed"), _count(again, IN_HAND), len(again), _grouped(open_ones))


# -- acceptance ----------------------------------------------------------------------------------------------------


def inspections_recorded(view: PhaseView) -> Check:
    """What others do: inspections, reviews, visits; open until somebody records them."""
    acts = tuple(line for line in view.lines if line.one.actor is Actor.EXTERNAL)
    open_ones = (line for line in acts if line.standing not in CLOSED)
    return Check(phrase("Inspections and reviews by others"), _count(acts, CLOSED), len(acts), _grouped(open_ones))


def rectified(view: PhaseView) -> Check:
    """What was sent back after a review, and whether it has been put right."""
    again = tuple(line for line in view.lines if line.facts.round > 0 or line.facts.status is ObligationStatus.RETURNED)
    open_ones = (line for line in again if line.standing not in IN_HAND)
    return Check(phrase("Put right after a review"), _count(again, IN_HAND), len(again), _grouped(open_ones))


def approvals_given(view: PhaseView) -> Check:
    """What has been handed in and waits for a decision."""
    handed_in = tuple(line for line in view.lines if line.one.actor is Actor.OWNER and line.facts.submitted_on)
    waiting = [line for line in handed_in if line.standing is Standing.IN_REVIEW or line.facts.waits]
    return Check(phrase("Decided"), len(handed_in) - len(waiting), len(handed_in), _grouped(waiting))


def ready_for_inspection(view: PhaseView) -> Check:
    """Whether the office is ready for what others will inspect."""
    ready = tuple(line for line in view.lines if line.one.readiness_for)
    open_ones = (line for line in ready if line.standing not in CLOSED)
    return Check(phrase("Ready for inspection"), _count(ready, CLOSED), len(ready), _grouped(open_ones))


# -- common --------------------------------------------------------------------------------------------------------


def _handed_in(view: PhaseView, title: Phrase) -> Check:
    owed = tuple(line for line in view.lines if line.one.actor is Actor.OWNER and not line.one.readiness_for)
    return Check(title, _count(owed, IN_HAND), len(owed), _grouped(line for line in owed if line.standing in DUE))


def _count(lines: Iterable[Line], standings: frozenset[Standing]) -> int:
    return sum(line.standing in standings for line in lines)


def _grouped(lines: Iterable[Line], note: Phrase | None = None) -> tuple[Open, ...]:
    """One finding for all that can be said in one line, with all units it concerns."""
    groups: dict[object, list[Line]] = {}
    for line in lines:
        said = (line.one.deliverable, line.one.label, line.one.dated.period, line.days, line.standing)
        groups.setdefault(said, []).append(line)
    return tuple(Open(tuple(line.facts.unit for line in group), tuple(group), note) for group in groups.values())
