"""Which rung fires on which day, for whom: each expectation is counted by hand on the calendar of spring 2024.

Working days: 1 2 3 7 8 9 10 11 12 · 15 to 19 · 22 to 26 28 29 30 April; 6 to 11 · 13 to 17 · 20 to 24 May.
"""

from datetime import date, timedelta

import pytest

from models.words import ItemKind
from register.rehearsal import Rehearsal
from schedule.day import apply_day, plan_day
from schedule.facts import Outcome
from tests.small_campaign import LADDER, book_of, campaign, lines, play, superseded, text_of


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def reasons(played: Rehearsal, month_and_day: str, seat: str) -> list[str]:
    return [
        text_of(reason)
        for notice in played.notices
        for item in notice.draft.items
        for reason in item.reason
        if f"{notice.draft.on:%m-%d}" == month_and_day and item.seat == seat
    ]


# -- a rung fires once its day has come ------------------------------------------------------------------------------


def test_a_duty_nobody_does_anything_about_climbs_rung_by_rung():
    assert lines(play(campaign()), last="05-13") == [
        "04-09 docks/liaison -3wd reminder",
        "04-12 docks/head 0 reminder",
        "04-12 docks/liaison 0 reminder",
        "04-15 docks/head +1wd escalation",
        "04-17 office/director +3wd escalation",
        "04-19 docks/head +5wd escalation",
        "04-19 leading-group/deputy +5wd escalation held (to be released)",
        "04-26 docks/head +10wd escalation",
        "04-26 leading-group/leader +10wd escalation superseded",
        "04-26 office/director +10wd escalation",
        "05-13 docks/head +20wd escalation",
        "05-13 leading-group/leader +20wd escalation superseded",
        "05-13 office/director +20wd escalation",
    ]


def test_nothing_is_sent_on_a_day_off_and_worked_weekends_are_days_like_others():
    played = play(campaign(due="2024-05-04"))

    # the last working day is Tuesday the 30th; three before it: 29, Sunday 28, 26
    assert lines(played, last="05-08") == [
        "04-26 docks/liaison -3wd reminder",
        "04-30 docks/head 0 reminder",
        "04-30 docks/liaison 0 reminder",
        "05-06 docks/head +1wd escalation",
        "05-08 office/director +3wd escalation",
    ]


def test_what_a_short_outage_kept_back_collapses_into_the_strongest_rung_of_each_seat():
    played = play(campaign(), outages="[{from: 2024-04-09, to: 2024-04-11}]")

    assert lines(played, last="04-12") == ["04-12 docks/head 0 reminder", "04-12 docks/liaison 0 reminder"]
    assert superseded(played) == ["04-12 docks/liaison -3wd of 04-09: collapsed into 0"]


def test_a_rung_that_goes_after_its_day_says_so():
    played = play(campaign(), outages="[{from: 2024-04-09, to: 2024-04-10}]")

    assert lines(played, last="04-11") == ["04-11 docks/liaison -3wd reminder"]
    assert reasons(played, "04-11", "docks/liaison") == [
        "working days before 2024-04-12, the last working day for it: 3",
        "planned for 2024-04-09, sent as soon as it could go",
    ]


def test_a_rung_that_goes_after_the_last_day_is_an_escalation_whatever_its_offset():
    played = play(campaign(), outages="[{from: 2024-04-12, to: 2024-04-12}]")

    assert lines(played, "04-12", "04-16") == [
        "04-15 docks/head +1wd escalation",
        "04-15 docks/liaison 0 escalation",
    ]
    assert superseded(played) == ["04-15 docks/head 0 of 04-12: collapsed into +1wd"]


def test_an_outage_that_ends_in_a_holiday_before_the_due_day_leaves_reminders_reminders():
    played = play(campaign(due="2024-05-06"), outages="[{from: 2024-04-29, to: 2024-05-05}]")

    # -3wd is Sunday 28 April, before the outage; rung 0 is the first day after the holiday
    assert lines(played, last="05-06") == [
        "04-28 docks/liaison -3wd reminder",
        "05-06 docks/head 0 reminder",
        "05-06 docks/liaison 0 reminder",
    ]


