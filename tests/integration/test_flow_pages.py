"""What the flows publish, as an operator reads it in Prefect's pages."""

import pytest

from flows.pages import check_line, milestone_rows, open_line, phase_page
from models.words import phrase
from notifications.catalogue import catalogue
from register.phases import (
    Check,
    Question,
    bodies_in_place,
    data_handed_in,
    gaps_closed,
    reports_handed_in,
    slots_with_owner,
    tasks_assigned,
    windows_opened,
)
from schedule.transitions import Act
from tests.phase_campaign import (
    BUOYS,
    CHART,
    FAIR,
    REPORT,
    TWO_PHASES,
    accept,
    answer,
    in_two_phases,
    on,
    owing,
    status,
)
from tests.running_campaign import Harbour, day_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

ENGLISH, CHINESE = catalogue("en"), catalogue("zh_Hans")


def says(question: Question, day: str, running: Harbour) -> list[str]:
    """The answer to a question of a phase, as the log and the page have it."""
    view = on(day, running)
    found = question(view)
    return [check_line(found, ENGLISH), *(open_line(view, one, ENGLISH) for one in found.open)]


# -- the milestones --------------------------------------------------------------------------------------------------


def test_a_milestone_is_a_row_of_figures_with_its_phase_at_the_end(engine):
    rows = milestone_rows(status("04-22", Harbour(engine, in_two_phases())), ENGLISH)

    assert rows[0] == {
        "Milestone": "Papers",
        "Due": "Apr 12 (Fri)",
        "Left": "6 working days over",
        "✕ overdue": "1",
        "◐ due soon": "",
        "✓ done": "0/1",
        "▲ returned": "",
        "◇ in review": "",
        "Phase": "collection",
    }
    # Sunday 28 April is worked, 1 to 5 May are off, Saturday 11 May is worked
    assert [(row["Milestone"], row["Left"]) for row in rows[1:]] == [
        ("Lists", "7 working days"),
        ("Proofs", "23 working days"),
    ]


def test_the_figures_of_a_milestone_are_those_of_its_duties(engine):
    running = owing(engine, REPORT, CHART, FAIR, "{key: list, title: List, owed_by: all, due: 2024-04-16}")
    accept(running, "04-08", "report/docks")
    running.do("04-08", Act.SUBMIT, "report/pilots")
    running.do("04-08", Act.SUBMIT, "list/docks")
    running.do("04-09", Act.RETURN, "list/docks", by="Otto", reason="page 3 missing", until=day_of("04-19"))

    (row,) = milestone_rows(status("04-16", running), ENGLISH)

    # two lists are due today; the fairs are not due, the chart has no day
    assert list(row.values())[3:8] == ["", "2", "1/8", "1", "1"]
    (row,) = milestone_rows(status("04-17", running), ENGLISH)
    assert list(row.values())[3:8] == ["2", "", "1/8", "1", "1"]


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("04-11", "1 working day"),
        ("04-12", "0 working days"),
        ("04-14", "0 working days over"),
        ("04-15", "1 working day over"),
    ],
)
def test_what_is_left_to_a_milestone_turns_into_what_is_over_after_its_day(engine, day, left):
    (row,) = milestone_rows(status(day, owing(engine, REPORT)), ENGLISH)

    assert row["Left"] == left


def test_a_milestone_without_a_day_has_nothing_left_to_count(engine):
    running = owing(engine, "{key: report, title: Report, owed_by: docks}", due="{unknown: true}")

    (row,) = milestone_rows(status("04-12", running), ENGLISH)

    assert (row["Due"], row["Left"]) == ("day unknown", "–")


def test_a_milestone_that_is_finished_counts_no_days_over(engine):
    running = owing(engine, "{key: report, title: Report, owed_by: docks}")
    accept(running, "04-15", "report/docks")

    (row,) = milestone_rows(status("04-22", running), ENGLISH)

    assert (row["Left"], row["✓ done"]) == ("–", "1/1")


def test_a_day_in_a_year_whose_days_off_are_not_known_yet_is_provisional(engine):
    running = Harbour(engine, in_two_phases(TWO_PHASES.replace("2024", "2031")))

    assert milestone_rows(status("2031-04-01", running), ENGLISH)[1]["Due"] == "Apr 30 (Wed, provisional)"
    assert milestone_rows(status("2031-04-01", running), CHINESE)[1]["期限"] == "4月30日（周三，暂定）"


