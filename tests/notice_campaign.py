"""An invented campaign whose notices are read in tests, and ways to find one of them.

Spring 2024 in China: 4 to 6 April and 1 to 5 May are off; Sundays 7 and 28 April and Saturday 11 May are worked.
"""

from notifications.catalogue import catalogue
from notifications.compose import Message, compose, language_of
from register.rehearsal import Played, Rehearsal
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.facts import Item
from schedule.plan import Plan
from schedule.resolve import resolve
from tests.small_campaign import play

CAMPAIGN = """
duban: 1
campaign:
  key: jieneng
  title: {{zh_Hans: 青溪区节能示范创建, en: Energy saving in Qingxi}}
  opens_on: {opens_on}
  closes_on: {closes_on}
  calendar: {{country: CN}}
  languages: [zh_Hans, en]
  {settings}
bodies:
  office:
    name: 区节能办
    seats: {{director: {{role: office_director}}, staff: {{role: liaison}}}}
  leading-group:
    name: 区节能创建领导小组
    seats:
      leader: {{role: leader, title: 区长}}
      deputy: {{role: deputy_leader, title: 副区长, in_charge: [{{kind: town}}]}}
  city: {{name: 市节能中心, outside: true}}
units:
  education: {{name: "{education}", kind: bureau}}
  transport: {{name: 区交通局, kind: bureau}}
  yuntai: {{name: 云台镇, kind: town}}
  zhuxi: {{name: 竹溪镇, kind: town}}
{units}
people:
{people}
ladders:
  standard:
    - {{at: -3wd, tell: liaison}}
    - {{at: 0, tell: [liaison, head]}}
    - {{at: +1wd, tell: head}}
    - {{at: +3wd, tell: office_director}}
    - {{at: +5wd, tell: [head, deputy_leader]}}
    - {{at: +10wd, every: 10wd, tell: [head, office_director, leader]}}
phases:
  - key: spring
    kind: collection
    opens_on: {opens_on}
    closes_on: {closes_on}
    milestones:
      - key: papers
        title: {{zh_Hans: 材料报送, en: Papers}}
        due: {due}
        clause: 三(二)
        deliverables:
{deliverables}
"""
PEOPLE = """
  - {name: 林远, holds: [{seat: education/head}], addresses: "mailto:lin@edu.example"}
  - {name: 苏禾, holds: [{seat: education/liaison}], addresses: "mailto:su@edu.example"}
  - {name: Ada Marsh, holds: [{seat: transport/liaison}], addresses: "mailto:ada@road.example", language: en}
  - {name: 周牧, holds: [{seat: leading-group/deputy}], addresses: "mailto:zhou@qingxi.example"}
"""
REPORT = """
          - key: report
            title: {zh_Hans: 节能自查报告, en: Energy report}
            owed_by: [education, transport, yuntai, zhuxi]
            submit_to: office
            forms: [{paper: {copies: 2, seal: true}}, electronic]
            commitment: true
"""


def notice_plan(
    deliverables: str = REPORT,
    *,
    due: str = "2024-04-12",
    opens_on: str = "2024-03-01",
    closes_on: str = "2024-06-28",
    **parts: str,
) -> Plan:
    """The plan; the other parts are `settings`, `education` (that unit's name), `units` and `people`."""
    filled = {"settings": "", "education": "区教育局", "units": "", "people": PEOPLE} | parts
    text = CAMPAIGN.format(deliverables=deliverables, due=due, opens_on=opens_on, closes_on=closes_on, **filled)
    source, problems = read_campaign(text.encode(), "jieneng.yaml")
    assert source is not None, problems
    problems = (*problems, *check_references(source))
    assert not problems, [catalogue("en").render(one.message) for one in problems]
    return resolve(source.file)


def played_with(events: str = "[]", *, real: bool = False, **parts: str) -> Rehearsal:
    """The campaign of some parts, rehearsed."""
    return play(notice_plan(**parts), events, real=real)


def found(played: Rehearsal, seat: str, day: str) -> Played:
    """The one notice that goes to a seat on a day (month-day)."""
    (one,) = [one for one in played.notices if one.draft.recipient.seat == seat and f"{one.draft.on:%m-%d}" == day]
    return one


def read(played: Rehearsal, seat: str, day: str, language: str | None = None) -> Message:
    """That notice, written."""
    return written(found(played, seat, day), language)


def written(one: Played, language: str | None = None) -> Message:
    """A notice in its reader's language, or in another."""
    return compose(one.draft, one.book, catalogue(language or language_of(one.draft, one.book)))


def first_line(message: Message) -> str:
    return message.text.splitlines()[0]


def items(played: Rehearsal) -> list[Item]:
    return [item for one in played.notices for item in one.draft.items]
