"""What a rehearsal shows is what the database sends: key, day, reader, subject, items and every word of the texts.

Each day is planned as a cold process would plan it: all it knows comes from the database.
"""

import os
from datetime import date, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from models.database import reading
from register.campaigns import find_campaign
from register.events import verify
from register.rehearsal import Rehearsal, rehearse
from schedule.agenda import may_want_a_line, next_on
from schedule.facts import Awaiting, Book, Reachability, open_book
from schedule.plan import Plan
from schedule.scenario import Scenario, read_scenario
from schedule.transitions import Act, Step
from tests.ledger import CAMPAIGNS, Ledger, book_in, in_memory, load_plan, messages_in, messages_of, next_dates, plan_of
from tests.small_campaign import LADDER, campaign, scenario

LONG = bool(os.environ.get("DUBAN_LONG"))


def rehearsed(plan: Plan, scenario: Scenario, to: date | None = None) -> Rehearsal:
    return rehearse(open_book(plan, plan.first_on, Reachability.REAL), scenario, to=to)


def assert_the_same(ledger: Ledger, played: Rehearsal) -> None:
    """Messages, what is recorded of every duty, and everything that later days follow from."""
    told, wanted = messages_in(ledger.engine), messages_of(played)
    assert sorted(told) == sorted(wanted)
    for key, message in wanted.items():
        assert told[key] == message
    book = book_in(ledger.engine)
    assert played.book is not None
    for key, facts in played.book.facts.items():
        assert book.facts[key] == facts
    assert in_order(book) == in_order(played.book)
    for name in ("weeks_told", "answered", "announced", "in_charge", "known_on"):
        assert getattr(book, name) == getattr(played.book, name), name
    assert ledger.refused == played.refused
    assert next_dates(ledger.engine) == {
        one.id: (next_on(book, one), may_want_a_line(book, one)) for one in book.plan.obligations
    }
    with reading(ledger.engine) as connection:
        assert verify(connection, find_campaign(connection, None).id).ok


def in_order(book: Book) -> list[Awaiting]:
    return sorted(book.awaiting, key=lambda one: (one.item.obligation, one.item.seat))


# -- the plan of 2012 ------------------------------------------------------------------------------------------------


def test_every_day_of_2012_is_as_rehearsed_if_nobody_does_anything():
    plan = plan_of("kjj-2012", "kjj-2012-demo")
    played = rehearsed(plan, Scenario())
    ledger = Ledger(in_memory(), plan, Scenario())
    load_plan(ledger.engine, plan)

    ledger.play(date(2012, 2, 15), date(2012, 9, 14))

    assert played.to == date(2012, 9, 14)
    assert len(played.notices) > 300
    assert_the_same(ledger, played)
    ledger.engine.dispose()


BUSY_2012 = """
- {day: 2012-03-16, obligation: work-plan.draft/office, act: accept}
- {day: 2012-03-19, obligation: work-plan.passage/district, act: accept}
- {day: 2012-03-14, act: answer, question: town-plan-due, value: 2012-03-30}
- {day: 2012-03-20, act: answer, question: indicator-data-slot-01, value: statistics}
- {day: 2012-03-21, act: answer, question: indicator-data-slot-02, value: finance}
- {day: 2012-03-21, act: answer, question: indicator-data-slot-03, value: office}
- {day: 2012-04-10, act: answer, question: indicator-data-slot-04, value: shishan}
- {day: 2012-04-16, act: answer, question: yearbook-slot-01, value: statistics}
- {day: 2012-04-16, act: answer, question: yearbook-due, value: 2012-05-04}
- {day: 2012-04-05, act: answer, question: site-visit-day, value: 2012-06-12}
- {day: 2012-03-27, unit: finance, deliverable: veto-report, act: submit, at: "07:30"}
- {day: 2012-03-28, unit: finance, deliverable: veto-report, act: return, reason: 缺二〇一一年决算, until: 2012-04-05}
- {day: 2012-04-06, unit: finance, deliverable: veto-report, act: submit}
- {day: 2012-04-13, unit: finance, deliverable: veto-report, act: accept}
- {day: 2012-04-24, unit: finance, deliverable: veto-report, act: reopen, reason: 初审要求补充, at: "19:00"}
- {day: 2012-03-29, unit: staffing, deliverable: veto-report, act: extend, step: ask, reason: 等待上级核定}
- {day: 2012-04-09, unit: staffing, deliverable: veto-report, act: extend, step: grant, until: 2012-04-13}
- {day: 2012-03-30, unit: party-office, deliverable: veto-report, act: dispute, step: ask, reason: 非本单位职责}
- {day: 2012-04-11, unit: party-office, deliverable: veto-report, act: dispute, step: refuse}
- {day: 2012-03-26, unit: government-office, deliverable: veto-report, act: ack}
- {day: 2012-03-28, unit: shishan, deliverable: town-plan, act: submit}
- {day: 2012-03-28, unit: shishan, deliverable: town-plan, act: submit}
- {day: 2012-03-30, unit: haixiu, deliverable: town-plan, act: waive, reason: 已并入区方案}
- {day: 2012-04-12, obligation: indicator-data/slot-01, act: submit, form: paper}
- {day: 2012-04-17, obligation: indicator-data/slot-01, act: submit, form: electronic}
- {day: 2012-04-18, obligation: indicator-data/slot-01, act: accept}
- {day: 2012-04-20, obligation: indicator-data/slot-02, act: extend, until: 2012-05-03, reason: 口径未定}
- {day: 2012-04-10, unit: dongshan, deliverable: town-plan, act: release}
- {day: 2012-04-16, unit: yongxing, deliverable: town-plan, act: release}
- {day: 2012-04-17, unit: yongxing, deliverable: town-plan, act: accept}
- {day: 2012-05-02, unit: office, deliverable: briefing, act: accept}
"""


