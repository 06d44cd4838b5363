"""One Prefect server for all these tests, started as `duban demo` starts it, and processes that end with the tests."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.environment import HOST, prefect_environment
from tests.flows.prefect_api import Api, until

BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """Of this process, without what a developer may have set for Duban or Prefect."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "PREFECT_"))}


@dataclass
class Process:
    """A process in a group of its own, what it says in two files."""

    popen: "subprocess.Popen[bytes]"
    folder: Path
    name: str

    @property
    def out(self) -> str:
        return (self.folder / f"{self.name}.out").read_text()

    @property
    def err(self) -> str:
        return (self.folder / f"{self.name}.err").read_text()

    def says(self, text: str, seconds: float = 120.0) -> re.Match[str]:
        """Wait until it has said something on either way."""

        def found() -> re.Match[str] | None:
            assert self.popen.poll() is None or re.search(text, self.out + self.err), self.err
            return re.search(text, self.out + self.err)

        return until(found, f"{self.name} says {text!r}", seconds)

    def end(self, how: signal.Signals = signal.SIGTERM, seconds: float = 60.0) -> int:
        """Its exit code after a signal."""
        self.popen.send_signal(how)
        return self.popen.wait(seconds)


@contextmanager
def started(folder: Path, name: str, command: list[str], environment: Mapping[str, str]) -> Iterator[Process]:
    """A process that is gone, with all it started in its group, when the block ends."""
    with (folder / f"{name}.out").open("wb") as out, (folder / f"{name}.err").open("wb") as err:
        popen = subprocess.Popen(
            command,
            env={**clean_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            yield Process(popen, folder, name)
        finally:
            if popen.poll() is None:
                popen.terminate()
                try:
                    popen.wait(60)
                except subprocess.TimeoutExpired:
                    os.killpg(popen.pid, signal.SIGKILL)
                    popen.wait()


@dataclass(frozen=True)
class Demonstration:
    """`duban demo` as it stands after its day has run."""

    process: Process
    api: Api
    data: Path

    def environment(self, data: Path | None = None) -> dict[str, str]:
        """Of a flow, on the demonstration's database or another."""
        folder = data or self.data
        return {**prefect_environment(self.data, self.api.url), "DUBAN_DATA": str(folder)}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The command that a newcomer types, in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    data = folder / "data"
    command = [str(BIN / "duban"), "demo", "--data", str(data), "--lang", "zh_Hans"]
    # so that runs asked for at once need not wait half a minute for one another
    hurried = {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2"}
    with started(folder, "demo", command, hurried) as process:
        address = process.says(rf"http://{re.escape(HOST)}:\d+").group()
        process.says("Ctrl-C")
        yield Demonstration(process, Api(f"{address}/api"), data)


def once(
    environment: Mapping[str, str], campaign: str, day: str, seconds: float = 120.0
) -> "subprocess.CompletedProcess[str]":
    """A day through the flows, here and now."""
    return subprocess.run(
        [sys.executable, "-m", "flows.once", campaign, day],
        env={**clean_environment(), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
    )


def duban(data: Path, *arguments: str, **environment: str) -> str:
    """The command, which must succeed."""
    done = subprocess.run(
        [str(BIN / "duban"), *arguments, "--data", str(data)],
        env={**clean_environment(), "DUBAN_LANG": "en", **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
