"""Two small campaigns, day by day: who is told what, derived by hand from the laws and a paper calendar.

Under each day stand its messages, `seat: kind, state`, and their items, `obligation offset kind`, with what waits in
brackets where the office is chased. Lines with # say why. What holds on every day is tested beneath.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import holidays
import pytest

from models.words import ItemKind, NoticeState, Standing
from register.rehearsal import Played, Rehearsal, rehearse
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.facts import Reachability, open_book
from schedule.resolve import resolve
from schedule.scenario import check_scenario, read_scenario
from schedule.standing import standing

CAMPAIGNS = Path(__file__).resolve().parents[2] / "campaigns"


def play(name: str, scenario: str, reachability: Reachability = Reachability.ASSUME) -> Rehearsal:
    source, problems = read_campaign((CAMPAIGNS / f"{name}.yaml").read_bytes(), name)
    assert source is not None
    assert problems == ()
    assert check_references(source) == ()
    plan = resolve(source.file)
    played, root, problems = read_scenario((CAMPAIGNS / "scenarios" / f"{scenario}.yaml").read_bytes(), scenario)
    assert played is not None
    assert root is not None
    assert problems == ()
    assert check_scenario(played, root, plan) == ()
    result = rehearse(open_book(plan, plan.first_on, reachability), played)
    assert result.refused == []
    return result


@pytest.fixture(scope="module")
def libraries() -> Rehearsal:
    return play("libraries", "libraries-easter")


@pytest.fixture(scope="module")
def water_saving() -> Rehearsal:
    return play("water-saving", "water-saving-spring")


def days(text: str) -> dict[str, list[str]]:
    """A transcript by day: each message with its items in one order; lines that begin with # say why."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        day = re.fullmatch(r"(\d{4}-\d\d-\d\d) (\w+)", line)
        if day:
            assert f"{date.fromisoformat(day[1]):%A}" == day[2]
            told = found.setdefault(day[1], [])
        elif line.startswith("    "):
            told[-1] += f"\n{line}"
        elif line.strip() and not line.strip().startswith("#"):
            told.append(line.strip())
    return {day: sorted(_in_one_order(told)) for day, told in found.items()}


def transcript(played: Rehearsal, day: str) -> list[str]:
    return sorted(_in_one_order(_message(one) for one in played.notices if one.draft.on == date.fromisoformat(day)))


def _in_one_order(told: Iterable[str]) -> list[str]:
    return ["\n".join([first, *sorted(items)]) for first, *items in (one.split("\n") for one in told)]


def _message(one: Played) -> str:
    draft = one.draft
    items = [
        f"    {item.obligation}{_wait(item.about, item.obligation)} {item.offset} {item.kind}" for item in draft.items
    ]
    weekly = sorted(owed.obligation for owed in draft.also_owed if owed.weekly)
    lines = [f"    weekly: {', '.join(weekly)}"] if weekly else []
    return "\n".join([f"{draft.recipient.seat}: {draft.kind}, {one.state}", *items, *lines])


def _wait(about: str, obligation: str) -> str:
    return "" if obligation.partition("/")[0] == about else f" ({about})"


# -- libraries: England 2024, rest_day: next ---------------------------------------------------------------------------
#
#      March 2024                 April 2024                    days off besides Saturday and Sunday:
#  Mo Tu We Th Fr Sa Su       Mo Tu We Th Fr Sa Su              Good Friday 29 March, Easter Monday 1 April,
#               1  2  3      [ 1] 2  3  4  5  6  7              6 May, 27 May
#   4  5  6  7  8  9 10        8  9 10 11 12 13 14              no run: 25, 26, 27 March
#  11 12 13 14 15 16 17       15 16 17 18 19 20 21              clocks go forward in the night to Sunday 31 March
#  18 19 20 21 22 23 24       22 23 24 25 26 27 28
#  25 26 27 28[29]30 31       29 30
#
#  improvement-plan/estates        window 11 to 22 March, a Friday: base 22 March, late after 22 March
#  access-audit/central, /harbour  31 March, Easter Sunday; next: late after Tuesday 2 April, which is the base too
#  visitor-counts/central          W12 22 March · W13 29 March is Good Friday, so 2 April · W14 5 April · W15 12 April
#  cost-statement/finance          30 March is a Saturday, so Thursday 28 March · 30 April
#  peer-visit.ready/office         the window of the outside assessors opens on 22 April: ready by Friday 19 April
#  Priya Rao sits at estates/head and finance/liaison.

