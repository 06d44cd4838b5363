"""Who is who: parties, seats, people, and which seats a role means for a duty (design §6)."""

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import cached_property

from models.words import LEADING_GROUP, OFFICE, Role


@dataclass(frozen=True, slots=True)
class Party:
    """A unit that owes, or a body."""

    key: str
    name: str | None
    _: KW_ONLY
    is_unit: bool
    kind: str | None = None
    tags: frozenset[str] = frozenset()
    outside: bool = False
    aliases: tuple[str, ...] = ()
    gone: bool = False
    """It left the campaign and stays for the record only."""

    @property
    def chased(self) -> bool:
        """Whether it is ever addressed: units, the office and the leading group; no other body, nobody who left."""
        return not self.gone and (self.is_unit or self.key in {OFFICE, LEADING_GROUP})


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One post."""

    key: str
    """`party/post`."""
    party: str
    post: str
    role: Role
    title: str | None = None
    same_as: str | None = None
    unit: str | None = None
    """The unit a seat of the leading group stands for."""
    in_charge: frozenset[str] = frozenset()
    """Units this deputy leader is in charge of 分管."""
    gone: bool = False
    """The post is no more; it stays for the record, and no role means it."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """A seat held from a day to a day, both inclusive."""

    seat: str
    since: date
    to: date


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody who holds seats."""

    key: str
    name: str
    tenures: tuple[Tenure, ...] = ()
    addresses: tuple[str, ...] = ()
    language: str | None = None
    phone: str | None = None


