from datetime import date

import pytest

from models.words import Actor, Form, Status
from schedule.facts import Book, Facts, Wait, WaitKind
from schedule.standing import standing
from schedule.transitions import Act, Deed, Refusal, Step, perform, possible, reviewed_by_office
from tests.small_campaign import book_of, campaign, text_of

REPORT = "report/docks"
DUTIES = """
- {key: report, title: Report, owed_by: docks, submit_to: office, forms: [paper, electronic], commitment: true}
- {key: plain, title: Plain, owed_by: docks}
- {key: abroad, title: Abroad, owed_by: docks, submit_to: province}
- {key: both, title: Both, owed_by: docks, submit_to: [province, office]}
- {key: own, title: Own, owed_by: office}
- {key: led, title: Led, owed_by: leading-group}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-06, 2024-05-17]}}
- {key: someday, title: Someday, owed_by: docks, due: {unknown: true}}
- {key: always, title: Always, owed_by: docks, due: {continuous: true}}
"""


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def opened(**settings: str) -> Book:
    return book_of(campaign(DUTIES, **settings))


def deed(
    act: Act, text: str, until: str | None = None, step: Step = Step.GRANT, forms: set[Form] | None = None
) -> Deed:
    return Deed(
        act, day(text), step, frozenset(forms) if forms is not None else None, day(until) if until else None, "because"
    )


def done(book: Book, *deeds: Deed, obligation: str = REPORT) -> Book:
    for one in deeds:
        facts = perform(book, book.plan.by_id[obligation], one)
        assert isinstance(facts, Facts), text_of(facts.why)
        book = book.with_facts({obligation: facts})
    return book


def facts_of(book: Book, obligation: str = REPORT) -> Facts:
    return book.facts[obligation]


def refused(book: Book, one: Deed, obligation: str = REPORT) -> str:
    """Why an act is refused; the facts are untouched by a refusal, as it returns none."""
    refusal = perform(book, book.plan.by_id[obligation], one)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.possible == possible(book, book.plan.by_id[obligation])
    return text_of(refusal.why)


SUBMIT, ACK, ACCEPT, RETURN, REOPEN, EXTEND, DISPUTE, WAIVE = Act
OPEN, SUBMITTED, RETURNED, ACCEPTED, WAIVED, CANCELLED = Status

