import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import CANNOT_WRITE, app, run
from cli.speech import speak
from tests.lantern_campaign import CAMPAIGN

DUBAN = [sys.executable, "-m", "cli.main"]

EXPECTED = """
2024-04-08 office/staff office sent
2024-04-09 docks/liaison digest sent: -3wd report/docks reminder
2024-04-09 lamps/liaison digest sent: -3wd report/lamps reminder
2024-04-12 docks/liaison digest sent: 0 report/docks reminder
2024-04-12 lamps/liaison digest sent: 0 report/lamps reminder
2024-04-12 docks/head digest sent: 0 report/docks reminder
2024-04-12 lamps/head digest sent: 0 report/lamps reminder
2024-04-15 docks/head digest sent: +1wd report/docks escalation
2024-04-15 lamps/head digest sent: +1wd report/lamps escalation
2024-04-15 office/staff office sent
2024-04-17 office/director digest sent: +3wd report/docks escalation, +3wd report/lamps escalation
2024-04-19 docks/head digest sent: +5wd report/docks escalation
2024-04-19 lamps/head digest sent: +5wd report/lamps escalation
2024-04-19 office/director digest sent: +5wd report/lamps escalation
2024-04-19 leading-group/deputy digest held: +5wd report/docks escalation
"""
"""By hand, from the ladder and the calendar; nobody is in charge of the lamps, so the office director is told."""


@pytest.fixture(autouse=True)
def english():
    speak("en")


@pytest.fixture
def campaign(tmp_path):
    file = tmp_path / "lanterns.yaml"
    file.write_text(CAMPAIGN)
    return file


def rehearse(*words):
    return CliRunner().invoke(app, ["rehearse", *map(str, words)])


