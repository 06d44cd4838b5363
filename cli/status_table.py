"""Where everything stands, for the eye: what is wrong, what comes next, the milestones with their lamps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.output import console, table
from cli.speech import _, spoken
from cli.status_milestones import STYLES, milestones
from cli.status_warnings import NAMES, warnings
from models.words import LAMPS, Phrase, Standing, phrase
from notifications.wording import deliverable_name, short_title, unit_name
from register.status_words import COMING, overdue_by, sentence, working_days
from schedule.facts import WaitKind

if TYPE_CHECKING:
    from register.status import Line, Status
    from schedule.facts import Wait

UNBROKEN = 36
"""Columns that a name or number may take before it goes on in the next line."""
AHEAD = 10
"""Working days that the list of what comes next looks ahead; the very next day is shown however far."""


def print_status(found: "Status") -> None:
    """Print everything, as wide as the terminal."""
    out = console()
    out.print(Text(spoken().render(found.plan.title), style="bold"))
    overdue = found.of(Standing.OVERDUE)
    out.print(Text(spoken().render(sentence(found, spoken())), style="bold red" if overdue else "bold"))
    for line in warnings(found):
        out.print(line)
    _list(out, _("✕ Overdue: {count}"), overdue and _overdue(found, overdue), len(overdue))
    waiting = [(line, wait) for line in found.lines for wait in line.facts.waits]
    _list(out, _("◇ Waits for the office: {count}"), waiting and _waiting(found, waiting), len(waiting))
    coming = tuple(_coming(found))
    count = sum(len(group.lines) for group in coming)
    _list(out, _("◐ Comes next: {count}"), coming and _next(found, coming), count)
    _list(out, _("Milestones: {count}"), found.plan.milestones and milestones(found), len(found.plan.milestones))
    out.print()
    out.print(_("`duban status --all` lists every obligation with its number"))
    if found.open_questions:
        told = _("open questions of the plan: {count}; `duban plan` lists them, `duban answer` settles one")
        out.print(told.format(count=found.open_questions))


def _list(out: Console, title: str, made: Table | Sequence[object], count: int) -> None:
    """A list with its title; nothing where it has no line."""
    if isinstance(made, Table):
        out.print()
        out.print(Text(title.format(count=count), style="bold"))
        out.print(made)


# -- overdue ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """Obligations that are shown in one row."""

    lines: tuple["Line", ...]

    @property
    def first(self) -> "Line":
        return self.lines[0]

    @property
    def number(self) -> str:
        """Its id; of several what they have in common, `minutes/…@2024-03`."""
        one = self.first.one
        if len(self.lines) == 1:
            return one.id
        return f"{one.deliverable}/…" + (f"@{one.dated.period}" if one.dated.period else "")

    @property
    def name(self) -> str:
        slots = [line.one.slot for line in self.lines if line.one.slot is not None]
        return deliverable_name(self.first.one, spoken(), slots)


def _overdue(found: "Status", overdue: "Sequence[Line]") -> Table:
    """By unit, the longest overdue first."""
    by_unit: dict[str | None, list[Line]] = {}
    for line in sorted(overdue, key=lambda line: -overdue_by(found, line)):
        by_unit.setdefault(line.facts.unit, []).append(line)
    made = table(_("Unit"), _("Deliverable"), _("Due"), _("Overdue by"), _("Last told"), _("Answer"))
    _unbroken(made, 1, _slots_together(overdue))
    for unit, lines in by_unit.items():
        name = unit_name(found.plan, unit, spoken())
        for group in _slots_together(lines):
            made.add_row(name, _named(group.name, group), _due(found, group.first), *_silence(found, group.first))
            name = ""
    return made


def _named(name: str, group: _Group) -> Text:
    """What is owed, and under it the number that verbs ask for."""
    return Text.assemble(name, "\n", (group.number, "dim"))


def _unbroken(made: Table, column: int, groups: "Iterable[_Group]") -> None:
    """Keep numbers on one line, so that they can be copied, unless one is too long for a terminal."""
    longest = max(max(map(cell_len, (group.name, group.number))) for group in groups)
    made.columns[column].no_wrap = longest <= UNBROKEN


def _slots_together(lines: "Iterable[Line]") -> Iterator[_Group]:
    """Open slots of one deliverable in one row, everything else in its own."""

    def place(line: "Line") -> object:
        return (line.one.deliverable, line.facts.effective_due_on) if line.facts.unit is None else line.one.id

    for _place, group in groupby(lines, key=place):
        yield _Group(tuple(group))


def _due(found: "Status", line: "Line") -> str:
    return spoken().plain_day(line.days.due_on, found.as_of.year) if line.days else ""


def _silence(found: "Status", line: "Line") -> tuple[str, str, str]:
    """How long it is overdue, who was told last, and what was heard."""
    return working_days(overdue_by(found, line), spoken()), _last_told(found, line), _heard(found, line)


def _heard(found: "Status", line: "Line") -> str:
    """What was asked, else a promise, else an acknowledgement; a promise that was not kept says so."""
    if line.facts.escalations_held:
        return spoken().render(tuple(_WAITS[wait.kind] for wait in line.facts.waits))
    year, promised = found.as_of.year, found.promised.get(line.one.id)
    if promised is not None:
        day = spoken().plain_day(promised, year)
        return spoken().render(
            phrase("promised for {day}, not kept", day=day)
            if promised < found.as_of
            else phrase("promised for {day}", day=day)
        )
    if line.facts.acknowledged_on:
        return spoken().render(
            phrase("acknowledged on {day}", day=spoken().plain_day(line.facts.acknowledged_on, year))
        )
    return _("none")


def _last_told(found: "Status", line: "Line") -> str:
    """The last day on which a message about it went, and the highest seat it went to."""
    told = found.told.get(line.one.id, ())
    if not told:
        return _("nobody")
    seat = found.plan.directory.highest(one.seat for one in told)
    return f"{spoken().plain_day(told[0].on, found.as_of.year)} {short_title(found.plan, seat, spoken())}"


# -- what waits for the office ---------------------------------------------------------------------------------------


_WAITS: Mapping[WaitKind, Phrase] = {
    WaitKind.REVIEW: phrase("to be reviewed"),
    WaitKind.EXTENSION: phrase("a later day is asked for"),
    WaitKind.DISPUTE: phrase("said to be another's duty"),
}


def _waiting(found: "Status", waiting: "Sequence[tuple[Line, Wait]]") -> Table:
    """The office's own terms, the first to end on top; red once it is over."""
    made = table(_("Unit"), _("Deliverable"), _("What waits"), _("Since"), _("Term ends"))
    _unbroken(made, 1, (_Group((line,)) for line, _wait in waiting))
    year = found.as_of.year
    for line, wait in sorted(waiting, key=lambda pair: (pair[1].due_on, pair[0].one.id)):
        made.add_row(
            unit_name(found.plan, line.facts.unit, spoken()),
            _named(deliverable_name(line.one, spoken()), _Group((line,))),
            spoken().render(_WAITS[wait.kind]),
            spoken().plain_day(wait.asked_on, year),
            _term(found, wait.due_on),
            style="red" if found.as_of > wait.due_on else "",
        )
    return made


