"""Ladders: nobody above the head hears of a delay before the head does, and every rung says something to somebody."""

import pytest

from tests.checked import campaign, check, codes, findings

GROUP = "leading-group: {name: Group, seats: {leader: {role: leader}, deputy: {role: deputy_leader, in_charge: all}}}"


def ladder(*rungs: str) -> str:
    written = (f"{{at: {at}, tell: [{tell}]}}" for at, _, tell in (rung.partition(" ") for rung in rungs))
    return f"standard: [{{at: -3wd, tell: liaison}}, {', '.join(written)}]"


@pytest.mark.parametrize(
    "rungs",
    [
        ["+1wd office_director"],
        ["0 head", "+1wd office_director"],
        ["+1wd liaison", "+2wd deputy_leader"],
        ["+1wd head, office_director"],
        ["+3wd leader", "+4wd head"],
        ["+1d head", "+1wd office_director"],
        ["+1wd head", "+1d office_director"],
        ["+5wd head", "+2d office_director"],
        ["+1wd office_director", "+1d head", "+2wd head"],
    ],
)
def test_a_ladder_that_tells_somebody_above_the_head_first_or_on_the_same_day_is_an_error(rungs):
    found = check(campaign(ladders=ladder(*rungs), bodies=GROUP))
    assert [one.severity.value for one in found if one.code == "ladder-skips-head"] == ["error"]


@pytest.mark.parametrize(
    "rungs",
    [
        ["+1wd head", "+2wd office_director"],
        ["+1wd head", "+3wd deputy_leader"],
        ["+5wd leader", "+1wd head"],
        ["+1d head", "+2d office_director"],
        ["+1d head", "+2wd office_director"],
        ["+1wd head", "+10d office_director"],
        ["+1wd head", "+2wd head, office_director, leader"],
        ["+1wd liaison", "+2wd head"],
    ],
)
def test_a_ladder_that_tells_the_head_on_an_earlier_day_is_none(rungs):
    assert "ladder-skips-head" not in codes(campaign(ladders=ladder(*rungs), bodies=GROUP))


def test_the_error_names_rung_and_role_and_stands_at_them():
    raw = campaign(ladders="standard:\n  - {at: -3wd, tell: liaison}\n  - {at: +2wd, tell: [liaison, office_director]}")
    (problem,) = [one for one in check(raw) if one.code == "ladder-skips-head"]
    assert problem.path == ("ladders", "standard", 1, "tell", 1)
    assert findings(raw, "ladder-skips-head") == [
        (
            "at +2wd the ladder standard tells the office director that something is late, and the head of unit not "
            "before; tell the head first, on an earlier working day: for instance him at +1wd, the other later"
        )
    ]


def test_a_repeated_rung_counts_from_its_first_day():
    late = (
        "standard: [{at: -1wd, tell: liaison}, {at: +3wd, every: 1wd, tell: head}, {at: +2wd, tell: office_director}]"
    )
    early = (
        "standard: [{at: -1wd, tell: liaison}, {at: +1wd, every: 1wd, tell: head}, {at: +2wd, tell: office_director}]"
    )
    assert "ladder-skips-head" in codes(campaign(ladders=late))
    assert "ladder-skips-head" not in codes(campaign(ladders=early))


def test_for_what_the_office_owes_its_director_is_the_head():
    ladders = ladder("+1wd liaison", "+2wd office_director")
    owed = "[{key: tent, title: Tent, owed_by: [%s]}]"
    assert "ladder-skips-head" not in codes(campaign(ladders=ladders, deliverables=owed % "office"))
    assert "ladder-skips-head" in codes(campaign(ladders=ladders, deliverables=owed % "office, dairy"))


def test_for_what_the_office_owes_the_leader_is_still_above():
    owed = "[{key: tent, title: Tent, owed_by: [office]}]"
    skips, climbs = ladder("+1wd liaison", "+2wd leader"), ladder("+1wd office_director", "+2wd leader")
    assert "ladder-skips-head" in codes(campaign(ladders=skips, deliverables=owed, bodies=GROUP))
    assert "ladder-skips-head" not in codes(campaign(ladders=climbs, deliverables=owed, bodies=GROUP))


