"""Rules about rungs and days: what is never said, said too late, or said twice on one day."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from models.words import LATE, Actor, Phrase, phrase
from schedule.campaign_file.references import Finding
from schedule.ladder import DatedRung, Ladder, Rung, dated_rungs
from schedule.lint.case import Case, WrittenDate, some
from schedule.plan import Obligation
from schedule.timing import Timing


def no_reminder(case: Case) -> Iterator[Finding]:
    """Who first hears of a duty when it is late was not reminded."""
    for key in case.used:
        if not any(rung.at.days <= 0 for rung in case.file.ladders[key]):
            message = phrase(
                "the ladder {ladder} says nothing up to the due day, so people first hear when they are late; "
                "add a rung like `at: -3wd`",
                ladder=key,
            )
            yield "no-reminder", message, ("ladders", key)


def no_reminder_ahead(case: Case) -> Iterator[Finding]:
    """Rungs on or before the day a duty becomes known never fire; it is told once, as `late` (law 2)."""
    nearest = {key: _nearest(ladder) for key, ladder in case.plan.ladders.items()}
    for written in case.dates:
        told_late = _told_late(case, written, nearest)
        found = {day: told for day, told in told_late if day >= case.plan.opens_on}
        if found:
            day = min(found)
            message = phrase(
                "too near the campaign's start on {start} for any reminder: {days}; "
                "liaison and head are told once, on {told}, so tell them beforehand or agree on a later day",
                start=case.plan.first_on, days=some(sorted(found)), told=found[day],
            )  # fmt: skip
            yield "no-reminder-ahead", message, written.value


def _nearest(ladder: Ladder) -> Ladder:
    """The last reminder in working days and the last in days: one of them is the last of all."""
    reminders = [rung for rung in ladder.rungs if rung.at.days <= 0]
    last = {rung.at.unit: rung for rung in sorted(reminders, key=lambda rung: rung.at.days)}
    return Ladder(ladder.key, tuple(last.values()))


def _told_late(case: Case, written: WrittenDate, nearest: Mapping[str, Ladder]) -> Iterator[tuple[date, date]]:
    """Due days without a reminder ahead, each with the day on which people are told instead."""
    plan, seen = case.plan, set[tuple[str, date]]()
    for one in written.duties:
        ladder = plan.ladder_of(one, one.unit)
        if one.timing is None or ladder is None or (ladder.key, one.timing.due_on) in seen:
            continue
        seen.add((ladder.key, one.timing.due_on))
        if one.actor is Actor.OWNER and nearest[ladder.key].rungs:
            rungs = dated_rungs(nearest[ladder.key], one.timing, plan.calendar, plan.closes_on, plan.first_on)
            yield from ((one.timing.due_on, rung.planned_on) for rung in rungs if rung.offset == LATE)


def rungs_fall_together(case: Case) -> Iterator[Finding]:
    """Of two rungs for one seat on one day the later goes alone (law 13). One finding a ladder."""
    for key, duties in case.used.items():
        rungs = case.file.ladders[key]
        if any(rung.at.unit == "d" and rung.at.days for rung in rungs):
            once = Ladder(key, tuple(Rung(rung.at, rung.tell) for rung in rungs))
            found = next(_together(case, once, duties), None)
            if found:
                later, message = found
                at = next(i for i, rung in enumerate(rungs) if str(rung.at) == later)
                yield "rungs-fall-together", message, ("ladders", key, at, "at")


def _together(case: Case, ladder: Ladder, duties: tuple[Obligation, ...]) -> Iterator[tuple[str, Phrase]]:
    """The later of two rungs that tell somebody on one day, for each such pair, and what to say of it."""
    days: dict[date, Timing] = {one.timing.due_on: one.timing for one in duties if one.timing is not None}
    for due_on in sorted(days):
        rungs = dated_rungs(ladder, days[due_on], case.plan.calendar, case.plan.closes_on, date.min)
        for one, other in pairwise(rungs):
            if _meet(one, other):
                message = phrase(
                    "in the ladder {ladder} the rungs {one} and {other} fall together, for instance on {on} "
                    "for what is due on {due}: only one notice goes; count in working days (wd), "
                    "or set them further apart",
                    ladder=ladder.key, one=one.offset, other=other.offset, on=one.planned_on, due=due_on,
                )  # fmt: skip
                yield other.offset, message


def _meet(one: DatedRung, other: DatedRung) -> bool:
    return one.planned_on == other.planned_on and not set(one.tell).isdisjoint(other.tell)


RULES = (no_reminder, no_reminder_ahead, rungs_fall_together)
