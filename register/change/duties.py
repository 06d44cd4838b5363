"""What becomes of each duty when its file changes: moved, new, back, gone, or said in other words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from models.words import Actor, DueKind, Phrase, Status, phrase
from register.change.kinds import Change, ChangeKind, Shown, shown
from schedule.due import shifted
from schedule.facts import Book, Facts
from schedule.plan import Dated, FormOwed, Obligation, Plan
from schedule.timing import timing

_OPEN = frozenset({DueKind.UNKNOWN, DueKind.ON_NOTICE})
"""Days that the file leaves to an answer."""


@dataclass(frozen=True)
class Duties:
    """The stored duties and those of the file."""

    book: Book
    new: Plan
    """With the ids of the stored slots (`slots.aligned`)."""
    dropped: frozenset[str]
    """Duties that a file had cancelled."""

    def facts_after(self, one: Obligation, on: date) -> Facts:
        """The facts of a duty of the file.

        Args:
            one: the duty.
            on: the day of the change; whatever is new or moved is known from it.
        """
        old = self.book.plan.by_id.get(one.id)
        if old is None:
            return Facts(on, one.unit, due_on=one.dated.due_on or self._answered_day(one))
        facts = self.book.facts[one.id]
        if old.id in self.dropped:
            return self._back(facts, old, one, on)
        if facts.finished:
            return facts
        if self.lost_owner(old):
            facts = replace(facts, unit=None, known_on=on, acknowledged_on=None)
        if old.actor is Actor.EXTERNAL and one.actor is Actor.OWNER:
            facts = replace(facts, known_on=on)
        return self._moved(facts, self.due_after(old, one), on)

    def lost_owner(self, old: Obligation) -> bool:
        """Whether an open slot's owner left, so that it waits for another; what was handed in is still the owner's."""
        facts = self.book.facts[old.id]
        left = bool(old.slot and facts.unit and facts.unit not in self.new.directory.parties)
        return left and (facts.status in {Status.OPEN, Status.RETURNED} or old.id in self.dropped)

    def due_after(self, old: Obligation, one: Obligation) -> date | None:
        """The due day after the change: what the file says anew, else what an answer said, else none."""
        due_on, stated = self.book.facts[old.id].due_on, one.dated.due_on
        if one.readiness_for in self.book.announced and due_on is not None:
            # an announced day goes before the window it lies in
            return due_on
        if stated is not None:
            return due_on if stated == old.dated.due_on else stated
        if old.dated.due_on is None and _way(old.dated) == _way(one.dated):
            return due_on
        return self._answered_day(one)

    @cached_property
    def _answered(self) -> Mapping[str, date]:
        """Days that answers gave, by the names that other dates may call them."""
        found: dict[str, date] = {}
        for one in self.book.plan.obligations:
            due_on = self.book.facts[one.id].due_on
            if one.dated.due_on is None and due_on is not None and one.id not in self.dropped:
                found.setdefault(one.deliverable, due_on)
                found.setdefault(one.milestone, due_on)
        return found

    def _answered_day(self, one: Obligation) -> date | None:
        if one.dated.kind in _OPEN:
            return self._answered.get(one.deliverable)
        if one.dated.kind is DueKind.RELATIVE and one.dated.offset:
            return shifted(self._answered.get(one.dated.after or ""), one.dated.offset, self.new.calendar)
        return None

    def _back(self, facts: Facts, old: Obligation, one: Obligation, on: date) -> Facts:
        """Owed again; what came before it was cancelled stays in its trail and is asked for anew."""
        status = Status.RETURNED if facts.round else Status.OPEN
        unit = None if self.lost_owner(old) else facts.unit
        again = replace(facts, status=status, unit=unit, received=frozenset(), committed=False)
        return replace(self._moved(again, self.due_after(old, one), on), known_on=on)

    def _moved(self, facts: Facts, due_on: date | None, on: date) -> Facts:
        """The plan's new day; a later day that was granted stays, and where it counts nothing begins anew."""
        if due_on == facts.due_on:
            return facts
        term = facts.term_on if facts.term_on and (due_on is None or facts.term_on > due_on) else None
        moved = replace(facts, due_on=due_on, term_on=term)
        if moved.effective_due_on == facts.effective_due_on:
            return moved
        return self._judged_again(replace(moved, known_on=on))

    def _judged_again(self, facts: Facts) -> Facts:
        """What came in is not late by the plan's mistake; nobody turns late by a day that moved after he was in."""
        if facts.status is not Status.SUBMITTED or facts.round or facts.submitted_on is None or not facts.due_on:
            return facts
        last = timing(facts.effective_due_on or facts.due_on, self.new.rest_day, self.new.calendar).late_after
        return replace(facts, late=facts.late and facts.submitted_on > last)


def _way(dated: Dated) -> object:
    """How a date without a day is given."""
    return dated.kind, dated.after, dated.offset


# -- differences -------------------------------------------------------------------------------------------------------


