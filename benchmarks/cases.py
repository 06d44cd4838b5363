"""The work that is measured, written once for each program: N stored obligations, D of them due, R readers."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from models.database import open_database, sqlite_url, writing
from models.migrating import upgrade
from models.tables.obligations import obligation
from models.words import DueKind, Form
from register.events import Deal
from register.loading import load_campaign
from register.obligation_rows import facts_values, obligation_values
from schedule.campaign_file.reader import read_campaign
from schedule.facts import Facts
from schedule.plan import Dated, FormOwed, Obligation, Plan
from schedule.resolve import resolve

DAY = date(2024, 3, 20)
"""The day that is run, a Wednesday; the weekly list went on Monday."""
DUE_ON = date(2024, 3, 25)
"""Three working days on: the first rung of the ladder falls on `DAY`."""
KNOWN_ON = date(2024, 1, 8)
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Case:
    """How much there is to do."""

    stored: int
    due: int
    readers: int
    spread: bool = True
    """Whether what is not due belongs to other units; otherwise all of it is open with the readers' own."""

    def __str__(self) -> str:
        """N:D:R, as it is asked for."""
        return f"{self.stored}:{self.due}:{self.readers}" + ("" if self.spread else ":own")


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation of a case: a deliverable that one unit owes."""

    number: int
    deliverable: str
    name: str
    """Says whether it is due, so that mails can be counted through."""
    unit: int
    due_on: date


def duties(case: Case) -> Iterator[Duty]:
    """What is stored, each deliverable owed by all units; the due ones lie scattered among the others."""
    step = case.stored // case.due
    for number in range(case.stored):
        place, rest = divmod(number, step)
        if rest == 0 and place < case.due:
            one, unit = divmod(place, case.readers)
            yield Duty(number, f"due-{one:07}", f"填报第{one:07}号指标材料", unit, DUE_ON)
        else:
            one, unit = divmod(number, case.readers)
            later = DUE_ON + timedelta(days=14 + one % 180)
            other = case.readers + unit if case.spread else unit
            yield Duty(number, f"later-{one:07}", f"整理第{one:07}号台账档案", other, later)


def mailbox(unit: int) -> str:
    """Where a unit's liaison reads."""
    return f"liaison-{unit:05}@reader.example"


# -- Duban's own database ----------------------------------------------------------------------------------------------

_CAMPAIGN = """
duban: 1
campaign:
  key: bench
  title: 年度创建测算
  timezone: Asia/Shanghai
  calendar: {{country: CN}}
  opens_on: 2024-01-08
  closes_on: 2024-12-31
  office_hours: "08:30-17:30"
  contact: {{name: 创建办, phone: "0898-60000000", mail: office@bench.example}}
bodies:
  office: {{name: 创建办, seats: {{director: {{role: office_director}}, staff: {{role: liaison}}}}}}
units:
{units}
people:
  - {{name: 主任, holds: [{{seat: office/director}}], addresses: "mailto:director@bench.example"}}
  - {{name: 干事, holds: [{{seat: office/staff}}], addresses: "mailto:staff@bench.example"}}
{people}
ladders:
  standard:
    - {{at: -3wd, tell: [liaison]}}
    - {{at: 0, tell: [liaison, head]}}
    - {{at: +1wd, tell: [head]}}
    - {{at: +3wd, tell: [office_director]}}
phases:
  - key: collection
    kind: collection
    opens_on: 2024-01-08
    closes_on: 2024-12-31
    milestones:
      - key: reports
        title: 报送材料
        due: 2024-03-25
        deliverables: [{{key: report, title: 材料, owed_by: all, submit_to: office, forms: [paper, electronic]}}]
"""


def write_ledger(case: Case, folder: Path) -> None:
    """A data folder as `duban init` would leave it, some weeks into a campaign."""
    folder.mkdir(parents=True)
    engine = open_database(sqlite_url(folder))
    upgrade(engine)
    plan = _plan(case)
    deal = Deal("bench", datetime(2024, 1, 8, 1, tzinfo=UTC), KNOWN_ON)
    with writing(engine) as connection:
        campaign_id = load_campaign(connection, plan, deal, "bench.yaml", "").id
        rows = _rows(case, campaign_id)
        while chunk := list(islice(rows, _CHUNK)):
            connection.execute(insert(obligation), chunk)
    engine.dispose()


def _plan(case: Case) -> Plan:
    """Everything but what is owed."""
    units = case.readers * (2 if case.spread else 1)
    text = _CAMPAIGN.format(
        units="\n".join(f"  unit-{i:05}: {{name: 第{i:05}单位, kind: bureau}}" for i in range(units)),
        people="\n".join(
            f'  - {{name: 联络员{i:05}, holds: [{{seat: unit-{i:05}/liaison}}], addresses: "mailto:{mailbox(i)}"}}'
            for i in range(units)
        ),
    )
    source, problems = read_campaign(text.encode(), "bench.yaml")
    assert source is not None, problems
    return replace(resolve(source.file), obligations=(), questions=(), by_id={})


def _rows(case: Case, campaign_id: int) -> Iterator[dict[str, object]]:
    for duty in duties(case):
        title = {"zh_Hans": duty.name}
        path = ("phases", 0, "milestones", 0, "deliverables", duty.number // case.readers)
        one = replace(
            _PATTERN, deliverable=duty.deliverable, title=title, dated=Dated(DueKind.BY, duty.due_on), path=path
        )
        yield {
            "campaign_id": campaign_id,
            **obligation_values(one, duty.number),
            **facts_values(Facts(KNOWN_ON, f"unit-{duty.unit:05}", due_on=duty.due_on)),
            "key": f"{duty.deliverable}/unit-{duty.unit:05}",
            "next_on": DAY if duty.due_on == DUE_ON else duty.due_on - timedelta(days=7),
            "weekly": False,
        }


_PATTERN = Obligation(
    id="report/unit",
    deliverable="report",
    unit="unit",
    phase="collection",
    milestone="reports",
    title={},
    step_title=None,
    dated=Dated(DueKind.BY, DUE_ON),
    timing=None,
    clause="六(一)④",
    forms=(FormOwed(Form.PAPER, copies=2, seal=True), FormOwed(Form.ELECTRONIC)),
    submit_to=("office",),
    path=("phases", 0, "milestones", 0, "deliverables", 0),
)


# -- the tables of the other programs ----------------------------------------------------------------------------------

_PLAIN = """
create table unit (id integer primary key, name text not null, mail text not null);
create table duty (
    id integer primary key, unit_id integer not null references unit, title text not null, due_on date not null,
    state text not null
);
create index duty_state_due on duty (state, due_on);
create table sent (
    id integer primary key, duty_id integer not null references duty, due_on date not null, on_day date not null,
    message_id text not null, unique (duty_id, due_on)
);
"""


def write_plain(case: Case, file: Path) -> None:
    """What a small program keeps: units, duties, what was sent."""
    with sqlite3.connect(file) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.executescript(_PLAIN)
        units = ((i, f"第{i:05}单位", mailbox(i)) for i in range(case.readers * (2 if case.spread else 1)))
        connection.executemany("insert into unit values (?, ?, ?)", units)
        rows = ((duty.number, duty.unit, duty.name, duty.due_on.isoformat(), "open") for duty in duties(case))
        connection.executemany("insert into duty values (?, ?, ?, ?, ?)", rows)
    connection.close()
