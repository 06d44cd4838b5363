import json

import pytest
from typer.testing import CliRunner

from cli.app import app
from cli.speech import speak
from tests.lantern_campaign import CAMPAIGN

CHAIN = """
        deliverables:
          - {key: report, title: {en: Report}, owed_by: [docks, lamps], forms: [paper, electronic], submit_to: [office]}
          - key: file
            title: {en: File}
            due: {by: 2024-04-14, time: "18:00"}
            chain:
              - {key: write, by: office, title: {en: writing}}
              - {key: sign, by: leading-group, title: {en: signing}}
          - {key: figures, title: {en: Figures}, owed_by: [{open: 3}], submit_to: [office]}
          - {key: minutes, title: {en: Minutes}, owed_by: [docks], due: {every: week, day: fri}, submit_to: [office]}
"""
CHAINED = CAMPAIGN.replace(
    "\n        deliverables: [{key: report, title: {en: Report}, owed_by: [docks, lamps], submit_to: [office]}]", CHAIN
)


@pytest.fixture(autouse=True)
def english():
    speak("en")


@pytest.fixture
def campaign(tmp_path):
    file = tmp_path / "lanterns.yaml"
    file.write_text(CHAINED)
    return file


def plan(*words, width="100"):
    return CliRunner().invoke(app, ["plan", *map(str, words)], env={"COLUMNS": width})


def obligations(campaign):
    done = plan(campaign, "--json")
    assert done.exit_code == 0, done.output
    return {one["id"]: one for one in json.loads(done.stdout)["obligations"]}


def test_an_obligation_has_every_key_of_the_contract(campaign):
    assert obligations(campaign)["report/docks"] == {
        "id": "report/docks",
        "unit": "docks",
        "unit_name": "=Docks",
        "deliverable": "report",
        "deliverable_name": "Report",
        "milestone": "reports",
        "phase": "spring",
        "due_kind": "by",
        "opens_on": None,
        "nominal_on": None,
        "due_on": "2024-04-12",
        "due_at": None,
        "late_after": "2024-04-12",
        "base_on": "2024-04-12",
        "provisional": False,
        "announced_on": None,
        "clause": None,
        "forms": ["paper", "electronic"],
        "form_details": [
            {"form": "paper", "copies": None, "seal": False},
            {"form": "electronic", "copies": None, "seal": False},
        ],
        "commitment": False,
        "submit_to": ["office"],
        "support": [],
        "actor": "owner",
        "needs": [],
        "blocked_by": None,
        "ladder": None,
    }


def test_a_step_of_a_chain_is_blocked_by_the_one_before_it(campaign):
    found = obligations(campaign)
    assert found["file.write/office"]["blocked_by"] is None
    assert found["file.sign/leading-group"]["blocked_by"] == "file.write/office"


def test_a_day_off_keeps_its_day_and_shows_the_last_working_day(campaign):
    sunday = obligations(campaign)["file.write/office"]
    assert (sunday["due_on"], sunday["base_on"], sunday["late_after"]) == ("2024-04-14", "2024-04-12", "2024-04-14")
    assert sunday["due_at"] == "2024-04-14T18:00:00+08:00"


def test_what_has_no_owner_has_none_in_the_plan(campaign):
    slots = [one for one in obligations(campaign).values() if one["deliverable"] == "figures"]
    assert [one["id"] for one in slots] == ["figures/slot-01", "figures/slot-02", "figures/slot-03"]
    assert {(one["unit"], one["unit_name"]) for one in slots} == {(None, None)}


def test_questions_stand_beside_with_their_candidates(campaign):
    questions = {one["id"]: one for one in json.loads(plan(campaign, "--json").stdout)["questions"]}
    assert questions["list-due"]["candidates"] == ["2024-04-22", "2024-04-23"]
    assert questions["list-due"]["obligations"] == ["list/docks"]


def test_the_table_groups_who_owes_the_same_and_says_what_nobody_knows(campaign):
    found = " ".join(plan(campaign).stdout.split())
    assert "=Docks, Lamps <b>" in found
    assert "without a known owner: 3" in found
    assert "after file.write" in found
    assert "4 times, " in found  # the Fridays of April but the 5th are worked; a day off keeps its day
    assert "open questions: " in found


def test_the_table_fits_into_its_columns(campaign):
    for width in ("80", "100"):
        assert max(map(len, plan(campaign, width=width).stdout.splitlines())) <= int(width)


def test_without_a_file_it_says_that_none_is_stored_yet(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    done = plan()
    assert done.exit_code == 2
    assert "duban init FILE" in done.stderr


def test_a_file_with_mistakes_ends_with_3_and_names_the_line(campaign):
    campaign.write_text(CHAINED.replace("lamps", "lampz", 1))
    done = plan(campaign)
    assert done.exit_code == 3
    assert "lanterns.yaml:" in done.stderr
    assert done.stdout == ""
