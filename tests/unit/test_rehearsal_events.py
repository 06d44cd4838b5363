"""What a scenario's events do, and in which order."""

from models.words import NoticeKind, Status
from tests.small_campaign import campaign, lines, play

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
