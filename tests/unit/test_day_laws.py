"""One message a person a working day: who reads it, what stands in it, what waits to be released, who is not reached.

The days are those of spring 2024; see `test_firing_laws` for the working days.
"""

from collections import Counter
from datetime import date

import pytest

from models.words import NoticeKind, NoticeState
from register.rehearsal import Played, Rehearsal
from tests.small_campaign import campaign, line_of, lines, play, superseded, text_of

TWO = """
- {key: report, title: Report, owed_by: docks, submit_to: office}
- {key: list, title: List, owed_by: docks, submit_to: office, due: 2024-04-11}
"""
BOTH_UNITS = "[{key: report, title: Report, owed_by: [docks, pilots], submit_to: office}]"


def people(**seats: str) -> str:
    """Named people who can be reached: a name and the seats he holds, written `docks/head pilots/head`."""
    return "\n".join(
        f"- {{name: {name}, addresses: 'mailto:{name}@harbour.example', "
        f"holds: [{', '.join(f'{{seat: {seat}}}' for seat in held.split())}]}}"
        for name, held in seats.items()
    )


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def messages(played: Rehearsal, month_and_day: str) -> list[Played]:
    return [notice for notice in played.notices if f"{notice.draft.on:%m-%d}" == month_and_day]


def message(played: Rehearsal, month_and_day: str, seat: str) -> Played:
    """The one ordinary message of a reader on a day."""
    found = [
        one
        for one in messages(played, month_and_day)
        if one.draft.recipient.seat == seat and one.state is NoticeState.SENT
    ]
    assert len(found) == 1, found
    return found[0]


def items(notice: Played) -> list[str]:
    """What fires in a message, in its order: `report/docks 0`."""
    return [f"{item.obligation} {item.offset}" for item in notice.draft.items]


def also_owed(notice: Played) -> list[str]:
    """What else stands in a message, in its order: `report/docks due_soon`; weekly lines say so."""
    return [f"{one.obligation} {one.standing}{' weekly' * one.weekly}" for one in notice.draft.also_owed]


# -- one message a person a day --------------------------------------------------------------------------------------


def test_all_that_fires_for_a_person_on_a_day_is_one_message_with_overdue_first():
    played = play(campaign(TWO))

    # the list is due on the 11th, the report on the 12th
    assert items(message(played, "04-12", "docks/head")) == ["list/docks +1wd", "report/docks 0"]
    assert items(message(played, "04-12", "docks/liaison")) == ["report/docks 0"]


def test_what_else_the_unit_owes_stands_beneath_and_the_items_are_not_repeated():
    played = play(campaign(TWO + "- {key: plan, title: Plan, owed_by: docks, due: 2024-05-31}\n"))

    assert also_owed(message(played, "04-12", "docks/liaison")) == ["list/docks overdue", "plan/docks not_due"]
    assert also_owed(message(played, "04-12", "docks/head")) == ["plan/docks not_due"]


def test_what_goes_on_all_the_time_is_never_owed_beneath():
    always = "- {key: always, title: Always, owed_by: docks, due: {continuous: true}}\n"
    played = play(campaign(TWO + always + "- {key: plan, title: Plan, owed_by: docks, due: 2024-05-31}\n"))

    assert also_owed(message(played, "04-11", "docks/head")) == ["report/docks due_soon", "plan/docks not_due"]


def test_beneath_stands_nothing_that_is_finished_in_review_or_owed_by_others():
    deliverables = """
    - {key: report, title: Report, owed_by: [docks, pilots]}
    - {key: handed-in, title: Handed in, owed_by: docks}
    - {key: done, title: Done, owed_by: docks}
    """
    events = """
    - {day: 2024-04-01, act: submit, obligation: handed-in/docks}
    - {day: 2024-04-01, act: submit, obligation: done/docks}
    - {day: 2024-04-01, act: accept, obligation: done/docks}
    """
    assert also_owed(message(play(campaign(deliverables), events), "04-09", "docks/liaison")) == []


def test_without_a_rung_that_fires_there_is_no_message():
    played = play(campaign(TWO))

    assert messages(played, "04-10") == []
    assert [one.draft.kind for one in played.notices if not one.draft.items] == []


