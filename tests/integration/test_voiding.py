"""A mistake corrected by a new event: the facts are as if it had not been, and the record shows both."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.database import reading, writing
from models.tables.campaigns import question
from models.tables.obligations import wait
from models.words import Form
from notifications.catalogue import catalogue
from register.answering import settle_question
from register.campaigns import find_campaign
from register.chasing import promises
from register.holding import ALL, place_hold
from register.voiding import NotVoidableError, Voided, void
from schedule.transitions import Act, Step
from tests.ledger import book_in, contents
from tests.register_rows import assert_sound, done, events, everything, notices, stored, why
from tests.running_campaign import Harbour, day_of, harbour

DUTIES = """
- {key: report, title: Report, owed_by: docks, submit_to: office, forms: [paper, electronic]}
- {key: summary, title: Summary, owed_by: docks, submit_to: office, due: 2024-04-26, needs: report}
- {key: chart, title: Chart, owed_by: docks, submit_to: office, due: {unknown: [2024-05-10, 2024-05-20]}}
- {key: table, title: Table, owed_by: docks, submit_to: office, due: {after: chart, offset: 5wd}}
- {key: buoys, title: Buoys, owed_by: {open: 1}, submit_to: office, due: 2024-04-19}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-06, 2024-05-17]}}
"""
UNITS = "cranes: {name: null, kind: bureau}"
FACTS = ("obligation", "wait", "question", "party", "person", "tenure", "awaiting")
"""Tables that say how things stand; acts, messages and events only grow."""


@pytest.fixture
def docks(engine) -> Harbour:
    crane = "\n- {key: lift, title: Lift, owed_by: cranes, submit_to: office}"
    return Harbour(engine, harbour(DUTIES + crane, units=UNITS))


def voided(here: Harbour, number: int, day: str = "04-10", reason: str = "a mistake") -> Voided:
    return done(here, day, lambda connection, running, deal: void(connection, running, number, reason, deal), "Olga")


def settled(here: Harbour, key: str, value: str, day: str = "04-08") -> int:
    return done(here, day, lambda c, r, deal: settle_question(c, r, key, value, deal), "Olga").event


def standing(here: Harbour) -> dict[str, Any]:
    """How everything stands, to the instant."""
    return {name: rows for name, rows in contents(here.engine, without=()).items() if name in FACTS}


def said(wrong) -> str:
    return catalogue("en").render(wrong.value.message)


# -- acts --------------------------------------------------------------------------------------------------------------

Do = Callable[[Harbour], int]


def _do(act: Act, day: str = "04-09", **deed: object) -> Do:
    return lambda here: here.do(day, act, **deed).event


ACTS: dict[str, tuple[tuple[Do, ...], Do]] = {
    "one form handed in": ((), _do(Act.SUBMIT, forms=frozenset({Form.PAPER}))),
    "everything handed in": ((), _do(Act.SUBMIT)),
    "handed in too late": ((), _do(Act.SUBMIT, day="04-15")),
    "acknowledged": ((), _do(Act.ACK)),
    "accepted": ((_do(Act.SUBMIT),), _do(Act.ACCEPT)),
    "returned": ((_do(Act.SUBMIT),), _do(Act.RETURN, reason="no seal")),
    "opened again": ((_do(Act.SUBMIT), _do(Act.ACCEPT)), _do(Act.REOPEN, reason="a figure is wrong")),
    "asked for a later day": ((), _do(Act.EXTEND, step=Step.ASK, reason="flood")),
    "granted a later day": ((_do(Act.EXTEND, step=Step.ASK),), _do(Act.EXTEND, until=date(2024, 4, 30))),
    "refused a later day": ((_do(Act.EXTEND, step=Step.ASK),), _do(Act.EXTEND, step=Step.REFUSE)),
    "disputed": ((), _do(Act.DISPUTE, step=Step.ASK)),
    "found to be another's": ((), _do(Act.DISPUTE)),
    "excused": ((_do(Act.SUBMIT),), _do(Act.WAIVE)),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_was_done_by_mistake_is_as_if_it_had_not_been(docks, name):
    before_it, mistake = ACTS[name]
    for act in before_it:
        act(docks)
    before = standing(docks)
    number = mistake(docks)
    assert standing(docks) != before
    made = voided(docks, number, day="04-16")

    assert standing(docks) == before
    assert made.changed == ("report/docks",)
    assert_sound(docks.engine)


def test_the_act_stays_in_the_record_marked_as_voided(docks):
    number = docks.do("04-09", Act.SUBMIT).event
    made = voided(docks, number, reason="the pilots' paper")

    (event,) = events(docks.engine, "void")
    assert (event.number, event.by, event.subject) == (made.event, "Olga", "report/docks")
    assert (event.data["event"], event.data["voided"], event.data["reason"]) == (number, "submit", "the pilots' paper")
    assert event.data["facts"]["report/docks"]["after"]["status"] == "open"
    rows = contents(docks.engine)["submission"]
    assert [row["voided"] for row in rows] == [True, True]
    assert len(events(docks.engine, "submit")) == 1


def test_a_second_hand_in_after_a_voided_one_is_numbered_on(docks):
    voided(docks, docks.do("04-09", Act.SUBMIT).event)
    docks.do("04-10", Act.SUBMIT, at="16:00")

    assert sorted(row["number"] for row in contents(docks.engine)["submission"]) == [1, 2, 3, 4]
    assert stored(docks.engine, "report/docks")["submitted_on"] == date(2024, 4, 10)


def test_rungs_that_a_mistake_had_stopped_fire_again(docks):
    number = docks.do("04-08", Act.SUBMIT).event
    docks.run("04-09")
    assert notices(docks.engine, seat="docks/liaison") == []
    voided(docks, number, day="04-09")
    docks.run("04-10")

    assert [row.state for row in notices(docks.engine, seat="docks/liaison")] == ["sent"]


def test_what_was_unblocked_by_mistake_is_blocked_again(docks):
    docks.do("04-09", Act.SUBMIT)
    number = docks.do("04-09", Act.ACCEPT).event
    assert stored(docks.engine, "summary/docks")["next_on"] is not None
    voided(docks, number)

    assert stored(docks.engine, "summary/docks")["next_on"] is None
    assert_sound(docks.engine)


def test_what_a_mistaken_return_had_planned_does_not_go(docks):
    docks.do("04-09", Act.SUBMIT)
    made = docks.do("04-09", Act.RETURN, at="18:30", by="Olga", reason="no seal")
    assert len(made.told) == 2
    gone = voided(docks, made.event, reason="the seal is there")
    docks.run("04-10")

    rows = notices(docks.engine, kind="returned")
    assert {(row.state, why(row)) for row in rows} == {
        ("suppressed", "what it told of was a mistake: the seal is there")
    }
    assert set(gone.suppressed) == set(made.told)


def test_what_a_mistaken_return_had_told_already_stays_told(docks):
    docks.do("04-09", Act.SUBMIT)
    number = docks.do("04-09", Act.RETURN, by="Olga", reason="no seal").event
    docks.run("04-10")
    gone = voided(docks, number)

    assert gone.suppressed == ()
    assert {row.state for row in notices(docks.engine, kind="returned")} == {"sent"}


def test_a_talk_that_never_was_promises_nothing(docks):
    docks.phone("04-09", "Ada", "04-15")
    (number,) = [event.number for event in events(docks.engine, "chase")]

    def promised() -> dict[str, date]:
        with reading(docks.engine) as connection:
            return dict(promises(connection, find_campaign(connection, None)))

    assert promised() == {"report/docks": date(2024, 4, 15)}
    voided(docks, number)
    assert promised() == {}
    assert_sound(docks.engine)


# -- answers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("chart-due", "2024-05-10"),
        ("buoys-slot-01", "docks"),
        ("visit-day", "2024-05-14"),
        ("cranes-name", "Cranes and lifts"),
        ("in-charge-cranes", "leading-group/deputy"),
    ],
)
def test_an_answer_by_mistake_is_as_if_it_had_not_been_and_the_question_is_open_again(docks, key, value):
    before, book = standing(docks), book_in(docks.engine)
    number = settled(docks, key, value)
    assert standing(docks) != before
    voided(docks, number)

    assert standing(docks) == before
    again = book_in(docks.engine)
    assert (again.answered, again.announced, again.in_charge) == (book.answered, book.announced, book.in_charge)
    assert_sound(docks.engine)
    settled(docks, key, value, day="04-11")
    with reading(docks.engine) as connection:
        assert connection.scalar(select(question.c.answered_on).where(question.c.key == key)) == date(2024, 4, 11)


def test_a_deputy_leader_named_by_mistake_is_not_waited_for(docks):
    docks.run("04-15", "04-16", "04-17", "04-19", "04-22", "04-23", "04-24")
    before = standing(docks)
    number = settled(docks, "in-charge-cranes", "leading-group/deputy", day="04-24")
    voided(docks, number, day="04-24")

    assert standing(docks) == before
    assert_sound(docks.engine)


# -- what stands in the way --------------------------------------------------------------------------------------------


def refused(here: Harbour, number: int, day: str = "04-10") -> str:
    before = everything(here.engine)
    with pytest.raises(NotVoidableError) as wrong:
        voided(here, number, day)
    assert wrong.value.exit_code == 2
    assert everything(here.engine) == before
    return said(wrong)


def test_only_the_latest_act_is_voided_and_the_one_in_the_way_is_named(docks):
    first = docks.do("04-09", Act.SUBMIT).event
    second = docks.do("04-09", Act.ACCEPT, by="Olga").event

    assert refused(docks, first) == (
        f"event {first} cannot be voided: event {second} (accept, Apr 9, 2024 (Tue), Olga) came after it; "
        "void that one first"
    )
    voided(docks, second)
    voided(docks, first)
    assert stored(docks.engine, "report/docks")["status"] == "open"


def test_what_happened_to_another_duty_stands_in_nobodys_way(docks):
    number = docks.do("04-09", Act.SUBMIT).event
    docks.do("04-09", Act.SUBMIT, "lift/cranes")
    voided(docks, number)

    assert stored(docks.engine, "lift/cranes")["status"] == "submitted"


def test_neither_an_acknowledgement_nor_a_talk_stands_in_the_way(docks):
    number = docks.do("04-09", Act.EXTEND, step=Step.ASK).event
    docks.do("04-09", Act.ACK)
    docks.phone("04-09", "Ada")
    voided(docks, number)

    assert stored(docks.engine, "report/docks")["acknowledged_on"] == date(2024, 4, 9)
    assert contents(docks.engine)["wait"] == []


def test_a_second_acknowledgement_stands_in_the_way_of_the_first(docks):
    first = docks.do("04-09", Act.ACK).event
    second = docks.do("04-10", Act.ACK, by="Ben").event

    assert f"event {second} (ack" in refused(docks, first)


def test_an_answer_about_the_same_duty_stands_in_the_way(docks):
    number = docks.do("04-09", Act.WAIVE, "chart/docks").event
    later = settled(docks, "chart-due", "2024-05-10", day="04-09")

    assert f"event {later} (answer" in refused(docks, number)


def test_facts_that_moved_in_another_way_stand_in_the_way(docks):
    number = docks.do("04-09", Act.EXTEND, step=Step.ASK).event
    with writing(docks.engine) as connection:
        connection.execute(wait.delete())

    assert "waits of report/docks have changed since" in refused(docks, number)


def test_an_event_is_voided_once(docks):
    number = docks.do("04-09", Act.SUBMIT).event
    made = voided(docks, number)

    assert refused(docks, number) == f"event {number} is voided already, by event {made.event}"


def test_an_event_is_not_voided_before_it_happened(docks):
    number = docks.do("04-10", Act.SUBMIT).event

    assert "lies before" in refused(docks, number, day="04-09")


def test_what_is_no_act_is_corrected_in_its_own_way(docks):
    made = done(docks, "04-09", lambda c, r, deal: place_hold(c, r, ALL, "flood", deal))
    act = docks.do("04-09", Act.SUBMIT).event
    correction = voided(docks, act).event

    assert "lift the hold" in refused(docks, made.event)
    assert "is no act on an obligation and no answer" in refused(docks, 1)
    assert "is no act" in refused(docks, correction)
    assert "there is no event 99" in refused(docks, 99)


def test_a_correction_leaves_the_day_of_everything_else_alone(docks):
    docks.do("04-09", Act.ACK)
    number = docks.do("04-09", Act.SUBMIT).event
    voided(docks, number)

    row = stored(docks.engine, "report/docks")
    assert (row["submitted_at"], row["acknowledged_on"]) == (None, day_of("04-09"))
    assert row["acknowledged_at"] is not None
