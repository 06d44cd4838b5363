"""What holds in every rehearsal, whatever people do and however often no run happens; and of every ladder.

A small campaign with one duty of every kind is played against random acts, days and outages.
"""

import os
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from models.words import LATE, Actor, ItemKind, NoticeKind, NoticeState, Offset, RestDay, Role
from register.rehearsal import Rehearsal, _Player
from schedule.agenda import next_on
from schedule.day import apply_day, plan_day
from schedule.drafts import Day
from schedule.facts import Book, Item, Outcome
from schedule.firing import HEAD, OWED
from schedule.ladder import Ladder, Rung, dated_rungs
from schedule.plan import Obligation, Plan
from schedule.scenario import Scenario
from schedule.standing import rungs_of
from schedule.timing import timing
from schedule.transitions import Act, Step
from schedule.working_calendar import build_calendar
from tests.small_campaign import LADDER, book_of, campaign

LONG = bool(os.environ.get("DUBAN_LONG"))
sometimes = settings(max_examples=600 if LONG else 50, deadline=None)
often = settings(max_examples=3000 if LONG else 200, deadline=None)

DUTIES = """
- {key: report, title: Report, owed_by: [docks, lights], submit_to: office, forms: [paper, electronic]}
- {key: abroad, title: Abroad, owed_by: pilots, submit_to: province, due: 2024-05-03}
- {key: own, title: Own, owed_by: office}
- {key: led, title: Led, owed_by: leading-group, due: 2024-04-28}
- {key: figures, title: Figures, owed_by: {open: 1}}
- {key: list, title: List, owed_by: docks, due: {every: month, day: 10, first: 2024-04, until: 2024-05}}
- {key: someday, title: Someday, owed_by: docks, due: {unknown: true}}
- {key: always, title: Always, owed_by: docks, due: {continuous: true}}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-05-08, 2024-05-24]}}
- {key: paper, title: Paper, due: 2024-04-26,
   chain: [{key: write, by: docks}, {key: read, by: province}, {key: check, by: pilots}]}
"""
STEEP = """
- {at: -2d, tell: [liaison, head]}
- {at: -1d, tell: liaison}
- {at: +1wd, tell: [head, office_director, deputy_leader]}
- {at: +2d, every: 3d, tell: [liaison, head, office_director]}
- {at: +4wd, tell: leader}
"""
PEOPLE = """
- {name: ann, addresses: "mailto:ann@harbour.example", holds: [{seat: docks/head}, {seat: pilots/head}]}
- {name: bob, addresses: "mailto:bob@harbour.example", holds: [{seat: docks/liaison, to: 2024-04-20}]}
- {name: cid, addresses: "mailto:cid@harbour.example", holds: [{seat: lights/liaison}, {seat: lights/head}]}
- {name: dan, addresses: "mailto:dan@harbour.example", holds: [{seat: office/director}]}
- {name: eve, addresses: "mailto:eve@harbour.example", holds: [{seat: leading-group/leader}]}
"""
FIRST, LAST = date(2024, 4, 1), date(2024, 5, 31)


@cache
def plan_of(ladder: str, rest_day: str) -> Plan:
    return campaign(DUTIES, ladder=ladder, rest_day=rest_day, people=PEOPLE, opens_on=f"{FIRST}", closes_on=f"{LAST}")


any_day = st.dates(FIRST, LAST)
OBLIGATIONS = [one.id for one in plan_of(LADDER, "literal").obligations]
ACTS = [*Act, "release", "answer"]
ANSWERS = [
    ("figures-slot-01", "pilots"),
    ("figures-slot-01", "docks"),
    ("someday-due", "2024-04-15"),
    ("someday-due", "2024-05-20"),
    ("visit-day", "2024-05-16"),
    ("in-charge-lights", "leading-group/deputy"),
]


@st.composite
def events(draw: st.DrawFn) -> dict[str, object]:
    day, act = draw(any_day), draw(st.sampled_from(ACTS))
    event: dict[str, object] = {"day": day, "act": str(act)}
    if act == "answer":
        question, value = draw(st.sampled_from(ANSWERS))
        return event | {"question": question, "value": value}
    event["obligation"] = draw(st.sampled_from(OBLIGATIONS))
    if act in {Act.EXTEND, Act.DISPUTE}:
        event["step"] = draw(st.sampled_from([*Step]))
    if act in {Act.EXTEND, Act.RETURN, Act.REOPEN}:
        days = draw(st.one_of(st.none(), st.integers(-1, 25)))
        event |= {} if days is None else {"until": day + timedelta(days=days)}
    if act is Act.SUBMIT:
        event |= draw(st.sampled_from([{}, {}, {"form": "paper"}, {"form": "electronic"}]))
    if draw(st.booleans()):
        event["at"] = draw(st.sampled_from(["07:00", "12:00", "20:00"]))
    return event


