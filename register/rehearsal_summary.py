"""What a rehearsal comes to: counts, days, readers, what was collapsed, and how two of them differ."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.words import ItemKind, NoticeState, Phrase
from register.rehearsal import Played, Rehearsal
from schedule.facts import Told


class Tone(StrEnum):
    """What a message is at first sight."""

    REMINDER = "reminder"
    ESCALATION = "escalation"
    OTHER = "other"
    """No rung in it: something came back, the office's weekly lines."""
    HELD = "held"
    LAPSED = "lapsed"
    """Held to its end: a newer one replaced it, or nothing in it is owed any more."""


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day of a rehearsal."""

    on: date
    notices: tuple[Played, ...]
    """The most urgent first."""
    works: bool
    made_up: bool
    """A day of the weekend that is worked."""
    outage: bool

    def count(self, tone: Tone) -> int:
        """Messages of a tone."""
        return sum(tone_of(one) is tone for one in self.notices)


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader gets."""

    identity: str
    seat: str
    messages: int
    held: int
    """Messages that wait, or waited, for a release or an address."""
    busiest_on: date
    most_items: int
    """Items of the largest message."""


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Rungs that did not fire for one reason."""

    why: Phrase
    """The reason with the values of all of them."""
    rungs: tuple[tuple[str, Told], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one rehearsal differs from another, message by message."""

    only_first: tuple[Played, ...]
    only_second: tuple[Played, ...]
    changed: tuple[tuple[Played, Played], ...]


def summary_of(played: Rehearsal) -> dict[str, object]:
    """The summary of `duban.rehearsal/1`, its texts left out."""
    sent = [one for one in played.notices if one.state is NoticeState.SENT]
    a_day = Counter((one.draft.recipient.identity, one.draft.on) for one in sent)
    phases = Counter(phase for one in played.notices for phase in _phases(played, one))
    states = Counter(one.state for one in played.notices)
    return {
        "notices": len(played.notices),
        "recipients": len({one.draft.recipient.identity for one in played.notices}),
        "peak_per_recipient_day": max(a_day.values(), default=0),
        "by_phase": {phase.key: phases[phase.key] for phase in played.plan.phases},
        "unreachable": list(unreachable(played)),
        "superseded": len(played.superseded),
        "deferred": sum(one.deferred_from is not None for one in played.notices),
        "held": states[NoticeState.HELD],
        "by_tone": {tone.value: sum(tone_of(one) is tone for one in played.notices) for tone in Tone},
    }


def _phases(played: Rehearsal, one: Played) -> set[str]:
    """The phases a message is about; where no rung fires in it, those of what it lists."""
    about = [item.obligation for item in one.draft.items] or [owed.obligation for owed in one.draft.also_owed]
    return {played.plan.by_id[obligation].phase for obligation in about}


def unreachable(played: Rehearsal) -> tuple[str, ...]:
    """Seats that were to be told and have no address, sorted."""
    return tuple(sorted({one.draft.recipient.seat for one in played.notices if one.draft.recipient.address is None}))


def tone_of(one: Played) -> Tone:
    """What a message is at first sight."""
    if one.state is NoticeState.HELD:
        return Tone.HELD
    if one.state in {NoticeState.SUPERSEDED, NoticeState.SUPPRESSED}:
        return Tone.LAPSED
    if not one.draft.items:
        return Tone.OTHER
    escalates = any(item.kind is ItemKind.ESCALATION for item in one.draft.items)
    return Tone.ESCALATION if escalates else Tone.REMINDER


_URGENCY = (Tone.ESCALATION, Tone.REMINDER, Tone.OTHER, Tone.HELD, Tone.LAPSED)


def days_of(played: Rehearsal) -> Iterator[ShownDay]:
    """Every day shown, both ends inclusive."""
    calendar, by_day = played.plan.calendar, dict[date, list[Played]]()
    for one in played.notices:
        by_day.setdefault(one.draft.on, []).append(one)
    last = max([played.to, *by_day])
    outages = frozenset(played.outages)
    for n in range((last - played.since).days + 1):
        day = played.since + timedelta(days=n)
        notices = tuple(sorted(by_day.get(day, ()), key=lambda one: _URGENCY.index(tone_of(one))))
        works, made_up = calendar.is_working_day(day), calendar.is_worked_weekend(day)
        yield ShownDay(day, notices, works, made_up, day in outages)


def readers_of(played: Rehearsal) -> tuple[Reader, ...]:
    """Every reader, those with most messages first."""
    groups: dict[str, list[Played]] = {}
    for one in played.notices:
        groups.setdefault(one.draft.recipient.identity, []).append(one)
    readers = []
    for identity, notices in groups.items():
        busiest = max(notices, key=lambda one: len(one.draft.items))
        sent = sum(one.state is NoticeState.SENT for one in notices)
        seat = busiest.draft.recipient.seat
        readers.append(Reader(identity, seat, sent, len(notices) - sent, busiest.draft.on, len(busiest.draft.items)))
    return tuple(sorted(readers, key=lambda reader: (-reader.messages, -reader.held, reader.seat)))


def collapsed(played: Rehearsal) -> tuple[Collapsed, ...]:
    """Rungs that did not fire, by reason, the most frequent first."""
    groups: dict[str, list[tuple[str, Told]]] = {}
    for obligation, told in played.superseded:
        groups.setdefault(told.reason.template if told.reason else "", []).append((obligation, told))
    made = [Collapsed(_merged(group), tuple(group)) for group in groups.values()]
    return tuple(sorted(made, key=lambda one: -len(one.rungs)))


def _merged(group: list[tuple[str, Told]]) -> Phrase:
    """One phrase for reasons of one template: each value is the tuple of theirs, in order of appearance."""
    reasons = [told.reason for _, told in group if told.reason]
    if not reasons:
        return Phrase("")
    names = reasons[0].values
    return Phrase(
        reasons[0].template, {name: tuple(dict.fromkeys(reason.values[name] for reason in reasons)) for name in names}
    )


def difference(first: Rehearsal, second: Rehearsal) -> Difference:
    """Messages of only one, and those whose items or state differ; matched by reader, day and kind."""
    ours, theirs = _by_place(first), _by_place(second)
    only_first = tuple(one for place, one in ours.items() if place not in theirs)
    only_second = tuple(one for place, one in theirs.items() if place not in ours)
    both = [(one, theirs[place]) for place, one in ours.items() if place in theirs]
    return Difference(only_first, only_second, tuple(pair for pair in both if _content(pair[0]) != _content(pair[1])))


def _by_place(played: Rehearsal) -> dict[tuple[object, ...], Played]:
    """Messages by reader, day and kind; those that share a place in the order they went."""
    placed: dict[tuple[object, ...], Played] = {}
    for one in played.notices:
        draft, nth = one.draft, 0
        held = draft.state is NoticeState.HELD
        while (place := (draft.on, draft.recipient.seat, draft.kind, held, nth)) in placed:
            nth += 1
        placed[place] = one
    return placed


def _content(one: Played) -> tuple[object, ...]:
    items = {(item.obligation, item.about, item.offset, item.round, item.effective_due_on) for item in one.draft.items}
    also = {(owed.obligation, owed.standing) for owed in one.draft.also_owed}
    return one.state, frozenset(items), frozenset(also)
