"""What a changed file says of itself when it is loaded again, and what the trail keeps of it."""

import pytest

from tests.tide_campaign import TIDE, Desk

LIGHTS = "\n".join(f"  light-{number}: {{name: Light {number}, kind: light}}" for number in range(1, 8))
MANY = (
    TIDE.replace("  pier: {name: Pier}\n", f"  pier: {{name: Pier}}\n{LIGHTS}\n")
    .replace("owed_by: [quay, pier]", "owed_by: [quay, pier, {kind: light}]")
    .replace("due: 2024-04-10}", "due: 2024-04-10, needs: [table]}")
)
"""Seven lights owe the table as well, and the buoy list waits for all of them."""
JETTY = ("  pier: {name: Pier}\n", "  pier: {name: Pier}\n  jetty: {name: Jetty, kind: light}\n")


@pytest.fixture
def lines(desk: Desk):
    """The differences that a changed file shows, by their subjects."""
    desk.load(MANY, "2024-03-02", "--yes")

    def read(*change: str) -> dict[str, str]:
        said = desk.load(MANY.replace(*change), "2024-03-04", "--yes").splitlines()
        return {line[2:].partition(": ")[0]: line for line in said if line[:2] in {"+ ", "- ", "~ "}}

    return read


def test_one_more_unit_is_one_short_line_for_each_thing_it_brings(lines):
    found = lines(*JETTY)

    assert found["jetty"] == "+ jetty: Jetty; it takes part from the day of the change"
    assert found["table/jetty"] == "+ table/jetty: Tide table; owed, and known, from the day of the change"
    assert max(map(len, found.values())) < 160


def test_of_a_long_list_only_what_comes_and_what_goes_is_said(lines):
    assert lines(*JETTY)["buoy/slot-01"] == (
        "~ buoy/slot-01: + table/jetty; what must be finished before it is replaced"
    )


def test_of_many_that_go_the_count_and_the_first_are_said(lines):
    found = lines("submit_to: office, due: 2024-04-10, needs: [table]}", "submit_to: office, due: 2024-04-10}")

    assert "- 9 (table/quay, table/pier, table/light-1, table/light-2, …)" in found["buoy/slot-01"]


def test_a_milestone_without_a_clause_says_nothing_of_one(lines):
    found = lines("due: 2024-03-13", "due: 2024-03-14")

    assert found["milestones.papers"].startswith("~ milestones.papers: Papers are in, Mar 13, 2024 (Wed) → Papers are")


def test_the_trail_of_what_a_second_file_brought_says_so_in_words(desk, lines):
    lines(*JETTY)
    desk.run("2024-03-08", "2024-03-13")

    told = " ".join(desk.says("trail", "table/jetty", "--as-of", "2024-03-14").split())

    assert "changed by the campaign file" in told
    assert "owed, and known, from the day of the change" in told
    assert "duty_new" not in told