TO_REACH = {
    OPEN: [],
    SUBMITTED: [deed(SUBMIT, "04-10")],
    RETURNED: [deed(SUBMIT, "04-10"), deed(RETURN, "04-11")],
    ACCEPTED: [deed(SUBMIT, "04-10"), deed(ACCEPT, "04-11")],
    WAIVED: [deed(WAIVE, "04-10")],
    CANCELLED: [deed(DISPUTE, "04-10")],
}
BECOMES = {
    OPEN: {SUBMIT: SUBMITTED, ACK: OPEN, EXTEND: OPEN, DISPUTE: CANCELLED, WAIVE: WAIVED},
    SUBMITTED: {ACK: SUBMITTED, ACCEPT: ACCEPTED, RETURN: RETURNED, WAIVE: WAIVED},
    RETURNED: {SUBMIT: SUBMITTED, ACK: RETURNED, EXTEND: RETURNED, DISPUTE: CANCELLED, WAIVE: WAIVED},
    ACCEPTED: {ACK: ACCEPTED, REOPEN: RETURNED},
    WAIVED: {ACK: WAIVED},
    CANCELLED: {},
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("status", Status)
def test_every_act_in_every_status_leads_somewhere_or_is_refused(status, act):
    book = done(opened(), *TO_REACH[status])
    assert facts_of(book).status is status
    asked = deed(act, "04-12", until="04-30")

    if act in BECOMES[status]:
        assert facts_of(done(book, asked)).status is BECOMES[status][act]
    else:
        assert refused(book, asked) == f"{act} is not possible while the status is {status}"


@pytest.mark.parametrize("status", Status)
def test_what_is_possible_is_what_is_not_refused(status):
    book = done(opened(), *TO_REACH[status])

    assert set(possible(book, book.plan.by_id[REPORT])) == set(BECOMES[status])


# -- handing in -----------------------------------------------------------------------------------------------------


def test_forms_arrive_one_by_one_and_only_the_last_makes_it_submitted():
    first = done(opened(), deed(SUBMIT, "04-09", forms={Form.ELECTRONIC}))
    assert (facts_of(first).status, facts_of(first).received) == (OPEN, {Form.ELECTRONIC})
    assert facts_of(first).submitted_on is None
    assert not facts_of(first).waits

    again = done(first, deed(SUBMIT, "04-10", forms={Form.ELECTRONIC}))
    assert facts_of(again).status is OPEN

    both = done(again, deed(SUBMIT, "04-12", forms={Form.PAPER}))
    assert (facts_of(both).status, facts_of(both).submitted_on) == (SUBMITTED, day("04-12"))
    assert facts_of(both).received == {Form.PAPER, Form.ELECTRONIC}
    assert not facts_of(both).late


def test_the_last_form_decides_whether_it_was_late():
    book = done(opened(), deed(SUBMIT, "04-12", forms={Form.ELECTRONIC}), deed(SUBMIT, "04-13", forms={Form.PAPER}))

    assert facts_of(book).late


def test_a_submission_without_forms_named_brings_everything_owed_and_the_commitment():
    facts = facts_of(done(opened(), deed(SUBMIT, "04-10")))

    assert facts.received == {Form.PAPER, Form.ELECTRONIC}
    assert facts.committed


def test_what_owes_no_form_is_handed_in_by_any():
    assert facts_of(done(opened(), deed(SUBMIT, "04-10"), obligation="plain/docks"), "plain/docks").status is SUBMITTED
    by_paper = done(opened(), deed(SUBMIT, "04-10", forms={Form.PAPER}), obligation="plain/docks")
    assert facts_of(by_paper, "plain/docks").status is SUBMITTED


@pytest.mark.parametrize(("handed_in", "late"), [("04-12", False), ("04-13", True)])
def test_late_is_judged_on_the_first_complete_submission_and_kept(handed_in, late):
    book = done(opened(), deed(SUBMIT, handed_in))
    assert facts_of(book).late is late

    book = done(book, deed(RETURN, "04-15"), deed(SUBMIT, "06-03"), deed(ACCEPT, "06-04"))
    assert facts_of(book).late is late
    assert facts_of(book).submitted_on == day(handed_in)


def test_a_submission_starts_the_terms_of_the_office():
    book = done(opened(), deed(SUBMIT, "04-03"))

    # 4 to 6 April off, Sunday the 7th worked
    assert facts_of(book).waits == (Wait(WaitKind.REVIEW, day("04-03"), day("04-09")),)


@pytest.mark.parametrize(
    ("obligation", "reviewed"),
    [
        (REPORT, True),
        ("plain/docks", True),
        ("both/docks", True),
        ("abroad/docks", False),
        ("own/office", False),
        ("led/leading-group", False),
        ("visit/province", False),
    ],
)
def test_the_office_reviews_what_units_hand_in_to_it(obligation, reviewed):
    book = opened()

    assert reviewed_by_office(book, book.plan.by_id[obligation]) is reviewed


# -- accepted by a receipt -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("obligation", ["abroad/docks", "own/office", "led/leading-group", "visit/province"])
def test_what_the_office_does_not_review_is_accepted_by_recording_its_receipt(obligation):
    book = opened()
    assert ACCEPT in possible(book, book.plan.by_id[obligation])

    accepted = facts_of(done(book, deed(ACCEPT, "04-10"), obligation=obligation), obligation)
    assert (accepted.status, accepted.submitted_on, accepted.late) == (ACCEPTED, day("04-10"), False)


def test_a_receipt_after_the_due_day_is_late_as_a_submission_would_be():
    own = facts_of(done(opened(), deed(ACCEPT, "04-15"), obligation="own/office"), "own/office")
    outside = facts_of(done(opened(), deed(ACCEPT, "06-15"), obligation="visit/province"), "visit/province")

    assert own.late
    assert not outside.late  # what others do is never late


def test_a_receipt_after_a_return_keeps_what_the_first_submission_was():
    book = done(opened(), deed(SUBMIT, "04-10"), deed(RETURN, "04-11"), deed(ACCEPT, "05-20"), obligation="own/office")

    assert (facts_of(book, "own/office").status, facts_of(book, "own/office").late) == (ACCEPTED, False)


def test_a_duty_of_the_office_that_is_handed_in_waits_for_nobody():
    book = done(opened(), deed(SUBMIT, "04-10"), obligation="own/office")

    assert facts_of(book, "own/office").status is SUBMITTED
    assert facts_of(book, "own/office").waits == ()
    assert facts_of(done(book, deed(ACCEPT, "04-11"), obligation="own/office"), "own/office").status is ACCEPTED


def test_what_others_do_is_finished_once_it_came():
    book = done(opened(), deed(SUBMIT, "05-20"), obligation="visit/province")

    assert facts_of(book, "visit/province").status is ACCEPTED
    assert book.plan.by_id["visit/province"].actor is Actor.EXTERNAL


# -- rounds and terms ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returned_on", "until", "term"),
    [
        ("04-10", None, "04-15"),  # three working days on lies after the due day
        ("04-08", None, "04-12"),  # the due day lies after three working days on
        ("04-03", None, "04-12"),
        ("04-10", "04-30", "04-30"),
        ("04-10", "04-11", "04-11"),
        ("04-30", None, "05-08"),  # counted over the holiday
    ],
)
def test_a_return_starts_the_next_round_with_its_own_term(returned_on, until, term):
    book = done(opened(), deed(SUBMIT, "04-02"), deed(RETURN, returned_on, until))
    facts = facts_of(book)

    assert facts.effective_due_on == day(term)
    assert facts.due_on == day("04-12")  # the plan's day never moves
    assert (facts.round, facts.known_on, facts.returned_on) == (1, day(returned_on), day(returned_on))
    assert (facts.received, facts.waits, facts.return_reason) == (frozenset(), (), "because")


