"""The day's run as Prefect schedules it: plan and send once for the whole campaign, judge every phase, publish.

The only scheduled flow, and the only one that plans and sends (design §7). A run that starts on a later day than it was
scheduled for takes no old day: what the missed days owed is made up for by the next run (law 2).
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from prefect import Flow, flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows.acceptance import acceptance
from flows.collection import collection
from flows.preparation import preparation
from flows.publishing import announce_overdue, announce_run, announce_undelivered, publish_day
from flows.store import Store, opened
from models.database import reading
from models.errors import DubanError
from models.words import PhaseKind, Phrase, phrase
from notifications.catalogue import Catalogue, catalogue
from notifications.transports.choice import ways_out
from notifications.transports.relay import stays_here
from register.campaigns import Campaign, campaign_keys, find_campaign
from register.notice_list import heads_on
from register.phases import verdict
from register.running import RunResult, last_day_before, run_day, wish_for
from register.status import Status, status_on

FLOWS: Mapping[PhaseKind, Flow[[str, str, date], Coroutine[Any, Any, State[None]]]] = {
    PhaseKind.PREPARATION: preparation,
    PhaseKind.COLLECTION: collection,
    PhaseKind.ACCEPTANCE: acceptance,
}
"""Which flow runs a phase."""


class OtherDayError(DubanError):
    """Another day than today would reach people."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(phrase("another day than today would reach people through the relay; nothing was done"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A day of a campaign, as a run was asked for it."""

    store: Store
    running: Campaign
    day: date
    several: bool
    """Whether the database holds other campaigns too."""

    @property
    def speech(self) -> Catalogue:
        """The campaign's language."""
        return catalogue(self.running.plan.languages[0])


def _run_name() -> str:
    """`daily 2024-03-05`: the day asked for, else the day it was scheduled for, whenever it starts."""
    given = runtime.flow_run.parameters
    if given.get("as_of"):
        return f"daily {given['as_of']}"
    try:
        with opened() as store:
            running, _several = _campaign(store, given.get("campaign"))
    except DubanError:
        # the run itself says what is wrong
        return "daily"
    return f"daily {_scheduled_on(running)}"


@flow(name="daily", flow_run_name=_run_name)
async def daily(campaign: str | None = None, as_of: date | None = None) -> State[None]:
    """Plan and send the day's messages, judge every phase, publish what an operator reads.

    Args:
        campaign: its key; None where there is only one.
        as_of: another day than today, for a demonstration; refused where a relay would carry it to people.
    """
    with opened() as store:
        running, several = _campaign(store, campaign)
        today = _now().astimezone(ZoneInfo(running.plan.timezone)).date()
        asked = Asked(store, running, as_of or today, several)
        if as_of is None and _scheduled_on(running) < today:
            return _superseded(asked)
        if asked.day != today and not stays_here(store.relay):
            raise OtherDayError
        await carry_out(asked.speech.gettext("plan and send"), partial(_run, asked))
        broken = await _judge_phases(asked)
        found = await _publish(asked)
    return _conclude(asked, found, broken)


def _campaign(store: Store, key: str | None) -> tuple[Campaign, bool]:
    with reading(store.engine) as connection:
        return find_campaign(connection, key), len(campaign_keys(connection)) > 1


def _now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)  # noqa: TID251 -- the clock is made here (design law 1)


def _scheduled_on(running: Campaign) -> date:
    """The day the run was scheduled for, in the campaign's zone; today where nothing scheduled it."""
    at: datetime = runtime.flow_run.scheduled_start_time
    return at.astimezone(ZoneInfo(running.plan.timezone)).date()


def _superseded(asked: Asked) -> State[None]:
    told = phrase(
        "scheduled for {day} and started later; today's run makes up for it", day=_scheduled_on(asked.running)
    )
    return Completed(name="Superseded", message=asked.speech.render(told))


# -- plan and send ---------------------------------------------------------------------------------------------------


@task(task_run_name="{name}", cache_policy=NO_CACHE)
async def carry_out(name: str, run: Callable[[], RunResult]) -> State[None]:  # noqa: ARG001 -- names the run
    """Plan what is due and send it; its state is named by what went out.

    Args:
        name: what it is called in the campaign's language.
        run: does it. A function, as Prefect walks through every other value that a task is given.
    """
    # in a thread: the flow's own life goes on while a relay takes its time
    result = await asyncio.to_thread(run)
    return Completed(name=_outcome(result))


def _run(asked: Asked) -> RunResult:
    settings, plan = asked.store.settings, asked.running.plan
    wish = wish_for(plan, asked.day, _now(), settings.mail_domain, "daily")
    with ways_out(asked.store.folder, asked.store.relay, settings.mail_from, settings.mail_domain) as ways:
        result = run_day(asked.store.engine, plan.key, wish, _now, ways.transport_for)
    get_run_logger().info(asked.speech.render(_told(result)))
    announce_run(plan, asked.day, {"planned": result.planned, **result.counts})
    return result


def _told(result: RunResult) -> Phrase:
    counts = {name: result.counts[name] for name in ("sent", "held", "deferred", "failed")}
    return phrase(
        "{day}: {planned} planned, {sent} sent, {held} held, {deferred} deferred, {failed} to be tried again",
        day=result.as_of,
        planned=result.planned,
        **counts,
    )


def _outcome(result: RunResult) -> str:
    """`12 sent`, or what needs somebody: `12 sent, 1 dead`; a token, never translated."""
    wrong = [f"{result.counts[name]} {name}" for name in ("failed", "dead", "unknown") if result.counts[name]]
    return ", ".join([f"{result.counts['sent']} sent", *wrong])


# -- the phases, and what is published -------------------------------------------------------------------------------


async def _judge_phases(asked: Asked) -> tuple[str, ...]:
    """Run each phase's flow; one that breaks keeps no other from running. Returns the phases that broke."""
    broken = []
    for phase in asked.running.plan.phases:
        state = await FLOWS[phase.kind](asked.running.plan.key, phase.key, asked.day, return_state=True)
        if not state.is_completed():
            broken.append(phase.key)
    return tuple(broken)


async def _publish(asked: Asked) -> Status:
    with reading(asked.store.engine) as connection:
        found = status_on(connection, asked.running, asked.day)
        heads = heads_on(connection, asked.running, asked.day)
        before = last_day_before(connection, asked.running, asked.day)
    await publish_day(found, heads, asked.speech, several=asked.several)
    announce_overdue(found, before, asked.speech)
    announce_undelivered(found.plan, asked.day, heads)
    return found


def _conclude(asked: Asked, found: Status, broken: tuple[str, ...]) -> State[None]:
    if broken:
        told = phrase("phases that could not be judged: {phases}", phases=broken)
        return Failed(message=asked.speech.render(told))
    opened_already = any(phase.opens_on <= asked.day for phase in found.plan.phases)
    return Completed(name=verdict(found.lines, opened=opened_already).name)
