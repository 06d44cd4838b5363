"""The engine runs any campaign from data alone: nothing of the reference campaign stands in a package."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import deliverables, milestones
from schedule.campaign_file.shapes import CampaignFile

ROOT = Path(__file__).parents[2]
CAMPAIGN = ROOT / "campaigns" / "kjj-2012.yaml"
PACKAGES = ("models", "schedule", "notifications", "documents", "register", "flows", "cli", "settings.py")

VOCABULARY = {
    # the bodies every campaign has, the kinds of phase, and the name of the ladder that holds where none is chosen
    *("office", "leading-group", "preparation", "collection", "acceptance", "standard"),
    # what is done with a paper anywhere; this campaign calls steps of its chains so
    *("accept", "approve", "compile", "draft", "passage", "review"),
    # ordinary English, which this campaign uses for kinds, bodies, milestones and questions
    *("branch", "bureau", "district", "founder", "founding", "meetings", "methods", "subdistrict", "town"),
    # readings of one letter
    *("A", "B", "C"),
    # any office in Chinese
    "办公室",
}
"""Words of the campaign file that the engine may use as well."""


@pytest.fixture(scope="module")
def campaign():
    source, problems = read_campaign(CAMPAIGN.read_bytes(), CAMPAIGN.name)
    assert source is not None
    assert problems == ()
    return source.file


@pytest.fixture(scope="module")
def traces(campaign):
    names = (re.escape(name) for name in sorted(_names(campaign) - VOCABULARY))
    keys = (rf"(?<![\w-]){re.escape(key)}(?![\w-])" for key in sorted(_keys(campaign) - VOCABULARY))
    return re.compile("|".join([*names, *keys, "2012"]))


def _names(file: CampaignFile) -> set[str]:
    parties = (*file.units.values(), *file.bodies.values())
    return {name for party in parties for name in (party.name, *party.aliases) if name}


def _keys(file: CampaignFile) -> set[str]:
    keys = {file.campaign.key, *file.kinds, *file.units, *file.bodies, *file.ladders}
    keys |= {one.key for one in (*file.phases, *file.vetoes, *file.questions)}
    keys |= {milestone.key for _, milestone, _ in milestones(file)}
    for _, _, deliverable, _ in deliverables(file):
        keys |= {deliverable.key, *(step.key for step in deliverable.chain)}
    return keys | {reading.key for veto in file.vetoes for reading in veto.readings}


def _found(text: str, traces: re.Pattern[str]) -> list[str]:
    return sorted(set(traces.findall(text)))


def _files() -> Iterator[Path]:
    for name in PACKAGES:
        path = ROOT / name
        inside = path.rglob("*") if path.is_dir() else [path]
        yield from (one for one in inside if one.is_file() and "__pycache__" not in one.parts)


def test_no_package_names_the_reference_campaign_or_anything_in_it(traces):
    found = {
        str(path.relative_to(ROOT)): words
        for path in _files()
        if (words := _found(path.read_bytes().decode("utf-8", "replace"), traces))
    }
    assert found == {}


def test_every_package_and_its_templates_are_searched():
    searched = {path.relative_to(ROOT) for path in _files()}
    assert {path.parts[0] for path in searched} == set(PACKAGES)
    assert any(path.parts[:2] == ("notifications", "templates") for path in searched)


def test_the_engine_may_share_only_words_that_are_in_the_campaign(campaign):
    assert VOCABULARY - _names(campaign) - _keys(campaign) == set()


@pytest.mark.parametrize(
    ("planted", "trace"),
    [
        ('if unit == "finance":', "finance"),
        ("{# sent to 石山镇 first #}", "石山镇"),
        ("# 区科技和信息产业局 houses the office", "区科技和信息产业局"),
        ("DUE = date(2012, 3, 30)", "2012"),
        ('"veto-report/x"', "veto-report"),
        ("CAMPAIGN = 'kjj-2012'", "kjj-2012"),
        ("case 'spot-check':", "spot-check"),
    ],
)
def test_a_trace_planted_in_code_is_found(planted, trace, traces):
    assert _found(planted, traces) == [trace]


@pytest.mark.parametrize("harmless", ["refinanced", "an office-wide rule", "2011 and 2013", "a review of the draft"])
def test_words_that_only_look_like_a_key_are_no_trace(harmless, traces):
    assert _found(harmless, traces) == []