def _term(found: "Status", ends_on: date) -> str:
    """When the office's term ends, and whether it is over."""
    day = spoken().plain_day(ends_on, found.as_of.year)
    over = found.plan.calendar.between(ends_on, found.as_of)
    return day if over <= 0 else _("{day}, over by {days}").format(day=day, days=working_days(over, spoken()))


# -- what comes next -------------------------------------------------------------------------------------------------


def _coming(found: "Status") -> Iterator[_Group]:
    """What is due within some working days, and the very next thing however far, by day and deliverable."""
    dated = [line for line in found.lines if line.standing in COMING and line.days is not None]
    dated.sort(key=_by_day)
    last = found.plan.calendar.add(found.as_of, AHEAD)
    for (day, *_what), group in groupby(dated, key=_by_day):
        lines = tuple(group)
        near = day <= last or any(line.standing is not Standing.NOT_DUE for line in lines)
        if not near and day > _by_day(dated[0])[0]:
            return
        yield _Group(lines)


def _by_day(line: "Line") -> tuple[date, str, str]:
    due_on = line.days.due_on if line.days else date.max
    return due_on, line.one.deliverable, line.one.label or ""


def _next(found: "Status", coming: Iterable[_Group]) -> Table:
    made = table(_("Due"), _("Left"), _("Deliverable"), _("Who owes it"))
    shown = ""
    for group in coming:
        day = spoken().short_day(_by_day(group.first)[0])
        name = deliverable_name(group.first.one, spoken(), numbered=False)
        left, owners = _left(found, group.first), _owners(found, group)
        made.add_row(day if day != shown else "", left, _named(name, group), owners)
        shown = day
    return made


def _left(found: "Status", line: "Line") -> Text:
    """The lamp, and working days until the last one for it."""
    days = found.plan.calendar.between(found.as_of, line.days.base_on) if line.days else 0
    lamp = LAMPS[line.standing]
    return Text(f"{lamp} {working_days(max(days, 0), spoken())}", style=STYLES.get(lamp, ""))


def _owners(found: "Status", group: _Group) -> str:
    names = [unit_name(found.plan, line.facts.unit, spoken()) for line in group.lines if line.facts.unit]
    ownerless = len(group.lines) - len(names)
    parts = []
    if len(names) > NAMES:
        few = (*names[:NAMES], "…")
        parts.append(spoken().render(phrase("{count} units: {names}", count=len(names), names=few)))
    else:
        parts += names
    if ownerless:
        parts.append(spoken().render(phrase("owner unknown × {count}", count=ownerless)))
    return spoken().render(tuple(parts))
