"""The running campaign of the database as a book, for the verbs that take a file or, without one, what is stored."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schedule.facts import Book


def stored_book() -> "tuple[Book, date]":
    """The stored campaign and the day on which it goes on: today; for one that is over, the day after its last run."""
    from cli.store import CHOSEN, opened, today
    from models.database import reading
    from register.books import whole_book
    from register.campaigns import find_campaign
    from register.running import last_finished

    with opened() as store:
        with reading(store.engine) as connection:
            running = find_campaign(connection, CHOSEN.campaign)
            book = whole_book(connection, running)
        day = today(running)
        if day > running.plan.closes_on:
            ran = last_finished(store.engine, running)
            day = ran.as_of + timedelta(days=1) if ran else running.known_on
    return book, day
