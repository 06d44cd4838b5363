"""A day's messages: what fires, put together so that a person reads one message a working day (design laws 9, 12, 13).

Pure: a book and a day in, drafts and records out. Planning twice gives the same; sending is somebody else's work.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.words import OFFICE, Actor, DueKind, ItemKind, NoticeKind, NoticeState, Phrase, Role, Standing, phrase
from schedule.directory import PersonFacts
from schedule.facts import Awaiting, Book, Item, Outcome, Reachability, Told
from schedule.firing import HEAD, fire, told_of
from schedule.plan import Obligation
from schedule.standing import standing

_RELEASED_ABOVE = Role.OFFICE_DIRECTOR.rank


@dataclass(frozen=True, slots=True)
class Recipient:
    """One reader, at the highest of the seats a message reaches him in."""

    identity: str
    seat: str
    person: PersonFacts | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a reader's unit owes besides the items; or, without an obligation of his, a weekly line."""

    obligation: str
    standing: Standing
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One message before it is written."""

    key: str
    kind: NoticeKind
    on: date
    recipient: Recipient
    items: tuple[Item, ...]
    also_owed: tuple[Owed, ...] = ()
    state: NoticeState = NoticeState.PLANNED
    why: Phrase | None = None
    """Why it is held."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a run of one day plans."""

    on: date
    drafts: tuple[Draft, ...] = ()
    told: tuple[tuple[str, Told], ...] = ()
    """Obligation and what is now recorded of it."""
    awaiting: tuple[Awaiting, ...] = ()
    """Items above the office director after this day: new, still waiting; those that went are gone."""
    replaced: tuple[Awaiting, ...] = ()
    """Items that a newer one superseded."""
    week_told: tuple[int, int] | None = None


