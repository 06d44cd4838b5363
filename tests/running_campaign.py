"""A small campaign that runs in a database: its days sent by a way out that answers as it is told, and acted upon.

Spring 2024 in China: 4 to 6 April and 1 to 5 May are off; Sunday 7 April is worked. The report is due on Friday
12 April. By the ladder: -3wd on 9, 0 on 12, +1wd on 15, +3wd on 17, +5wd on 19 April.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Engine

from models.database import writing
from notifications.outcomes import Letter, Outcome, Sent
from register.acts import Done, HandIn, act
from register.campaigns import Campaign, find_campaign
from register.chasing import Talk, Way, record_chase
from register.events import Deal
from register.running import Wish, run_day
from schedule.plan import Plan
from schedule.transitions import Act, Deed
from tests.ledger import DOMAIN, deal_of, load_plan
from tests.small_campaign import campaign

PEOPLE = """
- {name: Otto, holds: [{seat: office/staff}], addresses: "mailto:otto@office.example"}
- {name: Olga, holds: [{seat: office/director}], addresses: "mailto:olga@office.example"}
- {name: Ada, holds: [{seat: docks/liaison}], addresses: "mailto:ada@docks.example"}
- {name: Ben, holds: [{seat: docks/head, from: 2024-03-15}], addresses: ["mailto:ben@docks.example"], phone: "7001"}
- {name: Paul, holds: [{seat: pilots/liaison}]}
- {name: Dora, holds: [{seat: leading-group/deputy}], addresses: "mailto:dora@group.example"}
"""
"""Of the pilots nobody can be reached; the lights owe nothing."""
RUNG_DAYS = ("04-09", "04-12", "04-15", "04-16", "04-17", "04-19", "04-22")
"""Of the report's ladder, and the days after on which an escalation passes up."""
DELIVERABLES = """
- {key: report, title: Report, owed_by: [docks, pilots], submit_to: office, forms: [paper, electronic]}
- {key: list, title: List, owed_by: docks, submit_to: office, due: 2024-05-10}
- {key: chart, title: Chart, owed_by: docks, submit_to: office, due: {unknown: [2024-05-10, 2024-05-20]}}
"""
TAKEN = Outcome(Sent.ACCEPTED, "250 queued", 250)
REFUSED = Outcome(Sent.PERMANENT, "550 no such mailbox", 550)


def harbour(deliverables: str = DELIVERABLES, people: str = PEOPLE, **parts: str) -> Plan:
    """The plan."""
    return campaign(deliverables, people=people, **parts)


@dataclass
class Harbour:
    """The campaign in a database, loaded on its first day."""

    engine: Engine
    plan: Plan = field(default_factory=harbour)

    def __post_init__(self) -> None:
        load_plan(self.engine, self.plan)

    def run(self, *when: str, answers: Mapping[str, Outcome] | None = None) -> None:
        """Run some days (month-day); `answers` by mailbox, else everything is taken."""
        for day in map(day_of, when):
            at = deal_of(self.plan, day, self.plan.office_hours[0]).at
            run_day(self.engine, None, Wish(day, at, DOMAIN), _Clock(at), lambda _channel: _Way(answers or {}))

    def run_to(self, last: str, answers: Mapping[str, Outcome] | None = None) -> None:
        """Run every day up to one, inclusive, on which a rung has its day."""
        self.run(*(day for day in RUNG_DAYS if day <= last), answers=answers)

    def do(
        self, day: str, act_: Act, key: str = "report/docks", by: str = "Ada", at: str = "10:00", **deed: object
    ) -> Done:
        """Do an act (month-day, time of day)."""
        hand_in = HandIn(note=str(deed.pop("note"))) if "note" in deed else None
        with writing(self.engine) as connection:
            running = find_campaign(connection, None)
            deal = deal_of(self.plan, day_of(day), time.fromisoformat(at), by)
            return act(connection, running, key, Deed(act_, deal.on, **deed), deal, hand_in)  # type: ignore[arg-type]

    def write(self, day: str, act_: Callable[[Connection, Campaign, Deal], object], by: str = "Otto") -> None:
        """Do anything else in one transaction, at three in the afternoon of a day (month-day)."""
        with writing(self.engine) as connection:
            act_(connection, find_campaign(connection, None), deal_of(self.plan, day_of(day), time(15), by))

    def phone(self, day: str, told: str, promised: str | None = None, key: str = "report/docks") -> None:
        """Record a talk on the telephone."""
        talk = Talk(Way.PHONE, told, "asked for it", day_of(promised) if promised else None)
        self.write(day, lambda connection, running, deal: record_chase(connection, running, key, talk, deal))


def day_of(text: str) -> date:
    """A day of 2024 from month and day."""
    return date.fromisoformat(f"2024-{text}")


class _Clock:
    """Each look at it is a second later."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class _Way:
    """Answers by mailbox; what is not named is taken."""

    answers: Mapping[str, Outcome]

    def send(self, letter: Letter) -> Outcome:
        return self.answers.get(letter.address.removeprefix("mailto:"), TAKEN)

    def close(self) -> None:
        """Nothing to let go of."""
