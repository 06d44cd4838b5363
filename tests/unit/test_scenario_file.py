"""A scenario file: what its events and outages come to, and each mistake at its line and column."""

from datetime import date, time
from textwrap import dedent

import pytest

from models.words import Form, path_text
from schedule.plan import Plan
from schedule.scenario import ACTS, Scenario, matching, read_scenario
from schedule.transitions import Step
from tests.checked import said
from tests.small_campaign import campaign

DELIVERABLES = """
- {key: report, title: Report, owed_by: [docks, pilots], submit_to: office}
- {key: count, title: Count, owed_by: docks, due: {every: month, day: 10}}
- {key: chart, title: Chart, owed_by: docks, due: {unknown: true}}
- {key: figures, title: Figures, owed_by: {open: 2}}
- {key: dossier, title: Dossier, chain: [{key: write, by: office}, {key: sign, by: leading-group}]}
"""
DAY = "  - {day: 2024-04-10, "


@pytest.fixture(scope="module")
def plan() -> Plan:
    return campaign(DELIVERABLES)


def told(text: str, plan: Plan | None = None) -> list[str]:
    """`line:column path: what is wrong [code]` for each mistake; with one, there is no scenario."""
    found, _, problems = read_scenario(text.encode(), "spring.yaml", plan)
    assert (found is None) == bool(problems)
    assert {one.where.file for one in problems} <= {"spring.yaml"}
    places = [f"{one.where.line}:{one.where.column} {path_text(one.path)}" for one in problems]
    return [f"{place}: {said(one)} [{one.code}]" for place, one in zip(places, problems, strict=True)]


def read(text: str, plan: Plan) -> Scenario:
    found, _, problems = read_scenario(text.encode(), "spring.yaml", plan)
    assert found is not None, problems
    return found


# -- what is read ------------------------------------------------------------------------------------------------------


def test_without_a_word_nobody_does_anything_and_every_day_has_its_run(plan):
    found = read("default: nobody", plan)

    assert (found.default, found.outages, found.events) == ("nobody", (), ())
    assert read("{}", plan) == found


def test_an_outage_holds_on_its_first_and_on_its_last_day(plan):
    outages = "outages: [{from: 2024-05-07, to: 2024-05-09}, {from: 2024-05-20, to: 2024-05-20}]"
    found = read(outages, plan)

    without = [day for day in range(1, 32) if found.outage_on(date(2024, 5, day))]
    assert without == [7, 8, 9, 20]


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_read(act, plan):
    takes = "question: chart-due, value: 2024-05-01" if act == "answer" else "unit: docks, deliverable: report"
    takes += ", until: 2024-04-19" if act == "extend" else ""

    (event,) = read(f"events:\n{DAY}act: {act}, {takes}}}", plan).events

    assert (event.day, event.act, event.at) == (date(2024, 4, 10), act, None)


def test_what_an_event_says_is_kept(plan):
    written = 'at: "08:00", act: extend, step: ask, obligation: report/docks, until: 2024-05-10, reason: flood}'
    asked, handed_in = read(
        f"events:\n{DAY}{written}\n{DAY}act: submit, form: paper, unit: pilots, deliverable: report}}", plan
    ).events

    assert (asked.at, asked.step, asked.until, asked.reason) == (time(8), Step.ASK, date(2024, 5, 10), "flood")
    assert handed_in.form is Form.PAPER


def test_an_extension_without_a_step_is_granted(plan):
    (event,) = read(f"events:\n{DAY}act: extend, obligation: report/docks, until: 2024-05-10}}", plan).events

    assert event.step is Step.GRANT


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        ("obligation: report/pilots", ["report/pilots"]),
        ("unit: pilots, deliverable: report", ["report/pilots"]),
        ("unit: docks, deliverable: count, period: 2024-04", ["count/docks@2024-04"]),
        ("unit: office, deliverable: dossier.write", ["dossier.write/office"]),
        # whose they are is not known until the question is answered
        ("unit: pilots, deliverable: figures", ["figures/slot-01", "figures/slot-02"]),
    ],
)
def test_an_event_names_what_it_is_about(names, ids, plan):
    (event,) = read(f"events:\n{DAY}act: submit, {names}}}", plan).events

    assert [one.id for one in matching(event, plan)] == ids


# -- mistakes of the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "1:1 .: the file is empty [empty]"),
        ("nobody", "1:1 .: must be a mapping with the keys default, outages, events [wrong-type]"),
        ("- default: nobody", "1:1 .: must be a mapping with the keys default, outages, events [wrong-type]"),
        ("default: never", "1:1 default: must be one of nobody, on-time, not never [bad-value]"),
        (
            "default: nobody\nevent: []",
            "2:1 event: unknown key event; did you mean events? allowed: default, outages, events [unknown-key]",
        ),
        ("outages: 2024-04-10", "1:1 outages: must be a list [wrong-type]"),
        ("outages: [{from: 2024-04-10}]", "1:11 outages[0].to: the key to is missing [missing-key]"),
        (
            "outages: [{from: 2024-04-10, to: 2024-04-09}]",
            "1:30 outages[0].to: `to` lies before `from` [bad-date]",
        ),
        ("events: [{act: submit", "1:10 .: the mapping that begins here with `{` lacks a `,` or its `}` [yaml]"),
    ],
)
def test_a_mistake_of_the_file_is_told_at_its_place(text, mistake):
    assert told(text) == [mistake]


