"""A seat handed over: the past stays with whoever it went to, and nothing is lost on whoever comes after."""

from datetime import date

import pytest

from models.database import writing
from notifications.catalogue import catalogue
from notifications.outcomes import Outcome, Sent
from register.campaigns import find_campaign
from register.changing import NewFile, apply_changes, changes_in
from register.people import Successor, UnknownSeatError, UnusableHandOverError, hand_over
from register.releasing import release
from register.running import Wish, rehearsed_run
from schedule.transitions import Act
from tests.ledger import deal_of, found
from tests.register_rows import assert_sound, done, events, everything, items, notices, told, why
from tests.running_campaign import Harbour, day_of, harbour

DUTIES = "[{key: report, title: Report, owed_by: docks, submit_to: office}]"
LATER = Outcome(Sent.TRANSIENT, "451 later", 451)
CEM = Successor("Cem", ("mailto:cem@docks.example",), "en", "7007")


@pytest.fixture
def docks(engine) -> Harbour:
    """The docks owe a report by Friday 12 April 2024; Ada is their liaison, Ben their head, Dora above them."""
    return Harbour(engine, harbour(DUTIES))


def handed(here: Harbour, seat: str, successor: Successor, since: str, day: str | None = None, by: str = "Olga"):
    first = day_of(since)
    return done(here, day or since, lambda c, r, deal: hand_over(c, r, seat, successor, first, deal), by)


def said(wrong) -> str:
    return catalogue("en").render(wrong.value.message)


def holders(here: Harbour, seat: str, *when: str) -> list[str | None]:
    directory = found(here.engine).plan.directory
    return [one.name if (one := directory.holder(seat, day_of(day))) else None for day in when]


def readers(here: Harbour, seat: str) -> list[tuple[str, str | None, str]]:
    """Day, reader and state of each message to a seat."""
    return [(day, person, state) for day, where, person, state in told(here.engine) if where == seat]


# -- who holds it ------------------------------------------------------------------------------------------------------


def test_the_one_before_keeps_the_seat_until_the_day_before(docks):
    made = handed(docks, "docks/liaison", CEM, "04-10", day="04-08")

    assert holders(docks, "docks/liaison", "04-09", "04-10", "06-28") == ["Ada", "Cem", "Cem"]
    assert (made.before and made.before.name, made.after.name, made.since) == ("Ada", "Cem", date(2024, 4, 10))
    person = next(one for one in found(docks.engine).plan.directory.people if one.key == "Cem")
    assert (person.addresses, person.language, person.phone) == (("mailto:cem@docks.example",), "en", "7007")


def test_messages_go_to_whoever_holds_the_seat_on_the_day(docks):
    handed(docks, "docks/liaison", CEM, "04-12", day="04-08")
    docks.run("04-09", "04-12")

    assert readers(docks, "docks/liaison") == [("04-09", "Ada", "sent"), ("04-12", "Cem", "sent")]
    assert_sound(docks.engine)


def test_somebody_known_takes_a_seat_beside_his_own(docks):
    made = handed(docks, "docks/liaison", Successor("Ben"), "04-10")

    assert holders(docks, "docks/liaison", "04-10") == ["Ben"]
    assert made.other_seats == ("docks/head",)
    assert holders(docks, "docks/head", "04-10") == ["Ben"]
    docks.run("04-12")
    # one person in two seats reads one message
    assert [row.person for row in notices(docks.engine) if row.seat.startswith("docks/")] == ["Ben"]


def test_a_newcomer_of_a_known_name_is_another_person_where_it_is_said(docks):
    made = handed(docks, "pilots/head", Successor("Ben", ("mailto:ben@pilots.example",), is_new=True), "04-10")

    assert made.after.key == "Ben@pilots/head"
    assert made.other_seats == ()
    people = {one.key: one.addresses for one in found(docks.engine).plan.directory.people}
    assert people["Ben"] == ("mailto:ben@docks.example",)
    assert people["Ben@pilots/head"] == ("mailto:ben@pilots.example",)


