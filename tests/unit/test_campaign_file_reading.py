"""What a campaign file says is what the plan gets: each way to write a thing, with its value derived by hand."""

from datetime import date, time

import pytest

from models.words import Actor, DueKind, Form, Offset, RestDay, Role
from schedule.plan import FormOwed
from tests.sample_campaign import owed, plan_of, source_of

DUE = "due: 2012-03-30"
OWNERS = "owed_by: [finance]"


def due(written: str) -> tuple[str, str]:
    return DUE, f"due: {written}"


def days(written: str) -> list[str]:
    """The last day of each occurrence, with the time where there is one."""
    dates = [one.dated for one in owed(due(written))]
    return [f"{one.due_on} {one.due_at:%H:%M}" if one.due_at else str(one.due_on) for one in dates]


# -- the sample as a whole ---------------------------------------------------------------------------------------------


def test_the_sample_is_one_obligation_with_everything_the_plan_says_of_it():
    (report,) = owed()

    assert report.id == "veto-report/finance"
    assert (report.phase, report.milestone, report.clause) == ("preparation", "reports", "六(一)④")
    assert report.dated.due_on == date(2012, 3, 30)
    assert report.forms == (FormOwed(Form.PAPER, None, False), FormOwed(Form.ELECTRONIC, None, False))
    assert report.commitment is True
    assert (report.submit_to, report.ladder, report.actor) == (("office",), "standard", Actor.OWNER)


def test_the_settings_of_the_sample_are_those_of_its_plan():
    plan = plan_of()

    assert (plan.key, plan.title) == ("sample", {"zh_Hans": "示例活动", "en": "A sample"})
    assert (plan.opens_on, plan.closes_on) == (date(2012, 2, 15), date(2012, 8, 31))
    assert (plan.timezone, plan.rest_day, plan.languages) == ("Asia/Shanghai", RestDay.LITERAL, ("zh_Hans",))
    assert plan.office_hours == (time(8, 30), time(17, 30))
    assert not plan.calendar.is_working_day(date(2012, 4, 2))
    assert plan.calendar.is_working_day(date(2012, 3, 31))


def test_a_unit_has_a_liaison_and_a_head_without_saying_so_and_a_body_only_what_it_says():
    assert sorted(plan_of().directory.seats) == [
        "finance/head",
        "finance/liaison",
        "leading-group/deputy-1",
        "leading-group/leader",
        "leading-group/member-1",
        "office/director",
        "office/staff",
        "shishan/head",
        "shishan/liaison",
        "street-1/head",
        "street-1/liaison",
    ]


def test_who_holds_a_seat_holds_it_from_the_first_day_until_further_notice():
    (person,) = source_of().file.people
    (held,) = person.holds

    assert (person.name, person.addresses, person.language) == ("王一", ("mailto:wang@finance.example",), "zh_Hans")
    assert (held.seat, held.since, held.to) == ("finance/head", date(2012, 2, 15), None)


def test_a_ladder_keeps_its_rungs_in_order_and_the_last_one_repeats():
    rungs = source_of().file.ladders["standard"]

    assert [str(rung.at) for rung in rungs] == ["-3wd", "0", "+1wd", "+5wd", "+10wd"]
    assert rungs[3].tell == (Role.HEAD, Role.DEPUTY_LEADER)
    assert [rung.every for rung in rungs] == [None, None, None, None, Offset(10, "wd")]


def test_a_name_that_the_plan_does_not_give_is_none_and_a_question():
    plan = plan_of()

    assert plan.directory.parties["street-1"].name is None
    assert "street-1-name" in {question.id for question in plan.questions}


# -- every form of a date ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kind", "opens_on", "due_on"),
    [
        ("2012-03-30", DueKind.BY, None, "2012-03-30"),
        ('"2012-03-30"', DueKind.BY, None, "2012-03-30"),
        ("{by: 2012-03-30}", DueKind.BY, None, "2012-03-30"),
        ('{by: 2012-03-30, time: "18:00"}', DueKind.BY, None, "2012-03-30 18:00"),
        ("{month_end: 2012-05}", DueKind.MONTH_END, None, "2012-05-31"),
        ("{month_end: 2012-02}", DueKind.MONTH_END, None, "2012-02-29"),
        ('{month_end: 2012-04, time: "12:00"}', DueKind.MONTH_END, None, "2012-04-30 12:00"),
        ("{window: [2012-06-01, 2012-06-30]}", DueKind.WINDOW, "2012-06-01", "2012-06-30"),
        ("{window: [2012-06-01, 2012-06-01]}", DueKind.WINDOW, "2012-06-01", "2012-06-01"),
        ("{half_year: 2019-H1}", DueKind.HALF_YEAR, None, "2019-06-30"),
        ("{half_year: 2019-H2}", DueKind.HALF_YEAR, None, "2019-12-31"),
        ("{phase: true}", DueKind.PHASE, "2012-02-15", "2012-03-31"),
        # from Wednesday the 15th: two days of that week, five of the next, three of the one after
        ("{after: campaign.opens_on, offset: 10wd}", DueKind.RELATIVE, None, "2012-02-29"),
        ("{after: campaign.closes_on, offset: -10d}", DueKind.RELATIVE, None, "2012-08-21"),
        # 31 March and 1 April are worked for the holiday of 2 to 4 April, and 5 April is the third
        ("{after: preparation.closes_on, offset: +2wd}", DueKind.RELATIVE, None, "2012-04-05"),
        ("{after: preparation.opens_on, offset: 0}", DueKind.RELATIVE, None, "2012-02-15"),
        ("{on_notice: true}", DueKind.ON_NOTICE, None, "None"),
        ("{continuous: true}", DueKind.CONTINUOUS, None, "None"),
        ("{unknown: true}", DueKind.UNKNOWN, None, "None"),
    ],
)
def test_a_date_as_written_and_the_days_the_plan_gets(written, kind, opens_on, due_on):
    (report,) = owed(due(written))

    assert report.dated.kind is kind
    assert report.dated.opens_on == (date.fromisoformat(opens_on) if opens_on else None)
    assert days(written) == [due_on]


