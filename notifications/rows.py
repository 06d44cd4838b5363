"""The rows of a message's tables: one a duty; duties that differ only in who owes them share a row."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from models.words import LAMPS, Actor, DueKind, ItemKind, Standing, phrase
from notifications.asked import asked_text
from notifications.history import history_of, told_before
from notifications.matters import Concern, Matter, Reading
from notifications.parts import unit_names
from notifications.states import left_text, remarks, state_text
from notifications.wording import (
    bare_name,
    deliverable_name,
    due_text,
    effective_due_text,
    one_line,
    timed_text,
)
from schedule.drafts import Owed
from schedule.plan import Obligation
from schedule.timing import Timing


@dataclass(frozen=True, slots=True)
class Row:
    """One duty, or several that share everything but who owes them."""

    owner: str
    """Who owes it; empty where it is the reader's own."""
    name: str
    tone: Standing
    """Picks the colour; the lamp's shape and the word say the same."""
    state: str
    due: str
    lines: tuple[str, ...] = ()
    """What a reader needs to act on it: remarks, what is asked, what was sent before."""
    small: tuple[str, ...] = ()  # noqa: V107 -- the templates write it
    """Where it comes from."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row as far as a list says it; the rest of it is written only where there is room."""

    owner: str
    group: str
    """What it is listed under where there is no room for a row: its name without class and period."""
    short_due: str
    count: int
    written: Callable[[str], Row]
    """The row in full, for an owner's name."""


# -- what fires --------------------------------------------------------------------------------------------------------


def matter_rows(reading: Reading, group: Iterable[Matter]) -> list[Listed]:
    """Rows of what fires."""
    merged: dict[Hashable, list[Matter]] = {}
    for matter in group:
        merged.setdefault(_likeness(matter, reading), []).append(matter)
    return [_listed_matter(reading, alike) for alike in merged.values()]


def _likeness(matter: Matter, reading: Reading) -> Hashable:
    """What two matters must share to stand in one row."""
    # who of a unit could be reached tells no duty from another: its rungs do
    before = frozenset((told.planned_on, told.kind) for told in told_before(matter, reading))
    one, facts = matter.one, matter.facts
    return (
        *_place(one, facts.unit),
        matter.item.about if matter.item else "",
        matter.days,
        matter.stands,
        facts.status,
        facts.due_on,
        facts.received,
        facts.return_reason,
        facts.returned_on,
        facts.late,
        facts.waits,
        matter.told_late,
        before,
    )


def _place(one: Obligation, unit: str | None) -> tuple[Hashable, ...]:
    return one.deliverable, one.label, one.dated.period, one.support, unit is None


def _listed_matter(reading: Reading, alike: Sequence[Matter]) -> Listed:
    return Listed(
        owner=_owner(reading, alike),
        group=_group(reading, [matter.one for matter in alike]),
        short_due=reading.speech.plain_day(alike[0].days.due_on, reading.on.year),
        count=len(alike),
        written=partial(_matter_row, reading, alike),
    )


def _matter_row(reading: Reading, alike: Sequence[Matter], owner: str) -> Row:
    first = alike[0]
    one, plan, speech = first.one, reading.plan, reading.speech
    overdue, year = first.kind is ItemKind.ESCALATION, reading.on.year
    tone = Standing.OVERDUE if overdue else Standing.IN_REVIEW if first.concern is Concern.WAITING else first.stands
    return Row(
        owner=owner,
        name=_name(reading, [matter.one for matter in alike]),
        tone=tone,
        state=f"{LAMPS[tone]} {state_text(first, reading)}",
        due=_due(one, first.days, reading) if first.wait is None else timed_text(first.days, plan, speech, year),
        lines=tuple(_lines(alike, reading)),
        small=tuple(_small(one, reading)),
    )


def _lines(alike: Sequence[Matter], reading: Reading) -> Iterator[str]:
    speech, matter = reading.speech, alike[0]
    yield from (speech.render(remark) for remark in remarks(matter, reading))
    if matter.wait is None:
        yield from _asked(matter.one, reading)
    if matter.kind is ItemKind.ESCALATION and (before := history_of(alike, reading)):
        yield speech.render(phrase("Sent before: {sent}", sent=speech.gettext("; ").join(before)))


def _asked(one: Obligation, reading: Reading) -> Iterator[str]:
    if asked := asked_text(one, reading.plan, reading.speech):
        yield reading.speech.render(phrase("Asked for: {asked}", asked=asked))


