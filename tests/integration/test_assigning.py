"""Assignment 交办: every unit hears once what it owes, and whoever acknowledges it confirms the liaison."""

from datetime import date

import pytest

from models.words import NoticeKind
from notifications.catalogue import catalogue
from register.acknowledging import NothingToAcknowledgeError, acknowledge
from register.acts import UnknownObligationError
from register.assigning import Assigned, NothingToAssignError, assign
from register.people import Successor, confirmed, hand_over
from register.targets import UnknownUnitError
from schedule.transitions import Act
from tests.ledger import deal_of
from tests.register_rows import assert_sound, done, events, everything, notices, stored, why
from tests.running_campaign import Harbour, day_of, harbour

DUTIES = """
- {key: report, title: Report, owed_by: [docks, pilots], submit_to: office, forms: [paper, electronic]}
- {key: chart, title: Chart, owed_by: docks, due: {unknown: true}}
- {key: list, title: List, owed_by: docks, submit_to: office, due: 2024-03-29, clause: §7}
- {key: week, title: Week, owed_by: lights, due: {every: week, day: fri, first: 2024-03-08, until: 2024-04-26}}
- {key: own, title: Own, owed_by: office, due: 2024-04-19}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-06, 2024-05-17]}}
"""
PEOPLE = """
- {name: Olga, holds: [{seat: office/director}, {seat: office/staff}], addresses: "mailto:olga@office.example"}
- {name: Ada, holds: [{seat: docks/liaison}], addresses: "mailto:ada@docks.example", language: en}
- {name: Ben, holds: [{seat: docks/head}], addresses: "mailto:ben@docks.example", language: en}
- {name: Paul, holds: [{seat: pilots/liaison}]}
- name: Lou
  holds: [{seat: lights/liaison}, {seat: lights/head}]
  addresses: "mailto:lou@lights.example"
  language: en
"""


@pytest.fixture
def docks(engine) -> Harbour:
    return Harbour(engine, harbour(DUTIES, PEOPLE))


def assigned(here: Harbour, *units: str, day: str = "03-11") -> Assigned:
    return done(here, day, lambda connection, running, deal: assign(connection, running, units, deal), "Olga")


def acknowledged(here: Harbour, target: str, day: str = "03-12", by: str = "Ada"):
    return done(here, day, lambda connection, running, deal: acknowledge(connection, running, target, deal), by)


def assignments(here: Harbour) -> list[tuple[str, str, str | None, str]]:
    """Day, seat, reader and state of every assignment."""
    rows = notices(here.engine, kind="assign")
    return sorted((f"{row.on:%m-%d}", row.seat, row.person, row.state) for row in rows)


def said(wrong) -> str:
    return catalogue("en").render(wrong.value.message)


# -- who is told what --------------------------------------------------------------------------------------------------


def test_every_unit_that_owes_something_is_told_once_a_person(docks):
    made = assigned(docks)

    assert assignments(docks) == [
        ("03-11", "docks/head", "Ben", "planned"),
        ("03-11", "docks/liaison", "Ada", "planned"),
        ("03-11", "lights/head", "Lou", "planned"),
        ("03-11", "pilots/head", None, "held"),
        ("03-11", "pilots/liaison", "Paul", "held"),
    ]
    assert [one.unit for one in made.assignments] == ["docks", "pilots", "lights"]


def test_a_message_lists_all_that_the_unit_owes_by_the_days_and_what_has_no_day_last(docks):
    assigned(docks, "docks")

    row = notices(docks.engine, seat="docks/liaison")[0]
    assert [owed["obligation"] for owed in row.also_owed] == ["list/docks", "report/docks", "chart/docks"]
    assert row.subject == "[Assigned] Docks: 3 duties, the first by Mar 29"
    assert row.text.splitlines()[0] == (
        "Ada (liaison of Docks): 3 duties are assigned to your unit. Please see to them, first to “List”, "
        "by Mar 29 (Fri): 14 working days left; and acknowledge this message."
    )
    assert "3. Chart\n   Due: not said\n   Standing: ? day unknown" in row.text
    assert "Asked for: on paper, electronic; to Office" in row.text
    assert "Clause of the plan: §7" in row.text
    assert "■ Duties assigned" in row.text
    assert "The office knows you as the liaison of your unit." in row.text


def test_the_head_reads_who_is_taken_for_the_liaison(docks):
    assigned(docks, "docks")

    (row,) = notices(docks.engine, seat="docks/head")
    assert "The office knows Ada as the liaison of your unit. Acknowledging this message confirms it" in row.text