def test_of_two_of_one_name_the_key_says_which(engine):
    people = """
- {name: Ben, holds: [{seat: docks/head}], addresses: "mailto:ben@docks.example"}
- {name: Ben, holds: [{seat: pilots/head}], addresses: "mailto:ben@pilots.example"}
"""
    here = Harbour(engine, harbour(DUTIES, people))
    with pytest.raises(UnusableHandOverError) as wrong:
        handed(here, "lights/head", Successor("Ben"), "04-11")
    assert "several are called Ben; say which: Ben@docks/head, Ben@pilots/head" in said(wrong)
    handed(here, "lights/head", Successor("Ben@pilots/head"), "04-11")

    assert found(engine).plan.directory.holder("lights/head", day_of("04-11")).key == "Ben@pilots/head"


def test_a_vacant_seat_is_filled(docks):
    made = handed(docks, "lights/head", CEM, "04-10")

    assert made.before is None
    assert holders(docks, "lights/head", "04-09", "04-10") == [None, "Cem"]


def test_a_mistake_is_corrected_by_a_second_hand_over_from_the_same_day(docks):
    handed(docks, "docks/liaison", CEM, "04-10")
    handed(docks, "docks/liaison", Successor("Dan", ("mailto:dan@docks.example",)), "04-10")

    assert holders(docks, "docks/liaison", "04-09", "04-10") == ["Ada", "Dan"]


def test_whoever_holds_a_seat_is_reached_elsewhere_from_then_on(docks):
    made = handed(docks, "docks/liaison", Successor("Ada", ("mailto:ada@new.example",)), "04-10")
    docks.run("04-12")

    assert made.before is not None
    assert made.before.name == made.after.name == "Ada"
    assert notices(docks.engine, seat="docks/liaison")[-1].address == "mailto:ada@new.example"
    assert holders(docks, "docks/liaison", "03-15", "04-12") == ["Ada", "Ada"]


def test_seats_of_one_person_go_over_together(engine):
    units = "wharf: {name: Wharf, seats: {liaison: {role: liaison, same_as: wharf/head}}}"
    people = '- {name: Wil, holds: [{seat: wharf/head}], addresses: "mailto:wil@wharf.example"}'
    here = Harbour(engine, harbour("[{key: report, title: Report, owed_by: wharf}]", people, units=units))
    handed(here, "wharf/liaison", CEM, "04-10")

    assert holders(here, "wharf/head", "04-09", "04-10") == ["Wil", "Cem"]
    assert holders(here, "wharf/liaison", "04-09", "04-10") == ["Wil", "Cem"]


def test_the_record_says_who_took_it_from_whom_and_holds_no_address(docks):
    made = handed(docks, "docks/liaison", Successor("Cem", ("wecombot:SECRET-KEY",)), "04-10")

    (event,) = events(docks.engine, "hand_over")
    assert (event.number, event.by, event.subject) == (made.event, "Olga", "docks/liaison")
    assert (event.data["from"], event.data["to"], event.data["since"]) == ("Ada", "Cem", "2024-04-10")
    assert event.data["channels"] == ["wecombot"]
    assert "SECRET" not in str(event.data)
    assert_sound(docks.engine)


def test_a_hand_over_outlives_a_file_that_is_silent_about_it(docks):
    handed(docks, "docks/liaison", CEM, "04-10")
    plan = harbour(DUTIES.replace("title: Report", "title: Annual report"))
    with writing(docks.engine) as connection:
        running = find_campaign(connection, None)
        changes = changes_in(connection, running, plan)
        file = NewFile(plan, "harbour.yaml", "the changed file")
        apply_changes(connection, running, file, changes, deal_of(plan, day_of("04-11")))

    assert holders(docks, "docks/liaison", "04-09", "04-11") == ["Ada", "Cem"]


# -- nothing is lost ---------------------------------------------------------------------------------------------------


