"""The outbox: notices that wait to go, claimed with a lease, sent, settled; one commit a message (design law 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Update, and_, bindparam, insert, or_, select, update

from models.codec import dump
from models.tables.notices import attempt, notice
from models.words import NoticeState, Phrase, phrase
from notifications.labels import N_
from notifications.outcomes import BY_HAND, MAIL, Outcome, Sent

LEASE = timedelta(seconds=120)
"""How long a claim holds; longer than any try may take."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long after each failed try the next one comes; after the last of them no more do."""
CHANNEL_WAIT = timedelta(minutes=15)
"""How long after a fault of the way out itself the next try comes; such tries are not counted."""
REPEATABLE = frozenset({MAIL, BY_HAND})
"""Channels on which what may have gone goes again: a mail under the same Message-ID, a page in place of itself."""
CUT_SHORT = Outcome(Sent.UNKNOWN, N_("the run that was sending it ended in the middle; it may have gone"))
_WAITING = (NoticeState.PLANNED.value, NoticeState.DEFERRED.value)
_READY = (*_WAITING, NoticeState.RETRY.value)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose notices, for whom, and how many."""

    campaign_id: int
    owner: str
    limit: int = 20
    seats: frozenset[str] | None = None
    """Only those to these seats; None: all."""
    goes_by: datetime | None = None
    """What is planned or put off goes up to this moment, aware: of a run pinned to a day, that day's. None: now."""


def claim(connection: Connection, wanted: Claim, now: datetime) -> list[Row[Any]]:
    """Take notices whose time has come, or whose claim ran out, for one owner; each is anybody's for `LEASE` only.

    What somebody was sending who never came back may have gone. It is recorded as such a try; where a repeat can be
    told (`REPEATABLE`) it goes again, elsewhere it is `unknown` until a person says.

    Args:
        connection: a writer's transaction; commit it before sending.
        wanted: whose, and who takes them; `settle` checks it.
        now: an aware instant.
    """
    _take_back(connection, wanted.campaign_id, now)
    again = and_(notice.c.state == NoticeState.RETRY.value, notice.c.not_before <= now)
    waiting = and_(notice.c.state.in_(_WAITING), notice.c.not_before <= (wanted.goes_by or now))
    left_behind = and_(notice.c.state == NoticeState.LEASED.value, notice.c.lease_until <= now)
    chosen = (
        select(notice.c.key)
        .where(
            notice.c.campaign_id == wanted.campaign_id,
            # said once more than needed: the index finds what waits among all that ever went
            notice.c.state.in_((*_READY, NoticeState.LEASED.value)),
            or_(again, waiting, left_behind),
        )
        .order_by(notice.c.not_before, notice.c.key)
        .limit(wanted.limit)
        .with_for_update(skip_locked=True)
    )
    if wanted.seats is not None:
        chosen = chosen.where(notice.c.seat.in_(wanted.seats))
    keys = list(connection.scalars(chosen))
    if not keys:
        return []
    values = {"state": NoticeState.LEASED.value, "lease_by": wanted.owner, "lease_until": now + LEASE}
    connection.execute(update(notice).where(notice.c.key.in_(keys)).values(values))
    rows = select(notice).where(notice.c.key.in_(keys)).order_by(notice.c.not_before, notice.c.key)
    return list(connection.execute(rows))


def _take_back(connection: Connection, campaign_id: int, now: datetime) -> None:
    """End the tries of those who never came back."""
    lost = (
        select(notice.c.key, notice.c.channel, notice.c.tries, notice.c.not_before)
        .where(
            notice.c.campaign_id == campaign_id,
            notice.c.state == NoticeState.SENDING.value,
            notice.c.lease_until <= now,
        )
        .order_by(notice.c.key)
        .with_for_update(skip_locked=True)
    )
    for row in connection.execute(lost).all():
        # a message that ends every run that sends it must not do so for ever
        goes_again = row.channel in REPEATABLE and row.tries < len(WAITS)
        state = NoticeState.RETRY if goes_again else NoticeState.UNKNOWN
        # what a run pinned to a day to come had sent has had its time
        values = {"state": state.value, "tries": row.tries + 1, "not_before": min(row.not_before, now), **_FREE}
        connection.execute(update(notice).where(notice.c.key == row.key).values(values))
        _record(connection, row.key, CUT_SHORT, now, None)


