from datetime import date

import pytest

from models.words import Offset, Phrase, RestDay, Role
from schedule.ladder import REVIEW_LADDER, DatedRung, Ladder, Rung, dated_rungs
from schedule.timing import timing
from schedule.working_calendar import WorkingCalendar, build_calendar

LIAISON, HEAD, DIRECTOR, DEPUTY, LEADER = (
    Role.LIAISON,
    Role.HEAD,
    Role.OFFICE_DIRECTOR,
    Role.DEPUTY_LEADER,
    Role.LEADER,
)
LONG_BEFORE = date(2012, 1, 4)


def rung(at: str, *tell: Role, every: int | None = None) -> Rung:
    return Rung(Offset.parse(at), tell or (LIAISON,), every)


EXAMPLE = Ladder(
    "example",
    (
        rung("-7wd", LIAISON),
        rung("-3wd", LIAISON),
        rung("-1wd", LIAISON, HEAD),
        rung("0", LIAISON, HEAD),
        rung("+1wd", HEAD),
        rung("+2wd", HEAD),
        rung("+3wd", DIRECTOR),
        rung("+5wd", HEAD, DEPUTY),
        rung("+10wd", HEAD, DIRECTOR, LEADER, every=10),
    ),
)


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    return build_calendar("CN", 2010, 2030)


def dated(
    china: WorkingCalendar,
    ladder: Ladder,
    due_on: str,
    rule: RestDay = RestDay.LITERAL,
    closes_on: date = date(2012, 8, 31),
    known_on: date = LONG_BEFORE,
) -> tuple[DatedRung, ...]:
    return dated_rungs(ladder, timing(date.fromisoformat(due_on), rule, china), china, closes_on, known_on)


def days(rungs: tuple[DatedRung, ...]) -> dict[str, str]:
    return {one.offset: one.planned_on.isoformat() for one in rungs}


def text(phrase: Phrase) -> str:
    values = {name: text(value) if isinstance(value, Phrase) else value for name, value in phrase.values.items()}
    return phrase.template.format(**values)


def reasons(rungs: tuple[DatedRung, ...]) -> dict[str, str]:
    return {one.offset: text(one.reason) for one in rungs}


def test_a_due_day_before_a_holiday_with_worked_days_among_its_neighbours(china):
    found = days(dated(china, EXAMPLE, "2012-03-30"))

    assert found["-7wd"] == "2012-03-21"
    assert found["-3wd"] == "2012-03-27"
    assert found["-1wd"] == "2012-03-29"
    assert found["0"] == "2012-03-30"
    assert found["+1wd"] == "2012-03-31"
    assert found["+2wd"] == "2012-04-01"
    assert found["+3wd"] == "2012-04-05"
    assert found["+5wd"] == "2012-04-09"
    assert found["+10wd"] == "2012-04-16"
    assert found["+20wd"] == "2012-04-28"


def test_a_due_day_that_is_a_holiday(china):
    found = days(dated(china, EXAMPLE, "2012-04-30"))

    assert (found["-1wd"], found["0"], found["+1wd"]) == ("2012-04-27", "2012-04-28", "2012-05-02")


def test_a_due_day_that_is_a_sunday(china):
    found = days(dated(china, EXAMPLE, "2012-04-15"))

    assert (found["-1wd"], found["0"], found["+1wd"]) == ("2012-04-12", "2012-04-13", "2012-04-16")


@pytest.mark.parametrize(
    ("rule", "before", "base", "after"),
    [
        (RestDay.LITERAL, "2012-04-27", "2012-04-28", "2012-05-02"),
        (RestDay.PREVIOUS, "2012-04-27", "2012-04-28", "2012-05-02"),
        (RestDay.NEXT, "2012-04-28", "2012-05-02", "2012-05-03"),
    ],
)
def test_the_rule_for_days_off_moves_the_rungs_with_the_last_day_that_is_not_late(china, rule, before, base, after):
    found = days(dated(china, EXAMPLE, "2012-04-30", rule))

    assert (found["-1wd"], found["0"], found["+1wd"]) == (before, base, after)