def test_two_rungs_of_one_duty_on_one_day_are_the_later_one():
    over_the_weekend = "[{at: -1d, tell: liaison}, {at: -2d, tell: liaison}]"
    played = play(campaign(due="2024-04-15", ladder=over_the_weekend))

    # the 13th and 14th are a weekend: both go on Friday
    assert lines(played) == ["04-12 docks/liaison -1d reminder"]
    assert superseded(played) == ["04-12 docks/liaison -2d of 04-12: collapsed into -1d"]


def test_a_person_in_two_seats_of_a_unit_is_told_once_at_the_higher():
    played = play(campaign(people=people(ann="docks/liaison docks/head")))

    assert lines(played, "04-09", "04-12") == ["04-09 docks/liaison -3wd reminder", "04-12 docks/head 0 reminder"]
    assert superseded(played) == ["04-12 docks/liaison 0 of 04-12: the same person is told as docks/head"]


def test_a_person_in_seats_of_two_units_reads_one_message():
    played = play(campaign(BOTH_UNITS, people=people(ann="docks/head pilots/head")))

    assert items(message(played, "04-12", "docks/head")) == ["report/docks 0", "report/pilots 0"]
    assert [one.draft.recipient.seat for one in messages(played, "04-12")] == [
        "docks/liaison",
        "docks/head",
        "pilots/liaison",
    ]


def test_beneath_stands_what_every_unit_of_the_reader_owes():
    played = play(campaign(BOTH_UNITS + "", people=people(ann="docks/liaison pilots/liaison")), events_of("pilots"))

    # the report of the pilots has a later day: only that of the docks fires
    assert items(message(played, "04-12", "docks/liaison")) == ["report/docks 0"]
    assert also_owed(message(played, "04-12", "docks/liaison")) == ["report/pilots not_due"]


def events_of(unit: str) -> str:
    return f"[{{day: 2024-04-01, act: extend, obligation: report/{unit}, until: 2024-05-31}}]"


def test_seats_joined_by_the_file_are_one_reader_even_without_a_name():
    joined = campaign(BOTH_UNITS, units="quay: {name: Quay, seats: {head: {role: head, same_as: docks/head}}}")
    both = campaign(
        BOTH_UNITS.replace("pilots", "quay"),
        units="quay: {name: Quay, seats: {head: {role: head, same_as: docks/head}}}",
    )

    assert "quay" in joined.directory.parties
    assert items(message(play(both), "04-12", "docks/head")) == ["report/docks 0", "report/quay 0"]


def test_a_successor_is_told_from_his_first_day():
    handover = """
    - {name: ann, addresses: "mailto:ann@harbour.example", holds: [{seat: docks/head, to: 2024-04-14}]}
    - {name: bob, addresses: "mailto:bob@harbour.example", holds: [{seat: docks/head, from: 2024-04-15}]}
    """
    played = play(campaign(people=handover))
    before, after = message(played, "04-12", "docks/head"), message(played, "04-15", "docks/head")

    assert before.draft.recipient.person is not None
    assert before.draft.recipient.person.name == "ann"
    assert after.draft.recipient.person is not None
    assert after.draft.recipient.person.name == "bob"


def test_an_item_and_what_waits_on_the_office_for_the_same_duty_stand_in_one_message():
    own_and_wait = """
    - {key: report, title: Report, owed_by: docks, submit_to: office}
    - {key: own, title: Own, owed_by: office, due: 2024-04-15}
    """
    played = play(campaign(own_and_wait), "[{day: 2024-04-10, act: submit, obligation: report/docks}]")

    assert items(message(played, "04-15", "office/staff")) == ["own/office 0", "report/docks 0"]


def test_every_message_has_a_key_of_its_own():
    events = """
    - {day: 2024-04-08, act: submit, obligation: report/docks}
    - {day: 2024-04-08, act: submit, obligation: list/docks}
    - {day: 2024-04-09, act: return, obligation: report/docks, reason: a, until: 2024-04-15}
    - {day: 2024-04-09, act: return, obligation: list/docks, reason: b, until: 2024-04-15}
    """
    played = play(campaign(TWO), events)

    assert Counter(one.draft.kind for one in messages(played, "04-09"))[NoticeKind.RETURNED] == 4
    assert len({one.draft.key for one in played.notices}) == len(played.notices)


def test_a_return_is_told_once_to_a_person_in_both_seats():
    events = """
    - {day: 2024-04-08, act: submit, obligation: report/docks}
    - {day: 2024-04-09, act: return, obligation: report/docks, reason: a, until: 2024-04-15}
    """
    played = play(campaign(people=people(ann="docks/liaison docks/head")), events)

    assert [one.draft.recipient.seat for one in messages(played, "04-09")] == ["docks/head"]


