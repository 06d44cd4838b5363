"""The office's week: one line on each duty without a day, and on windows whose day nobody has announced (design §5)."""

from collections.abc import Iterator
from datetime import date, timedelta

from models.words import Actor, DueKind
from schedule.drafts import Owed
from schedule.facts import Book
from schedule.plan import Obligation
from schedule.standing import standing


def week_of(day: date) -> tuple[int, int]:
    """ISO year and week."""
    return day.isocalendar()[:2]


def week_is_open(book: Book, day: date) -> bool:
    """Whether the office has had neither this week's lines nor a later one's, and the campaign is known by now."""
    return all(told < week_of(day) for told in book.weeks_told) and book.known_on < day


def first_working_day(book: Book, day: date) -> date:
    """The first working day of the week `day` lies in."""
    return book.plan.calendar.on_or_after(day - timedelta(days=day.weekday()))


def weekly_lines(book: Book, day: date) -> Iterator[Owed]:
    """The lines of a week, in the plan's order."""
    for one in book.plan.obligations:
        if _wants_a_line(book, one, day):
            yield Owed(one.id, standing(book, one, day), weekly=True)


def _wants_a_line(book: Book, one: Obligation, day: date) -> bool:
    facts = book.facts[one.id]
    if facts.finished or facts.known_on >= day or one.readiness_for:
        return False
    if facts.effective_due_on is None:
        return one.dated.kind is not DueKind.CONTINUOUS
    return (
        _unannounced(book, one)
        and one.dated.opens_on is not None
        and one.dated.opens_on <= day <= facts.effective_due_on
    )


def _unannounced(book: Book, one: Obligation) -> bool:
    window = one.actor is Actor.EXTERNAL and one.dated.kind is DueKind.WINDOW
    return window and one.id not in book.announced
