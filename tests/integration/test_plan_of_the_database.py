"""`duban plan` without a file: the campaign as the database has it; and answers that the plan does not expect."""

from tests.tide_campaign import TIDE, Desk


def obligations(desk: Desk) -> dict[str, dict]:
    return {one["id"]: one for one in desk.face("plan")["obligations"]}


def test_an_answered_day_stands_in_the_plan_and_its_question_no_more(desk):
    assert "not said" in desk.says("plan")

    desk.says("answer", "log-due", "2024-03-20", "--by", "Ada", "--as-of", "2024-03-04")

    found = obligations(desk)["log/quay"]
    assert (found["due_on"], found["base_on"]) == ("2024-03-20", "2024-03-20")
    assert "log-due" not in {one["id"] for one in desk.face("plan")["questions"]}
    said = desk.says("plan")
    assert "not said" not in said
    assert "Mar 20" in said
    assert "log-due" not in said


def test_an_answered_owner_stands_in_the_plan_under_the_slots_number(desk):
    desk.says("answer", "buoy-slot-01", "pier", "--by", "Ada", "--as-of", "2024-03-04")

    assert obligations(desk)["buoy/slot-01"]["unit_name"] == "Pier"
    assert "without a known owner: 1" in desk.says("plan")


def test_a_voided_answer_is_asked_for_again(desk):
    number = desk.face("answer", "log-due", "2024-03-20", "--by", "Ada", "--as-of", "2024-03-04")["event"]
    desk.says("void", str(number), "--by", "Ada", "--reason", "misread", "--as-of", "2024-03-04")

    assert obligations(desk)["log/quay"]["due_on"] is None
    assert "log-due" in desk.says("plan")


def test_what_a_changed_file_cancelled_is_planned_no_more(desk):
    desk.load(TIDE.replace("owed_by: [quay, pier]", "owed_by: quay"), "2024-03-04", "--yes")

    assert "table/pier" not in obligations(desk)


def test_an_announced_day_stands_in_plan_and_trail_beside_the_window(desk):
    desk.says("answer", "visit-day", "2024-04-17", "--by", "Ada", "--as-of", "2024-03-04")

    found = obligations(desk)["visit/city"]
    assert (found["due_on"], found["announced_on"]) == ("2024-04-19", "2024-04-17")
    assert "announced for Apr 17, 2024 (Wed)" in desk.says("plan")
    assert "Announced for: Apr 17, 2024 (Wed)" in desk.says("trail", "visit/city", "--as-of", "2024-03-05")


def test_a_day_outside_the_window_is_recorded_and_told(desk):
    warned = desk.warned("answer", "visit-day", "2024-05-02", "--by", "Ada", "--as-of", "2024-03-04")

    assert "outside the window of the plan, Apr 15, 2024 (Mon) to Apr 19, 2024 (Fri)" in warned
    assert obligations(desk)["visit/city"]["announced_on"] == "2024-05-02"


def test_a_day_that_the_plan_does_not_name_is_recorded_and_told(desk):
    warned = desk.warned("answer", "log-due", "2024-03-22", "--by", "Ada", "--as-of", "2024-03-04")

    assert "2024-03-22 is not among the plan's answers: 2024-03-20, 2024-03-21" in warned
    assert obligations(desk)["log/quay"]["due_on"] == "2024-03-22"


def test_an_answer_that_the_plan_expects_says_nothing_on_stderr(desk):
    assert desk.warned("answer", "log-due", "2024-03-21", "--by", "Ada", "--as-of", "2024-03-04") == ""
