"""Keeps processes alive: one that dies is started again and told, all end together, what they print goes into files."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flows.attached import ATTACHED

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a process that died is started again, the first time and once it keeps dying."""
SETTLED = 60.0
"""Seconds after which a process counts as one that works: the next pause is a short one again."""
PATIENCE = 15.0
"""Seconds that a process has to end by itself."""
LAST_WORDS = 1.0
"""Seconds to wait for what an ended process printed; what it started may hold its output open for longer."""
LOG_SIZE, LOGS_KEPT = 5_000_000, 5


@dataclass(frozen=True, slots=True)
class Service:
    """A process that is to run all the time."""

    name: str
    """Also of its log file."""
    command: Sequence[str]
    environment: Mapping[str, str]


Tell = Callable[[str, int, float], None]
"""Says that a process died: its name, its exit code (negative: the signal that killed it), seconds until it is back."""


class Supervisor:
    """A group of processes; `stop` ends them in the opposite order of their start."""

    def __init__(self, logs: Path, tell: Tell) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._tell = tell
        self._ending = threading.Event()
        self._kept: list[_Kept] = []

    def start(self, service: Service) -> None:
        """Start a process, and start it again whenever it dies."""
        log = _log_file(self._logs / f"{service.name}.log")
        one = _Kept(service, log, self._tell, self._ending)
        self._kept.append(one)
        one.start()

    def stop(self) -> None:
        """End all of them, the last one first; whoever takes longer than `PATIENCE` is killed."""
        self._ending.set()
        for one in reversed(self._kept):
            one.end()

    @property
    def processes(self) -> Mapping[str, int]:
        """The process id of each that is alive."""
        return {one.name: one.pid for one in self._kept if one.pid is not None}


def _log_file(path: Path) -> logging.Logger:
    log = logging.getLogger(f"duban.child.{path}")
    log.setLevel(logging.INFO)
    log.propagate = False
    handler = RotatingFileHandler(path, maxBytes=LOG_SIZE, backupCount=LOGS_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.handlers[:] = [handler]
    return log


class _Kept:
    """One process with the thread that watches over it."""

    def __init__(self, service: Service, log: logging.Logger, tell: Tell, ending: threading.Event) -> None:
        self.name = service.name
        self._service = service
        self._log = log
        self._tell = tell
        self._ending = ending
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._copying: threading.Thread | None = None
        self._watch = threading.Thread(target=self._keep, name=f"keep-{service.name}", daemon=True)

    @property
    def pid(self) -> int | None:
        """Of the process, while it lives."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def start(self) -> None:
        self._spawn()
        self._watch.start()

    def end(self) -> None:
        """Ask it to end, then make it and everything it started."""
        with self._lock:
            process = self._process
        if process and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        if self._watch.is_alive():
            self._watch.join(PATIENCE)
        if self._copying:
            self._copying.join(LAST_WORDS)
        for one in self._log.handlers:
            one.close()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while (process := self._process) is not None:
            born = time.monotonic()
            code = process.wait()
            if process.stdin:
                process.stdin.close()
            if self._ending.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - born > SETTLED else pause
            self._tell(self.name, code, pause)
            while not self._ending.wait(pause):
                pause = min(2 * pause, LONGEST_PAUSE)
                if self._is_back(pause):
                    break

    def _is_back(self, pause: float) -> bool:
        """Start it once more; where the system has no room for it now, that is told and tried again."""
        try:
            return self._spawn()
        except OSError as wrong:
            self._tell(self.name, wrong.errno or -1, pause)
            return False

    def _spawn(self) -> bool:
        """Start it, unless all are ending."""
        with self._lock:
            if self._ending.is_set():
                return False
            self._process = subprocess.Popen(  # noqa: S603 -- our own modules, no shell
                self._service.command,
                env={**os.environ, **self._service.environment, ATTACHED: "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal reaches serve alone, which ends the others in order
                start_new_session=True,
            )
        # apart from the wait: what a process started may hold its output open after it died
        self._copying = threading.Thread(target=self._copy, args=(self._process,), daemon=True)
        self._copying.start()
        return True

    def _copy(self, process: "subprocess.Popen[bytes]") -> None:
        """Everything it prints into its log."""
        if process.stdout is not None:
            with process.stdout as printed:
                for line in printed:
                    self._log.info("%s", line.decode(errors="replace").rstrip("\n"))
