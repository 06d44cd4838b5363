"""One day's run: what fires becomes one message a person a working day (design laws 9, 12, 13).

Pure: a book and a day in, drafts and records out. Planning twice gives the same; sending is somebody else's work.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from models.words import Actor, ItemKind, NoticeKind, NoticeState, Phrase, Role, Standing, phrase
from schedule.drafts import Day, Draft, Owed, Recipient, notice_key
from schedule.facts import Awaiting, Book, Item, Outcome, Reachability, Told
from schedule.firing import OWED, fire, told_of
from schedule.plan import Obligation
from schedule.reach import Record, one_a_person, passed_up_later, reachable, recipient
from schedule.standing import standing
from schedule.weekly import first_working_day, week_is_open, week_of, weekly_lines

ALSO_OWED = 30
"""How many other duties of a reader's unit a message lists at most; one more says that there are more."""
ORDINARY, TO_RELEASE, WITHOUT_ADDRESS = 0, 1, 2
"""Sequence numbers of a reader's messages of one kind on one day, part of their keys."""


def plan_day(book: Book, as_of: date) -> Day:
    """Everything one run plans; a day off plans nothing."""
    if not book.plan.calendar.is_working_day(as_of):
        return Day(as_of, awaiting=book.awaiting)
    return _Planner(book, as_of).day()


def apply_day(book: Book, day: Day) -> Book:
    """The book after a day's run; planning the same day again then adds nothing."""
    added: dict[str, list[Told]] = {}
    for obligation, told in day.told:
        added.setdefault(obligation, []).append(told)
    changed = {key: replace(book.facts[key], told=_merged(book.facts[key].told, more)) for key, more in added.items()}
    weeks = book.weeks_told | {day.week_told} if day.week_told else book.weeks_told
    return replace(book.with_facts(changed), awaiting=day.awaiting, weeks_told=weeks)


def _merged(before: tuple[Told, ...], more: Iterable[Told]) -> tuple[Told, ...]:
    """Once is once (law 4): a held rung that goes is the same record with another outcome, and stands last."""
    new: dict[object, Told] = {}
    for told in more:
        new.pop(told.key, None)
        new[told.key] = told
    return (*(told for told in before if told.key not in new), *new.values())


