"""What people can do to an obligation: one table from status and act to what becomes of it (design §5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from models.words import LEADING_GROUP, OFFICE, Actor, Form, Phrase, Status, phrase
from schedule.facts import Book, Facts, Wait, WaitKind
from schedule.plan import Obligation
from schedule.standing import late_limit, rungs_of
from schedule.timing import timing
from schedule.working_calendar import OutsideCalendarError

RETURN_TERM = 3
"""Working days of a return's term where none is given."""


class Act(StrEnum):
    """Acts on one obligation."""

    SUBMIT = "submit"
    ACK = "ack"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"
    EXTEND = "extend"
    DISPUTE = "dispute"
    WAIVE = "waive"


class Step(StrEnum):
    """The three steps of an extension and of a dispute."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with what came with it."""

    act: Act
    on: date
    step: Step = Step.GRANT
    forms: frozenset[Form] | None = None
    """Forms handed in; None brings everything owed."""
    until: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that cannot be done: why, and what can."""

    why: Phrase
    possible: tuple[Act, ...] = field(default=())


def as_asked(facts: Facts, deed: Deed) -> Deed:
    """A grant that names no day grants the day that was asked for."""
    if deed.act is not Act.EXTEND or deed.step is not Step.GRANT or deed.until is not None:
        return deed
    return replace(deed, until=next((one.until for one in facts.waits if one.kind is WaitKind.EXTENSION), None))


def perform(book: Book, one: Obligation, deed: Deed) -> Facts | Refusal:
    """What an act makes of the facts, or why it is refused."""
    facts = book.facts[one.id]
    deed = as_asked(facts, deed)
    if not _can(book, one, deed.act):
        why = phrase("{act} is not possible while the status is {status}", act=deed.act, status=facts.status)
        return _refused(book, one, why)
    if deed.act is not Act.ACK and deed.on < (last := _last_act_on(facts)):
        why = phrase("{day} lies before {last}, the day of the act it would follow", day=deed.on, last=last)
        return _refused(book, one, why)
    try:
        done = _ACTS[deed.act](book, one, facts, deed)
        if isinstance(done, Facts) and done.term_on != facts.term_on:
            _ = rungs_of(book.with_facts({one.id: done}), one)
    except OutsideCalendarError:
        why = phrase(
            "{day} lies too far from the days of the campaign, whose calendar goes from {first} to {last}",
            day=deed.until or deed.on,
            first=book.plan.calendar.first,
            last=book.plan.calendar.last,
        )
        return _refused(book, one, why)
    return done


def possible(book: Book, one: Obligation) -> tuple[Act, ...]:
    """The acts that can be done now."""
    return tuple(act for act in Act if _can(book, one, act))


def _can(book: Book, one: Obligation, act: Act) -> bool:
    """Whether the status allows an act; a receipt may be recorded, and what was asked be decided, at other times."""
    facts = book.facts[one.id]
    asked = act in _ASKED and any(wait.kind is _ASKED[act] for wait in facts.waits)
    receipt = act is Act.ACCEPT and facts.status in _OWED and not reviewed_by_office(book, one)
    return facts.status in _ALLOWED[act] or asked or receipt


def _last_act_on(facts: Facts) -> date:
    days = (facts.submitted_on, facts.returned_on, *(wait.asked_on for wait in facts.waits))
    return max((day for day in days if day is not None), default=date.min)


def _refused(book: Book, one: Obligation, why: Phrase) -> Refusal:
    return Refusal(why, possible(book, one))


def reviewed_by_office(book: Book, one: Obligation) -> bool:
    """Whether a submission starts the office's term: not for its own duties, nor for what goes outside only."""
    parties = book.plan.directory.parties
    outside = one.submit_to and not any(parties[to].chased for to in one.submit_to)
    return one.actor is Actor.OWNER and book.facts[one.id].unit not in {OFFICE, LEADING_GROUP} and not outside


