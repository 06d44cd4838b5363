"""A campaign that owes something today, whatever day it is, so that Prefect's own clock can run it.

Every day works and all hours are the office's. Five units were told by nobody yet: a run of today sends each one mail.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from flows.environment import prefect_environment
from tests.fault.smtp_server import Server
from tests.flows.conftest import Process, duban, started
from tests.flows.prefect_api import Api, Json, until

UNITS = ("docks", "ferries", "lights", "pilots", "tugs")
CAMPAIGN = """
duban: 1
campaign: {{key: {key}, title: Today, timezone: UTC, calendar: {{country: null, rest: []}}, opens_on: {opens_on},
           closes_on: {closes_on}, office_hours: "00:00-24:00", languages: [en]}}
bodies:
  office: {{name: Office, seats: {{director: {{role: office_director}}, staff: {{role: liaison}}}}}}
units:
{units}
people:
{people}
ladders:
  standard: [{{at: -5d, tell: liaison}}, {{at: 0, tell: liaison}}, {{at: +1d, tell: [liaison, head]}}]
phases:
  - {{key: spring, kind: collection, opens_on: {opens_on}, closes_on: {closes_on}, milestones: [
      {{key: papers, title: Papers, due: {due}, deliverables: [
        {{key: table, title: Table, owed_by: all, submit_to: office}}]}}]}}
"""


def today() -> date:
    """By the clock that Prefect's server goes by."""
    return datetime.now(UTC).date()  # noqa: TID251


def write_campaign(folder: Path, key: str) -> Path:
    """Due tomorrow: five days before it a reminder fell due, which nobody sent so far."""
    file = folder / f"{key}.yaml"
    units = "\n".join(f"  {unit}: {{name: {unit.title()}}}" for unit in UNITS)
    people = "\n".join(
        f'  - {{name: {unit.title()} One, holds: [{{seat: {unit}/liaison}}], addresses: "mailto:one@{unit}.example"}}'
        for unit in UNITS
    )
    opens_on = today() - timedelta(days=20)
    days = {"opens_on": opens_on, "closes_on": today() + timedelta(days=40), "due": today() + timedelta(days=1)}
    file.write_text(CAMPAIGN.format(key=key, units=units, people=people, **days))
    return file


@dataclass(frozen=True)
class Desk:
    """The campaign in a database of its own, mail to a relay of the test, runs by a server of all tests."""

    api: Api
    key: str
    folder: Path
    data: Path
    relay: Server

    @property
    def environment(self) -> dict[str, str]:
        settings = prefect_environment(self.folder, self.api.url)
        return {**settings, "DUBAN_DATA": str(self.data), "DUBAN_SMTP_URL": self.relay.url}

    def load(self, **environment: str) -> None:
        loaded_on = (today() - timedelta(days=15)).isoformat()
        duban(
            self.data, "init", str(write_campaign(self.folder, self.key)), "--as-of", loaded_on, "--yes", **environment
        )

    # -- runs ----------------------------------------------------------------------------------------------------------

    @contextmanager
    def runner(self, name: str = "runner") -> Iterator[Process]:
        """What executes runs; its deployment is there when the block begins."""
        command = [sys.executable, "-m", "flows.deploy"]
        with started(self.folder, name, command, self.environment) as process:
            process.says("is scheduled every day")
            yield process

    def deployment(self) -> Json:
        return self.api.get(f"deployments/name/daily/{self.key}")

    def ask(self, days_ago: int = 0) -> Json:
        """Ask for a run, now or as if it had been scheduled some days ago."""
        at = datetime.now(UTC) - timedelta(days=days_ago)  # noqa: TID251
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
        return self.api.post(f"deployments/{self.deployment()['id']}/create_flow_run", state=state)

    def finished(self, number: int, seconds: float = 180.0) -> list[Json]:
        """The runs so far, once there are so many and none goes on."""

        def all_done() -> list[Json]:
            runs = self.runs()
            over = [run for run in runs if run["state_type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}]
            return runs if len(over) == len(runs) == number else []

        return until(all_done, f"{number} finished runs of {self.key}", seconds)

    def runs(self) -> list[Json]:
        return self.api.runs_of(self.deployment()["id"])

    # -- mail ----------------------------------------------------------------------------------------------------------

    def mails(self) -> Counter[str]:
        """How often the relay has taken each message, by Message-ID."""
        return Counter(message_from_bytes(taken.data)["Message-ID"] for taken in self.relay.taken)

    def readers(self) -> list[str]:
        return sorted(taken.reader for taken in self.relay.taken)


EVERYBODY = sorted(f"one@{unit}.example" for unit in UNITS)
