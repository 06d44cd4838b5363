"""What a trail comes to, in whole sentences: who was told, who did not answer what."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cli.notice_face import seat_name
from cli.speech import spoken
from cli.trail_details import details
from cli.trail_words import WAITS, short_day, what
from models.words import ItemKind, NoticeState, Phrase, Status, phrase
from notifications.transports.maildir import WRITTEN
from notifications.wording import one_line, unit_name

if TYPE_CHECKING:
    from register.trails import Reader, Trail


def findings(trail: "Trail") -> tuple[str, ...]:
    """Whole sentences on who was told and who did not answer: what the office can show."""
    return tuple(spoken().render(one) for one in _findings(trail))


def _findings(trail: "Trail") -> Iterator[Phrase]:
    yield from _reached(trail)
    yield from _only_written(trail)
    yield from _nobody_of_its_own(trail)
    yield from _missed(trail)
    yield from _acknowledged(trail)
    yield from _handed_in(trail)
    yield from _asked(trail)
    yield from _chased(trail)
    yield from _silence(trail)


def _reached(trail: "Trail") -> Iterator[Phrase]:
    went = [one for one in trail.messages if one.went]
    if not went:
        yield phrase("No message about it has gone to anybody.")
        return
    people = _people(trail, ItemKind.REMINDER) + tuple(_name(trail, one) for one in trail.readers if one.went(None))
    if reminded := tuple(dict.fromkeys(people)):
        days = [one.on for one in went if one.kind is not ItemKind.ESCALATION]
        yield phrase("Told before it was overdue: {people}; {days}.", people=reminded, days=_span(trail, days))
    if escalated := _people(trail, ItemKind.ESCALATION):
        days = [one.on for one in went if one.kind is ItemKind.ESCALATION]
        yield phrase("Told that it is overdue: {people}; {days}.", people=escalated, days=_span(trail, days))


def _only_written(trail: "Trail") -> Iterator[Phrase]:
    """What lies in the mail folder went to nobody by itself."""
    last = [one.notice.attempts[-1] for one in trail.messages if one.went and one.notice.attempts]
    if count := sum(tried.text == WRITTEN.text for tried in last):
        yield phrase("Of these messages, {count} only lie in the mail folder: no relay was set.", count=count)


def _nobody_of_its_own(trail: "Trail") -> Iterator[Phrase]:
    """Who was never reached cannot be called silent."""
    unit = trail.line.facts.unit
    if unit is None:
        yield phrase("Nobody is known to owe it, so nobody can be asked for it.")
    elif not any(one.went and trail.is_own(one) for one in trail.messages):
        yield phrase("No message about it has reached {unit} itself.", unit=unit_name(trail.plan, unit, spoken()))


def _people(trail: "Trail", kind: ItemKind | None) -> tuple[str, ...]:
    return tuple(_name(trail, one) for one in trail.readers if one.went(kind))


def _name(trail: "Trail", one: "Reader") -> str:
    title = seat_name(trail.plan, one.seat)
    return spoken().render(phrase("{role} {name}", role=title, name=one_line(one.person))) if one.person else title


def _span(trail: "Trail", days: list[date]) -> Phrase:
    """The first and the last of some days, and how many messages went on them."""
    first, last = short_day(trail, min(days)), short_day(trail, max(days))
    if first == last:
        return phrase("messages: {count}, on {day}", count=len(days), day=first)
    return phrase("messages: {count}, from {first} to {last}", count=len(days), first=first, last=last)


def _missed(trail: "Trail") -> Iterator[Phrase]:
    states: dict[NoticeState, dict[str, None]] = {}
    for one in trail.readers:
        for message in one.missed:
            states.setdefault(message.notice.state, {})[_name(trail, one)] = None
    for state, people in states.items():
        yield phrase("Did not go ({state}): messages to {people}.", state=state, people=tuple(people))


def _acknowledged(trail: "Trail") -> Iterator[Phrase]:
    acts = trail.done("ack")
    if acts:
        yield phrase("Acknowledged on {day} by {who}.", day=short_day(trail, acts[0].on), who=one_line(acts[0].by))
    elif any(one.went for one in trail.messages):
        yield phrase("Nobody has acknowledged it.")


def _handed_in(trail: "Trail") -> Iterator[Phrase]:
    facts, acts = trail.line.facts, trail.done("submit")
    if not acts:
        yield phrase("Nothing has been handed in.")
        return
    day = short_day(trail, acts[-1].on)
    if facts.status is Status.RETURNED and facts.returned_on:
        back = short_day(trail, facts.returned_on)
        yield phrase("Handed in on {day}, returned on {back}; nothing has been handed in since.", day=day, back=back)
    elif facts.status is Status.OPEN:
        yield phrase("Handed in on {day}, in part; the rest has not come.", day=day)
    else:
        yield phrase("Handed in on {day}.", day=day)


def _asked(trail: "Trail") -> Iterator[Phrase]:
    asked = (*trail.done("extend", "ask"), *trail.done("dispute", "ask"))
    for act in asked:
        yield phrase("On {day}: {act}.", act=what(act), day=short_day(trail, act.on))
    for wait in trail.line.facts.waits:
        yield phrase(
            "Since {day} the office has to decide ({wait}); its term ends on {term}.",
            day=short_day(trail, wait.asked_on),
            wait=WAITS[wait.kind],
            term=short_day(trail, wait.due_on),
        )
    if not asked and not trail.line.facts.finished:
        yield phrase("No later day was asked for, and nobody said that it is another's duty.")


def _chased(trail: "Trail") -> Iterator[Phrase]:
    handed_in = [act.on for act in trail.done("submit")]
    for act in trail.done("chase"):
        day, told = short_day(trail, act.on), tuple(details(act))
        promised = act.data.get("promised_on")
        promised_on = date.fromisoformat(promised) if promised else None
        if promised_on and promised_on < trail.as_of and not any(act.on <= on <= promised_on for on in handed_in):
            yield phrase("Chased by hand on {day} ({what}); nothing came by the promised day.", day=day, what=told)
        else:
            yield phrase("Chased by hand on {day} ({what}).", day=day, what=told)


def _silence(trail: "Trail") -> Iterator[Phrase]:
    """How many messages to the owner's own people were followed by nothing, and since when."""
    silent = trail.unanswered
    if silent and not trail.line.facts.finished:
        yield phrase(
            "Unanswered by {day}: {count} of the messages to its own people, the first of them of {first}, "
            "the last of {last}.",
            day=short_day(trail, trail.as_of),
            count=len(silent),
            first=short_day(trail, silent[0].on),
            last=short_day(trail, silent[-1].on),
        )
