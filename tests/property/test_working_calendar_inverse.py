import os
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.working_calendar import WorkingCalendar, build_calendar

FIRST, LAST = date(2009, 1, 1), date(2029, 12, 31)
CALENDARS = (
    build_calendar("CN", 2005, 2033),
    build_calendar("GB", 2005, 2033, subdivision="SCT"),
    build_calendar("SA", 2005, 2033),
    build_calendar(None, 2005, 2033, rest=[date(2024, 2, 29)]),
)
often = settings(max_examples=2000 if os.environ.get("DUBAN_LONG") else 150, deadline=None)
calendars = st.sampled_from(CALENDARS)
any_day = st.dates(FIRST, LAST)
steps = st.integers(-400, 400)


def working(calendar: WorkingCalendar, day: date) -> date:
    return calendar.on_or_after(day)


@often
@given(calendars, any_day, steps)
def test_going_there_and_back_from_a_working_day_ends_where_it_began(calendar, day, number):
    start = working(calendar, day)

    assert calendar.add(calendar.add(start, number), -number) == start


@often
@given(calendars, any_day, steps, steps)
def test_two_moves_are_one(calendar, day, one, other):
    start = working(calendar, day)

    assert calendar.add(calendar.add(start, one), other) == calendar.add(start, one + other)


@often
@given(calendars, any_day, any_day, steps)
def test_a_later_day_never_arrives_earlier(calendar, one, other, number):
    earlier, later = sorted((one, other))

    assert calendar.add(earlier, number) <= calendar.add(later, number)
    assert calendar.on_or_before(earlier) <= calendar.on_or_before(later)
    assert calendar.on_or_after(earlier) <= calendar.on_or_after(later)


@often
@given(calendars, any_day, st.integers(1, 400))
def test_more_days_lead_further_and_always_to_a_working_day(calendar, day, number):
    there = calendar.add(day, number)

    assert calendar.is_working_day(there)
    assert there > calendar.add(day, number - 1)
    assert calendar.is_working_day(calendar.add(day, -number))
    assert calendar.add(day, -number) < calendar.add(day, 1 - number)


@often
@given(calendars, any_day, st.integers(1, 400))
def test_as_many_working_days_lie_between_as_were_added(calendar, day, number):
    assert calendar.between(day, calendar.add(day, number)) == number
    start = working(calendar, day)
    assert calendar.between(start, calendar.add(start, -number)) == -number


@often
@given(calendars, any_day, any_day)
def test_adding_what_lies_between_two_working_days_leads_from_one_to_the_other(calendar, one, other):
    start, end = working(calendar, one), working(calendar, other)

    assert calendar.add(start, calendar.between(start, end)) == end
    assert calendar.between(start, end) == -calendar.between(end, start)


@often
@given(calendars, any_day, st.integers(0, 60))
def test_counting_agrees_with_looking_at_every_day(calendar, day, length):
    end = day + timedelta(days=length)
    looked_at = [day + timedelta(days=n) for n in range(1, length + 1)]

    assert calendar.between(day, end) == sum(calendar.is_working_day(one) for one in looked_at)


@often
@given(calendars, any_day)
def test_a_working_day_is_its_own_neighbour_and_a_day_off_lies_between_its_two(calendar, day):
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)

    if calendar.is_working_day(day):
        assert before == after == day
    else:
        assert before < day < after
        assert calendar.add(before, 1) == after
        assert calendar.add(day, 1) == after
        assert calendar.add(day, -1) == before


@often
@given(st.sets(st.dates(FIRST, LAST), max_size=20), st.sets(st.dates(FIRST, LAST), max_size=20), any_day)
def test_local_days_hold_and_leave_every_other_day_alone(rest, work, day):
    base = CALENDARS[0]
    local = build_calendar("CN", 2009, 2029, rest=rest, work=work)

    expected = day in work or (day not in rest and base.is_working_day(day))
    assert local.is_working_day(day) is expected
    assert local.is_worked_weekend(day) is (expected and day.weekday() >= 5)
    assert local.is_weekday_off(day) is (not expected and day.weekday() < 5)


@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_calendars_of_this_file_are_wide_enough_for_its_days(calendar):
    assert calendar.add(FIRST, -800) >= calendar.first
    assert calendar.add(LAST, 800) <= calendar.last
