"""`duban notices` prints what was frozen when it was planned, on SQLite and on PostgreSQL."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from cli.app import app
from cli.rehearsal_json import notice as rehearsed
from cli.rehearsal_view import Sender, View
from cli.speech import speak
from models.database import reading, writing
from models.tables.notices import attempt
from notifications.outcomes import Outcome, Sent
from register.campaigns import find_campaign
from register.notice_list import notices_of
from register.rehearsal import rehearse
from schedule.facts import Reachability, open_book
from schedule.scenario import Scenario
from schedule.transitions import Act
from tests.ledger import DOMAIN
from tests.running_campaign import DELIVERABLES, REFUSED, RUNG_DAYS, Harbour, day_of, harbour

ON_ONE = pytest.mark.parametrize("backend", ["sqlite"])
"""What is shown does not depend on the database."""
LATER = Outcome(Sent.TRANSIENT, "451 try again later", 451)


@pytest.fixture
def running(engine, url, monkeypatch):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "110")
    speak("en")
    return Harbour(engine)


def notices(*words):
    return CliRunner().invoke(app, ["notices", *words])


def listed(*words):
    done = notices("--json", *words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["schema"], found["campaign"]) == ("duban.notices/1", "harbour")
    return found["notices"]


def lines(found):
    for one in found:
        reader = one["recipient"]
        items = " ".join(f"{item['offset']} {item['obligation']}" for item in one["items"])
        yield f"{one['on'][5:]} {reader['unit']}/{reader['post']} {one['kind']} {one['state']} {items}".strip()


def test_a_stored_notice_is_the_very_notice_of_the_rehearsal(running):
    running.run_to("04-22")
    played = rehearse(open_book(running.plan, running.plan.first_on, Reachability.REAL), Scenario())
    # only the days that were run in the database; the office's week has its list on the first of them there
    wanted = [
        rehearsed(View(played, "nobody", Sender(f"office@{DOMAIN}", DOMAIN)), one)
        for one in played.notices
        if f"{one.draft.on:%m-%d}" in RUNG_DAYS and one.draft.kind.value == "digest"
    ]
    stored = [one for one in listed() if one["kind"] == "digest"]

    assert len(wanted) == 16
    assert list(stored[0]) == list(wanted[0])
    assert sorted(untried(one) for one in stored) == sorted(untried(one) for one in wanted)


def untried(notice):
    """A NOTICE without its tries, which a rehearsal does not make."""
    return json.dumps({**notice, "attempts": []})


def test_they_stand_in_the_order_they_go(running):
    running.run_to("04-15")

    assert list(lines(listed())) == [
        "04-09 docks/liaison digest sent -3wd report/docks",
        "04-09 pilots/liaison digest held -3wd report/pilots",
        "04-09 office/director digest sent -3wd report/pilots",
        "04-09 office/staff office sent",
        "04-12 docks/liaison digest sent 0 report/docks",
        "04-12 docks/head digest sent 0 report/docks",
        "04-12 pilots/liaison digest held 0 report/pilots",
        "04-12 pilots/head digest held 0 report/pilots",
        "04-12 office/director digest sent 0 report/pilots",
        "04-15 docks/head digest sent +1wd report/docks",
        "04-15 pilots/head digest held +1wd report/pilots",
        "04-15 office/staff office sent",
    ]


def test_the_items_stand_as_the_message_tells_them_the_overdue_first(engine, url, monkeypatch):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    atlas = "\n- {key: atlas, title: Atlas, owed_by: docks, submit_to: office, due: 2024-04-19}\n"
    Harbour(engine, harbour(atlas + DELIVERABLES.lstrip())).run_to("04-19")

    (head,) = [one for one in listed("--from", "2024-04-19") if one["recipient"]["name"] == "Ben"]

    assert [(item["obligation"], item["kind"]) for item in head["items"]] == [
        ("report/docks", "escalation"),
        ("atlas/docks", "reminder"),
    ]


def test_each_try_is_listed_with_what_was_answered(running):
    running.run("04-09", answers={"ada@docks.example": REFUSED})

    one = next(one for one in listed() if one["recipient"]["name"] == "Ada")

    assert one["state"] == "dead"
    (tried,) = one["attempts"]
    assert tried["at"].startswith("2024-04-09T08:30:")
    assert tried["at"].endswith("+08:00")
    assert (tried["outcome"], tried["code"], tried["text"]) == ("permanent", 550, "550 no such mailbox")


def test_a_return_is_told_at_once_and_says_what_it_is_about(running):
    running.do("04-10", Act.SUBMIT)
    running.do("04-10", Act.RETURN, by="Otto", at="11:00", reason="page 3 missing", until=day_of("04-18"))

    found = [one for one in listed() if one["kind"] == "returned"]

    assert [one["recipient"]["post"] for one in found] == ["liaison", "head"]
    for one in found:
        assert (one["on"], one["at"], one["state"]) == ("2024-04-10", "2024-04-10T11:00:00+08:00", "planned")
        assert one["items"] == []
        assert one["also_owed"] == [
            {
                "obligation": "report/docks",
                "unit": "docks",
                "deliverable": "report",
                "effective_due_on": "2024-04-18",
                "standing": "returned",
                "weekly": False,
            }
        ]


def test_a_submission_that_waits_is_the_offices_item(running):
    running.do("04-10", Act.SUBMIT)
    running.run("04-15")

    (staff,) = [one for one in listed() if one["recipient"]["post"] == "staff"]

    (item,) = staff["items"]
    assert (item["obligation"], item["unit"], item["deliverable"]) == ("report/docks", "office", "review")
    assert item["due_on"] == item["effective_due_on"] == "2024-04-15"


def test_only_those_of_a_state_or_of_some_days(running):
    running.run_to("04-15")

    assert {one["state"] for one in listed("--state", "held")} == {"held"}
    assert len(listed("--state", "held")) == 4
    assert listed("--state", "dead") == []
    assert {one["on"] for one in listed("--from", "2024-04-12", "--to", "2024-04-12")} == {"2024-04-12"}


@ON_ONE
def test_a_state_that_does_not_exist_is_refused_with_those_that_do(running):
    done = notices("--state", "lost")

    assert done.exit_code == 2
    assert "suppressed" in done.output


def test_addresses_are_masked_unless_they_are_asked_for(running):
    running.run("04-09")

    shown = {one["recipient"]["name"]: one["recipient"]["address"] for one in listed()}
    full = {one["recipient"]["name"]: one["recipient"]["address"] for one in listed("--show-addresses")}

    assert shown["Ada"] == "a***@docks.example"
    assert full["Ada"] == "ada@docks.example"
    # nobody knows how to reach Paul
    assert shown["Paul"] is full["Paul"] is None
    assert next(one["channel"] for one in listed() if one["recipient"]["name"] == "Paul") is None


@ON_ONE
def test_what_needs_somebody_stands_first_with_what_stopped_it(running):
    running.run("04-09", answers={"ada@docks.example": REFUSED, "olga@office.example": LATER})

    told = notices().output

    assert "messages: 4 (sent 1, to be retried 1, held 1, dead 1)" in told
    places = [told.index(words) for words in ("Needs somebody: 3", "Ada", "Paul", "Olga", "The rest: 1", "Otto")]
    assert places == sorted(places)
    squeezed = " ".join(told.replace("│", " ").split())
    assert "550 no such mailbox" in squeezed
    assert "no address" in squeezed


@ON_ONE
def test_a_code_that_the_answer_does_not_name_stands_before_it(running, engine):
    running.run("04-09", answers={"ada@docks.example": replace(REFUSED, text="mailbox unknown")})

    assert "550 mailbox unknown" in " ".join(notices().output.replace("│", " ").split())


@ON_ONE
def test_without_a_message_it_says_so(running):
    assert "no messages" in notices().output
    assert listed() == []


def test_messages_are_found_by_their_keys(running, engine):
    running.run("04-09")
    keys = [one["key"] for one in listed()][:2]

    with reading(engine) as connection:
        found = notices_of(connection, find_campaign(connection, None), [*keys, "0" * 32])

    assert [one.key for one in found] == keys


def test_an_answer_of_the_program_is_told_in_the_readers_language(running, engine):
    running.run("04-09", answers={"ada@docks.example": Outcome(Sent.PERMANENT, "the address is none of this channel")})
    with writing(engine) as connection:
        assert connection.execute(attempt.select()).first() is not None

    speak("zh_Hans")
    told = notices().output

    assert "the address is none of this channel" not in told
