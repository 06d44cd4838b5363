"""Holds: what waits to go is put off for a reason and nothing is lost; planning goes on, with words of the day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.database import reading, writing
from notifications.catalogue import catalogue
from notifications.outcomes import Letter, Outcome, Sent
from register.campaigns import find_campaign
from register.holding import (
    ALL,
    UnusableHoldError,
    lift_hold,
    notice_scope,
    place_hold,
    standing_holds,
    unit_scope,
)
from register.loading import load_campaign
from register.releasing import release
from register.running import RunResult, Wish, run_day
from register.targets import UnknownTargetError, UnknownUnitError
from schedule.transitions import Act
from tests.ledger import DOMAIN, deal_of
from tests.register_rows import assert_sound, done, events, everything, items, notices, told, why
from tests.running_campaign import TAKEN, Harbour, day_of, harbour

DUTIES = "[{key: report, title: Report, owed_by: docks, submit_to: office}]"
LIAISON = "docks/liaison"


@pytest.fixture
def docks(engine) -> Harbour:
    """The docks owe a report by Friday 12 April; its ladder begins on the 9th."""
    return Harbour(engine, harbour(DUTIES))


def held(here: Harbour, day: str, scope: str = ALL, reason: str = "flood", until: str | None = None):
    last = day_of(until) if until else None
    return done(
        here, day, lambda connection, running, deal: place_hold(connection, running, scope, reason, deal, last), "Olga"
    )


def lifted(here: Harbour, day: str, number: int):
    return done(here, day, lambda connection, running, deal: lift_hold(connection, running, number, deal), "Olga")


def said(wrong) -> str:
    return catalogue("en").render(wrong.value.message)


def states(here: Harbour, seat: str = LIAISON) -> list[tuple[str, str]]:
    """Day and state of each message to a seat."""
    return [(f"{row.on:%m-%d}", row.state) for row in notices(here.engine, seat=seat)]


# -- what is held ------------------------------------------------------------------------------------------------------


def test_a_message_on_hold_is_put_off_with_the_reason(docks):
    held(docks, "04-08", reason="flood")
    docks.run("04-09")

    (row,) = notices(docks.engine, seat=LIAISON)
    assert (row.state, why(row)) == ("deferred", "on hold until it is lifted: flood")
    assert row.not_before == deal_of(docks.plan, date(2024, 4, 10)).at
    assert items(docks.engine, row.key) == [("report/docks", "-3wd", LIAISON, "sent")]


def test_a_hold_with_a_last_day_puts_off_to_the_working_day_after_it(docks):
    held(docks, "04-08", until="04-12")
    docks.run("04-09")

    (row,) = notices(docks.engine, seat=LIAISON)
    assert why(row) == "on hold until Apr 12, 2024 (Fri): flood"
    assert row.not_before == deal_of(docks.plan, date(2024, 4, 15)).at


def test_of_two_holds_the_one_that_ends_last_counts(docks):
    held(docks, "04-08", until="04-10")
    held(docks, "04-08", until="04-15")
    docks.run("04-09")

    (row,) = notices(docks.engine, seat=LIAISON)
    assert row.not_before == deal_of(docks.plan, date(2024, 4, 16)).at


def test_a_units_hold_stops_messages_to_its_people_only(engine):
    plan = harbour(
        "[{key: report, title: Report, owed_by: [docks, lights], submit_to: office}]",
        """
- {name: Ada, holds: [{seat: docks/liaison}], addresses: "mailto:ada@docks.example"}
- {name: Lou, holds: [{seat: lights/liaison}], addresses: "mailto:lou@lights.example"}
""",
    )
    here = Harbour(engine, plan)
    held(here, "04-08", unit_scope(_running(here), "docks"))
    here.run("04-09")

    assert states(here, LIAISON) == [("04-09", "deferred")]
    assert states(here, "lights/liaison") == [("04-09", "sent")]


def _running(here: Harbour):
    with reading(here.engine) as connection:
        return find_campaign(connection, None)


def test_one_message_is_held_by_its_key(docks):
    docks.run("04-09", answers={"ada@docks.example": Outcome(Sent.TRANSIENT, "451 later", 451)})
    (row,) = notices(docks.engine, seat=LIAISON)
    scope = done(docks, "04-09", lambda connection, running, _: notice_scope(connection, running, row.key[:10]))
    held(docks, "04-09", scope, reason="wrong day")
    # five minutes later, within the office's hours
    _run_at(docks, "04-09", time(8, 40))

    (row,) = notices(docks.engine, seat=LIAISON)
    assert (row.state, why(row)) == ("deferred", "on hold until it is lifted: wrong day")


class _Way:
    """Takes everything, and knows what it took."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, letter: Letter) -> Outcome:
        self.taken.append(letter.key)
        return TAKEN

    def close(self) -> None:
        """Nothing to let go of."""


