"""`duban status` on a running campaign, on SQLite and on PostgreSQL."""

import json

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from cli.app import app
from cli.speech import speak
from models.database import reading
from models.words import Form, Standing
from register.campaigns import find_campaign
from register.status import LastTold, status_on
from schedule.transitions import Act, Step
from tests.running_campaign import REFUSED, Harbour, day_of, harbour

ON_ONE = pytest.mark.parametrize("backend", ["sqlite"])
"""What is shown does not depend on the database."""


@pytest.fixture
def running(engine, url, monkeypatch):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "120")
    speak("en")
    return Harbour(engine)


def status(*words, day="04-22"):
    return CliRunner().invoke(app, ["status", "--as-of", f"2024-{day}", *words])


def face(day):
    done = status("--json", day=day)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def obligation(day, key="report/docks"):
    return next(one for one in face(day)["obligations"] if one["id"] == key)


def standings(day):
    return {one["id"]: one["standing"] for one in face(day)["obligations"]}


def test_the_json_holds_the_campaign_on_a_day_as_counted_by_hand(running):
    running.run_to("04-16")

    assert face("04-16") == {
        "schema": "duban.status/1",
        "campaign": "harbour",
        "as_of": "2024-04-16",
        "last_run_on": "2024-04-16",
        "standing": {"not_due": 1, "overdue": 2, "date_unknown": 1},
        "phases": [
            {
                "key": "spring",
                "kind": "collection",
                "title": "",
                "opens_on": "2024-03-01",
                "closes_on": "2024-05-31",
                "standing": {"not_due": 1, "overdue": 2, "date_unknown": 1},
            }
        ],
        "milestones": [
            {
                "key": "papers",
                "phase": "spring",
                "title": "Papers",
                "due_on": "2024-04-12",
                "standing": {"not_due": 1, "overdue": 2, "date_unknown": 1},
            }
        ],
        "obligations": face("04-16")["obligations"],
        "open_questions": 1,
        # two to Ada, two to Ben, three to Olga in the pilots' stead, two weekly lists; three reminders, an escalation
        # that reach nobody at the pilots
        "notices": {"sent": 9, "held": 4},
        "unreachable": ["pilots"],
    }
    assert obligation("04-16") == {
        "id": "report/docks",
        "unit": "docks",
        "unit_name": "Docks",
        "deliverable": "report",
        "deliverable_name": "Report",
        "milestone": "papers",
        "phase": "spring",
        "status": "open",
        "standing": "overdue",
        "late": True,
        "round": 0,
        "due_on": "2024-04-12",
        "effective_due_on": "2024-04-12",
        "late_after": "2024-04-12",
        "received": [],
        "submitted_at": None,
        "acknowledged_at": None,
        "blocked_by": None,
        "waits": [],
    }


@pytest.mark.parametrize(
    ("day", "stands"),
    [("04-08", "not_due"), ("04-09", "due_soon"), ("04-12", "due_today"), ("04-13", "overdue")],
)
def test_weather_follows_from_the_day_and_the_ladder(running, day, stands):
    # a day off after the due day is late all the same: 13 April is a Saturday
    assert standings(day) == {
        "report/docks": stands,
        "report/pilots": stands,
        "list/docks": "not_due",
        "chart/docks": "date_unknown",
    }


def test_a_return_has_a_term_of_its_own_and_keeps_the_plans_day(running):
    running.do("04-10", Act.SUBMIT)
    running.do("04-11", Act.RETURN, by="Otto", reason="page 3 missing", until=day_of("04-18"))

    one = obligation("04-15")

    assert (one["status"], one["standing"], one["round"]) == ("returned", "returned", 1)
    assert (one["due_on"], one["effective_due_on"], one["late_after"]) == ("2024-04-12", "2024-04-18", "2024-04-18")
    assert obligation("04-19")["standing"] == "overdue"


def test_instants_are_the_campaigns_own_time_with_its_offset(running):
    running.do("04-10", Act.ACK, at="09:15")
    running.do("04-10", Act.SUBMIT, at="16:40")

    one = obligation("04-11")

    assert one["acknowledged_at"] == "2024-04-10T09:15:00+08:00"
    assert one["submitted_at"] == "2024-04-10T16:40:00+08:00"
    assert one["received"] == ["electronic", "paper"]
    assert one["waits"] == [{"kind": "review", "asked_on": "2024-04-10", "due_on": "2024-04-15", "until": None}]


def test_one_form_of_two_is_received_and_the_duty_still_open(running):
    running.do("04-10", Act.SUBMIT, forms=frozenset({Form.PAPER}))

    one = obligation("04-15")

    assert (one["status"], one["standing"], one["received"], one["submitted_at"]) == (
        "open",
        "overdue",
        ["paper"],
        None,
    )


def test_what_was_late_once_stays_so_when_it_is_done(running):
    running.do("04-15", Act.SUBMIT)
    running.do("04-16", Act.ACCEPT, by="Otto")

    assert standings("04-17")["report/docks"] == "done_late"
    assert obligation("04-17")["late"] is True


def test_fail_on_overdue_ends_with_5_only_where_something_is(running):
    assert status("--fail-on", "overdue", day="04-12").exit_code == 0
    assert status("--fail-on", "overdue", day="04-15").exit_code == 5
    assert status("--fail-on", "overdue", "--json", day="04-15").exit_code == 5
    assert status(day="04-15").exit_code == 0
    assert status("--fail-on", "late", day="04-15").exit_code == 2