LIBRARIES = days("""
2024-03-04 Monday
  # the first day: everything becomes known, nothing is near

2024-03-15 Friday
  # the plan's -7d, 22 March less seven days; the branches only support and owe nothing
  estates/liaison: digest, sent
    improvement-plan/estates -7d reminder

2024-03-22 Friday
  # the plan's day; the week's count came yesterday and waits on the office until 26 March (22, 25, 26)
  estates/head: digest, sent
    improvement-plan/estates 0 reminder
  estates/liaison: digest, sent
    improvement-plan/estates 0 reminder

2024-03-26 Tuesday
  # no run

2024-03-28 Thursday
  # -7d of the 26th (2 April less seven days) collapses into -1wd of today
  central/liaison: digest, sent
    access-audit/central -1wd reminder
  harbour/liaison: digest, sent
    access-audit/harbour -1wd reminder
  # one person, one digest at her highest seat: the plan's +1wd of the 25th, late through the outage, and the
  # cost statement's own day, into which -1wd of the 27th collapses. The plan's +3wd of the 27th is the office
  # director's: he hears nothing before the head was told on an earlier working day
  estates/head: digest, sent
    improvement-plan/estates +1wd escalation
    cost-statement/finance@2024-03 0 reminder
  finance/head: digest, sent
    cost-statement/finance@2024-03 0 reminder
  # the count waits on the office: 0 of the 26th collapses into +1wd of the 27th, staff and director
  office/director: digest, sent
    visitor-counts/central@2024-W12 (review) +1wd escalation
  office/staff: digest, sent
    visitor-counts/central@2024-W12 (review) +1wd escalation

2024-03-29 Friday
  # Good Friday; the Sunday of the audits' due day, with the clock's change; Easter Monday

2024-03-31 Sunday

2024-04-01 Monday

2024-04-02 Tuesday
  # rung 0 of the audit that `next` carries over Easter; harbour's was accepted on the 28th.
  # The count of Good Friday is due today
  central/head: digest, sent
    access-audit/central 0 reminder
  central/liaison: digest, sent
    access-audit/central 0 reminder
    visitor-counts/central@2024-W13 0 reminder
  # the first working day after 28 March
  finance/head: digest, sent
    cost-statement/finance@2024-03 +1wd escalation
  # two rungs of one duty on one day, the later in the ladder goes: +5wd (25, 26, 27, 28, 2) and
  # +10d, 1 April, Easter Monday, an escalation, so the working day after
  estates/head: digest, sent
    improvement-plan/estates +10d escalation
  # the climb that the outage held up goes up one audience a day: the office director today, his +3wd of 27 March
  # collapsed into +10d; the deputy leader's +5wd waits until tomorrow.
  # The review's third working day after 26 March (27, 28, 2)
  office/director: digest, sent
    improvement-plan/estates +10d escalation
    visitor-counts/central@2024-W12 (review) +3wd escalation

2024-04-03 Wednesday
  # the first working day after 2 April, for the audit and for the count
  central/head: digest, sent
    access-audit/central +1wd escalation
    visitor-counts/central@2024-W13 +1wd escalation
  # above the office director a person has to release it
  leading-group/deputy-money: digest, held
    improvement-plan/estates +5wd escalation

2024-04-04 Thursday
  # third working day after 28 March (2, 3, 4); the head was told on the 2nd
  office/director: digest, sent
    cost-statement/finance@2024-03 +3wd escalation

2024-04-08 Monday
  # the count of Friday the 5th
  central/head: digest, sent
    visitor-counts/central@2024-W14 +1wd escalation
  # +5wd (2, 3, 4, 5, 8); and +10d, Sunday 7 April, an escalation, so the Monday: for the head the later goes
  finance/head: digest, sent
    cost-statement/finance@2024-03 +10d escalation
  leading-group/deputy-money: digest, held
    cost-statement/finance@2024-03 +5wd escalation
  office/director: digest, sent
    cost-statement/finance@2024-03 +10d escalation

2024-04-09 Tuesday
  # fifth working day after 2 April (3, 4, 5, 8, 9)
  central/head: digest, sent
    access-audit/central +5wd escalation
  leading-group/deputy-places: digest, held
    access-audit/central +5wd escalation

2024-04-12 Friday
  # 2 April and ten days
  central/head: digest, sent
    access-audit/central +10d escalation
  office/director: digest, sent
    access-audit/central +10d escalation
  central/liaison: digest, sent
    visitor-counts/central@2024-W15 0 reminder
  # the office makes ready for the visit: 19 April less seven days
  office/staff: digest, sent
    peer-visit.ready/office -7d reminder

2024-04-22 Monday
  # 2 April and twenty days; 22 March and thirty, Sunday 21 April, so today
  central/head: digest, sent
    access-audit/central +20d escalation
  estates/head: digest, sent
    improvement-plan/estates +30d escalation
  # for what the office owes, its director is the head: 19 April is over
  office/director: digest, sent
    access-audit/central +20d escalation
    improvement-plan/estates +30d escalation
    peer-visit.ready/office +1wd escalation
  # the visit's window is open and no day is announced; the staff have no digest today
  office/staff: office, sent
    weekly: peer-visit/assessors
""")


