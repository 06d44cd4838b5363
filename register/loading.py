"""A plan into the tables: what `duban init` does with a file that was never loaded before."""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, insert, select

from models.codec import dump
from models.tables.campaigns import campaign, party, person, question, seat, tenure
from models.tables.obligations import need, obligation
from models.words import Phrase
from register.campaigns import Campaign, Definition, find_campaign
from register.events import START, Deal, record
from register.obligation_rows import facts_values, obligation_values
from schedule.agenda import may_want_a_line, next_on
from schedule.directory import Directory, Party, PersonFacts, SeatFacts
from schedule.facts import Book, open_book
from schedule.plan import Plan, Question


def load_campaign(connection: Connection, plan: Plan, deal: Deal, file_name: str, source: str) -> Campaign:
    """Write a campaign that is not in the database yet; everything in it is known from `deal.on`."""
    values = {
        "key": plan.key,
        "known_on": deal.on,
        "loaded_at": deal.at,
        "file_name": file_name,
        "source": source,
        "people": dump(plan.directory.people),
        "definition": dump(Definition.of(plan)),
        "events": 0,
        "head": START,
    }
    campaign_id = connection.execute(insert(campaign).values(values).returning(campaign.c.id)).scalar_one()
    write_directory(connection, campaign_id, plan.directory)
    book = open_book(plan, deal.on)
    write_obligations(connection, campaign_id, book, range(len(plan.obligations)))
    write_questions(connection, campaign_id, plan.questions)
    data = {"file": file_name, "obligations": len(plan.obligations), "questions": len(plan.questions)}
    record(connection, campaign_id, deal, "init", plan.key, data)
    return find_campaign(connection, plan.key)


def write_directory(connection: Connection, campaign_id: int, directory: Directory) -> None:
    """Parties, seats and people, in the file's order."""
    here = {"campaign_id": campaign_id}
    parties, seats = directory.parties.values(), directory.seats.values()
    _insert(connection, party, ({**here, **party_values(one, i)} for i, one in enumerate(parties)))
    _insert(connection, seat, ({**here, **seat_values(one, i)} for i, one in enumerate(seats)))
    write_people(connection, campaign_id, directory)


def party_values(one: Party, position: int) -> dict[str, object]:
    """The columns that hold what the file says of a unit or body."""
    return {
        "key": one.key,
        "position": position,
        "name": one.name,
        "is_unit": one.is_unit,
        "kind": one.kind,
        "tags": sorted(one.tags),
        "outside": one.outside,
        "aliases": list(one.aliases),
    }


def seat_values(one: SeatFacts, position: int) -> dict[str, object]:
    """The columns that hold what the file says of a seat."""
    return {
        "key": one.key,
        "position": position,
        "party": one.party,
        "post": one.post,
        "role": one.role.value,
        "title": one.title,
        "same_as": one.same_as,
        "unit": one.unit,
        "in_charge": sorted(one.in_charge),
    }


def write_people(connection: Connection, campaign_id: int, directory: Directory) -> None:
    """People with their addresses and the seats they hold."""
    for i, one in enumerate(directory.people):
        values = {"campaign_id": campaign_id, **person_values(one, i)}
        person_id = connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
        held = ({"person_id": person_id, "seat": t.seat, "since": t.since, "until": t.to} for t in one.tenures)
        _insert(connection, tenure, held)


def person_values(one: PersonFacts, position: int) -> dict[str, object]:
    """The columns that hold who somebody is; the seats he holds stand apart."""
    return {
        "key": one.key,
        "position": position,
        "name": one.name,
        "language": one.language,
        "phone": one.phone,
        "addresses": list(one.addresses),
    }


def write_obligations(connection: Connection, campaign_id: int, book: Book, positions: Iterable[int]) -> None:
    """Obligations with their facts, and what they need of one another."""
    duties = book.plan.obligations
    _insert(
        connection,
        obligation,
        (
            {
                "campaign_id": campaign_id,
                **obligation_values(one, position),
                **facts_values(book.facts[one.id]),
                "next_on": next_on(book, one),
                "weekly": may_want_a_line(book, one),
            }
            for one, position in zip(duties, positions, strict=True)
        ),
    )
    _insert(
        connection,
        need,
        (
            {"campaign_id": campaign_id, "obligation": one.id, "position": i, "needs": needed}
            for one in duties
            for i, needed in enumerate(one.needs)
        ),
    )


def write_questions(connection: Connection, campaign_id: int, questions: Iterable[Question]) -> None:
    """The plan's open questions."""
    here = {"campaign_id": campaign_id}
    _insert(connection, question, ({**here, **question_values(one, i)} for i, one in enumerate(questions)))


def question_values(one: Question, position: int) -> dict[str, object]:
    """The columns that hold what is asked."""
    return {
        "key": one.id,
        "position": position,
        "kind": one.kind.value,
        "text": dump(one.text) if isinstance(one.text, Phrase) else dict(one.text),
        "clause": one.clause,
        "candidates": list(one.candidates),
        "obligations": list(one.obligations),
    }


def is_loaded(connection: Connection, key: str) -> bool:
    """Whether a campaign of this key is in the database."""
    return connection.execute(select(campaign.c.id).where(campaign.c.key == key)).first() is not None


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    if values := list(rows):
        connection.execute(insert(table), values)