def test_what_is_owed_again_and_again_stands_in_full_once_and_with_all_its_days(docks):
    assigned(docks, "lights")

    (row,) = notices(docks.engine, kind="assign")
    assert row.text.count("Standing:") == 1
    assert len(row.also_owed) == 8
    assert "7 more:" in row.text
    assert "Mar 15 to Apr 26 (7 times)" in row.text


def test_what_was_overdue_when_it_was_assigned_says_so_first(docks):
    assigned(docks, "docks", day="04-01")

    (row,) = notices(docks.engine, seat="docks/liaison")
    assert row.subject == "[Assigned] Docks: 3 duties, up to 1 working day overdue"
    assert "“List” was due by Mar 29 (Fri): 1 working day overdue. Please settle it at once" in row.text


def test_a_unit_without_a_known_liaison_is_asked_for_one(engine):
    people = '- {name: Ben, holds: [{seat: docks/head}], addresses: "mailto:ben@docks.example", language: en}'
    here = Harbour(engine, harbour(DUTIES, people))
    assigned(here, "docks")

    (row,) = notices(here.engine, seat="docks/head")
    assert "The office knows no liaison of your unit. Please name one to it, with an address." in row.text


def test_duties_without_a_day_are_counted_as_such(engine):
    here = Harbour(engine, harbour("[{key: chart, title: Chart, owed_by: docks, due: {unknown: true}}]", PEOPLE))
    assigned(here, "docks")

    row = notices(here.engine, seat="docks/liaison")[0]
    assert row.subject == "[Assigned] Docks: 1 duty without a day so far"
    assert "1 duty is assigned to your unit, which has no day so far." in row.text


def test_a_subject_keeps_to_its_length_whatever_the_unit_is_called(engine):
    units = f"wharf: {{name: {'Very long ' * 9}Wharf, kind: bureau}}"
    duties = "[{key: report, title: Report, owed_by: wharf, submit_to: office}]"
    people = '- {name: Wil, holds: [{seat: wharf/liaison}], addresses: "mailto:wil@w.example", language: en}'
    here = Harbour(engine, harbour(duties, people, units=units))
    assigned(here, "wharf")

    (row,) = notices(here.engine, seat="wharf/liaison")
    assert len(row.subject) <= 80
    assert row.subject.endswith("1 duty, by Apr 12")


def test_the_office_is_told_of_its_own_only_where_it_is_named(docks):
    assigned(docks, "office")

    (row,) = notices(docks.engine, kind="assign")
    assert row.seat == "office/director"
    assert [owed["obligation"] for owed in row.also_owed] == ["own/office", "visit.ready/office"]


# -- when it goes ------------------------------------------------------------------------------------------------------


def test_outside_the_offices_hours_an_assignment_goes_when_these_next_begin(docks):
    made = assigned(docks, "docks", day="03-16")  # a Saturday

    assert made.on == date(2024, 3, 18)
    assert {row.not_before for row in notices(docks.engine, kind="assign")} == {deal_of(docks.plan, made.on).at}


def test_an_assignment_goes_with_the_next_run(docks):
    assigned(docks, "docks")
    docks.run("03-12")

    assert {row.state for row in notices(docks.engine, kind="assign")} == {"sent"}


def test_what_is_settled_before_it_went_is_not_assigned(docks):
    assigned(docks, "pilots", "docks")
    for key in ("list/docks", "report/docks", "chart/docks"):
        docks.do("03-11", Act.WAIVE, key, at="16:00")
    docks.run("03-12")

    assert {(row.seat, row.state, why(row)) for row in notices(docks.engine, kind="assign") if row.person == "Ada"} == {
        ("docks/liaison", "suppressed", "nothing in it is owed any more")
    }


def test_a_unit_is_told_once_a_day_and_may_be_told_again_on_another(docks):
    assigned(docks, "docks")
    made = assigned(docks, "docks", "lights")
    assert [one.unit for one in made.assignments] == ["lights"]
    assert catalogue("en").render(made.left_out["docks"]) == "it was told today already"
    assigned(docks, "docks", day="03-12")

    keys = [row.key for row in notices(docks.engine, kind="assign")]
    assert len(keys) == len(set(keys)) == 5


def test_somebody_in_two_units_has_a_message_for_each(engine):
    people = """
- {name: Ada, holds: [{seat: docks/liaison}, {seat: pilots/liaison}], addresses: "mailto:ada@docks.example"}
"""
    here = Harbour(engine, harbour("[{key: report, title: Report, owed_by: [docks, pilots]}]", people))
    assigned(here)

    rows = [row for row in notices(here.engine, kind="assign") if row.person == "Ada"]
    assert [row.seat for row in rows if row.seat == "docks/liaison"] != []
    assert len({row.key for row in rows}) == 2


