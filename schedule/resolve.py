"""A campaign file that holds, resolved into a plan: who owes what by when, and what nobody has said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from models.words import OFFICE, Actor, DueKind, Path
from schedule.campaign_file.dates import Due
from schedule.campaign_file.parties import Selection
from schedule.campaign_file.references import deliverables, milestones
from schedule.campaign_file.shapes import (
    CampaignFile,
    Deliverable,
    LeadAndSupport,
    Milestone,
    OpenSlots,
    Phase,
    Step,
    UnitClass,
)
from schedule.due import resolve_due
from schedule.file_ladders import default_ladder, ladders, party_ladders, up_to, veto_ladders
from schedule.linking import link
from schedule.parties import build_directory, select
from schedule.plan import Contact, Dated, FormOwed, MilestonePlan, Obligation, PhasePlan, Plan
from schedule.questions import open_questions
from schedule.span import calendar_of
from schedule.timing import Timing, timing

READY_BEFORE = 3
"""Working days before an announced day by which the office is ready for an external act (design §5)."""


def resolve(file: CampaignFile, reach: date | None = None) -> Plan:
    """Resolve a file without errors (see `references`) into its plan, with a calendar that reaches a day besides."""
    return _Resolver(file, reach).plan()


@dataclass(frozen=True, slots=True)
class _Owner:
    """One who owes, as the file names him."""

    unit: str | None = None
    slot: int | None = None
    support: tuple[str, ...] = ()
    label: str | None = None
    due: Due | None = None


@dataclass(frozen=True)
class _Place:
    """Where a deliverable stands."""

    phase: Phase
    milestone: Milestone
    deliverable: Deliverable
    path: Path

    @property
    def due(self) -> Due:
        return self.deliverable.due or self.milestone.due


class _Resolver:
    """Holds the file and what has been looked up so far."""

    def __init__(self, file: CampaignFile, reach: date | None) -> None:
        self.file = file
        self.directory = build_directory(file)
        self.veto_ladders = veto_ladders(file)
        self.calendar = calendar_of(file, reach)
        self.places = [_Place(*found) for found in deliverables(file)]
        self._resolved: dict[tuple[int, str], tuple[Dated, ...]] = {}

    def plan(self) -> Plan:
        settings = self.file.campaign
        obligations = link((one for place in self.places for one in self._obligations(place)), self.file)
        return Plan(
            key=settings.key,
            title=self.file.text(settings.title),
            timezone=settings.timezone,
            opens_on=settings.opens_on,
            closes_on=settings.closes_on,
            rest_day=settings.rest_day,
            office_hours=settings.office_hours,
            languages=settings.languages,
            review_term=settings.review_term.days,
            contact=Contact(settings.contact.name, settings.contact.phone, settings.contact.mail),
            calendar=self.calendar,
            directory=self.directory,
            ladders=ladders(self.file),
            default_ladder=default_ladder(self.file),
            party_ladders=dict(party_ladders(self.file)),
            up_to=dict(up_to(self.file)),
            phases=tuple(self._phase(phase, i) for i, phase in enumerate(self.file.phases)),
            milestones=tuple(self._milestone(*found) for found in milestones(self.file)),
            obligations=obligations,
            questions=tuple(open_questions(self.file, obligations, self.directory)),
            by_id={one.id: one for one in obligations},
        )

    def _phase(self, phase: Phase, index: int) -> PhasePlan:
        return PhasePlan(
            phase.key, phase.kind, self.file.text(phase.title or {}), phase.opens_on, phase.closes_on, ("phases", index)
        )

    def _milestone(self, phase: Phase, milestone: Milestone, path: Path) -> MilestonePlan:
        dated = self._dates(milestone.due, phase)
        last = dated[-1] if dated else Dated(DueKind.RECURRING)
        return MilestonePlan(milestone.key, phase.key, self.file.text(milestone.title), last, milestone.clause, path)

    # -- obligations -------------------------------------------------------------------------------------------------

    def _obligations(self, place: _Place) -> Iterator[Obligation]:
        if place.deliverable.chain:
            yield from self._chain(place)
            return
        seen: set[str] = set()
        for owner in self._owners(place.deliverable):
            for dated in self._dates(owner.due or place.due, place.phase):
                for one in self._with_readiness(self._obligation(place, owner, dated)):
                    # several bodies outside may act on one deliverable: the office gets ready for each of them
                    yield replace(one, id=f"{one.id}@{owner.unit}") if one.id in seen else one
                    seen.add(one.id)

    def _chain(self, place: _Place) -> Iterator[Obligation]:
        """The steps one after the other; where the chain recurs, once through an occurrence."""
        for occurrence in self._dates(place.due, place.phase):
            before: tuple[str, ...] = ()
            for i, step in enumerate(place.deliverable.chain):
                dated = self._step_date(step, place, occurrence)
                one = self._obligation(place, _Owner(step.by), dated, step)
                one = replace(one, needs=before, path=(*place.path, "chain", i))
                before = (one.id,)
                yield from self._with_readiness(one)

    def _step_date(self, step: Step, place: _Place, occurrence: Dated) -> Dated:
        """The step's own date, of the same period where both recur; else the chain's."""
        own = self._dates(step.due, place.phase) if step.due else ()
        same = (dated for dated in own if dated.period == occurrence.period)
        return next(same, replace(own[0], period=occurrence.period) if own else occurrence)

    def _obligation(self, place: _Place, owner: _Owner, dated: Dated, step: Step | None = None) -> Obligation:
        asked = place.deliverable
        key = f"{asked.key}.{step.key}" if step else asked.key
        name = owner.unit or f"slot-{owner.slot:02d}"
        party = self.directory.parties.get(owner.unit or OFFICE)
        return Obligation(
            id=f"{key}/{name}" + (f"@{dated.period}" if dated.period else ""),
            deliverable=key,
            unit=owner.unit,
            phase=place.phase.key,
            milestone=place.milestone.key,
            title=self.file.text(asked.title),
            step_title=(self.file.text(step.title) if step.title else {"": step.key}) if step else None,
            dated=dated,
            timing=self._timing(dated),
            actor=Actor.OWNER if party is None or party.chased else Actor.EXTERNAL,
            clause=(step and step.clause) or asked.clause or place.milestone.clause or place.phase.clause,
            forms=tuple(FormOwed(form.form, form.copies, form.seal) for form in (step and step.forms) or asked.forms),
            commitment=asked.commitment,
            submit_to=(step and step.submit_to) or asked.submit_to,
            support=owner.support,
            ladder=self.veto_ladders.get(asked.key) or asked.ladder,
            slot=owner.slot,
            label=owner.label,
            note=self.file.text(asked.note) if asked.note else None,
            path=place.path,
        )

    def _owners(self, deliverable: Deliverable) -> Iterator[_Owner]:
        slots = 0
        seen: set[str] = set()
        for entry in deliverable.owed_by:
            for owner in self._entry(entry, slots):
                if owner.slot is not None:
                    slots = owner.slot
                if owner.unit is None or owner.unit not in seen:
                    yield owner
                seen.add(owner.unit or "")

    def _entry(self, entry: object, slots: int) -> Iterator[_Owner]:
        match entry:
            case OpenSlots():
                yield from (_Owner(slot=slots + 1 + i) for i in range(entry.open))
            case LeadAndSupport():
                support = tuple(select(self.file, entry.support))
                yield from (_Owner(unit, support=support) for unit in select(self.file, (entry.lead,)))
            case UnitClass():
                yield from (_Owner(u, label=entry.label, due=entry.due) for u in select(self.file, entry.units))
            case Selection() | str():
                yield from (_Owner(unit) for unit in select(self.file, (entry,)))

    def _with_readiness(self, one: Obligation) -> Iterator[Obligation]:
        """An external act; and beside it, where its day is open, the office's own duty to be ready for it."""
        yield one
        if one.actor is not Actor.EXTERNAL or one.dated.kind not in {DueKind.WINDOW, DueKind.ON_NOTICE}:
            return
        opens_on = one.dated.opens_on
        due_on = self.calendar.add(opens_on, -1) if opens_on else None
        dated = Dated(DueKind.RELATIVE if due_on else DueKind.ON_NOTICE, due_on)
        yield replace(
            one,
            id=f"{one.deliverable}.ready/{OFFICE}",
            deliverable=f"{one.deliverable}.ready",
            unit=OFFICE,
            dated=dated,
            timing=self._timing(dated),
            actor=Actor.OWNER,
            forms=(),
            commitment=False,
            submit_to=(),
            needs=(),
            ladder=None,
            readiness_for=one.id,
        )

    # -- dates -----------------------------------------------------------------------------------------------------

    def _dates(self, due: Due, phase: Phase) -> tuple[Dated, ...]:
        # asked again for every owner
        asked = (id(due), phase.key)
        if asked not in self._resolved:
            self._resolved[asked] = resolve_due(due, phase, self.calendar, self._anchor)
        return self._resolved[asked]

    def _timing(self, dated: Dated) -> Timing | None:
        return timing(dated.due_on, self.file.campaign.rest_day, self.calendar) if dated.due_on else None

    def _anchor(self, name: str) -> date | None:
        fixed = self._fixed_days.get(name)
        place = self._named_dates.get(name)
        return fixed if place is None else self._last(*place)

    @cached_property
    def _fixed_days(self) -> Mapping[str, date]:
        campaign = self.file.campaign
        days = {"campaign.opens_on": campaign.opens_on, "campaign.closes_on": campaign.closes_on}
        for phase in self.file.phases:
            days |= {f"{phase.key}.opens_on": phase.opens_on, f"{phase.key}.closes_on": phase.closes_on}
        return days

    @cached_property
    def _named_dates(self) -> Mapping[str, tuple[Due, Phase]]:
        """Milestones by key, then deliverables that do not share a milestone's key."""
        named = {place.deliverable.key: (place.due, place.phase) for place in reversed(self.places)}
        return named | {milestone.key: (milestone.due, phase) for phase, milestone, _ in milestones(self.file)}

    def _last(self, due: Due, phase: Phase) -> date | None:
        dated = self._dates(due, phase)
        return dated[-1].due_on if dated else None
