"""A campaign of two units that hand in one report, with names that spreadsheets and pages must not take for their own.

Spring 2024 in China: 4 to 6 April and 1 to 5 May are off; Sundays 7 and 28 April and Saturday 11 May are worked.
The report is due on Friday 12 April. By the ladder: -3wd on 9, 0 on 12, +1wd on 15, +3wd on 17, +5wd on 19 April.
"""

from cli.rehearsal_view import Sender, View
from register.rehearsal import rehearse
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.facts import Reachability, open_book
from schedule.plan import Plan
from schedule.resolve import resolve
from schedule.scenario import Scenario, check_scenario, read_scenario

CAMPAIGN = """
duban: 1
campaign:
  key: lanterns
  title: {en: Lantern days}
  timezone: Asia/Shanghai
  opens_on: 2024-04-01
  closes_on: 2024-04-30
  calendar: {country: CN}
  office_hours: "08:30-17:30"
  languages: [en]
bodies:
  office: {name: The office, seats: {director: {role: office_director}, staff: {role: liaison}}}
  leading-group: {name: The group, seats: {leader: {role: leader}, deputy: {role: deputy_leader, in_charge: [docks]}}}
units:
  docks: {name: "=Docks", kind: bureau}
  lamps: {name: "Lamps <b>", kind: bureau}
people:
  - {name: Ada Wick, holds: [{seat: docks/head, from: 2024-04-01, to: null}], addresses: ["mailto:ada@docks.example"]}
ladders:
  standard:
    - {at: -3wd, tell: [liaison]}
    - {at: 0, tell: [liaison, head]}
    - {at: +1wd, tell: [head]}
    - {at: +3wd, tell: [office_director]}
    - {at: +5wd, tell: [head, deputy_leader]}
phases:
  - key: spring
    kind: collection
    opens_on: 2024-04-01
    closes_on: 2024-04-30
    milestones:
      - key: reports
        title: {en: Reports}
        due: 2024-04-12
        deliverables: [{key: report, title: {en: Report}, owed_by: [docks, lamps], submit_to: [office]}]
      - key: lists
        title: {en: Lists}
        due: {unknown: [2024-04-22, 2024-04-23]}
        deliverables: [{key: list, title: {en: List}, owed_by: [docks], submit_to: [office]}]
"""


def plan_of(text: str = CAMPAIGN) -> Plan:
    source, problems = read_campaign(text.encode(), "lanterns.yaml")
    assert source is not None, problems
    assert not (*problems, *check_references(source))
    return resolve(source.file)


def view_of(events: str = "", *, text: str = CAMPAIGN, real: bool = False, show_addresses: bool = False) -> View:
    """The whole campaign played; `events` is a scenario file, without it nobody does anything."""
    plan, scenario = plan_of(text), Scenario()
    if events:
        found, root, problems = read_scenario(events.encode(), "scenario.yaml")
        assert found is not None, problems
        assert root is not None
        assert not check_scenario(found, root, plan)
        scenario = found
    book = open_book(plan, plan.first_on, Reachability.REAL if real else Reachability.ASSUME)
    sender = Sender("office@lanterns.example", "lanterns.example")
    return View(rehearse(book, scenario), "scenario", sender, show_addresses=show_addresses)
