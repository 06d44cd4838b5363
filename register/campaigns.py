"""A running campaign as the database holds it: its definition and its directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from models.codec import load
from models.database import is_writer
from models.errors import DubanError
from models.tables.campaigns import campaign, party, person, seat, tenure
from models.words import RestDay, Role, Text, phrase
from schedule.directory import Directory, Party, PersonFacts, SeatFacts, Tenure
from schedule.ladder import Ladder
from schedule.plan import Contact, MilestonePlan, PhasePlan, Plan
from schedule.working_calendar import WorkingCalendar


class NoCampaignError(DubanError):
    """The database holds no campaign, or none of that key, or several and none was named."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Definition:
    """What of a plan has no table of its own; the campaign's column `definition`."""

    key: str
    title: Text
    timezone: str
    opens_on: date
    closes_on: date
    rest_day: RestDay
    office_hours: tuple[time, time]
    languages: tuple[str, ...]
    review_term: int
    contact: Contact
    calendar: WorkingCalendar
    ladders: Mapping[str, Ladder]
    default_ladder: str | None
    party_ladders: Mapping[str, str]
    up_to: Mapping[str, Role]
    phases: tuple[PhasePlan, ...]
    milestones: tuple[MilestonePlan, ...]

    @classmethod
    def of(cls, plan: Plan) -> "Definition":
        """The part of a plan that is kept as one value."""
        return cls(**{one.name: getattr(plan, one.name) for one in fields(cls)})


@dataclass(frozen=True, slots=True)
class Campaign:
    """A running campaign without what is owed in it."""

    id: int
    known_on: date
    plan: Plan
    """Without obligations and questions."""


def campaign_keys(connection: Connection) -> tuple[str, ...]:
    """Of every campaign in the database, in alphabetical order."""
    return tuple(connection.scalars(select(campaign.c.key).order_by(campaign.c.key)))


def find_campaign(connection: Connection, key: str | None) -> Campaign:
    """The campaign of a key; the only one where no key is given.

    In a writer's transaction it waits for whoever else changes the campaign, so that what is read next stays true
    until the end; on SQLite the transaction has waited already.

    Raises:
        NoCampaignError: there is none, or more than one and no key.
    """
    keys = campaign_keys(connection)
    columns = (campaign.c.id, campaign.c.known_on, campaign.c.definition)
    chosen: Select[Any] = select(*columns).where(campaign.c.key == _one(keys, key))
    if is_writer(connection):
        chosen = chosen.with_for_update(key_share=True)
    return _campaign(connection, connection.execute(chosen).one())


def _one(keys: tuple[str, ...], key: str | None) -> str:
    if key in keys:
        return str(key)
    if not keys:
        raise NoCampaignError(phrase("there is no campaign yet; load one with `duban init FILE`"))
    if key is not None:
        raise NoCampaignError(phrase("no campaign is called {key}; there are: {keys}", key=key, keys=keys))
    if len(keys) > 1:
        raise NoCampaignError(phrase("there are several campaigns; name one with --campaign: {keys}", keys=keys))
    return keys[0]


def _campaign(connection: Connection, row: Row[Any]) -> Campaign:
    definition = load(row.definition, Definition)
    plan = Plan(
        **{one.name: getattr(definition, one.name) for one in fields(Definition)},
        directory=_directory(connection, row.id),
        obligations=(),
        questions=(),
    )
    return Campaign(row.id, row.known_on, plan)


def _directory(connection: Connection, campaign_id: int) -> Directory:
    def rows(table: Table) -> Iterable[Row[Any]]:
        return connection.execute(select(table).where(table.c.campaign_id == campaign_id).order_by(table.c.position))

    parties = {
        row.key: Party(
            row.key,
            row.name,
            is_unit=row.is_unit,
            kind=row.kind,
            tags=frozenset(row.tags),
            outside=row.outside,
            aliases=tuple(row.aliases),
            gone=row.gone_on is not None,
        )
        for row in rows(party)
    }
    seats = {
        row.key: SeatFacts(
            row.key,
            row.party,
            row.post,
            Role(row.role),
            row.title,
            row.same_as,
            row.unit,
            frozenset(row.in_charge),
            gone=row.gone_on is not None,
        )
        for row in rows(seat)
    }
    held = select(tenure).join(person).where(person.c.campaign_id == campaign_id).order_by(tenure.c.since)
    tenures: dict[int, list[Tenure]] = {}
    for row in connection.execute(held):
        tenures.setdefault(row.person_id, []).append(Tenure(row.seat, row.since, row.until))
    people = tuple(
        PersonFacts(row.key, row.name, tuple(tenures.get(row.id, ())), tuple(row.addresses), row.language, row.phone)
        for row in rows(person)
    )
    return Directory(parties, seats, people)
