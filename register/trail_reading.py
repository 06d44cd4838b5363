"""Reading a trail: messages, rungs that did not go and events of one obligation, put in order."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, String, cast, or_, select

from models.tables.campaigns import question
from models.tables.notices import item, notice
from models.tables.obligations import obligation
from models.tables.records import event
from models.words import ItemKind, NoticeKind
from register.acts import find_obligation
from register.books import book_about
from register.campaigns import Campaign
from register.events import verify
from register.hours import opening
from register.notice_list import StoredNotice, notices_of
from register.status import Line, line_on
from register.targets import obligation_named
from register.trails import Entry, Happened, Message, Skipped, Trail
from schedule.facts import Outcome, WaitKind
from schedule.plan import Obligation

_MENTIONS = frozenset({NoticeKind.DIGEST, NoticeKind.OFFICE})
"""Kinds in which what is not an item is a line beside them; the other kinds are about what they list."""

_OF_ALL = ("init", "reload", "hold", "lift")
"""Acts on the whole campaign that concern every duty in it."""
_AT_ONCE = frozenset({NoticeKind.ASSIGN, NoticeKind.RETURNED, NoticeKind.RECEIPT, NoticeKind.LINK})
"""Kinds that follow an act."""


def trail_of(connection: Connection, running: Campaign, key: str, as_of: date) -> Trail:
    """The trail of an obligation by what is stored now; standing and days are those of `as_of`.

    Raises:
        UnknownObligationError: with the ids that look like it.
    """
    key = obligation_named(running, key)
    book = book_about(connection, running, {key})
    one = find_obligation(book, connection, running, key)
    line = line_on(connection, running, book, one, as_of)
    held = _held(connection, running, key)
    notices = notices_of(connection, running, held.keys() | _notice_keys(connection, running, key))
    happened = tuple(_events(connection, running, line, {told.key for told in notices}))
    messages = [
        _message(told, one, held.get(told.key), happened)
        for told in notices
        if told.key in held or _concerns(told, key)
    ]
    skipped = [
        Skipped(told, opening(running.plan, told.on))
        for told in book.facts[key].told
        if told.outcome is Outcome.SUPERSEDED
    ]
    next_on = select(obligation.c.next_on).where(obligation.c.campaign_id == running.id, obligation.c.key == key)
    return Trail(
        book.plan,
        as_of,
        line,
        tuple(sorted([*messages, *skipped, *happened], key=_place)),
        connection.scalar(next_on),
        verify(connection, running.id),
        book.announced.get(key),
    )


def _place(entry: Entry) -> tuple[date, datetime, int, int]:
    """A day's run comes before that day's acts, and what an act sends at once after it."""
    match entry:
        case Message():
            return entry.on, entry.notice.at, 3 if entry.notice.kind in _AT_ONCE else 0, 0
        case Skipped():
            return entry.on, entry.at, 1, 0
        case Happened():
            return entry.on, entry.at, 2, entry.number


# -- messages --------------------------------------------------------------------------------------------------------


def _held(connection: Connection, running: Campaign, key: str) -> Mapping[str, str]:
    """Messages in which it was held until a person released or dropped it, with its offset: its item has moved on."""
    chosen = select(event.c.subject, event.c.data).where(
        event.c.campaign_id == running.id, event.c.act.in_(("release", "drop"))
    )
    return {
        row.subject: offset
        for row in connection.execute(chosen)
        for obligation_key, offset, _seat in row.data.get("items", ())
        if obligation_key == key
    }


def _notice_keys(connection: Connection, running: Campaign, key: str) -> set[str]:
    """Messages one of whose items it is, and those that list it beside their items."""
    about = select(item.c.notice).where(
        item.c.campaign_id == running.id, item.c.obligation == key, item.c.notice.is_not(None)
    )
    named = cast(notice.c.also_owed, String).contains(f'"{key}"', autoescape=True)
    listing = select(notice.c.key).where(notice.c.campaign_id == running.id, named)
    return set(connection.scalars(about)) | set(connection.scalars(listing))


def _concerns(told: StoredNotice, key: str) -> bool:
    return any(one.obligation == key for one in told.items) or any(one.owed.obligation == key for one in told.also_owed)


def _message(told: StoredNotice, one: Obligation, held: str | None, happened: tuple[Happened, ...]) -> Message:
    """One message; `held` is the offset of the item that left it, always of an escalation above the office."""
    rungs = [rung for rung in told.items if rung.obligation == one.id]
    # the most urgent of several; its own before what waits on the office
    rungs.sort(key=lambda rung: (rung.about != one.deliverable, rung.kind is not ItemKind.ESCALATION))
    rung = rungs[0] if rungs else None
    mention = rung is None and held is None and told.kind in _MENTIONS
    before = [act for act in happened if _precedes(act, told)]
    after = (act for act in happened if act.answers and act not in before)
    return Message(
        told,
        rung.kind if rung else ItemKind.ESCALATION if held else None,
        rung.offset if rung else held,
        WaitKind(rung.about) if rung and rung.about != one.deliverable else None,
        mention,
        rung is None and held is not None,
        None if mention else next(after, None),
        _left_waiting(before, one.id),
    )


def _precedes(act: Happened, told: StoredNotice) -> bool:
    """Whether a message comes after an act; on one instant what is sent at once follows, the day's run goes before."""
    if told.kind in _AT_ONCE:
        return (act.on, act.at) <= (told.on, told.at)
    return (act.on, act.at) < (told.on, told.at)