def test_days_count_like_working_days_from_the_last_working_day_back_and_from_the_last_day_on(china):
    by_days = Ladder("days", (rung("-2d"), rung("0"), rung("+2d", HEAD), rung("+3d", HEAD)))

    # Saturday the 28th is worked, Sunday to Tuesday are not
    assert days(dated(china, by_days, "2012-04-30")) == {
        "-2d": "2012-04-26",
        "0": "2012-04-28",
        "+2d": "2012-05-02",
        "+3d": "2012-05-03",
    }


def test_a_reminder_by_days_that_falls_on_a_day_off_goes_before_it_and_says_so(china):
    weekend = Ladder("days", (rung("-1d"), rung("+1d", HEAD)))
    found = dated(china, weekend, "2012-05-14")

    assert days(found)["-1d"] == "2012-05-11"
    assert (
        reasons(found)["-1d"]
        == "days before 2012-05-14, the last working day for it: 1; 2012-05-13 is a day off, so on 2012-05-11"
    )


def test_an_escalation_by_days_that_falls_on_a_day_off_goes_after_it_and_says_so(china):
    weekend = Ladder("days", (rung("-1d"), rung("+1d", HEAD)))
    found = dated(china, weekend, "2012-05-18")

    assert days(found)["+1d"] == "2012-05-21"
    assert (
        reasons(found)["+1d"]
        == "days after 2012-05-18, the last day that is not late: 1; 2012-05-19 is a day off, so on 2012-05-21"
    )


def test_every_rung_says_why_it_stands_on_its_day(china):
    said = reasons(dated(china, EXAMPLE, "2012-04-30"))

    assert said["-3wd"] == "working days before 2012-04-28, the last working day for it: 3"
    assert said["0"] == "2012-04-28 is the last working day before the due day 2012-04-30"
    assert said["+3wd"] == "working days after 2012-04-30, the last day that is not late: 3"
    assert reasons(dated(china, EXAMPLE, "2012-03-30"))["0"] == "the due day itself"
    moved = reasons(dated(china, EXAMPLE, "2012-04-30", RestDay.NEXT))["0"]
    assert moved == "2012-05-02 is the first working day after the due day 2012-04-30, a day off"


def test_a_repetition_makes_rungs_of_its_own_and_none_after_the_end(china):
    again = Ladder("again", (rung("0"), rung("+10wd", HEAD, LEADER, every=10)))
    found = dated(china, again, "2012-06-29", closes_on=date(2012, 8, 24))

    assert days(found) == {
        "0": "2012-06-29",
        "+10wd": "2012-07-13",
        "+20wd": "2012-07-27",
        "+30wd": "2012-08-10",
        "+40wd": "2012-08-24",
    }
    assert {one.tell for one in found if one.offset != "0"} == {(HEAD, LEADER)}
    shorter = dated(china, again, "2012-06-29", closes_on=date(2012, 8, 23))
    assert "+40wd" not in days(shorter)


def test_a_rung_that_stands_once_goes_after_the_end_too_and_its_repetition_does_not(china):
    found = days(dated(china, EXAMPLE, "2012-08-31", closes_on=date(2012, 8, 31)))

    assert found["+5wd"] == "2012-09-07"
    assert found["+10wd"] == "2012-09-14"
    assert "+20wd" not in found


def test_a_repetition_by_days_moves_each_time_off_a_day_off_and_not_for_good(china):
    weekly = Ladder("weekly", (rung("0"), rung("+1d", HEAD, every=7)))
    found = dated(china, weekly, "2012-05-18", closes_on=date(2012, 6, 12))

    # Saturdays: each goes on the Monday after
    assert days(found) == {
        "0": "2012-05-18",
        "+1d": "2012-05-21",
        "+8d": "2012-05-28",
        "+15d": "2012-06-04",
        "+22d": "2012-06-11",
    }


def test_a_repetition_that_falls_on_another_rung_is_one_rung_that_tells_both(china):
    both = Ladder("both", (rung("0"), rung("+5wd", HEAD, every=5), rung("+10wd", HEAD, DIRECTOR)))
    found = dated(china, both, "2012-05-04", closes_on=date(2012, 5, 25))

    assert days(found) == {"0": "2012-05-04", "+5wd": "2012-05-11", "+10wd": "2012-05-18", "+15wd": "2012-05-25"}
    assert {one.offset: one.tell for one in found}["+10wd"] == (HEAD, DIRECTOR)