OUTAGES_2012 = "[{from: 2012-03-22, to: 2012-03-23}, {from: 2012-04-26, to: 2012-04-27}]"


def test_weeks_of_2012_in_which_much_happens_are_as_rehearsed():
    ledger = in_memory()
    assert_2012_is_as_rehearsed(ledger, date(2012, 5, 10))
    ledger.dispose()


def test_weeks_of_2012_are_as_rehearsed_on_postgresql_too(postgres, opened):
    assert_2012_is_as_rehearsed(opened(postgres.create("ledger")), date(2012, 4, 6))


def assert_2012_is_as_rehearsed(engine: Engine, last: date) -> None:
    plan = plan_of("kjj-2012", "kjj-2012-demo")
    busy = scenario(plan, BUSY_2012, OUTAGES_2012)
    played = rehearsed(plan, busy, to=last)
    ledger = Ledger(engine, plan, busy)
    load_plan(engine, plan)

    ledger.play(plan.first_on, last)

    kinds = {message["kind"] for message in messages_in(engine).values()}
    assert {"digest", "returned"} <= kinds
    assert played.refused
    assert_the_same(ledger, played)


@pytest.mark.parametrize("name", ["libraries", "water-saving"])
def test_a_small_campaign_with_its_scenario_is_as_rehearsed(name):
    plan = plan_of(name)
    (file,) = (CAMPAIGNS / "scenarios").glob(f"{name}-*.yaml")
    happens, _, _ = read_scenario(file.read_bytes(), file.name)
    assert happens is not None
    played = rehearsed(plan, happens)
    ledger = Ledger(in_memory(), plan, happens)
    load_plan(ledger.engine, plan)

    ledger.play(plan.first_on, played.to)

    assert_the_same(ledger, played)
    ledger.engine.dispose()


@pytest.mark.parametrize("name", ["nobody", "on-time"])
def test_a_campaign_whose_people_can_all_be_reached_is_as_rehearsed(name):
    plan = campaign(DUTIES, ladder=LADDER, people=PEOPLE, units=UNITS)
    happens = scenario(plan, default=name)
    played = rehearsed(plan, happens)
    ledger = Ledger(in_memory(), plan, happens)
    load_plan(ledger.engine, plan)

    ledger.play(plan.first_on, played.to)

    assert_the_same(ledger, played)
    ledger.engine.dispose()


# -- whatever people do ----------------------------------------------------------------------------------------------

