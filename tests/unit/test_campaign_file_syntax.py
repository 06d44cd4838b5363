"""Mistakes of syntax: a file that is no campaign, or that no reader could read on, and where that begins."""

import pytest

from tests.checked import check, said
from tests.sample_campaign import SAMPLE, sample

TOP = "duban, campaign, kinds, bodies, units, people, ladders, phases, vetoes, questions"


def told(raw: str | bytes) -> list[str]:
    """`line:column what is wrong [code]` for each mistake."""
    found = check(raw if isinstance(raw, bytes) else raw.encode())
    return [f"{one.where.line}:{one.where.column} {said(one)} [{one.code}]" for one in found]


@pytest.mark.parametrize(
    ("piece", "other", "message"),
    [
        (
            "  finance: {name:",
            "\tfinance: {name:",
            "15:1 a value cannot begin with this character: put the value in quotes (where it is a tab: use spaces)",
        ),
        (
            "  city: {name:",
            " city: {name:",
            "13:2 this line does not fit the mapping it stands in: mend its indentation, or quote the value before it",
        ),
        (
            "title: {zh_Hans: 报送一票否决情况报告}",
            "title: Report: 报送",
            (
                "35:22 a second `: ` on this line, or a line indented too far: put the value in quotes, "
                "or mend the indentation"
            ),
        ),
        ("[office]", "[office", "42:24 the list that begins here with `[` lacks a `,` or its `]`"),
        ("{zh_Hans: 一票", "{zh_Hans: {一票", "40:20 the mapping that begins here with `{` lacks a `,` or its `}`"),
        ("name: 创建办", "name: \u0007创建办", "6:18 a control character (U+0007) stands here; delete it"),
        (
            "            ladder: standard\n",
            "            ladder: standard\n---\nduban: 1\n",
            "46:1 a second document begins here; a campaign is one document, delete `---`",
        ),
        ("clause: 六(一)④", 'clause: "六(一)④', "37:17 the text in quotes that begins here does not end"),
    ],
)
def test_where_a_file_cannot_be_read_on_the_mistake_is_told_where_it_begins(piece, other, message):
    assert told(sample((piece, other))) == [f"{message} [yaml]"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "1:1 the file is empty; it must begin with `duban: 1` [empty]"),
        (b"# nothing yet\n", "1:1 the file is empty; it must begin with `duban: 1` [empty]"),
        (b"duban", f"1:1 must be a mapping with the keys {TOP} [wrong-type]"),
        (b"- duban: 1\n", f"1:1 must be a mapping with the keys {TOP} [wrong-type]"),
        ("duban: 1\n".encode("utf-16"), "1:1 the file is UTF-16 or UTF-32; save it as UTF-8 [not-utf8]"),
        (
            "duban: 1\ncampaign: {key: caf\u00e9}\n".encode("latin-1"),
            "2:20 the file is not UTF-8 from this place on; save it as UTF-8 [not-utf8]",
        ),
        (
            SAMPLE.encode().replace("区财政局".encode(), "区财政局".encode("gb18030")),
            "15:19 the file is not UTF-8 from this place on; save it as UTF-8 [not-utf8]",
        ),
    ],
)
def test_what_is_no_campaign_at_all_is_told_in_one_line(raw, message):
    assert told(raw) == [message]


@pytest.mark.parametrize(("raw", "place"), [("a: [b,", "1:7"), ("a: [b,\n", "2:1"), ("a: 1\nb:\n  - {", "3:6")])
def test_a_file_that_ends_too_early_is_told_at_its_end(raw, place):
    assert told(raw) == [f"{place} not valid YAML: did not find expected node content [yaml]"]


def test_a_key_that_is_no_word_is_told_beside_the_other_mistakes():
    found = told(sample(("rest_day: literal", "[rest, day]: literal"), ("commitment: true", "commitment: yes")))

    assert found == [
        "3:57 a key must be one word, not a list, a mapping or an alias [yaml]",
        "44:13 must be true or false, not yes [wrong-type]",
    ]


# -- bounds ------------------------------------------------------------------------------------------------------------


def test_values_are_counted_with_what_their_aliases_stand_for():
    thousand = f"a: &a [{', '.join('x' * 1000)}]"
    forty = f"b: &b [{', '.join(['*a'] * 40)}]"
    message = "the file holds more than 50000 values (aliases counted in full) [too-large]"

    assert told(f"{thousand}\n{forty}\nc: [*b]\n") == [f"3:5 {message}"]
    # one alias on line 2 more than the bound holds
    assert told(f"{thousand}\nb: [{', '.join(['*a'] * 60)}]\n")[0].endswith(message)
    assert message not in " ".join(told(f"{thousand}\n{forty}\n"))


def test_an_alias_in_what_it_stands_for_is_not_defined_yet():
    assert "1:8 the anchor *a is not defined above [yaml]" in told("a: &a [*a]")


def test_values_are_counted_however_few_lines_they_take():
    (found,) = told(f"a: [{'x,' * 60_000}]")

    # the mapping, its key, the list and 49,997 entries, each two characters wide, from column 5 on
    assert found == "1:99999 the file holds more than 50000 values (aliases counted in full) [too-large]"


@pytest.mark.parametrize(
    ("nested", "place"),
    [
        # the mapping that is the whole file is no level: the list at its key is the first
        (f"a: {'[' * 25}", "1:28"),
        # each mapping stands four characters behind the one around it
        ("{a: " * 30, "1:101"),
        (f"a: &a {'[' * 12}{']' * 12}\nb: {'[' * 13}*a", "2:17"),
    ],
)
def test_nesting_ends_after_24_levels(nested, place):
    assert told(nested) == [f"{place} nested more than 24 deep [too-large]"]


def test_a_text_of_more_than_a_million_characters_is_not_begun():
    assert told("# " + "x" * 999_999) == ["1:1 the file has more than 1000000 characters [too-large]"]
    assert told("# " + "x" * 999_998) == ["1:1 the file is empty; it must begin with `duban: 1` [empty]"]


def test_after_500_mistakes_of_syntax_the_rest_is_not_read():
    found = told("units:\n" + "  a: !x 1\n" * 400)

    assert len(found) == 501
    assert found[:3] == [
        "2:6 the tag !x is not allowed; delete it [tag]",
        "3:6 the tag !x is not allowed; delete it [tag]",
        "3:3 the key a stands here a second time; it is first on line 2 [duplicate-key]",
    ]
    assert found[-1].endswith("more than 500 mistakes; the rest is not read [too-large]")
