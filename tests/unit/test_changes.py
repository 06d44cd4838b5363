"""What a changed file comes to, without a database: the comparison, slots, people and the directory after it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.codec import dump, load
from models.words import LANGUAGES, Phrase, Role, Status
from notifications.catalogue import catalogue
from register.answers import answer
from register.change.after import book_after
from register.change.kinds import Change, ChangeKind, Loaded, shown
from register.change.parties import merged_directory
from register.change.people import People, changed_people
from register.change.settings import changed_settings
from register.change.slots import aligned
from register.changes import OutOfReachError, compare
from schedule.directory import PersonFacts, Tenure
from schedule.facts import Book
from schedule.plan import Plan
from schedule.working_calendar import WorkingCalendar, build_calendar
from tests.small_campaign import LADDER, book_of, campaign, text_of

DOCS = Path(__file__).parents[2] / "docs" / "changes.md"
TODAY = date(2024, 4, 10)
SHORT = "\n- {at: 0, tell: liaison}\n- {at: +2d, every: 5d, tell: [head, leader]}"
SLOTS = "[{key: figure, title: Figure, owed_by: [%s], submit_to: office}]"


def differences(book: Book, new: Plan, dropped: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    return compare(book, new, Loaded(book.plan.directory.people, dropped))


def lines(changes: tuple[Change, ...]) -> list[str]:
    return [f"{one.kind} {one.subject}" for one in changes]


def slots(*owners: str) -> Plan:
    return campaign(SLOTS % ", ".join(owners))


def with_owners(**units: str) -> Book:
    """Three open slots, some of which an answer gave a unit: `slot_02="docks"`."""
    book = book_of(slots("{open: 3}"))
    for slot, unit in units.items():
        book = answer(book, f"figure-{slot.replace('_', '-')}", unit, TODAY)
    return book


def ids(book: Book, new: Plan, dropped: frozenset[str] = frozenset()) -> list[str]:
    return [one.id.removeprefix("figure/") for one in aligned(book, new, dropped).obligations]


# -- the comparison ----------------------------------------------------------------------------------------------------


def test_a_file_says_what_it_said():
    assert differences(book_of(campaign()), campaign()) == ()


def test_changes_stand_in_the_order_of_the_file_whenever_they_are_asked_for():
    book = book_of(campaign())
    new = campaign(
        "[{key: report, title: Account, owed_by: [docks, lights], submit_to: office}]",
        due="2024-04-19",
        closes_on="2024-06-14",
        ladder="\n- {at: 0, tell: liaison}",
        units="tugs: {name: Tugs}",
        people="- {name: Ada, holds: [{seat: tugs/head}]}",
    )
    assert lines(differences(book, new)) == [
        "setting campaign.closes_on",
        "ladder ladders.standard",
        "milestone milestones.papers",
        "party_new tugs",
        "seat_new tugs/liaison",
        "seat_new tugs/head",
        "holders tugs/head",
        "person_new Ada",
        "day_moved report/docks",
        "duty_changed report/docks",
        "duty_new report/lights",
    ]
    assert differences(book, new) == differences(book, new)


def test_every_change_says_what_it_does_in_every_language_and_as_data():
    book = with_owners(slot_01="docks")
    new = campaign(SLOTS % "pilots", due="{unknown: true}", rest_day="next", ladder=SHORT, units="tugs: {name: Tugs}")
    changes = differences(book, new)
    assert {one.kind for one in changes} >= {ChangeKind.SETTING, ChangeKind.DUTY_GONE, ChangeKind.QUESTION_GONE}
    for one in changes:
        assert load(dump(one.effect), Phrase) == one.effect
        for text in (one.before, one.after, one.effect):
            assert all(catalogue(language).render(text) is not None for language in LANGUAGES)
            if isinstance(text, Phrase):
                assert catalogue("en").render(load(dump(text), Phrase)) == catalogue("en").render(text)


def test_the_book_after_a_change_holds_no_difference_to_the_file():
    book = with_owners(slot_02="docks")
    new = campaign(SLOTS % "docks, lights, {open: 1}", due="2024-04-19", units="tugs: {name: Tugs}")
    loaded = Loaded(book.plan.directory.people)
    after = book_after(book, new, loaded, TODAY)
    dropped = frozenset(key for key, facts in after.facts.items() if facts.status is Status.CANCELLED)
    assert compare(after, new, Loaded(new.directory.people, dropped)) == ()


def test_a_file_whose_days_lie_elsewhere_altogether_is_refused():
    book = book_of(campaign())
    days = build_calendar("CN", 2002, 2010)
    with pytest.raises(OutOfReachError, match="report/docks has the day 2024-04-12"):
        differences(book, replace(campaign(), calendar=days))


def test_the_docs_have_a_row_for_every_kind_of_change_and_for_no_other():
    rows = [line.split("|")[1] for line in DOCS.read_text().splitlines() if line.startswith("| `")]
    assert sorted(word for row in rows for word in re.findall(r"`(\w+)`", row)) == sorted(ChangeKind)


# -- the campaign as a whole -------------------------------------------------------------------------------------------


def calendar_lines(old: WorkingCalendar, new: WorkingCalendar) -> list[str]:
    plan = campaign()
    found = changed_settings(replace(plan, calendar=old), replace(plan, calendar=new))
    return [f"{one.subject}: {catalogue('en').render(one.after)}" for one in found]


def test_days_that_count_otherwise_are_named():
    old, off = build_calendar("CN", 2024, 2025), date(2024, 4, 12)
    new = build_calendar("CN", 2024, 2025, rest=[off], work=[date(2024, 4, 13)])
    assert calendar_lines(old, new) == ["calendar.now-worked: 2024-04-13", "calendar.now-off: 2024-04-12"]


def test_a_calendar_that_only_reaches_further_is_no_change():
    assert calendar_lines(build_calendar("CN", 2020, 2025), build_calendar("CN", 2015, 2026)) == []


def test_a_year_whose_moved_days_come_out_is_named():
    old = build_calendar("CN", 2030, 2031)
    new = build_calendar("CN", 2030, 2031, work=[date(2030, 5, 11)])
    assert "calendar.now-published: 2030" in calendar_lines(old, new)


def test_another_country_names_some_days_and_that_there_are_more():
    (worked, off) = calendar_lines(build_calendar("CN", 2023, 2024), build_calendar("DE", 2023, 2024))[:2]
    assert worked.count("-") == 1 + 2 * 20
    assert worked.endswith("…")
    assert off.startswith("calendar.now-off: 2023-01-28")


def test_a_ladder_is_shown_rung_by_rung():
    old, new = campaign(), campaign(ladder=SHORT)
    (change,) = changed_settings(old, new)
    assert catalogue("en").render(change.after) == "0: liaison, +2d, again every 5 d: head of unit, leader"
    assert LADDER.count("at:") == str(change.before).count("Offset(")


# -- slots -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owned", "owners", "stored"),
    [
        ({}, ["{open: 3}"], ["slot-01", "slot-02", "slot-03"]),
        ({}, ["{open: 2}"], ["slot-01", "slot-02"]),
        ({"slot_03": "docks"}, ["{open: 2}"], ["slot-01", "slot-03"]),
        ({"slot_02": "docks"}, ["docks"], ["slot-02"]),
        ({"slot_02": "docks"}, ["docks", "{open: 2}"], ["slot-02", "slot-01", "slot-03"]),
        ({"slot_02": "docks"}, ["docks", "{open: 4}"], ["slot-02", "slot-01", "slot-04", "slot-03", "slot-05"]),
        ({"slot_02": "docks"}, ["pilots", "{open: 1}"], ["pilots", "slot-02"]),
        ({"slot_01": "docks", "slot_02": "docks"}, ["docks"], ["slot-01"]),
        ({"slot_01": "docks"}, ["pilots", "lights"], ["pilots", "lights"]),
    ],
)
def test_a_slot_keeps_its_id_where_the_file_still_has_it(owned: dict[str, str], owners: list[str], stored: list[str]):
    assert sorted(ids(with_owners(**owned), slots(*owners))) == sorted(stored)


def test_whoever_owes_a_slot_is_a_fact_and_not_the_files_word():
    book = with_owners(slot_02="docks")
    (one,) = aligned(book, slots("docks"), frozenset()).obligations
    assert (one.id, one.slot, one.unit) == ("figure/slot-02", 2, None)
    assert book_after(book, slots("docks"), Loaded(()), TODAY).facts[one.id].unit == "docks"


def test_a_slot_that_a_dispute_cancelled_is_nobodys_any_more():
    book = with_owners(slot_02="docks")
    facts = replace(book.facts["figure/slot-02"], status=Status.CANCELLED)
    assert ids(book.with_facts({"figure/slot-02": facts}), slots("docks")) == ["docks"]


def test_what_needs_a_slot_needs_it_under_its_stored_id():
    text = "[{key: figure, title: Figure, owed_by: [%s]}, {key: sum, title: Sum, owed_by: lights, needs: figure}]"
    book = book_of(campaign(text % "{open: 2}"))
    book = answer(book, "figure-slot-02", "docks", TODAY)
    new = aligned(book, campaign(text % "docks, {open: 1}"), frozenset())
    assert new.by_id["sum/lights"].needs == ("figure/slot-02", "figure/slot-01")


def test_a_slot_that_was_dropped_comes_back_under_its_own_id():
    book = book_of(slots("{open: 3}"))
    after = book_after(book, slots("{open: 2}"), Loaded(()), TODAY)
    assert after.facts["figure/slot-03"].status is Status.CANCELLED
    dropped = frozenset({"figure/slot-03"})
    assert lines(differences(after, slots("{open: 3}"), dropped))[:1] == ["duty_back figure/slot-03"]


# -- who takes part ----------------------------------------------------------------------------------------------------


def test_who_left_stays_for_the_record_and_no_role_means_him():
    book = book_of(campaign(units="tugs: {name: Tugs, seats: {pilot: {role: head, same_as: docks/head}}}"))
    merged = merged_directory(book, campaign(), ())
    assert merged.parties["tugs"].gone
    assert merged.seats["tugs/pilot"].gone
    assert merged.seats["tugs/pilot"].same_as is None
    assert merged.with_role("tugs", Role.HEAD) == ()
    assert merged.with_role("docks", Role.HEAD) == ("docks/head",)


# -- people ------------------------------------------------------------------------------------------------------------


def somebody(name: str, *seats: str, since: date = date.min, address: str = "") -> PersonFacts:
    tenures = tuple(Tenure(seat, since, date.max) for seat in seats)
    return PersonFacts(name, name, tenures, (address,) if address else ())


ADA, BO = somebody("Ada", "docks/head", address="mailto:ada@old"), somebody("Bo", "pilots/head")
GIL = somebody("Gil", "docks/head", since=TODAY)


def test_what_the_register_holds_stays_where_the_file_says_what_it_said():
    ended = replace(ADA, tenures=(Tenure("docks/head", date.min, date(2024, 4, 9)),), addresses=("mailto:ada@new",))
    people = People(stored=(ended, BO, GIL), last=(ADA, BO), new=(ADA, BO))
    assert people.merged == (ended, BO, GIL)
    assert list(changed_people(people)) == []


def test_the_file_wins_for_the_seat_of_which_it_says_something_else():
    new_head = somebody("Hal", "docks/head")
    people = People(stored=(ADA, BO, GIL), last=(ADA, BO), new=(new_head, BO))
    assert people.said == ("docks/head",)
    assert people.merged == (new_head, BO)
    assert lines(tuple(changed_people(people))) == [
        "holders docks/head",
        "person_new Hal",
        "person_gone Ada",
        "person_gone Gil",
    ]


def test_word_by_word_the_file_wins_where_it_says_something_else():
    stored = replace(ADA, addresses=("mailto:ada@new",))
    people = People(stored=(stored,), last=(ADA,), new=(replace(ADA, phone="1234"),))
    assert people.merged == (replace(stored, phone="1234"),)


def test_somebody_who_came_by_an_act_and_holds_no_seat_yet_stays():
    ida = somebody("Ida")
    assert People(stored=(ADA, ida), last=(ADA,), new=(ADA,)).merged == (ADA, ida)


def test_holders_are_shown_with_their_days():
    people = People(stored=(ADA,), last=(ADA,), new=(GIL,))
    change = next(changed_people(people))
    assert [catalogue("en").render(one) for one in (change.before, change.after)] == [
        "Ada",
        "Gil from Apr 10, 2024 (Wed)",
    ]
    assert text_of(change.effect).startswith("from the day it says")


def test_nothing_is_shown_where_there_is_nothing():
    assert [shown(value) for value in (None, (), frozenset())] == [None, None, None]
    assert shown("a name") == "a name"