@st.composite
def outages(draw: st.DrawFn) -> dict[str, object]:
    since = draw(any_day)
    return {"from": since, "to": since + timedelta(days=draw(st.integers(0, 14)))}


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    return Scenario.model_validate(
        {
            "default": draw(st.sampled_from(["nobody", "nobody", "on-time"])),
            "events": draw(st.lists(events(), max_size=25)),
            "outages": draw(st.lists(outages(), max_size=3)),
        }
    )


@dataclass(frozen=True)
class Play:
    """What a play begins with, in few words."""

    ladder: str
    rest_day: RestDay
    real: bool
    scenario: Scenario

    @property
    def plan(self) -> Plan:
        return plan_of({"usual": LADDER, "steep": STEEP}[self.ladder], self.rest_day)

    @property
    def book(self) -> Book:
        return book_of(self.plan, real=self.real)


plays = st.builds(Play, st.sampled_from(["usual", "steep"]), st.sampled_from([*RestDay]), st.booleans(), scenarios())


@dataclass(frozen=True)
class Run:
    """One run of a play: the book it found and what it planned."""

    day: date
    book: Book
    planned: Day


class Watched(_Player):
    """The player of rehearsals, watched at every run."""

    def __init__(self, book: Book, scenario: Scenario, to: date | None = None) -> None:
        super().__init__(book, scenario, (book.plan.first_on, None, to))
        self.runs: list[Run] = []

    def _run(self, day: date) -> None:
        self.runs.append(Run(day, self.book, plan_day(self.book, day)))
        super()._run(day)


def watched(play: Play) -> tuple[Rehearsal, list[Run]]:
    player = Watched(play.book, play.scenario)
    return player.play(), player.runs


def one_of(book: Book, item: Item) -> Obligation:
    return book.plan.by_id[item.obligation]


def is_wait(book: Book, item: Item) -> bool:
    return item.about != one_of(book, item).deliverable


def key_of(item: Item) -> tuple[object, ...]:
    return (item.obligation, item.about, item.round, item.effective_due_on, item.offset, item.seat)


def transcript(played: Rehearsal) -> list[tuple[object, ...]]:
    return [
        (one.at, one.draft.kind, one.draft.recipient, one.draft.items, one.draft.also_owed, one.state)
        for one in played.notices
    ]


# -- every rehearsal -------------------------------------------------------------------------------------------------


@sometimes
@given(plays)
def test_a_rung_leaves_one_trace_for_a_seat_and_never_goes_twice(play):
    played, runs = watched(play)

    traces: dict[tuple[object, ...], list[Outcome]] = {}
    for run in runs:
        for obligation, told in run.planned.told:
            traces.setdefault((obligation, *told.key), []).append(told.outcome)
    once = {
        (Outcome.SENT,),
        (Outcome.SUPERSEDED,),
        (Outcome.NO_ADDRESS,),
        (Outcome.HELD,),
        (Outcome.HELD, Outcome.SENT),
    }
    assert {tuple(outcomes) for outcomes in traces.values()} <= once

    went = Counter(key_of(i) for one in played.notices if one.state is NoticeState.SENT for i in one.draft.items)
    assert set(went.values()) <= {1}


@sometimes
@given(plays)
def test_a_person_reads_at_most_one_message_of_the_days_run_and_none_on_a_day_off(play):
    played, _ = watched(play)

    of_the_run = [one for one in played.notices if one.draft.kind in {NoticeKind.DIGEST, NoticeKind.OFFICE}]
    read = Counter(
        (one.draft.recipient.identity, one.draft.on) for one in of_the_run if one.draft.state is NoticeState.PLANNED
    )
    assert set(read.values()) <= {1}
    assert all(played.plan.calendar.is_working_day(one.draft.on) for one in played.notices)
    assert not {one.draft.on for one in of_the_run} & set(played.outages)
    assert len({one.draft.key for one in played.notices}) == len(played.notices)
    for one in of_the_run:
        about = Counter((item.obligation, item.about) for item in one.draft.items)
        assert one.draft.items or one.draft.also_owed
        if one.draft.state is NoticeState.PLANNED and not released_today(one.draft.items, one.draft.on):
            assert set(about.values()) <= {1}


def released_today(items: tuple[Item, ...], on: date) -> bool:
    """Whether a message holds something that waited: it stands beside what fires today."""
    return any(item.planned_on < on for item in items)


