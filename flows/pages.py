"""What the flows publish, written out: rows, Markdown and log lines. Pure, without Prefect, so that it is tested fast.

Everything here is read by an operator in a list that is not ours, so it carries no address and no secret, and what
people wrote is escaped.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from models.words import LAMPS, NoticeState, Phrase, Standing, phrase
from notifications.catalogue import Catalogue
from notifications.labels import N_
from notifications.wording import day_text, deliverable_name, due_text, effective_due_text, seat_title, unit_name
from register.notice_list import Head
from register.phases import Check, Open, PhaseView
from register.status import Line, Status
from register.status_words import WORST_FIRST, overdue_by, sentence, working_days
from schedule.plan import MilestonePlan, Plan

NAMES = 8
"""Units named beside one finding; the rest are counted."""
_WRONG = frozenset({Standing.OVERDUE, Standing.RETURNED, Standing.DATE_UNKNOWN})
_FORBIDDEN = re.compile(r"[^a-z0-9-]+")
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~&@]|^[-+=]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_NUMBERED = re.compile(r"^([0-9]+)(?=[.)])")


def plain(text: str) -> str:
    """A text that Markdown shows as it stands, on one line; addresses in it become no links."""
    return _NUMBERED.sub(r"\1\\", _ACTIVE.sub(r"\\\g<0>", " ".join(text.split())))


def artifact_key(name: str, campaign: str, *, several: bool) -> str:
    """The key of an artifact: small letters, figures and dashes, all that Prefect takes.

    A key of the campaign file in another script is told apart by a hash.
    """
    key = f"{campaign}-{name}" if several else name
    written = key.lower().replace("_", "-")
    bare = _FORBIDDEN.sub("", written).strip("-")
    return bare if bare == written else f"{bare}-{sha256(key.encode()).hexdigest()[:8]}"


# -- the milestones --------------------------------------------------------------------------------------------------


def milestone_rows(found: Status, speech: Catalogue) -> list[dict[str, str]]:
    """One row a milestone, in the plan's order; the keys are the columns' headings."""
    titles = {phase.key: speech.render(phase.title) or speech.render(phase.kind) for phase in found.plan.phases}
    return [_row(found, one, titles[one.phase], speech) for one in found.plan.milestones]


def _row(found: Status, one: MilestonePlan, phase: str, speech: Catalogue) -> dict[str, str]:
    """The phase stands last: the page cuts off what is too wide, and it is what a reader misses least."""
    lines = tuple(line for line in found.lines if line.one.milestone == one.key)
    done = sum(line.standing in {Standing.DONE, Standing.DONE_LATE} for line in lines)
    return {
        speech.gettext(N_("Milestone")): plain(speech.render(one.title)),
        speech.gettext(N_("Due")): _due(found.plan, one, speech),
        speech.gettext(N_("Left")): _left(found, one, lines, speech),
        _head(Standing.OVERDUE, speech): _number(lines, Standing.OVERDUE),
        _head(Standing.DUE_SOON, speech): _number(lines, Standing.DUE_SOON, Standing.DUE_TODAY),
        _head(Standing.DONE, speech): f"{done}/{len(lines)}",
        _head(Standing.RETURNED, speech): _number(lines, Standing.RETURNED),
        _head(Standing.IN_REVIEW, speech): _number(lines, Standing.IN_REVIEW),
        speech.gettext(N_("Phase")): plain(phase),
    }


def _head(one: Standing, speech: Catalogue) -> str:
    return f"{LAMPS[one]} {speech.render(one)}"


def _number(lines: Iterable[Line], *some: Standing) -> str:
    """How many stand so; none is left empty, so that what is there is seen."""
    return str(sum(line.standing in some for line in lines) or "")


def _due(plan: Plan, one: MilestonePlan, speech: Catalogue) -> str:
    day = one.dated.due_on
    return day_text(day, plan, speech, plan.opens_on.year) if day else speech.render(one.dated.kind)


def _left(found: Status, one: MilestonePlan, lines: Sequence[Line], speech: Catalogue) -> str:
    """Working days to the milestone's day, or since it while something is open."""
    day = one.dated.due_on
    if day is None or all(line.facts.finished for line in lines):
        return "–"
    between = found.plan.calendar.between
    if found.as_of <= day:
        return working_days(between(found.as_of, day), speech)
    return speech.render(phrase("{days} over", days=working_days(between(day, found.as_of), speech)))


def standings(lines: Iterable[Line], speech: Catalogue) -> str:
    """`✕ overdue 3  ◐ due soon 2`: each with lamp and word, the worst first."""
    counts: dict[Standing, int] = {}
    for line in lines:
        counts[line.standing] = counts.get(line.standing, 0) + 1
    return "  ".join(f"{LAMPS[one]} {speech.render(one)} {counts[one]}" for one in WORST_FIRST if one in counts)


# -- what is overdue -------------------------------------------------------------------------------------------------


def overdue_page(found: Status, speech: Catalogue) -> str:
    """Who owes what since when, the longest first; a list, as the page cuts off what is too wide in a table."""
    out = [f"### {plain(speech.render(found.plan.title))}", "", plain(speech.render(sentence(found, speech)))]
    by_unit: dict[str | None, list[Line]] = {}
    for line in sorted(found.of(Standing.OVERDUE), key=lambda line: -overdue_by(found, line)):
        by_unit.setdefault(line.facts.unit, []).append(line)
    for unit, lines in by_unit.items():
        out += ["", f"**{plain(unit_name(found.plan, unit, speech))}**", ""]
        out += [f"- ✕ {plain(_overdue_line(found, line, speech))}" for line in lines]
    return "\n".join(out)