# -- above the office director ---------------------------------------------------------------------------------------


def test_a_message_above_the_office_director_waits_and_joins_the_days_digest_when_released():
    played = play(campaign(), "[{day: 2024-04-22, act: release, obligation: report/docks}]")

    assert lines(played, "04-19", "04-23") == [
        "04-19 docks/head +5wd escalation",
        "04-19 leading-group/deputy +5wd escalation superseded",
        "04-23 leading-group/deputy +5wd escalation",
    ]


def test_a_released_message_waits_over_days_off():
    played = play(campaign(due="2024-04-22"), "[{day: 2024-04-30, act: release, obligation: report/docks}]")

    # +5wd is Sunday 28 April; released before the holiday's first day
    assert lines(played, "04-28", "05-06") == [
        "04-28 docks/head +5wd escalation",
        "04-28 leading-group/deputy +5wd escalation superseded",
        "05-06 leading-group/deputy +5wd escalation",
        *[line for line in lines(played, "05-06", "05-06") if "deputy" not in line],
    ]


def test_a_newer_message_for_the_same_duty_and_seat_supersedes_one_that_waits():
    played = play(campaign())
    leader = [line for line in lines(played) if "leading-group/leader" in line]

    assert [line.split(" ", 2)[0] + line.rsplit("escalation", 1)[1] for line in leader] == [
        "04-26 superseded",
        "05-13 superseded",
        "05-27 superseded",
        "06-11 superseded",
        "06-25 held (to be released)",
    ]


@pytest.mark.parametrize("act", ["act: submit", "act: extend, until: 2024-05-20", "act: waive", "act: dispute"])
def test_what_is_not_owed_any_more_is_never_released(act):
    events = f"""
    - {{day: 2024-04-22, {act}, obligation: report/docks}}
    - {{day: 2024-04-24, act: release, obligation: report/docks}}
    """
    assert [line for line in lines(play(campaign(), events), last="05-10") if "deputy" in line] == [
        "04-19 leading-group/deputy +5wd escalation suppressed"
    ]


def test_a_released_reminder_goes_while_a_request_is_undecided():
    events = """
    - {day: 2024-05-06, act: extend, step: ask, obligation: report/docks}
    - {day: 2024-05-07, act: release, obligation: report/docks}
    """
    early = "[{at: 0, tell: [liaison, head]}, {at: -2wd, tell: deputy_leader}]"
    played = play(campaign(due="2024-05-08", ladder=early), events)

    assert [line for line in lines(played) if "deputy" in line] == [
        "05-06 leading-group/deputy -2wd reminder superseded",
        "05-08 leading-group/deputy -2wd reminder",
    ]


def test_each_reader_above_the_director_has_one_message_that_waits():
    played = play(campaign(BOTH_UNITS))
    held = [one for one in messages(played, "04-19") if one.state is NoticeState.HELD]

    assert [one.draft.recipient.seat for one in held] == ["leading-group/deputy"]
    assert items(held[0]) == ["report/docks +5wd", "report/pilots +5wd"]


def test_one_of_two_duties_in_a_message_that_waits_can_be_released_by_itself():
    played = play(campaign(BOTH_UNITS), "[{day: 2024-04-22, act: release, obligation: report/docks}]")

    assert items(message(played, "04-23", "leading-group/deputy")) == ["report/docks +5wd"]
    assert [line for line in lines(played, "04-19", "04-19", about="report/pilots") if "deputy" in line] == [
        "04-19 leading-group/deputy +5wd escalation held (to be released)"
    ]


def test_the_seat_decides_whether_it_waits_not_the_role_that_led_to_it():
    # nobody is in charge of the lights: the rung for the deputy leader goes to the office director by itself
    played = play(campaign("[{key: report, title: Report, owed_by: lights, submit_to: office}]"))

    assert message(played, "04-19", "office/director").state is NoticeState.SENT


# -- who cannot be reached -------------------------------------------------------------------------------------------


def test_where_everybody_is_assumed_to_be_reached_nobody_is_passed_over():
    assert "held" not in " ".join(lines(play(campaign()), last="04-17"))


