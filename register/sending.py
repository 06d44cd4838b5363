"""Sending what was planned: claim, ask again whether it holds, send, settle; any number of these may run at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from models.database import writing
from models.tables.notices import item
from models.tables.obligations import obligation
from models.words import Phrase, Status, phrase
from notifications.outbox import Claim, claim, mark_sending, settle, suppress
from notifications.outcomes import Letter, Sent, Transport
from register.campaigns import Campaign


@dataclass(slots=True)
class Tally:
    """What a run sent and did not."""

    keys: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, key: str, what: str) -> None:
        """Count one message once more."""
        self.keys.append(key)
        self.counts[what] = self.counts.get(what, 0) + 1


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, by which ways, by which clock."""

    owner: str
    run_id: int
    as_of: date
    clock: Callable[[], datetime]
    """Leases, tries and backoff: the real one."""
    transport_for: Callable[[str], Transport]
    """The way out of a channel."""
    seats: frozenset[str] | None = None
    """Only messages to these seats; None: all."""


def send_all(engine: Engine, running: Campaign, post: Post) -> Tally:
    """Send whatever may go now, one commit a message, until nothing is left."""
    tally = Tally()
    while rows := _claim(engine, running, post):
        for row in rows:
            _send_one(engine, running, post, row, tally)
    return tally


def _claim(engine: Engine, running: Campaign, post: Post) -> list[Row[Any]]:
    with writing(engine) as connection:
        wanted = Claim(running.id, post.owner, seats=post.seats)
        return claim(connection, wanted, post.clock())


def _send_one(engine: Engine, running: Campaign, post: Post, row: Row[Any], tally: Tally) -> None:
    with writing(engine) as connection:
        if why := _no_longer_holds(connection, running, post, row):
            suppress(connection, row.key, post.owner, why)
            tally.add(row.key, "suppressed")
            return
        if not mark_sending(connection, row.key, post.owner, post.clock()):
            return
    outcome = post.transport_for(row.channel).send(letter_of_row(row, running.plan.key))
    with writing(engine) as connection:
        settle(connection, row.key, post.owner, outcome, post.clock(), post.run_id)
    tally.add(row.key, _COUNTED[outcome.sent])


def letter_of_row(row: Row[Any], campaign: str) -> Letter:
    """A planned message as it was frozen."""
    return Letter(
        key=row.key,
        campaign=campaign,
        channel=row.channel,
        address=row.address or "",
        message_id=row.message_id,
        language=row.language,
        subject=row.subject,
        text=row.text,
        html=row.html,
        at=row.at,
        **row.headers,
    )


_COUNTED: Mapping[Sent, str] = {
    Sent.ACCEPTED: "sent",
    Sent.HANDED_ON: "held",
    Sent.TRANSIENT: "failed",
    Sent.PERMANENT: "dead",
    Sent.UNKNOWN: "unknown",
}


def _no_longer_holds(connection: Connection, running: Campaign, post: Post, row: Row[Any]) -> Phrase | None:
    """Why a message must not go: nothing in it is owed any more, or somebody else holds the seat now."""
    holder = running.plan.directory.holder(row.seat, post.as_of)
    if row.person is not None and (holder is None or holder.name != row.person):
        return phrase("{person} does not hold the seat any more", person=row.person)
    about = (
        select(item.c.obligation, obligation.c.status)
        .join(
            obligation,
            (obligation.c.campaign_id == item.c.campaign_id) & (obligation.c.key == item.c.obligation),
        )
        .where(item.c.notice == row.key)
    )
    found = connection.execute(about).all()
    if found and all(one.status in _FINISHED for one in found):
        return phrase("nothing in it is owed any more")
    return None


_FINISHED = {Status.ACCEPTED.value, Status.WAIVED.value, Status.CANCELLED.value}
