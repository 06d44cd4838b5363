"""Releasing what a person has to see before it goes: papers for leaders, and pages that somebody carried (law 12).

What waits to go above the office director is released, or dropped with a reason, item by item: a released item joins
its reader's next digest. A page that was printed is released by whoever delivered it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from models.codec import dump, load
from models.errors import DubanError
from models.tables.notices import attempt, awaiting, notice
from models.words import LEADING_GROUP, OFFICE, NoticeState, Phrase, phrase
from notifications.catalogue import catalogue
from notifications.outcomes import BY_HAND, Sent
from register.books import book_about
from register.campaigns import Campaign
from register.events import Deal, record
from register.targets import is_obligation, named_notice, obligation_named, unit_called, unknown_target
from schedule.facts import Book, Item
from schedule.firing import OWED


class NothingToReleaseError(DubanError):
    """Nothing of that name waits for a person, or this person may not release it."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """One item that waits for a person."""

    item: Item
    notice: str
    released: bool


@dataclass(slots=True)
class Released:
    """What a release came to."""

    target: str
    dropped: bool = False
    items: list[Waiting] = field(default_factory=list)
    """Released, or dropped."""
    delivered: list[str] = field(default_factory=list)
    """Keys of printed messages that somebody carried."""
    ended: list[str] = field(default_factory=list)
    """Keys of held messages that are suppressed, since nothing in them waits any more."""
    events: list[int] = field(default_factory=list)


def waiting_items(connection: Connection, running: Campaign) -> tuple[Waiting, ...]:
    """Everything above the office director that waits, the first due first."""
    rows = connection.execute(select(awaiting).where(awaiting.c.campaign_id == running.id))
    found = (Waiting(load(row.item, Item), row.notice, row.released) for row in rows)
    return tuple(sorted(found, key=lambda one: (one.item.effective_due_on, one.item.obligation, one.item.seat)))


def release(connection: Connection, running: Campaign, target: str, deal: Deal) -> Released:
    """Release what a message, an obligation or a unit has waiting.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        target: a message's key or its start, an obligation's id or a unit's key.
        deal: who releases, or who delivered a printed page; and the day.

    Raises:
        UnknownTargetError: nothing is called so.
        NothingToReleaseError: nothing waits there, or it is another's to release.
    """
    found, page = _named(connection, running, target)
    done = Released(target)
    if page is not None and page.channel == BY_HAND:
        _deliver(connection, running, page, deal, done)
        return done
    book = book_about(connection, running, {one.item.obligation for one in found})
    ready = [one for one in found if not one.released and _still_owed(book, one.item)]
    if not ready:
        raise NothingToReleaseError(_why_nothing(connection, running, target, found, page))
    for one in ready:
        _refuse_strangers(running, book, one.item, deal)
    done.items = ready
    for key, group in _by_notice(ready).items():
        for one in group:
            connection.execute(update(awaiting).where(*_here(running, one)).values(released=True))
        done.events.append(record(connection, running.id, deal, "release", key, _listed(group)))
    return done


def drop(connection: Connection, running: Campaign, target: str, reason: str, deal: Deal) -> Released:
    """Decide that what waits does not go, with a reason; its rungs count as decided and do not come back.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        target: as for `release`; a message held for any cause may be dropped by its key.
        reason: stands beside the message.
        deal: who drops it, and the day.

    Raises:
        UnknownTargetError: nothing is called so.
        NothingToReleaseError: nothing waits there, or it is another's to drop.
    """
    found, page = _named(connection, running, target)
    held = page is not None and page.state == NoticeState.HELD.value
    if not found and not held:
        raise NothingToReleaseError(_why_nothing(connection, running, target, found, page))
    book = book_about(connection, running, {one.item.obligation for one in found})
    done = Released(target, dropped=True, items=found)
    for one in found:
        _refuse_strangers(running, book, one.item, deal)
        connection.execute(delete(awaiting).where(*_here(running, one)))
    groups = _by_notice(found)
    keys = [*groups, *([page.key] if page is not None and held and page.key not in groups else [])]
    for key in keys:
        data = {**_listed(groups.get(key, ())), "reason": reason}
        done.events.append(record(connection, running.id, deal, "drop", key, data))
        if _end(connection, key, phrase("dropped by {who}: {reason}", who=deal.by, reason=reason)):
            done.ended.append(key)
    return done


# -- what is named -----------------------------------------------------------------------------------------------------


def _named(connection: Connection, running: Campaign, target: str) -> tuple[list[Waiting], Row[Any] | None]:
    """The items that a name means; and the message, where it names one."""
    every, target = waiting_items(connection, running), obligation_named(running, target)
    if is_obligation(connection, running, target):
        return [one for one in every if one.item.obligation == target], None
    if unit := unit_called(running.plan.directory.parties, target):
        book = book_about(connection, running, {one.item.obligation for one in every})
        return [one for one in every if book.facts[one.item.obligation].unit == unit], None
    key = named_notice(connection, running, target)
    if key is None:
        raise unknown_target(connection, running, target)
    row = connection.execute(select(notice).where(notice.c.key == key)).one()
    return [one for one in every if one.notice == key], row


def _still_owed(book: Book, item: Item) -> bool:
    facts = book.facts[item.obligation]
    return facts.status in OWED and (facts.round, facts.effective_due_on) == (item.round, item.effective_due_on)


def _why_nothing(
    connection: Connection, running: Campaign, target: str, found: Iterable[Waiting], page: Row[Any] | None
) -> Phrase:
    """Why there is nothing to release, and what could be."""
    group = list(found)
    if any(one.released for one in group):
        return phrase("{target} is released already; it joins the next day's digest", target=target)
    if group:
        return phrase("what waits in {target} is not owed any more; the next run takes it off the list", target=target)
    if page is not None and page.state == NoticeState.HELD.value:
        return phrase(
            "{target} is held because no address is known: name a holder with one (`duban people hand-over`), "
            "or drop it with a reason (--drop)",
            target=target,
        )
    why = phrase("nothing in {target} waits to be released", target=target)
    others = tuple(dict.fromkeys(one.notice for one in waiting_items(connection, running) if not one.released))
    return phrase("{why}; waiting: {others}", why=why, others=others) if others else why


def _refuse_strangers(running: Campaign, book: Book, item: Item, deal: Deal) -> None:
    """What the office or the leading group owes itself is released by the office director, by name (law 12)."""
    if book.facts[item.obligation].unit not in {OFFICE, LEADING_GROUP}:
        return
    directory = running.plan.directory
    holders = [directory.holder(seat, deal.on) for seat in directory.office_directors]
    names = tuple(holder.name for holder in holders if holder is not None)
    if names and deal.by not in names:
        why = phrase(
            "{obligation} is the office's own: its director releases it by name ({names}), not {who}",
            obligation=item.obligation,
            names=names,
            who=deal.by,
        )
        raise NothingToReleaseError(why)


# -- what becomes of it ------------------------------------------------------------------------------------------------


def _deliver(connection: Connection, running: Campaign, page: Row[Any], deal: Deal, done: Released) -> None:
    """A printed page was carried: from now on it counts as sent."""
    if page.state != NoticeState.HELD.value:
        state = NoticeState(page.state)
        raise NothingToReleaseError(
            phrase("the page is not waiting to be delivered; its state is {state}", state=state)
        )
    if deal.on < page.on:
        raise NothingToReleaseError(
            phrase("{day} lies before {planned}, the day of the page", day=deal.on, planned=page.on)
        )
    told = catalogue(running.plan.languages[0]).render(phrase("delivered by {who}", who=deal.by))
    tried = {"notice": page.key, "at": deal.at, "outcome": Sent.ACCEPTED.value, "text": told}
    connection.execute(insert(attempt).values(tried))
    went = {"state": NoticeState.SENT.value, "why": None, "on": deal.on, "at": deal.at, "tries": page.tries + 1}
    connection.execute(update(notice).where(notice.c.key == page.key).values(went))
    done.delivered.append(page.key)
    done.events.append(record(connection, running.id, deal, "release", page.key, {"delivered_by": deal.by}))


def _end(connection: Connection, key: str, why: Phrase) -> bool:
    """A held message has its end once none of its items waits."""
    if connection.execute(select(awaiting.c.seat).where(awaiting.c.notice == key)).first() is not None:
        return False
    held = (notice.c.key == key, notice.c.state == NoticeState.HELD.value)
    ended = {"state": NoticeState.SUPPRESSED.value, "why": dump(why)}
    return connection.execute(update(notice).where(*held).values(ended)).rowcount == 1


def _by_notice(found: Iterable[Waiting]) -> dict[str, list[Waiting]]:
    groups: dict[str, list[Waiting]] = {}
    for one in found:
        groups.setdefault(one.notice, []).append(one)
    return groups


def _listed(group: Iterable[Waiting]) -> dict[str, object]:
    return {"items": [[one.item.obligation, one.item.offset, one.item.seat] for one in group]}


def _here(running: Campaign, one: Waiting) -> tuple[Any, ...]:
    return (
        awaiting.c.campaign_id == running.id,
        awaiting.c.obligation == one.item.obligation,
        awaiting.c.seat == one.item.seat,
        awaiting.c.notice == one.notice,
    )
