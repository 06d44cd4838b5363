"""`python -m flows.once CAMPAIGN DAY`: one day through the flows, here and now; exit code 0 where it completed."""

import asyncio
import sys
from datetime import date

from prefect.client.schemas import State

from flows.daily import daily


def main() -> None:
    """Run it; the last state's name is printed last."""
    campaign, day = sys.argv[1:]
    state = asyncio.run(_run(campaign, date.fromisoformat(day)))
    print(state.name)  # noqa: T201 -- what the process is asked for
    sys.exit(not state.is_completed())


async def _run(campaign: str, day: date) -> State[State[None]]:
    state: State[State[None]] = await daily(campaign, day, return_state=True)
    return state


if __name__ == "__main__":
    main()