def test_each_return_is_a_round_more():
    book = opened()
    for number, (handed_in, returned) in enumerate([("04-02", "04-03"), ("04-08", "04-09"), ("04-10", "04-11")], 1):
        book = done(book, deed(SUBMIT, handed_in), deed(RETURN, returned))
        assert facts_of(book).round == number


def test_a_reopened_duty_has_a_reason_a_term_and_the_next_round():
    book = done(opened(), deed(SUBMIT, "04-02"), deed(ACCEPT, "04-03"), deed(REOPEN, "05-20"))
    facts = facts_of(book)

    assert (facts.status, facts.round, facts.return_reason) == (RETURNED, 1, "because")
    assert facts.effective_due_on == day("05-23")
    assert standing(book, book.plan.by_id[REPORT], day("05-20")).value == "returned"


@pytest.mark.parametrize("act", [RETURN, REOPEN])
@pytest.mark.parametrize("until", ["04-11", "04-09"])
def test_a_term_must_lie_after_the_day_of_the_decision(act, until):
    deeds = [deed(SUBMIT, "04-02"), *([deed(ACCEPT, "04-03")] if act is REOPEN else [])]

    why = refused(done(opened(), *deeds), deed(act, "04-11", until))
    assert why == "the new day must lie after 2024-04-11, the day of the decision"


def test_forms_of_an_earlier_round_count_no_more():
    book = done(opened(), deed(SUBMIT, "04-02"), deed(RETURN, "04-03"), deed(SUBMIT, "04-07", forms={Form.PAPER}))

    assert (facts_of(book).status, facts_of(book).received) == (RETURNED, {Form.PAPER})


# -- extensions ----------------------------------------------------------------------------------------------------


def test_a_granted_extension_is_another_effective_day_known_from_its_decision():
    facts = facts_of(done(opened(), deed(EXTEND, "04-10", "04-30")))

    assert (facts.due_on, facts.effective_due_on, facts.known_on) == (day("04-12"), day("04-30"), day("04-10"))
    assert (facts.round, facts.status) == (0, OPEN)


def test_a_second_extension_counts_from_the_first():
    book = done(opened(), deed(EXTEND, "04-10", "04-30"))

    assert facts_of(done(book, deed(EXTEND, "04-11", "05-20"))).effective_due_on == day("05-20")
    assert refused(book, deed(EXTEND, "04-11", "04-30")) == (
        "an extension must lie after the due day 2024-04-30; 2024-04-30 does not"
    )


@pytest.mark.parametrize(
    ("decided_on", "until", "why"),
    [
        ("04-10", None, "say until which day (--until): nobody has asked for one"),
        ("04-30", "04-30", "the new day must lie after 2024-04-30, the day of the decision"),
        ("04-30", "04-20", "the new day must lie after 2024-04-30, the day of the decision"),
        ("04-01", "04-12", "an extension must lie after the due day 2024-04-12; 2024-04-12 does not"),
        ("04-01", "04-05", "an extension must lie after the due day 2024-04-12; 2024-04-05 does not"),
    ],
)
def test_an_extension_must_lie_after_its_decision_and_after_the_due_day(decided_on, until, why):
    assert refused(opened(), deed(EXTEND, decided_on, until)) == why


