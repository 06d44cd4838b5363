"""Units, bodies and their seats between the stored campaign and a changed file; who left stays for the record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from models.words import Phrase, phrase
from register.change.kinds import Change, ChangeKind, shown
from schedule.directory import Directory, Party, PersonFacts, SeatFacts
from schedule.facts import Book
from schedule.plan import Plan


def merged_directory(book: Book, new: Plan, people: tuple[PersonFacts, ...]) -> Directory:
    """The directory after the change: the file's, and behind it everybody and every post that is no more."""
    old = book.plan.directory
    parties = {key: _named(book, party) for key, party in new.directory.parties.items()}
    gone = {key: replace(party, gone=True) for key, party in old.parties.items() if key not in parties}
    seats = dict(new.directory.seats)
    # joined with nobody any more: a post's readers are the file's business
    past = {key: replace(seat, gone=True, same_as=None) for key, seat in old.seats.items() if key not in seats}
    return Directory(parties | gone, seats | past, people)


def _named(book: Book, party: Party) -> Party:
    """A name that the file leaves open stays as somebody answered it."""
    known = book.plan.directory.parties.get(party.key)
    if party.name is None and known is not None and f"{party.key}-name" in book.answered:
        return replace(party, name=known.name)
    return party


# -- differences -------------------------------------------------------------------------------------------------------

_WHAT_OF_PARTIES: Mapping[str, Phrase] = {
    "name": phrase("its name is replaced; notices that went keep the old one"),
    "kind": phrase("its kind is replaced; who owes what and which ladder holds stands in lines of its own"),
    "tags": phrase("its tags are replaced; who owes what stands in lines of its own"),
    "aliases": phrase("its other names are replaced"),
    "outside": phrase("what it does is owed, or not owed any more, by somebody who can be told"),
    "is_unit": phrase("it is a unit now, or a body"),
}
_SEATS_TOLD = phrase("from now on notices go by it; rungs that are past do not go to whoever is new")


def changed_parties(book: Book, directory: Directory) -> Iterator[Change]:
    """Units and bodies that are new, changed or gone; `directory` is the merged one."""
    old = book.plan.directory.parties
    for key, party in directory.parties.items():
        before = old.get(key)
        if party.gone:
            if not (before and before.gone):
                yield Change(ChangeKind.PARTY_GONE, key, shown(party.name), None, _left(party))
        elif before is None or before.gone:
            yield Change(ChangeKind.PARTY_NEW, key, None, shown(party.name), _joins(before))
        else:
            yield from _fields(ChangeKind.PARTY_CHANGED, key, before, party, _WHAT_OF_PARTIES.items())


def _left(party: Party) -> Phrase:
    if party.is_unit:
        return phrase("its open duties are cancelled; its seats, people and trail stay for the record")
    return phrase("it acts no more; its seats and people stay for the record")


def _joins(before: Party | None) -> Phrase:
    return phrase("it takes part again") if before else phrase("it takes part from the day of the change")


def changed_seats(book: Book, directory: Directory) -> Iterator[Change]:
    """Seats that are new, changed or gone; those of a unit or body that left go with it."""
    old = book.plan.directory
    for key, seat in directory.seats.items():
        before = old.seats.get(key)
        if seat.gone:
            if not (before and before.gone) and not directory.parties[seat.party].gone:
                effect = phrase("nobody is told as such any more; what went stays for the record")
                yield Change(ChangeKind.SEAT_GONE, key, shown(seat.role), None, effect)
        elif before is None or before.gone:
            yield Change(ChangeKind.SEAT_NEW, key, None, shown(seat.role), _SEATS_TOLD)
        else:
            names = ("role", "title", "same_as", "unit", "in_charge")
            yield from _fields(ChangeKind.SEAT_CHANGED, key, before, seat, ((name, _SEATS_TOLD) for name in names))


def _fields(
    kind: ChangeKind,
    subject: str,
    before: Party | SeatFacts,
    after: Party | SeatFacts,
    effects: Iterable[tuple[str, Phrase]],
) -> Iterator[Change]:
    for name, effect in effects:
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            yield Change(kind, subject, shown(was), shown(is_now), effect)
