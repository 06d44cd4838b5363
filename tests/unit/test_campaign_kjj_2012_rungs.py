"""The reference campaign with nobody doing anything: its days were counted by hand on the calendar of 2012."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from register.rehearsal import rehearse
from schedule.campaign_file.reader import read_campaign
from schedule.facts import open_book
from schedule.resolve import resolve
from schedule.scenario import Scenario

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "kjj-2012.yaml"
REPORTING = ["party-office", "government-office", "staffing", "finance"]


def _day(text):
    month, day = text.split("/")
    return date(2012, int(month), int(day))


@pytest.fixture(scope="module")
def plan():
    source, problems = read_campaign(CAMPAIGN.read_bytes(), CAMPAIGN.name)
    assert problems == ()
    return resolve(source.file)


@pytest.fixture(scope="module")
def played(plan):
    return rehearse(open_book(plan, plan.first_on), Scenario())


def test_the_ladder_is_the_one_shipped_as_an_example(plan):
    assert [(str(rung.at), rung.every, list(rung.tell)) for rung in plan.ladders["standard"].rungs] == [
        ("-7wd", None, ["liaison"]),
        ("-3wd", None, ["liaison"]),
        ("-1wd", None, ["liaison", "head"]),
        ("0", None, ["liaison", "head"]),
        ("+1wd", None, ["head"]),
        ("+2wd", None, ["head"]),
        ("+3wd", None, ["office_director"]),
        ("+5wd", None, ["head", "deputy_leader"]),
        ("+10wd", 10, ["head", "office_director", "leader"]),
    ]


HEADS = [f"{unit}/head" for unit in REPORTING]


@pytest.mark.parametrize(
    ("deliverable", "offset", "day", "seats"),
    [
        ("veto-report", "0", "3/30", [f"{unit}/{post}" for unit in REPORTING for post in ("liaison", "head")]),
        ("veto-report", "+1wd", "3/31", HEADS),
        ("veto-report", "+2wd", "4/1", HEADS),
        ("veto-report", "+3wd", "4/5", ["office/director"] * 4),
        # who is in charge is unsaid: the office director hears for the two units that are no party organs
        ("veto-report", "+5wd", "4/9", [*HEADS, *["office/director"] * 2]),
        ("veto-report", "+10wd", "4/16", [*HEADS, *["office/director"] * 4, *["leading-group/leader"] * 2]),
        ("indicator-form", "-1wd", "4/27", ["office/director", "office/staff"]),
        ("indicator-form", "0", "4/28", ["office/director", "office/staff"]),
        ("indicator-form", "+1wd", "5/2", ["office/director"]),
        ("indicator-data", "0", "4/13", [*["office/director"] * 31, *["office/staff"] * 31]),
        ("indicator-data", "+1wd", "4/16", ["office/director"] * 31),
    ],
)
def test_a_rung_falls_on_its_day_and_reaches_its_seats(played, deliverable, offset, day, seats):
    told = [
        (notice.draft.on, notice.draft.recipient.seat)
        for notice in played.notices
        for item in notice.draft.items
        if (item.about, item.offset) == (deliverable, offset)
    ]
    assert {on for on, _ in told} == {_day(day)}
    assert Counter(seat for _, seat in told) == Counter(seats)


def test_no_message_goes_on_a_day_off(played):
    worked_weekends = {_day("3/31"), _day("4/1"), _day("4/28")}
    holidays = {_day(day) for day in ("4/2", "4/3", "4/4", "4/30", "5/1", "6/22")}
    days = {notice.draft.on for notice in played.notices}
    assert {day for day in days if day.weekday() >= 5} <= worked_weekends
    assert days & holidays == set()


def test_no_reader_gets_two_messages_a_day(played):
    # what waits for its release is a notice of its own beside the digest
    sent = Counter((n.draft.on, n.draft.recipient.identity) for n in played.notices if n.state == "sent")
    assert max(sent.values()) == 1


def test_the_last_rung_falls_ten_working_days_after_the_spot_check(played):
    assert played.to == date(2012, 9, 14)
    last = [notice for notice in played.notices if notice.draft.on == played.to]
    assert {(item.obligation, item.offset) for notice in last for item in notice.draft.items} == {
        ("spot-check-preparation/office", "+10wd")
    }
