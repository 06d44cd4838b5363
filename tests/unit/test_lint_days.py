"""Days: off, worked, outside, unknown; steps and needs in their order; who owes what, and how often he is named."""

from datetime import date

import pytest

from models.words import Phrase
from tests.checked import campaign, check, codes, findings, said


def due(*dates: str, owed_by: str = "[dairy, orchard]") -> bytes:
    entries = (f"{{key: d{n}, title: Paper {n}, owed_by: {owed_by}, due: {day}}}" for n, day in enumerate(dates))
    return campaign(deliverables=f"[{', '.join(entries)}]")


def only(raw: bytes, code: str) -> Phrase:
    (problem,) = [one for one in check(raw) if one.code == code]
    return problem.message


def test_a_day_off_is_told_with_the_working_days_around_it():
    message = only(due("2024-04-01"), "due-on-rest-day").values["what"]
    assert (message.values["before"], message.values["after"]) == (date(2024, 3, 29), date(2024, 4, 2))
    (text,) = findings(due("2024-04-01"), "due-on-rest-day")
    assert "is a holiday; the last working day before it" in text
    assert "(Sat) is a day off; the last" in findings(due("2024-04-06"), "due-on-rest-day")[0]


@pytest.mark.parametrize(
    ("rule", "last"), [("literal", "2024-04-06"), ("previous", "2024-04-05"), ("next", "2024-04-08")]
)
def test_a_day_off_is_told_with_the_last_day_that_is_not_late(rule, last):
    raw = due("2024-04-06").replace(b"languages:", f"rest_day: {rule}, languages:".encode())
    assert only(raw, "due-on-rest-day").values["rule"].values["last"] == date.fromisoformat(last)


def test_nobody_is_late_by_the_last_day_of_a_window_in_which_others_act():
    raw = campaign(
        bodies="judges: {name: Judges, outside: true}",
        deliverables="[{key: visit, title: Visit, owed_by: judges, due: {window: [2024-04-22, 2024-04-28]}}]",
    )
    (text,) = findings(raw, "due-on-rest-day")
    assert text.startswith("the window's last day ")
    assert "late" not in text


def test_days_off_of_a_recurring_duty_are_one_finding():
    message = only(due("{every: week, day: mon}"), "due-on-rest-day")
    assert (message.values["count"], message.values["total"]) == (2, 16)
    assert message.values["days"] == (date(2024, 4, 1), date(2024, 5, 6))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2024-06-03", "lies after its phase entries, which ends on"),
        ("{window: [2024-05-27, 2024-06-07]}", "does not lie within its phase entries"),
        ("{every: month, day: 14, first: 2024-05, until: 2024-06}", "lies after its phase entries"),
        ("{every: week, day: tue, first: 2024-05-28, until: 2024-06-18}", "3 of 4 due days lie outside the phase"),
    ],
)
def test_a_day_outside_its_phase_is_told_and_stays(day, says):
    (text,) = findings(due(day), "outside-phase")
    assert says in text


def test_a_day_within_its_phase_to_the_last_is_not_told():
    assert codes(due("2024-05-31", "{window: [2024-02-06, 2024-05-31]}", "{phase: true}")) == []


def test_a_day_after_the_campaign_is_told_once():
    assert codes(due("2024-07-01")) == ["after-campaign"]


def test_a_day_before_the_campaign_is_told_once():
    assert codes(due("2024-01-31")) == ["before-campaign"]


def test_days_of_a_phase_that_begins_before_the_campaign_are_not_told_beside_it():
    raw = due("2024-02-02").replace(b"\n    opens_on: 2024-02-06", b"\n    opens_on: 2024-02-01")
    assert [one.path for one in check(raw) if one.code == "before-campaign"] == [("phases", 0, "opens_on")]


def test_the_last_day_of_a_phase_makes_late_only_what_is_due_within_the_phase():
    for day, makes_late in (("2024-04-10", False), ("{phase: true}", True)):
        raw = due(day).replace(b"    closes_on: 2024-05-31", b"    closes_on: 2024-06-01")
        (text,) = findings(raw, "due-on-rest-day")
        assert text.startswith("the phase's last day ")
        assert ("late" in text) is makes_late


