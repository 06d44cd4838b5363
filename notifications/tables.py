"""A message's tables: what fires, overdue first; what else is owed; what has no day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.words import ItemKind, NoticeKind, phrase
from notifications.matters import Concern, Matter, Reading
from notifications.parts import unit_called
from notifications.rows import Listed, Row, matter_rows, owed_rows

FULL_ROWS = 8
"""Rows of a table that are shown in full; the rest is listed by name, so that nothing is lost."""

_SINGLE_DAYS = 4
"""More days than these are written as the first, the last and their number."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in full, and those beyond as a list of names; either every row names who owes it or none does."""

    heading: str
    rows: tuple[Row, ...]
    rest: tuple[str, ...] = ()
    more: str = ""
    """How many the rest are."""


def tables(reading: Reading) -> tuple[Table, ...]:
    """What fires, overdue first; then what else is owed; then what has no day."""
    if reading.draft.kind is NoticeKind.ASSIGN:
        return (_assigned(reading),)
    found = [_table(reading, _heading(group[0], reading), matter_rows(reading, group)) for group in reading.groups]
    shown = {matter.one.id for matter in reading.matters}
    also = [owed for owed in reading.draft.also_owed if not owed.weekly and owed.obligation not in shown]
    weekly = [owed for owed in reading.draft.also_owed if owed.weekly]
    if also:
        found.append(_table(reading, reading.speech.gettext("Also owed"), owed_rows(reading, also)))
    if weekly:
        heading = reading.speech.gettext("Without a day so far (told once a week)")
        found.append(_table(reading, heading, owed_rows(reading, weekly)))
    return tuple(found)


def _assigned(reading: Reading) -> Table:
    """Everything assigned in full, but of what is owed again and again only the first time."""
    rows = owed_rows(reading, reading.draft.also_owed, asked=True)
    first = {row.group: row for row in reversed(rows)}
    again = [row for row in rows if first[row.group] is not row]
    heading = reading.speech.gettext("Duties assigned")
    return _table(reading, heading, [*(row for row in rows if first[row.group] is row), *again], full=len(first))


def _heading(first: Matter, reading: Reading) -> str:
    speech = reading.speech
    overdue = first.kind is ItemKind.ESCALATION
    if first.returned and reading.draft.items == ():
        return speech.gettext("Returned duties")
    if first.concern is Concern.WAITING:
        return speech.gettext("Past the office's own term") if overdue else speech.gettext("Waiting for the office")
    if first.concern is Concern.OWNERLESS:
        return speech.gettext("Overdue, owner unknown") if overdue else speech.gettext("Owner unknown")
    if first.concern is Concern.OTHERS and not reading.is_paper:
        return speech.gettext("Overdue at other units") if overdue else speech.gettext("Coming due at other units")
    return speech.gettext("Overdue duties") if overdue else speech.gettext("Duties coming due")


def _table(reading: Reading, heading: str, rows: Sequence[Listed], full: int = FULL_ROWS) -> Table:
    if any(row.owner for row in rows):
        own = unit_called(reading.party, reading)
        rows = [row if row.owner else replace(row, owner=own) for row in rows]
    rest = rows[full:]
    count = sum(row.count for row in rest)
    more = reading.speech.render(phrase("{count} more:", count=count)) if rest else ""
    return Table(heading, tuple(row.written(row.owner) for row in rows[:full]), tuple(_listed(reading, rest)), more)


def _listed(reading: Reading, rows: Iterable[Listed]) -> Iterator[str]:
    """What is owed, who owes it and when it is due; what somebody owes again and again once, with all its days."""
    groups: dict[tuple[str, str], list[Listed]] = {}
    for row in rows:
        groups.setdefault((row.group, row.owner), []).append(row)
    for (name, owner), group in groups.items():
        days = _days(group)
        if owner:
            yield reading.speech.render(phrase("{name} ({owner}; {days})", name=name, owner=owner, days=days))
        else:
            yield reading.speech.render(phrase("{name} ({days})", name=name, days=days))


def _days(group: Sequence[Listed]) -> object:
    days = [row.short_due for row in group]
    if len(days) <= _SINGLE_DAYS:
        return days
    return phrase("{first} to {last} ({count} times)", first=days[0], last=days[-1], count=len(days))
