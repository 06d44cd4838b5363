"""Keys of what the flows publish: Prefect takes small letters, figures and dashes, and shows the latest of a key."""

import re

import pytest

from flows.pages import artifact_key

KEYS = (
    "milestones",
    "spring-progress",
    "Spring_2024-progress",
    "准备-progress",
    "收集-progress",
    "été-findings",
    "é",
    "-",
    "a b",
)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("campaign", ["harbour", "水务_2024", "港口"])
@pytest.mark.parametrize("name", KEYS)
def test_a_key_holds_only_what_prefect_takes(name, campaign, several):
    assert re.fullmatch("[a-z0-9-]+", artifact_key(name, campaign, several=several))


def test_a_plain_key_stays_as_it_is():
    assert artifact_key("milestones", "harbour", several=False) == "milestones"
    assert artifact_key("Spring_2024-progress", "harbour", several=False) == "spring-2024-progress"


def test_several_campaigns_are_told_apart_by_their_key():
    assert artifact_key("milestones", "harbour", several=True) == "harbour-milestones"
    assert artifact_key("milestones", "water_saving", several=True) == "water-saving-milestones"
    assert artifact_key("milestones", "harbour", several=False) == artifact_key("milestones", "water", several=False)


def test_keys_in_other_scripts_are_told_apart():
    phases = [artifact_key(f"{phase}-progress", "港口", several=False) for phase in ("准备", "收集", "验收", "é", "e")]
    assert len(set(phases)) == 5
    # what can be read of it stands before the hash
    assert phases[0].startswith("progress-")
    campaigns = [artifact_key("milestones", campaign, several=True) for campaign in ("港口", "水务", "harbour")]
    assert len(set(campaigns)) == 3


def test_a_key_is_the_same_on_every_day():
    assert artifact_key("准备-progress", "港口", several=False) == "progress-c3150b3b"
