"""What the rules look at: the file as a person wrote it, beside the plan it came to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from models.words import LEADING_GROUP, Actor, DueKind, Path, Phrase, Role, Text, phrase
from schedule.campaign_file.dates import After, By, Due, Every, HalfYear, InPhase, MonthEnd, OnNotice, Unknown, Window
from schedule.campaign_file.references import deliverables, milestones
from schedule.campaign_file.shapes import CampaignFile, Deliverable, Milestone, Phase, UnitClass
from schedule.parties import select
from schedule.plan import Dated, Obligation, Plan

ONE_BY_ONE = 5
"""Up to so many things of one sort each is a finding of its own; more are one."""
_DAY_IN: Mapping[type, Path] = {
    By: ("by",),
    MonthEnd: ("month_end",),
    Window: ("window", 1),
    HalfYear: ("half_year",),
    InPhase: ("phase",),
    After: ("after",),
    OnNotice: ("on_notice",),
    Unknown: ("unknown",),
    Every: ("every",),
}


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date where a person wrote it, and what rests on it."""

    due: Due
    path: Path
    phase: Phase
    dates: tuple[Dated, ...]
    """What it comes to, each value once."""
    duties: tuple[Obligation, ...]
    """The obligations that have their day from here; the office's readiness for others' acts is none of them."""

    @property
    def value(self) -> Path:
        """Where the day itself stands (a window: its last day)."""
        return (*self.path, *_DAY_IN.get(type(self.due), ()))

    @property
    def days(self) -> tuple[date, ...]:
        """The due days written or computed here, in order; a phase's last day is written at the phase."""
        return tuple(sorted({d.due_on for d in self.dates if d.due_on is not None and d.kind is not DueKind.PHASE}))


@dataclass(frozen=True)
class Case:
    """A campaign file and its plan; what several rules ask for is worked out once."""

    file: CampaignFile
    plan: Plan

    @cached_property
    def dates(self) -> tuple[WrittenDate, ...]:
        """Every written date, in the file's order."""
        return tuple(_written(self.file, self.plan))

    @cached_property
    def chased(self) -> tuple[Obligation, ...]:
        """The duties of those who are ever addressed and can ever be late."""
        return tuple(
            one
            for one in self.plan.obligations
            if one.actor is Actor.OWNER and one.dated.kind is not DueKind.CONTINUOUS
        )

    @cached_property
    def used(self) -> Mapping[str, tuple[Obligation, ...]]:
        """The ladders in use, each with the duties it is used for."""
        found: dict[str, list[Obligation]] = {}
        for one in self.chased:
            if (ladder := self.plan.ladder_of(one, one.unit)) is not None:
                found.setdefault(ladder.key, []).append(one)
        return {key: tuple(group) for key, group in found.items()}

    @cached_property
    def told(self) -> Mapping[Role, Mapping[str | None, None]]:
        """Every role that a ladder tells, with the units it is told for (None: nobody knows who owes)."""
        found: dict[Role, dict[str | None, None]] = {}
        for key, duties in self.used.items():
            roles = {role for rung in self.plan.ladders[key].rungs for role in rung.tell}
            for unit in dict.fromkeys(one.unit for one in duties):
                for role in roles:
                    if self.tells(role, unit):
                        found.setdefault(role, {})[unit] = None
        return found

    def tells(self, role: Role, unit: str | None) -> bool:
        """Whether the unit's kind lets a ladder go as high as the role."""
        top = self.plan.up_to.get(unit or "")
        return top is None or role.rank <= top.rank

    @cached_property
    def owing(self) -> Mapping[str, None]:
        """The units that owe something, in the file's order."""
        owe = {one.unit for one in self.chased}
        return {key: None for key in self.file.units if key in owe}

    @cached_property
    def members(self) -> frozenset[str | None]:
        """The units that a member of the leading group stands for."""
        directory = self.plan.directory
        return frozenset(map(directory.stands_for, directory.with_role(LEADING_GROUP, Role.MEMBER)))

    @cached_property
    def asked(self) -> Mapping[Path, tuple[Obligation, ...]]:
        """The obligations by the deliverable, or the step of a chain, that they come from; no readiness among them."""
        found: dict[Path, list[Obligation]] = {}
        for one in self.plan.obligations:
            if one.readiness_for is None:
                found.setdefault(one.path, []).append(one)
        return {path: tuple(group) for path, group in found.items()}

    def called(self, key: str) -> str:
        """The name of a unit or body, else its key."""
        party = self.plan.directory.parties.get(key)
        return (party and party.name) or key

    def seated(self, seat: str) -> Phrase:
        """A seat by its party's name, and as the file writes it."""
        return phrase("{party} ({seat})", party=self.called(self.plan.directory.seats[seat].party), seat=seat)

    def titled(self, entry: Phase | Milestone | Deliverable) -> Text | str:
        """The title of an entry, else its key."""
        return self.file.text(entry.title) if entry.title else entry.key