def mark_sending(connection: Connection, key: str, owner: str, now: datetime) -> bool:
    """Say that bytes may leave from now on; False where the claim is somebody else's by now."""
    values = {"state": NoticeState.SENDING.value, "lease_until": now + LEASE}
    return _mine(connection, key, owner, values, while_leased=True)


def settle(connection: Connection, key: str, owner: str, outcome: Outcome, now: datetime, run_id: int | None) -> None:
    """Record a try and what follows from it; somebody else's claim is left alone, the try is recorded all the same."""
    tries = connection.execute(_TRIES, {"message": key}).scalar_one()
    tries += not outcome.is_channels
    _mine(connection, key, owner, {"tries": tries, "why": None, **_FREE, **_after(outcome, tries, now)})
    _record(connection, key, outcome, now, run_id)


def _after(outcome: Outcome, tries: int, now: datetime) -> dict[str, object]:
    match outcome.sent:
        case Sent.ACCEPTED:
            return {"state": NoticeState.SENT.value}
        case Sent.HANDED_ON:
            why = phrase("printed; it stands here until somebody says who delivered it")
            return {"state": NoticeState.HELD.value, "why": dump(why)}
        case Sent.UNKNOWN:
            return {"state": NoticeState.UNKNOWN.value}
        case Sent.TRANSIENT if outcome.is_channels:
            return {"state": NoticeState.RETRY.value, "not_before": now + CHANNEL_WAIT}
        case Sent.TRANSIENT if tries <= len(WAITS):
            return {"state": NoticeState.RETRY.value, "not_before": now + WAITS[tries - 1]}
        case Sent.TRANSIENT | Sent.PERMANENT:
            return {"state": NoticeState.DEAD.value}


def put_off(connection: Connection, key: str, owner: str, until: datetime, why: Phrase) -> None:
    """Not now: outside the office's hours, or on hold."""
    values = {"state": NoticeState.DEFERRED.value, "not_before": until, "why": dump(why)}
    _mine(connection, key, owner, {**values, **_FREE})


def suppress(connection: Connection, key: str, owner: str, why: Phrase) -> bool:
    """Never: what it says does not hold any more; False where the claim is somebody else's by now."""
    return _mine(connection, key, owner, {"state": NoticeState.SUPPRESSED.value, "why": dump(why), **_FREE})


_FREE: Mapping[str, object] = MappingProxyType({"lease_by": None, "lease_until": None})


def _mine(
    connection: Connection, key: str, owner: str, values: Mapping[str, object], *, while_leased: bool = False
) -> bool:
    known: dict[str, object] = {"message": key, "owner": owner}
    known |= {f"new_{name}": value for name, value in values.items()}
    return connection.execute(_changing(tuple(values), while_leased=while_leased), known).rowcount == 1


# what every message asks is put together once, as that takes longer than the database


@cache
def _changing(names: tuple[str, ...], *, while_leased: bool) -> Update:
    here = [notice.c.key == bindparam("message"), notice.c.lease_by == bindparam("owner")]
    if while_leased:
        here.append(notice.c.state == NoticeState.LEASED.value)
    return update(notice).where(*here).values({name: bindparam(f"new_{name}") for name in names})


_TRIES = select(notice.c.tries).where(notice.c.key == bindparam("message"))
_ATTEMPT = insert(attempt)


def _record(connection: Connection, key: str, outcome: Outcome, now: datetime, run_id: int | None) -> None:
    row = {"notice": key, "run_id": run_id, "at": now, "outcome": outcome.sent.value, "code": outcome.code}
    # PostgreSQL keeps no zero byte, and a relay may say anything
    text = "".join(c if c.isprintable() else " " for c in outcome.text)[:1000]
    connection.execute(_ATTEMPT, {**row, "text": text})
