"""What a changed campaign file would do to a running campaign, as a list for people. docs/changes.md is its table."""

from collections.abc import Iterator
from datetime import date

from models.errors import DubanError
from models.words import phrase
from register.change.after import duties_between, people_between
from register.change.duties import changed_duties
from register.change.kinds import Change, Loaded
from register.change.parties import changed_parties, changed_seats, merged_directory
from register.change.people import changed_people
from register.change.questions import changed_questions
from register.change.settings import changed_order, changed_settings
from schedule.facts import Book
from schedule.plan import Plan


class OutOfReachError(DubanError):
    """The new file's calendar ends before days that the campaign holds; nothing was changed."""

    exit_code = 2

    def __init__(self, key: str, day: date, new: Plan) -> None:
        message = phrase(
            "{key} has the day {day}, and the calendar of the new file goes from {first} to {last} only",
            key=key,
            day=day,
            first=new.calendar.first,
            last=new.calendar.last,
        )
        super().__init__(message)


def compare(book: Book, new: Plan, loaded: Loaded) -> tuple[Change, ...]:
    """Every difference, in the order of the file; none where the file says what is stored.

    Args:
        book: the whole campaign (`books.whole_book`).
        new: the file, resolved.
        loaded: what the last load left behind (`changing.read_loaded`).

    Raises:
        OutOfReachError: the file's calendar does not reach days of the stored campaign.
    """
    _within_reach(book, new)
    return tuple(_differences(book, new, loaded))


def _differences(book: Book, new: Plan, loaded: Loaded) -> Iterator[Change]:
    duties, people = duties_between(book, new, loaded), people_between(book, new, loaded)
    directory = merged_directory(book, new, people.merged)
    yield from changed_settings(book.plan, new)
    yield from changed_parties(book, directory)
    yield from changed_seats(book, directory)
    yield from changed_people(people)
    yield from changed_duties(duties)
    yield from changed_order(book.plan, duties.new, loaded.dropped)
    yield from changed_questions(duties)


def _within_reach(book: Book, new: Plan) -> None:
    for one in book.plan.obligations:
        facts = book.facts[one.id]
        days = (one.dated.due_on, facts.due_on, facts.term_on, *(wait.due_on for wait in facts.waits))
        for day in days:
            if day is not None and not new.calendar.first <= day <= new.calendar.last:
                raise OutOfReachError(one.id, day, new)