def title_of(one: Obligation) -> Text | Phrase:
    """What a duty is called; a step with the chain it stands in."""
    return phrase("{title}: {step}", title=one.title, step=one.step_title) if one.step_title else one.title


def titles_of(duties: Sequence[Obligation]) -> tuple[object, ...] | Phrase:
    """What duties are called, each deliverable once."""
    return some(tuple({one.deliverable: title_of(one) for one in duties}.values()))


def some(names: Sequence[object], most: int = 4) -> tuple[object, ...] | Phrase:
    """A list for a sentence: whole where it is short, else how it begins and how many more there are."""
    if len(names) <= most + 1:
        return tuple(names)
    return phrase("{names} and {count} more", names=tuple(names[:most]), count=len(names) - most)


def _written(file: CampaignFile, plan: Plan) -> Iterator[WrittenDate]:
    resting = _resting(file, plan)
    marker = {one.path: one.dated for one in plan.milestones}
    for place, due, phase in _places(file):
        duties = tuple(resting.get(place, ()))
        own = marker.get(place[:-1])
        dates = dict.fromkeys((*(one.dated for one in duties), *((own,) if own else ())))
        yield WrittenDate(due, place, phase, tuple(dates), duties)


def _places(file: CampaignFile) -> Iterator[tuple[Path, Due, Phase]]:
    """Every place where a date is written, with its phase."""
    for phase, milestone, path in milestones(file):
        yield (*path, "due"), milestone.due, phase
        for k, deliverable in enumerate(milestone.deliverables):
            for inner, due in _own_dates(deliverable):
                yield (*path, "deliverables", k, *inner), due, phase


def _own_dates(deliverable: Deliverable) -> Iterator[tuple[Path, Due]]:
    if deliverable.due is not None:
        yield ("due",), deliverable.due
    for section, entries in (("owed_by", deliverable.owed_by), ("chain", deliverable.chain)):
        for i, entry in enumerate(entries):
            if (due := getattr(entry, "due", None)) is not None:
                yield (section, i, "due"), due


def _resting(file: CampaignFile, plan: Plan) -> Mapping[Path, list[Obligation]]:
    """The obligations by the place their date is written at."""
    asked = {path: deliverable for _, _, deliverable, path in deliverables(file)}
    classes = {path: tuple(_dated_classes(file, deliverable)) for path, deliverable in asked.items()}
    found: dict[Path, list[Obligation]] = {}
    for one in plan.obligations:
        if one.readiness_for is None:
            found.setdefault(_rests_on(one, asked, classes), []).append(one)
    return found


def _dated_classes(file: CampaignFile, deliverable: Deliverable) -> Iterator[tuple[int, str, frozenset[str]]]:
    for i, entry in enumerate(deliverable.owed_by):
        if isinstance(entry, UnitClass) and entry.due is not None:
            yield i, entry.label, frozenset(select(file, entry.units))


def _rests_on(
    one: Obligation,
    asked: Mapping[Path, Deliverable],
    classes: Mapping[Path, tuple[tuple[int, str, frozenset[str]], ...]],
) -> Path:
    """The nearest of: the step's date, the class's, the deliverable's, the milestone's."""
    path = one.path if one.path in asked else one.path[:-2]
    deliverable = asked[path]
    if path != one.path and deliverable.chain[int(one.path[-1])].due is not None:
        return (*one.path, "due")
    for i, label, units in classes[path]:
        if one.label == label and one.unit in units:
            return (*path, "owed_by", i, "due")
    return (*path, "due") if deliverable.due is not None else (*path[:-2], "due")