def _small(one: Obligation, reading: Reading, *, noted: bool = True) -> Iterator[str]:
    if noted and one.note:
        yield reading.speech.render(phrase("Note: {note}", note=one_line(reading.speech.render(one.note))))
    if one.clause:
        yield reading.speech.render(phrase("Clause of the plan: {clause}", clause=one_line(one.clause)))


def _due(one: Obligation, days: Timing, reading: Reading) -> str:
    return effective_due_text(one, days, reading.plan, reading.speech, reading.on.year)


def _name(reading: Reading, alike: Sequence[Obligation]) -> str:
    slots = [one.slot for one in alike if one.slot]
    return deliverable_name(alike[0], reading.speech, slots)


def _group(reading: Reading, alike: Sequence[Obligation]) -> str:
    return _name(reading, alike) if alike[0].slot else bare_name(alike[0], reading.speech)


def _owner(reading: Reading, alike: Sequence[Matter]) -> str:
    if alike[0].concern is Concern.OWN and all(matter.unit == reading.party for matter in alike):
        return ""
    return _owners(reading, [matter.unit for matter in alike])


def _owners(reading: Reading, units: Iterable[str | None]) -> str:
    names = unit_names(units, reading)
    listed = reading.speech.render(tuple(names))
    if len(names) == 1:
        return listed
    return reading.speech.render(phrase("{units} ({count})", units=listed, count=len(names)))


# -- what else is owed -------------------------------------------------------------------------------------------------


def owed_rows(reading: Reading, owed: Iterable[Owed], *, asked: bool = False) -> list[Listed]:
    """Rows of what is owed besides, and of what has no day; `asked`: with what is asked for."""
    merged: dict[Hashable, list[Owed]] = {}
    for entry in owed:
        one, facts = reading.plan.by_id[entry.obligation], reading.book.facts[entry.obligation]
        due = facts.effective_due_on or one.dated
        place = (*_place(one, facts.unit), str(due), entry.standing, entry.weekly)
        merged.setdefault(place, []).append(entry)
    return [_listed_owed(reading, alike, asked=asked) for alike in merged.values()]


def _listed_owed(reading: Reading, alike: Sequence[Owed], *, asked: bool) -> Listed:
    first = alike[0]
    obligations = [reading.plan.by_id[entry.obligation] for entry in alike]
    days = _days(first, reading)
    owners = [reading.book.facts[other.id].unit for other in obligations]
    own = not first.weekly and all(owner == reading.party for owner in owners)
    return Listed(
        owner="" if own else _owners(reading, owners),
        group=_group(reading, obligations),
        short_due=reading.speech.plain_day(days.due_on, reading.on.year) if days else _undated(obligations[0], reading),
        count=len(alike),
        written=partial(_owed_row, reading, first, obligations, asked=asked),
    )


def _owed_row(reading: Reading, first: Owed, obligations: Sequence[Obligation], owner: str, *, asked: bool) -> Row:
    one, days = obligations[0], _days(first, reading)
    state = _weekly_state(one, reading) if first.weekly else _owed_state(first, days, reading)
    return Row(
        owner=owner,
        name=_name(reading, obligations),
        tone=first.standing,
        state=f"{LAMPS[first.standing]} {state}",
        due=_due(one, days, reading) if days else _undated(one, reading),
        lines=tuple(_asked(one, reading)) if asked else (),
        small=tuple(_small(one, reading, noted=asked)),
    )


def _days(owed: Owed, reading: Reading) -> Timing | None:
    """The days around its day; none for a weekly line, whatever stands behind it."""
    return None if owed.weekly else reading.book.timing(reading.plan.by_id[owed.obligation])


def _undated(one: Obligation, reading: Reading) -> str:
    return due_text(one, reading.plan, reading.speech)


def _owed_state(owed: Owed, days: Timing | None, reading: Reading) -> str:
    if days is None or owed.standing not in _COUNTED:
        return reading.speech.render(owed.standing)
    left = left_text(days, reading)
    if owed.standing is Standing.RETURNED:
        return reading.speech.render(phrase("returned; {left}", left=left))
    return left


_COUNTED = {Standing.OVERDUE, Standing.DUE_TODAY, Standing.DUE_SOON, Standing.RETURNED}
"""Where working days are worth counting; a day that is far off stands in the column beside."""


def _weekly_state(one: Obligation, reading: Reading) -> str:
    speech = reading.speech
    if one.actor is Actor.EXTERNAL or one.dated.kind is DueKind.ON_NOTICE:
        return speech.gettext("no day announced yet")
    return speech.gettext("day to be settled")