class _Planner:
    def __init__(self, book: Book, as_of: date) -> None:
        self.book, self.as_of = book, as_of
        self.directory = book.plan.directory
        self.told: list[Record] = []

    def day(self) -> Day:
        fired = fire(self.book, self.as_of)
        self.told += fired.superseded
        items = self._one_a_person([*fired.items, *passed_up_later(self.book, self.as_of)])
        reached, unreached = reachable(self.book, items, self.as_of)
        now, above = self._split(self._one_a_person(reached))
        now, above = self._without_readers_of(now, ORDINARY), self._without_readers_of(above, TO_RELEASE)
        unreached = self._without_readers_of(unreached, WITHOUT_ADDRESS)
        # in one order, whichever way the book came to hold them
        released = sorted(
            (one.item for one in self.book.awaiting if one.released and self._still_owed(one.item)),
            key=lambda item: (item.obligation, item.seat),
        )
        released = self._without_readers_of(released, ORDINARY)
        for outcome, group in (
            (Outcome.SENT, [*now, *released]),
            (Outcome.HELD, above),
            (Outcome.NO_ADDRESS, unreached),
        ):
            self.told += [(item.obligation, told_of(item, self.as_of, outcome)) for item in group]
        no_address = phrase("no address")
        to_release = phrase("it goes above the office director and waits to be released")
        drafts = [
            *self._digests([*now, *released]),
            *self._held(above, TO_RELEASE, to_release),
            *self._held(unreached, WITHOUT_ADDRESS, no_address),
        ]
        drafts, week = self._with_weekly_lines(drafts)
        return self._with_awaiting(Day(self.as_of, tuple(drafts), tuple(self.told), week_told=week), above, released)

    def _one_a_person(self, items: Iterable[Item]) -> list[Item]:
        kept, records = one_a_person(self.book, items, self.as_of)
        self.told += records
        return kept

    def _split(self, items: list[Item]) -> tuple[list[Item], list[Item]]:
        """What goes by itself, and what a person has to release: judged on the seat that the role resolved to."""
        now: list[Item] = []
        above: list[Item] = []
        for item in items:
            needs_release = self.directory.seats[item.seat].role.rank > Role.OFFICE_DIRECTOR.rank
            (above if needs_release else now).append(item)
        return now, above

    def _without_readers_of(self, items: list[Item], sequence: int) -> list[Item]:
        """What a second run of a day finds for somebody who has his message already waits for the next working day."""
        return [
            item
            for item in items
            if not self.book.written or self._key(item.seat, NoticeKind.DIGEST, sequence) not in self.book.written
        ]

    # -- what waits to be released -----------------------------------------------------------------------------------

    def _with_awaiting(self, day: Day, above: list[Item], gone: list[Item]) -> Day:
        """What waits after today.

        A newer item for the same obligation and seat supersedes one that waits; what went, or is not owed any more,
        waits no longer.
        """
        new = [Awaiting(item, self._key(item.seat, NoticeKind.DIGEST, TO_RELEASE)) for item in above]
        fresh = {(one.item.obligation, one.item.seat) for one in new}
        owed = [one for one in self.book.awaiting if self._still_owed(one.item)]
        still = [one for one in owed if one.item not in gone]
        waiting = [one for one in still if one.released or (one.item.obligation, one.item.seat) not in fresh]
        left = {one.notice for one in (*waiting, *new)}
        moved_on = {one.notice for one in owed} - left
        dropped = {one.notice for one in self.book.awaiting} - left - moved_on
        return replace(day, awaiting=(*waiting, *new), superseded=frozenset(moved_on), suppressed=frozenset(dropped))

    def _still_owed(self, item: Item) -> bool:
        facts = self.book.facts[item.obligation]
        return facts.status in OWED and facts.round == item.round and facts.effective_due_on == item.effective_due_on

    # -- drafts ------------------------------------------------------------------------------------------------------

    def _digests(self, items: list[Item]) -> Iterator[Draft]:
        for seat, group in self._by_reader(items):
            yield self._draft(seat, group, ORDINARY, also_owed=tuple(self._also_owed(group)))

    def _held(self, items: list[Item], sequence: int, why: Phrase) -> Iterator[Draft]:
        for seat, group in self._by_reader(items):
            yield replace(self._draft(seat, group, sequence), state=NoticeState.HELD, why=why)

    def _draft(self, seat: str, items: tuple[Item, ...], sequence: int, also_owed: tuple[Owed, ...] = ()) -> Draft:
        key = self._key(seat, NoticeKind.DIGEST, sequence)
        reader = recipient(self.book, seat, self.as_of)
        return Draft(key, NoticeKind.DIGEST, self.as_of, reader, items, also_owed)

    def _by_reader(self, items: Iterable[Item]) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """Each reader's highest seat and his items, the most urgent first."""
        groups: dict[str, list[Item]] = {}
        for item in items:
            groups.setdefault(self.directory.identity(item.seat, self.as_of), []).append(item)
        for group in groups.values():
            yield self.directory.highest(item.seat for item in group), tuple(sorted(group, key=_urgency))

    def _key(self, seat: str, kind: NoticeKind, sequence: int) -> str:
        return notice_key(self.book.plan.key, self.directory.identity(seat, self.as_of), self.as_of, kind, sequence)

    def _also_owed(self, items: tuple[Item, ...]) -> Iterator[Owed]:
        """What else the reader's own parties owe, those he holds other seats in as well, the most urgent first."""
        shown = {item.obligation for item in items}
        owned = {party for item in items for party in self._own_parties[self.directory.identity(item.seat, self.as_of)]}
        rest = [
            (due_on, one.id, standing(self.book, one, self.as_of))
            for party in owned
            for due_on, one in self._dated_duties.get(party, ())
            if one.id not in shown
        ]
        still = [Owed(obligation, stands) for _, obligation, stands in sorted(rest) if stands in _STILL_TO_DO]
        yield from still[: ALSO_OWED + 1]

    @cached_property
    def _dated_duties(self) -> Mapping[str, list[tuple[date, Obligation]]]:
        """What each party still owes by a known day; looked through once a run, not once a message."""
        found: dict[str, list[tuple[date, Obligation]]] = {}
        for one in self.book.plan.obligations:
            facts = self.book.facts[one.id]
            if facts.effective_due_on and facts.unit and not facts.finished and one.actor is Actor.OWNER:
                found.setdefault(facts.unit, []).append((facts.effective_due_on, one))
        return found

    @cached_property
    def _own_parties(self) -> Mapping[str, set[str]]:
        """The parties that each reader answers for."""
        found: dict[str, set[str]] = {}
        for key, seat in self.directory.seats.items():
            own = {seat.party} if seat.role in _OWN_ROLES else set()
            found.setdefault(self.directory.identity(key, self.as_of), set()).update(own)
        return found

    # -- the office's week -------------------------------------------------------------------------------------------

    def _with_weekly_lines(self, drafts: list[Draft]) -> tuple[list[Draft], tuple[int, int] | None]:
        """The week's lines go in the office's first digest of the week, else in a message of their own."""
        reader = self._weekly_reader()
        lines = tuple(weekly_lines(self.book, self.as_of)) if reader and week_is_open(self.book, self.as_of) else ()
        if reader is None or not lines:
            return drafts, None
        for i, draft in enumerate(drafts):
            if draft.recipient.identity == reader.identity and draft.state is NoticeState.PLANNED:
                drafts[i] = replace(draft, also_owed=(*draft.also_owed, *lines))
                return drafts, week_of(self.as_of)
        if first_working_day(self.book, self.as_of) <= self.book.known_on:
            return drafts, None
        key = self._key(reader.seat, NoticeKind.OFFICE, ORDINARY)
        own = Draft(key, NoticeKind.OFFICE, self.as_of, reader, (), lines)
        if self.book.reachability is Reachability.REAL and reader.address is None:
            own = replace(own, state=NoticeState.HELD, why=phrase("no address"))
        return [*drafts, own], week_of(self.as_of)

    def _weekly_reader(self) -> Recipient | None:
        """The office's staff, the first of them who can be reached; else its director."""
        seats = (*self.directory.office_staff, *self.directory.office_directors)
        readers = [recipient(self.book, seat, self.as_of) for seat in seats]
        known = [one for one in readers if one.address or self.book.reachability is Reachability.ASSUME]
        return next(iter(known or readers), None)


def _urgency(item: Item) -> tuple[bool, date, str]:
    return item.kind is not ItemKind.ESCALATION, item.effective_due_on, item.obligation


_OWN_ROLES = {Role.LIAISON, Role.HEAD, Role.ALTERNATE, Role.OFFICE_DIRECTOR}
_STILL_TO_DO = {
    Standing.NOT_DUE,
    Standing.DUE_SOON,
    Standing.DUE_TODAY,
    Standing.OVERDUE,
    Standing.RETURNED,
}
