"""`duban serve`: Prefect's server, the schedules and the post between two runs, kept alive by one command."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import LanguageOption
from cli.options import PrefectPortOption
from cli.speech import _, spoken

if TYPE_CHECKING:
    from cli.supervisor import Supervisor
    from flows.store import Store
    from schedule.plan import Plan

SETTLING = 60.0
"""Seconds that the runner is waited for until its deployments are there."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Run everything until Ctrl-C: Prefect, its schedules, the outbox."))(serve)


def serve(
    prefect_port: PrefectPortOption = None,
    no_schedule: Annotated[
        bool, typer.Option("--no-schedule", help=_("Schedule nothing here: workers run the day's flow."))
    ] = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Run everything."""
    from cli.serving import module, prefect, supervised
    from cli.store import opened

    with opened(create=True) as store:
        plans = _plans(store)
        relay = store.relay is not None
    with supervised(store.folder) as supervisor:
        address, environment = prefect(supervisor, store.folder, prefect_port)
        module(supervisor, "posting", environment)
        if not no_schedule:
            module(supervisor, "deploy", environment)
            _wait_for_schedules(environment["PREFECT_API_URL"], len(plans))
        typer.echo(_("Prefect: {address}").format(address=address))
        _tell_schedules(plans, scheduled=not no_schedule)
        _tell_places(supervisor, store.folder, relay=relay)
        threading.Event().wait()


def _plans(store: "Store") -> "tuple[Plan, ...]":
    from models.database import reading
    from register.campaigns import campaign_keys, find_campaign

    with reading(store.engine) as connection:
        return tuple(find_campaign(connection, key).plan for key in campaign_keys(connection))


def _wait_for_schedules(api: str, wanted: int) -> None:
    """Until the runner has deployed every campaign; it goes on by itself where that takes longer."""
    import httpx

    until = time.monotonic() + SETTLING
    while time.monotonic() < until:
        counted = httpx.post(f"{api}/deployments/count", json={}, timeout=30.0, trust_env=False)
        if counted.is_success and counted.json() >= wanted:
            return
        time.sleep(0.5)
    typer.echo(_("the runner has not deployed every campaign yet; it goes on by itself"), err=True)


def _tell_schedules(plans: "tuple[Plan, ...]", *, scheduled: bool) -> None:
    if not plans:
        typer.echo(_("no campaign is loaded yet (`duban init FILE`); its schedule starts within a minute of that"))
    if not scheduled:
        typer.echo(_("nothing is scheduled here: workers run the day's flow (docs/deploy.md)"))
        return
    for plan in plans:
        told = _("{title}: every day at {time} ({zone})")
        title = spoken().render(plan.title)
        typer.echo(told.format(title=title, time=spoken().render(plan.office_hours[0]), zone=plan.timezone))


def _tell_places(supervisor: "Supervisor", folder: Path, *, relay: bool) -> None:
    from cli.serving import memory

    if not relay:
        typer.echo(_("no relay is set (DUBAN_SMTP_URL): mail lies in {folder}").format(folder=folder / "mail/new"))
    typer.echo(_("logs: {folder}").format(folder=folder / "logs"))
    typer.echo(_("memory in use: {number} MiB; Ctrl-C ends everything").format(number=memory(supervisor)))
