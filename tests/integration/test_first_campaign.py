"""The walk through the verbs that the documentation gives a newcomer, command by command."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WALK = ROOT / "docs" / "first-campaign.md"


def commands() -> list[list[str]]:
    """Every `duban` line of the fenced blocks, in order."""
    lines, inside = [], False
    for line in WALK.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = line == "```sh"
        elif inside and line.startswith("duban "):
            lines.append(shlex.split(line)[1:])
    return lines


def duban(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    environment = {**known, "DUBAN_DATA": str(folder), "DUBAN_LANG": "en"}
    command = [str(Path(sys.executable).parent / "duban"), *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """The data folder after the walk, and what each command printed."""
    folder = tmp_path_factory.mktemp("walk")
    said = {}
    for arguments in commands():
        done = duban(folder, arguments)
        assert done.returncode == 0, f"duban {shlex.join(arguments)}: {done.stderr}"
        said[shlex.join(arguments)] = done.stdout + done.stderr
    return folder, said


def test_the_walk_ends_with_a_closed_obligation_that_was_never_late(walked):
    folder, _ = walked
    status = json.loads(duban(folder, ["status", "--as-of", "2012-04-06", "--json"]).stdout)
    finance = next(one for one in status["obligations"] if one["id"] == "veto-report/finance")

    assert (finance["standing"], finance["round"], finance["late"]) == ("done", 1, False)


def test_the_walk_shows_that_the_second_run_of_a_day_sends_nothing(walked):
    folder, _ = walked
    again = json.loads(duban(folder, ["run", "--as-of", "2012-04-05", "--yes", "--json"]).stdout)

    assert (again["planned"], again["sent"]) == (0, 0)


def test_the_return_reached_the_unit_with_its_reason(walked):
    folder, _ = walked
    notices = json.loads(duban(folder, ["notices", "--json"]).stdout)["notices"]
    returned = [one for one in notices if one["kind"] == "returned"]

    assert {one["recipient"]["post"] for one in returned} == {"liaison", "head"}
    assert {one["state"] for one in returned} == {"sent"}


def test_an_act_that_cannot_be_done_says_what_can(walked):
    folder, _ = walked
    refused = duban(folder, ["accept", "veto-report/finance", "--by", "Office", "--as-of", "2012-04-06"])

    assert refused.returncode == 2
    assert "not possible while the status is accepted" in refused.stderr
    assert "reopen" in refused.stderr
