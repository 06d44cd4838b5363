"""What the office reads after an act: what is recorded, what is missing, until when, and who decides."""

from tests.tide_campaign import Desk

ASK = ("extend", "table/quay", "--ask", "--until", "2024-03-20", "--reason", "flood", "--by", "Ben")


def test_a_hand_in_of_one_form_says_which_is_recorded_and_which_is_missing(desk: Desk):
    said = desk.says("submit", "table/quay", "--form", "paper", "--by", "Ben", "--as-of", "2024-03-08")

    assert "recorded: on paper; still missing: electronic" in said


def test_a_complete_hand_in_says_by_when_the_office_decides(desk):
    said = desk.says("submit", "table/quay", "--by", "Ben", "--as-of", "2024-03-08")

    assert "missing" not in said
    assert "the office decides by Mar 13, 2024 (Wed)" in said


def test_a_request_says_until_when_and_by_when_it_is_decided(desk):
    said = desk.says(*ASK, "--as-of", "2024-03-08")

    assert "a later day is asked for: Mar 20, 2024 (Wed); the office decides by Mar 13, 2024 (Wed)" in said


def test_a_grant_without_a_day_grants_the_day_that_was_asked_for(desk):
    desk.says(*ASK, "--as-of", "2024-03-08")

    said = desk.says("extend", "table/quay", "--grant", "--by", "Ada", "--as-of", "2024-03-11")

    assert "it is due on Mar 20, 2024 (Wed) now" in said
    found = {one["id"]: one for one in desk.face("status", "--as-of", "2024-03-11")["obligations"]}["table/quay"]
    assert (found["due_on"], found["effective_due_on"]) == ("2024-03-13", "2024-03-20")
    assert "until Mar 20" in desk.says("trail", "table/quay", "--as-of", "2024-03-11")


def test_a_day_given_with_the_grant_goes_before_the_day_asked_for(desk):
    desk.says(*ASK, "--as-of", "2024-03-08")

    said = desk.says("extend", "table/quay", "--until", "2024-03-15", "--by", "Ada", "--as-of", "2024-03-11")

    assert "it is due on Mar 15, 2024 (Fri) now" in said


def test_a_grant_of_what_nobody_asked_for_says_what_to_give(desk):
    said = desk.says("extend", "table/quay", "--by", "Ada", "--as-of", "2024-03-11", code=2)

    assert "say until which day (--until): nobody has asked for one" in said


def test_a_request_that_is_voided_leaves_nothing_to_grant(desk):
    number = desk.face(*ASK, "--as-of", "2024-03-08")["event"]
    desk.says("void", str(number), "--by", "Ada", "--reason", "the pier's", "--as-of", "2024-03-08")

    assert "--until" in desk.says("extend", "table/quay", "--grant", "--by", "Ada", "--as-of", "2024-03-11", code=2)


def test_a_decision_that_is_voided_asks_for_the_same_day_again(desk):
    desk.says(*ASK, "--as-of", "2024-03-08")
    number = desk.face("extend", "table/quay", "--refuse", "--by", "Ada", "--as-of", "2024-03-11")["event"]
    desk.says("void", str(number), "--by", "Ada", "--reason", "not yet decided", "--as-of", "2024-03-11")

    assert "it is due on Mar 20" in desk.says("extend", "table/quay", "--by", "Ada", "--as-of", "2024-03-11")


def test_a_returned_hand_in_says_its_new_day_and_that_the_unit_is_told(desk):
    desk.says("submit", "table/quay", "--by", "Ben", "--as-of", "2024-03-08")

    said = desk.says("return", "table/quay", "--reason", "page 3", "--by", "Ada", "--as-of", "2024-03-12")

    assert "it is due on Mar 15, 2024 (Fri) now" in said
    assert "messages that the next run sends: 2" in said
