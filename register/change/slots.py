"""Open slots keep their id, trail and number (design §5): which stored one a duty of a changed file is.

A unit that the file names where an answer had given it a slot goes on with that slot. As many slots as the file still
leaves open go on, those with an owner first; the rest is cancelled by whoever applies the change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from models.words import Phrase, Status
from schedule.facts import Book
from schedule.plan import Obligation, Plan, Question, QuestionKind

Group = tuple[str, str | None]
"""Deliverable and period: what one count of open slots stands for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The id and number that a duty of the file goes by."""

    id: str
    slot: int


def aligned(book: Book, new: Plan, dropped: frozenset[str]) -> Plan:
    """The new plan with the ids under which its slots are stored.

    Args:
        book: the stored campaign.
        new: the file, resolved.
        dropped: duties that a file had cancelled.
    """
    stored = _groups(one for one in book.plan.obligations if one.slot and one.id not in dropped)
    asked = _groups(one for one in new.obligations if _group(one) in stored)
    places: dict[str, _Place] = {}
    for group, slots in stored.items():
        if group in asked:
            places |= _Matching(book, new, dropped, slots, asked[group]).places()
    return _renamed(new, places) if places else new


def _group(one: Obligation) -> Group:
    return one.deliverable, one.dated.period


def _groups(obligations: Iterable[Obligation]) -> dict[Group, list[Obligation]]:
    groups: dict[Group, list[Obligation]] = {}
    for one in obligations:
        groups.setdefault(_group(one), []).append(one)
    return groups


@dataclass(frozen=True)
class _Matching:
    """One deliverable's stored slots, and what the file has in their place."""

    book: Book
    new: Plan
    dropped: frozenset[str]
    slots: list[Obligation]
    asked: list[Obligation]

    def places(self) -> dict[str, _Place]:
        """Where a duty of the file is stored under another id than its own."""
        named = self._by_owner()
        taken = {place.id for place in named.values()}
        return named | self._by_number([one for one in self.slots if one.id not in taken])

    def _by_owner(self) -> dict[str, _Place]:
        owned: dict[str | None, Obligation] = {}
        for one in self.slots:
            facts = self.book.facts[one.id]
            if facts.unit and facts.status is not Status.CANCELLED:
                owned.setdefault(facts.unit, one)
        known = self.book.plan.by_id.keys() - self.dropped
        named = (one for one in self.asked if one.slot is None and one.id not in known and one.unit in owned)
        return {one.id: _place(owned[one.unit]) for one in named}

    def _by_number(self, free: list[Obligation]) -> dict[str, _Place]:
        still_open = [one for one in self.asked if one.slot]
        kept = sorted(free, key=lambda one: (not self._is_owned(one), one.slot))[: len(still_open)]
        same = {one.id for one in kept} & {one.id for one in still_open}
        others = [one for one in still_open if one.id not in same]
        others_kept = sorted((one for one in kept if one.id not in same), key=lambda one: one.slot or 0)
        places = {one.id: _place(old) for one, old in zip(others, others_kept, strict=False)}
        return places | self._numbered_anew(others[len(others_kept) :])

    def _is_owned(self, one: Obligation) -> bool:
        facts = self.book.facts[one.id]
        return facts.finished or facts.unit in self.new.directory.parties

    def _numbered_anew(self, more: list[Obligation]) -> dict[str, _Place]:
        """Slots that come on top, and whose number another duty goes by."""
        last = max(one.slot or 0 for one in (*self.slots, *self.asked))
        in_use = {one.id for one in self.slots}
        places: dict[str, _Place] = {}
        for one in more:
            if one.id in in_use:
                last += 1
                places[one.id] = _Place(one.id.replace(f"/slot-{one.slot:02d}", f"/slot-{last:02d}"), last)
        return places


def _place(one: Obligation) -> _Place:
    return _Place(one.id, one.slot or 0)


def _renamed(new: Plan, places: Mapping[str, _Place]) -> Plan:
    def ids(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(places[name].id if name in places else name for name in names)

    def placed(one: Obligation) -> Obligation:
        if one.id in places:
            # who owes a slot is a fact, not the plan's word
            one = replace(one, id=places[one.id].id, slot=places[one.id].slot, unit=None)
        return replace(one, needs=ids(one.needs))

    obligations = tuple(placed(one) for one in new.obligations)
    questions = tuple(_asked(replace(one, obligations=ids(one.obligations)), places, one) for one in new.questions)
    by_id = {one.id: one for one in obligations}
    return replace(new, obligations=obligations, questions=questions, by_id=by_id)


def _asked(question: Question, places: Mapping[str, _Place], before: Question) -> Question:
    """A question for a slot's owner goes by the slot's id and number."""
    if question.kind is not QuestionKind.OWNER or question.obligations == before.obligations:
        return question
    place = places[before.obligations[0]]
    text = question.text
    if isinstance(text, Phrase):
        text = Phrase(text.template, {**text.values, "number": place.slot})
    return replace(question, id=place.id.replace("/", "-"), text=text)
