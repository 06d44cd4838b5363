"""Small campaigns asked about their phases, and the answers as readable lines."""

from datetime import date

from sqlalchemy import Engine

from models.database import reading
from register.answering import settle_question
from register.campaigns import find_campaign
from register.phases import Open, PhaseView, Question, view_of
from register.status import Status, status_on
from schedule.campaign_file.reader import read_campaign
from schedule.plan import Plan
from schedule.resolve import resolve
from schedule.transitions import Act
from tests.running_campaign import Harbour, day_of, harbour
from tests.small_campaign import text_of

REPORT = "{key: report, title: Report, owed_by: [docks, pilots], submit_to: office}"
"""Due on 12 April; its first reminder comes on the 9th."""
CHAIN = """
- key: scheme
  title: Scheme
  submit_to: province
  chain:
    - {key: draft, by: docks, title: draft, submit_to: office, due: 2024-03-29}
    - {key: pass, by: leading-group, title: approval}
    - {key: up, by: office, title: sending up}
"""
BUOYS = "{key: buoys, title: Buoys, owed_by: {open: 3}, submit_to: office}"
CHART = "{key: chart, title: Chart, owed_by: docks, submit_to: office, due: {unknown: true}}"
FAIR = "{key: fair, title: Fair, owed_by: [docks, lights], submit_to: office, due: {window: [2024-05-06, 2024-05-17]}}"
VISIT = "{key: visit, title: Visit, owed_by: province, due: {window: [2024-05-06, 2024-05-17]}}"
TWO_PHASES = """
duban: 1
campaign: {key: harbour, title: Harbour days, opens_on: 2024-03-01, closes_on: 2024-06-28, calendar: {country: CN}}
bodies: {office: {name: Office, seats: {director: {role: office_director}, staff: {role: liaison}}}}
units: {docks: {name: Docks}}
ladders: {standard: [{at: -3wd, tell: liaison}, {at: +1wd, tell: head}]}
phases:
  - key: spring
    kind: collection
    opens_on: 2024-03-01
    closes_on: 2024-04-30
    milestones:
      - {key: papers, title: Papers, due: 2024-04-12, deliverables: [{key: report, title: Report, owed_by: docks}]}
      - {key: lists, title: Lists, due: 2024-04-30, deliverables: [{key: list, title: List, owed_by: docks}]}
  - key: summer
    kind: acceptance
    opens_on: 2024-06-03
    closes_on: 2024-06-28
    milestones:
      - {key: proofs, title: Proofs, due: 2024-05-24, deliverables: [{key: proof, title: Proof, owed_by: docks}]}
"""
"""The proof of the summer is due before the summer begins."""


def in_two_phases(text: str = TWO_PHASES) -> Plan:
    """The plan."""
    source, problems = read_campaign(text.encode(), "harbour.yaml")
    assert source is not None, problems
    return resolve(source.file)


def owing(engine: Engine, *deliverables: str, **parts: str) -> Harbour:
    """A campaign that runs, from the lines of its deliverables."""
    lines = "".join(one if one.startswith("\n") else f"\n- {one}" for one in deliverables)
    return Harbour(engine, harbour(lines, **parts))


def status(day: str, running: Harbour) -> Status:
    """Where everything stands on a day (month-day of 2024, or a whole day)."""
    as_of = day_of(day) if len(day) == 5 else date.fromisoformat(day)
    with reading(running.engine) as connection:
        return status_on(connection, find_campaign(connection, None), as_of)


def on(day: str, running: Harbour, phase: str = "spring") -> PhaseView:
    """A phase on a day (month-day)."""
    return view_of(status(day, running), phase)


def asked(question: Question, day: str, running: Harbour) -> list[str]:
    """`1 of 3` and then what is open: `report overdue: docks, pilots`."""
    found = question(on(day, running))
    return [f"{found.done} of {found.all}", *map(said, found.open)]


def said(found: Open) -> str:
    """One thing that is open, by its keys."""
    units = ", ".join(unit or "?" for unit in found.units)
    words = [f"{found.lines[0].one.deliverable} {found.lines[0].standing}"] if found.lines else []
    if found.note is not None:
        words.append(f"({text_of(found.note)})")
    return f"{' '.join(words)}: {units}"


def accept(running: Harbour, day: str, key: str, by: str = "Otto") -> None:
    """Handed in, and accepted on the same day."""
    running.do(day, Act.SUBMIT, key)
    running.do(day, Act.ACCEPT, key, by=by)


def answer(running: Harbour, key: str, value: str) -> None:
    """An open question is settled on 11 March."""
    running.write("03-11", lambda connection, here, deal: settle_question(connection, here, key, value, deal), "Olga")
