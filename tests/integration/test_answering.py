"""Open questions settled by a named person: what follows is in the tables at once, and nothing is settled twice."""

from datetime import date

import pytest
from sqlalchemy import select

from models.database import reading
from models.tables.campaigns import question
from models.words import Phrase
from notifications.catalogue import catalogue
from register.answering import AnsweredAlreadyError, UnknownQuestionError, open_questions, settle_question
from register.answers import UnusableAnswerError
from register.campaigns import find_campaign
from schedule.facts import Book
from tests.ledger import book_in
from tests.register_rows import assert_sound, done, events, everything, notices, stored
from tests.running_campaign import Harbour, harbour

DUTIES = """
- {key: report, title: Report, owed_by: [docks, pilots], submit_to: office}
- {key: chart, title: Chart, owed_by: docks, submit_to: office, due: {unknown: [2024-05-10, 2024-05-20]}}
- {key: summary, title: Summary, owed_by: docks, submit_to: office, due: {after: chart, offset: 5wd}}
- {key: buoys, title: Buoys, owed_by: {open: 2}, submit_to: office, due: 2024-04-19}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-06, 2024-05-17]}}
"""
UNITS = "cranes: {name: null, kind: bureau}"


@pytest.fixture
def docks(engine) -> Harbour:
    plan = harbour(DUTIES.replace("owed_by: [docks, pilots]", "owed_by: [docks, pilots, cranes]"), units=UNITS)
    return Harbour(engine, plan)


def settle(here: Harbour, key: str, value: str, day: str = "03-11", by: str = "Olga"):
    return done(here, day, lambda connection, running, deal: settle_question(connection, running, key, value, deal), by)


def row(here: Harbour, key: str):
    with reading(here.engine) as connection:
        return connection.execute(select(question).where(question.c.key == key)).one()


def said(wrong) -> str:
    return catalogue("en").render(wrong.value.message)


def test_what_the_plan_leaves_open_is_listed_until_it_is_settled(docks):
    def open_now() -> list[str]:
        with reading(docks.engine) as connection:
            return [one.id for one in open_questions(connection, find_campaign(connection, None))]

    asked = open_now()
    assert {"chart-due", "buoys-slot-01", "buoys-slot-02", "cranes-name", "in-charge-cranes"} <= set(asked)
    settle(docks, "chart-due", "2024-05-10")

    assert open_now() == [key for key in asked if key != "chart-due"]


def test_a_due_day_becomes_known_on_the_day_of_the_answer_with_what_is_counted_from_it(docks):
    made = settle(docks, "chart-due", "2024-05-10", day="03-11", by="Olga")

    assert made.changed == ("chart/docks", "summary/docks")
    facts = book_in(docks.engine).facts
    assert (facts["chart/docks"].due_on, facts["chart/docks"].known_on) == (date(2024, 5, 10), date(2024, 3, 11))
    # five working days on, of which Saturday the 11th is one
    assert facts["summary/docks"].due_on == date(2024, 5, 16)
    answered = row(docks, "chart-due")
    assert (answered.answered_on, answered.value, answered.answered_by) == (date(2024, 3, 11), "2024-05-10", "Olga")
    assert_sound(docks.engine)


def test_the_event_says_who_answered_what_and_what_followed(docks):
    made = settle(docks, "chart-due", "2024-05-10")

    (event,) = events(docks.engine, "answer")
    assert (event.number, event.by, event.subject, event.data["value"]) == (
        made.event,
        "Olga",
        "chart-due",
        "2024-05-10",
    )
    assert event.data["facts"]["chart/docks"]["before"]["due_on"] is None
    assert event.data["facts"]["chart/docks"]["after"]["due_on"] == "2024-05-10"


def test_an_open_slot_is_its_owners_from_then_on_and_he_is_told(docks):
    settle(docks, "buoys-slot-02", "docks", day="04-09")
    docks.run("04-16")

    assert stored(docks.engine, "buoys/slot-02")["unit"] == "docks"
    (digest,) = notices(docks.engine, seat="docks/liaison", kind="digest")
    assert "Buoys" in digest.text
    assert_sound(docks.engine)


