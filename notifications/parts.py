"""Parts of sentences: days to keep to, who owes, what is owed."""

from collections.abc import Iterable, Sequence

from models.words import OFFICE, phrase
from notifications.matters import Matter, Reading
from notifications.wording import day_text, deliverable_name, unit_name

_NAMED = 3
"""Names in a sentence; the table has all."""


def by_day(matter: Matter, reading: Reading) -> str:
    """The last working day for it: what a reader has to keep to."""
    days = matter.days
    at = matter.one.dated.due_at if days.base_on == days.late_after and matter.wait is None else None
    return day_text(days.base_on, reading.plan, reading.speech, reading.on.year, at)


def last_day(matter: Matter, reading: Reading) -> str:
    """The last day that was not late."""
    at = matter.one.dated.due_at if matter.wait is None else None
    return day_text(matter.days.late_after, reading.plan, reading.speech, reading.on.year, at)


def units_of(group: Iterable[Matter], reading: Reading) -> list[str]:
    """Who owes, each once, in the order of the campaign file: the units' own order of precedence."""
    return unit_names((matter.unit for matter in group), reading)


def unit_names(units: Iterable[str | None], reading: Reading) -> list[str]:
    """The names of units, each once, in the order of the campaign file."""
    order = reading.precedence
    ranked = sorted(set(units), key=lambda unit: order.get(unit or "", len(order)))
    return [unit_name(reading.plan, unit, reading.speech) for unit in ranked]


def unit_called(unit: str | None, reading: Reading) -> str:
    """A unit's name; the reader's own is `your unit` or `your office` to him."""
    if unit != reading.party:
        return unit_name(reading.plan, unit, reading.speech)
    return reading.speech.gettext("your office") if unit == OFFICE else reading.speech.gettext("your unit")


def quoted(group: Sequence[Matter], reading: Reading) -> str:
    """What is owed, in quotation marks; slots and occurrences of one thing once."""
    plain: dict[str, None] = {}
    for matter in group:
        plain[short_name(matter, reading)] = None
        if len(plain) > _NAMED:
            break
    names = [reading.speech.render(phrase("“{name}”", name=name)) for name in plain]
    return shortened(names, reading)


def short_name(matter: Matter, reading: Reading) -> str:
    """A deliverable's name, a slot's without its number."""
    return deliverable_name(matter.one, reading.speech, numbered=False)


def shortened(names: Sequence[str], reading: Reading) -> str:
    """The first few names."""
    if len(names) <= _NAMED:
        return reading.speech.render(tuple(names))
    return reading.speech.render(phrase("{names} and others", names=names[:_NAMED]))
