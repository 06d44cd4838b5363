"""Where everything stands in words: one sentence for a leader, and what makes the rest doubtful."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.text import Text

from cli.speech import _, spoken
from models.words import NoticeState, Phrase, Standing, phrase
from notifications.wording import unit_name

if TYPE_CHECKING:
    from register.status import Line, Status

SOON = timedelta(days=7)
"""How far the sentence on top looks ahead."""
NAMES = 3
"""Units named in one place before `…` stands for the rest."""
COMING = frozenset({Standing.NOT_DUE, Standing.DUE_SOON, Standing.DUE_TODAY, Standing.RETURNED})
"""Still to be done, and not overdue."""
_NEEDS_SOMEBODY = (NoticeState.DEAD, NoticeState.UNKNOWN, NoticeState.HELD, NoticeState.RETRY)


def sentence(found: "Status") -> Phrase:
    """What a leader has to know: what is overdue and how badly, what comes due, how much is done."""
    done = sum(line.standing in {Standing.DONE, Standing.DONE_LATE} for line in found.lines)
    values = {"day": found.as_of, "done": done, "all": len(found.lines), "coming": _due_soon(found)}
    overdue = found.of(Standing.OVERDUE)
    if not overdue:
        return phrase("{day}: nothing is overdue; due within 7 days: {coming}; done: {done} of {all}.", **values)
    units = {line.facts.unit for line in overdue}
    longest = _longest(found, overdue)
    return phrase(
        "{day}: overdue: {overdue}, at {units}, for up to {longest}; "
        "due within 7 days: {coming}; done: {done} of {all}.",
        **values,
        overdue=len(overdue),
        units=_units(units),
        longest=longest,
    )


def _units(units: set[str | None]) -> str | Phrase:
    known = spoken().ngettext("{number} unit", "{number} units", len(units - {None}))
    if None not in units:
        return known
    if units == {None}:
        return phrase("no known owner")
    return phrase("{units} and without a known owner", units=known)


def _due_soon(found: "Status") -> int:
    last = found.as_of + SOON
    return sum(
        line.standing in COMING and line.days is not None and found.as_of <= line.days.late_after <= last
        for line in found.lines
    )


def _longest(found: "Status", overdue: "Iterable[Line]") -> str:
    return working_days(max(overdue_by(found, line) for line in overdue))


def overdue_by(found: "Status", line: "Line") -> int:
    """Working days since the last one that was not late; on days off after it still none."""
    return found.plan.calendar.between(line.days.late_after, found.as_of) if line.days else 0


def working_days(number: int) -> str:
    return spoken().ngettext("{number} working day", "{number} working days", number)


# -- what makes the rest doubtful ------------------------------------------------------------------------------------


def warnings(found: "Status") -> Iterator[Text]:
    """What is wrong with the running itself: days without a run, messages that did not go, units out of reach."""
    expected = _last_working_day(found)
    if found.last_run_on is None:
        yield Text(_("no run so far: nobody has been told anything (`duban run`)"), style="red")
    elif found.last_run_on < expected:
        told = _("no run since {day}: nothing has been sent since (`duban run`)")
        yield Text(told.format(day=spoken().day(found.last_run_on)), style="red")
    wrong = tuple(
        f"{spoken().render(state)} {found.messages[state]}" for state in _NEEDS_SOMEBODY if state in found.messages
    )
    if wrong:
        told = _("messages that need somebody: {each} (`duban notices`)")
        yield Text(told.format(each=spoken().render(wrong)), style="red")
    if found.unreachable:
        names = tuple(unit_name(found.plan, key, spoken()) for key in found.unreachable)
        told = _("units nobody can be reached at: {count} ({names}) (`duban people`)")
        yield Text(told.format(count=len(names), names=few(names)), style="red")
    if found.later_acts:
        told = _("acts of later days are counted already: {count}")
        yield Text(told.format(count=found.later_acts), style="yellow")


def _last_working_day(found: "Status") -> date:
    """The last day on which a run had to be; today's may still come."""
    return found.plan.calendar.add(found.as_of, -1)


def few(names: Sequence[str]) -> str:
    shown = tuple(names[:NAMES]) + (("…",) if len(names) > NAMES else ())
    return spoken().render(shown)