def notice_key(campaign: str, identity: str, on: date, kind: NoticeKind, sequence: int) -> str:
    """What a message is known by everywhere: no row id, so a rehearsal, a run and a restored database agree."""
    text = "\x1f".join((campaign, identity, on.isoformat(), kind.value, str(sequence)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def plan_day(book: Book, as_of: date) -> Day:
    """Everything one run plans; a day off plans nothing."""
    if not book.plan.calendar.is_working_day(as_of):
        return Day(as_of, awaiting=book.awaiting)
    return _Planner(book, as_of).day()


class _Planner:
    def __init__(self, book: Book, as_of: date) -> None:
        self.book, self.as_of = book, as_of
        self.directory = book.plan.directory
        self.told: list[tuple[str, Told]] = []

    def day(self) -> Day:
        fired = fire(self.book, self.as_of)
        self.told += fired.superseded
        items = self._one_a_person([*fired.items, *self._passed_up_later()])
        sent, unreachable = self._reachable(items)
        now, above = self._split(sent)
        new = [Awaiting(item, self._key(item.seat, NoticeKind.DIGEST, 1)) for item in above]
        self._record(now, above, unreachable)
        released = [one.item for one in self.book.awaiting if one.released and self._still_owed(one.item)]
        replaced, waiting = self._supersede(new)
        drafts = [
            *self._digests([*now, *released]),
            *self._held_for_release(above),
            *self._held_without_address(unreachable),
        ]
        drafts, week = self._weekly(drafts)
        return Day(self.as_of, tuple(drafts), tuple(self.told), (*waiting, *new), replaced, week)

    # -- who reads what ----------------------------------------------------------------------------------------------

    def _one_a_person(self, items: Iterable[Item]) -> list[Item]:
        """Each obligation once a person, at his highest seat; the rungs of his other seats are superseded."""
        groups: dict[tuple[str, str, str], list[Item]] = {}
        for item in items:
            identity = self.directory.identity(item.seat, self.as_of)
            groups.setdefault((identity, item.obligation, item.about), []).append(item)
        kept: list[Item] = []
        for group in groups.values():
            top = max(group, key=lambda item: (self.directory.seats[item.seat].role.rank, item.order))
            kept.append(top)
            for other in group:
                if other is not top:
                    reason = phrase("the same person is told as {seat}", seat=top.seat)
                    told = told_of(other, self.as_of, Outcome.SUPERSEDED)
                    self.told.append((other.obligation, replace(told, reason=reason)))
        return kept

    def _reachable(self, items: list[Item]) -> tuple[list[Item], list[Item]]:
        """Items that can go, and those whose seat has no address; the latter pass up where they may."""
        if self.book.reachability is Reachability.ASSUME:
            return items, []
        reached = [item for item in items if self._address(item.seat)]
        missed = [item for item in items if not self._address(item.seat)]
        have = {(item.obligation, item.about, item.seat) for item in reached}
        for item in missed:
            up = self._pass_up(item, today=True)
            if up and (up.obligation, up.about, up.seat) not in have:
                have.add((up.obligation, up.about, up.seat))
                reached.append(up)
        return self._one_a_person(reached), missed

    def _pass_up(self, item: Item, *, today: bool) -> Item | None:
        """The same rung for the next seat that can be reached: from liaison to head to office director, no further."""
        rank = self.directory.rank(item.seat, item.unit)
        for role in (Role.HEAD, Role.OFFICE_DIRECTOR):
            above_head = role is Role.OFFICE_DIRECTOR and item.kind is ItemKind.ESCALATION
            if role.rank <= rank or (above_head and today and item.unit != OFFICE):
                continue
            for seat in self.directory.resolve(role, item.unit):
                if self._address(seat):
                    reason = phrase("{seat} cannot be reached, so it passes up", seat=item.seat)
                    return replace(item, seat=seat, reason=(*item.reason, reason))
        return None

    def _passed_up_later(self) -> Iterator[Item]:
        """Escalations that an unreachable head could not get pass up on the next working day (law 2: not the same)."""
        if self.book.reachability is Reachability.ASSUME:
            return
        for one in self.book.plan.obligations:
            facts = self.book.facts[one.id]
            if facts.finished or facts.escalations_held:
                continue
            for told in facts.told:
                if told.outcome is Outcome.NO_ADDRESS and told.kind is ItemKind.ESCALATION and told.on < self.as_of:
                    yield from self._escalated(one, told)

    def _escalated(self, one: Obligation, told: Told) -> Iterator[Item]:
        facts = self.book.facts[one.id]
        rank = self.directory.rank(told.seat, facts.unit)
        if rank > HEAD or told.round != facts.round or told.due_on != facts.effective_due_on:
            return
        item = Item(
            one.id,
            told.about,
            facts.unit,
            told.round,
            facts.due_on or told.due_on,
            told.due_on,
            told.offset,
            told.planned_on,
            (),
            ItemKind.ESCALATION,
            (),
            told.seat,
        )
        up = self._pass_up(item, today=False)
        done = {old.key for old in facts.told}
        if up and told_of(up, self.as_of, Outcome.SENT).key not in done:
            yield up

    def _address(self, seat: str) -> str | None:
        person = self.directory.holder(seat, self.as_of)
        return person.addresses[0] if person and person.addresses else None

    def _split(self, items: list[Item]) -> tuple[list[Item], list[Item]]:
        """What goes by itself, and what a person has to release: judged on the seat that the role resolved to."""
        above = [item for item in items if self.directory.seats[item.seat].role.rank > _RELEASED_ABOVE]
        return [item for item in items if item not in above], above

    # -- records -----------------------------------------------------------------------------------------------------

    def _record(self, now: list[Item], above: list[Item], unreachable: list[Item]) -> None:
        for outcome, items in ((Outcome.SENT, now), (Outcome.HELD, above), (Outcome.NO_ADDRESS, unreachable)):
            self.told += [(item.obligation, told_of(item, self.as_of, outcome)) for item in items]

    def _supersede(self, new: list[Awaiting]) -> tuple[tuple[Awaiting, ...], list[Awaiting]]:
        """A newer item for the same obligation and seat supersedes one that still waits; what was released goes now."""
        fresh = {(one.item.obligation, one.item.seat) for one in new}
        waiting = [one for one in self.book.awaiting if not one.released]
        replaced = tuple(one for one in waiting if (one.item.obligation, one.item.seat) in fresh)
        return replaced, [one for one in waiting if one not in replaced and self._still_owed(one.item)]

    def _still_owed(self, item: Item) -> bool:
        return not self.book.facts[item.obligation].finished

    # -- drafts ------------------------------------------------------------------------------------------------------

    def _digests(self, items: list[Item]) -> Iterator[Draft]:
        for recipient, group in self._by_reader(items):
            also_owed = tuple(self._also_owed(group))
            yield Draft(
                self._key(recipient.seat, NoticeKind.DIGEST, 0),
                NoticeKind.DIGEST,
                self.as_of,
                recipient,
                group,
                also_owed,
            )

    def _held_for_release(self, items: list[Item]) -> Iterator[Draft]:
        why = phrase("it goes above the office director and waits to be released")
        for recipient, group in self._by_reader(items):
            key = self._key(recipient.seat, NoticeKind.DIGEST, 1)
            yield Draft(key, NoticeKind.DIGEST, self.as_of, recipient, group, (), NoticeState.HELD, why)

    def _held_without_address(self, items: list[Item]) -> Iterator[Draft]:
        for recipient, group in self._by_reader(items):
            key = self._key(recipient.seat, NoticeKind.DIGEST, 2)
            yield Draft(
                key, NoticeKind.DIGEST, self.as_of, recipient, group, (), NoticeState.HELD, phrase("no address")
            )

    def _by_reader(self, items: Iterable[Item]) -> Iterator[tuple[Recipient, tuple[Item, ...]]]:
        groups: dict[str, list[Item]] = {}
        for item in items:
            groups.setdefault(self.directory.identity(item.seat, self.as_of), []).append(item)
        for group in groups.values():
            seat = self.directory.highest(item.seat for item in group)
            yield self._recipient(seat), tuple(sorted(group, key=self._urgency))

    def _urgency(self, item: Item) -> tuple[bool, date, str]:
        return item.kind is not ItemKind.ESCALATION, item.effective_due_on, item.obligation

    def _recipient(self, seat: str) -> Recipient:
        identity = self.directory.identity(seat, self.as_of)
        return Recipient(identity, seat, self.directory.holder(seat, self.as_of), self._address(seat))

    def _key(self, seat: str, kind: NoticeKind, sequence: int) -> str:
        return notice_key(self.book.plan.key, self.directory.identity(seat, self.as_of), self.as_of, kind, sequence)

    def _also_owed(self, items: tuple[Item, ...]) -> Iterator[Owed]:
        """What else the reader's own party owes by a known day, the most urgent first."""
        shown = {item.obligation for item in items}
        owned = {self._own_party(item.seat) for item in items} - {None}
        rest = [
            (one, standing(self.book, one, self.as_of))
            for one in self.book.plan.obligations
            if self.book.facts[one.id].unit in owned and one.id not in shown and one.actor is Actor.OWNER
        ]
        open_now = [pair for pair in rest if pair[1] in _STILL_TO_DO]
        for one, stands in sorted(
            open_now, key=lambda pair: (self.book.facts[pair[0].id].effective_due_on, pair[0].id)
        ):
            yield Owed(one.id, stands)

    def _own_party(self, seat: str) -> str | None:
        one = self.directory.seats[seat]
        mine = {Role.LIAISON, Role.HEAD, Role.ALTERNATE, Role.OFFICE_DIRECTOR}
        return one.party if one.role in mine else None

    # -- the office's week -------------------------------------------------------------------------------------------

    def _weekly(self, drafts: list[Draft]) -> tuple[list[Draft], tuple[int, int] | None]:
        """The week's lines on what has no day: in the office's first digest, else in a message of their own."""
        week = self.as_of.isocalendar()[:2]
        lines = tuple(self._lines())
        staff = self.directory.office_staff
        if not lines or not staff or week in self.book.weeks_told or self.book.known_on >= self.as_of:
            return drafts, None
        reader = self._recipient(staff[0])
        for i, draft in enumerate(drafts):
            if draft.recipient.identity == reader.identity and draft.state is NoticeState.PLANNED:
                return [*drafts[:i], replace(draft, also_owed=(*draft.also_owed, *lines)), *drafts[i + 1 :]], week
        monday = self.as_of - timedelta(days=self.as_of.weekday())
        if self.book.plan.calendar.on_or_after(monday) <= self.book.known_on:
            return drafts, None
        unreached = self.book.reachability is Reachability.REAL and reader.address is None
        state, why = (NoticeState.HELD, phrase("no address")) if unreached else (NoticeState.PLANNED, None)
        key = self._key(reader.seat, NoticeKind.OFFICE, 0)
        return [*drafts, Draft(key, NoticeKind.OFFICE, self.as_of, reader, (), lines, state, why)], week

    def _lines(self) -> Iterator[Owed]:
        """Duties whose day is unknown or to be announced, and windows in which nobody has announced one."""
        for one in self.book.plan.obligations:
            facts = self.book.facts[one.id]
            if facts.finished or facts.known_on >= self.as_of or one.readiness_for:
                continue
            window = (
                one.actor is Actor.EXTERNAL and one.dated.kind is DueKind.WINDOW and one.id not in self.book.announced
            )
            inside = window and one.dated.opens_on is not None and one.dated.opens_on <= self.as_of
            undated = facts.effective_due_on is None and one.dated.kind is not DueKind.CONTINUOUS
            if undated or (inside and one.dated.due_on is not None and self.as_of <= one.dated.due_on):
                yield Owed(one.id, standing(self.book, one, self.as_of), weekly=True)


_STILL_TO_DO = {
    Standing.NOT_DUE,
    Standing.DUE_SOON,
    Standing.DUE_TODAY,
    Standing.OVERDUE,
    Standing.RETURNED,
}
