"""`FILE --with OVERLAY`: what is added, what is replaced, and whose line a mistake is on."""

import pytest

from models.words import Mark, Severity
from schedule.campaign_file.reader import CampaignSource, read_campaign
from schedule.campaign_file.references import check_references
from schedule.campaign_file.shapes import CampaignFile
from tests.checked import check, said
from tests.sample_campaign import SAMPLE

WANG = '  - {name: 王一, holds: [{seat: finance/head, from: 2012-02-15, to: null}], addresses: ["mailto:wang@'
assert WANG in SAMPLE


def laid(*overlays: str) -> CampaignFile:
    """The sample with what is laid over it, nothing of which is wrong."""
    source, problems = read_campaign(SAMPLE.encode(), "sample.yaml", over(overlays))
    assert source is not None, problems
    assert (*problems, *check_references(source)) == ()
    return source.file


def over(overlays: tuple[str, ...]) -> list[tuple[bytes, str]]:
    return [(text.encode(), f"over-{number}.yaml") for number, text in enumerate(overlays, 1)]


def people(*overlays: str) -> list[str]:
    """`王一: finance/head` for everybody, in the file's order."""
    return [f"{one.name}: {', '.join(held.seat for held in one.holds)}" for one in laid(*overlays).people]


def told(*overlays: str) -> list[str]:
    """`file:line:column what is wrong [code]` for each error."""
    found = check(SAMPLE.encode(), *(text.encode() for text in overlays))
    return [f"{one.where} {said(one)} [{one.code}]" for one in found if one.severity is Severity.ERROR]


# -- people ------------------------------------------------------------------------------------------------------------


def test_people_of_other_names_are_added_behind_those_of_the_file():
    assert people("people: [{name: 李二, holds: {seat: shishan/liaison}}]") == [
        "王一: finance/head",
        "李二: shishan/liaison",
    ]


def test_whoever_comes_with_the_overlay_takes_the_seat_he_holds():
    assert people("people: [{name: 李二, holds: {seat: finance/head}}]") == ["王一: ", "李二: finance/head"]


def test_a_person_of_the_same_name_gets_the_new_address_and_keeps_the_rest():
    (wang,) = laid('people: [{name: 王一, addresses: "mailto:wang@home.example"}]').people

    assert wang.addresses == ("mailto:wang@home.example",)
    assert [held.seat for held in wang.holds] == ["finance/head"]
    assert wang.language == "zh_Hans"


def test_a_person_who_is_given_seats_holds_those_and_no_others():
    assert people("people: [{name: 王一, holds: [{seat: office/staff}, {seat: shishan/head}]}]") == [
        "王一: office/staff, shishan/head"
    ]


def test_the_second_of_one_name_in_the_overlay_is_another_person():
    both = "people: [{name: 王一, phone: 7001}, {name: 王一, phone: 7002, holds: {seat: shishan/head}}]"

    assert people(both) == ["王一: finance/head", "王一: shishan/head"]
    assert [one.phone for one in laid(both).people] == ["7001", "7002"]


# -- ladders, units and settings ---------------------------------------------------------------------------------------


def test_a_ladder_of_the_same_name_is_replaced_whole_and_another_is_added():
    ladders = laid("ladders: {standard: [{at: -1wd, tell: head}], brief: [{at: 0, tell: liaison}]}").ladders

    assert {key: [str(rung.at) for rung in rungs] for key, rungs in ladders.items()} == {
        "standard": ["-1wd"],
        "brief": ["0"],
    }


def test_a_unit_keeps_what_the_overlay_does_not_say_and_loses_the_list_that_it_does():
    units = laid("units: {finance: {tags: [new]}, street-1: {name: 一街道}, docks: {name: 码头}}").units

    assert list(units) == ["finance", "shishan", "street-1", "docks"]
    assert (units["finance"].name, units["finance"].kind) == ("区财政局", "bureau")
    assert (units["finance"].tags, units["finance"].aliases) == (("new",), ("财政局",))
    assert (units["street-1"].name, units["street-1"].kind) == ("一街道", "subdistrict")


