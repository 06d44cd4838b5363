"""Seats: who can be reached, who holds what when, who is in charge, who has a voice in the group."""

import pytest

from tests.checked import campaign, check, codes, findings, said

GROUP = """
leading-group:
  name: Group
  seats:
    leader: {role: leader}
    deputy-1: {role: deputy_leader}
    deputy-2: {role: deputy_leader}
    member-1: {role: member, same_as: dairy/head}
"""
UP_TO_DEPUTY = "standard: [{at: -3wd, tell: liaison}, {at: +1wd, tell: head}, {at: +5wd, tell: deputy_leader}]"
ALL_BUT_DAIRY_HEAD = (
    "{name: Byrne, addresses: 'mailto:b@show.example', holds: [{seat: office/director}, {seat: office/staff}, "
    "{seat: dairy/liaison}, {seat: orchard/liaison}, {seat: orchard/head}]}"
)


def held(*tenures: str) -> bytes:
    """A campaign (2024-02-06 to 2024-06-28) whose dairy has the given heads, one after the other."""
    heads = [
        f"{{name: Head {number}, addresses: 'mailto:h{number}@show.example', holds: [{{seat: dairy/head{tenure}}}]}}"
        for number, tenure in enumerate(tenures)
    ]
    return campaign(people=f"[{', '.join([ALL_BUT_DAIRY_HEAD, *heads])}]")


@pytest.mark.parametrize(
    "tenures",
    [
        [""],
        [", from: 2024-01-01, to: 2024-07-31"],
        [", to: 2024-04-09", ", from: 2024-04-10"],
        [", to: 2024-03-29", ", from: 2024-04-02"],  # Good Friday is worked in Ireland, Easter Monday is not
        [", from: 2024-03-01, to: 2024-05-31", ", to: 2024-02-29", ", from: 2024-06-01"],
    ],
)
def test_a_seat_that_somebody_holds_on_every_working_day_has_no_gap(tenures):
    assert "holder-gap" not in codes(held(*tenures))


@pytest.mark.parametrize(
    ("tenures", "gap", "path"),
    [
        ([", to: 2024-04-09", ", from: 2024-04-11"], ("2024-04-10", "2024-04-10", 1), (1, "to")),
        ([", from: 2024-02-08"], ("2024-02-06", "2024-02-07", 2), (1, "from")),
        ([", to: 2024-06-25"], ("2024-06-26", "2024-06-28", 3), (1, "to")),
        ([", from: 2024-03-04", ", to: 2024-03-01"], None, None),
    ],
)
def test_a_gap_is_told_with_its_days_at_the_tenure_it_follows(tenures, gap, path):
    found = [one for one in check(held(*tenures)) if one.code == "holder-gap"]
    values = [one.message.values for one in found]
    assert [(str(v["start"]), str(v["end"]), v["days"]) for v in values] == ([gap] if gap else [])
    assert [(one.path[1], one.path[-1]) for one in found] == ([path] if path else [])


def test_two_gaps_of_one_seat_are_two_findings():
    assert codes(held(", to: 2024-03-08", ", from: 2024-04-08, to: 2024-05-10", ", from: 2024-06-10")) == [
        "holder-gap",
        "holder-gap",
    ]


def test_seats_that_are_joined_are_held_together():
    people = (
        f"[{ALL_BUT_DAIRY_HEAD}, {{name: A, addresses: 'mailto:a@show.example', holds: [{{seat: dairy/head, "
        "to: 2024-04-09}]}, {name: B, addresses: 'mailto:bb@show.example', holds: [{seat: leading-group/member-1, "
        "from: 2024-04-10}]}]"
    )
    assert "holder-gap" not in codes(campaign(bodies=GROUP, people=people))


def test_a_seat_is_held_while_one_joined_with_it_changes_hands():
    people = (
        f"[{ALL_BUT_DAIRY_HEAD}, {{name: A, addresses: 'mailto:a@show.example', holds: [{{seat: dairy/head}}]}}, "
        "{name: B, holds: [{seat: leading-group/member-1, from: 2024-03-04, to: 2024-03-08}]}]"
    )
    assert "holder-gap" not in codes(campaign(bodies=GROUP, people=people))