def test_a_units_name_stands_in_every_text_from_then_on(docks):
    settle(docks, "cranes-name", "  Cranes   and lifts ")

    assert book_in(docks.engine).plan.directory.parties["cranes"].name == "Cranes and lifts"
    assert events(docks.engine, "answer")[0].data["party"] == {
        "key": "cranes",
        "before": None,
        "after": "Cranes and lifts",
    }


def test_a_deputy_leader_put_in_charge_is_told_in_place_of_the_office_director(docks):
    settle(docks, "in-charge-cranes", "leading-group/deputy")
    docks.run("04-15", "04-16", "04-17", "04-19", "04-22", "04-23")

    papers = [one for one in notices(docks.engine, seat="leading-group/deputy") if "cranes" in one.text]
    assert papers
    assert_sound(docks.engine)


def test_a_deputy_leader_put_in_charge_when_his_rung_is_past_is_told_all_the_same(docks):
    docks.run("04-15", "04-16", "04-17", "04-19", "04-22", "04-23", "04-24")
    settle(docks, "in-charge-cranes", "leading-group/deputy", day="04-24")
    assert_sound(docks.engine)
    docks.run("04-25")

    assert [row for row in notices(docks.engine, seat="leading-group/deputy") if "cranes" in row.text]


def test_a_deputy_leader_put_in_charge_is_told_of_slots_that_the_unit_was_named_for_too(docks):
    settle(docks, "buoys-slot-01", "cranes", day="03-11")
    docks.run("04-16", "04-19", "04-22", "04-23", "04-24", "04-26", "04-29")
    settle(docks, "in-charge-cranes", "leading-group/deputy", day="04-29")
    assert_sound(docks.engine)
    docks.run("04-30")

    assert [row for row in notices(docks.engine, seat="leading-group/deputy") if "Buoys" in row.text]


def test_an_announced_day_makes_the_office_ready_before_it(docks):
    settle(docks, "visit-day", "2024-05-14", day="04-22")

    book: Book = book_in(docks.engine)
    assert book.announced == {"visit/province": date(2024, 5, 14)}
    ready = next(one for one in book.plan.obligations if one.readiness_for == "visit/province")
    # three working days before the day; Saturday the 11th is worked
    assert book.facts[ready.id].due_on == date(2024, 5, 10)
    assert_sound(docks.engine)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("chart-due", "in May", "must be a day"),
        ("chart-due", "  ", "is empty"),
        ("buoys-slot-01", "dock", "no unit is called dock"),
        ("buoys-slot-01", "province", "no unit is called province"),
        ("in-charge-cranes", "docks/head", "must be one of leading-group/deputy"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_changes_nothing(docks, key, value, words):
    before = everything(docks.engine)
    with pytest.raises(UnusableAnswerError) as wrong:
        settle(docks, key, value)

    assert words in said(wrong)
    assert everything(docks.engine) == before


def test_a_question_nobody_asks_is_refused_with_those_that_look_like_it(docks):
    before = everything(docks.engine)
    with pytest.raises(UnknownQuestionError) as wrong:
        settle(docks, "chart-du", "2024-05-10")

    assert "did you mean chart-due" in said(wrong)
    assert wrong.value.exit_code == 2
    assert everything(docks.engine) == before


def test_who_answered_what_and_when_stands_against_a_second_answer(docks):
    first = settle(docks, "chart-due", "2024-05-10", by="Olga")
    before = everything(docks.engine)
    with pytest.raises(AnsweredAlreadyError) as wrong:
        settle(docks, "chart-due", "2024-05-20", day="03-12", by="Otto")

    message = said(wrong)
    assert "Olga" in message
    assert "2024-05-10" in message
    assert f"void event {first.event} first" in message
    assert everything(docks.engine) == before


def test_messages_of_refusals_are_whole_phrases(docks):
    """What a refusal nests it nests as phrases, so that every language orders it its own way."""
    settle(docks, "chart-due", "2024-05-10")
    with pytest.raises(AnsweredAlreadyError) as wrong:
        settle(docks, "chart-due", "2024-05-20")

    assert isinstance(wrong.value.message.values["told"], Phrase)
