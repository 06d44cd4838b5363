from datetime import date, time

import pytest
from pydantic import TypeAdapter

from models.words import DueKind, Offset
from schedule.campaign_file.dates import Due
from schedule.campaign_file.shapes import Phase
from schedule.due import in_month, month_end, resolve_due, shifted
from schedule.plan import Dated
from schedule.working_calendar import WorkingCalendar, build_calendar

ANCHORS = {"campaign.opens_on": date(2024, 4, 1), "fair": None}


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    return build_calendar("CN", 2010, 2034)


def resolved(china: WorkingCalendar, written: object, opens_on: str = "2024-03-01", closes_on: str = "2024-06-28"):
    """What a date, written as in a campaign file, comes to inside a phase."""
    due: Due = TypeAdapter(Due).validate_python(written)
    phase = Phase.model_validate({"key": "p", "kind": "collection", "opens_on": opens_on, "closes_on": closes_on})
    return resolve_due(due, phase, china, ANCHORS.get)


def days(found: tuple[Dated, ...]) -> list[str]:
    return [str(dated.due_on) for dated in found]


def periods(found: tuple[Dated, ...]) -> list[str]:
    return [dated.period or "" for dated in found]


@pytest.mark.parametrize(
    ("written", "kind", "due_on", "opens_on"),
    [
        ("2024-04-30", DueKind.BY, "2024-04-30", None),
        ({"by": "2024-04-30"}, DueKind.BY, "2024-04-30", None),
        ({"month_end": "2024-02"}, DueKind.MONTH_END, "2024-02-29", None),
        ({"month_end": "2023-02"}, DueKind.MONTH_END, "2023-02-28", None),
        ({"month_end": "2024-12"}, DueKind.MONTH_END, "2024-12-31", None),
        ({"window": ["2024-06-01", "2024-06-30"]}, DueKind.WINDOW, "2024-06-30", "2024-06-01"),
        ({"half_year": "2024-H1"}, DueKind.HALF_YEAR, "2024-06-30", None),
        ({"half_year": "2024-H2"}, DueKind.HALF_YEAR, "2024-12-31", None),
        ({"phase": True}, DueKind.PHASE, "2024-06-28", "2024-03-01"),
        ({"on_notice": True}, DueKind.ON_NOTICE, "None", None),
        ({"continuous": True}, DueKind.CONTINUOUS, "None", None),
        ({"unknown": True}, DueKind.UNKNOWN, "None", None),
        ({"after": "campaign.opens_on", "offset": "10d"}, DueKind.RELATIVE, "2024-04-11", None),
        ({"after": "campaign.opens_on", "offset": "-10d"}, DueKind.RELATIVE, "2024-03-22", None),
        # the holiday of early April and the Sunday worked for it lie between
        ({"after": "campaign.opens_on", "offset": "10wd"}, DueKind.RELATIVE, "2024-04-16", None),
        ({"after": "campaign.opens_on", "offset": "4wd"}, DueKind.RELATIVE, "2024-04-08", None),
        ({"after": "campaign.opens_on", "offset": "3wd"}, DueKind.RELATIVE, "2024-04-07", None),
        ({"after": "campaign.opens_on", "offset": "0"}, DueKind.RELATIVE, "2024-04-01", None),
        # relative to something unknown is unknown
        ({"after": "fair", "offset": "10wd"}, DueKind.RELATIVE, "None", None),
    ],
)
def test_a_date_as_written_and_the_day_it_comes_to(china, written, kind, due_on, opens_on):
    (dated,) = resolved(china, written)

    assert (dated.kind, str(dated.due_on)) == (kind, due_on)
    assert dated.opens_on == (date.fromisoformat(opens_on) if opens_on else None)


def test_a_day_off_stays_the_due_day(china):
    assert days(resolved(china, "2024-05-01")) == ["2024-05-01"]


def test_the_candidates_of_an_unknown_day_are_kept_and_none_is_chosen(china):
    (dated,) = resolved(china, {"unknown": ["2024-03-30", "2024-03-31"]})

    assert dated.due_on is None
    assert dated.candidates == (date(2024, 3, 30), date(2024, 3, 31))


def test_a_time_of_day_is_kept_beside_its_day(china):
    (dated,) = resolved(china, {"by": "2024-04-30", "time": "18:00"})

    assert (dated.due_on, dated.due_at) == (date(2024, 4, 30), time(18))


def test_every_month_on_a_day_is_one_occurrence_a_month_with_both_ends_included(china):
    found = resolved(china, {"every": "month", "day": 25, "first": "2024-03", "until": "2024-06"})

    assert days(found) == ["2024-03-25", "2024-04-25", "2024-05-25", "2024-06-25"]
    assert periods(found) == ["2024-03", "2024-04", "2024-05", "2024-06"]
    assert all(dated.kind is DueKind.RECURRING for dated in found)


def test_a_day_past_the_end_of_a_month_is_its_last_day(china):
    found = resolved(china, {"every": "month", "day": 31, "first": "2024-01", "until": "2024-04"})

    assert days(found) == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]


def test_first_and_until_given_as_days_are_included(china):
    asked = {"every": "month", "day": 25, "first": "2024-03-25", "until": "2024-05-25"}
    assert days(resolved(china, asked)) == ["2024-03-25", "2024-04-25", "2024-05-25"]

    asked = {"every": "month", "day": 25, "first": "2024-03-26", "until": "2024-05-24"}
    assert days(resolved(china, asked)) == ["2024-04-25"]


def test_without_first_and_until_a_duty_runs_as_long_as_its_phase(china):
    found = resolved(china, {"every": "month", "day": 15}, "2024-03-16", "2024-06-15")

    assert days(found) == ["2024-04-15", "2024-05-15", "2024-06-15"]


