"""The rows that differ between two states of a whole campaign."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, select, update

from models.codec import dump
from models.tables.campaigns import campaign, party, person, question, seat, tenure
from models.tables.notices import item
from models.tables.obligations import need, obligation
from register.campaigns import Campaign, Definition
from register.events import Deal
from register.loading import party_values, person_values, question_values, seat_values, write_obligations
from register.obligation_rows import obligation_values, told_values
from register.saving import save_facts
from schedule.agenda import may_want_a_line, next_on
from schedule.directory import Directory, PersonFacts
from schedule.facts import Book
from schedule.plan import Plan

Values = Mapping[str, object]


def write_definition(connection: Connection, running: Campaign, new: Plan, deal: Deal, file: Values) -> None:
    """The file's own word on the campaign as a whole and on its people, kept for the next comparison."""
    said = {"definition": dump(Definition.of(new)), "people": dump(new.directory.people), "loaded_at": deal.at}
    connection.execute(update(campaign).where(campaign.c.id == running.id).values({**said, **file}))


def write_book(connection: Connection, running: Campaign, before: Book, after: Book, on: date) -> None:
    """Everything but the definition.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        before: the whole campaign as stored.
        after: the whole campaign as it shall be; nothing in it is missing.
        on: the day of the change.
    """
    _write_directory(connection, running, before.plan.directory, after.plan.directory, on)
    _write_people(connection, running, before.plan.directory.people, after.plan.directory.people)
    _write_duties(connection, running, before, after)
    _write_facts(connection, running, before, after)
    _write_past_rungs(connection, running, before, after, on)
    _write_questions(connection, running, before, after)
    _look_anew(connection, running, after)


# -- who takes part ----------------------------------------------------------------------------------------------------


def _write_directory(connection: Connection, running: Campaign, before: Directory, after: Directory, on: date) -> None:
    gone_before, gone = _gone(before), _gone(after)

    def ends(key: str) -> Values:
        """The day somebody left; who left before keeps that day."""
        return {} if key in gone & gone_before else {"gone_on": on if key in gone else None}

    for table, old, new in (
        (
            party,
            {one.key: party_values(one, i) for i, one in enumerate(before.parties.values())},
            {one.key: party_values(one, i) for i, one in enumerate(after.parties.values())},
        ),
        (
            seat,
            {one.key: seat_values(one, i) for i, one in enumerate(before.seats.values())},
            {one.key: seat_values(one, i) for i, one in enumerate(after.seats.values())},
        ),
    ):
        for key, values in new.items():
            if key not in old:
                connection.execute(insert(table).values({"campaign_id": running.id, **values}))
            elif old[key] != values or (key in gone) != (key in gone_before):
                _update(connection, table, running, key, {**values, **ends(key)})


def _gone(directory: Directory) -> set[str]:
    """Keys of parties and of seats, which have a slash in theirs."""
    parties = {key for key, one in directory.parties.items() if one.gone}
    return parties | {key for key, one in directory.seats.items() if one.gone}


def _write_people(
    connection: Connection, running: Campaign, before: tuple[PersonFacts, ...], after: tuple[PersonFacts, ...]
) -> None:
    rows = connection.execute(select(person.c.key, person.c.id).where(person.c.campaign_id == running.id))
    ids: dict[str, int] = {row.key: row.id for row in rows}
    stored = {one.key: (person_values(one, i), set(one.tenures)) for i, one in enumerate(before)}
    for key in stored.keys() - {one.key for one in after}:
        connection.execute(delete(tenure).where(tenure.c.person_id == ids[key]))
        connection.execute(delete(person).where(person.c.id == ids[key]))
    for i, one in enumerate(after):
        if one.key not in stored:
            new = {"campaign_id": running.id, **person_values(one, i)}
            ids[one.key] = connection.execute(insert(person).values(new).returning(person.c.id)).scalar_one()
        elif stored[one.key][0] != person_values(one, i):
            _update(connection, person, running, one.key, person_values(one, i))
        if one.key not in stored or stored[one.key][1] != set(one.tenures):
            _write_tenures(connection, ids[one.key], one)


def _write_tenures(connection: Connection, person_id: int, one: PersonFacts) -> None:
    connection.execute(delete(tenure).where(tenure.c.person_id == person_id))
    rows = [{"person_id": person_id, "seat": t.seat, "since": t.since, "until": t.to} for t in one.tenures]
    if rows:
        connection.execute(insert(tenure), rows)


