"""A process that `duban serve` started ends when serve does, however serve ends: none of them outlives it unseen."""

import os
import signal
import threading

ATTACHED = "DUBAN_ATTACHED"
"""Set in the environment of a process whose standard input is held open by the one that started it."""

_STDIN = 0


def end_with_parent() -> None:
    """From now on end as after SIGTERM once whoever started this process is gone; nothing where it stands alone."""
    if os.environ.get(ATTACHED):
        threading.Thread(target=_wait, name="end-with-parent", daemon=True).start()


def _wait() -> None:
    # the pipe's other end is closed by the system too, where the parent was killed
    while os.read(_STDIN, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