def test_a_working_day_counted_from_the_end_of_a_month(china):
    found = resolved(china, {"every": "month", "day": "-5wd", "first": "2024-04", "until": "2024-06"})

    # April ends with a worked Sunday: 24, 25, 26, 28, 29, 30
    assert days(found) == ["2024-04-25", "2024-05-27", "2024-06-24"]


def test_a_working_day_counted_from_the_start_of_a_month(china):
    found = resolved(china, {"every": "month", "day": "3wd", "first": "2024-04", "until": "2024-06"})

    # May begins with a holiday of five days
    assert days(found) == ["2024-04-03", "2024-05-08", "2024-06-05"]


def test_the_last_and_the_first_working_day_of_a_month(china):
    last = resolved(china, {"every": "month", "day": "-1wd", "first": "2024-05", "until": "2024-06"})
    first = resolved(china, {"every": "month", "day": "1wd", "first": "2024-05", "until": "2024-06"})

    assert days(last) == ["2024-05-31", "2024-06-28"]
    assert days(first) == ["2024-05-06", "2024-06-03"]


def test_a_month_with_fewer_working_days_than_asked_for_has_its_first_or_last_one(china):
    from_end = resolved(china, {"every": "month", "day": "-22wd", "first": "2024-02", "until": "2024-02"})
    from_start = resolved(china, {"every": "month", "day": "22wd", "first": "2024-02", "until": "2024-02"})

    # 18 working days in that month: the spring holiday
    assert days(from_end) == ["2024-02-01"]
    assert days(from_start) == ["2024-02-29"]


def test_every_week_on_a_weekday_with_the_number_of_its_week(china):
    found = resolved(china, {"every": "week", "day": "tue"}, "2024-04-16", "2024-05-07")

    assert days(found) == ["2024-04-16", "2024-04-23", "2024-04-30", "2024-05-07"]
    assert periods(found) == ["2024-W16", "2024-W17", "2024-W18", "2024-W19"]


def test_a_week_belongs_to_the_year_of_its_thursday(china):
    found = resolved(china, {"every": "week", "day": "tue", "first": "2024-12-24", "until": "2025-01-07"})

    assert periods(found) == ["2024-W52", "2025-W01", "2025-W02"]


def test_without_a_rule_a_recurring_day_off_stays_as_it_is(china):
    (dated,) = resolved(china, {"every": "month", "day": 1, "first": "2024-05", "until": "2024-05"})

    assert dated.due_on == dated.nominal_on == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("rest", "due_on", "at"),
    [
        ({"next": "1wd"}, "2024-05-06", None),
        ({"next": "2wd"}, "2024-05-07", None),
        ({"next": "2wd", "time": "12:00"}, "2024-05-07", time(12)),
        ({"previous": "1wd"}, "2024-04-30", None),
        ({"previous": "2wd"}, "2024-04-29", None),
    ],
)
def test_a_recurring_day_off_goes_where_its_own_rule_says(china, rest, due_on, at):
    asked = {"every": "month", "day": 1, "first": "2024-05", "until": "2024-05", "rest": rest}
    (dated,) = resolved(china, asked)

    assert str(dated.due_on) == due_on
    assert dated.nominal_on == date(2024, 5, 1)
    assert dated.due_at == at


def test_the_time_of_the_rule_holds_on_moved_days_only(china):
    asked = {"every": "week", "day": "tue", "time": "17:00", "rest": {"next": "2wd", "time": "12:00"}}
    found = resolved(china, asked, "2024-09-24", "2024-10-08")

    # the holiday of early October
    assert [(str(one.due_on), one.due_at) for one in found] == [
        ("2024-09-24", time(17)),
        ("2024-10-09", time(12)),
        ("2024-10-08", time(17)),
    ]


def test_a_worked_weekend_day_needs_no_rule(china):
    found = resolved(china, {"every": "week", "day": "sun", "rest": {"next": "1wd"}}, "2024-04-28", "2024-04-28")

    assert days(found) == ["2024-04-28"]


def test_a_yearly_duty_has_a_first_day_of_its_own_and_then_the_same_day_each_year(china):
    found = resolved(china, {"every": "year", "first": "2019-04-30", "then": "01-31", "until": "2022"})

    assert days(found) == ["2019-04-30", "2020-01-31", "2021-01-31", "2022-01-31"]
    assert periods(found) == ["2019", "2020", "2021", "2022"]


def test_yearly_from_the_leap_day_is_the_last_of_february(china):
    found = resolved(china, {"every": "year", "first": "2024-02-29", "until": "2028"})

    assert days(found) == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_a_yearly_duty_of_one_year_is_owed_once(china):
    assert days(resolved(china, {"every": "year", "first": "2024-03-01", "until": "2024"})) == ["2024-03-01"]


def test_helpers_on_months():
    assert month_end(date(2023, 2, 1)) == date(2023, 2, 28)
    assert month_end(date(2000, 2, 29)) == date(2000, 2, 29)
    assert month_end(date(2024, 12, 31)) == date(2024, 12, 31)
    assert in_month(2023, 2, 29) == date(2023, 2, 28)
    assert in_month(2024, 4, 31) == date(2024, 4, 30)
    assert in_month(2024, 4, 7) == date(2024, 4, 7)


def test_a_distance_in_days_may_end_on_a_day_off_and_one_in_working_days_never_does(china):
    assert shifted(date(2024, 4, 28), Offset.parse("+3d"), china) == date(2024, 5, 1)
    assert shifted(date(2024, 4, 28), Offset.parse("+3wd"), china) == date(2024, 5, 6)
    assert shifted(None, Offset.parse("+3d"), china) is None
