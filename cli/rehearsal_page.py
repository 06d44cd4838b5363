"""A rehearsal as one page: what `documents` needs for it, in the language in use."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import progress, say, write_whole
from cli.rehearsal_lines import MARKS
from cli.rehearsal_lists import figures, headline, lists, word
from cli.rehearsal_view import View
from cli.speech import _, spoken
from documents.rehearsal_page import (
    DayRow,
    MessageDay,
    MessageMonth,
    Page,
    PageTable,
    ShownMessage,
    render_page,
)
from documents.timeline import cut, draw
from documents.timeline_shapes import DayLoad, Point, Span, Timeline, Writing
from register.rehearsal_summary import ShownDay, Tone, days_of, tone_of

if TYPE_CHECKING:
    from register.rehearsal import Played
    from schedule.plan import MilestonePlan, PhasePlan, Plan

NAME_WIDTH = 180
"""Of a milestone's name in the picture."""
_KINDS = {
    Tone.REMINDER: "reminders",
    Tone.OTHER: "others",
    Tone.ESCALATION: "escalations",
    Tone.HELD: "held",
    Tone.LAPSED: "held",
}


def write_page(view: View, file: Path, today: date) -> None:
    """Write the page; `today` is marked in its picture, where the campaign runs today."""
    days = tuple(days_of(view.played))
    page = Page(
        spoken().language.replace("_", "-"),
        spoken().render(view.played.plan.title),
        headline(view),
        figures(view),
        _timeline(view, days, today),
        tuple(_row(day) for day in days if day.notices),
        tuple(_phase(one) for one in view.played.plan.phases),
        tuple((spoken().render(one.title), _due(one)) for one in view.played.plan.milestones),
        tuple(PageTable(one.title, one.headings, one.rows) for one in lists(view)),
        tuple(_months(view, days)),
    )
    write_whole(file, render_page(page, spoken().gettext).encode())
    say(_("the page is {file}").format(file=file))


def _phase(phase: "PhasePlan") -> tuple[str, str, str]:
    speech = spoken()
    return _phase_name(phase), speech.day(phase.opens_on), speech.day(phase.closes_on)


def _phase_name(phase: "PhasePlan") -> str:
    return spoken().render(phase.title) or spoken().render(phase.kind)


def _due(milestone: "MilestonePlan") -> str:
    dated = milestone.dated
    return spoken().day(dated.due_on) if dated.due_on else spoken().render(dated.kind)


# -- the picture -----------------------------------------------------------------------------------------------------


def _timeline(view: View, days: Sequence[ShownDay], today: date) -> Timeline:
    played, speech = view.played, spoken()
    plan = played.plan
    loads = [_load(day) for day in days]
    if played.since == plan.first_on:
        # the campaign's rest beyond the last day shown; a span with a beginning of its own is shown by itself
        loads += _beyond(plan, loads[-1].on)
    phases = [Span(_phase_name(one), one.opens_on, one.closes_on) for one in plan.phases]
    return draw(
        loads,
        phases,
        [_point(one, one.dated.due_on) for one in plan.milestones if one.dated.due_on],
        _marker(view, loads, today),
        Writing(speech.short_day, _month),
    )


def _beyond(plan: "Plan", last: date) -> Iterator[DayLoad]:
    for n in range((plan.closes_on - last).days):
        day = last + timedelta(days=n + 1)
        yield DayLoad(day, not plan.calendar.is_working_day(day), plan.calendar.is_worked_weekend(day))


def _load(day: ShownDay) -> DayLoad:
    counts: dict[str, int] = {}
    for one in day.notices:
        kind = _KINDS[tone_of(one)]
        counts[kind] = counts.get(kind, 0) + 1
    return DayLoad(day.on, not day.works, day.made_up, day.outage, counts)


def _point(milestone: "MilestonePlan", on: date) -> Point:
    title, day = spoken().render(milestone.title), f"{on.month}/{on.day}"
    return Point(f"{day} {cut(title, NAME_WIDTH)}", on, f"{title}: {spoken().day(on)}")


def _marker(view: View, loads: Sequence[DayLoad], today: date) -> Point:
    """Today, where the picture holds it; else the last day shown."""
    if loads[0].on <= today <= loads[-1].on:
        return Point(_("today, {day}").format(day=spoken().short_day(today)), today)
    last = view.played.to
    return Point(_("shown to {day}").format(day=spoken().short_day(last)), last)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


# -- the messages ----------------------------------------------------------------------------------------------------


def _row(day: ShownDay) -> DayRow:
    return DayRow(spoken().day(day.on), _note(day), _load(day))


def _note(day: ShownDay) -> str:
    if day.outage:
        return _("no run (outage)")
    if day.made_up:
        return _("make-up working day")
    return "" if day.works else _("day off")


def _months(view: View, days: Sequence[ShownDay]) -> Iterator[MessageMonth]:
    busy = [day for day in days if day.notices]
    for month, group in groupby(progress(busy, _("Writing the page")), key=lambda day: _month(day.on)):
        yield MessageMonth(f"m{month}", month, tuple(_day(view, day) for day in group))


def _day(view: View, day: ShownDay) -> MessageDay:
    messages = tuple(_message(view, one) for one in day.notices)
    return MessageDay(f"d{day.on}", spoken().day(day.on), _note(day), messages)


def _message(view: View, one: "Played") -> ShownMessage:
    tone, composed = tone_of(one), view.message(one)
    why = one.draft.why
    return ShownMessage(
        tone.value,
        MARKS[tone],
        word(one),
        view.reader(one.draft.recipient),
        composed.subject,
        composed.text,
        view.language_of(one).replace("_", "-"),
        view.said(why) if why else "",
    )