# -- what is owed ------------------------------------------------------------------------------------------------------


def _write_duties(connection: Connection, running: Campaign, before: Book, after: Book) -> None:
    places = {key: i for i, key in enumerate(after.plan.by_id)}
    fresh = tuple(one for one in after.plan.obligations if one.id not in before.plan.by_id)
    part = replace(after, plan=replace(after.plan, obligations=fresh))
    write_obligations(connection, running.id, part, [places[one.id] for one in fresh])
    for i, old in enumerate(before.plan.obligations):
        one = after.plan.by_id[old.id]
        values, stored = obligation_values(one, places[one.id]), obligation_values(old, i)
        if values != stored:
            _update(connection, obligation, running, one.id, values)
        if one.needs != old.needs:
            _write_needs(connection, running, one.id, one.needs)


def _write_needs(connection: Connection, running: Campaign, key: str, needs: Iterable[str]) -> None:
    connection.execute(delete(need).where(need.c.campaign_id == running.id, need.c.obligation == key))
    rows = [
        {"campaign_id": running.id, "obligation": key, "position": i, "needs": needed} for i, needed in enumerate(needs)
    ]
    if rows:
        connection.execute(insert(need), rows)


def _write_facts(connection: Connection, running: Campaign, before: Book, after: Book) -> None:
    # what is new was written whole
    known = replace(before, facts={**after.facts, **before.facts})
    save_facts(connection, running, known, after)
    for key in before.announced.keys() - after.announced.keys():
        _update(connection, obligation, running, key, {"announced_on": None})


def _write_past_rungs(connection: Connection, running: Campaign, before: Book, after: Book, on: date) -> None:
    """Rungs recorded as superseded stand in no message, behind what the day has recorded already."""
    told = [
        told_values(key, one) for key, facts in before.facts.items() for one in after.facts[key].told[len(facts.told) :]
    ]
    last = select(func.coalesce(func.max(item.c.number), -1)).where(item.c.campaign_id == running.id, item.c.on == on)
    first = connection.execute(last).scalar_one() + 1
    rows = [
        {"campaign_id": running.id, **values, "audience": [], "notice": None, "place": 0, "number": number}
        for number, values in enumerate(told, first)
    ]
    if rows:
        connection.execute(insert(item), rows)


def _look_anew(connection: Connection, running: Campaign, after: Book) -> None:
    """When a run next has something to do: a calendar, a ladder or a seat may have changed it for any duty."""
    known = select(obligation.c.key, obligation.c.next_on, obligation.c.weekly)
    stored = {row.key: row for row in connection.execute(known.where(obligation.c.campaign_id == running.id))}
    rows: list[dict[str, object]] = []
    for one in after.plan.obligations:
        day, weekly = next_on(after, one), may_want_a_line(after, one)
        if (stored[one.id].next_on, stored[one.id].weekly) != (day, weekly):
            rows.append({"here": running.id, "of": one.id, "day": day, "line": weekly})
    if rows:
        chosen = (obligation.c.campaign_id == bindparam("here"), obligation.c.key == bindparam("of"))
        connection.execute(
            update(obligation).where(*chosen).values(next_on=bindparam("day"), weekly=bindparam("line")), rows
        )


# -- what is asked -----------------------------------------------------------------------------------------------------


def _write_questions(connection: Connection, running: Campaign, before: Book, after: Book) -> None:
    stored = {one.id: question_values(one, i) for i, one in enumerate(before.plan.questions)}
    new = {one.id: question_values(one, i) for i, one in enumerate(after.plan.questions)}
    ended = stored.keys() - new.keys()
    connection.execute(delete(question).where(question.c.campaign_id == running.id, question.c.key.in_(ended)))
    unanswered = {"answered_on": None, "value": None, "answered_by": None}
    for key, values in new.items():
        if key not in stored:
            connection.execute(insert(question).values({"campaign_id": running.id, **values}))
        elif key in before.answered - after.answered:
            _update(connection, question, running, key, {**values, **unanswered})
        elif values != stored[key]:
            _update(connection, question, running, key, values)


def _update(connection: Connection, table: Table, running: Campaign, key: str, values: Values) -> None:
    here: tuple[ColumnElement[bool], ...] = (table.c.campaign_id == running.id, table.c.key == key)
    connection.execute(update(table).where(*here).values(dict(values)))
