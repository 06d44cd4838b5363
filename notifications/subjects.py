"""Subjects: what matters first, short enough for a list of mails."""

import unicodedata
from collections.abc import Sequence

from models.words import LEADING_GROUP, OFFICE, ItemKind, NoticeKind, Phrase, phrase
from notifications.assignments import assigned_subject, assigned_unit
from notifications.matters import Concern, Matter, Reading
from notifications.parts import short_name, units_of
from notifications.states import left_text
from notifications.wording import unit_name
from schedule.facts import WaitKind

_LIMITS = {"en": 80}
LIMIT = 40
"""Characters of a subject; twice as many in languages of narrow letters."""
_SHORT = 6
"""Characters of a name that still say something."""


def subject(reading: Reading) -> str:
    """The subject: urgency in brackets, then who and what; what does not fit is cut between characters."""
    limit = _LIMITS.get(reading.speech.language, LIMIT)
    if reading.draft.kind is NoticeKind.ASSIGN:
        return _assigned(reading, limit)
    if not reading.groups:
        return cut(_weekly(reading), limit)
    group = reading.groups[0]
    name = _name(group, reading)
    more = sum(len(other) for other in reading.groups[1:])
    short = _written(group, reading, cut(name, _SHORT), more)
    if len(short) > limit:
        more = 0
        short = _written(group, reading, cut(name, _SHORT), more)
    whole = _written(group, reading, name, more)
    if len(whole) <= limit or len(short) > limit:
        return cut(whole, limit)
    return _written(group, reading, cut(name, len(name) - len(whole) + limit), more)


def _written(group: Sequence[Matter], reading: Reading, name: str, more: int) -> str:
    matter = _matter(group, reading, name)
    if more:
        matter = phrase("{matter}, {count} more", matter=matter, count=more)
    return reading.speech.render(phrase("[{urgency}] {matter}", urgency=_urgency(group, reading), matter=matter))


def cut(text: str, limit: int) -> str:
    """A text of at most `limit` characters, never cut inside a letter and its marks."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and (unicodedata.combining(text[end]) or text[end] in _JOINERS or text[end - 1] == _JOINER):
        end -= 1
    return text[:end].rstrip() + "…"


_JOINER = "\u200d"
_JOINERS = frozenset(_JOINER) | {chr(0xFE00 + n) for n in range(16)}


def _weekly(reading: Reading) -> str:
    count = len(reading.draft.also_owed)
    return reading.speech.ngettext(
        "[Weekly] {number} duty without a day", "[Weekly] {number} duties without a day", count
    )


def _assigned(reading: Reading, limit: int) -> str:
    name = assigned_unit(reading)
    whole = assigned_subject(reading, name)
    if len(whole) <= limit:
        return whole
    short = max(len(name) - len(whole) + limit, _SHORT)
    return cut(assigned_subject(reading, cut(name, short)), limit)


def _urgency(group: Sequence[Matter], reading: Reading) -> object:
    worst = min(group, key=lambda matter: matter.left)
    day = reading.speech.plain_day(worst.days.base_on, reading.on.year)
    if reading.is_paper:
        return phrase("for your direction, {late}", late=left_text(worst.days, reading))
    if worst.told_late and worst.grace_on:
        return phrase("to be made good by {day}", day=reading.speech.plain_day(worst.grace_on, reading.on.year))
    if worst.left <= 0:
        return left_text(worst.days, reading)
    if worst.days.provisional:
        day = reading.speech.render(phrase("{day} (provisional)", day=day))
    if worst.returned:
        return phrase("returned, by {day}", day=day)
    return phrase("{left}, by {day}", left=left_text(worst.days, reading), day=day)


def _name(group: Sequence[Matter], reading: Reading) -> str:
    """The part that may be cut."""
    if _of_several(group, reading):
        return reading.speech.render(tuple(units_of(group, reading)))
    return short_name(group[0], reading)


def _of_several(group: Sequence[Matter], reading: Reading) -> bool:
    owed = group[0].concern in {Concern.OWN, Concern.OTHERS}
    return owed and not _of_the_office(group, reading) and len(units_of(group, reading)) > 1


def _of_the_office(group: Sequence[Matter], reading: Reading) -> bool:
    """Whether all of it is the office's own to its reader, or the leading group's that it acts for."""
    own = group[0].concern is Concern.OWN and reading.party == OFFICE
    return own and {matter.unit for matter in group} <= {OFFICE, LEADING_GROUP}


def _matter(group: Sequence[Matter], reading: Reading, name: str) -> Phrase:
    first, count = group[0], len(group)
    unit = unit_name(reading.plan, first.unit, reading.speech)
    if _of_the_office(group, reading):
        unit = reading.speech.gettext("your office")
    if first.concern is Concern.OWNERLESS:
        return phrase("name the owners ({count}): {name}", count=count, name=name)
    if first.concern is Concern.WAITING and count == 1:
        return _decision(first, unit, name)
    if first.concern is Concern.WAITING:
        return phrase("{count} to be decided: {name} …", count=count, name=name)
    if _of_several(group, reading):
        units = len(units_of(group, reading))
        return phrase("{number} units, {count} duties: {name}", number=units, count=count, name=name)
    if count == 1:
        return phrase("{unit}: {name}", unit=unit, name=name)
    if all(matter.one.forms or matter.one.submit_to for matter in group):
        return phrase("{unit}, {count} to hand in: {name} …", unit=unit, count=count, name=name)
    return phrase("{unit}, {count} to settle: {name} …", unit=unit, count=count, name=name)


def _decision(matter: Matter, unit: str, name: str) -> Phrase:
    kind = matter.wait.kind if matter.wait else WaitKind.REVIEW
    values = {"unit": unit, "name": name}
    match kind:
        case WaitKind.REVIEW:
            return phrase("to review: {unit}, {name}", **values)
        case WaitKind.EXTENSION:
            return phrase("later day asked for: {unit}, {name}", **values)
        case _:
            return phrase("duty disputed: {unit}, {name}", **values)


def is_pressing(reading: Reading) -> bool:
    """Whether anything in it is overdue."""
    return any(matter.kind is ItemKind.ESCALATION for matter in reading.matters)
