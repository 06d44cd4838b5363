"""Between two runs: what was put into the outbox since, or waits to be tried again, goes out; nothing is planned.

A return, a receipt or a link goes at once on its day (design law 13), and a message whose sender was killed is taken up
when its lease has ended.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from models.database import reading
from notifications.outcomes import Transport
from register.campaigns import campaign_keys, find_campaign
from register.sending import Post, Tally, send_all


def post_waiting(
    engine: Engine, owner: str, clock: Callable[[], datetime], transport_for: Callable[[str], Transport]
) -> Tally:
    """Send what may go now, of every campaign in the database.

    Args:
        engine: the database.
        owner: who holds the leases; another for each process.
        clock: the real one.
        transport_for: the way out of a channel.
    """
    with reading(engine) as connection:
        running = [find_campaign(connection, key) for key in campaign_keys(connection)]
    whole = Tally()
    for one in running:
        today = clock().astimezone(ZoneInfo(one.plan.timezone)).date()
        tally = send_all(engine, one, Post(owner, None, today, clock, transport_for))
        whole.keys += tally.keys
        for what, number in tally.counts.items():
            whole.counts[what] = whole.counts.get(what, 0) + number
    return whole
