"""What stands in a campaign file stands in the database, value for value; and the database takes nothing twice."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date

import pytest
from sqlalchemy import Boolean, Date, Integer, String, Table, Text, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from models.database import reading, writing
from models.tables.base import DataType, Instant, metadata
from models.tables.campaigns import campaign, party, person, question, seat, tenure
from models.tables.notices import attempt, awaiting, hold, item, notice
from models.tables.obligations import chase, need, obligation, review, submission, wait
from models.tables.records import event, run, week_told
from register.books import book_about, book_for_day, whole_book
from register.campaigns import NoCampaignError, find_campaign
from register.events import verify
from register.loading import is_loaded, load_campaign
from schedule.agenda import may_want_a_line, next_on
from schedule.directory import PersonFacts
from schedule.facts import Reachability, open_book
from schedule.plan import Plan
from tests.ledger import deal_of, plan_of, rows
from tests.ledger import load_plan as load

CAMPAIGNS = [("kjj-2012",), ("kjj-2012", "kjj-2012-demo"), ("libraries",), ("water-saving",), ("template",)]
named = pytest.mark.parametrize("names", CAMPAIGNS, ids="+".join)


# -- there and back --------------------------------------------------------------------------------------------------


@named
def test_a_campaign_comes_back_as_it_was_loaded(engine, names):
    plan = plan_of(*names)
    load(engine, plan)
    with reading(engine) as connection:
        book = whole_book(connection, find_campaign(connection, None))

    assert book.plan.obligations == plan.obligations
    assert book.plan.by_id == plan.by_id
    assert [replace(one, path=()) for one in plan.questions] == list(book.plan.questions)
    for name in {each.name for each in fields(Plan)} - {"obligations", "by_id", "questions", "directory", "calendar"}:
        assert getattr(book.plan, name) == getattr(plan, name), name
    assert asdict(book.plan.calendar) == asdict(plan.calendar)


@named
def test_who_is_who_comes_back_in_the_order_of_the_file(engine, names):
    plan = plan_of(*names)
    load(engine, plan)
    with reading(engine) as connection:
        known = find_campaign(connection, None).plan.directory

    assert list(known.parties.items()) == list(plan.directory.parties.items())
    assert list(known.seats.items()) == list(plan.directory.seats.items())
    assert [in_order(one) for one in known.people] == [in_order(one) for one in plan.directory.people]


def in_order(one: PersonFacts) -> PersonFacts:
    """Somebody with his seats in one order: which he took first makes no difference."""
    return replace(one, tenures=tuple(sorted(one.tenures, key=lambda held: (held.seat, held.since))))


@named
def test_the_book_of_a_loaded_campaign_is_the_one_a_rehearsal_opens(engine, names):
    plan = plan_of(*names)
    load(engine, plan)
    opened = open_book(plan, plan.first_on, Reachability.REAL)
    with reading(engine) as connection:
        book = whole_book(connection, find_campaign(connection, None))

    for name in {each.name for each in fields(opened)} - {"plan"}:
        assert getattr(book, name) == getattr(opened, name), name


@named
def test_every_duty_says_when_a_run_has_something_to_do_for_it(engine, names):
    plan = plan_of(*names)
    load(engine, plan)
    book = open_book(plan, plan.first_on, Reachability.REAL)
    with reading(engine) as connection:
        known = {row.key: (row.next_on, row.weekly) for row in connection.execute(select(obligation))}

    assert known == {one.id: (next_on(book, one), may_want_a_line(book, one)) for one in plan.obligations}


def test_a_part_of_the_book_says_the_same_of_its_duties_as_the_whole(engine):
    plan = plan_of("kjj-2012", "kjj-2012-demo")
    load(engine, plan)
    with reading(engine) as connection:
        running = find_campaign(connection, None)
        whole = whole_book(connection, running)
        parts = [book_for_day(connection, running, date(2012, 3, 20))]
        parts += [book_about(connection, running, {one.id}) for one in plan.obligations[::9]]

    for part in parts:
        assert part.facts == {key: whole.facts[key] for key in part.facts}
        assert part.plan.by_id == {key: whole.plan.by_id[key] for key in part.plan.by_id}
        assert set(part.facts) == set(part.plan.by_id)
        for one in part.plan.obligations:
            assert part.blocked_by(one) == whole.blocked_by(whole.plan.by_id[one.id])


def test_what_is_loaded_is_known_from_the_day_that_the_office_says(engine):
    plan = plan_of("kjj-2012")
    load(engine, plan, date(2012, 3, 14))
    with reading(engine) as connection:
        book = whole_book(connection, find_campaign(connection, None))

    assert book.known_on == date(2012, 3, 14)
    assert {facts.known_on for facts in book.facts.values()} == {date(2012, 3, 14)}


def test_loading_is_the_first_event_of_the_record(engine):
    load(engine, plan_of("libraries"))
    with reading(engine) as connection:
        (told,) = rows(connection, event)
        verdict = verify(connection, find_campaign(connection, None).id)

    assert (told["number"], told["act"], told["subject"], told["by"]) == (1, "init", "libraries", "office")
    assert told["data"]["obligations"] == len(plan_of("libraries").obligations)
    assert (verdict.ok, verdict.events, verdict.head) == (True, 1, told["hash"])


# -- several campaigns -----------------------------------------------------------------------------------------------


def test_campaigns_live_side_by_side_and_are_asked_for_by_key(engine):
    plans = [plan_of("libraries"), plan_of("water-saving")]
    for plan in plans:
        load(engine, plan)
    with reading(engine) as connection:
        for plan in plans:
            book = whole_book(connection, find_campaign(connection, plan.key))
            assert book.plan.obligations == plan.obligations
        with pytest.raises(NoCampaignError, match="several campaigns"):
            find_campaign(connection, None)
        with pytest.raises(NoCampaignError, match="no campaign is called"):
            find_campaign(connection, "nobody")
        assert [is_loaded(connection, key) for key in ("libraries", "nobody")] == [True, False]


def test_without_a_campaign_the_way_to_one_is_said(engine):
    with reading(engine) as connection, pytest.raises(NoCampaignError, match="duban init") as none:
        find_campaign(connection, None)

    assert none.value.exit_code == 2


def test_a_campaign_is_not_loaded_twice(engine):
    plan = plan_of("libraries")
    load(engine, plan)

    with pytest.raises(IntegrityError), writing(engine) as connection:
        load_campaign(connection, plan, deal_of(plan, plan.first_on), "again.yaml", "the file")

    with reading(engine) as connection:
        assert len(rows(connection, campaign)) == 1
        assert len(rows(connection, obligation)) == len(plan.obligations)


# -- once is once (law 4), and nothing stands for itself -------------------------------------------------------------

DAY = date(2012, 3, 1)
PLAN = plan_of("libraries")
AT = deal_of(PLAN, DAY).at
KEY = "0" * 32


@pytest.fixture
def ledger(engine):
    """A campaign with one message in which one item stands."""
    load(engine, PLAN)
    with writing(engine) as connection:
        campaign_id = find_campaign(connection, None).id
        connection.execute(insert(notice).values(a_notice(campaign_id)))
        connection.execute(insert(item).values(an_item(campaign_id)))
    return engine


def row(table: Table, **given: object) -> dict[str, object]:
    """A row with something in every column that may not be empty."""
    filler = {String: "x", Text: "x", Boolean: False, Integer: 1, Date: DAY, Instant: AT, DataType: {}}
    needed = [one for one in table.columns if not one.nullable and one.name not in {"id", *given}]
    values = {one.name: filler[type(one.type)] for one in needed if one.server_default is None}
    return {**values, **given}


def a_notice(campaign_id: int, **other: object) -> dict[str, object]:
    fixed = {"key": KEY, "kind": "digest", "state": "planned", "message_id": f"<{KEY}@x.example>"}
    return row(notice, campaign_id=campaign_id, **{**fixed, **other})


def an_item(campaign_id: int, **other: object) -> dict[str, object]:
    one = PLAN.obligations[0]
    once = {"obligation": one.id, "about": one.deliverable, "round": 0, "due_on": DAY, "offset": "-3wd", "seat": "a/b"}
    return row(item, campaign_id=campaign_id, **{**once, "outcome": "sent", "kind": "reminder", "notice": KEY, **other})


def an_act(table: Table, **other: object) -> dict[str, object]:
    return row(table, **{"campaign_id": 1, "obligation": PLAN.obligations[0].id, **other})


def refused(engine, table: Table, values: Mapping[str, object]) -> str:
    """What the database says to a row that it must not take."""
    with pytest.raises(IntegrityError) as wrong, writing(engine) as connection:
        connection.execute(insert(table).values(values))
    return str(wrong.value.orig).lower()


def taken(engine, table: Table, values: Mapping[str, object]) -> None:
    with writing(engine) as connection:
        connection.execute(insert(table).values(values))


def test_a_rung_is_told_to_a_seat_once(ledger):
    assert "unique" in refused(ledger, item, an_item(1))
    assert "unique" in refused(ledger, item, an_item(1, outcome="superseded", on=date(2012, 3, 9), number=7))


@pytest.mark.parametrize(
    "other", [{"round": 1}, {"due_on": date(2012, 4, 1)}, {"offset": "0"}, {"seat": "a/c"}, {"about": "review"}]
)
def test_another_round_day_rung_seat_or_matter_is_another_item(ledger, other):
    taken(ledger, item, an_item(1, **other))


def test_a_message_is_written_once(ledger):
    assert "unique" in refused(ledger, notice, a_notice(1, message_id="<other@x.example>"))
    assert "unique" in refused(ledger, notice, a_notice(1, key="1" * 32))


def test_what_is_done_once_is_written_once(ledger):
    once = {
        submission: an_act(submission, number=1, form="paper"),
        week_told: row(week_told, campaign_id=1, notice=KEY),
        wait: an_act(wait, kind="review"),
        awaiting: an_act(awaiting, notice=KEY),
    }
    for table, values in once.items():
        taken(ledger, table, values)
        assert "unique" in refused(ledger, table, values), table.name


WRONG_WORDS = {
    "status": (obligation, {"status": "done"}),
    "actor": (obligation, {"actor": "nobody"}),
    "round": (obligation, {"round": -1}),
    "role": (seat, {"role": "king"}),
    "state": (notice, {"state": "lost"}),
    "kind of a message": (notice, {"kind": "letter"}),
    "outcome": (item, {"outcome": "forgotten"}),
    "kind of an item": (item, {"kind": "threat"}),
}


@pytest.mark.parametrize(("table", "values"), WRONG_WORDS.values(), ids=WRONG_WORDS)
def test_a_word_that_nobody_knows_is_not_stored(ledger, table, values):
    with pytest.raises(IntegrityError, match=r"(?i)check"), writing(ledger) as connection:
        connection.execute(update(table).values(values))


WRONG_ACTS = {
    "a form": (submission, {"number": 1, "form": "oral"}),
    "a verdict": (review, {"verdict": "postponed"}),
    "a way": (chase, {"way": "dream"}),
    "a wait": (wait, {"kind": "weather"}),
}


@pytest.mark.parametrize(("table", "values"), WRONG_ACTS.values(), ids=WRONG_ACTS)
def test_an_act_of_an_unknown_kind_is_not_stored(ledger, table, values):
    assert "check" in refused(ledger, table, an_act(table, **values))


NOWHERE = {
    "an item of no duty": (item, an_item(1, obligation="none/nobody")),
    "an item in no message": (item, an_item(1, offset="0", notice="9" * 32)),
    "an item of no campaign": (item, an_item(9)),
    "a message of no campaign": (notice, a_notice(9, key="1" * 32, message_id="<1@x.example>")),
    "a message in place of none": (notice, a_notice(1, key="1" * 32, message_id="<1@x.example>", replaces="9" * 32)),
    "a submission of no duty": (submission, an_act(submission, obligation="none/nobody", form="paper")),
    "an event of no campaign": (event, row(event, campaign_id=9)),
    "a try of no message": (attempt, row(attempt, notice="9" * 32)),
    "a need of nothing": (need, an_act(need, needs="none/nobody")),
    "a run of no campaign": (run, row(run, campaign_id=9)),
    "a tenure of nobody": (tenure, row(tenure, person_id=999)),
    "a week told in no message": (week_told, row(week_told, campaign_id=1, notice="9" * 32)),
}


@pytest.mark.parametrize(("table", "values"), NOWHERE.values(), ids=NOWHERE)
def test_nothing_hangs_on_something_that_is_not_there(ledger, table, values):
    assert "foreign key" in refused(ledger, table, values)


@pytest.mark.parametrize(("table", "column"), [(obligation, "unit"), (seat, "party")])
def test_no_duty_and_no_seat_belongs_to_somebody_unknown_once_a_change_is_whole(ledger, table, column):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), writing(ledger) as connection:
        connection.execute(update(table).values({column: "nobody"}))


def test_parties_may_be_written_anew_within_one_change(ledger):
    with writing(ledger) as connection:
        before = [dict(row._mapping) for row in connection.execute(select(party))]
        connection.execute(delete(party))
        connection.execute(insert(party), before)

    with reading(ledger) as connection:
        assert len(rows(connection, party)) == len(before)


def test_a_duty_that_was_told_cannot_vanish(ledger):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), writing(ledger) as connection:
        connection.execute(delete(obligation).where(obligation.c.key == PLAN.obligations[0].id))


def test_a_campaign_with_a_record_cannot_vanish(ledger):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), writing(ledger) as connection:
        connection.execute(delete(campaign))


def test_an_instant_without_a_zone_is_a_mistake_of_the_program(ledger):
    with pytest.raises(Exception, match="says no time zone"), writing(ledger) as connection:
        connection.execute(update(notice).values(at=AT.replace(tzinfo=None)))


def test_instants_come_back_aware_and_to_the_microsecond(ledger):
    exact = AT.replace(microsecond=123456)
    with writing(ledger) as connection:
        connection.execute(update(notice).values(at=exact))
        assert connection.scalar(select(notice.c.at)) == exact
        assert connection.scalar(select(notice.c.at)).utcoffset().total_seconds() == 0


def test_every_table_is_spoken_of_here_or_holds_no_law():
    spoken = {campaign, party, person, question, seat, tenure, attempt, awaiting, hold, item, notice, chase, need}
    spoken |= {obligation, review, submission, wait, event, run, week_told}
    rest = {"acknowledgement", "dispute", "extension", "waiver"}

    assert {table.name for table in spoken} | rest == set(metadata.tables)