# -- a phase ---------------------------------------------------------------------------------------------------------


def test_a_phase_is_a_page_of_its_questions_with_what_is_open(engine):
    running = owing(engine, REPORT, FAIR)
    running.do("04-10", Act.SUBMIT)
    view = on("04-15", running)

    page = phase_page(view, [ask(view) for ask in (windows_opened, data_handed_in, gaps_closed)], ENGLISH)

    assert page.splitlines() == [
        "### collection, Mar 1 – May 31",
        "",
        "✕ overdue 1 ◇ in review 1 · not due 2",
        "",
        "**○ Windows opened: 0 of 2**",
        "",
        "- Fair, not due, due from May 6 (Mon) to May 17 (Fri): Docks, Lights",
        "",
        "**✕ Data and material handed in: 1 of 4**",
        "",
        "- Report, overdue, due Apr 12 (Fri): Pilots",
        "",
        "**– Gaps closed: nothing of the kind here**",
    ]


@pytest.mark.parametrize(
    ("day", "line"),
    [
        # a reminder alone asks for nothing but time
        ("04-09", "○ Reports handed in: 0 of 2"),
        ("04-12", "○ Reports handed in: 0 of 2"),
        ("04-13", "✕ Reports handed in: 0 of 2"),
    ],
)
def test_a_question_is_lit_by_whether_more_than_time_is_missing(engine, day, line):
    assert says(reports_handed_in, day, owing(engine, REPORT))[0] == line


def test_a_question_is_lit_by_what_came_back_what_has_no_day_and_what_has_a_note(engine):
    running = owing(engine, "{key: report, title: Report, owed_by: docks}", CHART)
    assert says(tasks_assigned, "03-01", running) == ["✕ Assigned, with a day: 1 of 2", "Chart, day unknown: Docks"]
    answer(running, "chart-due", "2024-05-10")
    assert says(tasks_assigned, "03-11", running) == ["✓ Assigned, with a day: 2 of 2"]
    running.do("04-08", Act.SUBMIT)
    running.do("04-09", Act.RETURN, by="Otto", reason="page 3 missing", until=day_of("04-18"))
    assert says(gaps_closed, "04-10", running) == [
        "✕ Gaps closed: 0 of 1",
        "Report, returned, due Apr 18 (Thu): Docks",
    ]


def test_a_question_about_nothing_has_no_lamp(engine):
    assert says(gaps_closed, "04-09", owing(engine, REPORT)) == ["– Gaps closed: nothing of the kind here"]
    assert check_line(Check(phrase("Gaps closed"), 0, 0), CHINESE) == "– 查漏补缺：本阶段暂无此类事项"


def test_open_slots_stand_in_one_line_that_says_once_that_nobody_owns_them(engine):
    running = owing(engine, BUOYS.replace("3", "5"))
    answer(running, "buoys-slot-04", "docks")

    assert says(slots_with_owner, "04-15", running)[1:] == ["Buoys (no. 1–3, 5), nobody has named the owner"]
    assert says(data_handed_in, "04-15", running)[1:] == [
        "Buoys (no. 1–5), overdue, due Apr 12 (Fri): owner unknown, Docks"
    ]


@pytest.mark.parametrize(
    ("further", "units"),
    [
        (5, "Docks, Pilots, Lights, Crane 1, Crane 2, Crane 3, Crane 4, Crane 5"),
        (6, "Docks, Pilots, Lights, Crane 1, Crane 2, Crane 3, Crane 4, Crane 5, 1 more"),
    ],
)
def test_of_more_than_eight_units_the_rest_is_counted(engine, further, units):
    cranes = "\n  ".join(f"crane-{number}: {{name: Crane {number}}}" for number in range(1, further + 1))
    running = owing(engine, "{key: report, title: Report, owed_by: all}", units=cranes)

    assert says(data_handed_in, "04-15", running)[1:] == [f"Report, overdue, due Apr 12 (Fri): {units}"]


def test_units_that_are_not_in_place_stand_by_name_with_what_is_wrong(engine):
    report = "{key: report, title: Report, owed_by: [docks, pilots, cranes]}"
    running = owing(engine, report, units="cranes: {name: null}")

    assert says(bodies_in_place, "04-09", running) == [
        "✕ Bodies and units in place: 1 of 3",
        "cranes (name unknown): the plan does not give the name",
        "Pilots, cranes (name unknown): neither liaison nor head can be reached",
    ]
