"""What people can do to an obligation: one table from status and act to what becomes of it (design §5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from models.words import LEADING_GROUP, OFFICE, Actor, Form, Phrase, Status, phrase
from schedule.facts import Book, Facts, Wait, WaitKind
from schedule.plan import Obligation
from schedule.standing import late_limit

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


def perform(book: Book, one: Obligation, deed: Deed) -> Facts | Refusal:
    """What an act makes of the facts, or why it is refused."""
    facts = book.facts[one.id]
    if facts.status not in _ALLOWED[deed.act] and not _by_receipt(book, one, deed):
        why = phrase("{act} is not possible while the status is {status}", act=deed.act, status=facts.status)
        return Refusal(why, possible(book, one))
    return _ACTS[deed.act](book, one, facts, deed)


def possible(book: Book, one: Obligation) -> tuple[Act, ...]:
    """The acts that the status allows."""
    status = book.facts[one.id].status
    return tuple(act for act in Act if status in _ALLOWED[act])


def reviewed_by_office(book: Book, one: Obligation) -> bool:
    """Whether a submission starts the office's term: not for its own duties, nor for what goes outside only."""
    parties = book.plan.directory.parties
    outside = one.submit_to and not any(parties[to].chased for to in one.submit_to)
    return one.actor is Actor.OWNER and book.facts[one.id].unit not in {OFFICE, LEADING_GROUP} and not outside


def _by_receipt(book: Book, one: Obligation, deed: Deed) -> bool:
    """What others do, and what goes to a body outside, is accepted by recording it."""
    open_now = book.facts[one.id].status in {Status.OPEN, Status.RETURNED}
    return deed.act is Act.ACCEPT and open_now and not reviewed_by_office(book, one)


def _submit(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    owed = frozenset(form.form for form in one.forms)
    received = facts.received | (owed if deed.forms is None else deed.forms)
    brought = replace(facts, received=received, committed=facts.committed or deed.forms is None)
    if not owed <= received:
        return brought
    if one.actor is Actor.EXTERNAL:
        return _finish(replace(brought, submitted_on=deed.on))
    limit = late_limit(book, one)
    late = facts.late if facts.submitted_on else limit is not None and deed.on > limit
    waits = facts.waits
    if reviewed_by_office(book, one):
        waits = (*waits, _wait(book, WaitKind.REVIEW, deed.on))
    return replace(
        brought,
        status=Status.SUBMITTED,
        submitted_on=facts.submitted_on or deed.on,
        late=late,
        waits=waits,
    )


def _wait(book: Book, kind: WaitKind, on: date) -> Wait:
    return Wait(kind, on, book.plan.calendar.add(on, book.plan.review_term))


def _ack(_book: Book, _one: Obligation, facts: Facts, deed: Deed) -> Facts:
    return replace(facts, acknowledged_on=facts.acknowledged_on or deed.on)


def _accept(_book: Book, _one: Obligation, facts: Facts, _deed: Deed) -> Facts:
    return _finish(facts)


def _finish(facts: Facts, status: Status = Status.ACCEPTED) -> Facts:
    return replace(facts, status=status, waits=())


def _return(book: Book, _one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    if deed.until is not None and deed.until <= deed.on:
        return _not_after(deed)
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
    if deed.step is Step.ASK:
        return _ask(book, one, facts, deed, WaitKind.EXTENSION)
    decided = tuple(wait for wait in facts.waits if wait.kind is not WaitKind.EXTENSION)
    if deed.step is Step.REFUSE:
        return replace(facts, waits=decided)
    if deed.until is None or deed.until <= deed.on:
        return _not_after(deed)
    if facts.effective_due_on is not None and deed.until <= facts.effective_due_on:
        why = phrase(
            "an extension must lie after the due day {due}; {until} does not",
            due=facts.effective_due_on,
            until=deed.until,
        )
        return Refusal(why, possible(book, one))
    return replace(facts, term_on=deed.until, known_on=deed.on, waits=decided)


def _dispute(book: Book, one: Obligation, facts: Facts, deed: Deed) -> Facts | Refusal:
    if deed.step is Step.ASK:
        return _ask(book, one, facts, deed, WaitKind.DISPUTE)
    if deed.step is Step.REFUSE:
        return replace(facts, waits=tuple(wait for wait in facts.waits if wait.kind is not WaitKind.DISPUTE))
    return _finish(facts, Status.CANCELLED)


def _ask(book: Book, one: Obligation, facts: Facts, deed: Deed, kind: WaitKind) -> Facts | Refusal:
    days = book.timing(one)
    if days is not None and deed.on > days.late_after:
        why = phrase(
            "asked on {day}, after the last day that is not late ({last}); only the office can still grant it",
            day=deed.on,
            last=days.late_after,
        )
        return Refusal(why, possible(book, one))
    if any(wait.kind is kind for wait in facts.waits):
        return Refusal(phrase("it is asked for already and not decided yet"), possible(book, one))
    return replace(facts, waits=(*facts.waits, _wait(book, kind, deed.on)))


def _waive(_book: Book, _one: Obligation, facts: Facts, _deed: Deed) -> Facts:
    return _finish(facts, Status.WAIVED)


def _not_after(deed: Deed) -> Refusal:
    return Refusal(phrase("the new day must lie after {day}, the day of the decision", day=deed.on))


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
