"""`duban serve` and `duban demo` as processes: what they say, what they keep alive, how they end."""

import signal
import socket
from contextlib import contextmanager

import httpx
import psutil
import pytest

from tests.fault.smtp_server import smtp_server
from tests.flows.conftest import BIN, duban, free_port, started
from tests.flows.prefect_api import Api, until
from tests.flows.today_campaign import write_campaign

CANARY = "kanarienvogel"


@contextmanager
def serving(folder, data, *options, name="serve", **environment):
    command = [str(BIN / "duban"), "serve", "--data", str(data), "--lang", "en", *options]
    with started(folder, name, command, environment) as process:
        yield process


def child(process, module):
    """The process of a module that serve keeps alive, once it is there."""

    def found():
        children = psutil.Process(process.popen.pid).children()
        return next((one for one in children if module in one.cmdline()), None)

    return until(found, f"{module} lives")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Everything, on a port of its own, with a relay whose password must be seen nowhere."""
    folder = tmp_path_factory.mktemp("serve")
    data, port = folder / "data", free_port()
    duban(data, "init", str(write_campaign(folder, "served")), "--yes")
    with smtp_server() as relay:
        url = relay.url.replace("://", f"://duban:{CANARY}@")
        with serving(folder, data, "--prefect-port", str(port), DUBAN_SMTP_URL=url) as process:
            process.says("Ctrl-C ends everything")
            yield process, data, Api(f"http://127.0.0.1:{port}/api"), relay


def test_it_prints_its_address_the_schedule_and_what_it_costs(served):
    process, data, api, _relay = served

    assert f"Prefect: {api.url.removesuffix('/api')}\n" in process.out
    assert "Today: every day at 00:00 (UTC)\n" in process.out
    assert f"logs: {data / 'logs'}\n" in process.out
    process.says(r"memory in use: [1-9]\d+ MiB")
    assert httpx.get(api.url.removesuffix("/api"), trust_env=False).is_success


def test_a_second_one_in_the_folder_ends_at_once_and_says_why(served):
    process, data, _api, _relay = served

    with serving(process.folder, data, name="second") as second:
        assert second.popen.wait(60) == 75
    assert "another `duban serve` works in" in second.err


@pytest.mark.parametrize("module", ["flows.posting", "flows.deploy", "flows.server"])
def test_what_dies_is_told_and_started_again(served, module):
    process, _data, api, _relay = served
    killed = child(process, module)

    killed.kill()

    process.says(rf"{module.removeprefix('flows.').replace('server', 'prefect')} ended by itself \(exit code -9\)")
    assert until(lambda: (now := child(process, module)).pid != killed.pid and now, "it is back")
    until(api.is_up, "the server answers")


def test_a_campaign_loaded_meanwhile_is_scheduled_within_a_minute(served):
    process, data, api, _relay = served
    duban(data, "init", str(write_campaign(process.folder, "later")), "--yes")

    def deployed():
        return httpx.get(f"{api.url}/deployments/name/daily/later", trust_env=False).is_success

    until(deployed, "the second campaign's schedule", 100)


def test_it_ends_cleanly_on_a_signal_and_leaves_no_process_and_no_password(served):
    process, data, _api, _relay = served
    everything = psutil.Process(process.popen.pid).children(recursive=True)
    commands = [" ".join(one.cmdline()) for one in everything]

    assert process.end(signal.SIGTERM) == 0

    _gone, alive = psutil.wait_procs(everything, timeout=10)
    assert alive == []
    assert CANARY not in " ".join(commands) + process.out + process.err
    kept = [file for file in data.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]
    assert kept == []
    assert {"prefect.log", "posting.log", "deploy.log"} <= {file.name for file in (data / "logs").iterdir()}


def test_beside_workers_it_schedules_nothing_and_uses_the_server_that_is_named(demonstration, tmp_path):
    data = tmp_path / "data"
    duban(data, "init", str(write_campaign(tmp_path, "beside")), "--yes")
    named = {"PREFECT_API_URL": demonstration.api.url}
    with serving(tmp_path, data, "--no-schedule", **named) as process:
        process.says("Ctrl-C ends everything")
        children = [one.cmdline()[-1] for one in psutil.Process(process.popen.pid).children()]
        assert process.end(signal.SIGINT) == 0

    assert children == ["flows.posting"]
    assert "workers run the day's flow" in process.out


def test_a_killed_serve_takes_its_processes_with_it(demonstration, tmp_path):
    data = tmp_path / "data"
    duban(data, "init", str(write_campaign(tmp_path, "orphans")), "--yes")
    with serving(tmp_path, data, PREFECT_API_URL=demonstration.api.url) as process:
        process.says("Ctrl-C ends everything")
        children = psutil.Process(process.popen.pid).children()
        assert process.end(signal.SIGKILL) == -signal.SIGKILL

        _gone, alive = psutil.wait_procs(children, timeout=30)
    assert len(children) == 2
    assert alive == []


# -- the demonstration -------------------------------------------------------------------------------------------------


def test_the_demonstration_once_shows_the_day_and_ends_by_itself(tmp_path):
    command = [str(BIN / "duban"), "demo", "--once", "--data", str(tmp_path / "data"), "--lang", "en"]
    real = {"DUBAN_SMTP_URL": "smtp://relay.example", "DUBAN_DATABASE_URL": "postgresql://nowhere.example/real"}
    with started(tmp_path, "demo", command, {**real, "DUBAN_DATA": str(tmp_path / "real")}) as process:
        assert process.popen.wait(240) == 0, process.err

    assert "Apr 9, 2012 (Mon) ran through Prefect: 8 overdue; messages of the day: 7, sent: 5" in process.out
    assert "One of the mails: " in process.out
    assert len(list((tmp_path / "data/mail/new").iterdir())) == 73
    assert not (tmp_path / "real").exists()


def test_a_demonstration_on_a_taken_port_says_so(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [str(BIN / "duban"), "demo", "--once", "--prefect-port", port, "--data", str(tmp_path / "data")]
        with started(tmp_path, "demo", command, {"DUBAN_LANG": "en"}) as process:
            assert process.popen.wait(120) == 2

    assert f"port {port} is taken" in process.err