def _submit(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    owed = frozenset(form.form for form in one.forms)
    received = facts.received | (owed if deed.forms is None else deed.forms)
    brought = replace(facts, received=received, committed=facts.committed or deed.forms is None)
    if not owed <= received:
        return brought
    if one.actor is Actor.EXTERNAL:
        return _finish(_handed_in(book, one, brought, deed.on))
    waits = facts.waits
    if reviewed_by_office(book, one):
        waits = _with(waits, _wait(book, WaitKind.REVIEW, deed.on))
    return replace(_handed_in(book, one, brought, deed.on), status=Status.SUBMITTED, waits=waits)


def _handed_in(book: Book, one: Obligation, facts: Facts, on: date) -> Facts:
    """The first complete submission decides, once and for all, whether it was late; never because others are."""
    if facts.submitted_on is not None:
        return facts
    waited = one.actor is Actor.EXTERNAL or book.blocked_by(one) is not None
    limit = None if waited else late_limit(book, one)
    return replace(facts, submitted_on=on, late=limit is not None and on > limit)


def _wait(book: Book, kind: WaitKind, on: date) -> Wait:
    return Wait(kind, on, book.plan.calendar.add(on, book.plan.review_term))


def _ack(_book: Book, _one: Obligation, facts: Facts, deed: Deed) -> Facts:
    return replace(facts, acknowledged_on=facts.acknowledged_on or deed.on)


def _accept(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts:
    """Acceptance; of what others do, of what goes outside and of the office's own it is the receipt as well."""
    if facts.status in _OWED:
        facts = replace(facts, received=frozenset(form.form for form in one.forms))
        facts = _handed_in(book, one, facts, deed.on)
    return _finish(facts)


def _finish(facts: Facts, status: Status = Status.ACCEPTED) -> Facts:
    return replace(facts, status=status, waits=())


def _return(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    """Back to the unit for the next round; the new term decides whatever the unit had asked for as well."""
    if deed.until is not None and deed.until <= deed.on:
        return _refused(book, one, _not_after(deed))
    due_on = facts.effective_due_on
    term = deed.until or max(book.plan.calendar.add(deed.on, RETURN_TERM), due_on or date.min)
    return replace(
        facts,
        status=Status.RETURNED,
        round=facts.round + 1,
        term_on=term,
        known_on=deed.on,
        received=frozenset(),
        waits=(),
        returned_on=deed.on,
        return_reason=deed.reason,
    )


def _extend(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    due_on = facts.effective_due_on
    if due_on is None:
        return _refused(book, one, phrase("it has no due day yet that could be extended"))
    if deed.step is Step.ASK:
        return _ask(book, one, facts, deed, WaitKind.EXTENSION)
    if deed.step is Step.REFUSE:
        return _refuse(book, one, facts, WaitKind.EXTENSION)
    if deed.until is None:
        return _refused(book, one, phrase("say until which day (--until): nobody has asked for one"))
    if deed.until <= deed.on:
        return _refused(book, one, _not_after(deed))
    if deed.until <= due_on:
        why = phrase("an extension must lie after the due day {due}; {until} does not", due=due_on, until=deed.until)
        return _refused(book, one, why)
    granted = replace(facts, term_on=deed.until, known_on=deed.on, waits=_without(facts, WaitKind.EXTENSION))
    return _judged_again(book, granted, deed.until)


def _judged_again(book: Book, facts: Facts, until: date) -> Facts:
    """What came in while the office had not decided is judged by the day that it grants."""
    if facts.status is not Status.SUBMITTED or facts.round or facts.submitted_on is None:
        return facts
    last = timing(until, book.plan.rest_day, book.plan.calendar).late_after
    return replace(facts, late=facts.late and facts.submitted_on > last)


def _dispute(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    if deed.step is Step.ASK:
        return _ask(book, one, facts, deed, WaitKind.DISPUTE)
    if deed.step is Step.REFUSE:
        return _refuse(book, one, facts, WaitKind.DISPUTE)
    return _finish(facts, Status.CANCELLED)


def _refuse(book: Book, one: Obligation, facts: Facts, kind: WaitKind) -> Facts | Refusal:
    waits = _without(facts, kind)
    if waits == facts.waits:
        return _refused(book, one, phrase("nothing has been asked for that could be refused"))
    return replace(facts, waits=waits)


def _with(waits: tuple[Wait, ...], one: Wait) -> tuple[Wait, ...]:
    """By the day they were asked for, whatever the order in which they were recorded."""
    return tuple(sorted((*waits, one), key=lambda wait: (wait.asked_on, wait.kind)))


def _without(facts: Facts, kind: WaitKind) -> tuple[Wait, ...]:
    return tuple(wait for wait in facts.waits if wait.kind is not kind)


def _ask(book: Book, one: Obligation, facts: Facts, deed: Deed, kind: WaitKind) -> Facts | Refusal:
    days = book.timing(one)
    if days is not None and deed.on > days.late_after:
        why = phrase(
            "asked on {day}, after the last day that is not late ({last}); only the office can still grant it",
            day=deed.on,
            last=days.late_after,
        )
        return _refused(book, one, why)
    if any(wait.kind is kind for wait in facts.waits):
        return _refused(book, one, phrase("it is asked for already and not decided yet"))
    return replace(facts, waits=_with(facts.waits, replace(_wait(book, kind, deed.on), until=deed.until)))


def _waive(_book: Book, _one: Obligation, facts: Facts, _deed: Deed) -> Facts:
    return _finish(facts, Status.WAIVED)


def _not_after(deed: Deed) -> Phrase:
    return phrase("the new day must lie after {day}, the day of the decision", day=deed.on)


_OWED = frozenset({Status.OPEN, Status.RETURNED})
_ALLOWED: Mapping[Act, frozenset[Status]] = {
    Act.SUBMIT: _OWED,
    Act.ACK: frozenset(Status) - {Status.CANCELLED},
    Act.ACCEPT: frozenset({Status.SUBMITTED}),
    Act.RETURN: frozenset({Status.SUBMITTED}),
    Act.REOPEN: frozenset({Status.ACCEPTED}),
    Act.EXTEND: _OWED,
    Act.DISPUTE: _OWED,
    Act.WAIVE: _OWED | {Status.SUBMITTED},
}
_ASKED: Mapping[Act, WaitKind] = {Act.EXTEND: WaitKind.EXTENSION, Act.DISPUTE: WaitKind.DISPUTE}
_ACTS: Mapping[Act, Callable[[Book, Obligation, Facts, Deed], Facts | Refusal]] = {
    Act.SUBMIT: _submit,
    Act.ACK: _ack,
    Act.ACCEPT: _accept,
    Act.RETURN: _return,
    Act.REOPEN: _return,
    Act.EXTEND: _extend,
    Act.DISPUTE: _dispute,
    Act.WAIVE: _waive,
}