@pytest.mark.parametrize("day", LIBRARIES)
def test_the_libraries_transcript_is_what_was_derived_by_hand(libraries, day):
    assert transcript(libraries, day) == LIBRARIES[day]


def test_hours_are_local_before_and_after_the_clocks_go_forward(libraries):
    at = {one.draft.on: one.at.isoformat() for one in libraries.notices}
    assert at[date(2024, 3, 28)] == "2024-03-28T09:00:00+00:00"
    assert at[date(2024, 4, 2)] == "2024-04-02T09:00:00+01:00"


def test_what_the_outage_piled_up_is_recorded_and_not_sent(libraries):
    collapsed = {(one, told.seat, told.offset) for one, told in libraries.superseded if told.on == date(2024, 3, 28)}
    assert collapsed == {
        ("access-audit/central", "central/liaison", "-7d"),
        ("access-audit/harbour", "harbour/liaison", "-7d"),
        ("cost-statement/finance@2024-03", "finance/liaison", "-1wd"),
        ("visitor-counts/central@2024-W12", "office/staff", "0"),
    }


def test_nobody_in_the_libraries_hears_anything_on_a_day_off_or_without_a_run(libraries):
    off = {date(2024, 3, 29), date(2024, 4, 1), date(2024, 5, 6), date(2024, 5, 27)}
    off |= {date(2024, 3, 25), date(2024, 3, 26), date(2024, 3, 27)}
    assert [one.draft.on for one in libraries.notices if one.draft.on in off or one.draft.on.weekday() > 4] == []


# -- water-saving: China 2025, rest_day: previous ----------------------------------------------------------------------
#
#      April 2025                 May 2025                      days off: 4 to 6 April, 1 to 5 May, 31 May to 2 June
#  Mo Tu We Th Fr Sa Su       Mo Tu We Th Fr Sa Su              worked: Sunday 27 April
#      1  2  3 [4  5  6]               [1  2  3  4
#   7  8  9 10 11 12 13        5] 6  7  8  9 10 11
#  14 15 16 17 18 19 20       12 13 14 15 16 17 18              June: Tu 3 We 4 Th 5 Fr 6, Mo 9 ...
#  21 22 23 24 25 26 27w      19 20 21 22 23 24 25
#  28 29 30                   26 27 28 29 30[31
#
#  indicator-data/slot-01, -02       18 April, a Friday; nobody is known to owe them until the 22nd names housing for 01
#  bureau-report/water, /housing     25 April, a Friday
#  town-plan/baisha, /qingshi        1 May, a holiday; previous: late after 30 April, which is the base too
#  self-check/baisha, /qingshi       no date: a weekly line to the office
#  final-report.draft/office         16 May
#  final-report.first-review         by the city's bureau, outside: recorded on 26 May
#  final-report.approve              31 May, a holiday; previous: 30 May. Of the leading group's duties the office
#                                    director is liaison and head

