"""`python -m flows.deploy`: a deployment of the daily flow for each campaign, and the runner that executes its runs.

With `--pool NAME` the deployments go to a work pool and nothing is run here: workers do (docs/deploy.md).
"""

import asyncio
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from httpx import HTTPError
from prefect.automations import Automation
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events import EventTrigger, Posture
from prefect.events.actions import ChangeFlowRunState
from prefect.logging import get_logger
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType
from sqlalchemy.exc import DBAPIError

from flows.attached import end_with_parent
from flows.daily import daily
from flows.store import NoDatabaseError, opened
from models.database import reading
from models.errors import DubanError
from register.campaigns import campaign_keys, find_campaign
from schedule.plan import Plan

SCHEDULE = "daily"
"""Slug of the one schedule: with it a redeploy changes the schedule, without it Prefect adds another."""
SILENCE = timedelta(seconds=90)
"""Three heartbeats missed: whoever ran it was killed."""
SILENT_RUNS = "Duban: mark silent runs crashed"
AT_ONCE = 2
"""Runs that execute at the same time: each takes 95 MiB, and after days without a runner there are many."""
LOOK_AGAIN = 60.0
"""Seconds until a campaign loaded meanwhile, or one whose hours changed, gets its schedule."""
_FORBIDDEN = re.compile(r"[/%&<>]")
_log = get_logger("duban.deploy")


def deployment_of(plan: Plan, pool: str | None = None) -> RunnerDeployment:
    """The campaign's one deployment, `daily/KEY`: every day when the office's hours begin, in the campaign's zone."""
    at = plan.office_hours[0]
    return RunnerDeployment.from_flow(
        daily,
        _FORBIDDEN.sub("-", plan.key),
        schedule=Cron(f"{at.minute} {at.hour} * * *", timezone=plan.timezone, slug=SCHEDULE),
        parameters={"campaign": plan.key},
        # a second run waits for the first, which costs nothing: what was sent is not sent again
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        tags=["duban"],
        work_pool_name=pool,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def plans() -> Iterator[Plan]:
    """Of every campaign in the database; none where there is no database yet."""
    with suppress(NoDatabaseError), opened() as store, reading(store.engine) as connection:
        for key in campaign_keys(connection):
            yield find_campaign(connection, key).plan


async def mark_silent_runs_crashed() -> None:
    """Prefect keeps a run whose process and runner were killed as running for ever, unless an automation ends it."""
    trigger = EventTrigger(
        match={"prefect.resource.id": ["prefect.flow-run.*"]},
        after={"prefect.flow-run.heartbeat"},
        expect={
            "prefect.flow-run.heartbeat",
            *(f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")),
        },
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=SILENCE,
    )
    action = ChangeFlowRunState(state=StateType.CRASHED, message=f"silent for {SILENCE.seconds} s: it was killed")
    try:
        # left as it is where it is there: an update forgets the runs that are silent already
        await Automation.aread(name=SILENT_RUNS)
    except ValueError:
        await Automation(name=SILENT_RUNS, trigger=trigger, actions=[action]).acreate()


class Served:
    """The deployments that a runner serves, kept up with the database."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._known: dict[str, tuple[object, ...]] = {}

    async def refresh(self) -> None:
        """Deploy what is new or has other hours; what is as it was is left alone."""
        for plan in await asyncio.to_thread(lambda: tuple(plans())):
            signature = (plan.office_hours[0], plan.timezone)
            if self._known.get(plan.key) != signature:
                await self._runner.aadd_deployment(deployment_of(plan))
                self._known[plan.key] = signature
                _log.info("%s is scheduled every day at %s, %s", plan.key, signature[0], signature[1])

    async def keep_up(self) -> None:
        """Refresh again and again."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            try:
                await self.refresh()
            except (DubanError, DBAPIError, HTTPError):
                _log.exception("the campaigns could not be looked at; trying again in %s s", LOOK_AGAIN)


async def serve() -> None:
    """Run the daily flow of every campaign when its time has come, until ended."""
    await mark_silent_runs_crashed()
    # paused schedules would be silently missed days
    runner = Runner(name="duban", limit=AT_ONCE, pause_on_shutdown=False)
    served = Served(runner)
    await served.refresh()
    keeping_up = asyncio.create_task(served.keep_up())
    try:
        await runner.start()
    finally:
        keeping_up.cancel()


async def deploy(pool: str) -> None:
    """Every campaign's deployment to a work pool."""
    await mark_silent_runs_crashed()
    for plan in plans():
        await deployment_of(plan, pool).aapply()


def main() -> None:
    """Serve, or deploy to a pool."""
    end_with_parent()
    match sys.argv[1:]:
        case ["--pool", pool]:
            asyncio.run(deploy(pool))
        case []:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            asyncio.run(serve())
        case _:
            sys.exit("python -m flows.deploy [--pool NAME]")


if __name__ == "__main__":
    main()
