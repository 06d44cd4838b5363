"""Planning a day in the database: once is once, whoever plans, however often, and whatever else is stored."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, update

from models.database import reading, writing
from models.tables.campaigns import person
from models.tables.notices import awaiting, item, notice
from models.tables.obligations import obligation
from models.tables.records import week_told
from models.words import NoticeState
from register.acts import RefusedError, act
from register.books import book_for_day, whole_book
from register.campaigns import Campaign, find_campaign
from register.events import verify
from register.planning import plan_the_day
from schedule.plan import Plan
from schedule.scenario import Scenario
from schedule.transitions import Act, Deed
from tests.ledger import DOMAIN, Ledger, book_in, contents, days, deal_of, load_plan, messages_in, plan_of, run_day
from tests.small_campaign import campaign, scenario

PEOPLE = """
- {name: ann, addresses: "mailto:ann@harbour.example", holds: [{seat: docks/head}]}
- {name: bob, addresses: "mailto:bob@harbour.example", holds: [{seat: docks/liaison}, {seat: office/staff}]}
- {name: dan, addresses: "mailto:dan@harbour.example", holds: [{seat: office/director}]}
- {name: eve, addresses: "mailto:eve@harbour.example", holds: [{seat: leading-group/leader}]}
- {name: fay, addresses: "mailto:fay@harbour.example", holds: [{seat: leading-group/deputy}]}
"""
DUTIES = """
- {key: report, title: Report, owed_by: [docks, lights], submit_to: office}
- {key: own, title: Own, owed_by: office, due: 2024-04-19}
- {key: someday, title: Someday, owed_by: pilots, due: {unknown: true}}
- {key: paper, title: Paper, due: 2024-04-26, chain: [{key: write, by: docks}, {key: check, by: pilots}]}
"""
HARBOUR = campaign(DUTIES, people=PEOPLE)
"""The report is due on Friday 12 April 2024: -3wd on the 9th, +1wd on the 15th, +5wd on the 19th."""
FIRST, LAST = date(2024, 4, 1), date(2024, 5, 10)

Opened = Callable[..., Engine]


@pytest.fixture
def harbour(engine: Engine) -> Engine:
    load_plan(engine, HARBOUR)
    return engine


@pytest.fixture
def empty_twin(backend: str, request: pytest.FixtureRequest, tmp_path: Path, opened: Opened) -> Engine:
    """Another database of the same kind, with nothing in it."""
    if backend == "sqlite":
        file = tmp_path / "twin.db"
        file.write_bytes(request.getfixturevalue("sqlite_ledger").read_bytes())
        return opened(f"sqlite:///{file}")
    return opened(request.getfixturevalue("postgres").create("ledger"))


@pytest.fixture
def twin(empty_twin: Engine) -> Engine:
    """Another database of the same kind with the same campaign."""
    load_plan(empty_twin, HARBOUR)
    return empty_twin


def count(engine: Engine, table) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table))


# -- once is once ----------------------------------------------------------------------------------------------------


def test_days_planned_twice_leave_what_days_planned_once_leave(harbour, twin):
    for day in days(FIRST, LAST):
        run_day(harbour, day)
        for _ in range(3):
            run_day(twin, day)

    assert contents(twin) == contents(harbour)
    assert count(harbour, item) > 20


def test_days_planned_again_later_in_any_order_add_nothing(harbour, twin):
    chosen = Random(20240412)
    for day in days(FIRST, LAST):
        run_day(harbour, day)
        run_day(twin, day)
        run_day(twin, chosen.choice([*days(FIRST, day)]))

    assert contents(twin) == contents(harbour)


def test_a_run_that_was_stopped_before_its_end_leaves_nothing_and_is_done_anew(harbour, twin):
    class StoppedError(Exception):
        pass

    def half_a_run(day: date) -> None:
        with writing(twin) as connection:
            running = find_campaign(connection, None)
            plan_the_day(connection, running, day, deal_of(running.plan, day).at, DOMAIN)
            raise StoppedError

    for day in days(FIRST, LAST):
        run_day(harbour, day)
        before = contents(twin, without=())
        with pytest.raises(StoppedError):
            half_a_run(day)
        assert contents(twin, without=()) == before
        run_day(twin, day)

    assert contents(twin) == contents(harbour)


def test_after_days_without_a_run_each_seat_is_told_once_and_the_rest_is_kept_as_superseded(harbour):
    for day in (date(2024, 4, 1), date(2024, 4, 19)):
        run_day(harbour, day)
    with reading(harbour) as connection:
        told = connection.execute(select(item).where(item.c.obligation == "report/docks")).all()

    went = {(row.seat, row.offset): row.outcome for row in told}
    assert went == {
        ("docks/liaison", "-3wd"): "superseded",
        ("docks/liaison", "0"): "sent",
        ("docks/head", "0"): "superseded",
        ("docks/head", "+1wd"): "superseded",
        ("docks/head", "+5wd"): "sent",
    }


def test_a_day_off_changes_nothing(harbour):
    for day in days(FIRST, date(2024, 4, 19)):
        run_day(harbour, day)
    before = contents(harbour, without=())

    run_day(harbour, date(2024, 4, 20))
    run_day(harbour, date(2024, 4, 21))

    assert contents(harbour, without=()) == before


# -- whoever plans ---------------------------------------------------------------------------------------------------


def test_two_runs_at_once_leave_what_one_leaves(url, opened, harbour, twin):
    """On PostgreSQL the second waits for the campaign, on SQLite for the database."""
    engines = [opened(url, busy_seconds=20), opened(url, busy_seconds=20)]
    with ThreadPoolExecutor(2) as pool:
        for day in (date(2024, 4, 9), date(2024, 4, 12), date(2024, 4, 15), date(2024, 4, 17), date(2024, 4, 22)):
            list(pool.map(lambda engine, day=day: run_day(engine, day), engines))
            run_day(twin, day)

    assert contents(harbour) == contents(twin)


def test_of_two_submissions_at_once_one_is_refused(url, opened, harbour):
    def submit(engine: Engine) -> str:
        day = date(2024, 4, 9)
        try:
            with writing(engine) as connection:
                running = find_campaign(connection, None)
                act(connection, running, "report/docks", Deed(Act.SUBMIT, day), deal_of(running.plan, day))
        except RefusedError as refused:
            return refused.refusal.why.template
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(submit, [opened(url, busy_seconds=20), opened(url, busy_seconds=20)]))

    assert sorted(told) == ["done", "{act} is not possible while the status is {status}"]
    assert len(contents(harbour)["submission"]) == 1


def test_many_writers_at_once_make_one_chain_of_events(url, opened, harbour):
    def acknowledge(key: str) -> None:
        engine, day = opened(url, busy_seconds=30), date(2024, 4, 9)
        with writing(engine) as connection:
            running = find_campaign(connection, None)
            act(connection, running, key, Deed(Act.ACK, day), deal_of(running.plan, day))

    keys = ["report/docks", "report/lights", "own/office", "paper.write/docks"] * 3
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(acknowledge, keys))

    with reading(harbour) as connection:
        verdict = verify(connection, find_campaign(connection, None).id)
    assert (verdict.ok, verdict.events) == (True, 1 + len(keys))


# -- frozen when planned ---------------------------------------------------------------------------------------------


def test_what_was_planned_stays_as_it_was_though_names_addresses_and_facts_change(harbour):
    for day in days(FIRST, date(2024, 4, 15)):
        run_day(harbour, day)
    before = messages_in(harbour)
    assert "mailto:ann@harbour.example" in {message["address"] for message in before.values()}
    with writing(harbour) as connection:
        connection.execute(update(person).values(name="zoe", addresses=["mailto:zoe@harbour.example"]))
        running = find_campaign(connection, None)
        day = date(2024, 4, 15)
        act(connection, running, "report/docks", Deed(Act.WAIVE, day, reason="merged"), deal_of(running.plan, day))
    run_day(harbour, date(2024, 4, 15))

    assert messages_in(harbour) == before


def test_a_message_names_its_reader_its_way_and_its_number(harbour):
    for day in days(FIRST, date(2024, 4, 9)):
        run_day(harbour, day)
    with reading(harbour) as connection:
        row = connection.execute(select(notice).where(notice.c.on == date(2024, 4, 9), notice.c.person == "bob")).one()

    assert (row.state, row.seat, row.channel) == ("planned", "docks/liaison", "mailto")
    assert row.address == "mailto:bob@harbour.example"
    assert row.message_id == f"<{row.key}@{DOMAIN}>"
    assert row.at == row.not_before == deal_of(HARBOUR, date(2024, 4, 9)).at
    assert "Report" in row.text
    assert "Report" in row.html


def test_who_has_no_address_is_held_and_says_so(harbour):
    for day in days(FIRST, date(2024, 4, 9)):
        run_day(harbour, day)
    with reading(harbour) as connection:
        row = connection.execute(select(notice).where(notice.c.seat == "lights/liaison")).one()

    assert (row.state, row.address, row.person, row.channel) == ("held", None, None, "none")
    assert row.why["template"] == "no address"


# -- what waits to be released ---------------------------------------------------------------------------------------


def test_a_paper_for_a_leader_waits_and_joins_the_next_digest_once_released(harbour):
    play = Ledger(harbour, HARBOUR, Scenario())
    play.play(FIRST, date(2024, 4, 19))
    with reading(harbour) as connection:
        waits = connection.execute(select(awaiting).where(awaiting.c.obligation == "report/docks")).one()
        assert (waits.seat, waits.released) == ("leading-group/deputy", False)
        held = connection.execute(select(notice).where(notice.c.key == waits.notice)).one()
        assert held.state == "held"

    released = scenario(HARBOUR, "\n- {day: 2024-04-20, obligation: report/docks, act: release}")
    Ledger(harbour, HARBOUR, released).play(date(2024, 4, 20), date(2024, 4, 22))

    with reading(harbour) as connection:
        went = connection.execute(
            select(item.c.on, item.c.outcome, item.c.notice).where(
                item.c.obligation == "report/docks", item.c.seat == "leading-group/deputy", item.c.offset == "+5wd"
            )
        ).one()
        assert (went.on, went.outcome) == (date(2024, 4, 22), "sent")
        assert went.notice != held.key
        assert connection.scalar(select(notice.c.state).where(notice.c.key == went.notice)) == "planned"
        assert connection.scalar(select(notice.c.state).where(notice.c.key == held.key)) == "superseded"
        remaining = select(awaiting.c.seat).where(awaiting.c.obligation == "report/docks")
        assert connection.scalars(remaining).all() == []


def test_what_is_not_owed_any_more_waits_no_longer(harbour):
    Ledger(harbour, HARBOUR, Scenario()).play(FIRST, date(2024, 4, 19))
    done = scenario(HARBOUR, "\n- {day: 2024-04-20, obligation: report/docks, act: waive}")
    Ledger(harbour, HARBOUR, done).play(date(2024, 4, 20), date(2024, 4, 22))

    with reading(harbour) as connection:
        remaining = select(awaiting.c.seat).where(awaiting.c.obligation == "report/docks")
        assert connection.scalars(remaining).all() == []
        states = connection.scalars(select(notice.c.state).where(notice.c.on == date(2024, 4, 19))).all()
    assert NoticeState.SUPPRESSED in states


def test_a_released_item_and_a_newer_one_may_wait_for_the_same_seat(harbour):
    Ledger(harbour, HARBOUR, Scenario()).play(FIRST, date(2024, 4, 19))
    with writing(harbour) as connection:
        waits = connection.execute(select(awaiting).where(awaiting.c.obligation == "report/docks")).one()
        other = connection.scalar(select(notice.c.key).where(notice.c.key != waits.notice).limit(1))
        connection.execute(insert(awaiting).values({**waits._mapping, "notice": other, "released": True}))
    assert [one.released for one in sorted(book_in(harbour).awaiting, key=lambda one: one.released)] == [False, True]

    run_day(harbour, date(2024, 4, 22))

    assert book_in(harbour).awaiting == ()


def test_the_office_hears_once_a_week_of_what_has_no_day(harbour):
    for day in days(FIRST, date(2024, 4, 21)):
        run_day(harbour, day)
    with reading(harbour) as connection:
        weeks = connection.execute(select(week_told).order_by(week_told.c.week)).all()
        first_days = [connection.scalar(select(notice.c.on).where(notice.c.key == row.notice)) for row in weeks]

    assert [(row.year, row.week) for row in weeks] == [(2024, 14), (2024, 15), (2024, 16)]
    assert first_days == [date(2024, 4, 1), date(2024, 4, 8), date(2024, 4, 15)]


# -- whatever else is stored -----------------------------------------------------------------------------------------


def test_a_campaign_planned_beside_another_leaves_the_other_alone(harbour, twin):
    load_plan(harbour, plan_of("libraries"))
    only_harbour = {"campaign_id": 1}
    for day in days(FIRST, date(2024, 4, 22)):
        run_day(twin, day)
        with writing(harbour) as connection:
            running = find_campaign(connection, "harbour")
            plan_the_day(connection, running, day, deal_of(running.plan, day).at, DOMAIN)

    other = contents(twin)
    for name, rows in contents(harbour).items():
        mine = [row for row in rows if row.get("campaign_id", 1) == 1]
        if name in {"notice", "item", "awaiting", "obligation", "week_told"}:
            assert mine == other[name], name
        if name in {"notice", "item", "awaiting", "week_told"}:
            assert all(only_harbour.items() <= row.items() for row in rows), name


MANY = (
    "- {{key: log, title: Log, owed_by: [docks, lights], due: {{every: week, day: tue, first: 2024-03-05, until: {}}}}}"
)


def long_harbour(until: str) -> Plan:
    """The same campaign with a weekly duty up to a day."""
    return campaign(DUTIES + MANY.format(until), people=PEOPLE, closes_on="2030-12-27")


@pytest.mark.parametrize("day", [date(2024, 4, 9), date(2024, 4, 15)])
def test_a_day_reads_what_is_due_and_not_what_is_stored(engine, empty_twin, day):
    few, many = engine, empty_twin
    load_plan(few, long_harbour("2025-12-30"), date(2024, 4, 1))
    load_plan(many, long_harbour("2030-12-24"), date(2024, 4, 1))
    assert count(many, obligation) > 3 * count(few, obligation)

    with watched(few) as said_of_few:
        few_read = read_on(few, day)
    with watched(many) as said_of_many:
        many_read = read_on(many, day)

    assert many_read == few_read
    assert said_of_many == said_of_few
    assert len(few_read) < count(few, obligation) / 2


def read_on(engine: Engine, day: date) -> list[str]:
    with reading(engine) as connection:
        return list(book_for_day(connection, running_in(connection), day).facts)


def running_in(connection: Connection) -> Campaign:
    return find_campaign(connection, None)


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    """Every statement that is said to a database."""
    said: list[str] = []

    def hear(_connection, _cursor, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


def test_on_sqlite_the_day_walks_along_the_indexes_made_for_it(sqlite_ledger, tmp_path, opened):
    file = tmp_path / "duban.db"
    file.write_bytes(sqlite_ledger.read_bytes())
    engine = opened(f"sqlite:///{file}")
    load_plan(engine, HARBOUR)
    asked: list[tuple[str, object]] = []

    def hear(_connection, _cursor, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    read_on(engine, date(2024, 4, 15))
    event.remove(engine, "before_cursor_execute", hear)

    with reading(engine) as connection:
        walks = {
            row[3]
            for statement, parameters in asked
            if statement.startswith(("SELECT", "WITH"))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        }
    used = " ".join(walks)
    assert "ix_obligation_next_on (campaign_id=? AND next_on<?)" in used
    assert "ix_obligation_owed (campaign_id=? AND unit=? AND effective_due_on>?)" in used
    assert "ix_obligation_weekly" in used
    assert "ix_notice_on (campaign_id=? AND on=?)" in used
    assert not [walk for walk in walks if walk.startswith(("SCAN obligation", "SCAN item", "SCAN notice"))]


def test_a_part_of_the_book_in_the_middle_of_a_campaign_says_the_same_as_the_whole(harbour):
    happens = scenario(
        HARBOUR,
        """
- {day: 2024-04-10, obligation: paper.write/docks, act: submit}
- {day: 2024-04-11, obligation: paper.write/docks, act: accept}
- {day: 2024-04-11, obligation: report/lights, act: extend, step: ask, reason: fog}
- {day: 2024-04-16, obligation: report/docks, act: submit}
- {day: 2024-04-18, obligation: report/docks, act: return, reason: no seal}
""",
    )
    Ledger(harbour, HARBOUR, happens).play(FIRST, date(2024, 4, 19))
    with reading(harbour) as connection:
        running = find_campaign(connection, None)
        whole, part = whole_book(connection, running), book_for_day(connection, running, date(2024, 4, 22))

    assert part.facts == {key: whole.facts[key] for key in part.facts}
    assert {one.id: part.blocked_by(one) for one in part.plan.obligations} == {
        one.id: whole.blocked_by(one) for one in whole.plan.obligations if one.id in part.facts
    }
    assert part.awaiting == whole.awaiting
    assert part.weeks_told == whole.weeks_told