def _run(here: Harbour, day: str, at: datetime, real: datetime, key: str | None = None) -> RunResult:
    """A run for a day whose messages go from one moment on, by another clock."""
    way = _Way()
    result = run_day(here.engine, key, Wish(day_of(day), at, DOMAIN), lambda: real, lambda _channel: way)
    assert len(way.taken) == len(set(way.taken))
    return result


def _run_at(here: Harbour, day: str, at: time) -> None:
    """A run on the day itself."""
    moment = datetime.combine(day_of(day), at, ZoneInfo(here.plan.timezone))
    _run(here, day, moment, moment)


# -- what becomes of it ------------------------------------------------------------------------------------------------


def test_what_was_put_off_goes_on_the_same_day_once_the_hold_is_lifted(docks):
    made = held(docks, "04-08")
    docks.run("04-09")
    freed = lifted(docks, "04-09", made.hold.id)
    assert freed.messages == 1
    _run_at(docks, "04-09", time(16))

    assert states(docks) == [("04-09", "sent")]


def test_what_was_put_off_past_its_day_goes_as_one_message_with_the_words_of_the_day(docks):
    made = held(docks, "04-08")
    docks.run("04-09", "04-10", "04-11")
    lifted(docks, "04-11", made.hold.id)
    docks.run("04-12")

    assert [state for _, state in states(docks)] == ["superseded", "superseded", "superseded", "sent"]
    *old, went = notices(docks.engine, seat=LIAISON)
    assert items(docks.engine, went.key) == [("report/docks", "0", LIAISON, "sent")]
    assert "due today" in went.text or "今天" in went.text
    assert {why(row) for row in old} == {"put off past its day; it is planned anew"}
    assert [row.also_owed[0]["obligation"] for row in old] == ["report/docks"] * 3
    assert_sound(docks.engine)


def test_a_climb_held_up_by_a_hold_goes_up_one_audience_a_working_day(docks):
    """The head is told first, whoever the ladder would have told by then (law 2)."""
    made = held(docks, "04-08")
    docks.run("04-12", "04-15", "04-16", "04-17", "04-18", "04-19")
    lifted(docks, "04-19", made.hold.id)
    docks.run("04-22", "04-23", "04-24")

    sent = [(day, seat) for day, seat, _, state in told(docks.engine) if state in {"sent", "held"}]
    above = [(day, seat) for day, seat in sent if seat in {"docks/head", "office/director", "leading-group/deputy"}]
    assert above == [
        ("04-22", "docks/head"),
        ("04-23", "office/director"),
        ("04-24", "leading-group/deputy"),
    ]
    assert_sound(docks.engine)


def test_what_is_settled_during_a_hold_is_not_told_after_it(docks):
    held(docks, "04-08", until="04-10")
    docks.run("04-09")
    docks.do("04-10", Act.SUBMIT)
    docks.run("04-11", "04-12")

    assert states(docks) == [("04-09", "superseded")]


def test_a_released_paper_put_off_by_a_hold_stays_released(docks):
    docks.run("04-15", "04-17", "04-19")
    done(docks, "04-19", lambda connection, running, deal: release(connection, running, "docks", deal), "Olga")
    made = held(docks, "04-19")
    docks.run("04-22")
    assert states(docks, "leading-group/deputy") == [("04-19", "superseded"), ("04-22", "deferred")]
    lifted(docks, "04-22", made.hold.id)
    docks.run("04-23")

    assert states(docks, "leading-group/deputy")[-1] == ("04-23", "sent")
    assert "held" not in {state for _, state in states(docks, "leading-group/deputy")}
    assert_sound(docks.engine)


def test_the_offices_week_is_told_once_the_hold_is_lifted(engine):
    plan = harbour("[{key: chart, title: Chart, owed_by: docks, submit_to: office, due: {unknown: true}}]")
    here = Harbour(engine, plan)
    made = held(here, "04-07")
    here.run("04-08")
    assert states(here, "office/staff") == [("04-08", "deferred")]
    lifted(here, "04-08", made.hold.id)
    here.run("04-09")

    assert states(here, "office/staff") == [("04-08", "superseded"), ("04-09", "sent")]


def test_a_hold_that_is_over_holds_nothing(docks):
    held(docks, "04-01", until="04-08")
    docks.run("04-09")

    assert states(docks) == [("04-09", "sent")]


def test_planning_goes_on_under_a_hold(docks):
    held(docks, "04-08")
    docks.run("04-09", "04-12")

    assert states(docks) == [("04-09", "superseded"), ("04-12", "deferred")]


def test_outside_the_offices_hours_a_message_is_put_off_to_the_next_of_them(docks):
    docks.run("04-09", answers={"ada@docks.example": Outcome(Sent.TRANSIENT, "451 later", 451)})
    _run_at(docks, "04-09", time(19))

    (row,) = notices(docks.engine, seat=LIAISON)
    assert (row.state, why(row)) == ("deferred", "outside the office's hours")
    assert row.not_before == deal_of(docks.plan, date(2024, 4, 10)).at


