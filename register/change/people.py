"""Who holds which seat, between three: what the last file said, what acts made of it since, what the file says now.

Seat by seat and word by word the file wins where it says something else than the last file did; where it says the
same, what the register holds stays. So a hand-over recorded by an act outlives every file that is silent about it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from models.words import Phrase, phrase
from register.change.kinds import Change, ChangeKind, shown
from schedule.directory import PersonFacts, Tenure

Holding = tuple[str, date, date]
"""A person's key and the first and last day, both inclusive."""
_FIELDS = ("name", "addresses", "language", "phone")


@dataclass(frozen=True)
class People:
    """The three sides."""

    stored: tuple[PersonFacts, ...]
    last: tuple[PersonFacts, ...]
    """As the last file named them."""
    new: tuple[PersonFacts, ...]

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The seats of which the file says something else than the last one did, in the file's order."""
        last, new = _holdings(self.last), _holdings(self.new)
        return tuple(seat for seat in dict.fromkeys((*new, *last)) if new.get(seat) != last.get(seat))

    @cached_property
    def merged(self) -> tuple[PersonFacts, ...]:
        """Everybody after the change: the file's people, then whoever came by an act."""
        named = [self._named(person) for person in self.new]
        keys = {person.key for person in named}
        others = [self._unnamed(person) for person in self.stored if person.key not in keys]
        return (*named, *(person for person in others if person is not None))

    def _named(self, person: PersonFacts) -> PersonFacts:
        stored, last = _by_key(self.stored).get(person.key), _by_key(self.last).get(person.key)
        if stored is None:
            return replace(person, tenures=self._tenures(person, ()))
        kept = [name for name in _FIELDS if last and getattr(last, name) == getattr(person, name)]
        words = {name: getattr(stored, name) for name in kept}
        return replace(person, tenures=self._tenures(person, stored.tenures), **words)

    def _unnamed(self, person: PersonFacts) -> PersonFacts | None:
        """Somebody the file does not name: he stays while he holds a seat, or never held one."""
        tenures = self._tenures(None, person.tenures)
        in_last = person.key in _by_key(self.last)
        return replace(person, tenures=tenures) if tenures or not (person.tenures or in_last) else None

    def _tenures(self, person: PersonFacts | None, stored: Iterable[Tenure]) -> tuple[Tenure, ...]:
        by_file = [one for one in (person.tenures if person else ()) if one.seat in self.said]
        by_register = [one for one in stored if one.seat not in self.said]
        return tuple(sorted((*by_file, *by_register), key=lambda one: (one.since, one.seat)))


def _by_key(people: Iterable[PersonFacts]) -> Mapping[str, PersonFacts]:
    return {person.key: person for person in people}


def _holdings(people: Iterable[PersonFacts]) -> dict[str, list[Holding]]:
    """By seat, in the order of days."""
    found: dict[str, list[Holding]] = {}
    for person in people:
        for one in person.tenures:
            found.setdefault(one.seat, []).append((person.key, one.since, one.to))
    return {seat: sorted(group, key=lambda one: (one[1], one[0])) for seat, group in found.items()}


# -- differences -------------------------------------------------------------------------------------------------------


def changed_people(people: People) -> Iterator[Change]:
    """Holders by seat, then persons."""
    yield from _holders(people)
    before, after = _by_key(people.stored), _by_key(people.merged)
    for key, person in after.items():
        if key not in before:
            effect = phrase("known from the day of the change")
            yield Change(ChangeKind.PERSON_NEW, key, None, shown(person.addresses or person.name), effect)
            continue
        for name in _FIELDS:
            was, is_now = getattr(before[key], name), getattr(person, name)
            if was != is_now:
                effect = phrase("notices planned from now on follow it; what is planned keeps its address and text")
                yield Change(ChangeKind.PERSON_CHANGED, key, shown(was), shown(is_now), effect)
    for key, person in before.items():
        if key not in after:
            effect = phrase("holds no seat and is taken off the list; notices that went keep the name")
            yield Change(ChangeKind.PERSON_GONE, key, shown(person.name), None, effect)


def _holders(people: People) -> Iterator[Change]:
    stored, after = _holdings(people.stored), _holdings(people.merged)
    names = {person.key: person.name for person in (*people.stored, *people.merged)}
    for seat in people.said:
        before, now = _held(stored.get(seat, ()), names), _held(after.get(seat, ()), names)
        effect = phrase("from the day it says the seat's notices go to whoever holds it then; what went stays")
        if stored.get(seat) == after.get(seat):
            effect = phrase("the file says what the register holds already; it is the file's word from now on")
        yield Change(ChangeKind.HOLDERS, seat, shown(before), shown(now), effect)


def _held(holdings: Iterable[Holding], names: Mapping[str, str]) -> tuple[Phrase, ...]:
    return tuple(_holding(names[key], since, to) for key, since, to in holdings)


def _holding(name: str, since: date, to: date) -> Phrase:
    if since == date.min and to == date.max:
        # a bare name has no words to translate
        return Phrase("{name}", {"name": name})
    if since == date.min:
        return phrase("{name} until {last}", name=name, last=to)
    if to == date.max:
        return phrase("{name} from {first}", name=name, first=since)
    return phrase("{name} from {first} to {last}", name=name, first=since, last=to)