def test_a_day_beyond_the_calendar_is_refused_with_the_days_there_are(running):
    done = CliRunner().invoke(app, ["status", "--as-of", "2099-01-01"])

    assert done.exit_code == 2
    assert "2099-01-01" in done.output


# -- for the eye -----------------------------------------------------------------------------------------------------


@ON_ONE
def test_one_sentence_on_top_says_what_a_leader_must_know(running):
    running.run_to("04-22")

    lines = status().output.splitlines()

    assert lines[0] == "Harbour days"
    assert lines[1] == (
        "Apr 22, 2024 (Mon): overdue: 2, at 2 units, for up to 6 working days; due within 7 days: 0; done: 0 of 4."
    )


@ON_ONE
def test_where_nothing_is_overdue_the_sentence_says_so(running):
    running.do("04-08", Act.SUBMIT)
    running.do("04-08", Act.ACCEPT, by="Otto")

    told = status(day="04-09").output

    assert "Apr 9, 2024 (Tue): nothing is overdue; due within 7 days: 1; done: 1 of 4." in told
    assert "Overdue" not in told


@ON_ONE
def test_what_is_wrong_stands_before_what_comes_next_and_the_milestones(running):
    running.run_to("04-22")
    told = status().output

    places = [told.index(words) for words in ("✕ Overdue: 2", "◐ Comes next: 1", "Milestones: 1", "Everything")]

    assert places == sorted(places)
    assert "✕ overdue 2  ? day unknown 1  · not due 1" in told


@ON_ONE
def test_the_longest_overdue_stands_first_by_unit(running):
    running.do("04-10", Act.EXTEND, by="Otto", step=Step.GRANT, until=day_of("04-19"))

    rows = overdue_rows(status().output)

    assert [row[0] for row in rows] == ["Pilots", "Docks"]
    assert [row[3] for row in rows] == ["6 working days", "1 working day"]


def overdue_rows(told):
    """The cells of the first table; a number stands in a line of its own beneath."""
    lines = told[told.index("Overdue:") :].splitlines()[3:]
    block = lines[: lines.index("")]
    rows = [[cell.strip() for cell in line.split("│")] for line in block]
    return [row for row in rows if row[2]]


@ON_ONE
def test_a_message_that_died_has_told_nobody(running):
    running.run_to("04-15")
    running.run("04-16", "04-17", "04-19", answers={"ben@docks.example": REFUSED})

    docks = next(row for row in overdue_rows(status().output) if row[0] == "Docks")

    # +3wd to the office director on the 17th went; +5wd to the head on the 19th did not
    assert docks[4] == "Apr 17 office director"
    assert "dead 1" in status().output


@ON_ONE
def test_the_last_told_are_those_of_the_last_day_that_a_message_went(running, engine):
    running.run_to("04-12")
    with reading(engine) as connection:
        told = status_on(connection, find_campaign(connection, None), day_of("04-15")).told

    docks = {LastTold("docks/liaison", day_of("04-12")), LastTold("docks/head", day_of("04-12"))}
    assert set(told["report/docks"]) == docks
    # nobody at the pilots could be reached, so it passed up
    assert told["report/pilots"] == (LastTold("office/director", day_of("04-12")),)


@ON_ONE
def test_a_promise_that_was_not_kept_says_so(running):
    running.run_to("04-15")
    running.phone("04-15", "Ben", promised="04-18")

    assert "promised for Apr 18, not kept" in status(day="04-19").output.replace("\n", " ")
    kept = overdue_rows(status(day="04-18").output)
    assert any("promised for" in " ".join(row) for row in kept)
    assert "not kept" not in status(day="04-18").output


@ON_ONE
def test_what_waits_for_the_office_is_shown_with_its_term(running):
    running.do("04-10", Act.SUBMIT)

    told = status(day="04-18").output

    assert "◇ Waits for the office: 1" in told
    assert "to be reviewed" in told
    assert "Apr 15, over by 3 working days" in told


@ON_ONE
def test_a_campaign_without_a_run_says_that_nobody_was_told(running):
    assert "no run so far: nobody has been told anything" in status(day="04-10").output


@ON_ONE
def test_days_without_a_run_are_told(running):
    running.run("04-10")

    assert "no run since" not in status(day="04-11").output
    assert "no run since Apr 10, 2024 (Wed)" in status(day="04-12").output


@ON_ONE
def test_acts_of_later_days_are_counted_and_said(running):
    running.do("04-20", Act.SUBMIT)
    # a run is no act
    running.run("04-22")

    told = status(day="04-15").output

    assert "acts of later days are counted already: 1" in told


@pytest.mark.parametrize("columns", [80, 120])
@ON_ONE
def test_no_line_is_wider_than_the_terminal_in_chinese(engine, url, monkeypatch, columns):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", str(columns))
    speak("zh_Hans")
    units = "survey: {name: 某某区国土资源与住房城乡建设管理局}"
    long = "[{key: report, title: 一票否决事项落实情况的书面报告, owed_by: [docks, survey]}]"
    Harbour(engine, harbour(long, units=units)).run_to("04-22")

    told = status().output

    assert "某某区国土资源" in told
    assert max(cell_len(line) for line in told.splitlines()) <= columns


@ON_ONE
def test_the_standings_of_a_milestone_sum_up_to_its_obligations(running):
    found = face("04-22")

    for milestone in found["milestones"]:
        owed = [one for one in found["obligations"] if one["milestone"] == milestone["key"]]
        assert sum(milestone["standing"].values()) == len(owed)
        assert set(milestone["standing"]) <= {token.value for token in Standing}
