"""A small campaign from a few lines of a test, and what its days send, as readable lines.

Spring 2024 in China: 4 to 6 April and 1 to 5 May are off; Sundays 7 and 28 April and Saturday 11 May are worked.
"""

from collections.abc import Iterable
from textwrap import indent

from models.words import NoticeState, Phrase, text_in
from register.rehearsal import Played, Rehearsal, rehearse
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.facts import Book, Item, Reachability, open_book
from schedule.plan import Plan
from schedule.resolve import resolve
from schedule.scenario import Scenario, check_scenario, read_scenario
from schedule.standing import standing

CAMPAIGN = """
duban: 1
campaign:
  key: harbour
  title: Harbour days
  opens_on: {opens_on}
  closes_on: {closes_on}
  calendar: {{country: CN}}
  rest_day: {rest_day}
bodies:
  office: {{name: Office, seats: {{director: {{role: office_director}}, staff: {{role: liaison}}}}}}
  leading-group:
    name: Group
    seats:
      leader: {{role: leader}}
      deputy: {{role: deputy_leader, in_charge: [docks, pilots]}}
  province: {{name: Province, outside: true}}
units:
  docks: {{name: Docks, kind: bureau}}
  pilots: {{name: Pilots, kind: bureau}}
  lights: {{name: Lights, kind: branch}}
  {units}
{kinds}
people:
{people}
ladders:
  standard: {ladder}
phases:
  - key: spring
    kind: collection
    opens_on: {opens_on}
    closes_on: 2024-05-31
    milestones:
      - key: papers
        title: Papers
        due: {due}
        deliverables: {deliverables}
"""
"""Docks and pilots have a deputy leader in charge, lights have none."""

LADDER = """
    - {at: -3wd, tell: liaison}
    - {at: 0, tell: [liaison, head]}
    - {at: +1wd, tell: head}
    - {at: +3wd, tell: office_director}
    - {at: +5wd, tell: [head, deputy_leader]}
    - {at: +10wd, every: 10wd, tell: [head, office_director, leader]}
"""
REPORT = "[{key: report, title: Report, owed_by: docks, submit_to: office}]"


def campaign(
    deliverables: str = REPORT,
    *,
    due: str = "2024-04-12",
    ladder: str = LADDER,
    people: str = "[]",
    kinds: str = "",
    units: str = "",
    **settings: str,
) -> Plan:
    """The plan of a small campaign; every argument is the YAML that stands in its place."""
    opens_on, closes_on = settings.pop("opens_on", "2024-03-01"), settings.pop("closes_on", "2024-06-28")
    rest_day = settings.pop("rest_day", "literal")
    assert not settings, settings
    text = CAMPAIGN.format(
        deliverables=indent(deliverables, " " * 12),
        due=due,
        ladder=indent(ladder, " " * 4),
        people=indent(people, "  "),
        kinds=kinds,
        units=units,
        opens_on=opens_on,
        closes_on=closes_on,
        rest_day=rest_day,
    )
    source, problems = read_campaign(text.encode(), "harbour.yaml")
    assert source is not None, said(problems)
    problems = (*problems, *check_references(source))
    assert not problems, said(problems)
    return resolve(source.file)


def said(problems: Iterable[object]) -> str:
    return "\n".join(str(problem) for problem in problems)


def book_of(plan: Plan, *, real: bool = False) -> Book:
    """The campaign on its first day, of which nothing has happened yet."""
    return open_book(plan, plan.first_on, Reachability.REAL if real else Reachability.ASSUME)


def scenario(plan: Plan, events: str = "[]", outages: str = "[]", default: str = "nobody") -> Scenario:
    """A scenario from the YAML of its events and outages."""
    text = f"default: {default}\nevents: {indent(events, '  ')}\noutages: {outages}\n"
    found, root, problems = read_scenario(text.encode(), "scenario.yaml")
    assert found is not None, said(problems)
    assert root is not None
    problems = check_scenario(found, root, plan)
    assert not problems, said(problems)
    return found


def play(
    plan: Plan, events: str = "[]", outages: str = "[]", *, default: str = "nobody", real: bool = False
) -> Rehearsal:
    """The whole campaign, day by day."""
    return rehearse(book_of(plan, real=real), scenario(plan, events, outages, default))


def lines(played: Rehearsal, first: str = "", last: str = "12-31", *, about: str = "") -> list[str]:
    """Every item that went or stands held from a day to a day (month-day, both inclusive), as one line each."""
    found = [
        line_of(notice, item)
        for notice in played.notices
        for item in notice.draft.items
        if about in {"", item.obligation} and first <= f"{notice.draft.on:%m-%d}" <= last
    ]
    return sorted(found)


def line_of(notice: Played, item: Item) -> str:
    """`04-15 docks/head +1wd escalation`; what is not the obligation's own rung and what did not go say so."""
    words = [f"{notice.draft.on:%m-%d}", item.seat, item.offset, item.kind.value]
    if item.about in {"review", "extension", "dispute"}:
        words.insert(2, item.about)
    if notice.state is not NoticeState.SENT:
        words.append(notice.state.value)
    if notice.draft.why is not None and notice.state is NoticeState.HELD:
        words.append("(no address)" if notice.draft.why.template == "no address" else "(to be released)")
    return " ".join(words)


def superseded(played: Rehearsal) -> list[str]:
    """`04-08 docks/liaison -3wd of 04-09: collapsed into 0` for every rung that did not go by itself."""
    return sorted(
        f"{told.on:%m-%d} {told.seat} {told.offset} of {told.planned_on:%m-%d}: {text_of(told.reason)}"
        for _, told in played.superseded
    )


def text_of(phrase: Phrase | None) -> str:
    """A phrase in plain English."""
    if phrase is None:
        return ""
    values = {
        name: text_of(value)
        if isinstance(value, Phrase)
        else text_in(value, "en")
        if isinstance(value, dict)
        else value
        for name, value in phrase.values.items()
    }
    return phrase.template.format(**values)


def standings(played: Rehearsal, obligation: str) -> list[str]:
    """`03-01 not_due`, the first day of each standing as the days' messages saw it."""
    found: list[str] = []
    for notice in played.notices:
        stands = standing(notice.book, played.plan.by_id[obligation], notice.draft.on)
        if not found or not found[-1].endswith(f" {stands}"):
            found.append(f"{notice.draft.on:%m-%d} {stands}")
    return found
