"""Processes that are kept alive, with small real ones: started again, told, ended in order, their words in files."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import psutil
import pytest

from cli import supervisor
from cli.supervisor import Service, Supervisor
from tests.waiting import gone, until

HOME = Path(__file__).parents[2]
STAYS = "import sys; print('up', flush=True); sys.stdin.read()"
"""Runs until it is ended, or whoever started it is gone."""
BORN = "open('born', 'a').write('x'); "
TELLS_ITS_END = """
    import signal, sys
    def end(*_):
        open("ended", "a").write(sys.argv[1] + " ")
        sys.exit()
    signal.signal(signal.SIGTERM, end)
    print("up", flush=True)
    sys.stdin.read()
"""
STUBBORN = """
    import signal, subprocess, sys
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(child.pid, flush=True)
    sys.stdin.read()
    child.wait()
"""
ATTACHED = "from flows.attached import end_with_parent; end_with_parent(); print('up', flush=True); {then}"
SERVES = """
    import signal, sys
    from pathlib import Path
    from cli.supervisor import Service, Supervisor
    kept = Supervisor(Path(sys.argv[1]), print)
    kept.start(Service("child", (sys.executable, "-c", sys.argv[2]), {}))
    print(kept.processes["child"], flush=True)
    signal.pause()
"""


@pytest.fixture
def told() -> list[tuple[str, int, float]]:
    return []


@pytest.fixture
def kept(tmp_path, told, monkeypatch):
    """A supervisor that waits for hundredths of what it waits for in earnest."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.01)
    made = Supervisor(tmp_path / "logs", lambda *death: told.append(death))
    yield made
    made.stop()


def python(name: str, code: str, **environment: str) -> Service:
    return Service(name, (sys.executable, "-c", dedent(code), name), environment)


def log_of(name: str) -> str:
    file = Path("logs") / f"{name}.log"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def births() -> int:
    return len(Path("born").read_text()) if Path("born").exists() else 0


# -- words -----------------------------------------------------------------------------------------------------------


def test_what_a_process_prints_and_complains_of_lands_in_its_file(kept):
    kept.start(python("sayer", "import sys; print('一 two'); print('three', file=sys.stderr)\n" + STAYS))
    kept.start(python("other", STAYS))

    until(lambda: log_of("sayer").endswith("up\n") and log_of("other") == "up\n")
    assert sorted(log_of("sayer").splitlines()) == ["three", "up", "一 two"]


def test_bytes_that_are_no_text_are_kept_out_of_the_way(kept):
    kept.start(python("sayer", "import sys; sys.stdout.buffer.write(b'a\\xffb\\n'); " + STAYS))

    until(lambda: log_of("sayer") == "a\ufffdb\nup\n")


def test_a_process_is_given_its_environment_beside_ours(kept, monkeypatch):
    monkeypatch.setenv("HARBOUR", "north")
    kept.start(python("sayer", "import os; print(os.environ['HARBOUR'], os.environ['PIER']); " + STAYS, PIER="3"))

    until(lambda: log_of("sayer") == "north 3\nup\n")


def test_logs_are_rotated_and_only_some_are_kept(kept, monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "LOG_SIZE", 200)
    monkeypatch.setattr(supervisor, "LOGS_KEPT", 2)
    kept.start(python("sayer", "for number in range(100): print(f'line {number:015}')\n" + STAYS))

    # 10 bytes of a line are its words, 20 the line: ten lines a file
    until(lambda: log_of("sayer").endswith("up\n"))
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["sayer.log", "sayer.log.1", "sayer.log.2"]
    assert all(file.stat().st_size <= 200 for file in files)
    assert "line 000000000000099" in "".join(file.read_text() for file in files)


# -- dying -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("dies", "code"), [("sys.exit(3)", 3), ("os.kill(os.getpid(), 9)", -9), ("sys.exit()", 0)])
def test_a_process_that_dies_is_told_and_started_again(kept, told, dies, code):
    kept.start(python("flaky", f"import os, sys; {BORN}\nif os.stat('born').st_size < 2: {dies}\n{STAYS}"))

    until(lambda: log_of("flaky") == "up\n")
    assert told == [("flaky", code, 0.01)]
    assert births() == 2
    assert not gone(kept.processes["flaky"])