def test_rungs_are_in_the_order_of_their_days_however_they_are_written(china):
    mixed = Ladder("mixed", (rung("+5wd", DEPUTY), rung("0"), rung("-3wd"), rung("+1wd", HEAD), rung("-1wd")))
    found = dated(china, mixed, "2012-05-18")

    assert [one.offset for one in found] == ["-3wd", "-1wd", "0", "+1wd", "+5wd"]
    assert [one.order for one in found] == [0, 1, 2, 3, 4]


def test_two_rungs_on_one_day_are_in_the_order_of_their_distances(china):
    together = Ladder("together", (rung("-1d"), rung("-2d"), rung("0")))
    found = dated(china, together, "2012-05-14")

    assert [(one.offset, one.planned_on.isoformat()) for one in found] == [
        ("-2d", "2012-05-11"),
        ("-1d", "2012-05-11"),
        ("0", "2012-05-14"),
    ]


def test_a_duty_known_before_its_last_reminder_needs_no_late_notice(china):
    found = dated(china, EXAMPLE, "2012-05-18", known_on=date(2012, 5, 17))

    assert "late" not in days(found)
    assert days(found)["+1wd"] == "2012-05-21"


def test_a_duty_known_when_no_reminder_lies_ahead_is_told_on_the_next_working_day(china):
    found = dated(china, EXAMPLE, "2012-05-18", known_on=date(2012, 5, 18))
    late = next(one for one in found if one.offset == "late")

    assert late.planned_on == date(2012, 5, 21)
    assert late.tell == (LIAISON, HEAD)
    assert text(late.reason) == "known since 2012-05-18, when no reminder lay ahead any more"


def test_escalations_count_from_the_day_a_duty_known_too_late_was_told(china):
    found = dated(china, EXAMPLE, "2012-03-30", known_on=date(2012, 5, 18))

    assert days(found)["late"] == "2012-05-21"
    assert days(found)["+1wd"] == "2012-05-22"
    assert days(found)["+3wd"] == "2012-05-24"
    assert days(found)["+10wd"] == "2012-06-04"
    assert reasons(found)["+3wd"] == "working days after 2012-05-21, when it was first told: 3"


def test_escalations_never_count_from_a_day_on_which_it_is_not_late_yet(china):
    # the last reminder was on Friday, known that day, told on Monday; the last day that is not late is Tuesday
    early = Ladder("early", (rung("-2wd"), rung("+1wd", HEAD)))
    found = dated(china, early, "2012-05-22", known_on=date(2012, 5, 18))

    assert days(found)["late"] == "2012-05-21"
    assert days(found)["+1wd"] == "2012-05-23"
    assert reasons(found)["+1wd"] == "working days after 2012-05-22, the last day that is not late: 1"


def test_a_duty_known_on_a_day_off_is_told_on_the_first_working_day_after_it(china):
    assert days(dated(china, EXAMPLE, "2012-04-28", known_on=date(2012, 4, 30)))["late"] == "2012-05-02"


def test_a_ladder_without_reminders_has_none_to_miss(china):
    silent = Ladder("silent", (rung("+1wd", HEAD),))

    assert days(dated(china, silent, "2012-05-18")) == {"+1wd": "2012-05-21"}
    assert days(dated(china, silent, "2012-05-18", known_on=date(2012, 5, 17))) == {"+1wd": "2012-05-21"}
    assert days(dated(china, silent, "2012-05-18", known_on=date(2012, 5, 18))) == {
        "late": "2012-05-21",
        "+1wd": "2012-05-22",
    }


def test_what_waits_on_the_office_has_a_ladder_of_its_own(china):
    found = dated(china, REVIEW_LADDER, "2012-05-18")

    assert [(one.offset, one.planned_on.isoformat(), one.tell) for one in found] == [
        ("0", "2012-05-18", (LIAISON,)),
        ("+1wd", "2012-05-21", (LIAISON, DIRECTOR)),
        ("+3wd", "2012-05-23", (DIRECTOR,)),
    ]