# -- the climb -------------------------------------------------------------------------------------------------------


def test_after_a_long_outage_the_climb_begins_at_the_head_and_goes_up_one_audience_a_working_day():
    played = play(campaign(), outages="[{from: 2024-04-15, to: 2024-04-30}]")

    assert lines(played, "04-13", "05-10") == [
        "05-06 docks/head +10wd escalation",
        "05-07 office/director +10wd escalation",
        "05-08 leading-group/deputy +5wd escalation held (to be released)",
        "05-09 leading-group/leader +10wd escalation superseded",
    ]
    assert superseded(played) == [
        "05-06 docks/head +1wd of 04-15: collapsed into +10wd",
        "05-06 docks/head +5wd of 04-19: collapsed into +10wd",
        "05-07 office/director +3wd of 04-17: collapsed into +10wd",
    ]


def test_a_rung_of_the_day_waits_behind_one_that_was_held_up():
    played = play(campaign(), outages="[{from: 2024-04-15, to: 2024-04-17}]")

    # the director's rung was held up behind the head: the deputy's own day is the director's, too
    assert lines(played, "04-13", "04-23") == [
        "04-18 docks/head +1wd escalation",
        "04-19 docks/head +5wd escalation",
        "04-19 office/director +3wd escalation",
        "04-22 leading-group/deputy +5wd escalation held (to be released)",
    ]


def test_a_seat_that_is_told_every_day_does_not_stop_the_climb():
    every_day = """
        - {at: 0, tell: [liaison, head]}
        - {at: +1wd, tell: head}
        - {at: +2wd, every: 1wd, tell: office_director}
        - {at: +5wd, tell: deputy_leader}
    """
    played = play(campaign(ladder=every_day), outages="[{from: 2024-04-19, to: 2024-04-22}]")

    assert lines(played, "04-18", "04-25") == [
        "04-18 office/director +4wd escalation",
        "04-23 office/director +7wd escalation",
        "04-24 leading-group/deputy +5wd escalation held (to be released)",
        "04-24 office/director +8wd escalation",
        "04-25 office/director +9wd escalation",
    ]


def test_nobody_above_the_head_is_told_on_the_day_the_head_is_first_told():
    at_once = "[{at: 0, tell: liaison}, {at: +1wd, tell: [head, office_director, deputy_leader]}]"

    assert lines(play(campaign(ladder=at_once))) == [
        "04-12 docks/liaison 0 reminder",
        "04-15 docks/head +1wd escalation",
        "04-16 office/director +1wd escalation",
        "04-17 leading-group/deputy +1wd escalation held (to be released)",
    ]


def test_a_reminder_to_the_head_is_no_escalation_to_him():
    no_head_after = "[{at: 0, tell: [liaison, head]}, {at: +1wd, tell: office_director}, {at: +4wd, tell: head}]"

    # the director waits for the head, whom this ladder tells on the fourth day
    assert lines(play(campaign(ladder=no_head_after)), "04-13") == [
        "04-18 docks/head +4wd escalation",
        "04-19 office/director +1wd escalation",
    ]


def test_reminders_may_go_to_anybody_on_their_day():
    early = "[{at: -1wd, tell: [liaison, office_director]}, {at: 0, tell: deputy_leader}]"

    assert lines(play(campaign(ladder=early))) == [
        "04-11 docks/liaison -1wd reminder",
        "04-11 office/director -1wd reminder",
        "04-12 leading-group/deputy 0 reminder held (to be released)",
    ]


def test_the_office_director_is_told_in_the_place_of_a_head_that_a_unit_does_not_have():
    no_head = campaign(
        "[{key: report, title: Report, owed_by: quay, submit_to: office}]",
        units="quay: {name: Quay, seats: {head: null}}",
    )

    assert lines(play(no_head), "04-13", "04-18") == [
        "04-15 office/director +1wd escalation",
        "04-17 office/director +3wd escalation",
    ]