def test_the_pause_doubles_up_to_the_longest(kept, told, monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.05)
    kept.start(python("flaky", "import sys; sys.exit(1)"))

    until(lambda: len(told) >= 5)
    assert [pause for _, _, pause in told[:5]] == [0.01, 0.02, 0.04, 0.05, 0.05]


def test_what_worked_for_a_while_is_started_again_after_a_short_pause(kept, told, monkeypatch):
    monkeypatch.setattr(supervisor, "SETTLED", 0.0)
    kept.start(python("flaky", "import sys; sys.exit(1)"))

    until(lambda: len(told) >= 3)
    assert [pause for _, _, pause in told[:3]] == [0.01, 0.01, 0.01]


def test_one_that_dies_leaves_the_others_alone(kept, told):
    kept.start(python("steady", STAYS))
    steady = kept.processes["steady"]
    kept.start(python("flaky", "import sys; sys.exit(1)"))

    until(lambda: len(told) >= 2)
    assert {name for name, _, _ in told} == {"flaky"}
    assert kept.processes["steady"] == steady


# -- ending ----------------------------------------------------------------------------------------------------------


def test_all_end_the_last_one_first_and_none_is_told(kept, told):
    for name in ("first", "second", "third"):
        kept.start(python(name, TELLS_ITS_END))
    until(lambda: all(log_of(name) == "up\n" for name in ("first", "second", "third")))
    pids = list(kept.processes.values())

    kept.stop()

    assert Path("ended").read_text() == "third second first "
    assert all(map(gone, pids))
    assert (kept.processes, told) == ({}, [])


def test_whoever_takes_no_notice_is_killed_with_all_that_it_started(kept, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    kept.start(python("stubborn", STUBBORN))
    until(lambda: log_of("stubborn").endswith("\n"))
    pids = [*kept.processes.values(), int(log_of("stubborn"))]

    kept.stop()

    until(lambda: all(map(gone, pids)))


def test_no_process_is_born_after_the_end(kept, told, monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 60.0)
    kept.start(python("flaky", f"import sys; {BORN}sys.exit(1)"))
    until(lambda: told)
    began = time.monotonic()

    # in the middle of its pause
    kept.stop()
    kept.start(python("late", BORN + STAYS))

    assert time.monotonic() - began < 10
    assert (births(), kept.processes) == (1, {})


def test_one_that_cannot_be_started_keeps_the_others_from_nothing(kept):
    kept.start(python("steady", STAYS))
    steady = kept.processes["steady"]
    with pytest.raises(FileNotFoundError):
        kept.start(Service("ghost", ("./no-such-program",), {}))

    kept.stop()

    assert gone(steady)


def test_ending_twice_is_ending_once(kept):
    kept.start(python("steady", STAYS))
    kept.stop()
    kept.stop()

    assert kept.processes == {}


def test_a_supervisor_lets_go_of_the_files_and_pipes_it_held(kept, told):
    before = psutil.Process().num_fds()
    kept.start(python("steady", STAYS))
    kept.start(python("flaky", "import sys; sys.exit(1)"))
    until(lambda: len(told) >= 4 and log_of("steady") == "up\n")

    kept.stop()

    until(lambda: psutil.Process().num_fds() <= before)


# -- with whoever started it -----------------------------------------------------------------------------------------


def test_a_process_ends_when_the_one_that_started_it_was_killed(tmp_path):
    child = ATTACHED.format(then="import threading; threading.Event().wait()")
    with subprocess.Popen(
        (sys.executable, "-c", dedent(SERVES), tmp_path, child), cwd=HOME, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        until(lambda: (tmp_path / "child.log").read_text() == "up\n")
        assert not gone(pid)

        os.kill(parent.pid, signal.SIGKILL)

    until(lambda: gone(pid))


def test_a_process_that_stands_alone_watches_nobody():
    code = ATTACHED.format(then="import threading; print(threading.active_count())")
    alone = {name: value for name, value in os.environ.items() if name != "DUBAN_ATTACHED"}

    done = subprocess.run((sys.executable, "-c", code), cwd=HOME, env=alone, capture_output=True, text=True, check=True)

    assert done.stdout == "up\n1\n"
