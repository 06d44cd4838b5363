from datetime import date, timedelta

import pytest

from models.words import Standing
from schedule.facts import Book, Facts
from schedule.standing import late_limit, rungs_of, standing, was_late
from schedule.transitions import Act, Deed, Step, perform
from tests.small_campaign import book_of, campaign, play

REPORT = "report/docks"
CHAIN = """
    - key: paper
      title: Paper
      chain: [{key: write, by: docks}, {key: read, by: province}, {key: approve, by: leading-group}]
"""
KINDS_OF_DATE = """
    - {key: report, title: Report, owed_by: docks}
    - {key: fair, title: Fair, owed_by: docks, due: {window: [2024-05-06, 2024-05-17]}}
    - {key: someday, title: Someday, owed_by: docks, due: {unknown: true}}
    - {key: call, title: Call, owed_by: docks, due: {on_notice: true}}
    - {key: always, title: Always, owed_by: docks, due: {continuous: true}}
    - {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-06, 2024-05-17]}}
"""


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def opened(deliverables: str | None = None, **settings: str) -> Book:
    """A campaign of which nothing has happened yet."""
    return book_of(campaign(deliverables, **settings) if deliverables else campaign(**settings))


def after(book: Book, *deeds: Deed, obligation: str = REPORT) -> Book:
    """The book once all of this was done to an obligation."""
    for deed in deeds:
        facts = perform(book, book.plan.by_id[obligation], deed)
        assert isinstance(facts, Facts), facts
        book = book.with_facts({obligation: facts})
    return book


def on(book: Book, text: str, obligation: str = REPORT) -> str:
    return standing(book, book.plan.by_id[obligation], day(text)).value


def late(book: Book, text: str, obligation: str = REPORT) -> bool:
    return was_late(book, book.plan.by_id[obligation], day(text))


def course(book: Book, first: str, last: str, obligation: str = REPORT) -> list[str]:
    """The first day of each standing in a span of days, while nothing happens."""
    found: list[str] = []
    for n in range((day(last) - day(first)).days + 1):
        text = f"{day(first) + timedelta(days=n):%m-%d}"
        stands = on(book, text, obligation)
        if not found or not found[-1].endswith(f" {stands}"):
            found.append(f"{text} {stands}")
    return found


SUBMIT, ACCEPT, WAIVE = Act.SUBMIT, Act.ACCEPT, Act.WAIVE


def test_an_untouched_duty_goes_from_not_due_over_due_soon_and_due_today_to_overdue():
    assert course(opened(), "03-01", "06-28") == [
        "03-01 not_due",
        "04-09 due_soon",
        "04-12 due_today",
        "04-13 overdue",
    ]


def test_a_due_day_in_a_holiday_is_due_from_the_last_working_day_to_itself():
    assert course(opened(due="2024-05-03"), "04-20", "05-10") == [
        "04-20 not_due",
        "04-26 due_soon",
        "04-30 due_today",
        "05-04 overdue",
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("previous", ["04-25 not_due", "04-26 due_soon", "04-30 due_today", "05-01 overdue"]),
        ("next", ["04-25 not_due", "04-28 due_soon", "05-06 due_today", "05-07 overdue"]),
    ],
)
def test_the_rule_for_days_off_moves_the_last_day_and_everything_counted_from_it(rule, expected):
    assert course(opened(due="2024-05-03", rest_day=rule), "04-25", "05-10") == expected


def test_without_reminders_a_duty_is_never_due_soon():
    only_after = "[{at: +1wd, tell: head}]"

    assert course(opened(ladder=only_after), "03-01", "04-15") == [
        "03-01 not_due",
        "04-12 due_today",
        "04-13 overdue",
    ]


def test_a_window_is_not_due_before_it_opens_even_when_its_first_reminder_is_reached():
    early = "[{at: -11wd, tell: liaison}, {at: 0, tell: head}]"
    book = opened(KINDS_OF_DATE, ladder=early)

    # the first reminder lies on 30 April, before the window opens on 6 May
    assert rungs_of(book, book.plan.by_id["fair/docks"])[0].planned_on == day("04-30")
    assert course(book, "04-20", "05-20", "fair/docks") == [
        "04-20 not_due",
        "05-06 due_soon",
        "05-17 due_today",
        "05-18 overdue",
    ]