def test_what_had_not_gone_is_told_to_the_one_after_by_the_next_run(docks):
    docks.run("04-09", answers={"ada@docks.example": LATER})
    assert readers(docks, "docks/liaison") == [("04-09", "Ada", "retry")]
    handed(docks, "docks/liaison", CEM, "04-10", day="04-09")
    docks.run("04-10")

    assert readers(docks, "docks/liaison") == [("04-09", "Ada", "suppressed"), ("04-10", "Cem", "sent")]
    old, new = notices(docks.engine, seat="docks/liaison")
    assert why(old) == "Ada does not hold the seat any more"
    assert items(docks.engine, new.key) == [("report/docks", "-3wd", "docks/liaison", "sent")]
    assert "Cem" in new.text
    # what the old message was about can still be seen
    assert [owed["obligation"] for owed in old.also_owed] == ["report/docks"]
    assert_sound(docks.engine)


def test_until_his_first_day_it_still_goes_to_the_one_before(docks):
    docks.run("04-09", answers={"ada@docks.example": LATER})
    handed(docks, "docks/liaison", CEM, "04-11", day="04-09")
    docks.run("04-10")

    assert readers(docks, "docks/liaison") == [("04-09", "Ada", "sent")]


def test_what_had_gone_is_not_told_again(docks):
    docks.run("04-09")
    handed(docks, "docks/liaison", CEM, "04-10")
    docks.run("04-10", "04-11")

    assert readers(docks, "docks/liaison") == [("04-09", "Ada", "sent")]


def test_a_message_for_two_seats_of_which_one_passes_on_is_planned_anew_for_both(engine):
    people = """
- {name: Ada, holds: [{seat: docks/head}, {seat: pilots/head}], addresses: "mailto:ada@docks.example"}
"""
    duties = "[{key: report, title: Report, owed_by: [docks, pilots], submit_to: office}]"
    here = Harbour(engine, harbour(duties, people, ladder="[{at: 0, tell: head}, {at: +1wd, tell: head}]"))
    here.run("04-12", answers={"ada@docks.example": LATER})
    handed(here, "pilots/head", CEM, "04-15", day="04-12")
    here.run("04-15")

    sent = [
        (row.seat, row.person, [one[0] for one in items(engine, row.key)])
        for row in notices(engine)
        if row.state == "sent"
    ]
    assert sorted(sent) == [("docks/head", "Ada", ["report/docks"]), ("pilots/head", "Cem", ["report/pilots"])]


def test_what_nobody_could_be_sent_is_told_once_somebody_can_be(docks):
    handed(docks, "docks/head", Successor("Hal"), "04-01")
    docks.run("04-12", "04-15")
    assert readers(docks, "docks/head") == [("04-12", "Hal", "held"), ("04-15", "Hal", "held")]
    handed(docks, "docks/head", CEM, "04-15")
    docks.run("04-16")

    assert readers(docks, "docks/head") == [
        ("04-12", "Hal", "superseded"),
        ("04-15", "Hal", "superseded"),
        ("04-16", "Cem", "sent"),
    ]
    *_, new = notices(docks.engine, seat="docks/head")
    # two rungs that piled up are one
    assert [one[1] for one in items(docks.engine, new.key)] == ["+1wd"]
    assert_sound(docks.engine)


def test_a_leader_who_can_be_reached_now_is_told_once_the_office_releases_it(docks):
    handed(docks, "leading-group/deputy", Successor("Eve"), "04-01")
    docks.run("04-15", "04-17", "04-19")
    assert readers(docks, "leading-group/deputy") == [("04-19", "Eve", "held")]
    handed(docks, "leading-group/deputy", Successor("Eve", ("mailto:eve@group.example",)), "04-22", day="04-19")
    docks.run("04-22", "04-23")

    assert readers(docks, "leading-group/deputy") == [("04-19", "Eve", "superseded"), ("04-22", "Eve", "held")]
    assert why(notices(docks.engine, seat="leading-group/deputy")[-1]).endswith("waits to be released")


def test_whoever_takes_a_seat_by_the_file_finds_what_nobody_could_be_sent_on_the_offices_list(engine):
    """Such a change stands in a rehearsal too, which tells nothing twice."""
    people = '- {name: Ben, holds: [{seat: docks/head, from: 2024-04-16}], addresses: "mailto:ben@docks.example"}'
    here = Harbour(engine, harbour(DUTIES, people))
    here.run("04-12", "04-16", "04-17")

    assert ("04-12", None, "held") in readers(here, "docks/head")