def test_the_head_is_told_in_the_place_of_a_liaison_that_a_unit_does_not_have():
    no_liaison = campaign(
        "[{key: report, title: Report, owed_by: quay, submit_to: office}]",
        units="quay: {name: Quay, seats: {liaison: null}}",
    )

    assert lines(play(no_liaison), "04-09", "04-09") == ["04-09 quay/head -3wd reminder"]


# -- known too late --------------------------------------------------------------------------------------------------


def test_rungs_before_the_campaign_was_known_never_fire_and_say_why():
    played = play(campaign(due="2024-03-05"))

    # known on Friday 1 March; -3wd was 29 February
    assert lines(played, last="03-06") == [
        "03-05 docks/head 0 reminder",
        "03-05 docks/liaison 0 reminder",
        "03-06 docks/head +1wd escalation",
    ]
    assert superseded(played) == ["03-01 docks/liaison -3wd of 02-29: not yet known on its day"]


def test_a_rung_on_the_very_day_it_became_known_does_not_fire():
    played = play(campaign(due="2024-03-06"))

    assert lines(played, last="03-06") == ["03-06 docks/head 0 reminder", "03-06 docks/liaison 0 reminder"]
    assert superseded(played) == ["03-01 docks/liaison -3wd of 03-01: not yet known on its day"]


def test_what_became_known_without_a_reminder_ahead_is_told_once_and_escalated_from_there():
    answered = "[{day: 2024-04-17, act: answer, question: report-due, value: 2024-04-12}]"
    played = play(campaign(due="{unknown: [2024-04-12]}"), answered)

    assert lines(played, last="04-29") == [
        "04-18 docks/head late escalation",
        "04-18 docks/liaison late escalation",
        "04-19 docks/head +1wd escalation",
        "04-23 office/director +3wd escalation",
        "04-25 docks/head +5wd escalation",
        "04-25 leading-group/deputy +5wd escalation held (to be released)",
    ]
    assert [line for line in lines(played) if " late " in line] == lines(played, last="04-18")
    assert reasons(played, "04-23", "office/director") == ["working days after 2024-04-18, when it was first told: 3"]


def test_what_became_known_on_its_last_reminder_before_a_day_off_is_told_late():
    answered = "[{day: 2024-04-30, act: answer, question: report-due, value: 2024-05-04}]"
    played = play(campaign(due="{unknown: [2024-05-04]}"), answered)

    # due in the holiday: told on the first day after it, when it is late already
    assert lines(played, last="05-09") == [
        "05-06 docks/head late escalation",
        "05-06 docks/liaison late escalation",
        "05-07 docks/head +1wd escalation",
        "05-09 office/director +3wd escalation",
    ]


def test_an_answer_with_a_reminder_ahead_needs_no_late_notice():
    answered = "[{day: 2024-04-10, act: answer, question: report-due, value: 2024-04-12}]"
    played = play(campaign(due="{unknown: [2024-04-12]}"), answered)

    assert lines(played, last="04-12") == ["04-12 docks/head 0 reminder", "04-12 docks/liaison 0 reminder"]


def test_an_outage_over_the_late_notice_collapses_it_into_the_stronger_rung():
    answered = "[{day: 2024-04-17, act: answer, question: report-due, value: 2024-04-12}]"
    played = play(campaign(due="{unknown: [2024-04-12]}"), answered, "[{from: 2024-04-18, to: 2024-04-19}]")

    assert lines(played, last="04-24") == [
        "04-22 docks/head +1wd escalation",
        "04-22 docks/liaison late escalation",
        "04-23 office/director +3wd escalation",
    ]


# -- extensions, returns ---------------------------------------------------------------------------------------------


