"""A day's run: plan, commit, send one by one, settle; and the record that it happened (design §3, law 14)."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from models.database import reading, writing
from models.tables.notices import attempt, notice
from models.tables.records import run
from models.words import NoticeState
from notifications.outcomes import Transport
from register.campaigns import Campaign, find_campaign
from register.events import Deal, record
from register.hours import next_moment, opening
from register.planning import Planned, plan_the_day
from register.retelling import Moment, retell
from register.sending import Post, Tally, send_all
from schedule.facts import Outcome
from schedule.plan import Plan


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is asked to do."""

    as_of: date
    at: datetime
    """The moment from which its messages may go, aware."""
    domain: str
    by: str = "duban run"
    seats: frozenset[str] | None = None
    """Send only to these seats; None: to all. What is planned for others waits."""


@dataclass(slots=True)
class RunResult:
    """What a run came to."""

    as_of: date
    planned: int = 0
    superseded: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    keys: list[str] = field(default_factory=list)
    """Messages planned or tried, in that order, each once."""


def wish_for(plan: Plan, day: date, now: datetime, domain: str, by: str = "duban run") -> Wish:
    """A run of a day: today's messages may go from now on, another day's from the office's opening on it (law 1)."""
    today = now.astimezone(ZoneInfo(plan.timezone)).date()
    return Wish(day, next_moment(plan, now) if day == today else opening(plan, day), domain, by)


def rehearsed_run(connection: Connection, running: Campaign, wish: Wish) -> Planned:
    """Plan a day in a transaction that is never committed: what a run would write and send."""
    return _plan(connection, running, wish)


def _plan(connection: Connection, running: Campaign, wish: Wish) -> Planned:
    """What must not go as it stands is taken back first, so that the day plans it anew."""
    retell(connection, running, Moment(wish.as_of, wish.at))
    return plan_the_day(connection, running, wish.as_of, wish.at, wish.domain)


def run_day(
    engine: Engine,
    key: str | None,
    wish: Wish,
    clock: Callable[[], datetime],
    transport_for: Callable[[str], Transport],
) -> RunResult:
    """Run a day.

    Args:
        engine: the database.
        key: the campaign's key; None where there is only one.
        wish: what to do.
        clock: the real clock, for leases and tries.
        transport_for: the way out of a channel.
    """
    with writing(engine) as connection:
        running = find_campaign(connection, key)
        started = {"campaign_id": running.id, "as_of": wish.as_of, "started_at": clock()}
        run_id = connection.execute(insert(run).values(started).returning(run.c.id)).scalar_one()
        planned = _plan(connection, running, wish)
    owner = f"run-{run_id}"
    post = Post(owner, run_id, wish.as_of, clock, transport_for, wish.seats)
    tally = send_all(engine, running, post)
    with writing(engine) as connection:
        result = _result(connection, running, planned, tally, wish)
        _finish(connection, running, run_id, result, Deal(wish.by, clock(), wish.as_of))
    return result


def _result(connection: Connection, running: Campaign, planned: Planned, tally: Tally, wish: Wish) -> RunResult:
    drafts = planned.day.drafts
    result = RunResult(wish.as_of, planned=sum(one.state is NoticeState.PLANNED for one in drafts))
    result.superseded = sum(told.outcome is Outcome.SUPERSEDED for _, told in planned.day.told)
    result.keys = list(dict.fromkeys([*(one.key for one in drafts), *tally.keys]))
    result.counts.update(tally.counts)
    result.counts["held"] += sum(one.state is NoticeState.HELD for one in drafts)
    waiting = select(notice.c.key).where(
        notice.c.campaign_id == running.id, notice.c.state == NoticeState.DEFERRED.value
    )
    result.counts["deferred"] = len(connection.execute(waiting).all())
    return result


def _finish(connection: Connection, running: Campaign, run_id: int, result: RunResult, deal: Deal) -> None:
    """The run's row, and one event with the hash over its tries: they are a table of their own (law 7)."""
    counts = {"planned": result.planned, "superseded": result.superseded, **result.counts}
    connection.execute(update(run).where(run.c.id == run_id).values(finished_at=deal.at, counts=counts))
    data = {"as_of": result.as_of, "counts": counts, "attempts": attempts_hash(connection, run_id)}
    record(connection, running.id, deal, "run", running.plan.key, data)


def attempts_hash(connection: Connection, run_id: int) -> str:
    """SHA-256 over the tries of a run, in their order."""
    rows = select(attempt.c.notice, attempt.c.outcome, attempt.c.code, attempt.c.text).where(attempt.c.run_id == run_id)
    told = hashlib.sha256()
    for row in connection.execute(rows.order_by(attempt.c.id)):
        told.update(repr(tuple(row)).encode())
    return told.hexdigest()


def last_day_before(connection: Connection, running: Campaign, day: date) -> date | None:
    """The latest day before `day` whose run came to its end; None where there is none."""
    earlier = (run.c.campaign_id == running.id, run.c.finished_at.is_not(None), run.c.as_of < day)
    found: date | None = connection.scalar(select(func.max(run.c.as_of)).where(*earlier))
    return found


def last_finished(engine: Engine, running: Campaign) -> Row[Any] | None:
    """The last run that came to its end."""
    with reading(engine) as connection:
        ended = select(run).where(run.c.campaign_id == running.id, run.c.finished_at.is_not(None))
        return connection.execute(ended.order_by(run.c.id.desc()).limit(1)).first()
