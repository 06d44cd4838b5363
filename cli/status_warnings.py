"""What makes the status doubtful: days without a run, messages that did not go, units nobody can be reached at."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from cli.speech import _, spoken
from models.words import NoticeState
from notifications.wording import unit_name

if TYPE_CHECKING:
    from register.status import Status

NAMES = 3
"""Units named in one place before `…` stands for the rest."""
_NEEDS_SOMEBODY = (NoticeState.DEAD, NoticeState.UNKNOWN, NoticeState.HELD, NoticeState.RETRY)


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
