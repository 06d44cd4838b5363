"""Waiting for something that another process does, as long as it takes and no longer."""

import threading
import time
from collections.abc import Callable

import psutil

LONGEST = 20.0
"""Seconds; far more than any of it takes."""


def until(condition: Callable[[], object]) -> None:
    """Come back as soon as something is so; fail where it does not become so."""
    ends = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < ends, "it did not come about in time"
        threading.Event().wait(0.01)


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked for its exit code has too."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
