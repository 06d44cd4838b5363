"""Who a message reaches: one reader for several seats, and the way up where a seat cannot be reached (laws 9, 13)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from models.words import OFFICE, ItemKind, Phrase, Role, phrase
from schedule.drafts import Recipient
from schedule.facts import Book, Facts, Item, Outcome, Reachability, Told
from schedule.firing import HEAD, OWED, told_of
from schedule.plan import Obligation

PASSES_UP = phrase("{seat} cannot be reached, so it passes up")
"""The reason of whoever is told in another's place."""
Record = tuple[str, Told]
"""An obligation and what is recorded of it."""


def address(book: Book, seat: str, day: date) -> str | None:
    """Where the seat's holder is reached first; None where nobody knows."""
    person = book.plan.directory.holder(seat, day)
    return person.addresses[0] if person and person.addresses else None


def recipient(book: Book, seat: str, day: date) -> Recipient:
    """The reader that a seat stands for on a day."""
    directory = book.plan.directory
    return Recipient(directory.identity(seat, day), seat, directory.holder(seat, day), address(book, seat, day))


def one_a_person(book: Book, items: Iterable[Item], day: date) -> tuple[list[Item], list[Record]]:
    """Each obligation once a person, at his highest seat; the rungs of his other seats are recorded as superseded."""
    directory = book.plan.directory
    groups: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        identity = directory.identity(item.seat, day)
        groups.setdefault((identity, item.obligation, item.about), []).append(item)
    kept: list[Item] = []
    records: list[Record] = []
    for group in groups.values():
        if len(group) == 1:
            kept += group
            continue
        top = max(group, key=lambda item: (directory.seats[item.seat].role.rank, item.order))
        kept.append(top)
        reason = phrase("the same person is told as {seat}", seat=top.seat)
        told = (told_of(other, day, Outcome.SUPERSEDED) for other in group if other is not top)
        records += [(top.obligation, replace(one, reason=reason)) for one in told]
    return kept, records


def reachable(book: Book, items: list[Item], day: date) -> tuple[list[Item], list[Item]]:
    """Items that can go, and those whose seat has no address; the latter pass up today where they may."""
    if book.reachability is Reachability.ASSUME:
        return items, []
    reached = [item for item in items if address(book, item.seat, day)]
    missed = [item for item in items if not address(book, item.seat, day)]
    have = {(item.obligation, item.about, item.seat) for item in reached}
    for item in missed:
        up = _pass_up(book, item, day, today=True)
        if up and (up.obligation, up.about, up.seat) not in have:
            have.add((up.obligation, up.about, up.seat))
            reached.append(up)
    return reached, missed


def _pass_up(book: Book, item: Item, day: date, *, today: bool) -> Item | None:
    """The same rung for the next seat that can be reached: from liaison to head to office director, no further."""
    directory = book.plan.directory
    rank = directory.rank(item.seat, item.unit)
    for role in (Role.HEAD, Role.OFFICE_DIRECTOR):
        above_head = role is Role.OFFICE_DIRECTOR and item.kind is ItemKind.ESCALATION
        if role.rank <= rank or (above_head and today and item.unit != OFFICE):
            continue
        for seat in directory.resolve(role, item.unit):
            if address(book, seat, day):
                reason = Phrase(PASSES_UP.template, {"seat": item.seat})
                return replace(item, seat=seat, reason=(*item.reason, reason))
    return None


def passed_up_later(book: Book, day: date) -> Iterator[Item]:
    """Escalations that an unreachable head could not get pass up on the next working day (law 2: not the same)."""
    if book.reachability is Reachability.ASSUME:
        return
    for one in book.plan.obligations:
        facts = book.facts[one.id]
        if facts.status not in OWED or facts.escalations_held or book.blocked_by(one):
            continue
        for told in facts.told:
            if told.outcome is Outcome.NO_ADDRESS and told.kind is ItemKind.ESCALATION and told.on < day:
                yield from _escalated(book, one, facts, told, day)


def waits_to_pass_up(book: Book, one: Obligation) -> date | None:
    """The first day on which an escalation that reached nobody may pass up to the office director."""
    facts = book.facts[one.id]
    if facts.status not in OWED:
        return None
    missed = [told for told in facts.told if told.outcome is Outcome.NO_ADDRESS and told.kind is ItemKind.ESCALATION]
    told_directors = {told.key for told in facts.told if told.seat in book.plan.directory.office_directors}
    waiting = [
        told.on + timedelta(days=1)
        for told in missed
        if told.round == facts.round
        and told.due_on == facts.effective_due_on
        and book.plan.directory.rank(told.seat, facts.unit) <= HEAD
        and not any(told.key[:-1] == done[:-1] for done in told_directors)
    ]
    return min(waiting, default=None)


def _escalated(book: Book, one: Obligation, facts: Facts, told: Told, day: date) -> Iterator[Item]:
    rank = book.plan.directory.rank(told.seat, facts.unit)
    if rank > HEAD or told.round != facts.round or told.due_on != facts.effective_due_on:
        return
    item = Item(
        obligation=one.id,
        about=told.about,
        unit=facts.unit,
        round=told.round,
        due_on=facts.due_on or told.due_on,
        effective_due_on=told.due_on,
        offset=told.offset,
        planned_on=told.planned_on,
        audience=(),
        kind=ItemKind.ESCALATION,
        reason=(),
        seat=told.seat,
    )
    up = _pass_up(book, item, day, today=False)
    # up to the head it went the same day, or was told there by a stronger rung
    above_head = up is not None and book.plan.directory.rank(up.seat, facts.unit) > HEAD
    if up and above_head and told_of(up, day, Outcome.SENT).key not in {old.key for old in facts.told}:
        yield up