def test_what_has_no_day_is_unknown_and_what_goes_on_all_the_time_is_never_due():
    book = opened(KINDS_OF_DATE)

    assert course(book, "03-01", "06-28", "someday/docks") == ["03-01 date_unknown"]
    assert course(book, "03-01", "06-28", "call/docks") == ["03-01 date_unknown"]
    assert course(book, "03-01", "06-28", "always/docks") == ["03-01 not_due"]
    assert not late(book, "06-28", "someday/docks")
    assert not late(book, "06-28", "always/docks")


def test_what_others_do_stands_apart_until_somebody_records_it():
    book = opened(KINDS_OF_DATE)

    assert course(book, "03-01", "06-28", "visit/province") == ["03-01 external"]
    assert not late(book, "06-28", "visit/province")
    recorded = after(book, Deed(ACCEPT, day("06-03")), obligation="visit/province")
    assert on(recorded, "06-04", "visit/province") == "done"


def test_the_later_steps_of_a_chain_are_blocked_and_never_late():
    book = opened(CHAIN)

    assert course(book, "04-01", "04-30", "paper.approve/leading-group") == ["04-01 blocked"]
    assert not late(book, "04-30", "paper.approve/leading-group")
    assert on(book, "04-30", "paper.write/docks") == "overdue"
    assert late(book, "04-30", "paper.write/docks")


def test_a_step_is_unblocked_when_the_one_before_it_is_accepted_waived_or_cancelled():
    for deeds in (
        [Deed(SUBMIT, day("04-01")), Deed(ACCEPT, day("04-02"))],
        [Deed(WAIVE, day("04-02"))],
        [Deed(Act.DISPUTE, day("04-02"))],
    ):
        book = after(opened(CHAIN), *deeds, obligation="paper.write/docks")
        assert on(book, "04-03", "paper.read/province") == "external"
        assert on(book, "04-03", "paper.approve/leading-group") == "blocked"
        book = after(book, Deed(ACCEPT, day("04-03")), obligation="paper.read/province")
        assert on(book, "04-08", "paper.approve/leading-group") == "not_due"


def test_a_step_that_is_handed_in_but_not_accepted_blocks_still():
    book = after(opened(CHAIN), Deed(SUBMIT, day("04-01")), obligation="paper.write/docks")

    assert on(book, "04-03", "paper.write/docks") == "in_review"
    assert on(book, "04-03", "paper.approve/leading-group") == "blocked"


SUBMITTED = [Deed(SUBMIT, day("04-10"))]
RETURNED = [*SUBMITTED, Deed(Act.RETURN, day("04-11"))]  # until the 16th
LATE = [Deed(SUBMIT, day("04-15"))]


@pytest.mark.parametrize(
    ("deeds", "as_of", "expected", "once_late"),
    [
        ([], "03-01", Standing.NOT_DUE, False),
        ([], "04-09", Standing.DUE_SOON, False),
        ([], "04-12", Standing.DUE_TODAY, False),
        ([], "04-13", Standing.OVERDUE, True),
        (SUBMITTED, "04-10", Standing.IN_REVIEW, False),
        (SUBMITTED, "05-10", Standing.IN_REVIEW, False),  # however long the office takes
        (LATE, "04-16", Standing.IN_REVIEW, True),  # in review keeps `late`
        (RETURNED, "04-11", Standing.RETURNED, False),
        (RETURNED, "04-15", Standing.RETURNED, False),  # due soon, too: returned says more
        (RETURNED, "04-16", Standing.RETURNED, False),  # due today, too
        (RETURNED, "04-17", Standing.OVERDUE, False),  # overdue beats returned; the first hand-in was in time
        ([*LATE, Deed(Act.RETURN, day("04-16"))], "04-17", Standing.RETURNED, True),
        ([*RETURNED, Deed(SUBMIT, day("04-18"))], "04-18", Standing.IN_REVIEW, False),
        ([*SUBMITTED, Deed(ACCEPT, day("04-15"))], "04-15", Standing.DONE, False),
        ([*LATE, Deed(ACCEPT, day("04-16"))], "04-16", Standing.DONE_LATE, True),
        ([Deed(WAIVE, day("04-10"))], "04-20", Standing.WAIVED, False),
        ([Deed(Act.DISPUTE, day("04-10"))], "04-20", Standing.CANCELLED, False),
        ([Deed(Act.DISPUTE, day("04-10"), Step.ASK)], "04-11", Standing.DUE_SOON, False),
        ([Deed(Act.DISPUTE, day("04-10"), Step.ASK)], "04-13", Standing.OVERDUE, True),
        ([Deed(Act.EXTEND, day("04-10"), until=day("04-30"))], "04-13", Standing.NOT_DUE, False),
        ([Deed(Act.EXTEND, day("04-10"), until=day("04-30"))], "04-30", Standing.DUE_TODAY, False),
        ([Deed(Act.EXTEND, day("04-10"), until=day("04-30"))], "05-01", Standing.OVERDUE, True),
        # granted after it was overdue: it is not late any more
        ([Deed(Act.EXTEND, day("04-18"), until=day("04-30"))], "04-19", Standing.NOT_DUE, False),
    ],
)
def test_what_was_done_and_the_day_decide(deeds, as_of, expected, once_late):
    book = after(opened(), *deeds)

    assert on(book, as_of) == expected
    assert late(book, as_of) is once_late