def test_days_off_and_days_worked_are_added_to():
    first = "campaign: {calendar: {rest: [2012-05-02], work: 2012-05-05}}"
    second = "campaign: {calendar: {rest: 2012-05-03, work: [2012-05-06]}}"
    calendar = laid(first, second).campaign.calendar

    assert [str(day) for day in calendar.rest] == ["2012-05-02", "2012-05-03"]
    assert [str(day) for day in calendar.work] == ["2012-05-05", "2012-05-06"]
    assert calendar.country == "CN"


def test_phases_milestones_and_deliverables_merge_by_their_keys():
    later = "{key: reports, due: 2012-03-20, deliverables: [{key: list, title: List, owed_by: all}]}"
    (phase,) = laid(f"phases: [{{key: preparation, milestones: [{later}]}}]").phases
    (milestone,) = phase.milestones

    assert str(phase.opens_on) == "2012-02-15"
    assert milestone.title == {"zh_Hans": "报送一票否决情况报告"}
    assert getattr(milestone.due, "by").isoformat() == "2012-03-20"  # noqa: B009 -- one form of many
    assert [one.key for one in milestone.deliverables] == ["veto-report", "list"]


def test_of_several_overlays_the_last_one_holds():
    settings = laid("campaign: {review_term: 5wd, rest_day: next}", "campaign: {review_term: 7wd}").campaign

    assert (settings.review_term.days, settings.rest_day) == (7, "next")


def test_an_overlay_does_not_change_what_it_does_not_name():
    plain, laid_over = laid(), laid("ladders: {brief: [{at: 0, tell: liaison}]}")

    assert laid_over.model_dump(exclude={"ladders"}) == plain.model_dump(exclude={"ladders"})


# -- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overlay", "message"),
    [
        (
            "people:\n  - {name: 李二, holds: [{seat: shishan/boss}]}",
            "2:25 no seat is called shishan/boss; did you mean shishan/liaison? [unknown-seat]",
        ),
        (
            'people:\n  - {name: 王一, addresses: ["mailto:a@b.example", wang]}',
            "2:50 must be an address like mailto:name@unit.example [bad-address]",
        ),
        (
            "ladders:\n  standard:\n    - {at: -1wd, tell: [liason]}",
            (
                "3:25 must be one of liaison, head, alternate, office_deputy, office_manager, office_director, member, "
                "deputy_leader, leader, not liason [bad-value]"
            ),
        ),
        ("units: {docks: {kind: town}}", "1:9 the key name is missing [missing-key]"),
        ("ladders: {standard: []\n", "1:10 the mapping that begins here with `{` lacks a `,` or its `}` [yaml]"),
        (
            "phases: [{key: preparation, closes_on: 2012-02-01}]",
            "1:29 closes_on lies before opens_on [bad-date]",
        ),
    ],
)
def test_a_mistake_of_the_overlay_is_told_with_its_file_and_line(overlay, message):
    assert told(overlay) == [f"1-over-it.yaml:{message}"]


def test_mistakes_of_the_file_and_of_two_overlays_are_told_together_each_with_its_own_file():
    found = told("units: {finance: {kind: [a]}}", "campaign: {rest_day: never, ladder: brief}")

    assert found == [
        "2-over-it.yaml:1:12 must be one of literal, previous, next, not never [bad-value]",
        "1-over-it.yaml:1:19 must be a name that the file defines, not a list [wrong-type]",
        "2-over-it.yaml:1:29 no ladder is called brief [unknown-ladder]",
    ]


def test_what_the_overlay_takes_away_is_told_where_the_file_still_names_it():
    # line 45 of the file asks for the ladder; the overlay's milestone merely stands over it
    assert told("phases: [{key: preparation, milestones: [{key: reports, clause: 七}]}]") == []
    assert told("units: {finance: {tags: []}, shishan: {kind: bureau}}") == [
        "campaign.yaml:11:52 no kind of unit is called town [unknown-kind]"
    ]


def test_a_value_knows_the_file_it_came_from():
    source, _ = read_campaign(SAMPLE.encode(), "sample.yaml", over(("campaign: {rest_day: next}",)))
    assert isinstance(source, CampaignSource)

    assert source.root.place(("campaign", "rest_day"))[1] == Mark("over-1.yaml", 1, 12)
    assert source.root.place(("campaign", "key"))[1] == Mark("sample.yaml", 2, 12)


def test_an_empty_overlay_is_told_as_one_and_need_not_begin_like_a_campaign():
    assert told("# to be written\n") == ["1-over-it.yaml:1:1 the file is empty [empty]"]
