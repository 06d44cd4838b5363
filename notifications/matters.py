"""What a message is about, as its reader sees it: his own duties, those of others, what nobody owns, what waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cached_property

from models.words import LATE, LEADING_GROUP, OFFICE, ItemKind, NoticeKind, Role, Standing, Status
from notifications.catalogue import Catalogue
from schedule.drafts import Draft
from schedule.facts import Book, Facts, Item, Wait, WaitKind
from schedule.plan import Obligation, Plan
from schedule.standing import GRACE, late_limit, standing
from schedule.timing import Timing, timing

_WAITS = frozenset(WaitKind)


class Concern(Enum):
    """Why a matter concerns its reader; overdue or not, matters stand in this order."""

    OWN = auto()
    OTHERS = auto()
    OWNERLESS = auto()
    WAITING = auto()


@dataclass(frozen=True, slots=True)
class Matter:
    """One duty, or one thing that waits for the office's decision, on the day of the message."""

    one: Obligation
    facts: Facts
    concern: Concern
    kind: ItemKind
    days: Timing
    left: int
    """Working days left, 0 on the last one; negative: overdue by so many."""
    stands: Standing
    item: Item | None = None
    wait: Wait | None = None
    told_late: bool = False
    """Whether this is the first that its owner hears of it, after its last day."""
    grace_on: date | None = None
    """Until which day, inclusive, such a duty is still in time."""

    @property
    def unit(self) -> str | None:
        """Who owes it now."""
        return self.facts.unit

    @property
    def returned(self) -> bool:
        """Whether it came back and is owed again."""
        return self.facts.status is Status.RETURNED and self.wait is None

    @property
    def extended(self) -> bool:
        """Whether a later day was granted; a return's term is none."""
        return self.facts.term_on is not None and self.facts.status is not Status.RETURNED and self.wait is None


@dataclass(frozen=True)
class Reading:
    """A draft, the campaign on its day, and the language it is read in."""

    draft: Draft
    book: Book
    speech: Catalogue

    @property
    def plan(self) -> Plan:
        """The campaign's plan."""
        return self.book.plan

    @property
    def on(self) -> date:
        """The day of the message."""
        return self.draft.on

    @cached_property
    def role(self) -> Role:
        """The reader's role, at the highest of his seats."""
        return self.plan.directory.seats[self.draft.recipient.seat].role

    @cached_property
    def party(self) -> str:
        """The unit or body the reader sits in."""
        return self.plan.directory.seats[self.draft.recipient.seat].party

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper for a leader 呈阅件: its reader sits above the office director."""
        return self.role.rank > Role.OFFICE_DIRECTOR.rank

    @cached_property
    def precedence(self) -> Mapping[str, int]:
        """Place of each unit and body in the campaign file."""
        return {key: place for place, key in enumerate(self.plan.directory.parties)}

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Everything that fires, the most urgent first; for a return, what came back; an assignment lists all alike."""
        items = [self._of_item(item) for item in self.draft.items]
        if self.draft.kind is NoticeKind.ASSIGN:
            return ()
        return tuple(items or self._came_back())

    def _of_item(self, item: Item) -> Matter:
        one, facts = self.plan.by_id[item.obligation], self.book.facts[item.obligation]
        days = timing(item.effective_due_on, self.plan.rest_day, self.plan.calendar)
        wait = next((wait for wait in facts.waits if wait.kind == item.about), None)
        late = item.offset == LATE and item.kind is ItemKind.ESCALATION
        return Matter(
            one,
            facts,
            self._concern(item),
            item.kind,
            days,
            self.left(days),
            standing(self.book, one, self.on),
            item,
            wait,
            late,
            self._grace(one, item, late=late),
        )

    def _grace(self, one: Obligation, item: Item, *, late: bool) -> date | None:
        """Until when a duty that was known too late is in time all the same, where that day is still to come."""
        if late:
            return self.plan.calendar.add(self.on, GRACE)
        if item.kind is ItemKind.REMINDER or item.about != one.deliverable:
            return None
        limit = late_limit(self.book, one)
        return limit if limit is not None and limit >= self.on else None

    def _came_back(self) -> Iterator[Matter]:
        for owed in self.draft.also_owed:
            one, facts = self.plan.by_id[owed.obligation], self.book.facts[owed.obligation]
            days = self.book.timing(one)
            if owed.weekly or facts.status is not Status.RETURNED or days is None:
                continue
            overdue = self.on > days.late_after
            kind = ItemKind.ESCALATION if overdue else ItemKind.REMINDER
            yield Matter(one, facts, Concern.OWN, kind, days, self.left(days), owed.standing)

    def left(self, days: Timing) -> int:
        """Working days left, 0 on the last one; negative: overdue by so many."""
        if self.on > days.late_after:
            return -self.plan.calendar.between(days.late_after, self.on)
        return max(self.plan.calendar.between(self.on, days.base_on), 0)

    def _concern(self, item: Item) -> Concern:
        seat = self.plan.directory.seats[item.seat]
        if item.about in _WAITS and item.about != self.plan.by_id[item.obligation].deliverable:
            return Concern.WAITING
        if item.unit is None:
            return Concern.OWNERLESS
        if seat.role.rank > Role.OFFICE_DIRECTOR.rank:
            return Concern.OTHERS
        for_group = item.unit == LEADING_GROUP and seat.party == OFFICE
        return Concern.OWN if seat.party == item.unit or for_group else Concern.OTHERS

    @cached_property
    def groups(self) -> tuple[tuple[Matter, ...], ...]:
        """Matters of one concern and kind together, what is overdue first."""
        found: dict[tuple[bool, int], list[Matter]] = {}
        for matter in self.matters:
            calm = matter.kind is not ItemKind.ESCALATION
            found.setdefault((calm, matter.concern.value), []).append(matter)
        return tuple(tuple(found[place]) for place in sorted(found))
