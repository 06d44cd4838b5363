"""What a phase is asked on a day, every figure counted by hand."""

import pytest

from register.phases import (
    approvals_given,
    bodies_in_place,
    data_handed_in,
    gaps_closed,
    inspections_recorded,
    plans_passed_and_sent_up,
    ready_for_inspection,
    rectified,
    reports_handed_in,
    slots_with_owner,
    tasks_assigned,
    windows_opened,
)
from schedule.transitions import Act, Step
from tests.phase_campaign import BUOYS, CHAIN, CHART, FAIR, REPORT, VISIT, accept, answer, asked, on, owing
from tests.running_campaign import day_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


# -- preparation -----------------------------------------------------------------------------------------------------


def test_units_without_a_name_and_units_nobody_can_reach_are_not_in_place(engine):
    report = "{key: report, title: Report, owed_by: [docks, pilots, cranes]}"
    rules = "{key: rules, title: Rules, owed_by: [office, leading-group]}"
    running = owing(engine, report, rules, VISIT, units="cranes: {name: null}")

    # the cranes are both; office, leading group and province are no units here, and the lights owe nothing
    assert asked(bodies_in_place, "04-09", running) == [
        "1 of 3",
        "(the plan does not give the name): cranes",
        "(neither liaison nor head can be reached): pilots, cranes",
    ]


def test_a_unit_whose_head_alone_can_be_reached_is_in_place_from_the_day_he_holds_the_seat(engine):
    people = '- {name: Ben, holds: [{seat: docks/head, from: 2024-03-15}], addresses: "mailto:ben@docks.example"}'
    running = owing(engine, "{key: report, title: Report, owed_by: docks}", people=people)

    assert asked(bodies_in_place, "03-14", running)[0] == "0 of 1"
    assert asked(bodies_in_place, "03-15", running) == ["1 of 1"]


def test_of_a_chain_only_the_first_step_that_is_not_done_is_open(engine):
    running = owing(engine, CHAIN, REPORT)

    assert asked(plans_passed_and_sent_up, "03-01", running) == ["0 of 3", "scheme.draft not_due: docks"]
    assert asked(plans_passed_and_sent_up, "03-30", running) == ["0 of 3", "scheme.draft overdue: docks"]
    running.do("04-01", Act.SUBMIT, "scheme.draft/docks")
    assert asked(plans_passed_and_sent_up, "04-01", running) == ["0 of 3", "scheme.draft in_review: docks"]
    running.do("04-02", Act.ACCEPT, "scheme.draft/docks", by="Otto")
    assert asked(plans_passed_and_sent_up, "04-02", running) == ["1 of 3", "scheme.pass not_due: leading-group"]
    running.do("04-10", Act.ACCEPT, "scheme.pass/leading-group", by="Olga")
    running.do("04-11", Act.ACCEPT, "scheme.up/office", by="Olga")
    assert asked(plans_passed_and_sent_up, "04-11", running) == ["3 of 3"]


def test_a_task_is_assigned_when_it_has_an_owner_and_a_day(engine):
    running = owing(engine, REPORT, BUOYS, CHART, VISIT)

    # 2 reports, 3 buoys, the chart and being ready for the visit; the visit itself is nobody's here
    assert asked(tasks_assigned, "03-01", running) == [
        "3 of 7",
        "buoys not_due (nobody has named the owner): ?, ?, ?",
        "chart date_unknown (day unknown): docks",
    ]
    answer(running, "buoys-slot-02", "docks")
    answer(running, "chart-due", "2024-05-10")
    running.do("03-12", Act.WAIVE, "buoys/slot-03", by="Olga", reason="two are enough")
    assert asked(tasks_assigned, "03-12", running) == ["6 of 7", "buoys not_due (nobody has named the owner): ?"]


def test_what_waits_for_another_and_has_no_day_itself_is_not_assigned_either(engine):
    sketch = "{key: sketch, title: Sketch, owed_by: docks, due: {unknown: true}, needs: [report]}"
    watch = "{key: watch, title: Watch, owed_by: docks, due: {continuous: true}, needs: [report]}"
    running = owing(engine, "{key: report, title: Report, owed_by: docks}", sketch, watch)

    assert asked(tasks_assigned, "03-01", running) == ["2 of 3", "sketch blocked (day unknown): docks"]


def test_reports_are_handed_in_once_they_lie_with_the_office(engine):
    running = owing(engine, REPORT, CHART, VISIT)

    # being ready for the visit is no report, and nothing is open before its first reminder
    assert asked(reports_handed_in, "04-08", running) == ["0 of 3"]
    assert asked(reports_handed_in, "04-09", running) == ["0 of 3", "report due_soon: docks, pilots"]
    running.do("04-10", Act.SUBMIT)
    assert asked(reports_handed_in, "04-12", running) == ["1 of 3", "report due_today: pilots"]
    assert asked(reports_handed_in, "04-13", running) == ["1 of 3", "report overdue: pilots"]
    running.do("04-13", Act.RETURN, by="Otto", reason="page 3 missing", until=day_of("04-18"))
    assert asked(reports_handed_in, "04-18", running) == [
        "0 of 3",
        "report returned: docks",
        "report overdue: pilots",
    ]