def face(*words):
    done = rehearse(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def lines(notices):
    for one in notices:
        items = ", ".join(f"{item['offset']} {item['obligation']} {item['kind']}" for item in one["items"])
        seat = f"{one['recipient']['unit']}/{one['recipient']['post']}"
        yield f"{one['on']} {seat} {one['kind']} {one['state']}" + (f": {items}" if items else "")


def test_the_whole_rehearsal_is_what_the_ladder_says_by_hand(campaign):
    played = face(campaign, "--to", "2024-04-19")
    assert sorted(lines(played["notices"])) == sorted(EXPECTED.strip().splitlines())
    assert (played["schema"], played["campaign"], played["scenario"]) == ("duban.rehearsal/1", "lanterns", "nobody")
    assert (played["from"], played["to"]) == ("2024-04-01", "2024-04-19")
    summary = played["summary"]
    assert summary["notices"] == 15
    assert summary["recipients"] == 7
    assert summary["peak_per_recipient_day"] == 1
    assert summary["by_phase"] == {"spring": 15}
    assert summary["held"] == 1
    assert summary["superseded"] == summary["deferred"] == 0
    assert summary["unreachable"] == [
        "docks/liaison",
        "lamps/head",
        "lamps/liaison",
        "leading-group/deputy",
        "office/director",
        "office/staff",
    ]


def test_whoever_is_on_time_is_reminded_and_never_chased(campaign):
    found = list(lines(face(campaign, "--scenario", "on-time", "--to", "2024-04-19")["notices"]))
    assert [line for line in found if "digest" in line] == [
        "2024-04-09 docks/liaison digest sent: -3wd report/docks reminder",
        "2024-04-09 lamps/liaison digest sent: -3wd report/lamps reminder",
    ]


def test_a_span_shows_its_days_only_and_what_came_before_still_counts(campaign):
    found = list(lines(face(campaign, "--from", "2024-04-12", "--to", "2024-04-15")["notices"]))
    assert sorted(found) == sorted(line for line in EXPECTED.splitlines() if "2024-04-12" <= line[:10] <= "2024-04-15")


def test_without_a_last_day_it_ends_with_the_last_rung(campaign):
    late = campaign.with_name("late.yaml")
    late.write_text(CAMPAIGN.replace("due: 2024-04-12", "due: 2024-04-29"))
    assert face(campaign)["to"] == "2024-04-30"
    assert face(late)["to"] == "2024-05-09"  # the fifth working day after 29 April: 30 April, 6, 7, 8, 9 May


def test_in_earnest_a_seat_nobody_holds_is_held_and_the_rung_passes_up(campaign):
    found = list(lines(face(campaign, "--reachability", "real", "--to", "2024-04-12")["notices"]))
    assert "2024-04-09 docks/liaison digest held: -3wd report/docks reminder" in found
    assert "2024-04-09 docks/head digest sent: -3wd report/docks reminder" in found


def test_a_scenario_file_is_named_by_its_name(campaign, tmp_path):
    scenario = tmp_path / "early.yaml"
    scenario.write_text("events: [{day: 2024-04-02, unit: lamps, deliverable: report, act: waive}]")
    played = face(campaign, "--scenario", scenario, "--to", "2024-04-19")
    assert played["scenario"] == "early.yaml"
    assert not [line for line in lines(played["notices"]) if "report/lamps" in line]


def test_two_scenarios_are_compared(campaign):
    found = face(campaign, "--to", "2024-04-19", "--diff", "on-time")["diff"]
    assert found["scenario"] == "on-time"
    assert len(found["only_here"]) == 11  # all but the two first reminders and the office's weekly lines
    assert found["only_there"] == []
    done = rehearse(campaign, "--to", "2024-04-19", "--diff", "on-time")
    assert "nobody against on-time: messages only here (-) 11, only there (+) 0" in done.stdout


def test_two_versions_of_a_campaign_are_compared_each_with_its_overlay(campaign, tmp_path):
    other, overlay = tmp_path / "moved.yaml", tmp_path / "people.yaml"
    other.write_text(CAMPAIGN.replace("due: 2024-04-12", "due: 2024-04-16"))
    overlay.write_text("duban: 1\npeople: [{name: Bo Ray, holds: [{seat: lamps/head, from: 2024-04-01, to: null}]}]\n")
    found = face(campaign, "--to", "2024-04-19", "--diff", other, "--diff-with", overlay)["diff"]
    assert found["scenario"] == "moved.yaml, nobody"
    names = {one["recipient"]["name"] for one in found["only_there"]}
    assert "Bo Ray" in names


def test_the_csv_is_bytes_with_the_mark_spreadsheets_look_for(campaign):
    done = rehearse(campaign, "--csv")
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbfnotice_key,")
    assert done.stdout_bytes.count(b"\r\n") == len(done.stdout_bytes.splitlines())


def test_mails_and_page_are_written_beside_the_table(campaign, tmp_path):
    done = rehearse(campaign, "--mail", tmp_path / "mail", "--html", tmp_path / "page.html")
    assert done.exit_code == 0
    assert "Who reads most" in done.stdout
    assert len(list((tmp_path / "mail").glob("*.eml"))) == len(face(campaign)["notices"]) - 1
    assert len(list((tmp_path / "mail" / "held").glob("*.eml"))) == 1
    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scenario", "nowhere"), "nowhere"),
        (("--scenario", "."), "no scenario"),
        (("--diff", "nowhere"), "--diff"),
        (("--from", "2024-05-01", "--to", "2024-04-01"), "2024-05-01"),
        (("--from", "2026-01-01"), "2026-01-01"),
        (("--to", "2024-03-31"), "before the campaign"),
        (("--to", "2999-01-01"), "2999-01-01"),
        (("--to", "2024-02-30"), "2024-02-30"),
        (("--reachability", "maybe"), "assume"),
        (("--json", "--csv"), "--csv"),
        (("--diff-with", __file__), "--diff"),
    ],
)
def test_what_cannot_be_asked_for_ends_with_2_and_says_why(campaign, words, said):
    done = rehearse(campaign, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_without_a_file_it_says_that_none_is_stored_yet(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    done = rehearse()
    assert done.exit_code == 2
    assert "duban init FILE" in done.stderr


def test_a_file_with_mistakes_ends_with_3_and_names_the_line(campaign):
    campaign.write_text(CAMPAIGN.replace("due: 2024-04-12", "due: 2024-04-31"))
    done = rehearse(campaign)
    assert done.exit_code == 3
    assert f"{campaign}:" in done.stderr


def test_a_scenario_with_mistakes_ends_with_3_and_names_the_line(campaign, tmp_path):
    scenario = tmp_path / "wrong.yaml"
    scenario.write_text("events:\n  - {day: 2024-04-02, unit: nobody, deliverable: report, act: submit}\n")
    done = rehearse(campaign, "--scenario", scenario)
    assert done.exit_code == 3
    assert "wrong.yaml:2:" in done.stderr


def test_an_answer_far_outside_the_campaign_is_a_mistake_at_its_line(campaign, tmp_path):
    scenario = tmp_path / "far.yaml"
    scenario.write_text("events: [{day: 2024-04-02, act: answer, question: list-due, value: 2099-01-01}]")
    done = rehearse(campaign, "--scenario", scenario)
    assert done.exit_code == 3
    assert f"{scenario}:1:" in done.stderr
    assert "events[0].value" in done.stderr


@pytest.mark.parametrize("option", ["--mail", "--html"])
def test_what_cannot_be_written_ends_with_73_in_plain_words(campaign, tmp_path, option, capsys):
    (tmp_path / "file").write_text("")
    assert run(["rehearse", str(campaign), option, str(tmp_path / "file" / "x")]) == CANNOT_WRITE
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--json", "--csv", "--lang=en"])
def test_a_full_disk_ends_with_73(campaign, option):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*DUBAN, "rehearse", str(campaign), option], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == CANNOT_WRITE
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--json", "--csv", "--lang=en"])
def test_a_reader_that_stops_reading_is_no_failure(campaign, option):
    ends = os.pipe()
    os.close(ends[0])
    with os.fdopen(ends[1], "wb") as closed:
        done = subprocess.run(
            [*DUBAN, "rehearse", str(campaign), option], stdout=closed, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (0, "")
