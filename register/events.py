"""The record 台账 of changes: one hash chain a campaign, written in the transaction of what it tells (design law 7)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from models.tables.campaigns import campaign
from models.tables.records import event

START = "0" * 64
"""What stands for the hash before the first event."""


@dataclass(frozen=True, slots=True)
class Deal:
    """Who does something, when and on which day it counts."""

    by: str
    at: datetime
    """Aware."""
    on: date
    domain: str = "duban.invalid"
    """The right side of the Message-IDs of what it plans."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found."""

    events: int
    head: str
    first_bad: int | None
    """Number of the first event that does not fit; None where all do."""

    @property
    def ok(self) -> bool:
        """Whether nothing was edited, deleted, inserted or reordered."""
        return self.first_bad is None


def record(
    connection: Connection, campaign_id: int, deal: Deal, act: str, subject: str, data: Mapping[str, object]
) -> int:
    """Add the next event and return its number; the campaign's row serialises writers."""
    chain = _chain(campaign_id).with_for_update(key_share=True)
    head = connection.execute(chain).one()
    values: dict[str, Any] = {
        "campaign_id": campaign_id,
        "number": head.events + 1,
        "at": deal.at.astimezone(UTC),
        "on": deal.on,
        "by": deal.by,
        "act": act,
        "subject": subject,
        "data": as_kept(data),
        "before": head.head,
    }
    values["hash"] = _hash(head.key, values)
    connection.execute(insert(event).values(values))
    connection.execute(
        update(campaign).where(campaign.c.id == campaign_id).values(events=values["number"], head=values["hash"])
    )
    return int(values["number"])


def as_kept(data: Mapping[str, object]) -> dict[str, Any]:
    """What an event holds of some values: JSON, days as text.

    Raises:
        TypeError: a value that no event can hold.
    """
    # a fraction is written one way by one database and another way by the other
    kept: dict[str, Any] = json.loads(_canonical(data), parse_float=_refused)
    return kept


def verify(connection: Connection, campaign_id: int) -> Verdict:
    """Walk a campaign's chain from its first event to the head that its row names."""
    known = connection.execute(_chain(campaign_id)).one()
    before, number = START, 0
    for row in _events(connection, campaign_id):
        number += 1
        if row is None or number > known.events or not _fits(known.key, row, number, before):
            return Verdict(known.events, known.head, number)
        before = row.hash
    if number < known.events:
        return Verdict(known.events, known.head, number + 1)
    # the chain fits in itself and not to its head: the last event is not the one that was written
    return Verdict(known.events, known.head, None if before == known.head else max(number, 1))


def _chain(campaign_id: int) -> Select[Any]:
    return select(campaign.c.key, campaign.c.events, campaign.c.head).where(campaign.c.id == campaign_id)


def _events(connection: Connection, campaign_id: int) -> Iterator[Row[Any] | None]:
    """A campaign's events by their numbers; None stands for the first that cannot even be read, and is the last."""
    rows = select(event).where(event.c.campaign_id == campaign_id).order_by(event.c.number)
    read = 0
    try:
        with connection.execute(rows.execution_options(yield_per=1000)) as found:
            for row in found:
                read += 1
                yield row
    except _UNREADABLE:
        # they are read by the thousand: what stands before the bad one comes one by one
        try:
            while True:
                yield connection.execute(rows.offset(read).limit(1)).one()
                read += 1
        except _UNREADABLE:
            yield None


_UNREADABLE = (ValueError, TypeError)
"""No day, no JSON: what a column of SQLite takes from whoever edits it by hand."""


def _fits(campaign_key: str, row: Row[Any], number: int, before: str) -> bool:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for a row as a mapping
    try:
        return (row.number, row.before, row.hash) == (number, before, _hash(campaign_key, values))
    except TypeError:
        return False


def _hash(campaign_key: str, values: Mapping[str, Any]) -> str:
    """The campaign goes in by its key, since another database may number it otherwise."""
    told = {key: value for key, value in values.items() if key not in {"hash", "campaign_id"}}
    return hashlib.sha256(_canonical({**told, "campaign": campaign_key}).encode()).hexdigest()


def _refused(number: str) -> float:
    raise TypeError(f"an event cannot hold the fraction {number}")


def _canonical(data: Mapping[str, object]) -> str:
    """JSON whose text follows from the values alone, whatever database they come from."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an event cannot hold {type(value).__name__}")
