"""Obligations and their facts between rows and the core's values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Row

from models.codec import dump, load
from models.words import Actor, DueKind, Form, ItemKind, Offset, Path, Phrase, Status, Text
from schedule.facts import Facts, Outcome, Told, Wait, WaitKind
from schedule.plan import Dated, FormOwed, Obligation, Plan
from schedule.timing import timing


@dataclass(frozen=True, slots=True)
class Details:
    """What of an obligation is read whole; the column `details`."""

    clause: str | None = None
    forms: tuple[FormOwed, ...] = ()
    commitment: bool = False
    submit_to: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    label: str | None = None
    note: Text | None = None
    candidates: tuple[date, ...] = ()
    period: str | None = None
    after: str | None = None
    offset: Offset | None = None
    path: Path = ()


def obligation_values(one: Obligation, position: int) -> dict[str, object]:
    """The columns that hold what the plan says."""
    dated = one.dated
    details = Details(
        one.clause,
        one.forms,
        one.commitment,
        one.submit_to,
        one.support,
        one.label,
        one.note,
        dated.candidates,
        dated.period,
        dated.after,
        dated.offset,
        one.path,
    )
    return {
        "key": one.id,
        "position": position,
        "deliverable": one.deliverable,
        "phase": one.phase,
        "milestone": one.milestone,
        "title": dict(one.title),
        "step_title": dict(one.step_title) if one.step_title else None,
        "due_kind": dated.kind.value,
        "plan_due_on": dated.due_on,
        "opens_on": dated.opens_on,
        "nominal_on": dated.nominal_on,
        "due_at": f"{dated.due_at:%H:%M}" if dated.due_at else None,
        "details": dump(details),
        "actor": one.actor.value,
        "ladder": one.ladder,
        "slot": one.slot,
        "readiness_for": one.readiness_for,
    }


def facts_values(facts: Facts) -> dict[str, object]:
    """The columns that hold what has happened."""
    return {
        "known_on": facts.known_on,
        "unit": facts.unit,
        "status": facts.status.value,
        "round": facts.round,
        "due_on": facts.due_on,
        "term_on": facts.term_on,
        "received": sorted(form.value for form in facts.received),
        "committed": facts.committed,
        "submitted_on": facts.submitted_on,
        "late": facts.late,
        "acknowledged_on": facts.acknowledged_on,
        "returned_on": facts.returned_on,
        "return_reason": facts.return_reason,
        "effective_due_on": facts.effective_due_on,
    }


def obligation_of(row: Row[Any], plan: Plan, needs: tuple[str, ...]) -> Obligation:
    """What the plan says, with the days around its due day on the campaign's calendar."""
    details = load(row.details, Details)
    dated = Dated(
        kind=DueKind(row.due_kind),
        due_on=row.plan_due_on,
        opens_on=row.opens_on,
        nominal_on=row.nominal_on,
        due_at=time.fromisoformat(row.due_at) if row.due_at else None,
        candidates=details.candidates,
        period=details.period,
        after=details.after,
        offset=details.offset,
    )
    return Obligation(
        id=row.key,
        deliverable=row.deliverable,
        unit=None if row.slot else row.unit,
        phase=row.phase,
        milestone=row.milestone,
        title=row.title,
        step_title=row.step_title,
        dated=dated,
        timing=timing(dated.due_on, plan.rest_day, plan.calendar) if dated.due_on else None,
        actor=Actor(row.actor),
        clause=details.clause,
        forms=details.forms,
        commitment=details.commitment,
        submit_to=details.submit_to,
        support=details.support,
        needs=needs,
        ladder=row.ladder,
        slot=row.slot,
        label=details.label,
        readiness_for=row.readiness_for,
        note=details.note,
        path=details.path,
    )


def facts_of(row: Row[Any], waits: tuple[Wait, ...], told: tuple[Told, ...]) -> Facts:
    """What has happened to one obligation."""
    return Facts(
        known_on=row.known_on,
        unit=row.unit,
        status=Status(row.status),
        round=row.round,
        due_on=row.due_on,
        term_on=row.term_on,
        received=frozenset(Form(one) for one in row.received),
        committed=row.committed,
        submitted_on=row.submitted_on,
        late=row.late,
        acknowledged_on=row.acknowledged_on,
        returned_on=row.returned_on,
        return_reason=row.return_reason,
        waits=waits,
        told=told,
    )


def wait_of(row: Row[Any]) -> Wait:
    """Something that waits on the office."""
    return Wait(WaitKind(row.kind), row.asked_on, row.due_on)


def told_of_row(row: Row[Any]) -> Told:
    """One rung for one seat, once and for all."""
    return Told(
        about=row.about,
        round=row.round,
        due_on=row.due_on,
        offset=row.offset,
        seat=row.seat,
        planned_on=row.planned_on,
        on=row.on,
        outcome=Outcome(row.outcome),
        kind=ItemKind(row.kind) if row.kind else None,
        reason=load(row.reason[0], Phrase) if row.reason and row.outcome == Outcome.SUPERSEDED.value else None,
    )


def told_values(obligation: str, told: Told) -> Mapping[str, object]:
    """The columns of one record; which message it stands in is added by whoever writes it."""
    return {
        "obligation": obligation,
        "about": told.about,
        "round": told.round,
        "due_on": told.due_on,
        "offset": told.offset,
        "seat": told.seat,
        "planned_on": told.planned_on,
        "on": told.on,
        "outcome": told.outcome.value,
        "kind": told.kind and told.kind.value,
        "reason": [dump(told.reason)] if told.reason else [],
    }
