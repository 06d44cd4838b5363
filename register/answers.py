"""Answers to the plan's open questions, and what each changes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from models.errors import DubanError
from models.words import DueKind, Phrase, phrase
from schedule.due import shifted
from schedule.facts import Book, Facts
from schedule.plan import Obligation, Question, QuestionKind
from schedule.resolve import READY_BEFORE
from schedule.standing import rungs_of
from schedule.working_calendar import OutsideCalendarError


class UnusableAnswerError(DubanError):
    """The answer does not fit the question; nothing was changed."""

    exit_code = 2


def answer(book: Book, question_id: str, value: str, on: date) -> Book:
    """The book once a question is answered; what follows from the answer is known from that day.

    Raises:
        UnusableAnswerError: no such question, or a value that cannot answer it.
    """
    question = next((one for one in book.plan.questions if one.id == question_id), None)
    if question is None:
        raise UnusableAnswerError(phrase("the plan has no question {name}", name=question_id))
    book = replace(book, answered=book.answered | {question.id})
    try:
        known = _changed(book, question, value, on)
        for one in known.plan.obligations:
            if known.facts[one.id] is not book.facts[one.id]:
                _ = rungs_of(known, one)
    except OutsideCalendarError:
        message = phrase(
            "{day} lies too far from the days of the campaign, whose calendar goes from {first} to {last}",
            day=value,
            first=book.plan.calendar.first,
            last=book.plan.calendar.last,
        )
        raise UnusableAnswerError(message) from None
    return known


def doubts(book: Book, question: Question, value: str) -> Iterator[Phrase]:
    """What speaks against a usable answer; the person who gives it may know better than the plan."""
    if question.candidates and value not in question.candidates:
        yield phrase("{value} is not among the plan's answers: {allowed}", value=value, allowed=question.candidates)
    if question.kind is QuestionKind.DAY:
        day = _day(value)
        for one in (book.plan.by_id[key] for key in question.obligations):
            first, last = one.dated.opens_on, one.dated.due_on
            if one.dated.kind is DueKind.WINDOW and first and last and not first <= day <= last:
                yield phrase(
                    "{day} lies outside the window of the plan, {first} to {last}", day=day, first=first, last=last
                )
                return


def _changed(book: Book, question: Question, value: str, on: date) -> Book:
    about = [book.plan.by_id[key] for key in question.obligations]
    match question.kind:
        case QuestionKind.DUE:
            return _due(book, about, _day(value), on)
        case QuestionKind.DAY:
            return _announce(book, about, _day(value), on)
        case QuestionKind.OWNER:
            return book.with_facts(_owner(book, about, value, on))
        case QuestionKind.IN_CHARGE:
            return _in_charge(book, question, value)
        case _:
            return book


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnusableAnswerError(
            phrase("the answer must be a day like 2024-03-30, not {value}", value=value)
        ) from None


def _due(book: Book, about: Iterable[Obligation], day: date, on: date) -> Book:
    """The due day of what was asked about, and of everything counted from it."""
    group = list(about)
    known = book.with_facts({one.id: replace(book.facts[one.id], due_on=day, known_on=on) for one in group})
    for one in known.plan.obligations:
        if one.dated.after in _names(known, group) and one.dated.offset and known.facts[one.id].due_on is None:
            later = shifted(day, one.dated.offset, known.plan.calendar)
            known = _due(known, [one], later, on) if later else known
    return known


def _names(book: Book, group: Iterable[Obligation]) -> set[str]:
    """What other dates may call the day of these obligations: the deliverable, or its undated milestone."""
    undated = {one.key for one in book.plan.milestones if one.dated.due_on is None}
    return {name for one in group for name in (one.deliverable, one.milestone) if "." not in name} & (
        undated | {one.deliverable for one in group}
    )


def _announce(book: Book, about: list[Obligation], day: date, on: date) -> Book:
    """The day of an act; the office's readiness for one by others is due some working days before it."""
    ids = {one.id for one in about}
    book = _due(book, [one for one in about if one.dated.kind is DueKind.ON_NOTICE], day, on)
    ready_on = book.plan.calendar.add(day, -READY_BEFORE)
    changed = {
        one.id: replace(book.facts[one.id], due_on=ready_on, known_on=on)
        for one in book.plan.obligations
        if one.readiness_for in ids and not book.facts[one.id].finished
    }
    return replace(book.with_facts(changed), announced={**book.announced, **dict.fromkeys(ids, day)})


def _owner(book: Book, about: Iterable[Obligation], unit: str, on: date) -> dict[str, Facts]:
    party = book.plan.directory.parties.get(unit)
    if party is None or not party.chased:
        raise UnusableAnswerError(phrase("no unit is called {name}", name=unit))
    return {one.id: replace(book.facts[one.id], unit=unit, known_on=on) for one in about}


def _in_charge(book: Book, question: Question, seat: str) -> Book:
    if seat not in question.candidates:
        message = phrase("the answer must be one of {allowed}, not {value}", allowed=question.candidates, value=seat)
        raise UnusableAnswerError(message)
    return replace(book, in_charge={**book.in_charge, question.id.removeprefix("in-charge-"): seat})
