"""`duban schema`: a JSON Schema by which an editor accepts what the reader accepts and marks what it does not know."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from typer.testing import CliRunner

from cli.app import app
from tests.sample_campaign import SAMPLE, sample, source_of

CAMPAIGNS = Path(__file__).resolve().parents[2] / "campaigns"
OWNERS, DUE, FORMS = "owed_by: [finance]", "due: 2012-03-30", "forms: [paper, electronic]"


class EditorsYaml(yaml.CSafeLoader):
    """YAML 1.2 as an editor reads it: numbers are numbers, days are text, and only true and false are booleans."""


EditorsYaml.yaml_implicit_resolvers = {}
for _word, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", [*"~nN", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)", [*"-+.0123456789"]),
):
    EditorsYaml.add_implicit_resolver(f"tag:yaml.org,2002:{_word}", re.compile(f"^(?:{_pattern})$"), _first)


@pytest.fixture(scope="module")
def schema():
    done = CliRunner().invoke(app, ["schema"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def marked(schema):
    """Gives the places that an editor marks in a text."""
    validator = Draft202012Validator(schema, format_checker=FormatChecker())

    def marked(text):
        written = yaml.load(text, EditorsYaml)  # noqa: S506 -- a safe loader
        return [error.json_path for error in validator.iter_errors(written)]

    return marked


def described(schema):
    """The name, rule and keys of every mapping."""
    return [("CampaignFile", schema), *schema["$defs"].items()]


# -- the schema itself -------------------------------------------------------------------------------------------------


def test_it_is_a_schema_of_the_draft_that_it_declares(schema):
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_every_key_that_a_campaign_must_have_is_required_and_no_other(schema):
    assert schema["required"] == ["duban", "campaign", "phases"]
    assert schema["properties"]["duban"] == {"const": 1, "description": "Version of this format: 1."}
    assert schema["$defs"]["Settings"]["required"] == ["key", "title", "opens_on", "closes_on"]
    assert schema["$defs"]["Phase"]["required"] == ["key", "kind", "opens_on", "closes_on"]
    assert schema["$defs"]["Milestone"]["required"] == ["key", "title", "due"]


def test_every_mapping_is_closed_and_every_key_of_it_is_described(schema):
    mappings = [(name, rule) for name, rule in described(schema) if "enum" not in rule]
    assert len(mappings) > 25
    assert [name for name, rule in mappings if rule["additionalProperties"] is not False] == []
    said = {
        f"{name}.{key}": its.get("description") for name, rule in mappings for key, its in rule["properties"].items()
    }
    assert [key for key, text in said.items() if not text] == []
    assert said["Deliverable.commitment"] == "true: a signed commitment 承诺 comes with it."


# -- what an editor accepts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.name for path in CAMPAIGNS.glob("*.yaml") if "demo" not in path.name))
def test_every_campaign_that_comes_with_duban_is_accepted(name, marked):
    assert marked((CAMPAIGNS / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("piece", "other"),
    [
        (DUE, DUE),
        (DUE, 'due: {by: 2012-03-30, time: "18:00"}'),
        (DUE, "due: {month_end: 2012-05}"),
        (DUE, "due: {window: [2012-06-01, 2012-06-30]}"),
        (DUE, "due: {half_year: 2019-H1}"),
        (DUE, "due: {phase: true}"),
        (DUE, "due: {after: campaign.opens_on, offset: 10wd}"),
        (DUE, "due: {after: campaign.opens_on, offset: 0}"),
        (DUE, "due: {on_notice: true}"),
        (DUE, "due: {continuous: true}"),
        (DUE, "due: {unknown: true}"),
        (DUE, "due: {unknown: 2012-03-30}"),
        (DUE, "due: {unknown: [2012-03-30, 2012-03-31]}"),
        (DUE, "due: {every: month, day: 25, first: 2012-03, until: 2012-06}"),
        (DUE, "due: {every: month, day: -5wd}"),
        (DUE, 'due: {every: week, day: tue, rest: {next: 2wd, time: "12:00"}}'),
        (DUE, "due: {every: year, first: 2019-04-30, then: 01-31, until: 2028}"),
        (OWNERS, "owed_by: finance"),
        (OWNERS, "owed_by: [{kind: town, except: [shishan]}, {tag: veto}]"),
        (OWNERS, "owed_by: {open: 31}"),
        (OWNERS, "owed_by: {lead: finance, support: [shishan]}"),
        (OWNERS, "owed_by: [{class: 已建成, units: [shishan], due: 2012-03-20}]"),
        (OWNERS, "chain: [{key: compile, by: office, due: 2012-03-20}, {key: approve, by: leading-group}]"),
        (FORMS, "forms: [{form: paper, copies: 3, seal: true}, electronic]"),
        (FORMS, "forms: {paper: {copies: 3, seal: true}}"),
        ("calendar: {country: CN}", "calendar: {country: null, rest: []}"),
        ('office_hours: "08:30-17:30"', 'office_hours: "00:00-24:00"'),
        ("languages: [zh_Hans]", "languages: zh_Hans"),
        ("name: 石山镇", "name: 2012"),
        ("    kind: preparation\n", "    kind: preparation\n    title: Preparation\n    year_inferred: true\n"),
    ],
)
def test_what_the_reader_reads_an_editor_accepts(piece, other, marked):
    text = sample((piece, other))

    assert source_of(text).file.phases
    assert marked(text) == []


# -- what an editor marks ----------------------------------------------------------------------------------------------


def test_a_file_with_nothing_in_it_lacks_what_is_required(marked):
    assert marked("{}") == ["$", "$", "$"]


@pytest.mark.parametrize(
    ("piece", "other", "place"),
    [
        ("duban: 1", "duban: 2", "$.duban"),
        ("rest_day: literal", "restday: literal", "$.campaign"),
        ("rest_day: literal", "rest_day: later", "$.campaign.rest_day"),
        ("languages: [zh_Hans]", "languages: [zh]", "$.campaign.languages"),
        ("title: {zh_Hans: 示例活动, en: A sample}", "title: {fr: Essai}", "$.campaign.title"),
        ("    kind: preparation\n", "", "$.phases[0]"),
        ("outside: true", "outside: yes", "$.bodies.city.outside"),
        ("shishan: {name", "shi shan: {name", "$.units"),
        ("tell: [liaison]}", "tell: [liason]}", "$.ladders.standard[0].tell"),
        ("at: -3wd", "at: -3w", "$.ladders.standard[0].at"),
        (DUE, "due: 2012-02-30", "$.phases[0].milestones[0].due"),
        (DUE, "due: {half_year: 2012-H3}", "$.phases[0].milestones[0].due"),
        (DUE, "due: {unknown: false}", "$.phases[0].milestones[0].due"),
        (OWNERS, "owed_by: {open: 0}", "$.phases[0].milestones[0].deliverables[0].owed_by"),
        (FORMS, "forms: {paper: {copies: 0}}", "$.phases[0].milestones[0].deliverables[0].forms"),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(piece, other, place, marked):
    assert marked(sample((piece, other))) == [place]


def test_the_published_sample_is_marked_nowhere(marked):
    assert marked(SAMPLE) == []