def test_where_nobody_has_an_address_every_message_is_held_and_none_goes_anywhere_else():
    played = play(campaign(), real=True)

    assert lines(played, last="04-19") == [
        "04-09 docks/liaison -3wd reminder held (no address)",
        "04-12 docks/head 0 reminder held (no address)",
        "04-12 docks/liaison 0 reminder held (no address)",
        "04-15 docks/head +1wd escalation held (no address)",
        "04-17 office/director +3wd escalation held (no address)",
        "04-19 docks/head +5wd escalation held (no address)",
        "04-19 leading-group/deputy +5wd escalation held (no address)",
    ]


def test_a_liaison_who_cannot_be_reached_passes_up_to_the_head_on_the_same_day():
    played = play(campaign(people=people(ann="docks/head", dan="office/director")), real=True)

    assert lines(played, last="04-15") == [
        "04-09 docks/head -3wd reminder",
        "04-09 docks/liaison -3wd reminder held (no address)",
        "04-12 docks/head 0 reminder",
        "04-12 docks/liaison 0 reminder held (no address)",
        "04-15 docks/head +1wd escalation",
    ]
    why = [text_of(reason) for reason in message(played, "04-09", "docks/head").draft.items[0].reason]
    assert why[-1] == "docks/liaison cannot be reached, so it passes up"


def test_a_reminder_that_reaches_nobody_in_the_unit_reaches_the_office_director():
    played = play(campaign(people=people(dan="office/director")), real=True)

    assert [line for line in lines(played, last="04-12") if "held" not in line] == [
        "04-09 office/director -3wd reminder",
        "04-12 office/director 0 reminder",
    ]


def test_an_escalation_that_does_not_reach_the_head_passes_up_on_the_next_working_day():
    played = play(campaign(people=people(lee="docks/liaison", dan="office/director")), real=True)

    assert lines(played, "04-12", "04-22") == [
        "04-12 docks/head 0 reminder held (no address)",
        "04-12 docks/liaison 0 reminder",
        "04-12 office/director 0 reminder",
        "04-15 docks/head +1wd escalation held (no address)",
        "04-16 office/director +1wd escalation",
        "04-17 office/director +3wd escalation",
        "04-19 docks/head +5wd escalation held (no address)",
        "04-19 leading-group/deputy +5wd escalation held (no address)",
        "04-22 office/director +5wd escalation",
    ]


def test_an_escalation_passes_up_over_a_holiday_to_the_first_day_after_it():
    played = play(campaign(due="2024-04-29", people=people(dan="office/director")), real=True)

    assert [line for line in lines(played, "04-30", "05-06") if "+1wd" in line] == [
        "04-30 docks/head +1wd escalation held (no address)",
        "05-06 office/director +1wd escalation",
    ]


@pytest.mark.parametrize("act", ["submit", "waive", "extend, until: 2024-05-20", "dispute"])
def test_an_escalation_does_not_pass_up_once_it_is_not_owed_any_more(act):
    events = f"[{{day: 2024-04-15, act: {act}, obligation: report/docks}}]"
    played = play(campaign(people=people(dan="office/director")), events, real=True)

    assert [line for line in lines(played, "04-15", "04-16") if "review" not in line] == [
        "04-15 docks/head +1wd escalation held (no address)"
    ]


def test_nothing_passes_up_above_the_office_director_or_down_from_above():
    reached = people(ann="docks/head", lee="docks/liaison", max="leading-group/leader")
    played = play(campaign(people=reached), real=True)

    assert lines(played, "04-13", "04-26") == [
        "04-15 docks/head +1wd escalation",
        "04-17 office/director +3wd escalation held (no address)",
        "04-19 docks/head +5wd escalation",
        "04-19 leading-group/deputy +5wd escalation held (no address)",
        "04-26 docks/head +10wd escalation",
        "04-26 leading-group/leader +10wd escalation superseded",
        "04-26 office/director +10wd escalation held (no address)",
    ]


def test_a_weaker_rung_that_passes_up_beside_a_stronger_one_is_told_no_other_day():
    ladder = "[{at: -3wd, tell: liaison}, {at: +1wd, tell: head}]"
    played = play(
        campaign(ladder=ladder, people=people(ann="docks/head")),
        outages="[{from: 2024-04-09, to: 2024-04-12}]",
        real=True,
    )

    assert lines(played) == [
        "04-15 docks/head +1wd escalation",
        "04-15 docks/liaison -3wd escalation held (no address)",
    ]