WATER_SAVING = days("""
2025-04-07 Monday
  # the week's first working day, and the office has no digest: the duties without a date in a message of their own
  office/staff: office, sent
    weekly: self-check/baisha, self-check/qingshi

2025-04-18 Friday
  # rung 0 of the slots without an owner: liaison is the office's staff, head its director
  office/director: digest, sent
    indicator-data/slot-01 0 reminder
    indicator-data/slot-02 0 reminder
  office/staff: digest, sent
    indicator-data/slot-01 0 reminder
    indicator-data/slot-02 0 reminder
  # -5wd of 25 April (24, 23, 22, 21, 18)
  housing/liaison: digest, sent
    bureau-report/housing -5wd reminder
  water/liaison: digest, sent
    bureau-report/water -5wd reminder

2025-04-23 Wednesday
  # slot 01 was given to housing yesterday, when its day had passed: told once, as an escalation by its day
  housing/head: digest, sent
    indicator-data/slot-01 late escalation
  housing/liaison: digest, sent
    indicator-data/slot-01 late escalation
  # slot 02 still has no owner: third working day after the 18th
  office/director: digest, sent
    indicator-data/slot-02 +3wd escalation

2025-04-24 Thursday
  # -1wd of 25 April; water's report came yesterday. Escalations of slot 01 count from the 23rd
  housing/head: digest, sent
    indicator-data/slot-01 +1wd escalation
    bureau-report/housing -1wd reminder
  housing/liaison: digest, sent
    bureau-report/housing -1wd reminder
  # -5wd of 30 April (29, 28, Sunday 27, 25, 24)
  baisha/liaison: digest, sent
    town-plan/baisha -5wd reminder
  qingshi/liaison: digest, sent
    town-plan/qingshi -5wd reminder
  # water's report goes back at 15:00 and the bureau hears it at once
  water/head: returned, sent
  water/liaison: returned, sent

2025-04-26 Saturday
  # a Saturday

2025-04-27 Sunday
  # a Sunday that is worked. Housing asked for more time on the 25th, in time: its +1wd of today is held.
  # Slot 01's +3wd (24, 25, 27)
  office/director: digest, sent
    indicator-data/slot-01 +3wd escalation

2025-04-28 Monday
  # -5wd of water's second round, 8 May (7, 6, 30, 29, 28)
  water/liaison: digest, sent
    bureau-report/water -5wd reminder
  office/staff: office, sent
    weekly: self-check/baisha, self-check/qingshi

2025-04-29 Tuesday
  # -1wd of 30 April
  baisha/head: digest, sent
    town-plan/baisha -1wd reminder
  baisha/liaison: digest, sent
    town-plan/baisha -1wd reminder
  qingshi/head: digest, sent
    town-plan/qingshi -1wd reminder
  qingshi/liaison: digest, sent
    town-plan/qingshi -1wd reminder
  # +5wd of slot 01 (24, 25, 27, 28, 29); deputy 1 is in charge of bureaus
  housing/head: digest, sent
    indicator-data/slot-01 +5wd escalation
  leading-group/deputy-1: digest, held
    indicator-data/slot-01 +5wd escalation
  # housing's question waits on the office since the 25th: its term (27, 28, 29) ends today
  office/staff: digest, sent
    bureau-report/housing (extension) 0 reminder

2025-04-30 Wednesday
  # rung 0 of 1 May; baisha has until 9 May since yesterday
  qingshi/head: digest, sent
    town-plan/qingshi 0 reminder
  qingshi/liaison: digest, sent
    town-plan/qingshi 0 reminder
  office/director: digest, sent
    bureau-report/housing (extension) +1wd escalation
  office/staff: digest, sent
    bureau-report/housing (extension) +1wd escalation

2025-05-01 Thursday
  # the due day itself, a holiday

2025-05-06 Tuesday
  # the first working day after 30 April
  qingshi/head: digest, sent
    town-plan/qingshi +1wd escalation
  # housing was refused on the 30th. Its head gets +5wd of today (27, 28, 29, 30, 6), +1wd collapsed into it;
  # director (+3wd of the 29th) and deputy leader (+5wd of today) wait until he was told
  housing/head: digest, sent
    bureau-report/housing +5wd escalation
  # +10wd of slot 02 (21 to 25, 27 to 30, 6): without an owner never above the office director
  office/director: digest, sent
    indicator-data/slot-02 +10wd escalation
  # the week's first working day is a Tuesday
  office/staff: office, sent
    weekly: self-check/baisha, self-check/qingshi

2025-05-07 Wednesday
  # the held-up climb, one audience a day: the director today
  office/director: digest, sent
    bureau-report/housing +3wd escalation
  # -1wd of 8 May
  water/head: digest, sent
    bureau-report/water -1wd reminder
  water/liaison: digest, sent
    bureau-report/water -1wd reminder

2025-05-08 Thursday
  # and the deputy leader the day after
  leading-group/deputy-1: digest, held
    bureau-report/housing +5wd escalation
  # +3wd of 30 April (6, 7, 8)
  office/director: digest, sent
    town-plan/qingshi +3wd escalation
  # rung 0 of the second round; baisha's -1wd of 9 May
  water/head: digest, sent
    bureau-report/water 0 reminder
  water/liaison: digest, sent
    bureau-report/water 0 reminder
  baisha/head: digest, sent
    town-plan/baisha -1wd reminder
  baisha/liaison: digest, sent
    town-plan/baisha -1wd reminder

2025-05-12 Monday
  # +5wd of 30 April (6, 7, 8, 9, 12)
  qingshi/head: digest, sent
    town-plan/qingshi +5wd escalation
  leading-group/deputy-2: digest, held
    town-plan/qingshi +5wd escalation
  office/staff: office, sent
    weekly: self-check/baisha, self-check/qingshi

2025-05-27 Tuesday
  # the city's review was recorded yesterday, so the approval's turn has come: -5wd of 30 May was the 23rd.
  # +20wd of 25 April (27 to 30, 6 to 9, 12 to 16, 19 to 23, 26, 27)
  office/director: digest, sent
    bureau-report/housing +20wd escalation
    final-report.approve/leading-group -5wd reminder
  housing/head: digest, sent
    bureau-report/housing +20wd escalation
  # held for the leader, and superseded when +30wd takes its place
  leading-group/leader: digest, superseded
    bureau-report/housing +20wd escalation

2025-06-02 Monday
  # a holiday on a Monday

2025-06-03 Tuesday
  # +20wd of 30 April (6 to 9, 12 to 16, 19 to 23, 26 to 30, 3); the approval is one working day late
  office/director: digest, sent
    final-report.approve/leading-group +1wd escalation
    town-plan/qingshi +20wd escalation
  qingshi/head: digest, sent
    town-plan/qingshi +20wd escalation
  leading-group/leader: digest, superseded
    town-plan/qingshi +20wd escalation
  office/staff: office, sent
    weekly: self-check/baisha, self-check/qingshi
""")