def test_for_what_the_leading_group_owes_everybody_up_to_the_office_director_is_the_office_director():
    owed = "[{key: opening, title: Opening, owed_by: [leading-group]}]"
    ladders = ladder("+1wd liaison", "+2wd leader")
    assert "ladder-skips-head" not in codes(campaign(ladders=ladders, deliverables=owed, bodies=GROUP))


def test_for_what_nobody_is_known_to_owe_the_office_director_is_the_head_and_nobody_is_above_him():
    owed = "[{key: stall, title: Stall, owed_by: {open: 2}}]"
    for rungs in (["+1wd office_director"], ["+1wd liaison", "+2wd leader"]):
        found = codes(campaign(ladders=ladder(*rungs), deliverables=owed, bodies=GROUP))
        assert "ladder-skips-head" not in found


def test_a_unit_without_the_seat_of_a_head_has_nobody_to_tell_first():
    ladders = ladder("+1wd office_director")
    headless = "{dairy: {name: Dairy, seats: {head: null}}}"
    owed = "[{key: entry, title: Entry, owed_by: dairy}]"
    people = "[{name: Byrne, holds: [{seat: dairy/liaison}]}]"
    found = codes(campaign(ladders=ladders, units=headless, deliverables=owed, people=people))
    assert "ladder-skips-head" not in found


def test_a_kind_of_unit_that_is_not_escalated_above_its_head_has_nobody_above():
    ladders = ladder("+1wd office_director")
    units = "{dairy: {name: Dairy, kind: guest}, orchard: {name: Orchard, kind: guest}}"
    assert "ladder-skips-head" in codes(campaign(ladders=ladders, units=units, rest="kinds: {guest: {}}"))
    assert "ladder-skips-head" not in codes(
        campaign(ladders=ladders, units=units, rest="kinds: {guest: {up_to: head}}")
    )


def test_a_ladder_that_nothing_uses_yet_is_judged_all_the_same():
    ladders = f"{ladder('+1wd head')}\nharsh: [{{at: +1wd, tell: leader}}]"
    assert [one.path[1] for one in check(campaign(ladders=ladders)) if one.code == "ladder-skips-head"] == ["harsh"]


def test_a_ladder_is_in_use_through_the_campaign_a_kind_a_unit_a_deliverable_or_a_veto():
    ladders = "\n".join(
        f"{key}: [{{at: -1wd, tell: liaison}}, {{at: +1wd, tell: head}}]"
        for key in ("standard", "of-kind", "of-unit", "of-deliverable", "of-veto", "of-nobody")
    )
    raw = campaign(
        ladders=ladders,
        units="{dairy: {name: Dairy, kind: guest}, orchard: {name: Orchard, ladder: of-unit}, mill: {name: Mill}}",
        deliverables="""
- {key: entry, title: Entry, owed_by: all}
- {key: photo, title: Photo, owed_by: all, ladder: of-deliverable}
- {key: fee, title: Fee, owed_by: all}
""",
        rest="""
kinds: {guest: {ladder: of-kind}}
vetoes: [{key: paid, title: Paid, deliverables: [fee], ladder: of-veto}]
""",
    )
    assert [one.path[1] for one in check(raw) if one.code == "unused"] == ["of-nobody"]


def test_the_ladder_of_a_kind_may_yet_be_used_while_owners_are_to_be_named():
    parts = {
        "ladders": "standard: [{at: 0, tell: liaison}, {at: +1wd, tell: head}]\n"
        "soft: [{at: 0, tell: liaison}, {at: +9wd, tell: head}]",
        "units": "{dairy: {name: Dairy}, orchard: {name: Orchard, ladder: soft}}",
    }
    named = "[{key: entry, title: Entry, owed_by: dairy}]"
    unnamed = "[{key: entry, title: Entry, owed_by: [dairy, {open: 1}]}]"
    assert "unused" in codes(campaign(deliverables=named, **parts))
    assert "unused" not in codes(campaign(deliverables=unnamed, **parts))