def test_a_waiting_review_passes_up_from_the_staff_to_the_director():
    events = "[{day: 2024-04-10, act: submit, obligation: report/docks}]"
    played = play(campaign(people=people(dan="office/director")), events, real=True)

    assert lines(played, "04-15", "04-18") == [
        "04-15 office/director review 0 reminder",
        "04-15 office/staff review 0 reminder held (no address)",
        "04-16 office/director review +1wd escalation",
        "04-16 office/staff review +1wd escalation held (no address)",
        "04-18 office/director review +3wd escalation",
    ]


def test_a_return_that_reaches_nobody_is_held_and_not_called_sent():
    events = """
    - {day: 2024-04-08, act: submit, obligation: report/docks}
    - {day: 2024-04-09, act: return, obligation: report/docks, reason: a, until: 2024-04-30}
    """
    played = play(campaign(people=people(ann="docks/head")), events, real=True)

    told = {one.draft.recipient.seat: one.state for one in messages(played, "04-09")}
    assert told == {"docks/head": NoticeState.SENT, "docks/liaison": NoticeState.HELD}


# -- the office's week -----------------------------------------------------------------------------------------------

SOMEDAY = "- {key: someday, title: Someday, owed_by: docks, due: {unknown: true}}\n"


def weekly(played: Rehearsal) -> list[str]:
    """`03-04 office`: day and kind of every message with weekly lines."""
    return [
        f"{one.draft.on:%m-%d} {one.draft.kind}"
        for one in played.notices
        if any(owed.weekly for owed in one.draft.also_owed)
    ]


def test_what_has_no_day_is_a_line_to_the_office_on_the_first_working_day_of_every_week():
    played = play(campaign("\n" + SOMEDAY))

    # known on Friday 1 March; 4 April and 1 May lie in weeks that begin with a Monday that is worked
    assert weekly(played)[:10] == [
        "03-04 office",
        "03-11 office",
        "03-18 office",
        "03-25 office",
        "04-01 office",
        "04-08 office",
        "04-15 office",
        "04-22 office",
        "04-29 office",
        "05-06 office",
    ]
    assert weekly(played)[-3:] == ["06-11 office", "06-17 office", "06-24 office"]  # Monday 10 June is off
    assert {one.draft.recipient.seat for one in played.notices} == {"office/staff"}
    assert all(one.draft.items == () for one in played.notices)


def test_weekly_lines_stand_in_the_digest_where_the_office_has_one_that_day():
    own = "- {key: own, title: Own, owed_by: office, due: 2024-04-18}\n"
    played = play(campaign("\n" + SOMEDAY + own))

    # -3wd of the office's own duty is Monday the 15th
    assert "04-15 digest" in weekly(played)
    assert "04-15 office" not in weekly(played)
    assert also_owed(message(played, "04-15", "office/staff")) == ["someday/docks date_unknown weekly"]
    assert weekly(played).count("04-18 digest") == 0


def test_after_an_outage_on_the_weeks_first_day_the_lines_go_on_the_next():
    played = play(campaign("\n" + SOMEDAY), outages="[{from: 2024-04-15, to: 2024-04-16}]")

    assert "04-17 office" in weekly(played)
    assert Counter(line[:5] for line in weekly(played))["04-22"] == 1


def test_a_day_that_is_answered_needs_no_line_any_more():
    answered = "[{day: 2024-04-09, act: answer, question: someday-due, value: 2024-05-31}]"

    assert weekly(play(campaign("\n" + SOMEDAY), answered))[-1] == "04-08 office"


def test_a_duty_that_goes_on_all_the_time_is_no_line():
    always = "[{key: always, title: Always, owed_by: docks, due: {continuous: true}}]"

    assert play(campaign(always)).notices == []


def test_inside_a_window_without_an_announced_day_the_office_has_a_line_a_week():
    visit = "[{key: visit, title: Visit, owed_by: province, due: {window: [2024-05-08, 2024-05-24]}}]"
    nothing_said = play(campaign(visit, ladder="[{at: 0, tell: liaison}]"))
    announced = play(
        campaign(visit, ladder="[{at: 0, tell: liaison}]"),
        "[{day: 2024-05-14, act: answer, question: visit-day, value: 2024-05-22}]",
    )

    # the window opens on a Wednesday, after the week's first day
    assert weekly(nothing_said) == ["05-08 office", "05-13 office", "05-20 office"]
    assert weekly(announced) == ["05-08 office", "05-13 office"]


def test_the_lines_of_a_line_are_readable():
    played = play(campaign())

    assert line_of(played.notices[0], played.notices[0].draft.items[0]) == "04-09 docks/liaison -3wd reminder"
