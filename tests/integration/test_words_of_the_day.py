"""What the day's run, the lists and the trail say in words: days off, empty seats, the mail folder, one and many."""

import pytest

from cli.speech import speak
from tests.tide_campaign import TIDE, Desk

MIXED = TIDE.replace(
    "calendar: {country: GB, subdivision: ENG}", "calendar: {country: GB, subdivision: ENG, rest: [2024-03-12]}"
)
"""Tuesday 12 March is the campaign's own day off."""


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--as-of", "11.02.2024"),
        ("run", "--as-of", "2024-02-30"),
        ("notices", "--from", "20240211"),
        ("rehearse", "--to", "tomorrow"),
        ("extend", "table/quay", "--by", "Ada", "--until", "1.2.2024"),
        ("hold", "--all", "--reason", "flood", "--until", "soon"),
    ],
)
def test_a_day_written_otherwise_is_answered_with_how_to_write_it(desk: Desk, words):
    assert "must be a day like 2024-03-30" in " ".join(desk.says(*words, code=2).split())


def test_a_run_on_a_day_off_says_so(desk):
    assert "Mar 9, 2024 (Sat) is a day off: nothing is planned or sent" in desk.says(
        "run", "--as-of", "2024-03-09", "--yes"
    )
    assert "day off" in desk.says("run", "--as-of", "2024-03-10", "--dry-run")
    assert "day off" not in desk.says("run", "--as-of", "2024-03-11", "--yes")


def test_a_day_off_of_the_campaign_alone_is_no_holiday(desk):
    desk.load(MIXED.replace("due: 2024-03-13", "due: 2024-03-12"), "2024-03-04", "--yes")

    said = desk.says("plan")

    assert "Mar 12 (Tue, day off)" in said
    assert "holiday" not in said


# -- who is told -------------------------------------------------------------------------------------------------------


def test_a_dry_run_for_one_unit_counts_what_would_go_to_it_alone(desk):
    assert "3 messages would go" in desk.says("run", "--as-of", "2024-03-08", "--dry-run")

    said = desk.says("run", "--as-of", "2024-03-08", "--dry-run", "--only", "quay")

    assert "1 message would go" in said
    assert "Pier" not in said


def test_an_empty_seat_is_said_to_be_empty_with_the_verb_that_fills_it(desk):
    desk.load(TIDE.replace("[{seat: quay/head}]", "[]"), "2024-03-04", "--yes")
    desk.run("2024-03-08", "2024-03-13")

    said = " ".join(desk.says("notices", "--state", "held").split())

    assert "nobody holds the seat" in said
    assert "people hand-over quay/head NAME" in said.replace("│ ", "")
    assert "no address" not in said


def test_a_mailbox_without_its_channel_is_answered_with_the_channel(desk):
    words = ("people", "hand-over", "quay/head", "Flo", "--by", "Ada", "--as-of", "2024-03-08")

    said = desk.says(*words, "--address", "flo@quay.example", code=2)

    assert "did you mean mailto:flo@quay.example?" in said


def test_a_mailbox_without_its_channel_in_a_file_is_answered_so_too(desk):
    file = desk.folder / "mistaken.yaml"
    file.write_text(TIDE.replace("mailto:cy@quay.example", "cy@quay.example"))

    assert "did you mean mailto:cy@quay.example?" in desk.says("check", str(file), code=3)


# -- what became of it -------------------------------------------------------------------------------------------------


def test_what_lies_in_the_mail_folder_is_not_called_accepted_by_anybody(desk):
    desk.run("2024-03-08")

    said = " ".join(desk.says("trail", "table/quay", "--as-of", "2024-03-08").split())

    assert "written into the mail folder on" in said
    assert "1 only lie in the mail folder: no relay was set" in said
    assert "accepted on" not in said


# -- one and many ------------------------------------------------------------------------------------------------------


def test_one_is_not_said_as_many(desk):
    desk.says("hold", "--all", "--reason", "flood", "--by", "Ada", "--as-of", "2024-03-08")
    file = desk.folder / "mistaken.yaml"
    file.write_text(TIDE.replace("owed_by: [quay, pier]", "owed_by: [quay, peer]"))

    assert "1 hold\n" in desk.says("hold", "--as-of", "2024-03-08")
    assert "1 error," in desk.says("check", str(file), code=3)


# -- in Chinese --------------------------------------------------------------------------------------------------------


@pytest.fixture
def chinese(desk):
    speak("zh_Hans")
    yield desk
    speak("en")


def test_the_head_of_a_trail_has_chinese_colons(chinese):
    head = chinese.says("trail", "table/quay", "--as-of", "2024-03-08").split("\n\n")[0].splitlines()

    assert "状态：◐ 临期" in head
    assert not [line for line in head if ": " in line]


def test_a_latin_name_stands_apart_from_a_latin_title(chinese):
    clerk = "{name: Quay, seats: {liaison: {role: liaison, title: Clerk}, head: {role: head}}}"
    chinese.load(TIDE.replace("{name: Quay, aliases: [The old quay]}", clerk), "2024-03-04", "--yes")
    chinese.run("2024-03-08")

    assert "Quay Clerk Ben" in chinese.says("trail", "table/quay", "--as-of", "2024-03-08")


def test_a_day_off_is_not_given_its_weekday_twice(chinese):
    file = chinese.folder / "sunday.yaml"
    file.write_text(TIDE.replace("due: 2024-04-10", "due: 2024-04-07"))

    said = chinese.says("check", str(file))

    assert "2024年4月7日（周日）是休息日，" in said
    assert "星期日" not in said


def test_a_question_and_its_answers_are_told_apart(chinese):
    file = chinese.folder / "asked.yaml"
    file.write_text(f"{TIDE}questions:\n  - {{key: gauge, text: Which gauge may be used?, candidates: [old, new]}}\n")

    assert "Which gauge may be used?（可选答案：old、new）" in chinese.says("check", str(file))
