"""The sample of the published description of the campaign file: one of everything that an office begins with.

Spring 2012 in China: 2 to 4 April, 29 April to 1 May and 22 to 24 June are off; the Saturdays 31 March and 28 April
and Sunday 1 April are worked.
"""

from models.words import Severity
from schedule.campaign_file.reader import CampaignSource, read_campaign
from schedule.campaign_file.references import check_references
from schedule.plan import Obligation, Plan
from schedule.resolve import resolve

SAMPLE = """\
duban: 1
campaign: {key: sample, title: {zh_Hans: 示例活动, en: A sample}, timezone: Asia/Shanghai, calendar: {country: CN},
           opens_on: 2012-02-15, closes_on: 2012-08-31, rest_day: literal, office_hours: "08:30-17:30",
           languages: [zh_Hans]}
bodies:
  office: {name: 创建办, seats: {director: {role: office_director}, staff: {role: liaison}}}
  leading-group:
    name: 领导小组
    seats:
      leader: {role: leader}
      deputy-1: {role: deputy_leader, in_charge: [{kind: town}]}
      member-1: {role: member, same_as: finance/head}
  city: {name: 市科信局, outside: true}
units:
  finance: {name: 区财政局, kind: bureau, tags: [veto], aliases: [财政局]}
  shishan: {name: 石山镇, kind: town}
  street-1: {name: null, kind: subdistrict}
people:
  - {name: 王一, holds: [{seat: finance/head, from: 2012-02-15, to: null}], addresses: ["mailto:wang@finance.example"],
     language: zh_Hans}
ladders:
  standard:
    - {at: -3wd, tell: [liaison]}
    - {at: 0, tell: [liaison, head]}
    - {at: +1wd, tell: [head]}
    - {at: +5wd, tell: [head, deputy_leader]}
    - {at: +10wd, every: 10wd, tell: [head]}
phases:
  - key: preparation
    kind: preparation
    opens_on: 2012-02-15
    closes_on: 2012-03-31
    milestones:
      - key: reports
        title: {zh_Hans: 报送一票否决情况报告}
        due: 2012-03-30
        clause: 六(一)④
        deliverables:
          - key: veto-report
            title: {zh_Hans: 一票否决情况报告}
            owed_by: [finance]
            submit_to: [office]
            forms: [paper, electronic]
            commitment: true
            ladder: standard
"""


def source_of(text: str = SAMPLE) -> CampaignSource:
    """A file in which nothing is wrong, as it was read."""
    source, problems = read_campaign(text.encode(), "sample.yaml")
    assert source is not None, problems
    problems = (*problems, *check_references(source))
    assert [one for one in problems if one.severity is Severity.ERROR] == []
    return source


def sample(*changes: tuple[str, str]) -> str:
    """The sample with pieces of it written in another way; each stands in it once."""
    text = SAMPLE
    for piece, other in changes:
        assert text.count(piece) == 1, piece
        text = text.replace(piece, other)
    return text


def plan_of(*changes: tuple[str, str]) -> Plan:
    """What the sample, with its changes, plans."""
    return resolve(source_of(sample(*changes)).file)


def owed(*changes: tuple[str, str]) -> list[Obligation]:
    """What is owed by the sample, with its changes, in the order of the plan."""
    return list(plan_of(*changes).obligations)
