from datetime import date

import pytest

from models.words import RestDay
from schedule.timing import timing
from schedule.working_calendar import WorkingCalendar, build_calendar


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    return build_calendar("CN", 2009, 2028)


@pytest.mark.parametrize(
    ("due_on", "rule", "late_after", "base_on"),
    [
        # a Monday in a holiday that begins after a worked Saturday
        ("2012-04-30", RestDay.LITERAL, "2012-04-30", "2012-04-28"),
        ("2012-04-30", RestDay.PREVIOUS, "2012-04-28", "2012-04-28"),
        ("2012-04-30", RestDay.NEXT, "2012-05-02", "2012-05-02"),
        # a plain Sunday
        ("2012-04-15", RestDay.LITERAL, "2012-04-15", "2012-04-13"),
        ("2012-04-15", RestDay.PREVIOUS, "2012-04-13", "2012-04-13"),
        ("2012-04-15", RestDay.NEXT, "2012-04-16", "2012-04-16"),
        # a working day is its own, whatever the rule
        ("2012-03-30", RestDay.LITERAL, "2012-03-30", "2012-03-30"),
        ("2012-03-30", RestDay.PREVIOUS, "2012-03-30", "2012-03-30"),
        ("2012-03-30", RestDay.NEXT, "2012-03-30", "2012-03-30"),
        # a Saturday that is worked counts like any other working day
        ("2012-03-31", RestDay.PREVIOUS, "2012-03-31", "2012-03-31"),
        # a week of holidays
        ("2012-10-03", RestDay.LITERAL, "2012-10-03", "2012-09-29"),
        ("2012-10-03", RestDay.NEXT, "2012-10-08", "2012-10-08"),
    ],
)
def test_the_days_around_a_due_day(china, due_on, rule, late_after, base_on):
    found = timing(date.fromisoformat(due_on), rule, china)

    assert found.due_on.isoformat() == due_on
    assert found.late_after.isoformat() == late_after
    assert found.base_on.isoformat() == base_on
    assert not found.provisional


def test_days_of_an_unpublished_year_are_provisional(china):
    assert timing(date(2027, 3, 1), RestDay.LITERAL, china).provisional
    assert not timing(date(2026, 12, 31), RestDay.NEXT, china).provisional


def test_a_due_day_that_moves_into_an_unpublished_year_is_provisional(china):
    # a Thursday made a day off by hand: the next working day lies in the year after
    calendar = build_calendar("CN", 2025, 2028, rest=[date(2026, 12, 31)])

    assert timing(date(2026, 12, 31), RestDay.NEXT, calendar).late_after == date(2027, 1, 4)
    assert timing(date(2026, 12, 31), RestDay.NEXT, calendar).provisional
    assert not timing(date(2026, 12, 31), RestDay.PREVIOUS, calendar).provisional


def test_a_due_day_whose_last_working_day_lies_in_a_published_year_is_still_provisional(china):
    assert timing(date(2027, 1, 1), RestDay.PREVIOUS, china).base_on == date(2026, 12, 31)
    assert timing(date(2027, 1, 1), RestDay.PREVIOUS, china).provisional
