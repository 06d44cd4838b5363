"""When a run next has something to do for an obligation, so that a day reads what is due and not what is stored."""

from datetime import date

from models.words import Actor, DueKind
from schedule.facts import Book
from schedule.firing import next_rung_on
from schedule.plan import Obligation
from schedule.reach import waits_to_pass_up


def next_on(book: Book, one: Obligation) -> date | None:
    """The first day on which a run may fire something; a day that is past where something is held up.

    Args:
        book: holds the obligation and what it needs.
        one: the obligation.
    """
    days = [day for day in (next_rung_on(book, one), waits_to_pass_up(book, one)) if day is not None]
    return min(days, default=None)


def may_want_a_line(book: Book, one: Obligation) -> bool:
    """Whether the office's weekly list may have a line on it: no day is known, or others have not announced theirs."""
    facts = book.facts[one.id]
    if facts.finished or one.readiness_for or one.dated.kind is DueKind.CONTINUOUS:
        return False
    window = one.actor is Actor.EXTERNAL and one.dated.kind is DueKind.WINDOW
    return facts.effective_due_on is None or (window and one.id not in book.announced)
