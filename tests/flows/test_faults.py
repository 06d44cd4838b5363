"""What Prefect, its runner or a run may suffer: nothing is sent twice, nothing is lost, the next run is whole."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from sqlalchemy import update

from flows.environment import prefect_environment
from models.database import open_database, sqlite_url, writing
from models.tables.notices import notice
from models.words import NoticeState
from tests.fault.smtp_server import USUAL, WAIT, smtp_server
from tests.flows.conftest import Process, free_port, once, started
from tests.flows.prefect_api import DONE, Api, until
from tests.flows.today_campaign import EVERYBODY, Desk, today


@contextmanager
def desk_of(api, folder, key) -> Iterator[Desk]:
    """A campaign of which nothing has been sent so far."""
    with smtp_server() as relay:
        made = Desk(api, key, folder, folder / "data", relay)
        made.load()
        yield made


@pytest.fixture
def desk(demonstration, tmp_path, request):
    with desk_of(demonstration.api, tmp_path, request.node.name.removeprefix("test_").replace("_", "-")[:40]) as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def silenced(demonstration, tmp_path_factory):
    """A run that was killed together with its runner, before the other tests: its silence has to last a while."""
    with desk_of(demonstration.api, tmp_path_factory.mktemp("silenced"), "silenced") as made:
        made.relay.answers["."] = [WAIT]
        with made.runner() as runner:
            made.ask()
            until(lambda: made.relay.taken, "a mail is under way")
            kill(psutil.Process(runner.popen.pid), *runs_of(runner))
        made.relay.gate.set()
        yield made


def states(runs):
    return [run["state_name"] for run in runs]


def runs_of(runner: Process) -> list[psutil.Process]:
    """The processes of the runs that a runner has started."""
    return psutil.Process(runner.popen.pid).children(recursive=True)


def kill(*processes: psutil.Process) -> None:
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=30)


def end_the_leases(desk: Desk) -> None:
    """As if two minutes had passed: what the killed run had claimed is anybody's."""
    engine = open_database(sqlite_url(desk.data))
    with writing(engine) as connection:
        claimed = notice.c.state.in_((NoticeState.LEASED.value, NoticeState.SENDING.value))
        long_ago = notice.c.at
        connection.execute(update(notice).where(claimed).values(lease_until=long_ago))
    engine.dispose()


# -- a day missed, a run twice -----------------------------------------------------------------------------------------


def test_five_days_without_a_runner_end_superseded_and_today_is_run_once(desk):
    with desk.runner():
        for days in (5, 4, 3, 2, 1, 0):
            desk.ask(days_ago=days)
        runs = desk.finished(6)

    assert states(runs) == ["Superseded"] * 5 + ["OnTrack"]
    assert runs[-1]["name"] == f"daily {today()}"
    assert desk.readers() == EVERYBODY


def test_a_run_asked_for_twice_and_two_runners_send_each_mail_once(desk):
    with desk.runner("one"), desk.runner("two"):
        desk.ask()
        desk.ask()
        runs = desk.finished(2)

    assert states(runs) == ["OnTrack", "OnTrack"]
    assert desk.readers() == EVERYBODY
    assert set(desk.mails().values()) == {1}


def test_a_restart_leaves_one_schedule_that_is_not_paused_and_one_automation(desk):
    with desk.runner("first"):
        first = desk.deployment()["schedules"]
    with desk.runner("second"):
        second = desk.deployment()["schedules"]

    assert [(one["slug"], one["schedule"]["cron"], one["active"]) for one in second] == [("daily", "0 0 * * *", True)]
    assert [one["id"] for one in second] == [one["id"] for one in first]
    automations = desk.api.post("automations/filter")
    assert [one["name"] for one in automations].count("Duban: mark silent runs crashed") == 1


def test_after_a_redeploy_each_day_is_scheduled_once(desk):
    with desk.runner("first"), desk.runner("second"):
        deployment = {"id": {"any_": [desk.deployment()["id"]]}}
        ahead = until(lambda: desk.api.post("flow_runs/filter", deployments=deployment), "days are scheduled")

    days = [run["expected_start_time"] for run in ahead]
    assert len(days) == len(set(days)) >= 3


# -- killed ------------------------------------------------------------------------------------------------------------


def test_a_run_killed_while_it_sends_is_crashed_and_the_next_one_sends_the_rest(desk):
    desk.relay.answers["."] = [USUAL["."], WAIT]
    with desk.runner() as runner:
        desk.ask()
        until(lambda: len(desk.relay.taken) == 2, "the second mail is under way")
        kill(*runs_of(runner))
        assert states(desk.finished(1)) == ["Crashed"]
        desk.relay.gate.set()

        end_the_leases(desk)
        desk.ask()
        assert states(desk.finished(2)) == ["Crashed", "OnTrack"]

    assert sorted(set(desk.readers())) == EVERYBODY
    assert sorted(desk.mails().values()) == [1, 1, 1, 1, 2], "one duplicate, under the same Message-ID"


def test_the_server_killed_while_a_run_sends_loses_and_repeats_nothing(tmp_path):
    with one_server(tmp_path, "before") as (server, api), desk_of(api, tmp_path, "server-killed") as desk:
        desk.relay.answers["."] = [USUAL["."], WAIT]
        day = [sys.executable, "-m", "flows.once", desk.key, today().isoformat()]
        with started(tmp_path, "day", day, desk.environment) as run:
            until(lambda: len(desk.relay.taken) == 2, "the second mail is under way")
            server.end(signal.SIGKILL)
            with one_server(tmp_path, "after", port=api.port):
                desk.relay.gate.set()
                run.popen.wait(120)
                again = once(desk.environment, desk.key, today().isoformat())

                assert (again.returncode, again.stdout.strip()) == (0, "OnTrack")
                runs = api.post("flow_runs/filter", flows={"name": {"any_": ["daily"]}})
                assert {one["state_type"] for one in runs} <= DONE

        assert desk.readers() == EVERYBODY
        assert set(desk.mails().values()) == {1}


@contextmanager
def one_server(folder, name, port=None) -> Iterator[tuple[Process, Api]]:
    """A server of the test's own, on a database in the folder."""
    found = port or free_port()
    api = Api(f"http://127.0.0.1:{found}/api")
    environment = prefect_environment(folder, api.url)
    with started(folder, name, [sys.executable, "-m", "flows.server", str(found)], environment) as process:
        until(api.is_up, "the server answers")
        yield process, api


# the last one: two minutes of silence have passed meanwhile
def test_a_run_killed_with_its_runner_is_marked_crashed_for_its_silence(silenced):
    run = silenced.finished(1, seconds=300)[0]

    assert run["state_type"] == "CRASHED"
    assert "silent for 90 s" in run["state"]["message"]
