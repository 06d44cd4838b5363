"""The database and the data folder that a verb works on, and the clock it works by."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.speech import _

if TYPE_CHECKING:
    from flows.store import Store
    from register.campaigns import Campaign


ROOM = timedelta(days=60)
"""Left before either end of the working calendar: rungs and terms are counted on from a day."""


@dataclass(slots=True)
class Chosen:
    """What `--data` and `--campaign` said, wherever they stood on the command line."""

    data: Path | None = None
    campaign: str | None = None


CHOSEN = Chosen()
"""Filled once when the program starts, before any verb runs."""


def choose(arguments: Sequence[str]) -> list[str]:
    """Take `--data DIR` and `--campaign KEY` out of the arguments; they are allowed on every verb."""
    rest: list[str] = []
    waiting = iter(arguments)
    for word in waiting:
        name, equals, value = word.partition("=")
        if name not in {"--data", "--campaign"}:
            rest.append(word)
            continue
        given = value if equals else next(waiting, None)
        if given is None:
            raise typer.BadParameter(_("needs a value"), param_hint=name)
        if name == "--data":
            CHOSEN.data = Path(given)
        else:
            CHOSEN.campaign = given
    return rest


@contextmanager
def opened(*, create: bool = False) -> "Iterator[Store]":
    """The database, brought up to its newest shape.

    Args:
        create: make the data folder and the database where there are none; otherwise their absence is said.
    """
    from flows.store import Store
    from models.database import open_database, sqlite_url
    from models.migrating import upgrade
    from settings import Settings

    settings = Settings()
    folder = (CHOSEN.data or settings.data).resolve()
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    address = settings.database_url.get_secret_value() if settings.database_url else None
    if address is None and not create and not (folder / "duban.db").exists():
        hint = _("there is no database in {folder}; load a campaign first: duban init FILE --data {folder}")
        typer.echo(hint.format(folder=folder), err=True)
        raise typer.Exit(2)
    engine = open_database(address or sqlite_url(folder))
    try:
        upgrade(engine)
        yield Store(engine, folder, settings)
    finally:
        engine.dispose()


def now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def today(running: "Campaign") -> date:
    """Today in the campaign's zone."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(running.plan.timezone)).date()


def pinned(running: "Campaign", as_of: date | None) -> tuple[date, datetime]:
    """The day a verb counts and the instant it writes: now, or with `--as-of` the office's opening on that day."""
    from register.hours import opening

    day = counted(running, as_of)
    return (day, now()) if day == today(running) else (day, opening(running.plan, day))


def counted(running: "Campaign", as_of: date | None) -> date:
    """The day that counts, today or a given one; ends with exit code 2 where the working calendar does not reach it."""
    day = as_of or today(running)
    first, last = running.plan.calendar.first + ROOM, running.plan.calendar.last - ROOM
    if not first <= day <= last:
        told = _("{day} lies outside the days of the campaign, {first} to {last}")
        raise typer.BadParameter(told.format(day=day, first=first, last=last), param_hint="--as-of")
    return day


def agreed(yes: bool, question: str) -> None:
    """Ask before anything goes out; without a terminal and without `--yes` end with exit code 2."""
    if yes:
        return
    if not sys.stdin.isatty():
        typer.echo(_("nothing was done: say --yes, or run it on a terminal"), err=True)
        raise typer.Exit(2)
    if not typer.confirm(question):
        raise typer.Exit(2)
