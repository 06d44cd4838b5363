"""What a scenario's events do, and in which order."""

from datetime import date

from models.words import NoticeKind, Status
from register.rehearsal import rehearse
from tests.small_campaign import book_of, campaign, lines, play, scenario

FIGURES = "[{key: figures, title: Figures, owed_by: [{open: 2}], submit_to: office}]"


def test_a_slot_answers_to_its_unit_once_the_owner_is_named():
    events = """
    - {day: 2024-03-20, act: answer, question: figures-slot-01, value: docks}
    - {day: 2024-04-01, act: submit, unit: docks, deliverable: figures}
    """
    played = play(campaign(FIGURES), events)

    assert played.refused == []
    assert played.book.facts["figures/slot-01"].status is Status.SUBMITTED
    assert played.book.facts["figures/slot-02"].status is Status.OPEN


def test_an_event_about_a_unit_that_no_slot_belongs_to_changes_no_slot():
    played = play(campaign(FIGURES), "[{day: 2024-04-01, act: submit, unit: docks, deliverable: figures}]")

    assert {facts.status for facts in played.book.facts.values()} == {Status.OPEN}


def test_events_of_one_day_happen_in_the_order_they_are_written():
    events = """
    - {day: 2024-04-01, act: submit, unit: docks, deliverable: report}
    - {day: 2024-04-01, at: "16:00", act: return, unit: docks, deliverable: report, reason: blurred}
    - {day: 2024-04-01, act: submit, unit: docks, deliverable: report}
    """
    played = play(campaign(), events)

    assert played.refused == []
    assert played.book.facts["report/docks"].status is Status.SUBMITTED
    assert played.book.facts["report/docks"].round == 1


def test_the_weekly_lines_go_to_the_director_where_nobody_of_the_staff_can_be_reached():
    undated = "[{key: plan, title: Plan, owed_by: docks, submit_to: office, due: {unknown: true}}]"
    director = "[{name: Ding, holds: [{seat: office/director}], addresses: 'mailto:ding@office.example'}]"
    played = play(campaign(undated, people=f"  {director}"), real=True)

    weekly = [one.draft for one in played.notices if one.draft.kind is NoticeKind.OFFICE]
    assert weekly
    assert {draft.recipient.seat for draft in weekly} == {"office/director"}
    assert lines(played) == []


# -- everybody on time -------------------------------------------------------------------------------------------------

OPEN_DAY = "[{key: chart, title: Chart, owed_by: docks, submit_to: office, due: {unknown: [2024-05-10, 2024-05-20]}}]"


def accepted_on(events: str, deliverables: str, obligation: str, before: str, after: str) -> bool:
    """Whether it is accepted by the end of a day (month-day) and was not by the end of another."""
    plan = campaign(deliverables)
    book, people = book_of(plan), scenario(plan, events, default="on-time")
    stands = [
        rehearse(book, people, to=date.fromisoformat(f"2024-{day}")).book.facts[obligation] for day in (before, after)
    ]
    return [facts.status for facts in stands] == [Status.OPEN, Status.ACCEPTED] and not stands[1].late


def test_on_time_hands_in_what_an_answer_gave_an_owner():
    # due on Friday 12 April
    events = "[{day: 2024-03-20, act: answer, question: figures-slot-01, value: docks}]"

    assert accepted_on(events, FIGURES, "figures/slot-01", "04-10", "04-11")


def test_on_time_hands_in_what_an_answer_gave_a_day():
    # Monday 20 May: the last working day strictly before it is Friday the 17th
    events = "[{day: 2024-03-20, act: answer, question: chart-due, value: 2024-05-20}]"

    assert accepted_on(events, OPEN_DAY, "chart/docks", "05-16", "05-17")


def test_on_time_hands_in_on_the_day_of_the_answer_where_that_is_the_last():
    events = "[{day: 2024-04-11, act: answer, question: figures-slot-01, value: docks}]"

    assert accepted_on(events, FIGURES, "figures/slot-01", "04-10", "04-11")


def test_on_time_leaves_open_whose_day_was_past_when_it_was_answered_and_what_nobody_answered():
    events = "[{day: 2024-04-12, act: answer, question: figures-slot-01, value: docks}]"
    played = play(campaign(FIGURES), events, default="on-time")

    assert {facts.status for facts in played.book.facts.values()} == {Status.OPEN}
