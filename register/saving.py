"""Facts that changed, back into the tables, with the dates that follow from them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, delete, insert, update

from models.among import among
from models.tables.obligations import obligation, wait
from register.campaigns import Campaign
from register.obligation_rows import facts_values
from schedule.agenda import may_want_a_line, next_on
from schedule.facts import Book, Facts
from schedule.plan import Obligation


def save_facts(connection: Connection, running: Campaign, before: Book, after: Book) -> None:
    """Write what differs between two states of a book, and look anew when a run has something to do for it.

    Whatever needs a changed obligation is looked at again too: finishing one unblocks the next.
    """
    changed = {key for key, facts in after.facts.items() if facts != before.facts[key]}
    announced = before.announced.keys() | after.announced.keys()
    changed |= {key for key in announced if before.announced.get(key) != after.announced.get(key)}
    for one in after.plan.obligations:
        if one.id in changed or changed & set(one.needs):
            _save(connection, running, after, one)


def _save(connection: Connection, running: Campaign, book: Book, one: Obligation) -> None:
    values = {
        **facts_values(book.facts[one.id]),
        "announced_on": book.announced.get(one.id),
        "next_on": next_on(book, one),
        "weekly": may_want_a_line(book, one),
    }
    here = (obligation.c.campaign_id == running.id, obligation.c.key == one.id)
    connection.execute(update(obligation).where(*here).values(values))
    _save_waits(connection, running, one.id, book.facts[one.id])


def _save_waits(connection: Connection, running: Campaign, key: str, facts: Facts) -> None:
    connection.execute(delete(wait).where(wait.c.campaign_id == running.id, wait.c.obligation == key))
    rows = [
        {
            "campaign_id": running.id,
            "obligation": key,
            "kind": one.kind.value,
            "asked_on": one.asked_on,
            "due_on": one.due_on,
            "until": one.until,
        }
        for one in facts.waits
    ]
    if rows:
        connection.execute(insert(wait), rows)


def reschedule(connection: Connection, running: Campaign, book: Book, keys: Iterable[str]) -> None:
    """Look anew when a run has something to do for these obligations."""
    days: dict[date | None, list[str]] = {}
    for key in keys:
        days.setdefault(next_on(book, book.plan.by_id[key]), []).append(key)
    for day, moved in days.items():
        here = (obligation.c.campaign_id == running.id, among(connection, obligation.c.key, moved))
        connection.execute(update(obligation).where(*here).values(next_on=day))
