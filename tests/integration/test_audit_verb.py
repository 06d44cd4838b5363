"""`duban audit verify` finds whatever was changed in the record, on SQLite and on PostgreSQL."""

import json

import pytest
from sqlalchemy import delete, insert, select, update
from typer.testing import CliRunner

from cli.app import app
from cli.speech import speak
from models.database import writing
from models.tables.records import event
from schedule.transitions import Act
from tests.running_campaign import Harbour


@pytest.fixture
def running(engine, url, monkeypatch):
    """Four events: loaded, acknowledged, handed in, accepted."""
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    speak("en")
    made = Harbour(engine)
    made.do("04-08", Act.ACK)
    made.do("04-09", Act.SUBMIT)
    made.do("04-10", Act.ACCEPT, by="Otto")
    return made


def verify(*words):
    return CliRunner().invoke(app, ["audit", "verify", *words])


def face():
    done = verify("--json")
    return done.exit_code, json.loads(done.stdout)


def changed(running, statement):
    with writing(running.engine) as connection:
        connection.execute(statement)


def test_a_whole_record_is_told_with_its_head_and_exit_code_0(running):
    with running.engine.connect() as connection:
        last = connection.scalar(select(event.c.hash).where(event.c.number == 4))

    assert face() == (
        0,
        {
            "schema": "duban.audit/1",
            "campaign": "harbour",
            "events": 4,
            "head": last,
            "ok": True,
            "first_bad": None,
        },
    )
    done = verify()
    assert done.exit_code == 0
    assert "the record is whole: 4 events" in done.output
    assert last in done.output


TAMPERED = {
    "edited": (update(event).where(event.c.number == 2).values(by="Eve"), 2),
    "deleted": (delete(event).where(event.c.number == 3), 3),
    "cut short": (delete(event).where(event.c.number == 4), 4),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_record_that_was_tampered_with_ends_with_1_and_the_first_event_that_does_not_fit(running, how):
    statement, first_bad = TAMPERED[how]
    changed(running, statement)

    code, found = face()

    assert (code, found["ok"], found["first_bad"]) == (1, False, first_bad)
    done = verify()
    assert done.exit_code == 1
    assert f"event {first_bad} was changed, removed, added or moved" in done.output


def test_an_event_that_was_slipped_in_at_the_end_is_found(running):
    with writing(running.engine) as connection:
        row = dict(connection.execute(select(event).where(event.c.number == 4)).one()._mapping)
        connection.execute(insert(event).values({**row, "number": 5, "act": "waive"}))

    code, found = face()

    assert (code, found["first_bad"]) == (1, 5)


def test_without_a_campaign_there_is_nothing_to_verify(engine, url, monkeypatch):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)

    assert verify().exit_code != 0