def _overdue_line(found: Status, line: Line, speech: Catalogue) -> str:
    due = effective_due_text(line.one, line.days, found.plan, speech, found.as_of.year) if line.days else ""
    return speech.render(
        phrase(
            "{name}: due {due}, overdue by {days}; last told: {told}",
            name=deliverable_name(line.one, speech),
            due=due,
            days=working_days(overdue_by(found, line), speech),
            told=_last_told(found, line, speech),
        )
    )


def _last_told(found: Status, line: Line, speech: Catalogue) -> str:
    told = found.told.get(line.one.id, ())
    if not told:
        return speech.gettext("nobody yet")
    seats = tuple(seat_title(found.plan, one.seat, speech) for one in told)
    return speech.render(phrase("{day}, {seats}", day=speech.short_day(told[0].on), seats=seats))


# -- a phase ---------------------------------------------------------------------------------------------------------


def phase_page(view: PhaseView, checks: Iterable[Check], speech: Catalogue) -> str:
    """What the phase asks for, question by question, with what is open."""
    out = [f"### {plain(phase_title(view, speech))}", "", plain(standings(view.lines, speech))]
    for one in checks:
        out += ["", f"**{plain(check_line(one, speech))}**", ""]
        out += [f"- {plain(open_line(view, found, speech))}" for found in one.open]
    return "\n".join(out)


def phase_title(view: PhaseView, speech: Catalogue) -> str:
    """The phase with its window."""
    phase, year = view.phase, view.phase.opens_on.year
    title = speech.render(phase.title) or speech.render(phase.kind)
    first, last = speech.plain_day(phase.opens_on, year), speech.plain_day(phase.closes_on, year)
    return speech.render(phrase("{title}, {first} – {last}", title=title, first=first, last=last))


def check_line(one: Check, speech: Catalogue) -> str:
    """The answer to one question in a line."""
    title = speech.render(one.title)
    if not one.all:
        return speech.render(phrase("– {title}: nothing of the kind here", title=title))
    lamp = "✓" if one.done == one.all else "✕" if any(_needs_somebody(found) for found in one.open) else "○"
    return speech.render(phrase("{lamp} {title}: {done} of {all}", lamp=lamp, title=title, done=one.done, all=one.all))


def _needs_somebody(found: Open) -> bool:
    """Whether more than time is missing."""
    return found.note is not None or any(line.standing in _WRONG for line in found.lines)


def open_line(view: PhaseView, found: Open, speech: Catalogue) -> str:
    """One thing that is open, with whom it concerns."""
    units = _names(view.status.plan, found.units, speech)
    if not found.lines:
        return speech.render(phrase("{units}: {note}", units=units, note=found.note))
    first = found.lines[0]
    slots = [line.one.slot for line in found.lines if line.one.slot is not None]
    name = deliverable_name(first.one, speech, slots)
    note = found.note or _standing(view, first, speech)
    if set(found.units) == {None}:
        return speech.render(phrase("{name}, {note}", name=name, note=note))
    return speech.render(phrase("{name}, {note}: {units}", name=name, note=note, units=units))


def _standing(view: PhaseView, line: Line, speech: Catalogue) -> str | Phrase:
    word = speech.render(line.standing)
    if line.one.dated.due_on is None and line.days is None:
        return word
    due = (
        effective_due_text(line.one, line.days, view.status.plan, speech, view.as_of.year)
        if line.days
        else due_text(line.one, view.status.plan, speech)
    )
    return phrase("{standing}, due {due}", standing=word, due=due)


def _names(plan: Plan, units: Sequence[str | None], speech: Catalogue) -> str:
    known = tuple(dict.fromkeys(unit_name(plan, unit, speech) for unit in units))
    shown = known[:NAMES]
    if len(known) > NAMES:
        rest = speech.render(phrase("{number} more", number=len(known) - NAMES))
        shown = (*shown, rest)
    return speech.render(shown)


def milestone_line(view: PhaseView, one: MilestonePlan, lines: Sequence[Line], speech: Catalogue) -> str:
    """How a milestone does, for the log of its task."""
    title, due = speech.render(one.title), _due(view.status.plan, one, speech)
    return speech.render(phrase("{title}, {due}: {state}", title=title, due=due, state=standings(lines, speech)))


# -- the day's messages ----------------------------------------------------------------------------------------------


def messages_page(plan: Plan, on: date, heads: Sequence[Head], speech: Catalogue) -> str:
    """Every message of a day: its state, its reader, its subject; no address."""
    counts: dict[NoticeState, int] = {}
    for one in heads:
        counts[one.state] = counts.get(one.state, 0) + 1
    told = tuple(f"{speech.render(state)} {number}" for state, number in counts.items()) or (speech.gettext("none"),)
    out = [plain(speech.render(phrase("{day}, messages: {each}", day=on, each=told))), ""]
    out += [f"- {plain(_message(plan, one, speech))}" for one in heads]
    return "\n".join(out)


def _message(plan: Plan, one: Head, speech: Catalogue) -> str:
    reader = seat_title(plan, one.seat, speech)
    name = f"{reader} {one.person}" if one.person else reader
    return speech.render(phrase("{state}, {reader}: {subject}", state=one.state, reader=name, subject=one.subject))