@dataclass(frozen=True, eq=False)
class Directory:
    """All parties, seats and people of a campaign."""

    parties: Mapping[str, Party]
    seats: Mapping[str, SeatFacts]
    people: tuple[PersonFacts, ...] = ()
    _holders: dict[str, list[tuple[Tenure, PersonFacts]]] = field(default_factory=dict, repr=False)
    _resolved: dict[tuple[Role, str | None], tuple[str, ...]] = field(default_factory=dict, repr=False)
    """What `resolve` has found: asked again for every rung of every day."""
    _held: dict[tuple[str, date], PersonFacts | None] = field(default_factory=dict, repr=False)
    """What `holder` has found: asked again for every item of a day."""

    def __post_init__(self) -> None:
        """Index the tenures by seat."""
        for person in self.people:
            for tenure in person.tenures:
                self._holders.setdefault(tenure.seat, []).append((tenure, person))

    def root(self, seat: str) -> str:
        """The seat that stands for everybody joined with `seat` by `same_as`."""
        while (onward := self.seats[seat].same_as) is not None:
            seat = onward
        return seat

    @cached_property
    def _joined(self) -> Mapping[str, tuple[str, ...]]:
        groups: dict[str, list[str]] = {}
        for key in self.seats:
            groups.setdefault(self.root(key), []).append(key)
        return {key: tuple(group) for key, group in groups.items()}

    def holder(self, seat: str, day: date) -> PersonFacts | None:
        """Who holds the seat, or one joined with it, on a day."""
        asked = (seat, day)
        if asked not in self._held:
            self._held[asked] = self._holder(seat, day)
        return self._held[asked]

    def _holder(self, seat: str, day: date) -> PersonFacts | None:
        for one in (seat, *self._joined[self.root(seat)]):
            for tenure, person in self._holders.get(one, ()):
                if tenure.since <= day <= tenure.to:
                    return person
        return None

    def identity(self, seat: str, day: date) -> str:
        """What makes two seats one reader on a day: the person, else the seat they are joined to."""
        person = self.holder(seat, day)
        return f"person:{person.key}" if person else f"seat:{self.root(seat)}"

    def with_role(self, party: str, role: Role) -> tuple[str, ...]:
        """The seats of a party that have a role, in the file's order."""
        return self._by_role.get((party, role), ())

    @cached_property
    def _by_role(self) -> Mapping[tuple[str, Role], tuple[str, ...]]:
        groups: dict[tuple[str, Role], list[str]] = {}
        for key, seat in self.seats.items():
            if not seat.gone:
                groups.setdefault((seat.party, seat.role), []).append(key)
        return {place: tuple(group) for place, group in groups.items()}

    @cached_property
    def office_staff(self) -> tuple[str, ...]:
        """Who does the office's daily work: its staff, else its director."""
        return self.with_role(OFFICE, Role.LIAISON) or self.office_directors

    @cached_property
    def office_directors(self) -> tuple[str, ...]:
        """The office's director."""
        return self.with_role(OFFICE, Role.OFFICE_DIRECTOR)

    def in_charge_of(self, unit: str) -> tuple[str, ...]:
        """The deputy leaders in charge of a unit; empty where nobody is known to be."""
        deputies = self.with_role(LEADING_GROUP, Role.DEPUTY_LEADER)
        return tuple(key for key in deputies if unit in self.seats[key].in_charge)

    def resolve(self, role: Role, unit: str | None) -> tuple[str, ...]:
        """The seats that a role means for what a unit owes; `unit` None: nobody is known to owe it.

        The office's own duties go to its staff and director, the leading group's to the office director, and what has
        no owner never above him. A deputy leader nobody knows is the office director.
        """
        asked = (role, unit)
        if asked not in self._resolved:
            self._resolved[asked] = self._resolve(role, unit)
        return self._resolved[asked]

    def _resolve(self, role: Role, unit: str | None) -> tuple[str, ...]:
        if role is Role.OFFICE_DIRECTOR:
            return self.office_directors
        if role in {Role.OFFICE_MANAGER, Role.OFFICE_DEPUTY}:
            return self.with_role(OFFICE, role)
        if unit is None and role.rank > Role.OFFICE_DIRECTOR.rank:
            return ()
        if role is Role.DEPUTY_LEADER and unit is not None:
            return self.in_charge_of(unit) or self.office_directors
        if role is Role.LEADER:
            return self.with_role(LEADING_GROUP, role)
        if role is Role.MEMBER:
            return self._members_of(unit)
        return self._of_owner(role, unit)

    def _of_owner(self, role: Role, unit: str | None) -> tuple[str, ...]:
        if unit is not None and self.parties[unit].is_unit:
            return self.with_role(unit, role) or self._in_its_place(role, unit)
        if role is Role.ALTERNATE:
            return ()
        if role is Role.HEAD or unit == LEADING_GROUP:
            return self.office_directors
        return self.office_staff

    def _in_its_place(self, role: Role, unit: str) -> tuple[str, ...]:
        """A unit without the seat is told one higher, from liaison to head to office director (law 14)."""
        if role is Role.LIAISON:
            return self.resolve(Role.HEAD, unit)
        return self.office_directors if role is Role.HEAD else ()

    def _members_of(self, unit: str | None) -> tuple[str, ...]:
        members = self.with_role(LEADING_GROUP, Role.MEMBER)
        return tuple(key for key in members if self.stands_for(key) == unit)

    def stands_for(self, seat: str) -> str | None:
        """The unit that a seat of a body stands for: named, or by the unit's seat it is joined to."""
        one = self.seats[seat]
        if one.unit is not None or one.same_as is None:
            return one.unit
        joined = self.seats[one.same_as]
        return joined.party if self.parties[joined.party].is_unit else self.stands_for(one.same_as)

    def rank(self, seat: str, unit: str | None) -> int:
        """Height of a seat for what `unit` owes: the seat that stands in for the head is no higher than a head."""
        rank = self.seats[seat].role.rank
        return min(rank, Role.HEAD.rank) if seat in self.resolve(Role.HEAD, unit) else rank

    def highest(self, seats: Iterable[str]) -> str:
        """The seat with the highest role; the first of equals."""
        return max(seats, key=lambda key: self.seats[key].role.rank)
