"""People by date: a seat handed over from a day on, and who has confirmed to be the liaison.

What went before the day stays with whoever it went to. What was planned for the one before and has not gone is told to
the one after by the next run (`register.retelling`), and so is what nobody could be sent while the seat was not
reached.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from models.errors import DubanError
from models.tables.campaigns import person, tenure
from models.words import LANGUAGES, Phrase, Role, phrase
from register.campaigns import Campaign, find_campaign
from register.events import Deal, record
from register.retelling import HAND_OVER
from register.targets import close_to
from schedule.directory import Directory, PersonFacts, Tenure


class UnknownSeatError(DubanError):
    """No unit or body has that seat."""

    exit_code = 2

    def __init__(self, seat: str, known: Iterable[str]) -> None:
        if close := close_to(seat, known):
            super().__init__(phrase("there is no seat {seat}; did you mean {close}?", seat=seat, close=close))
        else:
            super().__init__(phrase("there is no seat {seat}; `duban people` lists them", seat=seat))


class UnusableHandOverError(DubanError):
    """The seat cannot be handed over so; nothing was changed."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes a seat."""

    name: str
    """Of somebody known, by name or key, or of somebody new."""
    addresses: tuple[str, ...] = ()
    """In order of fallback; empty: as they are known."""
    language: str | None = None
    phone: str | None = None
    is_new: bool = False
    """Whether he is another person than the one known by that name."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A seat that was handed over."""

    seat: str
    before: PersonFacts | None
    after: PersonFacts
    since: date
    event: int
    other_seats: tuple[str, ...]
    """What the successor holds besides."""
    running: Campaign
    """The campaign with its people after it."""


def hand_over(
    connection: Connection, running: Campaign, seat: str, successor: Successor, since: date, deal: Deal
) -> HandedOver:
    """Hand a seat over, or refuse and change nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        seat: its key, `unit/post`; seats joined with it go along.
        successor: who takes it; of whoever holds it already addresses, language and telephone are replaced.
        since: his first day; whoever holds the seat now keeps it until the day before.
        deal: who records it, and the day.

    Raises:
        UnknownSeatError: no such seat.
        UnusableHandOverError: the same holder and nothing new about him, a day before a tenure that begins later,
            a name that several have, an unusable address or language.
    """
    directory = running.plan.directory
    if seat not in directory.seats or directory.seats[seat].gone:
        raise UnknownSeatError(seat, (key for key, one in directory.seats.items() if not one.gone))
    _refuse_what_is_unusable(successor)
    joined = _joined(directory, seat)
    before = directory.holder(seat, since)
    known = _known(directory, successor, before)
    if known is not None and known == before and _details(known, successor) == known:
        why = phrase("{name} holds {seat} already, and nothing new is said of him", name=known.name, seat=seat)
        raise UnusableHandOverError(why)
    _refuse_later_tenures(directory, joined, since)
    after = _details(known, successor) if known else _newcomer(directory, seat, successor)
    _write_person(connection, running, known, after)
    if known is None or known != before:
        _write_tenures(connection, running, joined, after, Tenure(seat, since, date.max))
    changed = find_campaign(connection, running.plan.key)
    data = _said(before, after, since, joined, successor)
    number = record(connection, running.id, deal, HAND_OVER, seat, data)
    others = {one.seat for one in (known.tenures if known else ()) if one.to >= since} - set(joined)
    return HandedOver(seat, before, after, since, number, tuple(sorted(others)), changed)


def confirm_liaison(connection: Connection, running: Campaign, unit: str, deal: Deal) -> PersonFacts | None:
    """Mark whoever is a unit's liaison as confirmed, and record it; None where nobody is known to be."""
    directory = running.plan.directory
    for seat in directory.with_role(unit, Role.LIAISON):
        holder = directory.holder(seat, deal.on)
        if holder is None:
            continue
        here = (person.c.campaign_id == running.id, person.c.key == holder.key)
        connection.execute(update(person).where(*here).values(confirmed_on=deal.on))
        record(connection, running.id, deal, "confirm", seat, {"person": holder.name})
        return holder
    return None


def confirmed(connection: Connection, running: Campaign) -> Mapping[str, date]:
    """The day on which each person was confirmed as a liaison, by his key; who was not is left out."""
    chosen = select(person.c.key, person.c.confirmed_on).where(
        person.c.campaign_id == running.id, person.c.confirmed_on.is_not(None)
    )
    return {row.key: row.confirmed_on for row in connection.execute(chosen)}


# -- what cannot be ----------------------------------------------------------------------------------------------------


def _refuse_what_is_unusable(successor: Successor) -> None:
    if not successor.name.strip() or not successor.name.isprintable():
        raise UnusableHandOverError(phrase("the name is empty, or no line of letters"))
    if successor.language not in {None, *LANGUAGES}:
        why = phrase("the language must be one of {known}, not {value}", known=LANGUAGES, value=successor.language)
        raise UnusableHandOverError(why)
    for address in successor.addresses:
        if why_not := _why_no_address(address):
            raise UnusableHandOverError(why_not)


