"""At scale: Duban on PostgreSQL, a process work pool, the day's flow deployed from prefect.yaml.

Prefect's own server stays on SQLite here: on PostgreSQL it wants the extension pg_trgm, which the wheel lacks
(docs/deploy.md says how it was tried).
"""

import subprocess
from pathlib import Path

from flows.environment import prefect_environment
from tests.fault.smtp_server import smtp_server
from tests.flows.conftest import BIN, clean_environment, started
from tests.flows.today_campaign import EVERYBODY, Desk
from tests.integration.conftest import postgres

__all__ = ["postgres"]

ROOT = Path(__file__).parents[2]


def test_a_worker_runs_the_day_that_was_deployed_twice_into_a_pool(demonstration, postgres, tmp_path):
    duban_url = postgres.create()
    api = demonstration.api
    with smtp_server() as relay:
        environment = {
            **prefect_environment(tmp_path, api.url),
            "DUBAN_DATABASE_URL": duban_url,
            "DUBAN_DATA": str(tmp_path / "data"),
            "DUBAN_SMTP_URL": relay.url,
        }
        desk = Desk(api, "pooled", tmp_path, tmp_path / "data", relay)
        desk.load(DUBAN_DATABASE_URL=duban_url)
        prefect(["work-pool", "create", "duban", "--type", "process"], environment)
        prefect(["deploy", "--all"], environment)
        prefect(["deploy", "--all"], environment)
        desk.ask()
        worker = [str(BIN / "prefect"), "worker", "start", "--pool", "duban"]
        with started(tmp_path, "worker", worker, environment):
            runs = desk.finished(1)
        schedules = desk.deployment()["schedules"]

        assert [run["state_name"] for run in runs] == ["OnTrack"]
        assert desk.readers() == EVERYBODY
        assert [(one["slug"], one["schedule"]["cron"]) for one in schedules] == [("daily", "30 8 * * *")]


def prefect(arguments, environment):
    campaign = {"DUBAN_CAMPAIGN": "pooled", "DUBAN_CRON": "30 8 * * *", "DUBAN_TIMEZONE": "Asia/Shanghai"}
    done = subprocess.run(
        [str(BIN / "prefect"), "--no-prompt", *arguments],
        cwd=ROOT,
        env={**clean_environment(), **environment, **campaign},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