def test_an_unknown_day_keeps_what_it_could_mean_and_asks():
    plan = plan_of(due("{unknown: [2012-03-30, 2012-03-31]}"))
    (report,) = plan.obligations
    (asked,) = [question for question in plan.questions if question.id == "veto-report-due"]

    assert (report.dated.due_on, report.timing) == (None, None)
    assert report.dated.candidates == (date(2012, 3, 30), date(2012, 3, 31))
    assert asked.candidates == ("2012-03-30", "2012-03-31")


@pytest.mark.parametrize(
    ("written", "last_days"),
    [
        # 25 March is a Sunday, and stays one
        (
            "{every: month, day: 25, first: 2012-03, until: 2012-06}",
            ["2012-03-25", "2012-04-25", "2012-05-25", "2012-06-25"],
        ),
        (
            "{every: month, day: 25, first: 2012-03, until: 2012-04, rest: {previous: 1wd}}",
            ["2012-03-23", "2012-04-25"],
        ),
        ("{every: month, day: 31, first: 2012-01, until: 2012-03}", ["2012-01-31", "2012-02-29", "2012-03-31"]),
        # 27 to 31 March are worked, Saturday too; 24 to 28 April; 25 and 28 to 31 May
        (
            "{every: month, day: -5wd, first: 2012-03, until: 2012-05}",
            ["2012-03-27", "2012-04-24", "2012-05-25"],
        ),
        # March begins on a Thursday; in April the first days worked are 1, 5 and 6
        ("{every: month, day: 3wd, first: 2012-03, until: 2012-04}", ["2012-03-05", "2012-04-06"]),
        # without first and until the phase bounds it: 15 February to 31 March
        ("{every: month, day: 20}", ["2012-02-20", "2012-03-20"]),
        # 1 May is a Tuesday and off: 2 and 3 May are the two working days after it
        (
            '{every: week, day: tue, first: 2012-04-24, until: 2012-05-08, rest: {next: 2wd, time: "12:00"}}',
            ["2012-04-24", "2012-05-03 12:00", "2012-05-08"],
        ),
        (
            '{every: week, day: tue, first: 2012-04-24, until: 2012-05-08, time: "17:00", rest: {next: 1wd}}',
            ["2012-04-24 17:00", "2012-05-02 17:00", "2012-05-08 17:00"],
        ),
        (
            "{every: week, day: tue, first: 2012-04-24, until: 2012-05-08}",
            ["2012-04-24", "2012-05-01", "2012-05-08"],
        ),
        (
            "{every: year, first: 2019-04-30, then: 01-31, until: 2028}",
            ["2019-04-30", *(f"{year}-01-31" for year in range(2020, 2029))],
        ),
        ("{every: year, first: 2012-02-29, until: 2014}", ["2012-02-29", "2013-02-28", "2014-02-28"]),
    ],
)
def test_a_date_that_comes_again_and_every_day_it_falls_on(written, last_days):
    assert days(written) == last_days
    assert {one.dated.kind for one in owed(due(written))} == {DueKind.RECURRING}


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("{every: week, day: fri, first: 2012-03-23, until: 2012-03-30}", ["2012-W12", "2012-W13"]),
        ("{every: month, day: 25, first: 2012-05, until: 2012-06}", ["2012-05", "2012-06"]),
        ("{every: year, first: 2012-04-30, until: 2013}", ["2012", "2013"]),
    ],
)
def test_each_occurrence_is_named_by_its_week_month_or_year(written, ids):
    assert [one.id for one in owed(due(written))] == [f"veto-report/finance@{period}" for period in ids]


def test_a_date_of_the_deliverable_goes_before_that_of_its_milestone():
    (report,) = owed((OWNERS, f"{OWNERS}\n            due: {{month_end: 2012-06}}"))

    assert report.dated.due_on == date(2012, 6, 30)
