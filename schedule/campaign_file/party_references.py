"""Units, bodies, seats, people and ladders: whether what they name exists, once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.words import Path, phrase
from schedule.campaign_file.circles import circles
from schedule.campaign_file.entries import Finding, deliverables
from schedule.campaign_file.lookup import MOST_JOINED, Names
from schedule.campaign_file.parties import Selection


@dataclass(frozen=True, slots=True, order=True)
class _Held:
    """A tenure and where it stands."""

    since: date
    to: date
    person: int
    index: int
    seat: str


def names_taken(names: Names) -> Iterator[Finding]:
    """Units and bodies share no key and no name."""
    for key in names.file.units:
        if key in names.file.bodies:
            message = phrase("{key} is a body already; a unit needs a key of its own", key=key)
            yield "duplicate-key", message, ("units", key)
    taken: dict[str, str] = {}
    for section, parties in (("units", names.file.units), ("bodies", names.file.bodies)):
        for key, party in parties.items():
            for i, name in enumerate((party.name, *party.aliases)):
                if name is not None and taken.setdefault(name, key) != key:
                    path: Path = (section, key, "name") if i == 0 else (section, key, "aliases", i - 1)
                    message = phrase("{name} is already a name of {other}", name=name, other=taken[name])
                    yield "name-taken", message, path


def seats(names: Names) -> Iterator[Finding]:
    """What seats are joined with, stand for and are in charge of."""
    for section, parties in (("units", names.file.units), ("bodies", names.file.bodies)):
        for key, party in parties.items():
            for post, seat in party.seats.items():
                path: Path = (section, key, "seats", post)
                if seat is None:
                    continue
                if seat.same_as is not None:
                    yield from names.seat(seat.same_as, (*path, "same_as"))
                if seat.unit is not None:
                    yield from names.unit(seat.unit, (*path, "unit"))
                yield from who(names, seat.in_charge, (*path, "in_charge"))
    yield from _joined(names)


def _joined(names: Names) -> Iterator[Finding]:
    around = dict(circles({seat: (onward,) for seat, onward in names.joined.items()}))
    for seat, way in around.items():
        yield (
            "circle",
            phrase("same_as leads from {seat} back to itself: {way}", seat=seat, way=way)
            if way
            else phrase("same_as leads from {seat} back to itself", seat=seat),
            (*names.seats[seat], "same_as"),
        )
    for seat in names.joined if not around else ():
        if names.root(seat) is None:
            message = phrase(
                "more than {limit} seats are joined one after the other; name the last one", limit=MOST_JOINED
            )
            yield "bad-value", message, (*names.seats[seat], "same_as")


def who(names: Names, chosen: Iterable[Selection | str], path: Path) -> Iterator[Finding]:
    """Unit keys, `all` and selections."""
    for i, one in enumerate(chosen):
        if isinstance(one, Selection):
            yield from selection(names, one, (*path, i))
        else:
            yield from names.units(one, (*path, i))


def selection(names: Names, one: Selection, path: Path) -> Iterator[Finding]:
    """A kind or tag that some unit has, and units left out that exist."""
    if one.kind is not None:
        yield from names.kind(one.kind, (*path, "kind"))
    if one.tag is not None:
        yield from names.tag(one.tag, (*path, "tag"))
    for i, key in enumerate(one.but):
        yield from names.unit(key, (*path, "except", i))


def people(names: Names) -> Iterator[Finding]:
    """Seats that exist, held by one person at a time; addresses of the campaign's channels."""
    channels = dict.fromkeys(names.file.campaign.channels)
    for i, person in enumerate(names.file.people):
        for j, tenure in enumerate(person.holds):
            yield from names.seat(tenure.seat, ("people", i, "holds", j, "seat"))
        for j, address in enumerate(person.addresses):
            if channels and (scheme := address.partition(":")[0]) not in channels:
                message = phrase(
                    "the channel {scheme} is not among the campaign's channels {allowed}",
                    scheme=scheme,
                    allowed=tuple(channels),
                )
                yield "bad-address", message, ("people", i, "addresses", j)
    yield from _held_twice(names)


def _held_twice(names: Names) -> Iterator[Finding]:
    """Two tenures of one seat, or of joined ones by two people, at one time; reported at the later in the file."""
    for tenures in _tenures(names).values():
        longest = tenures[0]
        for one in tenures[1:]:
            if one.since <= longest.to and (one.person != longest.person or one.seat == longest.seat):
                first, second = sorted((longest, one), key=lambda held: (held.person, held.index))
                name = names.file.people[first.person].name
                message = phrase("{seat} is held by {name} at that time already", seat=second.seat, name=name)
                yield "seat-taken", message, ("people", second.person, "holds", second.index)
            longest = max(longest, one, key=lambda held: held.to)


def _tenures(names: Names) -> Mapping[str, list[_Held]]:
    """Who holds each seat, joined ones together, by first day."""
    tenures: dict[str, list[_Held]] = {}
    for i, person in enumerate(names.file.people):
        for j, tenure in enumerate(person.holds):
            held = _Held(tenure.since or date.min, tenure.to or date.max, i, j, tenure.seat)
            tenures.setdefault(names.root(tenure.seat) or tenure.seat, []).append(held)
    return {seat: sorted(held) for seat, held in tenures.items()}


def ladders(names: Names) -> Iterator[Finding]:
    """Ladders that exist, and no two rungs at one offset."""
    file = names.file
    places: list[tuple[str | None, Path]] = [(file.campaign.ladder, ("campaign", "ladder"))]
    places += [(kind.ladder, ("kinds", key, "ladder")) for key, kind in file.kinds.items()]
    places += [(unit.ladder, ("units", key, "ladder")) for key, unit in file.units.items()]
    places += [(body.ladder, ("bodies", key, "ladder")) for key, body in file.bodies.items()]
    places += [(d.ladder, (*path, "ladder")) for _, _, d, path in deliverables(file)]
    places += [(veto.ladder, ("vetoes", i, "ladder")) for i, veto in enumerate(file.vetoes)]
    for name, path in places:
        if name is not None:
            yield from names.ladder(name, path)
    for key, rungs in file.ladders.items():
        seen = set()
        for i, rung in enumerate(rungs):
            if rung.at in seen:
                message = phrase(
                    "the rung {at} stands here a second time; one rung lists its whole audience", at=str(rung.at)
                )
                yield "duplicate-key", message, ("ladders", key, i, "at")
            seen.add(rung.at)