def test_what_the_office_had_released_stays_released_for_the_one_after(docks):
    docks.run("04-15", "04-17", "04-19")
    done(docks, "04-19", lambda c, r, deal: release(c, r, "docks", deal), "Olga")
    docks.run("04-22", answers={"dora@group.example": LATER})
    handed(docks, "leading-group/deputy", Successor("Dov", ("mailto:dov@group.example",)), "04-23", day="04-22")
    docks.run("04-23")

    assert readers(docks, "leading-group/deputy") == [
        ("04-19", "Dora", "superseded"),
        ("04-22", "Dora", "suppressed"),
        ("04-23", "Dov", "sent"),
    ]
    assert_sound(docks.engine)


def test_a_return_that_had_not_gone_is_told_to_the_one_after(docks):
    docks.do("04-09", Act.SUBMIT)
    docks.do("04-09", Act.RETURN, by="Olga", at="16:00", reason="the seal is missing")
    handed(docks, "docks/liaison", CEM, "04-10", day="04-09")
    docks.run("04-10")

    rows = notices(docks.engine, kind="returned")
    assert sorted((row.seat, row.person, row.state) for row in rows) == [
        ("docks/head", "Ben", "sent"),
        ("docks/liaison", "Ada", "suppressed"),
        ("docks/liaison", "Cem", "sent"),
    ]
    (new,) = [row for row in rows if row.person == "Cem"]
    assert "the seal is missing" in new.text
    assert new.replaces == next(row.key for row in rows if row.person == "Ada")


def test_who_was_told_of_a_return_at_his_other_seat_is_not_told_twice(docks):
    docks.do("04-09", Act.SUBMIT)
    docks.do("04-09", Act.RETURN, by="Olga", at="16:00", reason="the seal is missing")
    handed(docks, "docks/liaison", Successor("Ben"), "04-10", day="04-09")
    docks.run("04-10")

    rows = notices(docks.engine, kind="returned")
    assert sorted((row.person, row.state) for row in rows) == [("Ada", "suppressed"), ("Ben", "sent")]


def test_a_dry_run_shows_what_the_one_after_will_be_told(docks):
    docks.run("04-09", answers={"ada@docks.example": LATER})
    handed(docks, "docks/liaison", CEM, "04-10", day="04-09")
    before = everything(docks.engine)
    with docks.engine.connect() as connection:
        transaction = connection.begin()
        at = deal_of(docks.plan, day_of("04-10")).at
        planned = rehearsed_run(connection, find_campaign(connection, None), Wish(day_of("04-10"), at, "x.example"))
        transaction.rollback()

    assert [draft.recipient.person.name for draft in planned.day.drafts] == ["Cem"]
    assert everything(docks.engine) == before


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seat", "successor", "error", "words"),
    [
        ("docks/liason", CEM, UnknownSeatError, "did you mean docks/liaison"),
        ("docks/liaison", Successor("Ada"), UnusableHandOverError, "Ada holds docks/liaison already"),
        ("docks/liaison", Successor("  "), UnusableHandOverError, "the name is empty"),
        ("docks/liaison", Successor("Cem", ("pigeon:7",)), UnusableHandOverError, "there is no such channel"),
        ("docks/liaison", Successor("Cem", ("mailto:cem",)), UnusableHandOverError, "must be one mailbox"),
        ("docks/liaison", Successor("Cem", language="fr"), UnusableHandOverError, "the language must be one of"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(docks, seat, successor, error, words):
    before = everything(docks.engine)
    with pytest.raises(error) as wrong:
        handed(docks, seat, successor, "04-10")

    assert words in said(wrong)
    assert wrong.value.exit_code == 2
    assert everything(docks.engine) == before


def test_a_day_before_a_later_hand_over_is_refused(docks):
    handed(docks, "docks/liaison", CEM, "04-15", day="04-08")
    with pytest.raises(UnusableHandOverError) as wrong:
        handed(docks, "docks/liaison", Successor("Dan"), "04-10", day="04-08")

    assert "Cem is to take the seat on" in said(wrong)
    assert holders(docks, "docks/liaison", "04-12", "04-15") == ["Ada", "Cem"]
