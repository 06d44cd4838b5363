"""Sending what was planned: claim, ask again whether it holds, send, settle; any number of these may run at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Row, bindparam, select

from models.database import writing
from models.tables.notices import item
from models.tables.obligations import obligation, wait
from models.words import NoticeKind, Status, phrase
from notifications.outbox import Claim, claim, mark_sending, put_off, settle, suppress
from notifications.outcomes import Letter, Outcome, Sent, Transport
from register.campaigns import Campaign
from register.holding import hold_on
from register.hours import next_moment, opening
from register.retelling import OF_A_DAY, Moment, free_week, moved_on, take_back
from schedule.plan import Plan


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
    run_id: int | None
    """The day's run; None between runs."""
    as_of: date
    clock: Callable[[], datetime]
    """Leases, tries and backoff: the real one."""
    transport_for: Callable[[str], Transport]
    """The way out of a channel."""
    seats: frozenset[str] | None = None
    """Only messages to these seats; None: all."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """A message that was sent and is not settled yet."""

    row: Row[Any]
    outcome: Outcome


def send_all(engine: Engine, running: Campaign, post: Post) -> Tally:
    """Send whatever may go now until nothing is left.

    One commit a message: it settles the message before and says that bytes of this one may leave.
    """
    tally, last = Tally(), None
    while True:
        with writing(engine) as connection:
            _settle(connection, post, last, tally)
            rows, last = _claim(connection, running, post), None
        if not rows:
            return tally
        for row in rows:
            with writing(engine) as connection:
                _settle(connection, post, last, tally)
                goes, last = _goes(connection, running, post, row, tally), None
            if goes:
                last = _Tried(row, post.transport_for(row.channel).send(letter_of_row(row, running.plan)))


def _settle(connection: Connection, post: Post, tried: _Tried | None, tally: Tally) -> None:
    if tried is not None:
        settle(connection, tried.row.key, post.owner, tried.outcome, post.clock(), post.run_id)
        tally.add(tried.row.key, _COUNTED[tried.outcome.sent])


def _claim(connection: Connection, running: Campaign, post: Post) -> list[Row[Any]]:
    wanted = Claim(running.id, post.owner, seats=post.seats, goes_by=_moment(running, post))
    return claim(connection, wanted, post.clock())


def _moment(running: Campaign, post: Post) -> datetime:
    """What the office's hours and days go by: now; for a run pinned to another day the opening of that day."""
    now = post.clock()
    today = now.astimezone(ZoneInfo(running.plan.timezone)).date()
    return now if today == post.as_of else opening(running.plan, post.as_of)


def _goes(connection: Connection, running: Campaign, post: Post, row: Row[Any], tally: Tally) -> bool:
    """Whether a message goes now, and is ours to send; it is marked then."""
    if stopped := _stopped(connection, running, post, row):
        tally.add(row.key, stopped)
        return False
    return mark_sending(connection, row.key, post.owner, post.clock())


def _stopped(connection: Connection, running: Campaign, post: Post, row: Row[Any]) -> str | None:
    """Ask once more whether a message may go, and see to it where it may not: suppressed, or put off."""
    at = _moment(running, post)
    if why := moved_on(connection, running, row, post.as_of):
        if suppress(connection, row.key, post.owner, why):
            take_back(connection, running, row, Moment(post.as_of, at))
        return "suppressed"
    if not _still_owed(connection, running, row):
        if suppress(connection, row.key, post.owner, phrase("nothing in it is owed any more")):
            free_week(connection, row.key)
        return "suppressed"
    if _is_the_next_runs(post, row):
        tomorrow = opening(running.plan, post.as_of + timedelta(days=1))
        put_off(connection, row.key, post.owner, tomorrow, phrase("put off past its day; it is planned anew"))
        return "deferred"
    if held := hold_on(connection, running, row.key, row.seat, post.as_of):
        put_off(connection, row.key, post.owner, held.ends_at(running.plan, post.as_of), held.why)
        return "deferred"
    if (goes := next_moment(running.plan, at)) > at:
        put_off(connection, row.key, post.owner, goes, phrase("outside the office's hours"))
        return "deferred"
    return None


def _is_the_next_runs(post: Post, row: Row[Any]) -> bool:
    """Whether a message was put off past its day: between runs it waits, the day's run tells it in that day's words."""
    return post.run_id is None and row.kind in OF_A_DAY and row.on < post.as_of and row.why is not None


def letter_of_row(row: Row[Any], plan: Plan) -> Letter:
    """A planned message as it was frozen, its moment in the campaign's zone."""
    return Letter(
        key=row.key,
        campaign=plan.key,
        channel=row.channel,
        address=row.address or "",
        message_id=row.message_id,
        language=row.language,
        subject=row.subject,
        text=row.text,
        html=row.html,
        at=row.at.astimezone(ZoneInfo(plan.timezone)),
        **row.headers,
    )


_COUNTED: Mapping[Sent, str] = {
    Sent.ACCEPTED: "sent",
    Sent.HANDED_ON: "held",
    Sent.TRANSIENT: "failed",
    Sent.PERMANENT: "dead",
    Sent.UNKNOWN: "unknown",
}


def _still_owed(connection: Connection, running: Campaign, row: Row[Any]) -> bool:
    """Whether anything that a message asks for is still owed, or still waits for the office."""
    asked = {"message": row.key}
    if connection.execute(_STILL_ASKED, asked).first():
        return True
    if connection.execute(_ASKED, asked).first():
        return False
    if row.kind not in _LASTING:
        return True
    keys = {owed["obligation"] for owed in row.also_owed}
    statuses = select(obligation.c.status).where(obligation.c.campaign_id == running.id, obligation.c.key.in_(keys))
    return not _LASTING[row.kind].isdisjoint(connection.scalars(statuses))


_OWED = frozenset({Status.OPEN.value, Status.RETURNED.value})
# put together once, as they are asked for every message
_ASKED = select(item.c.notice).where(item.c.notice == bindparam("message")).limit(1)
_STILL_ASKED = (
    _ASKED.join(obligation, (obligation.c.campaign_id == item.c.campaign_id) & (obligation.c.key == item.c.obligation))
    .outerjoin(
        wait,
        (wait.c.campaign_id == item.c.campaign_id)
        & (wait.c.obligation == item.c.obligation)
        & (wait.c.kind == item.c.about),
    )
    .where(
        wait.c.kind.is_not(None) | ((item.c.about == obligation.c.deliverable) & obligation.c.status.in_(sorted(_OWED)))
    )
)
_LASTING: Mapping[str, frozenset[str]] = {
    NoticeKind.RETURNED.value: frozenset({Status.RETURNED.value}),
    NoticeKind.ASSIGN.value: _OWED,
}
"""Kinds that tell of duties without a rung, and the status in which at least one of these must be."""