@sometimes
@given(plays)
def test_only_what_is_owed_or_waits_is_chased_and_nobody_outside_is_addressed(play):
    played, _ = watched(play)

    for one in played.notices:
        assert played.plan.directory.parties[played.plan.directory.seats[one.draft.recipient.seat].party].chased
        for item in one.draft.items:
            facts = one.book.facts[item.obligation]
            if is_wait(one.book, item):
                assert item.unit == "office"
                assert any((w.kind, w.due_on) == (item.about, item.effective_due_on) for w in facts.waits)
            else:
                assert facts.status in OWED
                assert one_of(one.book, item).actor is Actor.OWNER
                assert one.book.blocked_by(one_of(one.book, item)) is None
                assert (item.round, item.effective_due_on) == (facts.round, facts.effective_due_on)


@sometimes
@given(plays)
def test_what_goes_after_the_last_day_is_an_escalation_and_held_while_a_request_is_undecided(play):
    played, _ = watched(play)

    for one in played.notices:
        for item in one.draft.items:
            last = timing(item.effective_due_on, played.plan.rest_day, played.plan.calendar).late_after
            if item.planned_on == one.draft.on:
                assert item.kind is (ItemKind.ESCALATION if one.draft.on > last else ItemKind.REMINDER)
            elif item.kind is ItemKind.ESCALATION:
                assert one.draft.on > last
            if item.kind is ItemKind.ESCALATION and not is_wait(one.book, item):
                assert not one.book.facts[item.obligation].escalations_held


@sometimes
@given(plays)
def test_nobody_above_the_head_hears_of_it_before_the_head_did_on_an_earlier_day(play):
    played, _ = watched(play)

    first_told: dict[tuple[object, ...], date] = {}
    for one in played.notices:
        for item in one.draft.items:
            if item.kind is not ItemKind.ESCALATION or is_wait(one.book, item):
                continue
            rank = played.plan.directory.rank(item.seat, item.unit)
            place = (item.obligation, item.round, item.effective_due_on)
            if rank <= HEAD:
                if rank == HEAD:
                    first_told.setdefault(place, one.draft.on)
            else:
                assert place in first_told, (one.draft.on, item)
                assert first_told[place] < one.draft.on


@sometimes
@given(plays)
def test_a_duty_without_an_owner_never_goes_above_the_office_director(play):
    played, _ = watched(play)

    for one in played.notices:
        for item in one.draft.items:
            if item.unit is None:
                assert played.plan.directory.seats[item.seat].party == "office"


@sometimes
@given(plays)
def test_silence_is_never_unexplained(play):
    played, _ = watched(play)
    assert played.book is not None
    book, day = played.book, played.to
    # nothing more happens, and two weeks of runs bring up what was held up on the way
    for _ in range(14):
        day = played.plan.calendar.add(day, 1)
        book = apply_day(book, plan_day(book, day))

    for one in played.plan.obligations:
        facts = book.facts[one.id]
        if facts.status not in OWED or one.actor is Actor.EXTERNAL or book.blocked_by(one):
            continue
        for rung in rungs_of(book, one):
            for role in rung.tell:
                for seat in played.plan.directory.resolve(role, facts.unit):
                    held = facts.escalations_held
                    named = role is Role.DEPUTY_LEADER and facts.unit in book.in_charge
                    key = (one.deliverable, facts.round, facts.effective_due_on, rung.offset, seat)
                    told = key in {record.key for record in facts.told}
                    assert told or held or named or rung.planned_on > played.to, (one.id, rung, seat)


@sometimes
@given(plays)
def test_the_day_looked_up_for_an_obligation_is_never_after_the_day_something_happens_to_it(play):
    _, runs = watched(play)

    for run in runs:
        released = {one.item.obligation for one in run.book.awaiting if one.released}
        for obligation in {obligation for obligation, _ in run.planned.told} - released:
            expected = next_on(run.book, run.book.plan.by_id[obligation])
            assert expected is not None
            assert expected <= run.day


@sometimes
@given(plays)
def test_planning_a_day_again_adds_nothing(play):
    _, runs = watched(play)

    for run in runs[:: 1 if LONG else 7]:
        assert plan_day(run.book, run.day) == run.planned
        again = plan_day(apply_day(run.book, run.planned), run.day)
        assert (again.drafts, again.told, again.week_told) == ((), (), None)


@sometimes
@given(plays)
def test_the_same_play_gives_the_same_messages(play):
    assert transcript(watched(play)[0]) == transcript(watched(play)[0])


