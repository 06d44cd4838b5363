"""Names that differ only in the kind of unit are told; names that merely look alike are not."""

import pytest

from tests.checked import campaign, check, codes, findings


def units(*names: str) -> str:
    return "\n".join(f"u{number}: {{name: {name}}}" for number, name in enumerate(names))


def pair(one: str, other: str) -> bytes:
    return campaign(units=units(one, other), people="[]", deliverables="[{key: e, title: Entry, owed_by: all}]")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Ward", "North Parish"),
        ("District Health Office", "Department of Health"),
        ("Ballymore Town Council", "Ballymore Village"),
        ("临江镇", "临江街道办事处"),
        ("临江乡", "临江街道"),
        ("臨江鎮", "臨江街道辦事處"),
        ("区财政局", "市财政局"),
        ("区水务局", "水务办公室"),
        ("ＮＯＲＴＨ Ward", "north parish"),
    ],
)
def test_two_names_that_differ_only_in_their_kind_share_a_stem(one, other):
    assert findings(pair(one, other), "shared-stem") == [
        (
            f"{other} and {one} are two units whose names differ only in their kind; "
            "write and call both by their full names"
        )
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区财政局", "区统计局"),
        ("区委办", "区政府办"),
        ("区委组织部", "区委宣传部"),
        ("区教育局", "区教科局"),
        ("临江镇", "临河镇"),
        ("东镇", "东街道"),
        ("District Council", "District Office"),
        ("Department of Health", "Department of Housing"),
        ("North Ward", "North East Ward"),
        ("Ward A", "Parish A"),
        ("Ward 1", "Parish 1"),
        ("Ward 12", "Parish 12"),
        ("Dairy", "Orchard"),
    ],
)
def test_names_that_differ_in_more_than_their_kind_do_not(one, other):
    assert "shared-stem" not in codes(pair(one, other))


def test_an_alias_that_means_another_unit_is_found_where_it_stands():
    raw = campaign(
        units="east: {name: East Ward}\nwest: {name: West Ward, aliases: [West, East Parish]}",
        people="[]",
        deliverables="[{key: e, title: Entry, owed_by: all}]",
    )
    assert [one.path for one in check(raw) if one.code == "shared-stem"] == [("units", "west", "aliases", 1)]


def test_what_the_file_calls_a_kind_of_unit_is_no_part_of_a_stem():
    raw = campaign(
        units="a: {name: Escuela Roble, kind: escuela}\nb: {name: Clínica Roble, kind: clinic}",
        people="[]",
        deliverables="[{key: e, title: Entry, owed_by: all}]",
        rest="kinds: {escuela: {}, clinic: {title: Clínica}}",
    )
    assert "shared-stem" in codes(raw)


def test_many_pairs_of_names_are_one_finding_with_a_number():
    names = [f"{name} {kind}" for kind in ("Ward", "Parish") for name in ("Ash", "Birch", "Elm", "Fir", "Oak", "Yew")]
    raw = campaign(units=units(*names), people="[]", deliverables="[{key: e, title: Entry, owed_by: all}]")
    (text,) = findings(raw, "shared-stem")
    assert text.startswith("6 units have names that differ from another's only in their kind: Ash Parish – Ash Ward, ")
    assert "and 2 more" in text or "Yew Parish – Yew Ward" in text


def test_a_body_without_a_name_is_asked_about_as_a_unit_is():
    raw = campaign(units="{dairy: {name: null}, orchard: {name: Orchard}}", bodies="judges: {name: null}")
    assert [one.path for one in check(raw) if one.code == "name-unknown"] == [
        ("bodies", "judges", "name"),
        ("units", "dairy", "name"),
    ]