@pytest.mark.parametrize(
    ("event", "mistake"),
    [
        ("act: send, obligation: report/docks", f"2:23 events[0].act: must be one of {', '.join(ACTS)}, not send"),
        ("act: submit, unit: docks", "2:5 events[0]: name the obligation, or unit and deliverable"),
        ("act: submit, deliverable: report", "2:5 events[0]: name the obligation, or unit and deliverable"),
        ("act: answer, value: 2024-05-01", "2:5 events[0]: an answer needs question and value"),
        ("at: noon, act: submit, obligation: x", '2:23 events[0].at: must be a time like "18:00", not noon'),
        ("act: submit, form: fax, obligation: x", "2:36 events[0].form: must be one of paper, electronic, not fax"),
        ("act: accept, form: paper, obligation: x", "2:36 events[0].form: form belongs to the acts submit only"),
        (
            "act: submit, until: 2024-05-01, obligation: x",
            "2:36 events[0].until: until belongs to the acts return, reopen, extend only",
        ),
        ("act: extend, step: give, obligation: x", "2:36 events[0].step: must be one of ask, grant, refuse, not give"),
        ("act: ack, to: Li, obligation: x", "2:33 events[0].to: to belongs to the acts chase only"),
    ],
)
def test_an_act_takes_only_what_belongs_to_it(event, mistake):
    (found,) = told(f"events:\n{DAY}{event}}}")

    assert found.rpartition(" [")[0] == mistake


# -- mistakes beside the plan ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "mistake"),
    [
        (
            "act: submit, unit: dock, deliverable: report",
            "2:36 events[0].unit: no unit or body is called dock; did you mean docks? [unknown-unit]",
        ),
        (
            "act: submit, unit: docks, deliverable: reports",
            "2:49 events[0].deliverable: no deliverable is called reports; did you mean report? [unknown-deliverable]",
        ),
        (
            "act: submit, unit: lights, deliverable: report",
            "2:36 events[0].unit: lights does not owe report [unknown-obligation]",
        ),
        (
            "act: submit, unit: docks, deliverable: count",
            ("2:5 events[0]: docks owes count several times; name its period: 2024-03, 2024-04, 2024-05 [missing-key]"),
        ),
        (
            "act: submit, unit: docks, deliverable: count, period: 2024-09",
            (
                "2:69 events[0].period: no period is called 2024-09; there are 2024-03, 2024-04, 2024-05 "
                "[unknown-obligation]"
            ),
        ),
        (
            "act: submit, unit: docks, deliverable: report, period: 2024-04",
            "2:70 events[0].period: it is owed once and has no period [unknown-obligation]",
        ),
        (
            "act: ack, obligation: report/dock",
            (
                "2:33 events[0].obligation: no obligation is called report/dock; did you mean report/docks? "
                "[unknown-obligation]"
            ),
        ),
        (
            "act: ack, obligation: report/docks, unit: pilots",
            "2:59 events[0].unit: the obligation report/docks is not of pilots; name either, not both [bad-value]",
        ),
        (
            "act: submit, unit: office, deliverable: dossier",
            (
                "2:50 events[0].deliverable: dossier has steps of its own; name one of them: dossier.write, "
                "dossier.sign [unknown-deliverable]"
            ),
        ),
        (
            "act: answer, question: chart-days, value: 2024-05-01",
            "2:36 events[0].question: no question is called chart-days; did you mean chart-due? [unknown-question]",
        ),
        (
            "act: answer, question: chart-due, value: soon",
            "2:57 events[0].value: must be a day like 2024-03-30, not soon [bad-date]",
        ),
        (
            "act: answer, question: figures-slot-01, value: dock",
            "2:63 events[0].value: no unit is called dock; did you mean docks? [unknown-unit]",
        ),
    ],
)
def test_an_event_that_the_plan_knows_nothing_of_is_told_at_its_place(event, mistake, plan):
    assert told(f"events:\n{DAY}{event}}}", plan) == [mistake]


def test_all_mistakes_are_told_at_once_and_each_event_keeps_its_number(plan):
    events = (
        f"{DAY}act: submit, unit: docks}}\n{DAY}act: ack, obligation: report/docks}}\n{DAY}act: ack, obligation: x}}"
    )

    assert told(f"default: never\nevents:\n{events}", plan) == [
        "1:1 default: must be one of nobody, on-time, not never [bad-value]",
        "3:5 events[0]: name the obligation, or unit and deliverable [missing-key]",
        "5:33 events[2].obligation: no obligation is called x [unknown-obligation]",
    ]


# -- later days --------------------------------------------------------------------------------------------------------


def test_a_later_day_that_no_event_names_is_found_when_the_scenario_is_read(plan):
    assert told("events: [{day: 2024-03-20, act: extend, unit: docks, deliverable: report}]", plan) == [
        (
            "1:10 events[0]: a later day that is granted needs `until`, unless the unit has asked for one before "
            "[missing-key]"
        )
    ]


def test_a_later_day_that_was_asked_for_before_may_be_granted_without_naming_it_again(plan):
    text = """
    events:
      - {day: 2024-03-21, act: extend, step: grant, unit: docks, deliverable: report}
      - {day: 2024-03-20, act: extend, step: ask, until: 2024-04-19, unit: docks, deliverable: report}
      - {day: 2024-03-22, act: extend, step: refuse, unit: docks, deliverable: report}
    """
    assert told(dedent(text), plan) == []
