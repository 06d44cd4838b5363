"""`duban check FILE`: what a person reads, what a program reads, and how it ends."""

import json
import re

import pytest
from typer.testing import CliRunner

from cli.app import app
from cli.speech import speak
from tests.checked import campaign

CLEAN = campaign(
    people="""
- name: Byrne
  addresses: "mailto:byrne@show.example"
  holds: [{seat: office/director}, {seat: office/staff}, {seat: dairy/liaison}, {seat: dairy/head},
          {seat: orchard/liaison}, {seat: orchard/head}]
"""
).decode()
DOUBTFUL = CLEAN.replace("due: 2024-04-12", "due: 2024-04-13")
ASKING = CLEAN.replace("due: 2024-04-12", "due: {unknown: [2024-04-12, 2024-04-15]}")
WRONG = CLEAN.replace("due: 2024-04-12", "due: 2024-04-31").replace("dairy/head", "dairy/boss")


@pytest.fixture(autouse=True)
def english():
    speak("en")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "harvest.yaml"


def check(*words):
    return CliRunner().invoke(app, ["check", *map(str, words)])


def place(text, piece):
    """Line and column of a piece of a text."""
    before = text[: text.index(piece)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def problems(*words):
    found = json.loads(check(*words, "--json").stdout)
    assert found["schema"] == "duban.check/1"
    return found["problems"]


# -- for a person ------------------------------------------------------------------------------------------------------


def test_a_file_with_nothing_to_say_about_it_ends_with_0_and_counts_to_nothing(file):
    file.write_text(CLEAN)
    done = check(file)

    assert done.exit_code == 0
    assert done.stdout == "0 errors, 0 warnings, 0 open questions\n"


def test_mistakes_end_with_3_and_are_listed_from_the_top_of_the_file_with_their_places(file):
    file.write_text(WRONG)
    done = check(file)
    due, seat = (":".join(map(str, place(WRONG, piece))) for piece in ("due: 2024-04-31", "seat: dairy/boss"))

    assert done.exit_code == 3
    assert done.stdout.splitlines() == [
        "Errors (2)",
        (
            f"  {file}:{seat}: people[0].holds[3].seat: "
            "no seat is called dairy/boss; did you mean dairy/liaison? [unknown-seat]"
        ),
        f"  {file}:{due}: phases[0].milestones[0].due: there is no day 2024-04-31 in the calendar [bad-date]",
        "2 errors, 0 warnings, 0 open questions",
    ]
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("text", "counts", "usual", "strict"),
    [
        (CLEAN, "0 errors, 0 warnings, 0 open questions", 0, 0),
        (DOUBTFUL, "0 errors, 1 warning, 0 open questions", 0, 3),
        (ASKING, "0 errors, 0 warnings, 1 open question", 0, 0),
        (WRONG, "2 errors, 0 warnings, 0 open questions", 3, 3),
    ],
)
def test_warnings_fail_only_where_it_is_strict_and_questions_never(file, text, counts, usual, strict):
    file.write_text(text)

    assert check(file).stdout.splitlines()[-1] == counts
    assert check(file).exit_code == usual
    assert check(file, "--strict").exit_code == strict
    assert check(file, "--strict", "--json").exit_code == strict


def test_a_file_that_is_not_there_is_a_matter_of_usage(file):
    done = check(file)

    assert done.exit_code == 2
    # however a narrow screen breaks the path
    assert str(file) in re.sub(r"[\s│]", "", done.stderr)


def test_what_a_terminal_would_obey_is_not_printed_as_it_is(file):
    file.write_text(CLEAN.replace("due: 2024-04-12", 'due: "\\e[31m2024"').replace("orchard: {", '"\\e[31m": {'))
    said = check(file).stdout

    assert "\x1b" not in said
    assert "there is no day" not in said
    assert "not \\u001b[31m2024 [bad-date]" in said
    assert ": units.\\u001b[31m: " in said


# -- for a program -----------------------------------------------------------------------------------------------------


def test_a_problem_has_every_key_of_the_contract(file):
    file.write_text(DOUBTFUL)
    line, column = place(DOUBTFUL, "due: 2024-04-13")

    (found,) = problems(file)

    assert found == {
        "severity": "warning",
        "code": "due-on-rest-day",
        "message": found["message"],
        "path": "phases[0].milestones[0].due",
        "where": {"file": str(file), "line": line, "column": column},
    }
    assert "Apr 13, 2024" in found["message"]


def test_a_file_without_a_problem_is_an_empty_list(file):
    file.write_text(CLEAN)

    assert problems(file) == []


def test_errors_warnings_and_questions_say_what_they_are(file):
    for text, severity in ((WRONG, "error"), (DOUBTFUL, "warning"), (ASKING, "question")):
        file.write_text(text)
        assert {one["severity"] for one in problems(file)} == {severity}


def test_tokens_stay_and_messages_follow_the_language(file):
    file.write_text(WRONG)
    in_english = problems(file)
    speak("zh_Hans")
    in_chinese = problems(file)

    tokens = ["severity", "code", "path", "where"]
    assert [[one[key] for key in tokens] for one in in_chinese] == [[one[key] for key in tokens] for one in in_english]
    assert [one["message"] for one in in_chinese] != [one["message"] for one in in_english]


# -- overlays ----------------------------------------------------------------------------------------------------------


def test_what_is_laid_over_the_file_is_checked_with_it_and_keeps_its_own_name(file, tmp_path):
    file.write_text(CLEAN)
    people, days = tmp_path / "people.yaml", tmp_path / "days.yaml"
    people.write_text("people:\n  - {name: Quinn, holds: [{seat: dairy/boss}]}\n")
    days.write_text("campaign: {rest_day: never}\n")

    found = problems(file, "--with", people, "--with", days)

    assert [(one["code"], one["where"]) for one in found] == [
        ("bad-value", {"file": str(days), "line": 1, "column": 12}),
        ("unknown-seat", {"file": str(people), "line": 2, "column": 28}),
    ]
    assert check(file, "--with", people).exit_code == 3


def test_an_overlay_can_mend_what_the_file_leaves_open(file, tmp_path):
    file.write_text(ASKING)
    due = tmp_path / "due.yaml"
    due.write_text("phases: [{key: entries, milestones: [{key: shown, due: 2024-04-12}]}]\n")

    assert [one["code"] for one in problems(file)] == ["date-unknown"]
    assert problems(file, "--with", due) == []