@pytest.mark.parametrize("day", WATER_SAVING)
def test_the_water_saving_transcript_is_what_was_derived_by_hand(water_saving, day):
    assert transcript(water_saving, day) == WATER_SAVING[day]


def test_a_returned_report_is_told_the_same_afternoon(water_saving):
    returned = [one.at.isoformat() for one in water_saving.notices if one.draft.kind == "returned"]
    assert returned == ["2025-04-24T15:00:00+08:00"] * 2


def test_an_extended_day_counts_its_reminders_from_the_new_day_and_passes_over_those_before_the_decision(water_saving):
    # -5wd of 9 May is 29 April (8, 7, 6, 30, 29), the day of the decision
    passed = [
        (told.offset, told.planned_on.isoformat())
        for one, told in water_saving.superseded
        if one == "town-plan/baisha" and told.due_on == date(2025, 5, 9)
    ]
    assert passed == [("-5wd", "2025-04-29")]


def test_nobody_outside_is_ever_addressed_and_nobody_before_a_chain_reaches_him(water_saving):
    seats = {one.draft.recipient.seat.partition("/")[0] for one in water_saving.notices}
    approvals = [one.draft.on for one in water_saving.notices for i in one.draft.items if ".approve" in i.obligation]
    assert "city-water" not in seats
    assert min(approvals) == date(2025, 5, 27)