def _left_waiting(acts: Iterable[Happened], key: str) -> bool:
    """Whether the last of some acts that changed what waits for the office left anything waiting."""
    changed = [waits for act in acts if (waits := _waits_after(act, key)) is not None]
    return bool(changed and changed[-1])


def _waits_after(act: Happened, key: str) -> list[object] | None:
    """What waits after an act; None where it changed nothing of that."""
    waits: list[object] | None = _changed_facts(act, key).get("after", {}).get("waits")
    return waits


def _changed_facts(act: Happened, key: str) -> Mapping[str, Any]:
    """The facts that an event changed; a correction and an answer tell them by obligation, a changed file apart."""
    facts: Mapping[str, Any] = act.data.get("facts", {})
    match act.act:
        case "void" | "answer":
            return facts.get(key) or {}
        case "change":
            return facts
    return act.data


# -- events ----------------------------------------------------------------------------------------------------------


def _events(connection: Connection, running: Campaign, line: Line, notices: set[str]) -> Iterator[Happened]:
    """What the record holds of the obligation, its messages, questions about it, its owner and its owner's seats."""
    directory, unit = running.plan.directory, line.facts.unit
    subjects = {line.one.id, running.plan.key, *notices, *_questions(connection, running, line.one.id)}
    subjects |= {key for key, seat in directory.seats.items() if seat.party == unit} | ({unit} if unit else set())
    chosen = (
        select(event)
        .where(event.c.campaign_id == running.id, event.c.subject.in_(subjects))
        .where(or_(event.c.subject != running.plan.key, event.c.act.in_(_OF_ALL)))
        .order_by(event.c.number)
    )
    rows = connection.execute(chosen).all()
    voided = {row.data.get("event") for row in rows if row.act == "void"}
    found = (_happened(row, voided) for row in rows if _names(row, line.one.id))
    yield from sorted(found, key=_place)


def _names(row: Row[Any], key: str) -> bool:
    """Whether an event is about an obligation: those that tell their obligations are about these alone."""
    named = row.data.get("obligations")
    items = row.data.get("items")
    if isinstance(items, list):
        return any(one[0] == key for one in items)
    return not isinstance(named, list) or key in named


def _happened(row: Row[Any], voided: set[int | None]) -> Happened:
    return Happened(row.number, row.at, row.on, row.by, row.act, row.subject, row.data, row.number in voided)


def _questions(connection: Connection, running: Campaign, key: str) -> Iterator[str]:
    chosen = select(question.c.key, question.c.obligations).where(question.c.campaign_id == running.id)
    yield from (row.key for row in connection.execute(chosen) if key in row.obligations)
