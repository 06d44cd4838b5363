"""Whatever people do, in whatever order: the tables agree with the pure rules after every single act.

The model is a `Book` in memory, changed by `schedule.transitions` and the day's plan alone. Beside it the same acts and
days go through the register into a database, one transaction each.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, Engine, func, select, text

from models.database import open_database, reading, writing
from models.tables.campaigns import campaign as campaigns
from models.tables.obligations import obligation
from models.tables.records import event
from models.words import Form, Status
from register.acts import RefusedError, UnknownObligationError, act
from register.answering import settle_question
from register.answers import answer
from register.books import book_about, whole_book
from register.campaigns import Campaign, find_campaign
from register.events import verify
from register.planning import plan_the_day
from schedule.agenda import may_want_a_line, next_on
from schedule.day import apply_day, plan_day
from schedule.facts import Book, Facts, Reachability, open_book
from schedule.transitions import Act, Deed, Refusal, Step, perform, possible
from tests.ledger import DOMAIN, deal_of, in_memory, load_plan
from tests.small_campaign import campaign

LONG = bool(os.environ.get("DUBAN_LONG"))
STEPS, EXAMPLES = 50, 4000 if LONG else 225
"""About nine in ten of their product are steps that count: 10,000 at least in every test run, 175,000 in a long one."""
LEAST = 175_000 if LONG else 10_000

DUTIES = """
- {key: report, title: Report, owed_by: [docks, lights], submit_to: office, forms: [paper, electronic]}
- {key: abroad, title: Abroad, owed_by: pilots, submit_to: province, due: 2024-03-29}
- {key: own, title: Own, owed_by: office}
- {key: led, title: Led, owed_by: leading-group, due: 2024-04-28}
- {key: figures, title: Figures, owed_by: {open: 1}}
- {key: someday, title: Someday, owed_by: docks, due: {unknown: true}}
- {key: visit, title: Visit, owed_by: province, due: {window: [2024-04-08, 2024-04-24]}}
- {key: paper, title: Paper, due: 2024-04-15, needs: [own],
   chain: [{key: write, by: docks}, {key: read, by: province}, {key: check, by: pilots}]}