def test_an_extension_ends_the_old_rungs_and_starts_those_of_its_day():
    played = play(campaign(), "[{day: 2024-04-10, act: extend, obligation: report/docks, until: 2024-04-30}]")

    assert lines(played, last="05-08") == [
        "04-09 docks/liaison -3wd reminder",
        "04-26 docks/liaison -3wd reminder",
        "04-30 docks/head 0 reminder",
        "04-30 docks/liaison 0 reminder",
        "05-06 docks/head +1wd escalation",
        "05-08 office/director +3wd escalation",
    ]
    last = [item for notice in played.notices for item in notice.draft.items][-1]
    assert (last.due_on, last.effective_due_on, last.round) == (day("04-12"), day("04-30"), 0)


def test_after_an_extension_granted_too_late_the_head_hears_first_again():
    events = "[{day: 2024-04-22, act: extend, obligation: report/docks, until: 2024-04-24}]"
    played = play(campaign(), events)

    assert lines(played, "04-19", "04-29") == [
        "04-19 docks/head +5wd escalation",
        "04-19 leading-group/deputy +5wd escalation suppressed",
        "04-24 docks/head 0 reminder",
        "04-24 docks/liaison 0 reminder",
        "04-25 docks/head +1wd escalation",
        "04-28 office/director +3wd escalation",
    ]
    assert "04-23 docks/liaison -3wd of 04-19: not yet known on its day" in superseded(played)


def test_a_return_counts_from_its_own_term_and_in_review_nothing_of_the_duty_fires():
    events = """
        - {day: 2024-04-10, act: submit, obligation: report/docks}
        - {day: 2024-04-11, act: return, obligation: report/docks, reason: figures, until: 2024-04-18}
        - {day: 2024-04-22, act: submit, obligation: report/docks}
    """
    played = play(campaign(), events)

    assert [line for line in lines(played, "04-10", "05-31") if "review" not in line] == [
        "04-15 docks/liaison -3wd reminder",
        "04-18 docks/head 0 reminder",
        "04-18 docks/liaison 0 reminder",
        "04-19 docks/head +1wd escalation",
    ]


def test_a_term_too_near_for_a_reminder_is_told_on_the_next_working_day():
    events = """
        - {day: 2024-04-18, act: submit, obligation: report/docks}
        - {day: 2024-04-19, act: return, obligation: report/docks, reason: figures, until: 2024-04-20}
    """
    played = play(campaign(), events)

    # the term ends on a Saturday, its last working day is the day of the return
    assert lines(played, "04-20", "04-23") == [
        "04-22 docks/head late escalation",
        "04-22 docks/liaison late escalation",
        "04-23 docks/head +1wd escalation",
    ]


@pytest.mark.parametrize("act", ["accept", "waive", "dispute"])
def test_nothing_fires_for_what_is_finished(act):
    submitted = "- {day: 2024-04-08, act: submit, obligation: report/docks}\n" if act == "accept" else ""
    played = play(campaign(), f"\n{submitted}- {{day: 2024-04-08, act: {act}, obligation: report/docks}}\n")

    assert lines(played) == []


def test_a_reopened_duty_starts_its_rungs_again():
    events = """
        - {day: 2024-04-08, act: submit, obligation: report/docks}
        - {day: 2024-04-08, act: accept, obligation: report/docks}
        - {day: 2024-05-07, act: reopen, obligation: report/docks, reason: check, until: 2024-05-14}
    """
    assert lines(play(campaign(), events), last="05-17") == [
        "05-10 docks/liaison -3wd reminder",
        "05-14 docks/head 0 reminder",
        "05-14 docks/liaison 0 reminder",
        "05-15 docks/head +1wd escalation",
        "05-17 office/director +3wd escalation",
    ]


