"""Each mistake of a campaign file is told once, at its line and column, with the path of the value and what to do."""

import pytest

from models.words import Problem, path_text
from tests.checked import check, said
from tests.sample_campaign import SAMPLE, sample

MISTAKES = """
rest_day: literal => ▶restday: literal
campaign.restday: unknown key restday; did you mean rest_day? allowed: key, title, plan, timezone, calendar, opens_on,
closes_on, rest_day, office_hours, languages, channels, ladder, review_term, contact [unknown-key]

outside: true => outside: true, ▶hidden: true
bodies.city.hidden: unknown key hidden; allowed: name, outside, aliases, seats, ladder [unknown-key]

shishan: {name: => ▶finance: {name:
units.finance: the key finance stands here a second time; it is first on line 15 [duplicate-key]

member-1: {role: => ▶member 1: {role:
bodies.leading-group.seats.member 1: must be a short name of letters, digits, - and _, not member 1 [bad-key]

duban: 1 => ▶duban: 2
duban: must be one of 1, not 2 [bad-value]

rest_day: literal => ▶rest_day: later
campaign.rest_day: must be one of literal, previous, next, not later [bad-value]

timezone: Asia/Shanghai => ▶timezone: Asia/Shanghay
campaign.timezone: no time zone is called Asia/Shanghay; did you mean Asia/Shanghai? [bad-value]

country: CN => ▶country: XX
campaign.calendar.country: no holidays are known for XX; write an ISO 3166 code like CN (subdivision: as the country
numbers it), or null where every day is worked but those in `rest` [unknown-country]

closes_on: 2012-08-31 => ▶closes_on: 2012-02-14
campaign.closes_on: closes_on lies before opens_on [bad-date]

office_hours: "08:30-17:30" => ▶office_hours: "17:30-08:30"
campaign.office_hours: the hours must begin before they end [bad-value]

name: 市科信局 => ▶name: [市科信局, 科信局]
bodies.city.name: must be text, not a list [wrong-type]

same_as: finance/head => ▶same_as: finance/heads
bodies.leading-group.seats.member-1.same_as: no seat is called finance/heads; did you mean finance/head? [unknown-seat]

{kind: town}] => {▶kind: village}]
bodies.leading-group.seats.deputy-1.in_charge[0].kind: no kind of unit is called village [unknown-kind]

name: 市科信局 => ▶name: 财政局
bodies.city.name: 财政局 is already a name of finance [name-taken]

to: null => ▶to: 2012-02-14
people[0].holds[0].to: `to` lies before `from` [bad-date]

["mailto:wang@finance.example"] => [▶"wang@finance.example"]
people[0].addresses[0]: must begin with its channel; did you mean mailto:wang@finance.example? [bad-address]

["mailto:wang@finance.example"] => ["mailto:wang@finance.example", ▶"mailto:wang"]
people[0].addresses[1]: must be one mailbox like mailto:name@unit.example [bad-address]

at: -3wd => ▶at: -3 days
ladders.standard[0].at: must be an offset like -3wd, 0, +5wd or +10d (wd: working days, d: days), not -3 days
[bad-value]

{at: 0, => {▶at: -3wd,
ladders.standard[1].at: the rung -3wd stands here a second time; one rung lists its whole audience [duplicate-key]

tell: [head, deputy_leader] => tell: [head, ▶boss]
ladders.standard[3].tell[1]: must be one of liaison, head, alternate, office_deputy, office_manager, office_director,
member, deputy_leader, leader, not boss [bad-value]

every: 10wd => ▶every: 10d
ladders.standard[4].every: only a rung after the due day repeats, by a positive number of the same unit [bad-value]

due: 2012-03-30 => ▶due: 2012-02-30
phases[0].milestones[0].due: there is no day 2012-02-30 in the calendar [bad-date]

due: 2012-03-30 => ▶due: 2012-3-30
phases[0].milestones[0].due: must be a day like 2024-03-30, not 2012-3-30 [bad-date]

due: 2012-03-30 => ▶due: 1912-03-30
phases[0].milestones[0].due: the year must lie from 1990 to 2100, not 1912 [bad-date]

due: 2012-03-30 => due: {by: 2012-03-30, ▶time: "24:30"}
phases[0].milestones[0].due.time: must be a time like "18:00", not 24:30 [bad-value]

due: 2012-03-30 => due: {▶window: [2012-06-30, 2012-06-01]}
phases[0].milestones[0].due.window: the window ends before it begins [bad-date]

due: 2012-03-30 => due: {window: [2012-06-01, ▶2012-06-31]}
phases[0].milestones[0].due.window[1]: there is no day 2012-06-31 in the calendar [bad-date]

due: 2012-03-30 => due: {▶half_year: 2012-H3}
phases[0].milestones[0].due.half_year: must be a half-year like 2024-H1, not 2012-H3 [bad-date]

due: 2012-03-30 => due: {after: campaign.opens_on, ▶offset: 10w}
phases[0].milestones[0].due.offset: must be an offset like -3wd, 0, +5wd or +10d (wd: working days, d: days), not 10w
[bad-value]

due: 2012-03-30 => due: {▶after: preparation.ends_on, offset: 10wd}
phases[0].milestones[0].due.after: no date is called preparation.ends_on; did you mean preparation.opens_on?
[unknown-date]

due: 2012-03-30 => due: {▶after: reports, offset: 1wd}
phases[0].milestones[0].due.after: the date of reports leads back to itself: reports → reports [circle]

due: 2012-03-30 => due: {every: month, day: -5wd, rest: {▶next: 2d}}
phases[0].milestones[0].due.rest.next: must be a number of working days from 1wd to 30wd, not +2d [bad-value]

owed_by: [finance] => owed_by: [shishan, ▶finanse]
phases[0].milestones[0].deliverables[0].owed_by[1]: no unit or body is called finanse; did you mean finance?
[unknown-unit]

owed_by: [finance] => ▶owed_by: {kind: town, tag: veto}
phases[0].milestones[0].deliverables[0].owed_by: give either kind or tag [bad-value]

submit_to: [office] => submit_to: [▶offices]
phases[0].milestones[0].deliverables[0].submit_to[0]: no unit or body is called offices; did you mean office?
[unknown-unit]

forms: [paper, electronic] => forms: [paper, ▶fax]
phases[0].milestones[0].deliverables[0].forms[1]: must be one of paper, electronic, not fax [bad-value]

commitment: true => ▶needs: [veto-report]
phases[0].milestones[0].deliverables[0].needs: needs leads from veto-report back to itself: veto-report → veto-report
[circle]

ladder: standard => ▶ladder: standrad
phases[0].milestones[0].deliverables[0].ladder: no ladder is called standrad; did you mean standard? [unknown-ladder]

name: 创建办 => name: ▶!!str 创建办
bodies.office.name: the tag tag:yaml.org,2002:str is not allowed; delete it [tag]

name: 创建办 => name: ▶*nobody
bodies.office.name: the anchor *nobody is not defined above [yaml]
"""
"""Of each mistake: a piece of the sample and what stands there instead, with ▶ before the character at which it is
reported; then what is said. The mark is no part of the file."""

