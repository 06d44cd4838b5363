"""Who owes it, in what form and in which steps, in each way to write it."""

from datetime import date

import pytest

from models.words import Actor, Form
from schedule.plan import FormOwed
from tests.sample_campaign import owed

OWNERS = "owed_by: [finance]"
FORMS = "forms: [paper, electronic]"


@pytest.mark.parametrize(
    ("written", "owners"),
    [
        ("finance", ["finance"]),
        ("{kind: town}", ["shishan"]),
        ("{tag: veto}", ["finance"]),
        ("all", ["finance", "shishan", "street-1"]),
        ("{open: 2}", ["slot-01", "slot-02"]),
        ("[{kind: town, except: [shishan]}, {kind: subdistrict}]", ["street-1"]),
        ("{lead: finance, support: [shishan]}", ["finance"]),
        ("{lead: office, support: all}", ["office"]),
        ("[city, office]", ["city", "office"]),
        ("[{class: 已建成, units: [shishan], due: 2012-03-20}, finance]", ["shishan", "finance"]),
    ],
)
def test_who_owes_it(written, owners):
    assert [one.id.removeprefix("veto-report/") for one in owed((OWNERS, f"owed_by: {written}"))] == owners


def test_a_class_has_its_own_date_and_those_in_support_are_only_named():
    classed, other = owed((OWNERS, "owed_by: [{class: 已建成, units: [shishan], due: 2012-03-20}, finance]"))
    (led,) = owed((OWNERS, "owed_by: {lead: finance, support: [shishan]}"))

    assert (classed.dated.due_on, classed.label) == (date(2012, 3, 20), "已建成")
    assert (other.dated.due_on, other.label) == (date(2012, 3, 30), None)
    assert (led.unit, led.support) == ("finance", ("shishan",))


@pytest.mark.parametrize(
    "written",
    [
        "[{form: paper, copies: 3, seal: true}]",
        "{paper: {copies: 3, seal: true}}",
        "[{paper: {copies: 003, seal: true}}]",
    ],
)
def test_a_form_with_copies_and_the_seal_in_each_way_to_write_it(written):
    (report,) = owed((FORMS, f"forms: {written}"))

    assert report.forms == (FormOwed(Form.PAPER, 3, True),)


def test_the_steps_of_a_chain_wait_for_each_other_and_keep_dates_of_their_own():
    chain = "chain: [{key: compile, by: office, due: 2012-03-20}, {key: first-review, by: city}]"
    compiled, reviewed = owed((OWNERS, chain))

    assert (compiled.id, compiled.dated.due_on, compiled.actor) == (
        "veto-report.compile/office",
        date(2012, 3, 20),
        Actor.OWNER,
    )
    assert (reviewed.id, reviewed.dated.due_on, reviewed.actor) == (
        "veto-report.first-review/city",
        date(2012, 3, 30),
        Actor.EXTERNAL,
    )
    assert reviewed.needs == (compiled.id,)
