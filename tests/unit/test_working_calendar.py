from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest

from schedule.campaign_file.reader import read_campaign
from schedule.resolve import resolve
from schedule.working_calendar import OutsideCalendarError, WorkingCalendar, build_calendar, known_country

# the Saturday before New Year 2006 was worked; the second source, unlike our data, has it as a day off
KNOWN_EXCEPTION = date(2005, 12, 31)

DAYS_OFF_2012 = """
    2012-01-01 2012-01-02 2012-01-03
    2012-01-22 2012-01-23 2012-01-24 2012-01-25 2012-01-26 2012-01-27 2012-01-28
    2012-04-02 2012-04-03 2012-04-04
    2012-04-29 2012-04-30 2012-05-01
    2012-06-22 2012-06-23 2012-06-24
    2012-09-30 2012-10-01 2012-10-02 2012-10-03 2012-10-04 2012-10-05 2012-10-06 2012-10-07
"""
MAKE_UP_DAYS_2012 = "2011-12-31 2012-01-21 2012-01-29 2012-03-31 2012-04-01 2012-04-28 2012-09-29"


def days(text: str) -> list[date]:
    return [date.fromisoformat(word) for word in text.split()]


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    return build_calendar("CN", 2003, 2028)


def test_every_day_from_2004_to_2026_agrees_with_a_second_source(china):
    differing = [
        day
        for day in every_day(date(2004, 1, 1), date(2026, 12, 31))
        if china.is_working_day(day) != chinese_calendar.is_workday(day)
    ]

    assert differing == [KNOWN_EXCEPTION]


def test_the_notice_for_2012_is_followed_day_by_day(china):
    off, worked = set(days(DAYS_OFF_2012)), set(days(MAKE_UP_DAYS_2012))
    for day in every_day(date(2011, 12, 31), date(2012, 12, 31)):
        expected = day in worked or (day.weekday() < 5 and day not in off)
        assert china.is_working_day(day) is expected, day


def test_a_worked_weekend_day_and_a_weekday_off_are_told_from_usual_days(china):
    assert {day for day in every_day(date(2011, 12, 31), date(2012, 12, 31)) if china.is_worked_weekend(day)} == set(
        days(MAKE_UP_DAYS_2012)
    )
    assert [day for day in every_day(date(2012, 4, 1), date(2012, 5, 6)) if china.is_weekday_off(day)] == days(
        "2012-04-02 2012-04-03 2012-04-04 2012-04-30 2012-05-01"
    )


def test_working_days_are_counted_over_the_holiday_and_the_make_up_day(china):
    # Friday, make-up Saturday, then Sunday to Tuesday off
    assert china.add(date(2012, 4, 27), 1) == date(2012, 4, 28)
    assert china.add(date(2012, 4, 28), 1) == date(2012, 5, 2)
    assert china.add(date(2012, 4, 30), 1) == date(2012, 5, 2)
    assert china.add(date(2012, 4, 30), -1) == date(2012, 4, 28)
    assert china.add(date(2012, 4, 30), 0) == date(2012, 4, 30)
    assert china.on_or_before(date(2012, 4, 30)) == date(2012, 4, 28)
    assert china.on_or_after(date(2012, 4, 30)) == date(2012, 5, 2)
    assert china.between(date(2012, 4, 27), date(2012, 5, 3)) == 3
    assert china.between(date(2012, 5, 3), date(2012, 4, 27)) == -3
    assert china.between(date(2012, 4, 29), date(2012, 5, 1)) == 0


def test_a_year_without_moved_days_is_provisional_until_its_notice_is_out(china):
    assert not china.is_provisional(date(2026, 12, 31))
    assert china.is_provisional(date(2027, 1, 1))
    assert china.provisional_years == {2027, 2028}


def test_a_provisional_year_has_its_weekends_and_statutory_days_off(china):
    assert not china.is_working_day(date(2027, 1, 1))
    assert not china.is_working_day(date(2027, 10, 1))
    assert china.is_working_day(date(2027, 1, 4))
    assert not china.is_working_day(date(2027, 1, 9))


def test_a_year_with_local_working_days_counts_as_published():
    calendar = build_calendar("CN", 2026, 2028, work=days("2027-02-20"))

    assert calendar.provisional_years == {2028}
    assert calendar.is_working_day(date(2027, 2, 20))


def test_other_countries_have_no_notice_to_wait_for():
    assert build_calendar("DE", 2020, 2040).provisional_years == frozenset()


def test_a_local_day_off_wins_over_the_make_up_day_of_the_country():
    calendar = build_calendar("CN", 2012, 2012, rest=days("2012-04-28 2012-05-02"))

    assert not calendar.is_working_day(date(2012, 4, 28))
    assert not calendar.is_worked_weekend(date(2012, 4, 28))
    assert calendar.is_weekday_off(date(2012, 5, 2))
    assert calendar.on_or_before(date(2012, 4, 30)) == date(2012, 4, 27)


