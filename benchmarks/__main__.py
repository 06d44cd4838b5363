"""`make bench`: the day's run beside the least a program can do and what an office would write, in one table.

Every program starts cold on a database of its own, as cron would start it, and hands its mails to one relay on this
machine, which must have got every reader's mail and every due obligation; else the benchmark fails. CPU time and peak
memory are the operating system's account of the finished process. Compare ratios, not seconds.

    python -m benchmarks [--runs N] [--full] [--cases N:D:R ...]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.cases import DAY, DUE_ON, Case, write_ledger, write_plain
from benchmarks.sink import Sink, check

HERE = Path(__file__).parent
PROGRAMS = ("floor", "script", "duban")
USUAL = [Case(1_000, 500, 50), Case(100_000, 500, 50), Case(100_000, 5_000, 50)]
FULL = [*USUAL, Case(1_000_000, 500, 50), Case(100_000, 500, 50, spread=False)]


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of some runs of one program."""

    cpu: float
    """Seconds."""
    wall: float
    """Seconds."""
    peak: float
    """MiB."""


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--cases", nargs="+", type=_case)
    given = asked.parse_args()
    cases = given.cases or (FULL if given.full else USUAL)
    found: dict[tuple[Case, str], Figure] = {}
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder, Sink() as sink:
        for case in cases:
            print(f"{case}: preparing", file=sys.stderr)
            for program in PROGRAMS:
                found[case, program] = _measure(case, program, Path(folder), sink, given.runs)
    _print(cases, found)


def _case(text: str) -> Case:
    stored, due, readers = (int(part) for part in text.split(":"))
    return Case(stored, due, readers)


def _measure(case: Case, program: str, folder: Path, sink: Sink, runs: int) -> Figure:
    """Every run on a fresh copy of the prepared database; one more before them warms the files."""
    prepared = folder / f"{str(case).replace(':', '-')}-{'ledger' if program == 'duban' else 'plain'}"
    if not prepared.exists():
        if program == "duban":
            write_ledger(case, prepared)
        else:
            prepared.mkdir()
            write_plain(case, prepared / "plain.db")
    figures = []
    for _ in range(runs + 1):
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(prepared, work)
        sink.forget()
        figures.append(_run(_COMMANDS[program](work, sink.port), _environment(work, sink.port)))
        check(sink.mails, case, program)
    counted = figures[1:]
    return Figure(*(median(getattr(one, name) for one in counted) for name in ("cpu", "wall", "peak")))


_COMMANDS: dict[str, Callable[[Path, int], list[str]]] = {
    "floor": lambda work, port: _python("floor.py", work, port),
    "script": lambda work, port: _python("script.py", work, port),
    "duban": lambda _work, _port: [
        str(Path(sys.executable).parent / "duban"), "run", "--as-of", DAY.isoformat(), "--yes",
    ],
}  # fmt: skip


def _python(name: str, work: Path, port: int) -> list[str]:
    return [sys.executable, str(HERE / name), str(work / "plain.db"), DAY.isoformat(), DUE_ON.isoformat(), str(port)]


def _environment(work: Path, port: int) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "PYTHONDONT"))}
    return {**known, "DUBAN_DATA": str(work), "DUBAN_SMTP_URL": f"smtp://127.0.0.1:{port}"}


_ACCOUNT = """
import json, os, subprocess, sys, time
begun = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=2)
_, status, used = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
wall = time.monotonic() - begun
print(json.dumps([child.returncode, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024]))
"""
"""A small process between: the kernel counts the memory of whoever starts a program to the program's own peak."""


def _run(command: Sequence[str], environment: dict[str, str]) -> Figure:
    between = [sys.executable, "-S", "-E", "-c", _ACCOUNT, *command]
    done = subprocess.run(between, env=environment, capture_output=True, text=True, check=True)
    ended, *figures = json.loads(done.stdout)
    assert ended == 0, f"{command}: {done.stderr}"
    return Figure(*figures)


def _print(cases: Sequence[Case], found: dict[tuple[Case, str], Figure]) -> None:
    print(f"{'N:D:R':>20} {'program':>8} {'CPU s':>7} {'wall s':>7} {'MiB':>6} {'CPU/script':>11} {'CPU/floor':>10}")
    for case in cases:
        for program in PROGRAMS:
            one = found[case, program]
            script, floor = found[case, "script"], found[case, "floor"]
            print(
                f"{case!s:>20} {program:>8} {one.cpu:7.2f} {one.wall:7.2f} {one.peak:6.0f} "
                f"{one.cpu / script.cpu:11.2f} {one.cpu / floor.cpu:10.1f}"
            )
    for program in PROGRAMS:
        _print_slopes(program, cases, found)


def _print_slopes(program: str, cases: Sequence[Case], found: dict[tuple[Case, str], Figure]) -> None:
    """What one more due item costs, and how the cost grows with what is stored."""
    by_due = sorted({case.due: case for case in cases if case.stored == 100_000 and case.spread}.items())
    if len(by_due) > 1:
        (few, first), (many, last) = by_due[0], by_due[-1]
        more = (found[last, program].cpu - found[first, program].cpu) / (many - few) * 1000
        print(f"{program}: {more:.3f} ms CPU for each further due item ({few} to {many})")
    by_stored = sorted({case.stored: case for case in cases if case.due == 500 and case.spread}.items())
    if len(by_stored) > 1:
        (small, first), (large, last) = by_stored[0], by_stored[-1]
        growth = found[last, program].cpu / found[first, program].cpu
        print(f"{program}: {growth:.2f} times the CPU at {large} stored as at {small}")


if __name__ == "__main__":
    main()