def test_a_role_that_some_units_lack_is_told_with_their_number():
    units = "{dairy: {name: Dairy, seats: {head: null}}, orchard: {name: Orchard}}"
    people = "[{name: Byrne, addresses: 'mailto:b@show.example', holds: [{seat: dairy/liaison}, {seat: orchard/head}]}]"
    assert findings(campaign(units=units, people=people), "role-without-seat") == [
        (
            "the ladder standard tells the head of unit; units without such a seat: 1 of 2 (Dairy); "
            "add the seat, or give them a ladder of their own"
        )
    ]


def test_an_alternate_is_asked_for_only_where_no_unit_has_one():
    ladders = ladder("0 alternate", "+1wd head")
    one_has = "{dairy: {name: Dairy, seats: {second: {role: alternate}}}, orchard: {name: Orchard}}"
    assert "role-without-seat" in codes(campaign(ladders=ladders))
    assert "role-without-seat" not in codes(campaign(ladders=ladders, units=one_has))


def test_rungs_in_working_days_never_fall_together():
    assert "rungs-fall-together" not in codes(campaign(ladders=ladder("-2wd liaison", "-1wd liaison", "+1wd head")))


def test_rungs_that_fall_together_are_told_with_a_day_on_which_they_do():
    due_on_tuesday = "[{key: entry, title: Entry, owed_by: [dairy, orchard], due: 2024-04-09}]"
    ladders = ladder("-2d liaison, head", "+1wd head")
    raw = campaign(ladders=ladders, deliverables=due_on_tuesday)
    assert "rungs-fall-together" not in codes(raw)
    (problem,) = [
        one
        for one in check(campaign(ladders=ladders.replace("-3wd", "-3d"), deliverables=due_on_tuesday))
        if one.code == "rungs-fall-together"
    ]
    days = {name: str(problem.message.values[name]) for name in ("one", "other", "on", "due")}
    assert days == {"one": "-3d", "other": "-2d", "on": "2024-04-05", "due": "2024-04-09"}


def test_rungs_for_different_people_may_share_a_day():
    due_on_tuesday = "[{key: entry, title: Entry, owed_by: [dairy, orchard], due: 2024-04-09}]"
    ladders = "standard: [{at: -3d, tell: liaison}, {at: -2d, tell: head}, {at: +1wd, tell: head}]"
    assert "rungs-fall-together" not in codes(campaign(ladders=ladders, deliverables=due_on_tuesday))


def test_no_reminder_lies_ahead_when_the_last_one_falls_on_the_first_day():
    owed = "[{key: entry, title: Entry, owed_by: [dairy, orchard], due: %s}]"
    assert "no-reminder-ahead" in codes(campaign(deliverables=owed % "2024-02-09"))
    assert "no-reminder-ahead" not in codes(campaign(deliverables=owed % "2024-02-12"))


def test_a_recurring_duty_tells_of_its_first_days_in_one_finding():
    owed = "[{key: entry, title: Entry, owed_by: [dairy], due: {every: week, day: thu}}]"
    raw = campaign(deliverables=owed)
    (problem,) = [one for one in check(raw) if one.code == "no-reminder-ahead"]
    assert [str(day) for day in problem.message.values["days"]] == ["2024-02-08"]
    assert str(problem.message.values["told"]) == "2024-02-07"


def test_without_a_ladder_nobody_is_reminded_and_one_finding_says_so():
    assert findings(campaign(ladders="{}"), "no-ladder") == [
        (
            "no ladder holds for Entry: nobody is reminded; "
            "name one as `ladder` of the campaign, of the kind of unit or of the deliverable"
        )
    ]


# -- roles that no seat has --------------------------------------------------------------------------------------------

OFFICE_ROLES = ("manager", "deputy")


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_a_role_of_the_office_is_looked_for_in_the_office_whoever_owes(role):
    rungs = ladder("+1wd head", f"+3wd office_{role}, office_director")
    seat = f"{role}: {{role: office_{role}}}"
    with_seat = campaign(ladders=rungs).replace(b"staff: {role: liaison}", f"staff: {{role: liaison}}, {seat}".encode())

    assert "role-without-seat" in codes(campaign(ladders=rungs))
    assert "role-without-seat" not in codes(with_seat)
