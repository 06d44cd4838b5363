"""`duban people` lists who holds which seat on a day; who cannot be reached stands first."""

import json

import pytest
from typer.testing import CliRunner

from cli.app import app
from cli.speech import speak
from register.people import confirm_liaison
from tests.running_campaign import Harbour


@pytest.fixture
def backend():
    """What is listed does not depend on the database."""
    return "sqlite"


@pytest.fixture
def running(engine, url, monkeypatch):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "120")
    speak("en")
    return Harbour(engine)


def people(*words, day="04-10"):
    return CliRunner().invoke(app, ["people", "--as-of", f"2024-{day}", *words])


def seats(*words, **options):
    found = json.loads(people("--json", *words, **options).stdout)
    assert found["schema"] == "duban.people/1"
    return {one["seat"]: one for one in found["seats"]}


def test_every_seat_that_is_addressed_is_listed_with_its_holder(running):
    assert list(seats()) == [
        "docks/liaison",
        "docks/head",
        "pilots/liaison",
        "pilots/head",
        "lights/liaison",
        "lights/head",
        "office/director",
        "office/staff",
        "leading-group/leader",
        "leading-group/deputy",
    ]
    assert seats()["docks/head"] == {
        "seat": "docks/head",
        "unit": "docks",
        "unit_name": "Docks",
        "post": "head",
        "role": "head",
        "title": None,
        "same_as": None,
        "name": "Ben",
        "since": "2024-03-15",
        "until": None,
        "confirmed_on": None,
        "language": None,
        "phone": None,
        "channels": ["mailto"],
        "addresses": ["b***@docks.example"],
        "reachable": True,
    }


def test_the_day_decides_who_holds_a_seat(running):
    assert seats(day="03-14")["docks/head"]["name"] is None
    assert seats(day="03-15")["docks/head"]["name"] == "Ben"


def test_a_holder_without_an_address_and_an_empty_seat_cannot_be_reached(running):
    found = {key: (one["name"], one["reachable"]) for key, one in seats().items()}

    assert found["pilots/liaison"] == ("Paul", False)
    assert found["pilots/head"] == (None, False)
    assert found["docks/liaison"] == ("Ada", True)


def test_addresses_and_telephones_are_shown_in_full_only_when_asked_for(running):
    one = seats("--show-addresses")["docks/head"]

    assert (one["addresses"], one["phone"]) == (["ben@docks.example"], "7001")
    shown = people().output
    assert "b***@docks.example" in shown
    assert "7001" not in shown
    assert "7001" in people("--show-addresses").output


def test_one_units_people_alone(running):
    assert list(seats("--unit", "docks")) == ["docks/liaison", "docks/head"]
    done = people("--unit", "dock")
    assert done.exit_code != 0
    assert "docks" in str(done.exception)


def test_who_cannot_be_reached_stands_first(running):
    told = people().output

    assert "10 seats, 5 of them cannot be reached" in told
    places = [told.index(words) for words in ("Cannot be reached: 5", "no address", "Can be reached: 5", "Ada")]
    assert places == sorted(places)
    assert "Ben, since Mar 15, 2024" in told


def test_a_liaison_whose_unit_confirmed_him_says_since_when(running):
    running.write("04-10", lambda connection, campaign, deal: confirm_liaison(connection, campaign, "docks", deal))

    found = seats()

    assert found["docks/liaison"]["confirmed_on"] == "2024-04-10"
    assert found["docks/head"]["confirmed_on"] is None
    assert "Ada, confirmed on Apr 10, 2024" in people().output
