"""The record 台账 of changes: one hash chain a campaign, written in the transaction of what it tells (design law 7)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

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
    head = connection.execute(
        select(campaign.c.events, campaign.c.head).where(campaign.c.id == campaign_id).with_for_update()
    ).one()
    values: dict[str, Any] = {
        "campaign_id": campaign_id,
        "number": head.events + 1,
        "at": deal.at.astimezone(UTC),
        "on": deal.on,
        "by": deal.by,
        "act": act,
        "subject": subject,
        "data": json.loads(_canonical(data)),
        "before": head.head,
    }
    values["hash"] = _hash(values)
    connection.execute(insert(event).values(values))
    connection.execute(
        update(campaign).where(campaign.c.id == campaign_id).values(events=values["number"], head=values["hash"])
    )
    return int(values["number"])


def verify(connection: Connection, campaign_id: int) -> Verdict:
    """Walk a campaign's chain from its first event to the head that its row names."""
    known = connection.execute(select(campaign.c.events, campaign.c.head).where(campaign.c.id == campaign_id)).one()
    before, number = START, 0
    rows = select(event).where(event.c.campaign_id == campaign_id).order_by(event.c.number)
    for row in connection.execute(rows.execution_options(yield_per=1000)):
        number += 1
        if row.number != number or row.before != before or row.hash != _hash(_values(row)):
            return Verdict(known.events, known.head, number)
        before = row.hash
    whole = (number, before) == (known.events, known.head)
    return Verdict(known.events, known.head, None if whole else number + 1)


def _values(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for a row as a mapping


def _hash(values: Mapping[str, Any]) -> str:
    told = {key: value for key, value in values.items() if key != "hash"}
    return hashlib.sha256(_canonical(told).encode()).hexdigest()


def _canonical(data: Mapping[str, object]) -> str:
    """JSON whose text follows from the values alone, whatever database they come from."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an event cannot hold {type(value).__name__}")
