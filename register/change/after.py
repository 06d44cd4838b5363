"""The book after a change of the file: the stored one, the file's word, and what must never fire because of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from models.words import LATE, Actor, DueKind, Status, phrase
from register.change.duties import Duties
from register.change.kinds import Loaded
from register.change.parties import merged_directory
from register.change.people import People
from register.change.questions import asked_again, questions_after
from register.change.slots import aligned
from schedule.facts import Book, Facts, Outcome, Told
from schedule.firing import audience, duties_of
from schedule.ladder import DatedRung
from schedule.plan import Obligation, Plan, QuestionKind
from schedule.standing import rungs_of

Key = tuple[str, date, str, str]
"""What a rung is about, its effective due day, its offset and a seat it is for."""


def duties_between(book: Book, new: Plan, loaded: Loaded) -> Duties:
    """The stored duties beside the file's, slots under their stored ids."""
    return Duties(book, aligned(book, new, loaded.dropped), loaded.dropped)


def people_between(book: Book, new: Plan, loaded: Loaded) -> People:
    """The register's people beside those of the last file and of this one."""
    return People(book.plan.directory.people, loaded.people, new.directory.people)


def book_after(book: Book, new: Plan, loaded: Loaded, on: date) -> Book:
    """The campaign once a file is applied.

    Args:
        book: the whole campaign.
        new: the file, resolved.
        loaded: what the last load left behind.
        on: the day of the change.
    """
    duties = duties_between(book, new, loaded)
    gone = [one for one in book.plan.obligations if one.id not in duties.new.by_id]
    facts = {one.id: duties.facts_after(one, on) for one in duties.new.obligations}
    facts |= {one.id: _cancelled(book.facts[one.id]) for one in gone}
    after = replace(
        book,
        plan=_plan(book, duties, people_between(book, new, loaded), gone),
        facts=facts,
        answered=_answered(duties),
        in_charge=_in_charge(duties),
        announced=_announced(duties),
    )
    return after.with_facts(dict(_with_past_rungs(book, after, duties, on)))


def _plan(book: Book, duties: Duties, people: People, gone: list[Obligation]) -> Plan:
    obligations = (*duties.new.obligations, *gone)
    return replace(
        duties.new,
        directory=merged_directory(book, duties.new, people.merged),
        obligations=obligations,
        by_id={one.id: one for one in obligations},
        questions=questions_after(duties),
    )


def _cancelled(facts: Facts) -> Facts:
    return facts if facts.finished else replace(facts, status=Status.CANCELLED, waits=())


def _answered(duties: Duties) -> frozenset[str]:
    left = {one.id for one in questions_after(duties)} - asked_again(duties)
    return duties.book.answered & left


def _in_charge(duties: Duties) -> dict[str, str]:
    left = {one.id for one in questions_after(duties) if one.kind is QuestionKind.IN_CHARGE}
    return {unit: seat for unit, seat in duties.book.in_charge.items() if f"in-charge-{unit}" in left}


def _announced(duties: Duties) -> dict[str, date]:
    """Announced days, but for acts whose day the file gives now."""
    waiting = {DueKind.ON_NOTICE, DueKind.WINDOW}
    new = duties.new.by_id
    return {k: day for k, day in duties.book.announced.items() if k not in new or new[k].dated.kind in waiting}


# -- rungs that are past already ---------------------------------------------------------------------------------------


def _with_past_rungs(book: Book, after: Book, duties: Duties, on: date) -> Iterator[tuple[str, Facts]]:
    """Rungs that the change brought and whose day is past are recorded, so that they never go.

    Where the day moved, or the duty is new, `known_on` sees to it; what the old file planned and no run has told yet
    still goes.
    """
    for one in duties.new.obligations:
        facts = after.facts[one.id]
        old = book.plan.by_id.get(one.id)
        if (
            old is None
            or facts.finished
            or one.actor is Actor.EXTERNAL
            or facts.known_on != book.facts[one.id].known_on
        ):
            continue
        planned, done = set(_rungs(book, old)), {told.key for told in facts.told}
        rungs = _rungs(after, one).items()
        fresh = (_past(facts, key, rung, on) for key, rung in rungs if key not in planned and rung.planned_on <= on)
        if told := tuple(one for one in fresh if one.key not in done):
            yield one.id, replace(facts, told=(*facts.told, *told))


def _rungs(book: Book, one: Obligation) -> dict[Key, DatedRung]:
    """Every rung of a duty for every seat, fired or not, blocked or not; with those of what waits on the office."""
    facts, due_on = book.facts[one.id], book.facts[one.id].effective_due_on
    found: dict[Key, DatedRung] = {}
    if due_on is not None:
        for rung in rungs_of(book, one):
            found |= {(one.deliverable, due_on, rung.offset, seat): rung for seat in _seats(book, facts.unit, rung)}
    for duty in duties_of(book, one):
        if duty.about != one.deliverable:
            for rung in duty.rungs:
                found |= {(duty.about, duty.due_on, rung.offset, s): rung for s in _seats(book, duty.unit, rung)}
    return found


def _seats(book: Book, unit: str | None, rung: DatedRung) -> Iterator[str]:
    for seat, _rank, _note in audience(book.plan, rung.tell, unit, book.in_charge.get(unit or "")):
        yield seat


def _past(facts: Facts, key: Key, rung: DatedRung, on: date) -> Told:
    about, due_on, offset, seat = key
    # grace counts from the day of a late notice: one that was never due gives none from today
    told_on = rung.planned_on if offset == LATE else on
    reason = phrase("not yet known on its day")
    return Told(about, facts.round, due_on, offset, seat, rung.planned_on, told_on, Outcome.SUPERSEDED, reason=reason)