@pytest.mark.parametrize("obligation", ["someday/docks", "always/docks"])
@pytest.mark.parametrize("step", [Step.ASK, Step.GRANT])
def test_what_has_no_day_cannot_be_extended(obligation, step):
    why = refused(opened(), deed(EXTEND, "04-10", "04-30", step), obligation)

    assert why == "it has no due day yet that could be extended"


def test_a_day_beyond_the_calendar_is_refused_and_no_crash():
    far = Deed(EXTEND, day("04-10"), until=date(2099, 1, 1))
    why = refused(opened(), far)
    assert why.startswith("2099-01-01 lies too far from the days of the campaign")

    far = Deed(RETURN, day("04-10"), until=date(2099, 1, 1))
    assert refused(done(opened(), deed(SUBMIT, "04-10")), far) == why


@pytest.mark.parametrize(("act", "kind"), [(EXTEND, WaitKind.EXTENSION), (DISPUTE, WaitKind.DISPUTE)])
def test_what_is_asked_in_time_waits_for_the_office_and_changes_nothing_else(act, kind):
    before = opened()
    book = done(before, deed(act, "04-12", step=Step.ASK))

    assert facts_of(book).waits == (Wait(kind, day("04-12"), day("04-17")),)
    assert facts_of(book).escalations_held
    assert facts_of(book).effective_due_on == facts_of(before).effective_due_on
    assert facts_of(book).status is OPEN


@pytest.mark.parametrize("act", [EXTEND, DISPUTE])
def test_what_is_asked_too_late_is_refused_and_only_the_office_can_still_grant(act):
    why = refused(opened(), deed(act, "04-13", step=Step.ASK))
    assert why == (
        "asked on 2024-04-13, after the last day that is not late (2024-04-12); only the office can still grant it"
    )
    done(opened(), deed(act, "04-13", until="04-30"))


def test_the_last_day_to_ask_moves_with_the_last_day_that_is_not_late():
    book = opened(due="2024-05-03", rest_day="next")

    done(book, deed(DISPUTE, "05-06", step=Step.ASK))
    refused(book, deed(DISPUTE, "05-07", step=Step.ASK))


@pytest.mark.parametrize("act", [EXTEND, DISPUTE])
def test_the_same_is_not_asked_twice_at_once(act):
    asked = done(opened(), deed(act, "04-10", step=Step.ASK))
    assert refused(asked, deed(act, "04-11", step=Step.ASK)) == "it is asked for already and not decided yet"

    other = done(asked, deed(EXTEND if act is DISPUTE else DISPUTE, "04-11", step=Step.ASK))
    assert len(facts_of(other).waits) == 2


@pytest.mark.parametrize("act", [EXTEND, DISPUTE])
def test_a_refusal_ends_the_wait_and_leaves_the_duty_as_it_was(act):
    before = opened()
    book = done(before, deed(act, "04-10", step=Step.ASK), deed(act, "04-16", step=Step.REFUSE))

    assert facts_of(book) == facts_of(before)
    assert refused(book, deed(act, "04-17", step=Step.REFUSE)) == "nothing has been asked for that could be refused"


def test_a_decision_on_one_thing_leaves_the_other_waiting():
    book = done(opened(), deed(EXTEND, "04-10", step=Step.ASK), deed(DISPUTE, "04-10", step=Step.ASK))

    granted = done(book, deed(EXTEND, "04-11", "04-30"))
    assert [wait.kind for wait in facts_of(granted).waits] == [WaitKind.DISPUTE]
    refused_one = done(book, deed(DISPUTE, "04-11", step=Step.REFUSE))
    assert [wait.kind for wait in facts_of(refused_one).waits] == [WaitKind.EXTENSION]


def test_a_granted_dispute_cancels_the_duty_and_everything_that_waits():
    book = done(opened(), deed(EXTEND, "04-10", step=Step.ASK), deed(DISPUTE, "04-10", step=Step.ASK))
    facts = facts_of(done(book, deed(DISPUTE, "04-11")))

    assert (facts.status, facts.waits, facts.finished) == (CANCELLED, (), True)


# -- decided after it came -----------------------------------------------------------------------------------------