TEN = """\
duban: 1
campaign: {key: ten, title: Ten, opens_on: 2024-03-01, closes_on: 2024-06-31}
bodies:
  office: {name: Office, seats: {director: {role: director}}}
units:
  docks: {name: Docks, kinds: bureau}
  pilots: {}
people:
  - {name: Ada, holds: [{seat: docks/boss}], addresses: ada@docks.example}
ladders:
  standard: [{at: 3, tell: liaison}]
phases:
  - key: spring
    kind: spring
    opens_on: 2024-03-01
    closes_on: 2024-05-31
    milestones:
      - key: papers
        title: Papers
        due: {month_end: 2024-5}
        deliverables:
          - {key: report, title: Report, owed_by: dokcs}
"""
TOLD_OF_TEN = """
2:56 campaign.closes_on: there is no day 2024-06-31 in the calendar [bad-date]
4:45 bodies.office.seats.director.role: must be one of liaison, head, alternate, office_deputy, office_manager,
  office_director, member, deputy_leader, leader, not director [bad-value]
6:24 units.docks.kinds: unknown key kinds; did you mean kind? allowed: name, kind, tags, aliases, seats, ladder
  [unknown-key]
7:3 units.pilots.name: the key name is missing [missing-key]
9:26 people[0].holds[0].seat: no seat is called docks/boss; did you mean docks/liaison? [unknown-seat]
9:46 people[0].addresses: must begin with its channel; did you mean mailto:ada@docks.example? [bad-address]
11:15 ladders.standard[0].at: must be an offset like -3wd, 0, +5wd or +10d (wd: working days, d: days), not 3
  [bad-value]
14:5 phases[0].kind: must be one of preparation, collection, acceptance, not spring [bad-value]
20:15 phases[0].milestones[0].due.month_end: must be a month like 2024-05, not 2024-5 [bad-date]
22:42 phases[0].milestones[0].deliverables[0].owed_by: no unit or body is called dokcs; did you mean docks?
  [unknown-unit]
"""


