"""What the linter says of the reference campaign: everything its plan hides or leaves unsaid, each at its line."""

from functools import cache
from pathlib import Path

import pytest

from models.words import Problem, Severity
from tests.checked import check, said

FILE = Path(__file__).resolve().parents[2] / "campaigns" / "kjj-2012.yaml"
LINES = FILE.read_text(encoding="utf-8").splitlines()


@cache
def found() -> tuple[Problem, ...]:
    return check(FILE.read_bytes())


def at(code: str, written: str) -> list[Problem]:
    """The findings of a code on lines on which something is written."""
    return [one for one in found() if one.code == code and written in LINES[one.where.line - 1]]


def texts(code: str, written: str = "") -> list[str]:
    return [said(one) for one in at(code, written)]


def test_there_are_warnings_and_questions_only_each_a_finding_of_its_own():
    assert {one.severity for one in found()} == {Severity.WARNING, Severity.QUESTION}
    assert len(found()) >= 15
    places = [(one.code, one.where.line, one.where.column) for one in found()]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("written", "why", "before"),
    [
        ("due: 2012-04-15", "Sun", "2012-04-13"),
        ("due: 2012-04-30", "holiday", "2012-04-28"),
        ("closes_on: 2012-06-30", "Sat", "2012-06-29"),
    ],
)
def test_a_day_off_is_told_with_the_last_working_day_before_it(written, why, before):
    (problem,) = at("due-on-rest-day", written)
    day_off = problem.message.values
    day_off = day_off if "before" in day_off else day_off["what"].values
    assert str(day_off["before"]) == before
    assert why in said(problem)


@pytest.mark.parametrize("written", ["closes_on: 2012-03-31", "month_end: 2012-03", "opens_on: 2012-04-01"])
def test_weekend_days_that_are_worked_are_told(written):
    assert len(at("worked-weekend", written)) == 1


@pytest.mark.parametrize("written", ["month_end: 2012-05", "[2012-07-01, 2012-08-31]"])
def test_days_outside_their_phase_are_told(written):
    assert at("outside-phase", written)


def test_the_towns_papers_have_two_candidate_days():
    (problem,) = at("date-unknown", "2012-03-30, 2012-03-31")
    assert [str(day) for day in problem.message.values["candidates"]] == ["2012-03-30", "2012-03-31"]


def test_self_assessment_and_commitment_have_no_day():
    undated = " ".join(texts("date-unknown"))
    assert "Self-assessment" in undated
    assert "Commitment" in undated


def test_one_day_stands_over_five_steps_of_which_two_are_others():
    by_number = {(one.message.values["count"], one.message.values.get("external")) for one in at("one-day-chain", "")}
    assert by_number == {(3, 1), (5, 2)}


def test_the_subdistrict_without_a_name_is_asked_about():
    assert len(at("name-unknown", "street-1:")) == 1


def test_nobody_can_be_reached_and_one_finding_says_so():
    (problem,) = at("unreachable", "")
    assert problem.message.values["count"] == problem.message.values["total"] > 30


def test_a_unit_that_reports_and_has_no_seat_in_the_group_is_told():
    assert [text.partition(" ")[0] for text in texts("owes-without-seat", "区编委办")] == ["区编委办"]


def test_a_town_and_a_subdistrict_share_a_stem_and_no_two_other_units_do():
    assert [text.partition(" are ")[0] for text in texts("shared-stem")] == ["海秀街道办事处 and 海秀镇"]


def test_thirty_one_indicators_have_no_owner_and_one_finding_says_so():
    assert sorted(one.message.values["count"] for one in at("owner-unknown", "")) == [1, 1, 31]


def test_two_vetoes_can_be_read_in_several_ways():
    assert [text.partition(":")[0] for text in texts("reading-open")] == ["Leadership", "Share of spending"]


def test_the_year_of_the_third_phase_is_inferred():
    assert len(at("year-inferred", "year_inferred: true")) == 1


def test_who_is_in_charge_of_whom_is_asked_once():
    (problem,) = at("in-charge-unknown", "")
    assert problem.message.values["count"] > 10


def test_what_its_author_asks_is_asked():
    asked = sum(line.startswith("  - key: ") for line in LINES[LINES.index("questions:") :])
    assert len(at("open-question", "")) == asked > 0