@sometimes
@given(plays, any_day)
def test_a_play_that_is_stopped_on_any_day_goes_on_as_if_it_had_not_been(play, stop):
    whole, _ = watched(play)

    first = Watched(play.book, play.scenario, to=stop)
    half = first.play()
    assert half.book is not None
    second = Watched(half.book, play.scenario)
    second.start = stop + timedelta(days=1)
    second.result.notices = half.notices
    second.on_time = first.on_time

    assert transcript(second.play()) == transcript(whole)


# -- every ladder ----------------------------------------------------------------------------------------------------

CALENDARS = (build_calendar("CN", 2010, 2035), build_calendar("GB", 2010, 2035, subdivision="ENG"))
offsets = st.builds(Offset, st.integers(-30, 30), st.sampled_from(["wd", "d"])).map(
    lambda at: at if at.days else Offset(0)
)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    chosen = draw(st.lists(offsets, min_size=1, max_size=8, unique_by=str))
    rungs = [
        Rung(at, (draw(st.sampled_from([Role.LIAISON, Role.HEAD, Role.LEADER])),), draw(st.sampled_from([None, 5, 10])))
        if at.days > 0
        else Rung(at, (Role.LIAISON,))
        for at in chosen
    ]
    return Ladder("any", tuple(rungs))


@often
@given(
    ladders(), st.sampled_from(CALENDARS), st.dates(date(2012, 1, 1), date(2026, 6, 30)), st.sampled_from([*RestDay]),
    st.integers(-60, 60), st.integers(0, 90),
)  # fmt: skip
def test_the_days_of_a_ladder(ladder, calendar, due_on, rule, known_after, length):
    known_on, closes_on = due_on + timedelta(days=known_after), due_on + timedelta(days=length)
    days = timing(due_on, rule, calendar)
    rungs = dated_rungs(ladder, days, calendar, closes_on, known_on)

    assert [rung.order for rung in rungs] == list(range(len(rungs)))
    assert [rung.planned_on for rung in rungs] == sorted(rung.planned_on for rung in rungs)
    assert len({rung.offset for rung in rungs}) == len(rungs)
    assert all(calendar.is_working_day(rung.planned_on) for rung in rungs)

    written = {str(rung.at) for rung in ladder.rungs}
    assert written <= {rung.offset for rung in rungs}
    late = next((rung.planned_on for rung in rungs if rung.offset == LATE), None)
    reminders = [rung for rung in rungs if rung.offset != LATE and Offset.parse(rung.offset).days <= 0]
    escalations = [rung for rung in rungs if rung.offset != LATE and Offset.parse(rung.offset).days > 0]
    assert all(rung.planned_on <= days.base_on for rung in reminders)
    assert all(rung.planned_on > days.late_after for rung in escalations)
    assert all(rung.planned_on <= closes_on for rung in escalations if rung.offset not in written)
    if late is None:
        assert any(rung.planned_on > known_on for rung in reminders) or (not reminders and known_on < days.base_on)
    else:
        assert all(rung.planned_on <= known_on < late for rung in reminders)
        assert late == calendar.add(known_on, 1)
        assert all(rung.planned_on > late for rung in escalations)


@often
@given(
    st.sampled_from(CALENDARS), st.dates(date(2012, 1, 1), date(2026, 6, 30)), st.sampled_from([*RestDay]),
    st.integers(-40, 40), st.integers(1, 20), st.sampled_from(["wd", "d"]),
)  # fmt: skip
def test_a_greater_distance_never_lies_nearer(calendar, due_on, rule, days, more, unit):
    near, far = (days, days + more) if days > 0 else (days - more, days)
    one, other = (Ladder("one", (Rung(Offset(number, unit), (Role.HEAD,)),)) for number in (near, far))
    when = [
        dated_rungs(ladder, timing(due_on, rule, calendar), calendar, due_on, date(2011, 1, 1))[0].planned_on
        for ladder in (one, other)
    ]

    assert when[0] <= when[1]


@often
@given(st.sampled_from(CALENDARS), st.dates(date(2012, 1, 1), date(2026, 6, 30)), st.sampled_from([*RestDay]))
def test_the_days_around_a_due_day_are_the_nearest_working_days(calendar, due_on, rule):
    found = timing(due_on, rule, calendar)

    assert found.due_on == due_on
    assert calendar.is_working_day(found.base_on)
    assert found.base_on <= found.late_after
    assert calendar.between(found.base_on, found.late_after) == 0
    if rule is RestDay.LITERAL or calendar.is_working_day(due_on):
        assert found.late_after == due_on
    elif rule is RestDay.PREVIOUS:
        assert found.base_on == found.late_after < due_on
    else:
        assert found.base_on == found.late_after > due_on
