"""Obligations and their facts between rows and the core's values."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, String, cast

from models.codec import dump, load
from models.tables.notices import item
from models.tables.obligations import obligation
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
    said = dump(details)
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
        # what is not said is left out: it is read back for every obligation of every day
        "details": {name: value for name, value in said.items() if value not in (None, [], False)},
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


_C = obligation.c
PLANNED = (
    _C.key,
    _C.deliverable,
    _C.unit,
    _C.slot,
    _C.phase,
    _C.milestone,
    cast(_C.title, String),
    cast(_C.step_title, String),
    _C.due_kind,
    _C.plan_due_on,
    _C.opens_on,
    _C.nominal_on,
    _C.due_at,
    _C.actor,
    _C.ladder,
    _C.readiness_for,
    cast(_C.details, String),
)
"""Columns that hold what the plan says, as `obligation_of` reads them.

By their places, as by name takes longer; what units share, whose deliverable is the same, as text, to be read once.
"""
HAPPENED = (
    _C.known_on,
    _C.unit,
    _C.status,
    _C.round,
    _C.due_on,
    _C.term_on,
    _C.received,
    _C.committed,
    _C.submitted_on,
    _C.late,
    _C.acknowledged_on,
    _C.returned_on,
    _C.return_reason,
)
"""Columns that hold what has happened, as `facts_of` reads them."""
RECORDED = (
    item.c.obligation,
    item.c.about,
    item.c.round,
    item.c.due_on,
    item.c.offset,
    item.c.seat,
    item.c.planned_on,
    item.c.on,
    item.c.outcome,
    item.c.kind,
    item.c.reason,
)
"""Columns of a record, as `told_of_row` reads them."""
_KINDS = {one.value: one for one in DueKind}
_ACTORS = {one.value: one for one in Actor}
_STATUSES = {one.value: one for one in Status}
_OUTCOMES = {one.value: one for one in Outcome}
_ITEM_KINDS = {one.value: one for one in ItemKind}


def obligation_of(row: Sequence[Any], plan: Plan, needs: tuple[str, ...]) -> Obligation:
    """What the plan says (`PLANNED`), with the days around its due day on the campaign's calendar."""
    (key, deliverable, unit, slot, phase, milestone, title, step_title, kind, due_on, *rest) = row
    (opens_on, nominal_on, due_at, actor, ladder, readiness_for, said) = rest
    details = _details(said)
    dated = Dated(
        kind=_KINDS[kind],
        due_on=due_on,
        opens_on=opens_on,
        nominal_on=nominal_on,
        due_at=time.fromisoformat(due_at) if due_at else None,
        candidates=details.candidates,
        period=details.period,
        after=details.after,
        offset=details.offset,
    )
    return Obligation(
        id=key,
        deliverable=deliverable,
        unit=None if slot else unit,
        phase=phase,
        milestone=milestone,
        title=_text(title),
        step_title=_text(step_title) if step_title else None,
        dated=dated,
        timing=timing(due_on, plan.rest_day, plan.calendar) if due_on else None,
        actor=_ACTORS[actor],
        clause=details.clause,
        forms=details.forms,
        commitment=details.commitment,
        submit_to=details.submit_to,
        support=details.support,
        needs=needs,
        ladder=ladder,
        slot=slot,
        label=details.label,
        readiness_for=readiness_for,
        note=details.note,
        path=details.path,
    )


@lru_cache(maxsize=4096)
def _details(said: str) -> Details:
    return load(json.loads(said), Details)


@lru_cache(maxsize=4096)
def _text(said: str) -> Text:
    return MappingProxyType(json.loads(said))


def facts_of(row: Sequence[Any], waits: tuple[Wait, ...], told: tuple[Told, ...]) -> Facts:
    """What has happened to one obligation (`HAPPENED`)."""
    (known_on, unit, status, number, due_on, term_on, received, committed, submitted_on, late, *rest) = row
    (acknowledged_on, returned_on, return_reason) = rest
    return Facts(
        known_on=known_on,
        unit=unit,
        status=_STATUSES[status],
        round=number,
        due_on=due_on,
        term_on=term_on,
        received=frozenset(map(Form, received)),
        committed=committed,
        submitted_on=submitted_on,
        late=late,
        acknowledged_on=acknowledged_on,
        returned_on=returned_on,
        return_reason=return_reason,
        waits=waits,
        told=told,
    )


def wait_of(row: Row[Any]) -> Wait:
    """Something that waits on the office."""
    return Wait(WaitKind(row.kind), row.asked_on, row.due_on, row.until)


def told_of_row(row: Sequence[Any]) -> tuple[str, Told]:
    """One rung for one seat, once and for all (`RECORDED`), and whose it is."""
    key, about, number, due_on, offset, seat, planned_on, on, outcome, kind, reason = row
    superseded = reason and outcome == Outcome.SUPERSEDED.value
    told = Told(
        about=about,
        round=number,
        due_on=due_on,
        offset=offset,
        seat=seat,
        planned_on=planned_on,
        on=on,
        outcome=_OUTCOMES[outcome],
        kind=_ITEM_KINDS[kind] if kind else None,
        reason=load(reason[0], Phrase) if superseded else None,
    )
    return key, told


def told_values(obligation: str, told: Told) -> dict[str, object]:
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