# -- extensions and disputes undecided -------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["extend", "dispute"])
def test_while_the_office_has_not_decided_reminders_go_and_every_escalation_is_held(act):
    events = f"""
        - {{day: 2024-04-08, act: {act}, step: ask, obligation: report/docks}}
        - {{day: 2024-04-22, act: {act}, step: refuse, obligation: report/docks}}
    """
    played = play(campaign(), events)
    own = [line for line in lines(played, last="04-26") if "extension" not in line and "dispute" not in line]

    # refused on the 22nd: the head first, then one audience a working day
    assert own == [
        "04-09 docks/liaison -3wd reminder",
        "04-12 docks/head 0 reminder",
        "04-12 docks/liaison 0 reminder",
        "04-23 docks/head +5wd escalation",
        "04-24 office/director +3wd escalation",
        "04-25 leading-group/deputy +5wd escalation held (to be released)",
        "04-26 docks/head +10wd escalation",
        "04-26 leading-group/leader +10wd escalation superseded",
        "04-26 office/director +10wd escalation",
    ]


# -- what waits on the office ----------------------------------------------------------------------------------------


def test_a_submission_that_waits_for_its_review_chases_the_office():
    played = play(campaign(), "[{day: 2024-04-10, act: submit, obligation: report/docks}]")

    # three working days on: 11, 12, 15
    assert lines(played, "04-10") == [
        "04-15 office/staff review 0 reminder",
        "04-16 office/director review +1wd escalation",
        "04-16 office/staff review +1wd escalation",
        "04-18 office/director review +3wd escalation",
    ]
    waits = [item for notice in played.notices for item in notice.draft.items if item.about == "review"]
    assert {(item.unit, item.obligation, item.due_on, item.effective_due_on) for item in waits} == {
        ("office", "report/docks", day("04-15"), day("04-15"))
    }


@pytest.mark.parametrize(("act", "kind"), [("extend", "extension"), ("dispute", "dispute")])
def test_an_undecided_request_chases_the_office_until_it_is_decided(act, kind):
    events = f"""
        - {{day: 2024-04-10, act: {act}, step: ask, obligation: report/docks}}
        - {{day: 2024-04-17, act: {act}, step: refuse, obligation: report/docks}}
    """
    assert [line for line in lines(play(campaign(), events)) if kind in line] == [
        f"04-15 office/staff {kind} 0 reminder",
        f"04-16 office/director {kind} +1wd escalation",
        f"04-16 office/staff {kind} +1wd escalation",
    ]


def test_a_review_and_a_request_wait_beside_each_other():
    events = """
        - {day: 2024-04-10, act: extend, step: ask, obligation: report/docks}
        - {day: 2024-04-10, act: submit, obligation: report/docks}
    """
    assert lines(play(campaign(), events), "04-10", "04-15") == [
        "04-15 office/staff extension 0 reminder",
        "04-15 office/staff review 0 reminder",
    ]


def test_each_round_has_a_review_of_its_own():
    events = """
        - {day: 2024-04-10, act: submit, obligation: report/docks}
        - {day: 2024-04-15, act: return, obligation: report/docks, reason: figures, until: 2024-04-18}
        - {day: 2024-04-16, act: submit, obligation: report/docks}
    """
    assert lines(play(campaign(), events), "04-10", "04-22") == [
        "04-15 office/staff review 0 reminder",
        "04-19 office/staff review 0 reminder",
        "04-22 office/director review +1wd escalation",
        "04-22 office/staff review +1wd escalation",
    ]


def test_the_offices_own_duties_and_what_goes_outside_wait_for_no_review():
    deliverables = """
        - {key: own, title: Own, owed_by: office}
        - {key: abroad, title: Abroad, owed_by: docks, submit_to: province}
    """
    events = """
        - {day: 2024-04-01, act: submit, obligation: own/office}
        - {day: 2024-04-01, act: submit, obligation: abroad/docks}
    """
    assert lines(play(campaign(deliverables), events)) == []


# -- who is meant ----------------------------------------------------------------------------------------------------