def test_a_new_head_hears_from_the_day_he_holds_the_seat(water_saving):
    heard = {
        one.draft.on: one.draft.recipient for one in water_saving.notices if one.draft.recipient.seat == "qingshi/head"
    }
    names = {day.isoformat(): seat.person.name for day, seat in heard.items() if seat.person}
    assert (names["2025-05-06"], names["2025-05-12"]) == ("颜川", "穆林")


def test_nobody_hears_anything_on_a_day_off_and_the_worked_sunday_is_no_such_day(water_saving):
    off = {date(2025, 4, 4), date(2025, 5, 1), date(2025, 5, 2), date(2025, 5, 5), date(2025, 6, 2)}
    days = {one.draft.on for one in water_saving.notices}
    assert {day for day in days if day in off or day.weekday() > 4} == {date(2025, 4, 27)}


def test_where_the_liaisons_seat_is_empty_his_notice_is_held_and_the_head_is_told_instead():
    really = play("water-saving", "water-saving-spring", Reachability.REAL)
    told = [message for message in transcript(really, "2025-04-24") if message.startswith("qingshi")]
    assert told == [
        "qingshi/head: digest, sent\n    town-plan/qingshi -5wd reminder",
        "qingshi/liaison: digest, held\n    town-plan/qingshi -5wd reminder",
    ]


# -- the paper calendars -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "part", "year", "off", "worked"),
    [
        ("GB", "ENG", 2024, {"03-29", "04-01", "05-06", "05-27"}, set()),
        ("CN", None, 2025, {"04-04", "05-01", "05-02", "05-05", "06-02"}, {"04-27"}),
    ],
)
def test_the_paper_calendars_are_the_published_ones(country, part, year, off, worked):
    published = holidays.country_holidays(country, subdiv=part, years=year)
    spring = [day for day in published if 3 <= day.month <= 6 and day.weekday() < 5]
    moved = [day for day in published.weekend_workdays if day.year == year and 3 <= day.month <= 6]
    assert {f"{day:%m-%d}" for day in spring} == off
    assert {f"{day:%m-%d}" for day in moved} == worked


# -- the last day that is not late ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        # the first reminder, -7d of Tuesday 2 April, is reached on 26 March
        ("2024-03-25", Standing.NOT_DUE),
        ("2024-03-26", Standing.DUE_SOON),
        # Easter Monday, the day after the day in the plan, is not late: next
        ("2024-04-01", Standing.DUE_SOON),
        ("2024-04-02", Standing.DUE_TODAY),
        ("2024-04-03", Standing.OVERDUE),
    ],
)
def test_next_gives_until_the_working_day_after_easter(libraries, day, stands):
    plan = libraries.plan
    audit = plan.by_id["access-audit/central"]
    assert standing(open_book(plan, plan.first_on), audit, date.fromisoformat(day)) is stands


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2025-04-23", Standing.NOT_DUE),
        ("2025-04-24", Standing.DUE_SOON),
        ("2025-04-30", Standing.DUE_TODAY),
        # the day in the plan is a holiday and late already: previous
        ("2025-05-01", Standing.OVERDUE),
    ],
)
def test_previous_takes_the_holiday_itself_for_late(water_saving, day, stands):
    plan = water_saving.plan
    town_plan = plan.by_id["town-plan/qingshi"]
    assert standing(open_book(plan, plan.first_on), town_plan, date.fromisoformat(day)) is stands


# -- both --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("campaign", ["libraries", "water_saving"])
def test_nobody_reads_two_digests_on_one_day(campaign, request):
    sent = [
        (one.draft.recipient.identity, one.draft.on)
        for one in request.getfixturevalue(campaign).notices
        if one.draft.kind in {"digest", "office"} and one.state is NoticeState.SENT
    ]
    assert len(sent) == len(set(sent))


@pytest.mark.parametrize("campaign", ["libraries", "water_saving"])
def test_what_is_late_stands_first(campaign, request):
    for one in request.getfixturevalue(campaign).notices:
        late = [item.kind is ItemKind.ESCALATION for item in one.draft.items]
        assert late == sorted(late, reverse=True)