def test_up_to_five_names_are_listed_whole():
    for number, ends in ((5, "Guest 3, Guest 4; "), (6, "Guest 3 and 2 more; ")):
        idle = "\n".join(f"g{n}: {{name: Guest {n}}}" for n in range(number))
        (text,) = findings(
            campaign(units=f"dairy: {{name: Dairy}}\norchard: {{name: Orchard}}\n{idle}"), "owes-nothing"
        )
        assert ends in text


def test_candidates_are_listed_with_the_question():
    raw = due("{unknown: [2024-04-10, 2024-04-11]}")
    assert only(raw, "date-unknown").values["candidates"] == (date(2024, 4, 10), date(2024, 4, 11))
    assert "until one of them is chosen" in findings(raw, "date-unknown")[0]
    assert "could be meant" in findings(due("{unknown: [2024-04-10]}"), "date-unknown")[0]
    assert findings(due("{unknown: true}"), "date-unknown") == [
        "the plan gives no day for this: Paper 0; nobody is reminded until there is one, so ask, and write it here"
    ]


def test_what_is_counted_from_an_unknown_day_is_unknown_too():
    raw = due("{unknown: true}", "{after: d0, offset: 5wd}")
    assert findings(raw, "date-unknown")[1] == (
        "the day is counted from d0, which has none itself (Paper 1); nobody is reminded until that day is known"
    )


def test_one_undated_milestone_is_one_question_that_names_what_hangs_on_it():
    raw = campaign(
        deliverables="[{key: a, title: Self-check, owed_by: dairy}, {key: b, title: Pledge, owed_by: orchard}]"
    ).replace(b"due: 2024-04-12", b"due: {unknown: true}")
    (text,) = findings(raw, "date-unknown")
    assert "Self-check, Pledge" in text


CHAIN = """
- key: prize
  title: Prize
  chain:
    - {{key: propose, by: dairy{propose}}}
    - {{key: judge, by: judges{judge}}}
    - {{key: award, by: office{award}}}
"""


def chain(propose: str = "", judge: str = "", award: str = "") -> bytes:
    days = {"propose": propose, "judge": judge, "award": award}
    written = {step: f", due: {day}" if day else "" for step, day in days.items()}
    return campaign(
        bodies="judges: {name: Judges, outside: true}",
        units="dairy: {name: Dairy}",
        people="[]",
        deliverables=CHAIN.format(**written),
    )


def test_a_chain_on_one_day_is_told_with_the_number_of_steps_and_of_those_that_are_others():
    assert said(next(one for one in check(chain()) if one.code == "one-day-chain")).startswith("Prize: 3 steps, ")
    message = only(chain(), "one-day-chain")
    assert (message.values["count"], message.values["external"]) == (3, 1)
    assert only(chain(judge="2024-04-15", award="2024-04-15"), "one-day-chain").values["external"] == 1


def test_a_chain_with_a_day_a_step_is_not_told():
    found = codes(chain("2024-04-08", "2024-04-09", "2024-04-10"))
    assert not {"one-day-chain", "needs-later"} & set(found)


def test_a_step_before_the_one_it_follows_is_told_at_its_own_day():
    (problem,) = [one for one in check(chain("2024-04-10", "2024-04-09")) if one.code == "needs-later"]
    assert problem.path[-3:] == ("chain", 1, "due")


def test_a_step_after_one_without_a_day_is_told():
    assert "needs-undated" in codes(chain("2024-04-08", "{on_notice: true}", "2024-04-10"))
    assert "needs-undated" not in codes(chain("2024-04-08", "2024-04-09", "{on_notice: true}"))


def test_a_unit_waits_for_its_own_part_of_what_it_needs():
    raw = campaign(
        deliverables="""
- key: form
  title: Form
  owed_by: [{class: early, units: dairy, due: 2024-04-08}, {class: late, units: orchard, due: 2024-04-15}]
- {key: sample, title: Sample, owed_by: dairy, needs: [form]}
"""
    )
    assert "needs-later" not in codes(raw)
    assert "needs-later" in codes(raw.replace(b"owed_by: dairy, needs", b"owed_by: office, needs"))