def test_every_standing_has_its_place_in_the_tests_above():
    shown = {
        *(Standing(line[6:]) for line in course(opened(), "03-01", "04-13")),
        Standing(on(opened(KINDS_OF_DATE), "04-01", "someday/docks")),
        Standing(on(opened(KINDS_OF_DATE), "04-01", "visit/province")),
        Standing(on(opened(CHAIN), "04-01", "paper.read/province")),
        Standing(on(opened(CHAIN), "04-01", "paper.approve/leading-group")),
        Standing(on(after(opened(), *SUBMITTED), "04-10")),
        Standing(on(after(opened(), *RETURNED), "04-11")),
        Standing(on(after(opened(), *SUBMITTED, Deed(ACCEPT, day("04-11"))), "04-11")),
        Standing(on(after(opened(), *LATE, Deed(ACCEPT, day("04-16"))), "04-16")),
        Standing(on(after(opened(), Deed(WAIVE, day("04-01"))), "04-11")),
        Standing(on(after(opened(), Deed(Act.DISPUTE, day("04-01"))), "04-11")),
    }

    assert shown | {Standing.EXTERNAL} == set(Standing)


def test_a_reopened_duty_is_returned_until_its_term_is_over():
    done = after(opened(), *SUBMITTED, Deed(ACCEPT, day("04-11")), Deed(Act.REOPEN, day("05-07"), until=day("05-14")))

    assert course(done, "05-07", "05-16") == ["05-07 returned", "05-15 overdue"]
    assert not late(done, "05-15")


def told_late(outages: str = "[]") -> Book:
    """A day for the report that somebody names when it is over."""
    plan = campaign("[{key: report, title: Report, owed_by: docks, submit_to: office}]", due="{unknown: true}")
    events = "[{day: 2024-04-17, act: answer, question: report-due, value: 2024-04-12}]"
    return play(plan, events, outages).book or pytest.fail("no book")


def test_a_duty_known_too_late_is_in_time_within_three_working_days_after_it_was_told():
    book = told_late()

    # answered on Wednesday, told on Thursday: Friday, Monday, Tuesday
    assert late_limit(book, book.plan.by_id[REPORT]) == day("04-23")
    assert not late(book, "04-23")
    assert late(book, "04-24")
    assert on(book, "04-18") == "overdue"
    in_time = after(book, Deed(SUBMIT, day("04-23")), Deed(ACCEPT, day("04-24")))
    assert on(in_time, "04-25") == "done"
    too_late = after(book, Deed(SUBMIT, day("04-24")), Deed(ACCEPT, day("04-25")))
    assert on(too_late, "04-25") == "done_late"


def test_the_three_days_run_from_the_day_it_was_really_told():
    book = told_late("[{from: 2024-04-18, to: 2024-04-22}]")

    # told on Tuesday the 23rd: Wednesday, Thursday, Friday
    assert late_limit(book, book.plan.by_id[REPORT]) == day("04-26")
    assert not late(book, "04-26")
    assert late(book, "04-28")


def test_nobody_who_was_not_told_is_late():
    book = told_late("[{from: 2024-04-18, to: 2024-12-31}]")

    assert late_limit(book, book.plan.by_id[REPORT]) is None
    assert not late(book, "06-28")


def test_the_limit_is_the_last_day_that_is_not_late_where_reminders_lay_ahead():
    book = opened(due="2024-05-03", rest_day="next")

    assert late_limit(book, book.plan.by_id[REPORT]) == day("05-06")
    assert late_limit(opened(KINDS_OF_DATE), opened(KINDS_OF_DATE).plan.by_id["someday/docks"]) is None


def test_a_step_handed_in_while_it_waits_for_another_is_not_late():
    book = after(opened(CHAIN), Deed(SUBMIT, day("04-20")), obligation="paper.approve/leading-group")

    assert not late(book, "04-20", "paper.approve/leading-group")