def test_a_run_pinned_to_a_day_asks_that_days_holds_and_sends_each_message_once(docks):
    """The real clock is years on; what is put off to a day that is past for it must not come back at once."""
    held(docks, "04-08", until="04-10")
    real = datetime(2030, 1, 1, 9, tzinfo=ZoneInfo(docks.plan.timezone))
    put_off = [
        _run(docks, day, deal_of(docks.plan, day_of(day)).at, real).counts["deferred"]
        for day in ("04-09", "04-10", "04-11")
    ]

    assert put_off == [1, 1, 0]
    assert states(docks) == [("04-09", "superseded"), ("04-10", "superseded"), ("04-11", "sent")]


# -- the list and the record -------------------------------------------------------------------------------------------


def test_holds_that_stand_are_listed_until_they_end_or_are_lifted(docks):
    first = held(docks, "04-08", reason="flood", until="04-12")
    second = held(docks, "04-09", unit_scope(_running(docks), "docks"), reason="strike")
    lifted(docks, "04-10", second.hold.id)

    def standing(day: str) -> list[tuple[int, str, str]]:
        with reading(docks.engine) as connection:
            found = standing_holds(connection, find_campaign(connection, None), day_of(day))
        return [(one.id, one.scope, one.reason) for one in found]

    assert standing("04-12") == [(first.hold.id, "all", "flood")]
    assert standing("04-13") == []


def test_placing_and_lifting_stand_in_the_record(docks):
    made = held(docks, "04-08", unit_scope(_running(docks), "docks"), reason="strike", until="04-12")
    lifted(docks, "04-09", made.hold.id)

    (placed,), (ended,) = events(docks.engine, "hold"), events(docks.engine, "lift")
    assert (placed.by, placed.subject, placed.number) == ("Olga", "docks", made.event)
    assert placed.data == {
        "hold": made.hold.id,
        "scope": "unit:docks",
        "reason": "strike",
        "until": "2024-04-12",
    }
    assert ended.data == {"hold": made.hold.id, "scope": "unit:docks"}
    assert_sound(docks.engine)


# -- refusals ----------------------------------------------------------------------------------------------------------


def refused(here: Harbour, day: str, act) -> str:
    before = everything(here.engine)
    with pytest.raises((UnusableHoldError, UnknownTargetError, UnknownUnitError)) as wrong:
        done(here, day, act, "Olga")
    assert wrong.value.exit_code == 2
    assert everything(here.engine) == before
    return said(wrong)


def test_a_hold_that_would_have_ended_is_refused(docks):
    past = day_of("04-07")
    words = refused(docks, "04-08", lambda c, r, deal: place_hold(c, r, ALL, "flood", deal, past))

    assert "lies before" in words


def test_a_hold_beyond_the_campaigns_calendar_is_refused(docks):
    last = docks.plan.calendar.last
    words = refused(docks, "04-08", lambda c, r, deal: place_hold(c, r, ALL, "flood", deal, last))

    assert "calendar ends" in words
    before = last - timedelta(days=10)
    done(docks, "04-08", lambda c, r, deal: place_hold(c, r, ALL, "flood", deal, before))


def test_a_message_that_has_gone_is_not_held(docks):
    docks.run("04-09")
    (row,) = notices(docks.engine, seat=LIAISON)

    assert "its state is sent" in refused(docks, "04-09", lambda c, r, _: notice_scope(c, r, row.key))


def test_what_nothing_is_called_is_not_held(docks):
    assert "did you mean docks" in refused(docks, "04-09", lambda _c, r, _: unit_scope(r, "dock"))
    assert "no message" in refused(docks, "04-09", lambda c, r, _: notice_scope(c, r, "abcdef"))


def test_a_hold_is_lifted_once(docks):
    made = held(docks, "04-08")
    other = held(docks, "04-08", until="04-12")
    lifted(docks, "04-09", made.hold.id)

    assert "was lifted on" in refused(docks, "04-09", lambda c, r, deal: lift_hold(c, r, made.hold.id, deal))
    words = refused(docks, "04-09", lambda c, r, deal: lift_hold(c, r, 99, deal))
    assert words == f"there is no hold 99; standing: {other.hold.id}"


def test_another_campaigns_hold_holds_nothing_here(docks):
    other = replace(docks.plan, key="elsewhere")
    with writing(docks.engine) as connection:
        load_campaign(connection, other, deal_of(other, other.first_on), "other.yaml", "the file")
        running = find_campaign(connection, "elsewhere")
        place_hold(connection, running, ALL, "flood", deal_of(other, day_of("04-08")))
    at = deal_of(docks.plan, day_of("04-09")).at
    _run(docks, "04-09", at, at, docks.plan.key)

    assert states(docks) == [("04-09", "sent")]
