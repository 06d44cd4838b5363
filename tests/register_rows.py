"""What stands in the tables after an act, for tests: messages with their items, events, and snapshots of everything."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, select

from models.codec import load
from models.database import reading
from models.tables.notices import attempt, item, notice
from models.tables.obligations import obligation
from models.tables.records import event
from models.words import Phrase
from notifications.catalogue import catalogue
from register.campaigns import Campaign, find_campaign
from register.events import Deal, verify
from schedule.agenda import may_want_a_line, next_on
from tests.ledger import book_in, contents, next_dates
from tests.running_campaign import Harbour

Value = TypeVar("Value")
Act = Callable[[Connection, Campaign, Deal], Value]


def done(harbour: Harbour, day: str, act: Act[Value], by: str = "Otto") -> Value:
    """What an act gave back, done in one transaction at three in the afternoon of a day (month-day)."""
    given: list[Value] = []
    harbour.write(day, lambda *here: given.append(act(*here)), by)
    return given[0]


def notices(engine: Engine, *, seat: str | None = None, kind: str | None = None) -> list[Row[Any]]:
    """Messages, the oldest first."""
    chosen = select(notice).order_by(notice.c.on, notice.c.at, notice.c.key)
    if seat:
        chosen = chosen.where(notice.c.seat == seat)
    if kind:
        chosen = chosen.where(notice.c.kind == kind)
    with reading(engine) as connection:
        return list(connection.execute(chosen))


def told(engine: Engine) -> list[tuple[str, str, str, str]]:
    """Day, seat, reader and state of each message."""
    return [(f"{row.on:%m-%d}", row.seat, row.person, row.state) for row in notices(engine)]


def why(row: Row[Any]) -> str:
    """Why a message is where it is, in English."""
    return catalogue("en").render(load(row.why, Phrase)) if row.why else ""


def items(engine: Engine, key: str) -> list[tuple[str, str, str, str]]:
    """Obligation, offset, seat and outcome of each rung in a message."""
    with reading(engine) as connection:
        chosen = select(item).where(item.c.notice == key).order_by(item.c.place)
        return [(row.obligation, row.offset, row.seat, row.outcome) for row in connection.execute(chosen)]


def attempts(engine: Engine, key: str) -> list[tuple[str, str]]:
    """Outcome and answer of each try."""
    with reading(engine) as connection:
        chosen = select(attempt).where(attempt.c.notice == key).order_by(attempt.c.id)
        return [(row.outcome, row.text) for row in connection.execute(chosen)]


def events(engine: Engine, act: str | None = None) -> list[Row[Any]]:
    """The record, the oldest first."""
    chosen = select(event).order_by(event.c.number)
    with reading(engine) as connection:
        return list(connection.execute(chosen.where(event.c.act == act) if act else chosen))


def stored(engine: Engine, key: str) -> Mapping[str, Any]:
    """An obligation's row."""
    with reading(engine) as connection:
        return dict(connection.execute(select(obligation).where(obligation.c.key == key)).one()._mapping)


def everything(engine: Engine) -> Mapping[str, object]:
    """All rows of all tables, to be compared after what must change nothing."""
    return contents(engine, without=())


def assert_sound(engine: Engine) -> None:
    """The record is whole, and every duty says when a run has something to do for it."""
    book = book_in(engine)
    assert next_dates(engine) == {
        one.id: (next_on(book, one), may_want_a_line(book, one)) for one in book.plan.obligations
    }
    with reading(engine) as connection:
        assert verify(connection, find_campaign(connection, None).id).ok