def test_what_needs_a_chain_waits_for_its_last_step():
    raw = chain("2024-04-08", "2024-04-09", "2024-04-16")
    party = b"          - {key: party, title: Party, owed_by: dairy, needs: [prize]}\n"
    raw = raw.rstrip() + b"\n" + party
    (text,) = findings(raw, "needs-later")
    assert text.startswith("Party is due on ")
    assert "Prize: award" in text


@pytest.mark.parametrize(
    ("owed_by", "again"),
    [
        ("[dairy, orchard, dairy]", "Dairy"),
        ("[all, orchard]", "Orchard"),
        ("[{lead: dairy, support: [orchard, dairy]}]", "Dairy"),
        ("[{class: a, units: [dairy, orchard, orchard]}]", "Orchard"),
    ],
)
def test_a_unit_that_is_named_again_owes_once(owed_by, again):
    raw = campaign(deliverables=f"[{{key: entry, title: Entry, owed_by: {owed_by}}}]")
    assert findings(raw, "owed-twice") == [
        f"Entry: named here a second time: {again}; it is owed once, as the first entry says, so delete one"
    ]


def test_open_slots_are_one_question_with_their_number():
    raw = campaign(deliverables="[{key: entry, title: Entry, owed_by: [dairy, orchard, {open: 31}]}]")
    assert only(raw, "owner-unknown").values["count"] == 31


def test_a_unit_that_only_helps_is_not_forgotten():
    helps = "[{key: entry, title: Entry, owed_by: {lead: dairy, support: orchard}}]"
    assert "owes-nothing" not in codes(campaign(deliverables=helps))
    assert "owes-nothing" in codes(campaign(deliverables=helps.replace(", support: orchard", "")))


def test_a_selection_without_a_match_is_found_wherever_units_are_selected():
    raw = campaign(
        bodies="""
leading-group:
  name: Group
  seats: {deputy: {role: deputy_leader, in_charge: [{kind: guest}]}}
""",
        deliverables="""
- {key: a, title: A, owed_by: [dairy, {kind: guest}]}
- {key: b, title: B, owed_by: {lead: orchard, support: [{kind: guest}]}}
- {key: c, title: C, owed_by: [{class: new, units: [orchard, {kind: guest}]}]}
""",
        rest="kinds: {guest: {}}",
    )
    assert sum(code == "selects-nobody" for code in codes(raw)) == 4


def test_a_file_without_units_selects_nobody_by_all():
    raw = campaign(units="{}", people="[]", deliverables="[{key: a, title: A, owed_by: all}]")
    assert findings(raw, "selects-nobody") == ["the file has no units, so `all` means nobody"]


def test_what_a_body_outside_does_needs_no_recipient():
    raw = campaign(
        bodies="judges: {name: Judges, outside: true}",
        deliverables="[{key: verdict, title: Verdict, owed_by: judges, forms: [paper]}]",
    )
    assert "no-recipient" not in codes(raw)


def test_a_reading_is_asked_with_its_choices():
    veto = "vetoes: [{key: clean, title: Clean, readings: [{key: a, text: all stalls}, {key: b, text: most}]}]"
    assert findings(campaign(rest=veto), "reading-open") == [
        (
            "Clean: nobody has said which reading of the clause holds (a: “all stalls”, b: “most”); "
            "the strictest is used until somebody does, so ask, and write its key as `reading`"
        )
    ]


def test_days_and_rungs_as_far_away_as_a_file_may_put_them_are_within_the_calendar():
    early, late = "{after: campaign.opens_on, offset: -999d}", "{after: campaign.closes_on, offset: 999d}"
    far = "standard: [{at: -999wd, tell: liaison}, {at: +999wd, tell: head}]"
    raw = campaign(ladders=far, deliverables=f"[{{key: a, title: A, owed_by: all, due: {early}}}, "
                   f"{{key: b, title: B, owed_by: all, due: {late}}}]")  # fmt: skip
    assert {"before-campaign", "after-campaign"} <= set(codes(raw))