def test_an_extension_asked_in_time_can_be_decided_after_the_paper_came():
    asked = done(opened(), deed(EXTEND, "04-12", step=Step.ASK), deed(SUBMIT, "04-15"))
    assert facts_of(asked).late
    assert [wait.kind for wait in facts_of(asked).waits] == [WaitKind.EXTENSION, WaitKind.REVIEW]
    assert EXTEND in possible(asked, asked.plan.by_id[REPORT])

    granted = done(asked, deed(EXTEND, "04-16", "04-19"))
    assert not facts_of(granted).late
    assert (facts_of(granted).status, facts_of(granted).effective_due_on) == (SUBMITTED, day("04-19"))
    assert [wait.kind for wait in facts_of(granted).waits] == [WaitKind.REVIEW]

    not_granted = done(asked, deed(EXTEND, "04-16", step=Step.REFUSE))
    assert facts_of(not_granted).late
    assert facts_of(not_granted).status is SUBMITTED


def test_a_dispute_can_be_decided_after_the_paper_came():
    asked = done(opened(), deed(DISPUTE, "04-12", step=Step.ASK), deed(SUBMIT, "04-12"))

    assert facts_of(done(asked, deed(DISPUTE, "04-16"))).status is CANCELLED
    assert facts_of(done(asked, deed(DISPUTE, "04-16", step=Step.REFUSE))).status is SUBMITTED


def test_nobody_extends_what_is_in_review_and_was_not_asked_to_be_extended():
    book = done(opened(), deed(SUBMIT, "04-10"))

    assert refused(book, deed(EXTEND, "04-11", "04-30")) == "extend is not possible while the status is submitted"


# -- days out of order ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "asked", "last"),
    [
        ([deed(SUBMIT, "04-10")], deed(ACCEPT, "04-09"), "04-10"),
        ([deed(SUBMIT, "04-10")], deed(RETURN, "04-09"), "04-10"),
        ([deed(SUBMIT, "04-10"), deed(RETURN, "04-11")], deed(SUBMIT, "04-10"), "04-11"),
        ([deed(EXTEND, "04-10", step=Step.ASK)], deed(EXTEND, "04-09", "04-30"), "04-10"),
        ([deed(DISPUTE, "04-10", step=Step.ASK)], deed(DISPUTE, "04-09", step=Step.REFUSE), "04-10"),
        ([deed(SUBMIT, "04-10"), deed(ACCEPT, "04-11")], deed(REOPEN, "04-09"), "04-10"),
        ([deed(SUBMIT, "04-10"), deed(RETURN, "04-11"), deed(SUBMIT, "04-15")], deed(ACCEPT, "04-12"), "04-15"),
    ],
)
def test_no_act_comes_before_the_one_it_answers(before, asked, last):
    why = refused(done(opened(), *before), asked)

    assert why == f"{asked.on} lies before 2024-{last}, the day of the act it would follow"


def test_an_act_on_the_same_day_and_on_a_day_off_is_possible():
    book = done(opened(), deed(SUBMIT, "04-06"), deed(RETURN, "04-06"), deed(SUBMIT, "04-06"), deed(ACCEPT, "04-06"))

    assert facts_of(book).status is ACCEPTED


# -- acknowledged --------------------------------------------------------------------------------------------------


def test_the_first_acknowledgement_is_kept_and_changes_nothing_else():
    before = opened()
    once = done(before, deed(ACK, "03-20"))
    twice = done(once, deed(ACK, "03-25"))

    assert facts_of(twice).acknowledged_on == day("03-20")
    assert facts_of(twice).status is OPEN


def test_a_late_acknowledgement_of_an_earlier_day_is_recorded():
    book = done(opened(), deed(SUBMIT, "04-10"), deed(ACK, "04-02"))

    assert facts_of(book).acknowledged_on == day("04-02")


def test_a_grant_that_names_no_day_grants_the_day_asked_for():
    book = done(opened(), deed(EXTEND, "04-08", "04-19", Step.ASK), deed(EXTEND, "04-09"))

    assert facts_of(book).effective_due_on == day("04-19")
    assert facts_of(book).waits == ()


def test_a_grant_that_names_a_day_grants_that_one():
    book = done(opened(), deed(EXTEND, "04-08", "04-19", Step.ASK), deed(EXTEND, "04-09", "04-16"))

    assert facts_of(book).effective_due_on == day("04-16")
