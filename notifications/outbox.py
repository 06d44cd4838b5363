"""The outbox: notices that wait to go, claimed with a lease, sent, settled; one commit a message (design law 5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from models.codec import dump
from models.tables.notices import attempt, notice
from models.words import NoticeState, Phrase, phrase
from notifications.outcomes import Outcome, Sent

LEASE = timedelta(seconds=120)
"""How long a claim holds; longer than any try may take."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long after each failed try the next one comes."""
_READY = (NoticeState.PLANNED.value, NoticeState.RETRY.value, NoticeState.DEFERRED.value)
_CLAIMED = (NoticeState.LEASED.value, NoticeState.SENDING.value)


def claim(connection: Connection, campaign_id: int, owner: str, now: datetime, limit: int) -> list[Row[Any]]:
    """Take notices whose time has come, or whose claim ran out, for one owner; each is anybody's for `LEASE` only.

    Args:
        connection: a writer's transaction; commit it before sending.
        campaign_id: the campaign.
        owner: who takes them; `settle` checks it.
        now: an aware instant.
        limit: at most so many.
    """
    ready = and_(notice.c.state.in_(_READY), notice.c.not_before <= now)
    left_behind = and_(notice.c.state.in_(_CLAIMED), notice.c.lease_until <= now)
    chosen = (
        select(notice.c.key)
        .where(notice.c.campaign_id == campaign_id, or_(ready, left_behind))
        .order_by(notice.c.not_before, notice.c.key)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    keys = list(connection.scalars(chosen))
    if not keys:
        return []
    values = {"state": NoticeState.LEASED.value, "lease_by": owner, "lease_until": now + LEASE}
    connection.execute(update(notice).where(notice.c.key.in_(keys)).values(values))
    rows = select(notice).where(notice.c.key.in_(keys)).order_by(notice.c.not_before, notice.c.key)
    return list(connection.execute(rows))


def mark_sending(connection: Connection, key: str, owner: str, now: datetime) -> bool:
    """Say that bytes may leave from now on; False where the claim is somebody else's by now."""
    values = {"state": NoticeState.SENDING.value, "lease_until": now + LEASE}
    return _mine(connection, key, owner, values)


def settle(connection: Connection, key: str, owner: str, outcome: Outcome, now: datetime, run_id: int | None) -> None:
    """Record a try and what follows from it; somebody else's claim is left alone, the try is recorded all the same."""
    tries = connection.execute(select(notice.c.tries).where(notice.c.key == key)).scalar_one() + 1
    values: dict[str, object] = {"tries": tries, "lease_by": None, "lease_until": None}
    _mine(connection, key, owner, values | _after(outcome, tries, now))
    row = {"notice": key, "run_id": run_id, "at": now, "outcome": outcome.sent.value}
    connection.execute(insert(attempt).values(**row, code=outcome.code, text=outcome.text[:1000]))


def _after(outcome: Outcome, tries: int, now: datetime) -> dict[str, object]:
    match outcome.sent:
        case Sent.ACCEPTED:
            return {"state": NoticeState.SENT.value}
        case Sent.HANDED_ON:
            why = phrase("printed; it stands here until somebody says who delivered it")
            return {"state": NoticeState.HELD.value, "why": dump(why)}
        case Sent.UNKNOWN:
            return {"state": NoticeState.UNKNOWN.value}
        case Sent.TRANSIENT if tries <= len(WAITS):
            return {"state": NoticeState.RETRY.value, "not_before": now + WAITS[tries - 1]}
        case Sent.TRANSIENT | Sent.PERMANENT:
            return {"state": NoticeState.DEAD.value}


def put_off(connection: Connection, key: str, owner: str, until: datetime, why: Phrase) -> None:
    """Not now: outside the office's hours, or on hold."""
    values = {"state": NoticeState.DEFERRED.value, "not_before": until, "why": dump(why)}
    _mine(connection, key, owner, {**values, "lease_by": None, "lease_until": None})


def suppress(connection: Connection, key: str, owner: str, why: Phrase) -> None:
    """Never: what it says does not hold any more."""
    values = {"state": NoticeState.SUPPRESSED.value, "why": dump(why), "lease_by": None, "lease_until": None}
    _mine(connection, key, owner, values)


def _mine(connection: Connection, key: str, owner: str, values: dict[str, object]) -> bool:
    here: Iterable[ColumnElement[bool]] = (notice.c.key == key, notice.c.lease_by == owner)
    return connection.execute(update(notice).where(*here).values(values)).rowcount == 1
