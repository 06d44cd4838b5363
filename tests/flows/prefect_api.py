"""Prefect's API as tests read it, and waiting for what other processes do."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

DONE = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
LONG_ENOUGH = 120.0
Json = dict[str, Any]
# plain HTTP on the loopback: TLS would cost its start; servers are killed here, so no connection is kept
_CLIENT = httpx.Client(trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0))  # noqa: S501


def until(holds: Callable[[], Any], what: str, seconds: float = LONG_ENOUGH) -> Any:
    """What `holds` gives once it gives something; fails with `what` where it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.4)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


def _now() -> datetime:
    # Prefect's server goes by the real clock
    return datetime.now(UTC)  # noqa: TID251


@dataclass(frozen=True)
class Api:
    """One server."""

    url: str
    """With `/api`."""

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 80

    def post(self, path: str, **body: Any) -> Any:
        """Its answer; asked again where the server is busy with its database (503), as Prefect's own client does."""

        def asked() -> httpx.Response | None:
            done = _CLIENT.post(f"{self.url}/{path}", json=body, timeout=30)
            return None if done.status_code == httpx.codes.SERVICE_UNAVAILABLE else done

        done = until(asked, f"an answer to {path}")
        assert done.is_success, done.text
        return done.json()

    def get(self, path: str) -> Any:
        done = _CLIENT.get(f"{self.url}/{path}", timeout=30)
        assert done.is_success, done.text
        return done.json()

    def is_up(self) -> bool:
        try:
            return _CLIENT.get(f"{self.url}/health", timeout=5).is_success
        except httpx.HTTPError:
            return False

    # -- runs ----------------------------------------------------------------------------------------------------------

    def run(self, name: str) -> Json:
        """The latest run of a name."""
        found = self.post("flow_runs/filter", flow_runs={"name": {"any_": [name]}}, sort="START_TIME_DESC", limit=1)
        assert found, name
        return found[0]

    def runs_within(self, run: Json) -> list[Json]:
        """Its subflows in the order of their start."""
        parent = {"parent_flow_run_id": {"any_": [run["id"]]}}
        return self.post("flow_runs/filter", flow_runs=parent, sort="START_TIME_ASC")

    def runs_of(self, deployment: str) -> list[Json]:
        """What has begun or was asked for; not what the scheduler has put ahead."""
        ahead = _now() + timedelta(minutes=5)
        found = self.post(
            "flow_runs/filter",
            deployments={"id": {"any_": [deployment]}},
            flow_runs={"expected_start_time": {"before_": ahead.isoformat()}},
        )
        return sorted(found, key=lambda run: run["expected_start_time"])

    def tasks(self, run: Json) -> list[Json]:
        """Its task runs in the order of their start, once the server has recorded as many as the run counts.

        What stands for a subflow is left out.
        """
        asked = {"flow_runs": {"id": {"any_": [run["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"}

        def all_done() -> list[Json]:
            found = [
                one
                for one in self.post("task_runs/filter", **asked)
                if not one["state"]["state_details"]["child_flow_run_id"]
            ]
            return found if found and all(one["state_type"] in DONE for one in found) else []

        return until(all_done, f"task runs of {run['name']}")

    # -- artifacts, events ---------------------------------------------------------------------------------------------

    def artifacts(self, *runs: Json) -> dict[str, Json]:
        """By key, what some runs have published."""
        ids = {"flow_run_id": {"any_": [run["id"] for run in runs]}}
        return {one["key"]: one for one in self.post("artifacts/filter", artifacts=ids, sort="CREATED_DESC")}

    def events(self, prefix: str, campaign: str) -> list[Json]:
        """Events of a kind about a campaign."""
        asked = {
            "event": {"prefix": [prefix]},
            "related": {"id": [f"duban.campaign.{campaign}"]},
            "occurred": {
                "since": (_now() - timedelta(hours=2)).isoformat(),
                "until": (_now() + timedelta(hours=1)).isoformat(),
            },
        }
        return self.post("events/filter", filter=asked, limit=50)["events"]