UNITS = "ferries: {name: Ferries, kind: branch}"
DUTIES = """
- {key: report, title: Report, owed_by: [docks, lights], submit_to: office, forms: [paper, electronic]}
- {key: abroad, title: Abroad, owed_by: pilots, submit_to: province, due: 2024-05-03}
- {key: own, title: Own, owed_by: office}
- {key: led, title: Led, owed_by: leading-group, due: 2024-04-28}
- {key: figures, title: Figures, owed_by: {open: 2}}
- {key: list, title: List, owed_by: docks, due: {every: month, day: 10, first: 2024-04, until: 2024-05}}
- {key: log, title: Log, owed_by: ferries, due: {every: week, day: tue, first: 2024-04-02, until: 2024-06-18}}
- {key: count, title: Count, owed_by: ferries, due: {every: week, day: wed, first: 2024-04-03, until: 2024-06-19}}
- {key: check, title: Check, owed_by: ferries, due: {every: week, day: fri, first: 2024-04-12, until: 2024-06-21}}
- {key: someday, title: Someday, owed_by: [docks, pilots], due: {unknown: true}}
- {key: always, title: Always, owed_by: docks, due: {continuous: true}}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-08, 2024-05-24]}}
- {key: paper, title: Paper, due: 2024-04-26, needs: [own],
   chain: [{key: write, by: docks}, {key: read, by: province}, {key: check, by: pilots}, {key: bind, by: docks}]}
- {key: index, title: Index, owed_by: pilots, due: 2024-05-17, needs: [report, paper, led]}
"""
"""One duty of every kind; ferries owe more than a message lists."""
PEOPLE = """
- {name: ann, addresses: "mailto:ann@harbour.example", holds: [{seat: docks/head}, {seat: pilots/head}]}
- {name: bob, addresses: "mailto:bob@harbour.example", holds: [{seat: docks/liaison, to: 2024-04-20}]}
- {name: cid, addresses: "mailto:cid@harbour.example", holds: [{seat: lights/liaison}, {seat: ferries/head}]}
- {name: dan, addresses: "mailto:dan@harbour.example", holds: [{seat: office/director}, {seat: ferries/liaison}]}
- {name: eve, addresses: "mailto:eve@harbour.example", holds: [{seat: leading-group/leader}]}
- {name: fay, addresses: "mailto:fay@harbour.example", holds: [{seat: leading-group/deputy, from: 2024-04-15}]}
- {name: gus, holds: [{seat: lights/head}]}
"""
STEEP = """
- {at: -2d, tell: [liaison, head]}
- {at: -1d, tell: liaison}
- {at: +1wd, tell: [head, office_director, deputy_leader]}
- {at: +2d, every: 3d, tell: [liaison, head, office_director]}
- {at: +4wd, tell: leader}
"""
FIRST, LAST = date(2024, 3, 1), date(2024, 5, 31)
PLANS = {
    name: campaign(DUTIES, ladder=ladder, people=PEOPLE, units=UNITS)
    for name, ladder in (("calm", LADDER), ("steep", STEEP))
}
OBLIGATIONS = [one.id for one in PLANS["calm"].obligations]
ANSWERS = {
    "figures-slot-01": ["pilots", "lights", "office"],
    "figures-slot-02": ["ferries", "docks"],
    "someday-due": ["2024-04-15", "2024-05-20"],
    "visit-day": ["2024-05-16", "2024-05-08"],
    "in-charge-lights": ["leading-group/deputy"],
    "in-charge-ferries": ["leading-group/deputy"],
}
few_days = st.dates(date(2024, 4, 1), date(2024, 5, 28))


@st.composite
def events(draw: st.DrawFn) -> dict[str, object]:
    day, act = draw(few_days), draw(st.sampled_from([*Act, Act.SUBMIT, "release", "answer"]))
    event: dict[str, object] = {"day": day, "act": str(act)}
    if act == "answer":
        question = draw(st.sampled_from([*ANSWERS]))
        return event | {"question": question, "value": draw(st.sampled_from(ANSWERS[question]))}
    event["obligation"] = draw(st.sampled_from(OBLIGATIONS))
    if act in {Act.EXTEND, Act.DISPUTE}:
        event["step"] = draw(st.sampled_from([*Step]))
    if act in {Act.EXTEND, Act.RETURN, Act.REOPEN}:
        after = draw(st.one_of(st.none(), st.integers(-1, 25)))
        event |= {} if after is None else {"until": day + timedelta(days=after)}
    if act is Act.SUBMIT:
        event |= draw(st.sampled_from([{}, {}, {"form": "paper"}, {"form": "electronic"}]))
    if draw(st.booleans()):
        event["at"] = draw(st.sampled_from(["07:00", "12:00", "20:00"]))
    return event


def asked(event: dict[str, object]) -> object:
    """A question is answered once; anything else may be done as often as somebody likes."""
    return event.get("question") or id(event)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    since = draw(few_days)
    return Scenario.model_validate(
        {
            "default": draw(st.sampled_from(["nobody", "nobody", "on-time"])),
            "events": draw(st.lists(events(), min_size=10, max_size=40, unique_by=asked)),
            "outages": draw(st.sampled_from([[], [{"from": since, "to": since + timedelta(days=5)}]])),
        }
    )


# a play takes half a second: to look for the smallest that fails is left to `make check-long`
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if LONG else [])]


@settings(max_examples=200 if LONG else 8, deadline=None, phases=PHASES)
@given(st.sampled_from([*PLANS]), scenarios())
def test_whatever_people_do_every_day_is_as_rehearsed(name, happens):
    plan = PLANS[name]
    played = rehearsed(plan, happens, to=LAST)
    ledger = Ledger(in_memory(), plan, happens)
    load_plan(ledger.engine, plan)

    ledger.play(FIRST, LAST)

    assert_the_same(ledger, played)
    ledger.engine.dispose()
