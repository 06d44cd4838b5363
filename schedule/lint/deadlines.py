"""Rules about days in their phase and campaign, and about days that nobody has named."""

from collections.abc import Iterator
from datetime import date

from models.words import Actor, DueKind, Path, Phrase, Text, phrase
from schedule.campaign_file.dates import After, Every, OnNotice, Unknown, Window
from schedule.campaign_file.references import Finding
from schedule.campaign_file.shapes import Phase
from schedule.due import resolve_due
from schedule.lint.case import Case, WrittenDate, some, titles_of


def outside_phase(case: Case) -> Iterator[Finding]:
    """A day outside its phase stays where it is, and somebody looks at it (G06, G07)."""
    for written in case.dates:
        phase = written.phase
        days = [day for day in written.days if case.plan.opens_on <= day <= case.plan.closes_on]
        outside = [day for day in days if not phase.opens_on <= day <= phase.closes_on]
        if isinstance(written.due, Window):
            start, end = written.due.window
            if start < phase.opens_on or end > phase.closes_on:
                yield "outside-phase", _window(case, phase, start, end), written.value
        elif len(outside) == 1:
            yield "outside-phase", _day(case, phase, outside[0]), written.value
        elif outside:
            message = phrase(
                "{count} of {total} due days lie outside the phase {phase} ({opens} to {closes}): {days}; "
                "they stay as written, have one or the other confirmed",
                count=len(outside), total=len(days), phase=case.titled(phase),
                opens=phase.opens_on, closes=phase.closes_on, days=some(outside),
            )  # fmt: skip
            yield "outside-phase", message, written.value


def _day(case: Case, phase: Phase, day: date) -> Phrase:
    if day > phase.closes_on:
        return phrase(
            "the due day {day} lies after its phase {phase}, which ends on {closes}; "
            "both stay as written, have one or the other confirmed",
            day=day, phase=case.titled(phase), closes=phase.closes_on,
        )  # fmt: skip
    return phrase(
        "the due day {day} lies before its phase {phase}, which begins on {opens}; "
        "both stay as written, have one or the other confirmed",
        day=day, phase=case.titled(phase), opens=phase.opens_on,
    )  # fmt: skip


def _window(case: Case, phase: Phase, start: date, end: date) -> Phrase:
    return phrase(
        "the window from {start} to {end} does not lie within its phase {phase} ({opens} to {closes}); "
        "both stay as written, have one or the other confirmed",
        start=start, end=end, phase=case.titled(phase), opens=phase.opens_on, closes=phase.closes_on,
    )  # fmt: skip


def before_campaign(case: Case) -> Iterator[Finding]:
    """Nothing can be sent before the campaign begins."""
    opens = case.plan.opens_on
    for i, phase in enumerate(case.file.phases):
        if phase.opens_on < opens:
            message = phrase(
                "the phase {phase} begins on {day}, before the campaign does ({opens}); correct one of them",
                phase=case.titled(phase), day=phase.opens_on, opens=opens,
            )  # fmt: skip
            yield "before-campaign", message, ("phases", i, "opens_on")
    for written in case.dates:
        early = [day for day in written.days if day < min(opens, written.phase.opens_on)]
        if early:
            message = phrase(
                "due before the campaign's first day ({opens}), so nobody is reminded in time: {days}; "
                "correct the date",
                days=some(early), opens=opens,
            )  # fmt: skip
            yield "before-campaign", message, written.value


def after_campaign(case: Case) -> Iterator[Finding]:
    """After the campaign's last day no rung is repeated (design §6)."""
    closes = case.plan.closes_on
    for i, phase in enumerate(case.file.phases):
        if phase.closes_on > closes:
            message = phrase(
                "the phase {phase} ends on {day}, after the campaign does ({closes}); correct one of them",
                phase=case.titled(phase), day=phase.closes_on, closes=closes,
            )  # fmt: skip
            yield "after-campaign", message, ("phases", i, "closes_on")
    for written in case.dates:
        tail = [day for day in written.days if day > max(closes, written.phase.closes_on)]
        if tail:
            message = phrase(
                "due after the campaign's last day ({closes}), from which on nothing is repeated: {days}; "
                "correct the date, or let the campaign close later",
                days=some(tail), closes=closes,
            )  # fmt: skip
            yield "after-campaign", message, written.value