# -- collection ------------------------------------------------------------------------------------------------------


def test_a_window_is_open_from_its_first_day_on_and_what_others_do_has_none_here(engine):
    running = owing(engine, FAIR, REPORT, VISIT)

    assert asked(windows_opened, "05-05", running) == ["0 of 2", "fair not_due: docks, lights"]
    assert asked(windows_opened, "05-06", running) == ["2 of 2"]


def test_an_open_slot_finds_its_owner_by_an_answer(engine):
    running = owing(engine, BUOYS, REPORT)

    assert asked(slots_with_owner, "03-10", running)[0] == "0 of 3"
    answer(running, "buoys-slot-01", "docks")
    assert asked(slots_with_owner, "03-11", running) == ["1 of 3", "buoys not_due (nobody has named the owner): ?, ?"]
    assert asked(slots_with_owner, "04-13", running) == ["1 of 3", "buoys overdue (nobody has named the owner): ?, ?"]
    running.do("04-15", Act.WAIVE, "buoys/slot-02", by="Olga", reason="two are enough")
    assert asked(slots_with_owner, "04-15", running) == ["2 of 3", "buoys overdue (nobody has named the owner): ?"]


def test_data_of_different_days_and_periods_are_told_apart(engine):
    weekly = "{every: week, day: fri, first: 2024-04-12, until: 2024-04-19}"
    count = f"{{key: count, title: Count, owed_by: docks, due: {weekly}}}"
    running = owing(engine, REPORT, count)
    running.do("04-10", Act.EXTEND, by="Otto", step=Step.GRANT, until=day_of("04-16"))

    found = data_handed_in(on("04-22", running))

    assert (found.done, found.all) == (0, 4)
    assert [[line.one.id for line in one.lines] for one in found.open] == [
        ["report/docks"],
        ["report/pilots"],
        ["count/docks@2024-W15"],
        ["count/docks@2024-W16"],
    ]


def test_a_gap_is_what_came_back_and_is_closed_when_it_has_come_again(engine):
    running = owing(engine, REPORT)
    assert asked(gaps_closed, "03-01", running) == ["0 of 0"]
    accept(running, "04-10", "report/docks")
    running.do("04-11", Act.REOPEN, by="Otto", reason="figures do not add up", until=day_of("04-18"))
    running.do("04-10", Act.SUBMIT, "report/pilots")
    running.do("04-11", Act.RETURN, "report/pilots", by="Otto", reason="page 3 missing", until=day_of("04-18"))

    assert asked(gaps_closed, "04-15", running) == ["0 of 2", "report returned: docks, pilots"]
    running.do("04-16", Act.SUBMIT)
    assert asked(gaps_closed, "04-19", running) == ["1 of 2", "report overdue: pilots"]
    assert asked(rectified, "04-19", running) == ["1 of 2", "report overdue: pilots"]
    running.do("04-19", Act.SUBMIT, "report/pilots")
    # a third time
    running.do("04-19", Act.RETURN, "report/pilots", by="Otto", reason="page 4 missing", until=day_of("04-24"))
    assert asked(gaps_closed, "04-22", running) == ["1 of 2", "report returned: pilots"]


# -- acceptance ------------------------------------------------------------------------------------------------------


def test_an_inspection_is_open_until_somebody_records_it_and_never_late(engine):
    running = owing(engine, VISIT, REPORT)

    assert asked(inspections_recorded, "05-20", running) == ["0 of 1", "visit external: province"]
    running.do("05-20", Act.SUBMIT, "visit/province", by="Otto")
    assert asked(inspections_recorded, "05-20", running) == ["1 of 1"]


def test_the_office_is_ready_for_an_inspection_or_late_with_it(engine):
    running = owing(engine, VISIT, FAIR)

    # to be ready by 30 April, the last working day before the window opens on 6 May
    assert asked(ready_for_inspection, "04-30", running) == ["0 of 1", "visit.ready due_today: office"]
    assert asked(ready_for_inspection, "05-01", running) == ["0 of 1", "visit.ready overdue: office"]
    running.do("05-06", Act.ACCEPT, "visit.ready/office", by="Olga")
    assert asked(ready_for_inspection, "05-06", running) == ["1 of 1"]


def test_what_was_handed_in_is_decided_once_it_is_accepted_or_came_back(engine):
    running = owing(engine, REPORT, FAIR)
    assert asked(approvals_given, "04-10", running) == ["0 of 0"]
    running.do("04-10", Act.SUBMIT)
    running.do("04-10", Act.SUBMIT, "report/pilots")

    assert asked(approvals_given, "04-10", running) == ["0 of 2", "report in_review: docks, pilots"]
    running.do("04-11", Act.RETURN, by="Otto", reason="page 3 missing", until=day_of("04-18"))
    assert asked(approvals_given, "04-11", running) == ["1 of 2", "report in_review: pilots"]
    running.do("04-12", Act.ACCEPT, "report/pilots", by="Otto")
    assert asked(approvals_given, "04-12", running) == ["2 of 2"]
    # handed in once, and more time asked for: that waits too
    running.do("04-15", Act.EXTEND, step=Step.ASK, until=day_of("04-30"), reason="flood")
    assert asked(approvals_given, "04-15", running) == ["1 of 2", "report returned: docks"]