def test_a_local_working_day_wins_over_everything():
    calendar = build_calendar("CN", 2012, 2012, rest=days("2012-05-05"), work=days("2012-05-05 2012-05-01"))

    assert calendar.is_worked_weekend(date(2012, 5, 5))
    assert calendar.is_working_day(date(2012, 5, 1))


def test_without_a_country_every_day_works_but_the_local_days_off():
    calendar = build_calendar(None, 2024, 2024, rest=days("2024-02-29"))
    off = [day for day in every_day(date(2024, 1, 1), date(2024, 12, 31)) if not calendar.is_working_day(day)]

    assert off == days("2024-02-29")
    assert calendar.add(date(2024, 2, 28), 1) == date(2024, 3, 1)
    assert calendar.is_weekday_off(date(2024, 2, 29))
    assert not calendar.is_worked_weekend(date(2024, 3, 2))


@pytest.mark.parametrize(
    ("country", "subdivision", "day", "works"),
    [
        ("GB", "ENG", "2024-04-01", False),  # Easter Monday is no holiday in Scotland
        ("GB", "SCT", "2024-04-01", True),
        ("GB", "SCT", "2024-01-02", False),  # the second of January is one in Scotland only
        ("GB", "ENG", "2024-01-02", True),
        ("GB", "ENG", "2022-06-03", False),  # a jubilee's extra day
        ("GB", "ENG", "2021-12-28", False),  # Boxing Day fell on a Sunday
        ("US", None, "2024-07-04", False),
        ("US", None, "2026-07-03", False),  # the fourth is a Saturday: observed the day before
        ("US", None, "2024-11-28", False),  # the fourth Thursday of November
        ("US", None, "2024-11-29", True),
        ("DE", None, "2024-10-03", False),
        ("DE", "BY", "2025-01-06", False),  # Epiphany in Bavaria, not in Berlin
        ("DE", "BE", "2025-01-06", True),
        ("AE", None, "2021-06-04", False),  # Friday and Saturday until 2021
        ("AE", None, "2021-06-06", True),
        ("AE", None, "2022-06-03", True),  # Saturday and Sunday from 2022
        ("AE", None, "2022-06-05", False),
        ("SA", None, "2013-06-20", False),  # Thursday and Friday until June 2013
        ("SA", None, "2013-06-22", True),
        ("SA", None, "2013-07-04", True),  # Friday and Saturday since
        ("SA", None, "2013-07-06", False),
        ("SA", None, "2013-07-07", True),
    ],
)
def test_the_days_of_other_countries(country, subdivision, day, works):
    year = int(day[:4])
    calendar = build_calendar(country, year, year, subdivision=subdivision)

    assert calendar.is_working_day(date.fromisoformat(day)) is works


def test_weekend_days_of_a_country_with_another_weekend_are_usual_days_off():
    calendar = build_calendar("SA", 2024, 2024)

    assert not calendar.is_weekday_off(date(2024, 6, 7))
    assert not calendar.is_working_day(date(2024, 6, 7))
    assert calendar.is_working_day(date(2024, 6, 9))
    assert not calendar.is_worked_weekend(date(2024, 6, 9))


def test_a_day_outside_the_years_is_an_error_and_never_a_guess(china):
    for ask in (
        china.is_working_day,
        china.on_or_before,
        china.on_or_after,
        china.is_worked_weekend,
        china.is_weekday_off,
        china.is_provisional,
        lambda day: china.add(day, 1),
        lambda day: china.between(day, day),
    ):
        for day in (date(2002, 12, 31), date(2029, 1, 1)):
            with pytest.raises(OutsideCalendarError):
                ask(day)


def test_counting_beyond_the_years_is_an_error(china):
    with pytest.raises(OutsideCalendarError):
        china.add(date(2028, 12, 29), 1)
    with pytest.raises(OutsideCalendarError):
        china.add(date(2003, 1, 2), -1)
    with pytest.raises(OutsideCalendarError):
        china.on_or_before(date(2003, 1, 1))


def test_countries_and_their_parts_are_known_by_their_codes():
    assert known_country("CN")
    assert known_country("GB", "ENG")
    assert not known_country("GB", "BY")
    assert not known_country("XX")


def test_the_file_brings_its_country_and_local_days():
    text = """
duban: 1
campaign:
  key: tides
  title: Tides
  opens_on: 2024-04-01
  closes_on: 2024-06-28
  calendar: {country: GB, subdivision: SCT, rest: [2024-04-15], work: [2024-04-20]}
bodies: {office: {name: Office, seats: {staff: {role: liaison}}}}
phases: [{key: p, kind: collection, opens_on: 2024-04-01, closes_on: 2024-06-28}]
"""
    source, problems = read_campaign(text.encode(), "tides.yaml")
    assert source is not None, problems
    calendar = resolve(source.file).calendar

    assert calendar.is_working_day(date(2024, 4, 1))
    assert not calendar.is_working_day(date(2024, 4, 15))
    assert calendar.is_worked_weekend(date(2024, 4, 20))
    assert calendar.first.year < 2024 < calendar.last.year