def _why_no_address(address: str) -> Phrase | None:
    # an act pays for the file's own rule, a run does not
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    from notifications.transports.choice import CHANNELS  # noqa: PLC0415
    from schedule.campaign_file.parties import Address  # noqa: PLC0415

    if "@" in address and ":" not in address:
        return phrase("{address} lacks its channel; did you mean mailto:{address}?", address=address)
    if address.partition(":")[0].lower() not in CHANNELS:
        return phrase("{address}: there is no such channel; there are {known}", address=address, known=CHANNELS)
    try:
        TypeAdapter(Address).validate_python(address)
    except ValidationError as wrong:
        why: Phrase = wrong.errors()[0]["ctx"]["refused"].message
        return phrase("{address}: {why}", address=address, why=why)
    return None


def _refuse_later_tenures(directory: Directory, joined: Iterable[str], since: date) -> None:
    """Whoever takes the seat on a later day than this one is recorded already; on the same day he is replaced."""
    later = [
        (one.since, known.name)
        for known in directory.people
        for one in known.tenures
        if one.seat in joined and one.since > since
    ]
    if later:
        day, name = min(later)
        why = phrase("{name} is to take the seat on {day} already; say a day not before it", name=name, day=day)
        raise UnusableHandOverError(why)


def _known(directory: Directory, successor: Successor, before: PersonFacts | None) -> PersonFacts | None:
    """The person a name means, if he is known: by his key, else by a name that only one has."""
    if successor.is_new:
        return None
    by_key = [one for one in directory.people if one.key == successor.name]
    by_name = [one for one in directory.people if one.name == successor.name]
    if before in by_name:
        return before
    if by_key:
        return by_key[0]
    if len(by_name) > 1:
        keys = tuple(one.key for one in by_name)
        why = phrase("several are called {name}; say which: {keys}, or --new", name=successor.name, keys=keys)
        raise UnusableHandOverError(why)
    return next(iter(by_name), None)


# -- what is written ---------------------------------------------------------------------------------------------------


def _joined(directory: Directory, seat: str) -> tuple[str, ...]:
    """The seats of one person, named or not."""
    root = directory.root(seat)
    return tuple(key for key in directory.seats if directory.root(key) == root)


def _details(known: PersonFacts, successor: Successor) -> PersonFacts:
    return replace(
        known,
        addresses=successor.addresses or known.addresses,
        language=successor.language or known.language,
        phone=successor.phone or known.phone,
    )


def _newcomer(directory: Directory, seat: str, successor: Successor) -> PersonFacts:
    """Somebody new; where the name is taken as a key, the seat tells him apart, as in a campaign file."""
    taken = {one.key for one in directory.people}
    key = successor.name if successor.name not in taken else f"{successor.name}@{seat}"
    number = 2
    while key in taken:
        key, number = f"{successor.name}@{seat}-{number}", number + 1
    return PersonFacts(key, successor.name, (), successor.addresses, successor.language, successor.phone)


def _write_person(connection: Connection, running: Campaign, known: PersonFacts | None, after: PersonFacts) -> None:
    words = {"addresses": list(after.addresses), "language": after.language, "phone": after.phone}
    if known is not None:
        here = (person.c.campaign_id == running.id, person.c.key == after.key)
        connection.execute(update(person).where(*here).values(words))
        return
    last = select(func.coalesce(func.max(person.c.position), -1)).where(person.c.campaign_id == running.id)
    position = connection.execute(last).scalar_one() + 1
    new = {"campaign_id": running.id, "key": after.key, "name": after.name, "position": position, **words}
    connection.execute(insert(person).values(new))


def _write_tenures(
    connection: Connection, running: Campaign, joined: tuple[str, ...], after: PersonFacts, taken: Tenure
) -> None:
    """The one before keeps the seat until the day before; a tenure that would begin on the same day never was."""
    ids = {
        row.key: row.id
        for row in connection.execute(select(person.c.key, person.c.id).where(person.c.campaign_id == running.id))
    }
    held = (tenure.c.person_id.in_(ids.values()), tenure.c.seat.in_(joined))
    connection.execute(delete(tenure).where(*held, tenure.c.since >= taken.since))
    last = taken.since - timedelta(days=1)
    connection.execute(update(tenure).where(*held, tenure.c.until >= taken.since).values(until=last))
    begun = {"person_id": ids[after.key], "seat": taken.seat, "since": taken.since, "until": taken.to}
    connection.execute(insert(tenure).values(begun))


def _said(
    before: PersonFacts | None, after: PersonFacts, since: date, joined: tuple[str, ...], successor: Successor
) -> dict[str, object]:
    """What the event keeps; addresses may carry a secret, so that only their channels stand in it."""
    return {
        "from": before.name if before else None,
        "to": after.name,
        "person": after.key,
        "since": since,
        "seats": list(joined),
        "channels": [address.partition(":")[0] for address in after.addresses],
        "changed": [name for name in ("addresses", "language", "phone") if getattr(successor, name)],
    }