def told(raw: str) -> list[str]:
    """`line:column path: what is wrong [code]` for each mistake, from the top of the file."""
    return [_told(one) for one in sorted(check(raw.encode()), key=lambda one: (one.where.line, one.where.column))]


def _told(one: Problem) -> str:
    assert one.where.file == "campaign.yaml"
    return f"{one.where.line}:{one.where.column} {path_text(one.path)}: {said(one)} [{one.code}]"


def place(text: str) -> str:
    """Line and column of the mark."""
    before = text.partition("▶")[0].split("\n")
    return f"{len(before)}:{len(before[-1]) + 1}"


def blocks() -> list[tuple[str, str, str]]:
    found = []
    for block in MISTAKES.strip().split("\n\n"):
        change, *message = block.split("\n")
        found.append((*change.split(" => "), " ".join(message)))
    return found


@pytest.mark.parametrize(("piece", "other", "message"), blocks())
def test_a_mistake_is_told_at_its_place_and_nothing_else_is(piece, other, message):
    marked = sample((piece, other))

    assert told(marked.replace("▶", "")) == [f"{place(marked)} {message}"]


def test_ten_mistakes_are_told_at_once_and_none_hides_another():
    assert told(TEN) == TOLD_OF_TEN.strip().replace("\n  ", " ").split("\n")


def test_a_missing_key_is_told_at_the_mapping_that_lacks_it():
    assert told(SAMPLE.replace("    kind: preparation\n", "")) == [
        "29:5 phases[0].kind: the key kind is missing [missing-key]"
    ]


def test_each_of_two_seats_that_stand_for_each_other_is_told_with_the_way_around():
    joined = "x: {role: member, same_as: leading-group/y}\n      y: {role: member, same_as: leading-group/x}"
    way = "leading-group/{0} back to itself: leading-group/{0} → leading-group/{1} → leading-group/{0} [circle]"

    assert told(sample(("member-1: {role: member, same_as: finance/head}", joined))) == [
        f"12:25 bodies.leading-group.seats.x.same_as: same_as leads from {way.format('x', 'y')}",
        f"13:25 bodies.leading-group.seats.y.same_as: same_as leads from {way.format('y', 'x')}",
    ]


def test_the_second_of_two_people_in_one_seat_is_told_who_holds_it():
    other = "  - {name: 李二, holds: {seat: finance/head, to: 2012-02-15}}\n  - {name: 王一"

    assert told(sample(("  - {name: 王一", other))) == [
        "20:24 people[1].holds[0]: finance/head is held by 李二 at that time already [seat-taken]"
    ]


def test_what_is_lost_with_a_mistake_is_no_mistake_of_its_own():
    # a deputy leader is in charge of the towns, of which there is none without this kind
    assert told(sample(("shishan: {name: 石山镇, kind: town}", "shishan: {name: 石山镇, kind: [town]}"))) == [
        "16:24 units.shishan.kind: must be a name that the file defines, not a list [wrong-type]"
    ]
