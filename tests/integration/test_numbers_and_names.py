"""What a verb asks for stands where a person looks for it; and a unit may be called by its whole name."""

import re

import pytest

from tests.tide_campaign import TIDE, Desk

OVERDUE = "2024-03-15"


@pytest.fixture
def told(desk: Desk) -> Desk:
    """The desk after some days on which nobody handed in anything."""
    desk.run("2024-03-08", "2024-03-13", "2024-03-14", "2024-03-15")
    return desk


# -- numbers -----------------------------------------------------------------------------------------------------------


def test_the_status_shows_the_number_of_whatever_is_overdue(told):
    said = told.says("status", "--as-of", OVERDUE)

    assert "table/quay" in said
    assert "table/pier" in said
    assert "buoy/…" not in said.partition("Comes next")[0]


@pytest.mark.parametrize("columns", ["80", "100"])
def test_a_number_is_never_broken_where_it_is_shown(told, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)

    assert "table/quay" in told.says("status", "--as-of", OVERDUE)


def test_what_comes_next_says_what_its_numbers_have_in_common(desk):
    assert "table/…" in desk.says("status", "--as-of", "2024-03-04")


def test_every_obligation_stands_in_the_list_with_its_number_in_one_line(desk):
    lines = desk.says("status", "--all", "--as-of", "2024-03-04").splitlines()

    assert [line.split()[0] for line in lines[1:]] == [
        "table/quay",
        "table/pier",
        "log/quay",
        "buoy/slot-01",
        "buoy/slot-02",
        "visit/city",
        "visit.ready/office",
    ]
    assert "Quay" in lines[1]
    assert "Mar 13" in lines[1]


def test_the_trail_shows_the_number_by_which_an_act_is_voided(desk):
    number = desk.face("submit", "table/quay", "--by", "Ben", "--as-of", "2024-03-11")["event"]

    assert f"#{number}" in desk.says("trail", "table/quay", "--as-of", "2024-03-11")
    desk.says("void", str(number), "--by", "Ada", "--reason", "the pier's", "--as-of", "2024-03-11")


def test_the_start_of_a_messages_key_that_the_list_shows_is_enough_for_the_verbs(told):
    listed = told.says("notices", "--state", "held")
    key = re.search(r"\b[0-9a-f]{8}\b", listed)

    assert key
    assert "released: 1" in told.says("release", key.group(), "--by", "Ada", "--as-of", OVERDUE)


def test_people_are_listed_with_the_seats_that_a_hand_over_takes(desk):
    said = desk.says("people", "--as-of", "2024-03-04")

    assert "quay/liaison" in said
    assert "leading-group/deputy" in said


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_units_name_or_alias_will_do_for_its_key(desk):
    assert "Quay" in desk.says("people", "--unit", "the old  Quay")
    desk.says("run", "--as-of", "2024-03-08", "--dry-run", "--only", "Pier")
    desk.says("answer", "buoy-slot-01", "Quay", "--by", "Ada", "--as-of", "2024-03-08")
    desk.says("submit", "table/The old quay", "--by", "Ben", "--as-of", "2024-03-08")
    desk.says("assign", "Pier", "--by", "Ada", "--yes", "--as-of", "2024-03-08")

    found = {one["id"]: one for one in desk.face("status", "--as-of", "2024-03-08")["obligations"]}
    assert found["buoy/slot-01"]["unit"] == "quay"
    assert found["table/quay"]["status"] == "submitted"
    assert desk.face("trail", "table/Quay")["obligation"]["id"] == "table/quay"


def test_a_name_that_is_nearly_right_is_answered_with_the_key_to_write(desk):
    assert "no unit is called The old key; write its key: quay" in desk.says(
        "run", "--as-of", "2024-03-08", "--dry-run", "--only", "The old key", code=2
    )


def test_a_name_that_two_units_have_is_answered_with_both_keys(desk):
    desk.load(TIDE.replace("{name: Pier}", "{name: null}"), "2024-03-04", "--yes")
    desk.says("answer", "pier-name", "Quay", "--by", "Ada", "--as-of", "2024-03-04")

    assert "several units are called Quay; write a key: quay, pier" in desk.says(
        "assign", "Quay", "--by", "Ada", "--yes", "--as-of", "2024-03-08", code=2
    )