def test_for_the_offices_own_duties_staff_and_director_stand_for_liaison_and_head():
    assert lines(play(campaign("[{key: own, title: Own, owed_by: office}]")), last="04-19") == [
        "04-09 office/staff -3wd reminder",
        "04-12 office/director 0 reminder",
        "04-12 office/staff 0 reminder",
        "04-15 office/director +1wd escalation",
        "04-17 office/director +3wd escalation",
        "04-19 office/director +5wd escalation",
    ]


def test_for_the_leading_groups_duties_the_office_director_stands_for_both():
    assert lines(play(campaign("[{key: led, title: Led, owed_by: leading-group}]")), last="04-26") == [
        "04-09 office/director -3wd reminder",
        "04-12 office/director 0 reminder",
        "04-15 office/director +1wd escalation",
        "04-17 office/director +3wd escalation",
        "04-19 office/director +5wd escalation",
        "04-26 leading-group/leader +10wd escalation superseded",
        "04-26 office/director +10wd escalation",
    ]


def test_a_deputy_leader_nobody_knows_is_the_office_director_who_reads_why():
    played = play(campaign("[{key: report, title: Report, owed_by: lights, submit_to: office}]"))

    assert lines(played, "04-18", "04-19") == [
        "04-19 lights/head +5wd escalation",
        "04-19 office/director +5wd escalation",
    ]
    assert reasons(played, "04-19", "office/director") == [
        "working days after 2024-04-12, the last day that is not late: 5",
        "nobody is known to be in charge of the unit, so the office director is told",
    ]


def test_a_deputy_leader_named_in_an_answer_is_told_from_then_on():
    named = "[{day: 2024-04-16, act: answer, question: in-charge-lights, value: leading-group/deputy}]"
    played = play(campaign("[{key: report, title: Report, owed_by: lights, submit_to: office}]"), named)

    assert lines(played, "04-18", "04-19") == [
        "04-19 leading-group/deputy +5wd escalation held (to be released)",
        "04-19 lights/head +5wd escalation",
    ]


def test_a_kind_of_unit_may_have_a_lower_top_and_its_rungs_stay():
    kinds = "kinds: {branch: {title: Branch, up_to: office_director}}"
    played = play(campaign("[{key: report, title: Report, owed_by: lights, submit_to: office}]", kinds=kinds))

    assert lines(played, "04-13", "04-26") == [
        "04-15 lights/head +1wd escalation",
        "04-17 office/director +3wd escalation",
        "04-19 lights/head +5wd escalation",
        "04-26 lights/head +10wd escalation",
        "04-26 office/director +10wd escalation",
    ]


# -- nobody known to owe it, somebody else to act ---------------------------------------------------------------------


def test_a_duty_without_an_owner_is_the_offices_to_name_him_and_never_goes_above_its_director():
    played = play(campaign("[{key: figures, title: Figures, owed_by: {open: 1}}]"))

    assert lines(played, last="05-13") == [
        "04-09 office/staff -3wd reminder",
        "04-12 office/director 0 reminder",
        "04-12 office/staff 0 reminder",
        "04-15 office/director +1wd escalation",
        "04-17 office/director +3wd escalation",
        "04-19 office/director +5wd escalation",
        "04-26 office/director +10wd escalation",
        "05-13 office/director +20wd escalation",
    ]
    assert "nobody is known to owe it: name the owner" in reasons(played, "04-09", "office/staff")
    assert {item.unit for notice in played.notices for item in notice.draft.items} == {None}


def test_once_an_owner_is_named_the_duty_is_his_and_the_offices_rungs_end():
    named = "[{day: 2024-04-09, act: answer, question: figures-slot-01, value: docks}]"
    played = play(campaign("[{key: figures, title: Figures, owed_by: {open: 1}}]"), named)

    assert lines(played, last="04-17") == [
        "04-09 office/staff -3wd reminder",
        "04-12 docks/head 0 reminder",
        "04-12 docks/liaison 0 reminder",
        "04-15 docks/head +1wd escalation",
        "04-17 office/director +3wd escalation",
    ]
    assert {item.obligation for notice in played.notices for item in notice.draft.items} == {"figures/slot-01"}


