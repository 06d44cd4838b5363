"""Why a message was sent: each reason once, with what it is about; who could not be reached, in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from models.words import Phrase, phrase
from notifications.matters import Reading
from notifications.parts import shortened
from notifications.wording import deliverable_name, reason_text, seat_title
from schedule.facts import Item
from schedule.reach import PASSES_UP


@dataclass(slots=True)
class _Reason:
    """One reason, for all items that share it but for who could not be reached."""

    item: Item
    """The first of them, without who could not be reached."""
    names: dict[str, None] = field(default_factory=dict)
    missed: dict[str, None] = field(default_factory=dict)
    """Seats in whose place the reader is told."""


def reasons(reading: Reading) -> Iterator[str]:
    """A sentence a reason; with the duties it is about, where there are several."""
    found = list(_grouped(reading).values())
    for one in found:
        told = _sentence(one, reading)
        names = list(one.names)
        yield told if len(found) == 1 else reading.speech.render(phrase("{reason} ({names})", reason=told, names=names))


def _grouped(reading: Reading) -> dict[tuple[str, bool], _Reason]:
    found: dict[tuple[str, bool], _Reason] = {}
    written: dict[tuple[int, ...], str] = {}
    for item in reading.draft.items:
        own = tuple(one for one in item.reason if one.template != PASSES_UP.template)
        missed = [str(one.values["seat"]) for one in item.reason if one.template == PASSES_UP.template]
        # duties of one day and ladder share their reasons
        same = tuple(map(id, own))
        bare = replace(item, reason=own)
        if same not in written:
            written[same] = reason_text(bare, reading.speech, reading.plan)
        reason = found.setdefault((written[same], bool(missed)), _Reason(bare))
        name = deliverable_name(reading.plan.by_id[item.obligation], reading.speech, numbered=False)
        reason.names[name] = None
        reason.missed |= dict.fromkeys(missed)
    return found


def _sentence(reason: _Reason, reading: Reading) -> str:
    """The reason, and in whose place the reader is told."""
    if not reason.missed:
        return reason_text(reason.item, reading.speech, reading.plan)
    return reason_text(replace(reason.item, reason=(*reason.item.reason, _missed(reason, reading))), reading.speech)


def _missed(reason: _Reason, reading: Reading) -> Phrase:
    titles = [seat_title(reading.plan, seat, reading.speech) for seat in reason.missed]
    if len(titles) == 1:
        return Phrase(PASSES_UP.template, {"seat": titles[0]})
    seats = shortened(titles, reading)
    return phrase("passed up for {count} who cannot be reached: {seats}", count=len(titles), seats=seats)
