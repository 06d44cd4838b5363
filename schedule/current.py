"""The plan as answers and changes have made it: who owes what by which day now, and what is still open."""

from dataclasses import replace

from models.words import Status
from schedule.facts import Book
from schedule.plan import Obligation, Plan
from schedule.timing import timing


def current_plan(book: Book) -> Plan:
    """The plan of a book with the owners and days that became known; what was cancelled is owed no more.

    A later day that was granted moves no deadline (design law 3): it stands in the status, not in the plan.
    """
    duties = tuple(
        _now(book, one) for one in book.plan.obligations if book.facts[one.id].status is not Status.CANCELLED
    )
    open_still = tuple(one for one in book.plan.questions if one.id not in book.answered)
    return replace(book.plan, obligations=duties, by_id={one.id: one for one in duties}, questions=open_still)


def _now(book: Book, one: Obligation) -> Obligation:
    facts = book.facts[one.id]
    if (facts.unit, facts.due_on) == (one.unit, one.dated.due_on):
        return one
    days = timing(facts.due_on, book.plan.rest_day, book.plan.calendar) if facts.due_on else None
    return replace(one, unit=facts.unit, dated=replace(one.dated, due_on=facts.due_on), timing=days)
