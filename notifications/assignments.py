"""What an assignment 交办 says: everything a unit owes, the first day first, and the asking to acknowledge it."""

from collections.abc import Iterator

from models.words import OFFICE, Role, phrase
from notifications.matters import Reading
from notifications.parts import unit_called
from notifications.states import left_text
from notifications.wording import day_text, deliverable_name, one_line, unit_name
from schedule.plan import Obligation
from schedule.timing import Timing


def assigned_subject(reading: Reading, unit: str) -> str:
    """Who is given how much, and the first day for it.

    Args:
        reading: the message.
        unit: what the unit is called, short enough for the line.
    """
    count, first, speech = len(reading.draft.also_owed), _first(reading), reading.speech
    if first is None:
        return speech.ngettext(
            "[Assigned] {unit}: {number} duty without a day so far",
            "[Assigned] {unit}: {number} duties without a day so far",
            count,
            unit=unit,
        )
    _, days = first
    if reading.left(days) < 0:
        return speech.ngettext(
            "[Assigned] {unit}: {number} duty, {late}",
            "[Assigned] {unit}: {number} duties, up to {late}",
            count,
            unit=unit,
            late=left_text(days, reading),
        )
    return speech.ngettext(
        "[Assigned] {unit}: {number} duty, by {day}",
        "[Assigned] {unit}: {number} duties, the first by {day}",
        count,
        unit=unit,
        day=speech.plain_day(days.base_on, reading.on.year),
    )


def assigned_unit(reading: Reading) -> str:
    """The name of the unit that owes what is assigned."""
    return unit_name(reading.plan, _owner(reading), reading.speech)


def assigned_sentence(reading: Reading) -> str:
    """Who is asked to do what by when first."""
    count, first, speech = len(reading.draft.also_owed), _first(reading), reading.speech
    who = unit_called(_owner(reading), reading)
    if first is None:
        return speech.ngettext(
            "{number} duty is assigned to {who}, which has no day so far. "
            "Please get ready for it, and acknowledge this message.",
            "{number} duties are assigned to {who}, none of which has a day so far. "
            "Please get ready for them, and acknowledge this message.",
            count,
            who=who,
        )
    one, days = first
    overdue = reading.left(days) < 0
    values: dict[str, object] = {
        "who": who,
        "what": phrase("“{name}”", name=deliverable_name(one, speech, numbered=False)),
        "day": _day(one, days, reading, overdue=overdue),
        "left": left_text(days, reading),
    }
    if overdue:
        return speech.ngettext(
            "{number} duty is assigned to {who}; {what} was due by {day}: {left}. "
            "Please settle it at once, and acknowledge this message.",
            "{number} duties are assigned to {who}; {what} was due by {day}: {left}. "
            "Please settle it at once, see to the others, and acknowledge this message.",
            count,
            **values,
        )
    return speech.ngettext(
        "{number} duty is assigned to {who}. Please settle {what} by {day}: {left}; and acknowledge this message.",
        "{number} duties are assigned to {who}. Please see to them, first to {what}, by {day}: {left}; "
        "and acknowledge this message.",
        count,
        **values,
    )


def assigned_lines(reading: Reading) -> Iterator[str]:
    """Who is taken to be the liaison: acknowledging confirms it."""
    owner, directory, speech = _owner(reading), reading.plan.directory, reading.speech
    if owner is None or not directory.parties[owner].is_unit:
        return
    seats = directory.with_role(owner, Role.LIAISON)
    known = [holder for seat in seats if (holder := directory.holder(seat, reading.on))]
    if not known:
        yield speech.gettext("The office knows no liaison of your unit. Please name one to it, with an address.")
        return
    if any(holder == reading.draft.recipient.person for holder in known):
        yield speech.gettext(
            "The office knows you as the liaison of your unit. Acknowledging this message confirms it; "
            "if it is somebody else, please tell the office who."
        )
        return
    names = tuple(one_line(holder.name) for holder in known)
    told = phrase(
        "The office knows {names} as the liaison of your unit. Acknowledging this message confirms it; "
        "if it is somebody else, please tell the office who.",
        names=names,
    )
    yield speech.render(told)


def _owner(reading: Reading) -> str | None:
    owed = reading.draft.also_owed
    return reading.book.facts[owed[0].obligation].unit if owed else OFFICE


def _first(reading: Reading) -> tuple[Obligation, Timing] | None:
    """What is due first, if anything has a day; the message lists it by days."""
    for owed in reading.draft.also_owed:
        one = reading.plan.by_id[owed.obligation]
        if (days := reading.book.timing(one)) is not None:
            return one, days
    return None


def _day(one: Obligation, days: Timing, reading: Reading, *, overdue: bool) -> str:
    """The last working day for it, or the last day that was not late."""
    day = days.late_after if overdue else days.base_on
    at = one.dated.due_at if day == days.late_after else None
    return day_text(day, reading.plan, reading.speech, reading.on.year, at)
