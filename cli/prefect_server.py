"""Prefect's server as a process beside the others: its port, its start with progress, its address."""

import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import typer

from cli.speech import _
from cli.supervisor import Service, Supervisor
from flows.environment import HOST, prefect_environment

FIRST_PORT, PORTS = 4200, 100
"""Prefect's own port, and how many above it are tried where it is taken."""
PATIENCE = 120.0
"""Seconds that its first start may take: it makes its database then (34 s were measured on a loaded machine)."""
TELL_EVERY = 10.0


class NotUp(Exception):
    """Prefect's server did not answer in time."""


def _free_port(wanted: int | None) -> int:
    """The port that is asked for, else Prefect's own, else the next free one.

    Raises:
        typer.BadParameter: the one asked for is taken.
    """
    if wanted is not None:
        if not _is_free(wanted):
            raise typer.BadParameter(_("port {port} is taken").format(port=wanted), param_hint="--prefect-port")
        return wanted
    return next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS) if _is_free(port)), 0) or _any_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def start_server(supervisor: Supervisor, folder: Path, wanted: int | None) -> tuple[str, Mapping[str, str]]:
    """Start the server and wait until it answers.

    Args:
        supervisor: keeps it alive.
        folder: the data folder.
        wanted: its port; None for Prefect's own, or the next one free.

    Returns:
        Its address for a browser, and the environment of whatever talks to it.

    Raises:
        NotUp: it does not answer.
    """
    port = _free_port(wanted)
    address = f"http://{HOST}:{port}"
    environment = {**prefect_environment(folder, f"{address}/api"), "DUBAN_DATA": str(folder)}
    typer.echo(_("starting Prefect's server at {address}").format(address=address), err=True)
    supervisor.start(Service("prefect", (sys.executable, "-m", "flows.server", str(port)), environment))
    wait_until_up(f"{address}/api")
    return address, environment


def wait_until_up(api: str) -> None:
    """Wait until a server answers, saying every ten seconds that it is waited for.

    Raises:
        NotUp: it does not within `PATIENCE`.
    """
    began = told = time.monotonic()
    while not _answers(api):
        waited = time.monotonic() - began
        if waited > PATIENCE:
            raise NotUp
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            typer.echo(_("waiting for Prefect's server: {seconds} s").format(seconds=round(waited)), err=True)
        time.sleep(0.25)


def _answers(api: str) -> bool:
    import httpx

    try:
        return httpx.get(f"{api}/health", timeout=5.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False
