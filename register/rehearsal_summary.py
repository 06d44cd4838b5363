"""What a rehearsal comes to: counts, peaks, and how two of them differ."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from models.words import NoticeState
from register.rehearsal import Played, Rehearsal


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader gets."""

    identity: str
    seat: str
    messages: int
    held: int
    busiest_on: date
    most_items: int
    """Items of the largest message."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How one rehearsal differs from another, message by message."""

    only_first: tuple[Played, ...]
    only_second: tuple[Played, ...]
    changed: tuple[tuple[Played, Played], ...]


def summary_of(played: Rehearsal) -> dict[str, object]:
    """The summary of `duban.rehearsal/1`."""
    sent = [one for one in played.notices if one.state is NoticeState.SENT]
    a_day = Counter((one.draft.recipient.identity, one.draft.on) for one in sent)
    phases = Counter(phase for one in played.notices for phase in _phases(played, one))
    unreachable = {one.draft.recipient.seat for one in played.notices if one.draft.recipient.address is None}
    return {
        "notices": len(played.notices),
        "recipients": len({one.draft.recipient.identity for one in played.notices}),
        "peak_per_recipient_day": max(a_day.values(), default=0),
        "by_phase": {phase.key: phases[phase.key] for phase in played.plan.phases},
        "unreachable": sorted(unreachable),
        "superseded": len(played.superseded),
        "deferred": played.deferred,
        "held": sum(one.state is NoticeState.HELD for one in played.notices),
    }


def _phases(played: Rehearsal, one: Played) -> set[str]:
    return {played.plan.by_id[item.obligation].phase for item in one.draft.items}


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
    return tuple(sorted(readers, key=lambda reader: (-reader.messages, reader.seat)))


def difference(first: Rehearsal, second: Rehearsal) -> Difference:
    """Messages of only one, and those whose items or state differ; matched by reader, day and kind."""
    ours, theirs = _by_place(first), _by_place(second)
    only_first = tuple(one for place, one in ours.items() if place not in theirs)
    only_second = tuple(one for place, one in theirs.items() if place not in ours)
    both = [(one, theirs[place]) for place, one in ours.items() if place in theirs]
    return Difference(only_first, only_second, tuple(pair for pair in both if _content(pair[0]) != _content(pair[1])))


def _by_place(played: Rehearsal) -> dict[tuple[object, ...], Played]:
    return {
        (one.draft.on, one.draft.recipient.seat, one.draft.kind, one.draft.state is NoticeState.HELD): one
        for one in played.notices
    }


def _content(one: Played) -> tuple[object, ...]:
    items = {(item.obligation, item.about, item.offset, item.round, item.effective_due_on) for item in one.draft.items}
    return one.state, frozenset(items)