def never_due(case: Case) -> Iterator[Finding]:
    """A recurring date without an occurrence would make its duties vanish in silence."""
    for written in case.dates:
        if isinstance(written.due, Every) and not written.days and not _occurs(case, written):
            message = phrase(
                "no day from {first} to {last} fits this date, so nothing is ever due: correct the day or the span",
                first=_end(written.due.first) or written.phase.opens_on,
                last=_end(written.due.until) or written.phase.closes_on,
            )  # fmt: skip
            yield "never-due", message, written.value


def _end(text: str | None) -> date | str | None:
    """A span's first or last day; a month or a year as it is written."""
    return date.fromisoformat(text) if text and text.count("-") == 2 else text


def _occurs(case: Case, written: WrittenDate) -> bool:
    return bool(resolve_due(written.due, written.phase, case.plan.calendar, lambda _: None))


def date_unknown(case: Case) -> Iterator[Finding]:
    """A day that the plan does not give stays unknown: nothing is invented (law 9)."""
    for written in case.dates:
        if isinstance(written.due, Unknown):
            yield "date-unknown", _unknown(_what(case, written), written.due.unknown), written.value
        elif isinstance(written.due, After) and any(one.due_on is None for one in written.dates):
            message = phrase(
                "the day is counted from {name}, which has none itself ({what}); "
                "nobody is reminded until that day is known",
                what=_what(case, written), name=written.due.after,
            )  # fmt: skip
            yield "date-unknown", message, written.value


def _unknown(what: object, candidates: tuple[date, ...]) -> Phrase:
    if len(candidates) > 1:
        return phrase(
            "the plan gives no day for this: {what}; days that could be meant: {candidates}; "
            "nobody is reminded until one of them is chosen, so ask, and write it here",
            what=what, candidates=candidates,
        )  # fmt: skip
    if candidates:
        return phrase(
            "the plan gives no day for this: {what}; {candidates} could be meant; "
            "nobody is reminded until that is confirmed, so ask, and write the day here",
            what=what, candidates=candidates,
        )  # fmt: skip
    return phrase(
        "the plan gives no day for this: {what}; nobody is reminded until there is one, so ask, and write it here",
        what=what,
    )


def day_not_announced(case: Case) -> Iterator[Finding]:
    """What others do in a window, or on notice, has no day before they announce it (G35)."""
    for written in case.dates:
        waits = [one for one in written.duties if one.actor is Actor.EXTERNAL and one.dated.kind is DueKind.WINDOW]
        if isinstance(written.due, OnNotice):
            message = phrase(
                "others announce the day of this, and have not yet: {what}; ask them, and write it here",
                what=_what(case, written),
            )
            yield "day-not-announced", message, written.value
        elif waits:
            message = phrase(
                "others do this on a day between {start} and {end} that they have not announced: {what}; "
                "ask them, and be ready when it begins",
                what=titles_of(waits), start=waits[0].dated.opens_on, end=waits[0].dated.due_on,
            )  # fmt: skip
            yield "day-not-announced", message, written.value


def _what(case: Case, written: WrittenDate) -> object:
    """The duties that rest on a date; the milestone's title where none does."""
    return titles_of(written.duties) if written.duties else _milestone(case, written.path)


def _milestone(case: Case, path: Path) -> Text | str:
    _, i, _, j = path[:4]
    return case.titled(case.file.phases[int(i)].milestones[int(j)])


RULES = (outside_phase, before_campaign, after_campaign, never_due, date_unknown, day_not_announced)
