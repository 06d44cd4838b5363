"""Holds 暂缓: messages that wait to go are put off for a reason, all of them, a unit's, or one; nothing is lost.

Planning goes on. Whether a hold stands is asked at the moment of sending (design law 5); what was put off past its day
is planned anew, so that a reader gets one message with today's words when the hold ends (`register.retelling`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from models.codec import dump
from models.errors import DubanError
from models.tables.notices import hold, notice
from models.words import NoticeState, Phrase, phrase
from register.campaigns import Campaign
from register.events import Deal, record
from register.hours import next_moment, opening
from register.targets import named_notice, unit_named, unknown_target
from schedule.plan import Plan

ALL = "all"
WAITING = (NoticeState.PLANNED, NoticeState.RETRY, NoticeState.DEFERRED, NoticeState.LEASED)
"""States of a message that has not gone and goes by itself."""


class UnusableHoldError(DubanError):
    """There is nothing to hold or to lift, or the day cannot be meant."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold."""

    id: int
    scope: str
    """`all`, `unit:KEY` or `notice:KEY`."""
    reason: str
    by: str
    since: datetime
    until: date | None
    """Inclusive; None: until it is lifted."""
    lifted_at: datetime | None

    @property
    def why(self) -> Phrase:
        """What stands beside a message that it puts off."""
        if self.until is None:
            return phrase("on hold until it is lifted: {reason}", reason=self.reason)
        return phrase("on hold until {day}: {reason}", day=self.until, reason=self.reason)

    def ends_at(self, plan: Plan, day: date) -> datetime:
        """When what it puts off on a day is looked at again: after its last day, else on the next working day."""
        return opening(plan, plan.calendar.on_or_after((self.until or day) + timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Placed:
    """A hold that was placed or lifted."""

    hold: Hold
    event: int
    messages: int
    """How many that wait now it puts off, or lets go."""


def unit_scope(running: Campaign, unit: str) -> str:
    """The scope of the messages to a unit's or body's people.

    Raises:
        UnknownUnitError: no such unit.
    """
    return f"unit:{unit_named(running.plan.directory.parties, unit)}"


def notice_scope(connection: Connection, running: Campaign, name: str) -> str:
    """The scope of one message.

    Raises:
        UnknownTargetError: no such message, or several.
        UnusableHoldError: it has gone, or does not go by itself.
    """
    key = named_notice(connection, running, name)
    if key is None:
        raise unknown_target(connection, running, name)
    state = NoticeState(connection.execute(select(notice.c.state).where(notice.c.key == key)).scalar_one())
    if state not in WAITING:
        raise UnusableHoldError(phrase("the message does not wait to go; its state is {state}", state=state))
    return f"notice:{key}"


def place_hold(
    connection: Connection, running: Campaign, scope: str, reason: str, deal: Deal, until: date | None = None
) -> Placed:
    """Hold messages from now on.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        scope: which, as `unit_scope` and `notice_scope` give it, or `ALL`.
        reason: stands beside every message that it puts off.
        deal: who holds them, and the day.
        until: the last day, inclusive; None: until it is lifted.

    Raises:
        UnusableHoldError: the last day is past, or beyond the campaign's calendar.
    """
    if until is not None and until < deal.on:
        raise UnusableHoldError(phrase("the hold's last day {day} lies before {today}", day=until, today=deal.on))
    calendar = running.plan.calendar
    if until is not None and until >= calendar.on_or_before(calendar.last):
        raise UnusableHoldError(phrase("the campaign's calendar ends on {last}", last=calendar.last))
    values = {"scope": scope, "reason": reason, "by": deal.by, "since": deal.at, "until": until}
    made = connection.execute(insert(hold).values(campaign_id=running.id, **values).returning(hold)).one()
    placed = _hold(made)
    data = {"hold": placed.id, "scope": scope, "reason": reason, "until": until}
    number = record(connection, running.id, deal, "hold", _subject(running, scope), data)
    return Placed(placed, number, len(_waiting(connection, running, scope)))


def lift_hold(connection: Connection, running: Campaign, number: int, deal: Deal) -> Placed:
    """End a hold; what it put off may go again at once, in the office's hours.

    Raises:
        UnusableHoldError: no such hold, or it has ended.
    """
    row = connection.execute(select(hold).where(hold.c.campaign_id == running.id, hold.c.id == number)).first()
    if row is None:
        standing = tuple(one.id for one in standing_holds(connection, running, deal.on))
        why = phrase("there is no hold {number}", number=number)
        raise UnusableHoldError(phrase("{why}; standing: {holds}", why=why, holds=standing) if standing else why)
    if row.lifted_at is not None:
        raise UnusableHoldError(phrase("hold {number} was lifted on {day}", number=number, day=row.lifted_at.date()))
    connection.execute(update(hold).where(hold.c.id == number).values(lifted_at=deal.at))
    keys = _waiting(connection, running, row.scope, NoticeState.DEFERRED)
    free = {"not_before": next_moment(running.plan, deal.at), "why": dump(phrase("the hold was lifted"))}
    connection.execute(update(notice).where(notice.c.key.in_(keys)).values(free))
    event = record(
        connection, running.id, deal, "lift", _subject(running, row.scope), {"hold": number, "scope": row.scope}
    )
    return Placed(_hold(row), event, len(keys))


def standing_holds(connection: Connection, running: Campaign, day: date) -> tuple[Hold, ...]:
    """The holds that stand on a day, oldest first."""
    return tuple(_hold(row) for row in connection.execute(_STANDING, {"campaign": running.id, "day": day}))


# asked for every message
_STANDING = (
    select(hold)
    .where(
        hold.c.campaign_id == bindparam("campaign"),
        hold.c.lifted_at.is_(None),
        or_(hold.c.until.is_(None), hold.c.until >= bindparam("day")),
    )
    .order_by(hold.c.id)
)


def hold_on(connection: Connection, running: Campaign, key: str, seat: str, day: date) -> Hold | None:
    """What holds a message to a seat on a day; of several holds the one that ends last."""
    party = running.plan.directory.seats[seat].party
    scopes = {ALL, f"unit:{party}", f"notice:{key}"}
    found = [one for one in standing_holds(connection, running, day) if one.scope in scopes]
    # one without a last day is asked about again every day, so that a dated one beside it says more
    return max(found, key=lambda one: (one.until is not None, one.until or date.min), default=None)


def _hold(row: Row[tuple[int, str, str, str, datetime, date, datetime]]) -> Hold:
    return Hold(row.id, row.scope, row.reason, row.by, row.since, row.until, row.lifted_at)


def _subject(running: Campaign, scope: str) -> str:
    """What the event is about: the message, the unit, or the campaign."""
    return scope.partition(":")[2] or running.plan.key


def _waiting(connection: Connection, running: Campaign, scope: str, *states: NoticeState) -> list[str]:
    """Keys of the messages of a scope that wait."""
    kind, _, key = scope.partition(":")
    chosen = select(notice.c.key).where(
        notice.c.campaign_id == running.id, notice.c.state.in_([state.value for state in states or WAITING])
    )
    if kind == "notice":
        chosen = chosen.where(notice.c.key == key)
    if kind == "unit":
        seats = [seat.key for seat in running.plan.directory.seats.values() if seat.party == key]
        chosen = chosen.where(notice.c.seat.in_(seats))
    return list(connection.scalars(chosen))
