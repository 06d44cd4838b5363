"""The record of changes: whoever edits, deletes, inserts or reorders an event is found, on both databases."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from models.database import open_database, reading, writing
from models.migrating import upgrade
from models.tables.campaigns import campaign
from models.tables.records import event
from register.campaigns import find_campaign
from register.events import START, Deal, Verdict, record, verify
from tests.ledger import load_plan, plan_of

MORNING = datetime(2024, 3, 4, 0, 30, 0, 123456, tzinfo=UTC)
DEALS = [
    ("submit", "report/docks", {"forms": ["paper"], "note": "两份，盖章"}),
    ("return", "report/docks", {"reason": "no “seal”\nand no date", "until": date(2024, 3, 15)}),
    ("people", "docks/head", {"before": None, "after": {"name": "Ada", "since": date(2024, 3, 1)}}),
    ("release", "0" * 32, {"rows": [1, 2, 3], "all": True}),
    ("waive", "list/docks", {}),
]
"""Five changes after the loading: events 2 to 6."""


@pytest.fixture
def told(engine):
    """A campaign with six events."""
    load_plan(engine, plan_of("libraries"))
    with writing(engine) as connection:
        write_deals(connection, 1)
    return engine


def write_deals(connection, campaign_id: int) -> None:
    for i, (act, subject, data) in enumerate(DEALS):
        deal = Deal("Ada Wick", MORNING + timedelta(minutes=i), date(2024, 3, 4) + timedelta(days=i))
        record(connection, campaign_id, deal, act, subject, data)


def verdict(engine: Engine, key: str | None = None) -> Verdict:
    with reading(engine) as connection:
        return verify(connection, find_campaign(connection, key).id)


def the(number: int):
    return (event.c.campaign_id == 1, event.c.number == number)


def row_of(connection, number: int) -> dict[str, object]:
    return dict(connection.execute(select(event).where(*the(number))).one()._mapping)


# -- a record that nobody touched ------------------------------------------------------------------------------------


def test_a_record_that_nobody_touched_holds(told):
    found = verdict(told)

    assert (found.ok, found.events, found.first_bad) == (True, 6, None)
    with reading(told) as connection:
        assert connection.scalar(select(event.c.hash).where(*the(6))) == found.head


def test_events_are_numbered_from_one_and_each_names_the_one_before(told):
    with reading(told) as connection:
        chain = connection.execute(select(event.c.number, event.c.before, event.c.hash).order_by(event.c.number)).all()

    assert [row.number for row in chain] == [1, 2, 3, 4, 5, 6]
    assert [row.before for row in chain] == [START, *(row.hash for row in chain[:-1])]
    assert len({row.hash for row in chain}) == 6


def test_an_event_says_who_when_what_and_why(told):
    with reading(told) as connection:
        row = row_of(connection, 3)

    assert {name: row[name] for name in ("by", "act", "subject", "on", "at")} == {
        "by": "Ada Wick",
        "act": "return",
        "subject": "report/docks",
        "on": date(2024, 3, 5),
        "at": MORNING + timedelta(minutes=1),
    }
    assert row["data"] == {"reason": "no “seal”\nand no date", "until": "2024-03-15"}


def test_the_same_events_have_the_same_head_in_every_database(told):
    """Another database, in which the campaign has another number and the instants come in another zone."""
    other = open_database("sqlite://")
    upgrade(other)
    load_plan(other, plan_of("water-saving"))
    load_plan(other, plan_of("libraries"))
    with writing(other) as connection:
        number = find_campaign(connection, "libraries").id
        assert number != 1
        for i, (act, subject, data) in enumerate(DEALS):
            at = (MORNING + timedelta(minutes=i)).astimezone(timezone(timedelta(hours=8)))
            record(connection, number, Deal("Ada Wick", at, date(2024, 3, 4) + timedelta(days=i)), act, subject, data)

    assert verdict(other, "libraries").head == verdict(told).head
    other.dispose()


def test_each_campaign_has_a_chain_of_its_own(told):
    load_plan(told, plan_of("water-saving"))
    with writing(told) as connection:
        record(connection, 1, Deal("Ada", MORNING, date(2024, 4, 1)), "ack", "report/docks", {})

    assert verdict(told, "libraries").events == 7
    assert verdict(told, "water-saving").events == 1
    assert verdict(told, "libraries").ok
    assert verdict(told, "water-saving").ok


def test_a_change_that_did_not_happen_leaves_no_event(told):
    def broken() -> None:
        with writing(told) as connection:
            record(connection, 1, Deal("Ada", MORNING, date(2024, 4, 1)), "ack", "report/docks", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()

    assert verdict(told).events == 6
    assert verdict(told).ok


def test_a_long_record_is_read_piece_by_piece(engine):
    load_plan(engine, plan_of("libraries"))
    with writing(engine) as connection:
        for i in range(2100):
            record(connection, 1, Deal("Ada", MORNING, date(2024, 4, 1)), "ack", f"report/{i}", {})
        assert verify(connection, 1).ok
        connection.execute(update(event).where(*the(2050)).values(by="Eve"))
        assert verify(connection, 1).first_bad == 2050


@pytest.mark.parametrize("value", [1.5, {"deep": [0.1]}, object(), b"bytes"])
def test_an_event_holds_nothing_that_databases_write_differently(told, value):
    with pytest.raises(TypeError, match="an event cannot hold"), writing(told) as connection:
        record(connection, 1, Deal("Ada", MORNING, date(2024, 4, 1)), "ack", "report/docks", {"value": value})

    assert verdict(told).events == 6


# -- edited ----------------------------------------------------------------------------------------------------------

EDITS: Mapping[str, object] = {
    "campaign_id": 2,
    "number": 17,
    "at": MORNING + timedelta(microseconds=1),
    "on": date(2024, 3, 3),
    "by": "Ada Wick ",
    "act": "accept",
    "subject": "report/dock",
    "data": {"forms": ["paper", "electronic"]},
    "before": "f" * 64,
    "hash": "f" * 64,
}


def test_every_column_of_an_event_is_edited_here():
    assert set(EDITS) == {column.name for column in event.columns}


@pytest.mark.parametrize("number", [1, 2, 4, 6])
@pytest.mark.parametrize("column", EDITS)
def test_an_edited_event_is_found_whatever_was_edited(told, column, number):
    load_plan(told, plan_of("water-saving"))
    with writing(told) as connection:
        connection.execute(delete(event).where(event.c.campaign_id == 2))
        connection.execute(update(event).where(*the(number)).values({column: EDITS[column]}))

    found = verdict(told, "libraries")

    assert not found.ok
    assert found.first_bad == number


@pytest.mark.parametrize(
    "edit",
    ["data = '{oops'", "\"on\" = '2024-13-45'", "at = 'noon'", "number = 'four'", "data = x'00'", "\"by\" = x'ff'"],
)
def test_an_event_that_cannot_be_read_any_more_is_found(opened, sqlite_ledger, tmp_path, edit):
    file = tmp_path / "duban.db"
    file.write_bytes(sqlite_ledger.read_bytes())
    engine = opened(f"sqlite:///{file}")
    load_plan(engine, plan_of("libraries"))
    with writing(engine) as connection:
        write_deals(connection, 1)
        connection.exec_driver_sql(f"update event set {edit} where number = 4")  # noqa: S608 -- edits written above

    assert verdict(engine).first_bad == 4


def test_an_event_rewritten_with_a_fitting_hash_is_found_by_the_next(told):
    with writing(told) as connection:
        forge(connection, 3, by="Eve")

    assert verdict(told).first_bad == 4


def test_a_record_rewritten_to_its_end_is_found_by_its_head(told):
    with writing(told) as connection:
        for number in (5, 6):
            forge(connection, number, by="Eve")

    assert verdict(told).first_bad == 6


def test_another_head_is_found(told):
    with writing(told) as connection:
        connection.execute(update(campaign).values(head="f" * 64))

    assert verdict(told).first_bad == 6


def forge(connection, number: int, **edit: object) -> None:
    """Write an event anew as if it had always been so: it follows the one before it and its hash fits."""
    known = connection.execute(select(campaign.c.events, campaign.c.head)).one()
    row = row_of(connection, number) | edit
    before = connection.execute(select(event.c.hash).where(*the(number - 1))).scalar_one()
    connection.execute(delete(event).where(*the(number)))
    connection.execute(update(campaign).values(events=number - 1, head=before))
    record(connection, 1, Deal(row["by"], row["at"], row["on"]), row["act"], row["subject"], row["data"])
    connection.execute(update(campaign).values(events=known.events, head=known.head))


# -- deleted ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_a_deleted_event_is_found(told, number):
    with writing(told) as connection:
        connection.execute(delete(event).where(*the(number)))

    assert verdict(told).first_bad == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_deleted_event_is_found_though_the_later_ones_were_moved_up(told, number):
    with writing(told) as connection:
        connection.execute(delete(event).where(*the(number)))
        for later in range(number + 1, 7):
            connection.execute(update(event).where(*the(later)).values(number=later - 1))

    assert verdict(told).first_bad == number


def test_a_record_cut_short_is_found_though_the_count_was_cut_too(told):
    with writing(told) as connection:
        connection.execute(delete(event).where(event.c.number > 4))
        connection.execute(update(campaign).values(events=4))

    assert verdict(told).first_bad == 4


def test_a_record_that_was_emptied_is_found(told):
    with writing(told) as connection:
        connection.execute(delete(event))
    assert verdict(told).first_bad == 1

    with writing(told) as connection:
        connection.execute(update(campaign).values(events=0))
    assert verdict(told).first_bad == 1


# -- inserted and reordered ------------------------------------------------------------------------------------------


def test_an_event_added_at_the_end_is_found(told):
    with writing(told) as connection:
        row = row_of(connection, 6)
        connection.execute(insert(event).values({**row, "number": 7, "before": row["hash"]}))

    assert verdict(told).first_bad == 7


def test_an_event_added_at_the_end_with_a_fitting_hash_is_found(told):
    with writing(told) as connection:
        known = connection.execute(select(campaign.c.events, campaign.c.head)).one()
        record(connection, 1, Deal("Eve", MORNING, date(2024, 4, 1)), "ack", "report/docks", {})
        connection.execute(update(campaign).values(events=known.events, head=known.head))

    assert verdict(told).first_bad == 7


def test_an_event_pushed_in_between_is_found(told):
    with writing(told) as connection:
        for later in range(6, 2, -1):
            connection.execute(update(event).where(*the(later)).values(number=later + 1))
        row = row_of(connection, 2)
        connection.execute(insert(event).values({**row, "number": 3, "before": row["hash"]}))

    assert verdict(told).first_bad == 3


def test_two_events_cannot_have_one_number(told):
    with pytest.raises(IntegrityError), writing(told) as connection:
        connection.execute(insert(event).values(row_of(connection, 2)))


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 5), (5, 6)])
@pytest.mark.parametrize("with_chain", [False, True], ids=["contents", "whole rows"])
def test_two_events_that_changed_places_are_found(told, one, other, with_chain):
    with writing(told) as connection:
        first, second = row_of(connection, one), row_of(connection, other)
        kept = {"campaign_id", "number"} | (set() if with_chain else {"before", "hash"})
        for number, content in ((one, second), (other, first)):
            values = {name: value for name, value in content.items() if name not in kept}
            connection.execute(update(event).where(*the(number)).values(values))

    assert verdict(told).first_bad == one


def test_an_event_of_another_campaign_is_found(told):
    load_plan(told, plan_of("water-saving"))
    with writing(told) as connection:
        row = dict(connection.execute(select(event).where(event.c.campaign_id == 2)).one()._mapping)
        connection.execute(update(event).where(*the(1)).values({k: v for k, v in row.items() if k != "campaign_id"}))

    assert verdict(told, "libraries").first_bad == 1
    assert verdict(told, "water-saving").ok


def test_a_whole_record_under_another_campaign_is_found(told):
    load_plan(told, plan_of("water-saving"))
    with writing(told) as connection:
        connection.execute(delete(event).where(event.c.campaign_id == 2))
        connection.execute(update(event).values(campaign_id=2))
        known = connection.execute(select(campaign.c.events, campaign.c.head).where(campaign.c.id == 1)).one()
        connection.execute(update(campaign).where(campaign.c.id == 2).values(events=known.events, head=known.head))

    assert verdict(told, "water-saving").first_bad == 1
    assert verdict(told, "libraries").first_bad == 1


def test_looking_changes_nothing(told):
    with reading(told) as connection:
        before = connection.scalar(select(func.count()).select_from(event))
        verify(connection, 1)
        assert connection.scalar(select(func.count()).select_from(event)) == before
