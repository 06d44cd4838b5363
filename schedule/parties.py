"""Units, bodies, seats and people of a campaign file as a directory."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from schedule.campaign_file.entries import DEFAULT_SEATS
from schedule.campaign_file.parties import Seat, Selection, Unit
from schedule.campaign_file.shapes import CampaignFile
from schedule.directory import Directory, Party, PersonFacts, SeatFacts, Tenure


def build_directory(file: CampaignFile) -> Directory:
    """Everybody the file names, in its order."""
    parties = {
        key: Party(key, unit.name, is_unit=True, kind=unit.kind, tags=frozenset(unit.tags), aliases=unit.aliases)
        for key, unit in file.units.items()
    }
    parties |= {
        key: Party(key, body.name, is_unit=False, outside=body.outside, aliases=body.aliases)
        for key, body in file.bodies.items()
    }
    seats = {seat.key: seat for seat in _seats(file)}
    return Directory(parties, seats, tuple(_people(file)))


def _seats(file: CampaignFile) -> Iterator[SeatFacts]:
    for key, unit in file.units.items():
        posts: dict[str, Seat | None] = {post: Seat(role=role) for post, role in DEFAULT_SEATS.items()}
        for post, seat in (posts | unit.seats).items():
            if seat is not None:
                yield _seat(file, key, post, seat)
    for key, body in file.bodies.items():
        for post, seat in body.seats.items():
            yield _seat(file, key, post, seat)


def _seat(file: CampaignFile, party: str, post: str, seat: Seat) -> SeatFacts:
    in_charge = frozenset(select(file, seat.in_charge))
    return SeatFacts(f"{party}/{post}", party, post, seat.role, seat.title, seat.same_as, seat.unit, in_charge)


def _people(file: CampaignFile) -> Iterator[PersonFacts]:
    names = Counter(person.name for person in file.people)
    for person in file.people:
        unique = names[person.name] == 1 or not person.holds
        yield PersonFacts(
            key=person.name if unique else f"{person.name}@{person.holds[0].seat}",
            name=person.name,
            tenures=tuple(Tenure(t.seat, t.since or date.min, t.to or date.max) for t in person.holds),
            addresses=person.addresses,
            language=person.language,
            phone=person.phone,
        )


def select(file: CampaignFile, chosen: Iterable[Selection | str]) -> Iterator[str]:
    """The keys of what is chosen, in the file's order within each choice, none twice; `all` means all units."""
    seen: set[str] = set()
    for one in chosen:
        for key in _matching(file, one):
            if key not in seen:
                seen.add(key)
                yield key


def _matching(file: CampaignFile, one: Selection | str) -> Iterator[str]:
    if isinstance(one, str):
        yield from file.units if one == "all" else (one,)
        return
    but = frozenset(one.but)
    yield from (key for key in chosen_by(file, one) if key not in but)


def chosen_by(file: CampaignFile, one: Selection) -> tuple[str, ...]:
    """The keys of the units that a selection means before any is left out, in the file's order."""
    if one.kind is not None:
        return file.units_of_kind.get(one.kind, ())
    return file.units_with_tag.get(one.tag or "", ())


def picks(one: Selection, unit: Unit) -> bool:
    """Whether a unit is of the kind or has the tag that a selection means."""
    return unit.kind == one.kind if one.kind is not None else one.tag in unit.tags