def changed_duties(duties: Duties) -> Iterator[Change]:
    """Every difference, duty by duty in the file's order, then those that are gone."""
    known = duties.book.plan.by_id
    for one in duties.new.obligations:
        old = known.get(one.id)
        if old is None:
            effect = phrase("owed, and known, from the day of the change")
            yield Change(ChangeKind.DUTY_NEW, one.id, None, shown(one.title), effect)
        elif one.id in duties.dropped:
            effect = phrase("owed again, and known, from the day of the change; rungs that went stay")
            yield Change(ChangeKind.DUTY_BACK, one.id, None, shown(one.title), effect)
        else:
            yield from _changed(duties, old, one)
    for old in duties.book.plan.obligations:
        if old.id not in duties.new.by_id and not duties.book.facts[old.id].finished:
            yield Change(ChangeKind.DUTY_GONE, old.id, shown(old.title), None, _why_gone(duties, old))


def _why_gone(duties: Duties, old: Obligation) -> Phrase:
    unit = duties.book.facts[old.id].unit
    if unit is not None and unit not in duties.new.directory.parties:
        return phrase("cancelled, because the unit left the campaign; its trail stays")
    if old.slot and any(one.deliverable == old.deliverable and one.unit for one in duties.new.obligations):
        return phrase("cancelled, because the file names the owners now; its trail stays")
    return phrase("cancelled, because the file has it no more; its trail stays")


def _changed(duties: Duties, old: Obligation, one: Obligation) -> Iterator[Change]:
    facts, due_on = duties.book.facts[old.id], duties.due_after(old, one)
    if duties.lost_owner(old):
        effect = phrase("its owner left the campaign: it waits for another, and the question is open again")
        yield Change(ChangeKind.OWNER_GONE, one.id, facts.unit, None, effect)
    if due_on != facts.due_on:
        yield Change(ChangeKind.DAY_MOVED, one.id, _day(facts.due_on), _day(due_on), _moves(duties, facts, one))
    elif _given(old.dated) != _given(one.dated):
        effect = phrase("how the day is given changes, the day does not")
        yield Change(ChangeKind.DUTY_CHANGED, one.id, _described(old.dated), _described(one.dated), effect)
    if old.ladder != one.ladder:
        effect = phrase("rungs that went stay; new ones whose day is past do not go")
        yield Change(ChangeKind.LADDER, one.id, old.ladder, one.ladder, effect)
    for read, effect in _WORDS:
        before, after = read(old), read(one)
        if before != after:
            yield Change(ChangeKind.DUTY_CHANGED, one.id, shown(before), shown(after), effect)


def _day(day: date | None) -> Shown:
    return shown(day) or phrase("no day")


def _moves(duties: Duties, facts: Facts, one: Obligation) -> Phrase:
    if facts.finished:
        return phrase("it is finished: the day it was judged by stays")
    after = duties.facts_after(one, date.max)
    if after.effective_due_on == facts.effective_due_on:
        return phrase("the later day that was granted, {day}, stays and counts", day=after.effective_due_on)
    if after.effective_due_on is None:
        return phrase("nobody is told any more until a day is known")
    return phrase("known from the day of the change; its rungs count from the new day")


def _given(dated: Dated) -> Dated:
    """Everything about a date but its day."""
    return replace(dated, due_on=None)


def _described(dated: Dated) -> Shown:
    said = (dated.kind, dated.opens_on, dated.nominal_on, dated.due_at, dated.after, dated.offset, *dated.candidates)
    return shown(tuple(one for one in said if one is not None))


def _forms(one: Obligation) -> tuple[object, ...]:
    return tuple(_form(form) for form in one.forms)


def _form(owed: FormOwed) -> object:
    if owed.copies and owed.seal:
        return phrase("{form}, copies: {copies}, sealed", form=owed.form, copies=owed.copies)
    if owed.copies:
        return phrase("{form}, copies: {copies}", form=owed.form, copies=owed.copies)
    return phrase("{form}, sealed", form=owed.form) if owed.seal else owed.form


def _promised(one: Obligation) -> Phrase | None:
    return phrase("with a commitment") if one.commitment else None


_WORDS: tuple[tuple[Callable[[Obligation], object], Phrase], ...] = (
    (lambda one: one.title, phrase("its name is replaced; notices that went keep the old one")),
    (lambda one: one.step_title, phrase("the step's name is replaced; notices that went keep the old one")),
    (lambda one: one.clause, phrase("its clause is replaced")),
    (_forms, phrase("what is to be handed in is replaced; what has come stays come")),
    (_promised, phrase("whether a commitment goes with it changes")),
    (lambda one: one.submit_to, phrase("who receives it is replaced")),
    (lambda one: one.support, phrase("who helps with it is replaced")),
    (lambda one: one.needs, phrase("what must be finished before it is replaced")),
    (lambda one: one.phase, phrase("it belongs to another phase")),
    (lambda one: one.milestone, phrase("it belongs to another milestone")),
    (lambda one: one.label, phrase("its class is replaced")),
    (lambda one: one.note, phrase("its note is replaced")),
    (lambda one: one.actor, phrase("whether somebody can be told of it changes; what is past is not made up for")),
    (lambda one: one.readiness_for, phrase("what it makes ready for is replaced")),
)