- {key: index, title: Index, owed_by: lights, due: 2024-04-17, needs: [report, paper]}
"""
PEOPLE = """
- {name: ann, addresses: "mailto:ann@harbour.example", holds: [{seat: docks/head}, {seat: pilots/head}]}
- {name: bob, addresses: "mailto:bob@harbour.example", holds: [{seat: docks/liaison, to: 2024-04-12}]}
- {name: dan, addresses: "mailto:dan@harbour.example", holds: [{seat: office/director}]}
"""
PLAN = campaign(DUTIES, people=PEOPLE)
KEYS = [one.id for one in PLAN.obligations]
START = date(2024, 3, 25)
ANSWERS = {
    "figures-slot-01": ["lights", "docks"],
    "someday-due": ["2024-04-12", "2024-05-06"],
    "visit-day": ["2024-04-18"],
    "in-charge-lights": ["leading-group/deputy"],
}

# -- the database ----------------------------------------------------------------------------------------------------

APPEND_ONLY = ("event", "submission", "review", "extension", "dispute", "waiver", "acknowledgement")


@cache
def template() -> Engine:
    """The campaign as loaded, in a database that does not let anybody change or take away what happened."""
    engine = in_memory()
    load_plan(engine, PLAN, START)
    with writing(engine) as connection:
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                refused = f"begin select raise(abort, '{table} only grows'); end"
                connection.execute(text(f"create trigger {table}_{verb} before {verb} on {table} {refused}"))
    return engine


def copy() -> Engine:
    engine = open_database("sqlite://")
    source, copied = template().raw_connection(), engine.raw_connection()
    source.driver_connection.backup(copied.driver_connection)
    source.close()
    copied.close()
    return engine


def rows_changed(engine: Engine) -> int:
    """How many rows this database has ever inserted, changed or deleted."""
    connection = engine.raw_connection()
    total = connection.driver_connection.total_changes
    connection.close()
    return total


# -- the machine -----------------------------------------------------------------------------------------------------

keys = st.sampled_from(KEYS)
back = st.sampled_from([0, 0, 0, 0, -1, -6])
until = st.one_of(st.none(), st.integers(-1, 20))
forms = st.sampled_from([None, None, frozenset({Form.PAPER}), frozenset({Form.ELECTRONIC})])
reasons = st.sampled_from([None, "没有盖章", 'a "reason"'])


def in_order(facts: Facts) -> Facts:
    """Two runs of one day record in the order of their work, which the tables do not keep and nothing rests on."""
    return replace(facts, told=tuple(sorted(facts.told, key=lambda told: (told.on, told.key))))


class Acts(RuleBasedStateMachine):
    """People, days and the office at work."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.engine = copy()
        with reading(self.engine) as connection:
            self.running: Campaign = find_campaign(connection, None)
        self.model: Book = open_book(PLAN, START, Reachability.REAL)
        self.today = START
        self.events = 1
        self.written: dict[date, set[str]] = {}
        self.answered: set[str] = set()
        self.was_late: set[str] = set()

    # -- what people do ----------------------------------------------------------------------------------------------

    @rule(key=keys, days=back, forms=forms)
    def submit(self, key: str, days: int, forms: frozenset[Form] | None) -> None:
        self._do(key, Deed(Act.SUBMIT, self._day(days), forms=forms))

    @rule(key=keys, days=back)
    def acknowledge(self, key: str, days: int) -> None:
        self._do(key, Deed(Act.ACK, self._day(days)))

    @rule(key=keys, days=back)
    def accept(self, key: str, days: int) -> None:
        self._do(key, Deed(Act.ACCEPT, self._day(days)))

    @rule(key=keys, act=st.sampled_from([Act.RETURN, Act.REOPEN]), until=until, reason=reasons)
    def give_back(self, key: str, act: Act, until: int | None, reason: str | None) -> None:
        self._do(key, Deed(act, self.today, until=self._until(until), reason=reason))

    @rule(key=keys, step=st.sampled_from([*Step]), until=until, reason=reasons)
    def extend(self, key: str, step: Step, until: int | None, reason: str | None) -> None:
        self._do(key, Deed(Act.EXTEND, self.today, step, until=self._until(until), reason=reason))

    @rule(key=keys, step=st.sampled_from([*Step]), days=back)
    def dispute(self, key: str, step: Step, days: int) -> None:
        self._do(key, Deed(Act.DISPUTE, self._day(days), step))

    @rule(key=keys, reason=reasons)
    def waive(self, key: str, reason: str | None) -> None:
        self._do(key, Deed(Act.WAIVE, self.today, reason=reason))

    @rule(data=st.data(), key=keys)
    def do_what_is_possible(self, data: st.DataObject, key: str) -> None:
        """Most acts at random are refused; these are not, or for their days only."""
        one = PLAN.by_id[key]
        chosen = data.draw(st.sampled_from(possible(self.model, one) or (Act.ACK,)))
        self._do(key, Deed(chosen, self.today, until=self._until(data.draw(st.integers(1, 20)))))

    @rule(act=st.sampled_from([*Act]))
    def do_something_to_what_is_not_there(self, act: Act) -> None:
        self._changes_nothing(lambda: self._in_database("none/nobody", Deed(act, self.today)), UnknownObligationError)

    @precondition(lambda self: len(self.answered) < len(ANSWERS))
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        asked = data.draw(st.sampled_from(sorted(set(ANSWERS) - self.answered)))
        value = data.draw(st.sampled_from(ANSWERS[asked]))
        self.model = answer(self.model, asked, value, self.today)
        with writing(self.engine) as connection:
            settle_question(connection, self.running, asked, value, deal_of(PLAN, self.today))
        self.answered.add(asked)
        self.events += 1

    # -- days --------------------------------------------------------------------------------------------------------

    @rule(days=st.integers(0, 4))
    def plan_a_day(self, days: int) -> None:
        self.today += timedelta(days=days)
        found = replace(self.model, written=frozenset(self.written.get(self.today, ())))
        planned = plan_day(found, self.today)
        self.written.setdefault(self.today, set()).update(draft.key for draft in planned.drafts)
        self.model = apply_day(self.model, planned)
        with writing(self.engine) as connection:
            plan_the_day(connection, self.running, self.today, deal_of(PLAN, self.today).at, DOMAIN)

    @rule(days=st.integers(1, 5))
    def let_days_pass_without_a_run(self, days: int) -> None:
        self.today += timedelta(days=days)

    # -- in both ways ------------------------------------------------------------------------------------------------

    def _do(self, key: str, deed: Deed) -> None:
        one, before = PLAN.by_id[key], self.model.facts[key]
        wanted = perform(self.model, one, deed)
        if isinstance(wanted, Refusal):
            refused = self._changes_nothing(lambda: self._in_database(key, deed), RefusedError)
            assert refused.refusal == wanted
            return
        self.model = self.model.with_facts({key: wanted})
        told = self._in_database(key, deed)
        self.events += 1
        assert (in_order(told.before), in_order(told.after)) == (in_order(before), in_order(wanted))
        assert told.event == self.events
        with reading(self.engine) as connection:
            assert book_about(connection, self.running, {key}).facts[key] == wanted
        self._late_is_kept(deed, before, wanted)

    def _in_database(self, key: str, deed: Deed):
        with writing(self.engine) as connection:
            return act(connection, self.running, key, deed, deal_of(PLAN, deed.on))

    def _changes_nothing(self, does: Callable[[], object], error: type[Exception]):
        before = rows_changed(self.engine)
        with pytest.raises(error) as refused:
            does()
        assert rows_changed(self.engine) == before
        return refused.value

    def _late_is_kept(self, deed: Deed, before: Facts, after: Facts) -> None:
        """曾逾期 stays; only a later day granted for what was handed in meanwhile judges it anew."""
        granted = (deed.act, deed.step, before.status) == (Act.EXTEND, Step.GRANT, Status.SUBMITTED)
        assert after.late or not before.late or granted

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _until(self, days: int | None) -> date | None:
        return None if days is None else self.today + timedelta(days=days)

    # -- what always holds -------------------------------------------------------------------------------------------

    @invariant()
    def every_duty_says_when_a_run_looks_at_it_next(self) -> None:
        type(self).steps += 1
        columns = (obligation.c.key, obligation.c.next_on, obligation.c.weekly, obligation.c.status, obligation.c.late)
        with reading(self.engine) as connection:
            stored = {row.key: tuple(row[1:]) for row in connection.execute(select(*columns))}
        model = self.model
        assert stored == {
            one.id: (
                next_on(model, one),
                may_want_a_line(model, one),
                model.facts[one.id].status.value,
                model.facts[one.id].late,
            )
            for one in PLAN.obligations
        }

    @invariant()
    def every_change_is_one_event_more(self) -> None:
        with reading(self.engine) as connection:
            assert connection.scalar(select(func.max(event.c.number))) == self.events
            assert connection.scalar(select(campaigns.c.events)) == self.events

    def teardown(self) -> None:
        with reading(self.engine) as connection:
            self._agrees(connection)
        self.engine.dispose()

    def _agrees(self, connection: Connection) -> None:
        book = whole_book(connection, self.running)
        facts, wanted = ({key: in_order(one) for key, one in of.facts.items()} for of in (book, self.model))
        assert facts == wanted
        for name in ("weeks_told", "answered", "announced", "in_charge"):
            assert getattr(book, name) == getattr(self.model, name), name
        assert {(one.item.obligation, one.item.seat) for one in book.awaiting} == {
            (one.item.obligation, one.item.seat) for one in self.model.awaiting
        }
        verdict = verify(connection, self.running.id)
        assert (verdict.ok, verdict.events) == (True, self.events)


def test_after_every_act_the_tables_agree_with_the_rules():
    Acts.steps = 0
    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

    assert Acts.steps >= LEAST
