"""What the documentation says holds: every example is read, every table is computed, every key is explained."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from models.words import LAMPS, LANGUAGES, Form, Offset, PhaseKind, Problem, RestDay, Role, Severity, Standing, Status
from register.rehearsal import rehearse
from schedule.campaign_file import references, source, values
from schedule.campaign_file.dates import WEEKDAYS
from schedule.campaign_file.reader import CampaignSource, read_campaign
from schedule.campaign_file.references import check_references
from schedule.campaign_file.shape import Shape
from schedule.campaign_file.shapes import CampaignFile
from schedule.facts import open_book
from schedule.ladder import Ladder, Rung, dated_rungs
from schedule.lint.rules import lint
from schedule.plan import Obligation, Plan
from schedule.resolve import resolve
from schedule.scenario import ACTS, SCENARIOS, Scenario, check_scenario, read_scenario
from schedule.timing import timing

HERE = Path(__file__).resolve().parents[2]
TEMPLATE = HERE / "campaigns" / "template.yaml"
GUIDE = (HERE / "docs" / "campaign-file.md").read_text(encoding="utf-8")
GLOSSARY = (HERE / "docs" / "glossary.md").read_text(encoding="utf-8")


def shapes_in(annotation: Any) -> Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
        for info in annotation.model_fields.values():
            yield from shapes_in(info.annotation)
            for extra in info.metadata:
                yield from shapes_in(extra)
    for inner in get_args(annotation):
        yield from shapes_in(inner)


def keys_of(shape: type[Shape]) -> set[tuple[type[Shape], str, str]]:
    """Every key under a shape, as its owner, its name in code and as it is written."""
    owners = set(shapes_in(shape))
    return {(one, name, info.alias or name) for one in owners for name, info in one.model_fields.items()}


CAMPAIGN_KEYS = sorted({written for _, _, written in keys_of(CampaignFile)})
SCENARIO_KEYS = sorted({written for _, _, written in keys_of(Scenario)})


def used_in(value: object) -> Iterator[tuple[type, str]]:
    """The keys that were written, with the shape they belong to."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield type(value), name
            yield from used_in(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from used_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from used_in(inner)


def read(raw: str | bytes, *overlays: str) -> tuple[CampaignSource | None, tuple[Problem, ...]]:
    """A campaign file with what is laid over it, and everything `duban check` would say."""
    raw = raw if isinstance(raw, bytes) else raw.encode()
    found, problems = read_campaign(raw, "file", [(text.encode(), "overlay") for text in overlays])
    if found is None or problems:
        return found, problems
    problems = check_references(found)
    return found, problems or lint(found, resolve(found.file))


def errors(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(one.code, str(one.where)) for one in problems if one.severity is Severity.ERROR]


def plan_of(raw: str, *overlays: str) -> Plan:
    found, problems = read(raw, *overlays)
    assert errors(problems) == []
    assert found is not None
    return resolve(found.file)


# -- the guide's examples ----------------------------------------------------------------------------------------------

BLOCKS = re.findall(r"^```yaml ?([\w:-]*)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
COMPLETE = [text for kind, text in BLOCKS if kind == "complete"]
FIRST = COMPLETE[0]


def blocks(kind: str) -> list[Any]:
    return [pytest.param(text, id=text.split("\n")[0]) for found, text in BLOCKS if found == kind]


@pytest.mark.parametrize("text", blocks("complete"))
def test_every_complete_example_of_the_guide_holds(text):
    assert plan_of(text).obligations


@pytest.mark.parametrize("text", blocks(""))
def test_every_fragment_of_the_guide_holds_when_laid_over_its_first_example(text):
    assert plan_of(FIRST, text).obligations


@pytest.mark.parametrize("text", blocks("scenario"))
def test_every_scenario_of_the_guide_can_be_played_on_its_first_example(text):
    scenario, root, problems = read_scenario(text.encode(), "scenario")
    assert problems == ()
    assert scenario is not None
    assert root is not None
    plan = plan_of(FIRST)
    assert check_scenario(scenario, root, plan) == ()
    assert rehearse(open_book(plan, plan.first_on), scenario).refused == []


@pytest.mark.parametrize(
    ("code", "text"),
    [pytest.param(kind.partition(":")[2], text, id=kind) for kind, text in BLOCKS if kind.startswith("mistake")],
)
def test_every_mistake_of_the_guide_is_reported_as_it_says(code, text):
    _, problems = read(FIRST, text)
    assert {found for found, _ in errors(problems)} == {code}


def test_every_block_of_the_guide_is_of_a_kind_that_is_tested():
    kinds = {kind.partition(":")[0] for kind, _ in BLOCKS}
    assert kinds == {"complete", "", "scenario", "mistake"}
    assert GUIDE.count("```yaml") == len(BLOCKS)


# -- the guide's tables ------------------------------------------------------------------------------------------------


def rows(header: str) -> list[list[str]]:
    """The rows of the table with this header."""
    _, _, after = GUIDE.partition(f"\n{header}\n")
    lines = after.split("\n\n")[0].splitlines()[1:]
    assert lines, header
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def params(header: str) -> list[Any]:
    return [pytest.param(*cells, id=cells[0]) for cells in rows(header)]


IN_A_PHASE = """
phases:
  - key: collect
    opens_on: 2024-04-01
    milestones:
      - key: other
        title: Other
        due: {due}
        deliverables: [{{key: thing, title: Thing, owed_by: finance}}]
"""


def things(due: str) -> list[Obligation]:
    plan = plan_of(FIRST, IN_A_PHASE.format(due=due.strip("`")))
    return [one for one in plan.obligations if one.deliverable == "thing"]


def last_days(found: list[Obligation]) -> str:
    dates = [one.dated for one in found]
    return ", ".join(f"{one.due_on} {one.due_at:%H:%M}" if one.due_at else str(one.due_on or "") for one in dates)


@pytest.mark.parametrize(("due", "opens_on", "last"), params("| written | from | last day |"))
def test_every_kind_of_date_comes_to_what_the_guide_says(due, opens_on, last):
    found = things(due)
    assert str(found[0].dated.opens_on or "") == opens_on
    assert last_days(found) == last


@pytest.mark.parametrize(("due", "last"), params("| written | last days |"))
def test_every_duty_that_comes_again_falls_where_the_guide_says(due, last):
    assert last_days(things(due)) == last


def test_the_guide_shows_every_kind_of_date():
    shown = {one.dated.kind for row in rows("| written | from | last day |") for one in things(row[0])}
    shown |= {one.dated.kind for row in rows("| written | last days |")[:1] for one in things(row[0])}
    everything = {kind for one in shown for kind in type(one)}
    assert shown == everything


OWNERS = """
bodies: {{ministry: {{name: Ministry, outside: true}}}}
units:
  finance: {{kind: bureau}}
  east: {{kind: town}}
  west: {{name: West Town, kind: town, tags: new}}
phases:
  - key: collect
    milestones: [{{key: reports, deliverables: [{{key: report, owed_by: {owed_by}}}]}}]
"""


@pytest.mark.parametrize(("owed_by", "owners"), params("| written | who owes |"))
def test_who_owes_is_who_the_guide_says(owed_by, owners):
    plan = plan_of(FIRST, OWNERS.format(owed_by=owed_by.strip("`")))
    usual = date(2024, 4, 30)
    found = [
        one.id.partition("/")[2] + (f" ({one.dated.due_on})" if one.dated.due_on != usual else "")
        for one in plan.obligations
        if one.deliverable == "report"
    ]
    assert ", ".join(found) == owners


@pytest.mark.parametrize(("rung", "literal", "previous", "next_"), params("| | `literal` | `previous` | `next` |"))
def test_every_rung_falls_on_the_day_the_guide_says(rung, literal, previous, next_):
    plan = plan_of(FIRST)
    fallen = []
    for rest_day in (RestDay.LITERAL, RestDay.PREVIOUS, RestDay.NEXT):
        days = timing(date(2024, 5, 1), rest_day, plan.calendar)
        if rung == "last day not late":
            fallen.append(days.late_after)
            continue
        one = Rung(Offset.parse(rung.strip("`")), (Role.HEAD,))
        dated = dated_rungs(Ladder("one", (one,)), days, plan.calendar, plan.closes_on, plan.opens_on)
        fallen += [found.planned_on for found in dated if found.offset == str(one.at)]
    assert [str(day) for day in fallen] == [literal, previous, next_]


@pytest.mark.parametrize(
    "limit",
    [
        f"{source.MAX_CHARACTERS:,} characters",
        f"{source.MAX_VALUES:,}",
        f"{source.MAX_DEPTH} levels",
        f"{source.MAX_FAULTS}",
        f"{values.FIRST_YEAR} to {values.LAST_YEAR}",
        f"{references.MOST_DAYS_AWAY:,} days",
    ],
)
def test_the_limits_in_the_guide_are_the_readers(limit):
    assert any(row[1].startswith(limit) for row in rows("| what | at most |"))


# -- every key ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [*CAMPAIGN_KEYS, *SCENARIO_KEYS])
def test_every_key_is_named_in_the_guide(key):
    assert f"`{key}`" in GUIDE


@pytest.mark.parametrize(
    "word", [*Role, *RestDay, *Form, *PhaseKind, *LANGUAGES, *ACTS, *SCENARIOS, "week", "month", "year", *WEEKDAYS[::6]]
)
def test_every_word_a_key_takes_is_named_in_the_guide(word):
    assert f"`{word}`" in GUIDE


@pytest.mark.parametrize("key", CAMPAIGN_KEYS)
def test_every_key_stands_in_the_template(key):
    assert re.search(rf"(?<![\w-]){key}:", TEMPLATE.read_text(encoding="utf-8"))


def test_the_template_is_a_campaign_that_holds_and_writes_every_key_of_every_mapping():
    found, problems = read(TEMPLATE.read_bytes())
    assert errors(problems) == []
    assert found is not None
    every = {(shape, name) for shape, name, _ in keys_of(CampaignFile)}
    assert every - set(used_in(found.file)) == set()


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (HERE / "campaigns").glob("*.yaml") if "demo" not in path.name)
)
def test_every_campaign_that_comes_with_duban_has_no_errors(name):
    _, problems = read((HERE / "campaigns" / name).read_bytes())
    assert errors(problems) == []


# -- the glossary ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [*Role, *Status, *Standing])
def test_every_token_a_user_sees_is_in_the_glossary(word):
    assert f"`{word}`" in GLOSSARY


@pytest.mark.parametrize("stands", Standing)
def test_the_glossary_shows_each_standing_with_its_lamp(stands):
    row = next(line for line in GLOSSARY.splitlines() if line.startswith("| `") and f"`{stands}`" in line)
    assert row.split("|")[2].strip() == LAMPS[stands]