def test_seats_without_a_person_and_people_without_an_address_are_counted_apart():
    people = (
        "[{name: Byrne, addresses: 'mailto:b@show.example', holds: [{seat: office/director}, {seat: office/staff}]}, "
        "{name: Nolan, holds: [{seat: dairy/head}, {seat: orchard/head}]}]"
    )
    (problem,) = [one for one in check(campaign(people=people)) if one.code == "unreachable"]
    counts = {name: problem.message.values[name] for name in ("total", "count", "vacant", "mute")}
    assert counts == {"total": 6, "count": 4, "vacant": 2, "mute": 2}
    assert "(Dairy (dairy/liaison), Orchard (orchard/liaison), Dairy (dairy/head), Orchard (orchard/head))" in said(
        problem
    )


def test_somebody_who_left_before_the_campaign_began_cannot_be_reached():
    assert "unreachable" in codes(held(", to: 2024-02-05"))
    assert "unreachable" not in codes(held(", to: 2024-02-06", ", from: 2024-02-07"))


def test_people_of_a_file_laid_over_it_make_seats_reachable():
    raw = campaign(people="[]")
    overlay = campaign().split(b"people:")[1].split(b"ladders:")[0]
    assert "unreachable" in codes(raw)
    assert "unreachable" not in codes(raw, b"people:" + overlay)


def test_a_finding_in_a_file_laid_over_another_says_so_and_comes_after_the_others():
    raw = campaign(deliverables="[{key: entry, title: Entry, owed_by: [dairy, {open: 1}, orchard]}]")
    overlay = b"ladders:\n  spare: [{at: 0, tell: head}, {at: +1wd, tell: head}]\n"
    assert [(one.code, one.where.file, one.where.line) for one in check(raw, overlay)] == [
        ("owner-unknown", "campaign.yaml", 24),
        ("unused", "1-over-it.yaml", 2),
    ]


def test_a_unit_has_a_seat_in_the_group_by_its_head_or_by_name():
    by_name = GROUP + "    member-2: {role: member, unit: orchard}\n"
    (problem,) = [one for one in check(campaign(bodies=GROUP)) if one.code == "owes-without-seat"]
    assert problem.path == ("units", "orchard")
    assert "owes-without-seat" not in codes(campaign(bodies=by_name))


def test_a_group_whose_members_nobody_wrote_down_is_no_group_to_miss():
    bodies = "leading-group: {name: Group, seats: {leader: {role: leader}}}"
    assert "owes-without-seat" not in codes(campaign(bodies=bodies))


def test_many_units_without_a_seat_are_one_finding_with_a_number():
    units = "\n".join([f"u{n}: {{name: Guest {n}}}" for n in range(20)] + ["dairy: {name: Dairy}"])
    raw = campaign(units=units, bodies=GROUP, people="[]", deliverables="[{key: e, title: Entry, owed_by: all}]")
    assert findings(raw, "owes-without-seat") == [
        (
            "20 units owe something and have no seat in the leading group: "
            "Guest 0, Guest 1, Guest 2, Guest 3 and 16 more; "
            "ask whether they are to be members, or who speaks for them there"
        )
    ]


def test_who_is_in_charge_is_asked_once_for_all_units_and_only_if_a_ladder_tells_him():
    raw = campaign(bodies=GROUP, ladders=UP_TO_DEPUTY)
    assert findings(raw, "in-charge-unknown") == [
        (
            "units of which the plan does not say which deputy leader is in charge: 2 (Dairy, Orchard); the office "
            "director is told in his place, so ask, and write `in_charge` at the deputy leaders' seats"
        )
    ]
    assert "in-charge-unknown" not in codes(campaign(bodies=GROUP))


def test_units_under_two_deputy_leaders_are_told_at_the_second():
    bodies = GROUP.replace("deputy_leader}", "deputy_leader, in_charge: all}")
    (problem,) = [one for one in check(campaign(bodies=bodies)) if one.code == "in-charge-twice"]
    assert problem.path == ("bodies", "leading-group", "seats", "deputy-2", "in_charge")
    assert said(problem).startswith("Group (leading-group/deputy-1) is in charge of Dairy, Orchard already")


@pytest.mark.parametrize(
    ("office", "begins"),
    [
        ("office: {name: Desk}", "nobody sits in the office"),
        ("office: {name: Desk, seats: {staff: {role: liaison}}}", "the office has no director"),
        ("desk: {name: Desk}", "there is no body `office`"),
    ],
)
def test_an_office_that_cannot_do_its_work_is_told(office, begins):
    whole = "office: {name: Desk, seats: {director: {role: office_director}, staff: {role: liaison}}}"
    raw = campaign(people="[]").replace(whole.encode(), office.encode())
    (text,) = findings(raw, "no-office")
    assert text.startswith(begins)
