"""Words stay what they look like: YAML 1.2, and of it only null and the two booleans are more than text."""

from datetime import date

import pytest

from tests.checked import check, said
from tests.sample_campaign import SAMPLE, owed, plan_of, sample, source_of

NAME = "name: 石山镇"


def named(written: str) -> str | None:
    """What a unit is called whose name is written like this."""
    return source_of(sample((NAME, f"name: {written}"))).file.units["shishan"].name


@pytest.mark.parametrize(
    "word",
    [
        "on",
        "off",
        "yes",
        "no",
        "y",
        "n",
        "On",
        "NO",
        "012",
        "0o14",
        "0x1F",
        "1_000",
        "1e3",
        "12:30:45",
        "2012-03-30",
        "2012-03-30T08:30:00Z",
        ".inf",
        ".nan",
        "=",
        "<<",
        "nUll",
        "tRue",
    ],
)
def test_a_word_that_other_readers_of_yaml_change_stays_as_it_is_written(word):
    assert named(word) == word


@pytest.mark.parametrize("word", ["null", "true", "~", "False"])
def test_a_word_with_a_meaning_is_plain_text_in_quotes(word):
    assert named(f'"{word}"') == word
    assert named(f"'{word}'") == word


@pytest.mark.parametrize("word", ["null", "Null", "NULL", "~", ""])
def test_nothing_is_null_in_each_way_to_write_it(word):
    assert named(word) is None


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_yes_is_true_in_each_way_to_write_it(word):
    (report,) = owed(("commitment: true", f"commitment: {word}"))

    assert report.commitment is True


@pytest.mark.parametrize("word", ["on", "yes", "1", '"true"'])
def test_no_other_word_is_yes(word):
    (problem,) = check(sample(("commitment: true", f"commitment: {word}")).encode())

    assert problem.code == "wrong-type"
    assert said(problem) == f"must be true or false, not {word.strip(chr(34))}"


def test_a_key_may_be_a_word_or_a_number_to_other_readers_and_keeps_its_leading_zero():
    plan = plan_of((f"shishan: {{{NAME}", f"012: {{{NAME}"), ("owed_by: [finance]", "owed_by: [012]"))

    assert plan.directory.parties["012"].name == "石山镇"
    assert [one.id for one in plan.obligations] == ["veto-report/012"]


def test_norway_is_a_country_and_not_a_no():
    calendar = plan_of(("calendar: {country: CN}", "calendar: {country: NO}")).calendar

    # the Thursday of Constitution Day
    assert not calendar.is_working_day(date(2012, 5, 17))
    assert calendar.is_working_day(date(2012, 5, 16))


def test_copies_with_a_leading_zero_are_twelve_and_not_the_ten_of_an_octal_number():
    (report,) = owed(("forms: [paper, electronic]", "forms: {paper: {copies: 012}}"))

    assert report.forms[0].copies == 12


@pytest.mark.parametrize("written", ["17:00", '"17:00"'])
def test_a_time_is_no_number_of_minutes_in_quotes_or_without(written):
    (report,) = owed(("due: 2012-03-30", f"due: {{by: 2012-03-30, time: {written}}}"))

    assert f"{report.dated.due_at:%H:%M}" == "17:00"


def test_one_entry_may_stand_without_its_brackets():
    bare = sample(
        ("owed_by: [finance]", "owed_by: finance"),
        ("submit_to: [office]", "submit_to: office"),
        ("tags: [veto]", "tags: veto"),
        ("tell: [liaison]}", "tell: liaison}"),
        ("[{seat: finance/head, from: 2012-02-15, to: null}]", "{seat: finance/head, from: 2012-02-15, to: null}"),
        ("languages: [zh_Hans]", "languages: zh_Hans"),
    )

    assert source_of(bare).file == source_of().file


def test_an_anchor_stands_for_what_it_marks():
    marked = sample(("owed_by: [finance]", "owed_by: &who [finance, shishan]"), ("[office]", "*who"))
    in_full = sample(("owed_by: [finance]", "owed_by: [finance, shishan]"), ("[office]", "[finance, shishan]"))

    assert source_of(marked).file == source_of(in_full).file


def test_a_byte_order_mark_and_the_line_ends_of_other_systems_change_nothing():
    plain = source_of().file

    assert source_of("\ufeff" + SAMPLE).file == plain
    assert source_of(SAMPLE.replace("\n", "\r\n")).file == plain
    assert source_of(SAMPLE.replace("\n", "\r")).file == plain
