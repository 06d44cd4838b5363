"""A message's first line: who must do what by when, in a whole sentence; and what the reader must know at once."""

from collections.abc import Iterator, Sequence

from models.words import ItemKind, NoticeKind, Phrase, phrase
from notifications.assignments import assigned_lines, assigned_sentence
from notifications.matters import Concern, Matter, Reading
from notifications.sentences_of_others import others, others_overdue, ownerless, waiting
from notifications.sentences_of_own import own, own_overdue
from notifications.wording import one_line, seat_title


def salutation(reading: Reading) -> str:
    """The reader by name and seat, by seat alone where nobody is known to hold it."""
    reader = reading.draft.recipient
    title = seat_title(reading.plan, reader.seat, reading.speech, told_apart=reader.person is None)
    if reader.person is None:
        return title
    return reading.speech.render(phrase("{name} ({marks})", name=one_line(reader.person.name), marks=title))


def first_line(reading: Reading) -> str:
    """Salutation and sentence."""
    return reading.speech.render(phrase("{reader}: {sentence}", reader=salutation(reading), sentence=_lead(reading)))


def further_lines(reading: Reading) -> Iterator[str]:
    """What the first line leaves to say: days off, why it came back, what else the message lists."""
    speech = reading.speech
    if reading.draft.kind is NoticeKind.ASSIGN:
        yield from assigned_lines(reading)
    if not reading.groups:
        return
    first = reading.groups[0][0]
    note = _day_off(first, reading)
    if note:
        yield speech.render(note)
    reason = one_line(first.facts.return_reason or "")
    if first.returned and len(reading.groups[0]) == 1 and reason:
        yield speech.render(phrase("Reason for the return: {reason}", reason=reason))
    others = [_counted(group, reading) for group in reading.groups[1:]]
    if others:
        yield speech.render(phrase("Also in this message: {parts}.", parts=others))
    if reading.is_paper:
        yield speech.gettext("This is put before you for your direction.")


def _day_off(matter: Matter, reading: Reading) -> Phrase | None:
    days, speech, year = matter.days, reading.speech, reading.on.year
    if days.base_on == days.due_on or matter.kind is ItemKind.ESCALATION:
        return None
    due = speech.plain_day(days.due_on, year)
    if days.base_on > days.due_on:
        return phrase("{due} is a day off; the next working day counts as in time.", due=due)
    day = speech.plain_day(days.base_on, year)
    if days.late_after < days.due_on:
        return phrase("{due} is a day off; {day} is the last day for it.", due=due, day=day)
    return phrase("{due} is a day off; the last working day before it is {day}.", due=due, day=day)


def _counted(group: Sequence[Matter], reading: Reading) -> str:
    count, speech = len(group), reading.speech
    overdue = group[0].kind is ItemKind.ESCALATION
    match group[0].concern:
        case Concern.WAITING:
            return speech.ngettext("{number} that waits for the office", "{number} that wait for the office", count)
        case Concern.OWNERLESS:
            return speech.render(phrase("{count} without an owner", count=count))
        case Concern.OTHERS if overdue:
            return speech.render(phrase("{count} overdue at other units", count=count))
        case Concern.OTHERS:
            return speech.render(phrase("{count} coming due at other units", count=count))
    if overdue:
        return speech.render(phrase("{count} overdue", count=count))
    return speech.render(phrase("{count} coming due", count=count))


def _lead(reading: Reading) -> Phrase | str:
    if reading.draft.kind is NoticeKind.ASSIGN:
        return assigned_sentence(reading)
    if not reading.groups:
        return _weekly(reading)
    group = reading.groups[0]
    overdue = group[0].kind is ItemKind.ESCALATION
    match group[0].concern:
        case Concern.OWN:
            return own_overdue(group, reading) if overdue else own(group, reading)
        case Concern.OTHERS:
            return others_overdue(group, reading) if overdue else others(group, reading)
        case Concern.OWNERLESS:
            return ownerless(group, reading)
        case _:
            return waiting(group, reading)


def _weekly(reading: Reading) -> str:
    return reading.speech.ngettext(
        "{number} duty has no day so far. Please find the day out and have it recorded.",
        "{number} duties have no day so far. Please find the days out and have them recorded.",
        len(reading.draft.also_owed),
    )
