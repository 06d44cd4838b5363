"""What a unit hears at once when something comes back: one message to its liaison and head (design law 13)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from models.words import NoticeKind, NoticeState, Role, phrase
from schedule.drafts import Draft, Owed, notice_key
from schedule.facts import Book, Reachability
from schedule.plan import Obligation
from schedule.reach import recipient
from schedule.standing import standing


def returned_drafts(book: Book, one: Obligation, on: date, sequence: Callable[[str], int]) -> Iterator[Draft]:
    """The messages about a return or a reopening.

    Args:
        book: the campaign after it.
        one: what came back.
        on: the day they go.
        sequence: how many such messages a reader (by identity) has on that day already.
    """
    for seat in _seats_told(book, book.facts[one.id].unit, on):
        reader = recipient(book, seat, on)
        key = notice_key(book.plan.key, reader.identity, on, NoticeKind.RETURNED, sequence(reader.identity))
        draft = Draft(key, NoticeKind.RETURNED, on, reader, (), (Owed(one.id, standing(book, one, on)),))
        if book.reachability is Reachability.REAL and reader.address is None:
            draft = replace(draft, state=NoticeState.HELD, why=phrase("no address"))
        yield draft


def _seats_told(book: Book, unit: str | None, day: date) -> tuple[str, ...]:
    """Liaison and head, each person once at his highest seat."""
    directory = book.plan.directory
    readers: dict[str, list[str]] = {}
    for seat in (*directory.resolve(Role.LIAISON, unit), *directory.resolve(Role.HEAD, unit)):
        readers.setdefault(directory.identity(seat, day), []).append(seat)
    return tuple(directory.highest(seats) for seats in readers.values())
