"""What `duban check` finds in a campaign written in a test."""

from models.words import Problem
from notifications.catalogue import catalogue
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.lint.rules import lint
from schedule.resolve import resolve

CAMPAIGN = """
duban: 1
campaign: {{key: harvest, title: Harvest show, timezone: Europe/Dublin, calendar: {{country: IE}},
           opens_on: 2024-02-06, closes_on: 2024-06-28, languages: [en]}}
bodies:
  office: {{name: Desk, seats: {{director: {{role: office_director}}, staff: {{role: liaison}}}}}}
{bodies}
units:
{units}
people:
{people}
ladders:
{ladders}
phases:
  - key: entries
    kind: collection
    opens_on: 2024-02-06
    closes_on: 2024-05-31
    milestones:
      - key: shown
        title: Everything is shown
        due: 2024-04-12
        deliverables:
{deliverables}
{rest}
"""
PARTS = {
    "bodies": "",
    "units": "{dairy: {name: Dairy}, orchard: {name: Orchard}}",
    "people": "[{name: Byrne, addresses: 'mailto:byrne@show.example', holds: [{seat: office/director}, "
    "{seat: office/staff}, {seat: dairy/liaison}, {seat: dairy/head}, {seat: orchard/liaison}, {seat: orchard/head}]}]",
    "ladders": "standard: [{at: -3wd, tell: liaison}, {at: +1wd, tell: head}, {at: +3wd, tell: office_director}]",
    "deliverables": "[{key: entry, title: Entry, owed_by: [dairy, orchard]}]",
    "rest": "",
}


def campaign(**parts: str) -> bytes:
    """A campaign without a finding, with sections replaced; Easter Monday 2024-04-01 is a holiday in it."""
    indents = {"bodies": 2, "units": 2, "people": 2, "ladders": 2, "deliverables": 10, "rest": 0}
    written = {
        name: "\n".join(" " * indents[name] + line for line in text.strip("\n").splitlines())
        for name, text in (PARTS | parts).items()
    }
    return CAMPAIGN.format(**written).encode()


def check(raw: bytes, *overlays: bytes) -> tuple[Problem, ...]:
    """Every finding, as the command prints them."""
    over = [(text, f"{number}-over-it.yaml") for number, text in enumerate(overlays, 1)]
    source, problems = read_campaign(raw, "campaign.yaml", over)
    if source is not None:
        problems = (*problems, *check_references(source))
    return lint(source, resolve(source.file)) if source is not None and not problems else problems


def findings(raw: bytes, code: str, *overlays: bytes) -> list[str]:
    """What is said under one code, in English."""
    return [said(one) for one in check(raw, *overlays) if one.code == code]


def codes(raw: bytes, *overlays: bytes) -> list[str]:
    """The codes of all findings, in order."""
    return [one.code for one in check(raw, *overlays)]


def said(problem: Problem) -> str:
    """A finding's message in English."""
    return catalogue("en").render(problem.message)
