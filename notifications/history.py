"""What was sent about a duty before, to whom and when."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from models.words import OFFICE, ItemKind, phrase
from notifications.matters import Matter, Reading
from notifications.wording import one_line, seat_title, short_title
from schedule.facts import Outcome, Told

_SINGLE_DAYS = 4
"""More days than these are written as the first, the last and their number."""


@dataclass(frozen=True, slots=True)
class _Sent:
    on: date
    outcome: Outcome
    kind: ItemKind | None
    people: tuple[str, ...]


def history_of(alike: Sequence[Matter], reading: Reading) -> tuple[str, ...]:
    """What was sent about a duty of one unit or several; where not the same of all, at how many of them."""
    told = [history(matter, reading, named=len(alike) == 1) for matter in alike]
    if all(one == told[0] for one in told):
        return told[0]
    return (*_went_at_some(alike, reading), *_missed_at_some(alike, reading))


def _went_at_some(alike: Sequence[Matter], reading: Reading) -> Iterator[str]:
    """Who was told on which days, reader by reader."""
    counts: Counter[tuple[Outcome, ItemKind | None, str, tuple[date, ...]]] = Counter()
    for matter in alike:
        days: dict[tuple[Outcome, ItemKind | None, str], set[date]] = {}
        for told in told_before(matter, reading):
            if told.outcome is not Outcome.NO_ADDRESS:
                person = _person(told, matter, reading, named=False)
                days.setdefault((told.outcome, told.kind, person), set()).add(told.on)
        counts.update((*how, tuple(sorted(on))) for how, on in days.items())
    for (outcome, kind, person, on), count in sorted(counts.items(), key=lambda one: one[0][3]):
        yield _at(_sentence(list(on), outcome, kind, (person,), reading), count, len(alike), reading)


def _missed_at_some(alike: Sequence[Matter], reading: Reading) -> Iterator[str]:
    """Who could not be told, whatever the day."""
    missed = Counter(
        person
        for matter in alike
        for person in dict.fromkeys(
            _person(told, matter, reading, named=False)
            for told in told_before(matter, reading)
            if told.outcome is Outcome.NO_ADDRESS
        )
    )
    for person, count in missed.items():
        told = reading.speech.render(phrase("{people} could not be told, no address is known", people=person))
        yield _at(told, count, len(alike), reading)


def _at(told: str, count: int, total: int, reading: Reading) -> str:
    if count == total:
        return told
    return reading.speech.render(phrase("{told} (at {count} of {total})", told=told, count=count, total=total))


def history(matter: Matter, reading: Reading, *, named: bool) -> tuple[str, ...]:
    """One sentence for each run of days on which the same people were told in the same way, oldest first.

    Args:
        matter: the duty.
        reading: for whom and in which language.
        named: whether to name who held the seats; a row that stands for several units cannot.
    """
    days = sorted(_days(matter, reading, named=named), key=lambda sent: sent.on)
    runs = groupby(days, key=lambda sent: (sent.outcome, sent.kind, sent.people))
    return tuple(_sentence([sent.on for sent in run], *how, reading) for how, run in runs)


def _days(matter: Matter, reading: Reading, *, named: bool) -> Iterator[_Sent]:
    groups: dict[tuple[date, Outcome, ItemKind | None], dict[str, None]] = {}
    for told in told_before(matter, reading):
        people = groups.setdefault((told.on, told.outcome, told.kind), {})
        people[_person(told, matter, reading, named=named)] = None
    for (on, outcome, kind), people in groups.items():
        yield _Sent(on, outcome, kind, tuple(people))


def told_before(matter: Matter, reading: Reading) -> Iterator[Told]:
    """Every rung that went, or could not go; what waits to be released is the office's own business."""
    about = matter.item.about if matter.item else matter.one.deliverable
    for told in matter.facts.told:
        held = told.outcome is Outcome.HELD and (reading.party != OFFICE or reading.is_paper)
        if told.about == about and told.outcome is not Outcome.SUPERSEDED and told.on < reading.on and not held:
            yield told


def _person(told: Told, matter: Matter, reading: Reading, *, named: bool) -> str:
    plan, speech = reading.plan, reading.speech
    holder = plan.directory.holder(told.seat, told.on) if named else None
    if plan.directory.seats[told.seat].party in {matter.unit, reading.party}:
        title = short_title(plan, told.seat, speech)
    else:
        title = seat_title(plan, told.seat, speech, told_apart=holder is None)
    return speech.render(phrase("{role} {name}", role=title, name=one_line(holder.name))) if holder else title


def _sentence(
    days: list[date], outcome: Outcome, kind: ItemKind | None, people: tuple[str, ...], reading: Reading
) -> str:
    speech = reading.speech
    values = {"days": _listed(days, reading), "people": people}
    if outcome is Outcome.NO_ADDRESS:
        return speech.render(phrase("{days}: {people} could not be told, no address is known", **values))
    if outcome is Outcome.HELD:
        return speech.render(phrase("{days}: a paper for {people} was drafted, to be released by hand", **values))
    if kind is ItemKind.ESCALATION:
        return speech.render(phrase("{days}: {people} told that it is overdue", **values))
    return speech.render(phrase("{days}: {people} reminded", **values))


def _listed(days: list[date], reading: Reading) -> object:
    written = [reading.speech.plain_day(day, reading.on.year) for day in days]
    if len(days) <= _SINGLE_DAYS:
        return written
    return phrase("{first} to {last} ({count} times)", first=written[0], last=written[-1], count=len(days))