def test_the_record_says_who_assigned_what(docks):
    made = assigned(docks, "docks")

    (event,) = events(docks.engine, "assign")
    assert (event.number, event.by, event.subject) == (made.assignments[0].event, "Olga", "docks")
    assert event.data["obligations"] == ["list/docks", "report/docks", "chart/docks"]
    assert set(event.data["notices"]) == {row.key for row in notices(docks.engine, kind="assign")}
    assert_sound(docks.engine)


@pytest.mark.parametrize(
    ("units", "error", "words"),
    [
        (("dock",), UnknownUnitError, "did you mean docks"),
        (("province",), NothingToAssignError, "province: it is never addressed"),
        (("leading-group",), NothingToAssignError, "leading-group: it owes nothing"),
    ],
)
def test_what_cannot_be_assigned_is_refused_and_changes_nothing(docks, units, error, words):
    before = everything(docks.engine)
    with pytest.raises(error) as wrong:
        assigned(docks, *units)

    assert words in said(wrong)
    assert wrong.value.exit_code == 2
    assert everything(docks.engine) == before


# -- acknowledging -----------------------------------------------------------------------------------------------------


def test_acknowledging_an_assignment_acknowledges_all_of_it_and_confirms_the_liaison(docks):
    assigned(docks, "docks")
    docks.run("03-12")
    row = notices(docks.engine, seat="docks/head", kind="assign")[0]
    made = acknowledged(docks, row.key[:8], by="Ben")

    assert [one.obligation.id for one in made.done] == ["report/docks", "chart/docks", "list/docks"]
    assert made.liaison is not None
    assert made.liaison.name == "Ada"
    assert stored(docks.engine, "list/docks")["acknowledged_on"] == date(2024, 3, 12)
    assert stored(docks.engine, "list/docks")["acknowledged_at"] is not None
    assert _confirmed(docks) == {"Ada": date(2024, 3, 12)}
    assert [(one.subject, one.by, one.data) for one in events(docks.engine, "confirm")] == [
        ("docks/liaison", "Ben", {"person": "Ada"})
    ]
    assert_sound(docks.engine)


def _confirmed(here: Harbour):
    return done(here, "03-12", lambda connection, running, _deal: confirmed(connection, running))


def test_acknowledging_does_not_stop_reminders(docks):
    assigned(docks, "docks")
    docks.run("03-11")
    acknowledged(docks, notices(docks.engine, seat="docks/liaison")[0].key)
    docks.run("03-26")

    assert [row.state for row in notices(docks.engine, seat="docks/liaison", kind="digest")] == ["sent"]


def test_one_duty_is_acknowledged_by_its_own_name(docks):
    made = acknowledged(docks, "list/docks")

    assert [one.obligation.id for one in made.done] == ["list/docks"]
    assert stored(docks.engine, "report/docks")["acknowledged_on"] is None
    assert _confirmed(docks) == {}


def test_a_reminder_is_acknowledged_with_what_it_reminds_of(docks):
    docks.run("03-26")
    row = notices(docks.engine, seat="docks/liaison", kind="digest")[0]
    made = acknowledged(docks, row.key, day="03-26")
    assert [one.obligation.id for one in made.done] == ["list/docks"]
    assert stored(docks.engine, "report/docks")["acknowledged_on"] is None

    with pytest.raises(NothingToAcknowledgeError, match="acknowledged already"):
        acknowledged(docks, row.key, day="03-26")


def test_what_is_neither_a_duty_nor_a_message_is_not_acknowledged(docks):
    before = everything(docks.engine)
    with pytest.raises(UnknownObligationError, match="did you mean"):
        acknowledged(docks, "list/dock")

    assert everything(docks.engine) == before


# -- the seat passes on before it went ---------------------------------------------------------------------------------


def test_who_takes_the_seat_before_it_went_has_an_assignment_of_his_own(docks):
    assigned(docks, "docks", day="03-08")
    successor = Successor("Cem", ("mailto:cem@docks.example",), "en")
    since = day_of("03-11")
    done(docks, "03-08", lambda c, r, deal: hand_over(c, r, "docks/liaison", successor, since, deal))
    docks.run("03-11")

    rows = [row for row in notices(docks.engine, kind="assign") if row.seat == "docks/liaison"]
    assert [(row.person, row.state) for row in sorted(rows, key=lambda row: row.on)] == [
        ("Ada", "suppressed"),
        ("Cem", "sent"),
    ]
    (new,) = [row for row in rows if row.person == "Cem"]
    assert new.replaces == next(row.key for row in rows if row.person == "Ada")
    assert new.kind == NoticeKind.ASSIGN
    assert len([row for row in notices(docks.engine, kind="assign") if row.seat == "docks/head"]) == 1
