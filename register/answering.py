"""Answers to the plan's open questions, in the tables: who settled what, on which day, and what followed from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, update

from models.errors import DubanError
from models.tables.campaigns import party, question
from models.tables.records import event
from models.words import Phrase, phrase
from register.acts import difference
from register.answers import UnusableAnswerError, answer, doubts
from register.books import whole_book
from register.campaigns import Campaign
from register.events import Deal, record
from register.saving import reschedule, save_facts
from register.targets import UnknownUnitError, close_to, unit_named
from schedule.facts import Book
from schedule.plan import Question, QuestionKind


class UnknownQuestionError(DubanError):
    """The plan asks nothing of that name."""

    exit_code = 2

    def __init__(self, key: str, close: tuple[str, ...]) -> None:
        if close:
            super().__init__(phrase("no question is called {key}; did you mean {close}?", key=key, close=close))
        else:
            super().__init__(phrase("no question is called {key}; `duban answer` lists the open ones", key=key))


class AnsweredAlreadyError(DubanError):
    """Somebody has settled it; the answer stands until it is voided."""

    exit_code = 2

    def __init__(self, row: Row[Any], number: int | None) -> None:
        values = {"key": row.key, "who": row.answered_by, "day": row.answered_on, "value": row.value}
        message = phrase("{key} was answered on {day} by {who}: {value}", **values)
        if number is not None:
            message = phrase("{told}; to answer anew, void event {number} first", told=message, number=number)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that was settled."""

    question: Question
    value: str
    event: int
    changed: tuple[str, ...]
    """Obligations whose facts follow from it."""
    book: Book
    """The campaign after it."""
    doubts: tuple[Phrase, ...] = ()
    """What speaks against the answer; it counts all the same."""


def open_questions(connection: Connection, running: Campaign) -> tuple[Question, ...]:
    """What waits for an answer, in the plan's order."""
    book = whole_book(connection, running)
    return tuple(one for one in book.plan.questions if one.id not in book.answered)


def settle_question(connection: Connection, running: Campaign, key: str, value: str, deal: Deal) -> Answered:
    """Answer a question, or refuse and change nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        key: the question's id.
        value: a day, a unit, a seat, a name, a reading or words, as the question asks.
        deal: who answers; what follows is known from `deal.on`.

    Raises:
        UnknownQuestionError: with the ids that look like it.
        AnsweredAlreadyError: with who answered what and when.
        UnusableAnswerError: the value does not fit the question.
    """
    before = whole_book(connection, running)
    asked = _asked(connection, running, before, key)
    value = _usable(asked, value, before)
    after = answer(before, key, value, deal.on)
    said = {"answered_on": deal.on, "value": value, "answered_by": deal.by}
    connection.execute(update(question).where(*_here(running, key)).values(said))
    save_facts(connection, running, before, after)
    data: dict[str, object] = {"value": value, **_consequences(before, after)}
    if asked.kind is QuestionKind.NAME:
        data["party"] = _name_party(connection, running, asked, value)
    reschedule(connection, running, after, _concerned(after, asked))
    number = record(connection, running.id, deal, "answer", key, data)
    return Answered(asked, value, number, _changed(before, after), after, tuple(doubts(before, asked, value)))


def _asked(connection: Connection, running: Campaign, book: Book, key: str) -> Question:
    asked = next((one for one in book.plan.questions if one.id == key), None)
    if asked is None:
        raise UnknownQuestionError(key, close_to(key, (one.id for one in book.plan.questions)))
    if key in book.answered:
        columns = (question.c.key, question.c.answered_on, question.c.answered_by, question.c.value)
        stored: Select[Any] = select(*columns).where(*_here(running, key))
        row = connection.execute(stored).one()
        raise AnsweredAlreadyError(row, _answering_event(connection, running, key))
    return asked


def _answering_event(connection: Connection, running: Campaign, key: str) -> int | None:
    """The last event that answered it."""
    chosen = select(event.c.number).where(
        event.c.campaign_id == running.id, event.c.subject == key, event.c.act == "answer"
    )
    return connection.scalar(chosen.order_by(event.c.number.desc()).limit(1))


def _usable(asked: Question, value: str, book: Book) -> str:
    said = " ".join(value.split())
    if not said:
        raise UnusableAnswerError(phrase("the answer is empty"))
    if asked.kind is QuestionKind.READING and said not in asked.candidates:
        message = phrase("the answer must be one of {allowed}, not {value}", allowed=asked.candidates, value=said)
        raise UnusableAnswerError(message)
    return _owner(said, book) if asked.kind is QuestionKind.OWNER else said


def _owner(name: str, book: Book) -> str:
    try:
        return unit_named(book.plan.directory.parties, name)
    except UnknownUnitError as unknown:
        raise UnusableAnswerError(unknown.message) from None


def _name_party(connection: Connection, running: Campaign, asked: Question, name: str) -> dict[str, object]:
    """What a unit is called stands with the unit, where every text looks for it."""
    key = asked.id.removesuffix("-name")
    here = (party.c.campaign_id == running.id, party.c.key == key)
    before = connection.scalar(select(party.c.name).where(*here))
    connection.execute(update(party).where(*here).values(name=name))
    return {"key": key, "before": before, "after": name}


def _concerned(book: Book, asked: Question) -> Iterable[str]:
    """What has another next day after an answer: what was asked about.

    A deputy leader who is known now changes whom rungs are for, and no fact of the duties themselves; also for what the
    unit was named the owner of since the plan was made.
    """
    if asked.kind is not QuestionKind.IN_CHARGE:
        return asked.obligations
    units = {book.plan.by_id[key].unit for key in asked.obligations}
    return [one.id for one in book.plan.obligations if book.facts[one.id].unit in units]


def _changed(before: Book, after: Book) -> tuple[str, ...]:
    facts = {key for key in after.facts if after.facts[key] != before.facts[key]}
    facts |= {key for key, day in after.announced.items() if before.announced.get(key) != day}
    return tuple(one.id for one in after.plan.obligations if one.id in facts)


def _consequences(before: Book, after: Book) -> dict[str, object]:
    """What of the duties changed, so that the answer can be taken back."""
    facts = {
        key: difference(before.facts[key], after.facts[key])
        for key in after.facts
        if after.facts[key] != before.facts[key]
    }
    announced = {
        key: {"before": before.announced.get(key), "after": day}
        for key, day in after.announced.items()
        if before.announced.get(key) != day
    }
    found = {"facts": facts, "announced": announced}
    return {name: value for name, value in found.items() if value}


def take_back_answer(
    connection: Connection, running: Campaign, key: str, book: Book, named: dict[str, str | None] | None
) -> None:
    """Ask a question again; the facts that followed from the answer are put back by whoever voids it.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        key: the question's id.
        book: the whole campaign as it is without the answer.
        named: the unit whose name was the answer, with the name it had before.
    """
    unanswered = {"answered_on": None, "value": None, "answered_by": None}
    connection.execute(update(question).where(*_here(running, key)).values(unanswered))
    if named:
        here = (party.c.campaign_id == running.id, party.c.key == named["key"])
        connection.execute(update(party).where(*here).values(name=named["before"]))
    asked = next(one for one in book.plan.questions if one.id == key)
    reschedule(connection, running, book, _concerned(book, asked))


def without_answer(book: Book, key: str) -> Book:
    """The book in which a question is open again."""
    in_charge = {unit: seat for unit, seat in book.in_charge.items() if f"in-charge-{unit}" != key}
    return replace(book, answered=book.answered - {key}, in_charge=in_charge)


def _here(running: Campaign, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (question.c.campaign_id == running.id, question.c.key == key)