def test_an_owner_named_when_it_is_over_is_told_late_and_escalated_from_there():
    named = "[{day: 2024-04-16, act: answer, question: figures-slot-01, value: docks}]"
    played = play(campaign("[{key: figures, title: Figures, owed_by: {open: 1}}]"), named)

    assert lines(played, "04-17", "04-22") == [
        "04-17 docks/head late escalation",
        "04-17 docks/liaison late escalation",
        "04-18 docks/head +1wd escalation",
        "04-22 office/director +3wd escalation",
    ]


def test_no_body_outside_is_ever_addressed_and_the_offices_readiness_is_a_duty_of_its_own():
    played = play(campaign("[{key: visit, title: Visit, owed_by: province, due: {window: [2024-05-13, 2024-05-17]}}]"))

    # ready on the last working day before the window opens: Saturday 11 May, which is worked
    assert lines(played, last="05-13") == [
        "05-08 office/staff -3wd reminder",
        "05-11 office/director 0 reminder",
        "05-11 office/staff 0 reminder",
        "05-13 office/director +1wd escalation",
    ]
    assert {notice.draft.recipient.seat.split("/")[0] for notice in played.notices} == {"office", "leading-group"}


def test_of_a_chain_only_the_first_unfinished_step_fires():
    chain = "[{key: paper, title: Paper, chain: [{key: write, by: docks}, {key: check, by: pilots}]}]"
    untouched = play(campaign(chain))
    assert lines(untouched, about="paper.check/pilots") == []

    written = """
        - {day: 2024-04-08, act: submit, obligation: paper.write/docks}
        - {day: 2024-04-08, act: accept, obligation: paper.write/docks}
    """
    assert lines(play(campaign(chain), written), last="04-12") == [
        "04-09 pilots/liaison -3wd reminder",
        "04-12 pilots/head 0 reminder",
        "04-12 pilots/liaison 0 reminder",
    ]


# -- once ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ladder", [LADDER, "[{at: 0, tell: liaison}, {at: +1wd, tell: [head, office_director, leader]}]"]
)
@pytest.mark.parametrize("outage", [("03-01", "03-01"), ("04-15", "04-30")])
def test_planning_a_day_twice_adds_nothing_even_while_a_climb_goes_on(ladder, outage):
    book = book_of(campaign(ladder=ladder))
    since, to = outage
    for n in range(90):
        today = day("03-01") + timedelta(days=n)
        if day(since) <= today <= day(to):
            continue
        planned = plan_day(book, today)
        assert plan_day(book, today) == planned
        book = apply_day(book, planned)
        assert plan_day(book, today).drafts == ()
        assert plan_day(book, today).told == ()


def test_every_rung_leaves_one_record_with_what_became_of_it():
    played = play(campaign(), outages="[{from: 2024-04-09, to: 2024-04-11}]")
    assert played.book is not None
    told = played.book.facts["report/docks"].told

    assert len({one.key for one in told}) == len(told)
    assert [(one.offset, one.seat, one.outcome, one.on) for one in told if one.planned_on <= day("04-15")] == [
        ("-3wd", "docks/liaison", Outcome.SUPERSEDED, day("04-12")),
        ("0", "docks/liaison", Outcome.SENT, day("04-12")),
        ("0", "docks/head", Outcome.SENT, day("04-12")),
        ("+1wd", "docks/head", Outcome.SENT, day("04-15")),
    ]


def test_an_item_remembers_what_went_before_it():
    played = play(campaign())
    director = next(item for notice in played.notices for item in notice.draft.items if item.seat == "office/director")

    assert director.kind is ItemKind.ESCALATION
    assert [(told.offset, told.seat, told.on) for told in director.told_before] == [
        ("-3wd", "docks/liaison", day("04-09")),
        ("0", "docks/liaison", day("04-12")),
        ("0", "docks/head", day("04-12")),
        ("+1wd", "docks/head", day("04-15")),
    ]
