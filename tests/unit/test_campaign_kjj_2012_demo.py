"""The overlay of invented people makes the reference campaign reachable, but for those left out on purpose."""

from datetime import date
from pathlib import Path

import pytest

from models.words import Severity
from register.rehearsal import rehearse
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.facts import Reachability, open_book
from schedule.lint.rules import lint
from schedule.plan import QuestionKind
from schedule.resolve import resolve
from schedule.scenario import Scenario

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"


def _day(text):
    month, day = text.split("/")
    return date(2012, int(month), int(day))


@pytest.fixture(scope="module")
def source():
    overlay = CAMPAIGNS / "kjj-2012-demo.yaml"
    campaign = CAMPAIGNS / "kjj-2012.yaml"
    source, problems = read_campaign(campaign.read_bytes(), campaign.name, [(overlay.read_bytes(), overlay.name)])
    assert problems == ()
    return source


@pytest.fixture(scope="module")
def cast(source):
    return resolve(source.file)


def test_the_overlay_fits_the_campaign(source, cast):
    assert check_references(source) == ()
    assert [problem for problem in lint(source, cast) if problem.severity is Severity.ERROR] == []


def test_every_invented_address_ends_in_example(cast):
    addresses = [address for person in cast.directory.people for address in person.addresses]
    assert addresses
    assert [address for address in addresses if not address.endswith(".example")] == []


def test_only_those_meant_to_be_unreachable_are(cast):
    holder = cast.directory.holder
    seats = [
        key for key, seat in cast.directory.seats.items() if not (seat.same_as or _reached(holder(key, _day("4/15"))))
    ]
    assert seats == ["land-branch/liaison", "xixiu/liaison", "xixiu/head", "street-1/liaison", "street-1/head"]


def _reached(person):
    return person is not None and person.addresses != ()


def test_one_person_leads_as_a_deputy_and_directs_the_office(cast):
    day = _day("3/1")
    assert cast.directory.holder("office/director", day) is cast.directory.holder("leading-group/deputy-2", day)


def test_the_liaison_of_finance_hands_over_on_a_day(cast):
    before, after = (cast.directory.holder("finance/liaison", day) for day in (_day("4/20"), _day("4/21")))
    assert before.name != after.name


def test_every_unit_that_owes_has_a_deputy_in_charge(cast):
    assert [one.id for one in cast.questions if one.kind is QuestionKind.IN_CHARGE] == []


def test_nothing_is_sent_to_a_seat_that_cannot_be_reached(cast):
    book = open_book(cast, cast.first_on, Reachability.REAL)
    played = rehearse(book, Scenario(), to=_day("6/15"))
    assert [n.draft.recipient.seat for n in played.notices if n.state == "sent" and not n.draft.recipient.address] == []
    held = {n.draft.recipient.seat for n in played.notices if n.state == "held" and not n.draft.recipient.address}
    assert held == {"xixiu/liaison", "xixiu/head", "street-1/liaison", "street-1/head"}
