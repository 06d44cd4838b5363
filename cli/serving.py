"""What `serve` and `demo` share: one process group in a data folder, alone there, ended cleanly."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import typer

from cli.prefect_server import NotUp, start_server, wait_until_up
from cli.speech import _
from cli.supervisor import Service, Supervisor

BUSY = 75
TAIL = 15
"""Lines of a log that are shown where something did not start."""


@contextmanager
def supervised(folder: Path) -> Iterator[Supervisor]:
    """Processes that end with this one: after Ctrl-C and SIGTERM in order, with exit code 0.

    Ends with exit code 75 where another `serve` works in the folder.
    """
    with _alone(folder):
        supervisor = Supervisor(folder / "logs", _died)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            yield supervisor
        except KeyboardInterrupt:
            typer.echo(_("ending"), err=True)
        except NotUp:
            _show_log(
                folder / "logs" / "prefect.log",
                _("Prefect's server did not answer in time; its last words ({file}):"),
            )
            raise typer.Exit(1) from None
        finally:
            # a second Ctrl-C must not leave half of them running
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)
            supervisor.stop()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two in one folder would share Prefect's database and send from one outbox without need."""
    with (folder / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = _("another `duban serve` works in {folder}; end it first, or name another folder with --data")
            typer.echo(told.format(folder=folder), err=True)
            raise typer.Exit(BUSY) from None
        yield


def _died(name: str, code: int, pause: float) -> None:
    told = _("{name} ended by itself (exit code {code}); it is started again in {seconds} s")
    typer.echo(told.format(name=name, code=code, seconds=round(pause)), err=True)


def _show_log(path: Path, told: str) -> None:
    typer.echo(told.format(file=path), err=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines[-TAIL:]:
        typer.echo(f"  {line}", err=True)


def prefect(supervisor: Supervisor, folder: Path, port: int | None) -> tuple[str, Mapping[str, str]]:
    """A server that answers: the one that `PREFECT_API_URL` names, else one started here.

    Args:
        supervisor: keeps it alive.
        folder: the data folder.
        port: its port; None for Prefect's own, or the next one free.

    Returns:
        Its address for a browser, and the environment of whatever talks to it.

    Raises:
        NotUp: it does not answer.
    """
    named = os.environ.get("PREFECT_API_URL")
    if not named:
        return start_server(supervisor, folder, port)
    wait_until_up(named)
    return named.removesuffix("/").removesuffix("/api"), {"PREFECT_API_URL": named, "DUBAN_DATA": str(folder)}


def module(supervisor: Supervisor, name: str, environment: Mapping[str, str]) -> None:
    """Keep `python -m flows.NAME` alive."""
    supervisor.start(Service(name, (sys.executable, "-m", f"flows.{name}"), environment))


def through_flows(folder: Path, environment: Mapping[str, str], campaign: str, day: date) -> str:
    """One day of a campaign through the flows; the name of the run's last state.

    Ends with exit code 1, and the log's end, where the run did not complete.
    """
    log = folder / "logs" / "day.log"
    with log.open("ab") as out:
        done = subprocess.run(  # noqa: S603 -- our own module, no shell
            (sys.executable, "-m", "flows.once", campaign, day.isoformat()),
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=out,
            check=False,
        )
    said = done.stdout.decode(errors="replace").split("\n")
    if done.returncode:
        _show_log(log, _("the day did not run through Prefect; the log's last words ({file}):"))
        raise typer.Exit(1)
    return next(line for line in reversed(said) if line)


def memory(supervisor: Supervisor) -> int:
    """What this process and all of them, with all they started, hold in memory now, in MiB."""
    import psutil

    roots = [psutil.Process(), *(psutil.Process(pid) for pid in supervisor.processes.values())]
    every = {one.pid: one for root in roots for one in (root, *root.children(recursive=True))}
    return sum(one.memory_info().rss for one in every.values()) // 2**20
