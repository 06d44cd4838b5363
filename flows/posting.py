"""`python -m flows.posting`: sends, between the daily runs, what waits in the outbox. Without Prefect."""

import logging
import os
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from flows.attached import end_with_parent
from flows.store import opened
from models.errors import DubanError
from notifications.transports.choice import ways_out
from register.posting import post_waiting

EVERY = 20.0
"""Seconds between two looks into the outbox."""
_log = logging.getLogger("duban.posting")


def main() -> None:
    """Look again and again, until ended."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    end_with_parent()
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, end)
    while not ended.is_set():
        _look()
        ended.wait(EVERY)


def _look() -> None:
    """One look; what keeps it from working is logged, and the next look tries again."""
    try:
        _post()
    except DubanError as wrong:
        _log.warning("%s", wrong)


def _post() -> None:
    with opened() as store:
        settings = store.settings
        with ways_out(store.folder, store.relay, settings.mail_from, settings.mail_domain) as ways:
            tally = post_waiting(store.engine, f"post-{os.getpid()}", _now, ways.transport_for)
    if tally.counts:
        _log.info("%s", ", ".join(f"{number} {what}" for what, number in sorted(tally.counts.items())))


def _now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)  # noqa: TID251 -- the clock is made here (design law 1)


if __name__ == "__main__":
    main()
