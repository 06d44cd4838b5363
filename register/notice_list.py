"""Messages as they were frozen when planned, with what became of them since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from models.codec import load
from models.tables.notices import attempt, item, notice
from models.tables.obligations import obligation
from models.words import OFFICE, ItemKind, NoticeKind, NoticeState, Phrase, Role
from notifications.outcomes import Sent
from register.campaigns import Campaign
from schedule.drafts import Owed
from schedule.facts import Item, WaitKind

AT_ONCE = 5000
"""Keys asked for in one query; SQLite takes six times as many."""
_COLUMNS = [column for column in notice.c if column.name not in {"text", "html"}]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send."""

    at: datetime
    """The real clock's, whatever day the run was pinned to."""
    outcome: Sent
    code: int | None
    text: str


@dataclass(frozen=True, slots=True)
class AlsoOwed:
    """A duty that a message lists beside its items; unit and day as they are now."""

    owed: Owed
    unit: str | None
    deliverable: str
    effective_due_on: date | None


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """One message."""

    key: str
    kind: NoticeKind
    on: date
    at: datetime
    state: NoticeState
    why: Phrase | None
    seat: str
    person: str | None
    address: str | None
    channel: str | None
    """The scheme of the address; None where there is none."""
    language: str
    subject: str
    message_id: str
    replaces: str | None
    items: tuple[Item, ...]
    also_owed: tuple[AlsoOwed, ...]
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a list of messages shows of one."""

    state: NoticeState
    seat: str
    person: str | None
    address: str | None
    subject: str


def list_notices(
    connection: Connection,
    running: Campaign,
    *,
    state: NoticeState | None = None,
    since: date | None = None,
    to: date | None = None,
) -> tuple[StoredNotice, ...]:
    """Messages of a campaign in the order they go.

    Args:
        connection: a transaction.
        running: the campaign.
        state: only those in this state.
        since: only those of this day and later.
        to: only those of this day and earlier.
    """
    chosen = select(notice.c.key).where(notice.c.campaign_id == running.id)
    if state is not None:
        chosen = chosen.where(notice.c.state == state.value)
    if since is not None:
        chosen = chosen.where(notice.c.on >= since)
    if to is not None:
        chosen = chosen.where(notice.c.on <= to)
    return _read(connection, running, chosen)


def notices_of(connection: Connection, running: Campaign, keys: Iterable[str]) -> tuple[StoredNotice, ...]:
    """Messages of some keys in the order they go."""
    return tuple(one for group in _some(keys) for one in _read(connection, running, _keys(group)))


def heads_on(connection: Connection, running: Campaign, day: date) -> tuple[Head, ...]:
    """What a list shows of every message of a day."""
    here = (notice.c.campaign_id == running.id, notice.c.on == day)
    return heads_of(connection, running, connection.scalars(select(notice.c.key).where(*here)))


def heads_of(connection: Connection, running: Campaign, keys: Iterable[str]) -> tuple[Head, ...]:
    """The same messages in the same order, without what stands in them."""
    columns = notice.c
    wanted = (columns.at, columns.key, columns.state, columns.seat, columns.person, columns.address, columns.subject)
    chosen = (select(*wanted).where(columns.key.in_(group)) for group in _some(keys))
    return tuple(
        Head(NoticeState(row.state), row.seat, row.person, row.address, row.subject)
        for one in chosen
        for row in _in_order(running, connection.execute(one))
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A message as its reader gets it."""

    subject: str
    text: str


def short_text(connection: Connection, running: Campaign, since: date, to: date) -> Written | None:
    """The shortest message that was sent from a day to a day, both inclusive; None without one."""
    columns = notice.c
    sent = (columns.campaign_id == running.id, columns.state == NoticeState.SENT.value, columns.on.between(since, to))
    chosen = select(columns.subject, columns.text).where(*sent)
    row = connection.execute(chosen.order_by(func.length(columns.text), columns.key)).first()
    return Written(row.subject, row.text) if row else None


def texts_of(connection: Connection, keys: Iterable[str]) -> Mapping[str, str]:
    """What the messages of some keys say, word for word."""
    chosen = (select(notice.c.key, notice.c.text).where(notice.c.key.in_(group)) for group in _some(keys))
    return {row.key: row.text for one in chosen for row in connection.execute(one)}


def _some(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys, so many at once as one query may ask for."""
    every = list(keys)
    for first in range(0, len(every), AT_ONCE):
        yield every[first : first + AT_ONCE]


def _keys(keys: Sequence[str]) -> Select[Any]:
    return select(notice.c.key).where(notice.c.key.in_(keys))


def _read(connection: Connection, running: Campaign, chosen: Select[Any]) -> tuple[StoredNotice, ...]:
    rows = connection.execute(select(*_COLUMNS).where(notice.c.key.in_(chosen))).all()
    items = connection.execute(select(item).where(item.c.notice.in_(chosen)).order_by(item.c.place)).all()
    tries: dict[str, list[Attempt]] = {}
    for row in connection.execute(select(attempt).where(attempt.c.notice.in_(chosen)).order_by(attempt.c.id)):
        tries.setdefault(row.notice, []).append(Attempt(row.at, Sent(row.outcome), row.code, row.text or ""))
    owed = {row.key: load(row.also_owed, tuple[Owed, ...]) for row in rows}
    named = {one.obligation for row in rows for one in owed[row.key]} | {row.obligation for row in items}
    duties = {row.key: row for row in _duties(connection, running, named)}
    placed: dict[str, list[Item]] = {}
    for row in items:
        placed.setdefault(row.notice, []).append(_item(row, duties[row.obligation]))
    return tuple(
        _notice(row, placed.get(row.key, ()), [_also(one, duties[one.obligation]) for one in owed[row.key]], tries)
        for row in _in_order(running, rows)
    )


def _in_order(running: Campaign, rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """As they go: by their moment, then by the seats' order in the file."""
    places = {key: i for i, key in enumerate(running.plan.directory.seats)}
    return sorted(rows, key=lambda row: (row.at, places.get(row.seat, len(places)), row.key))


def _notice(
    row: Row[Any], items: Iterable[Item], also_owed: Iterable[AlsoOwed], tries: Mapping[str, list[Attempt]]
) -> StoredNotice:
    return StoredNotice(
        key=row.key,
        kind=NoticeKind(row.kind),
        on=row.on,
        at=row.at,
        state=NoticeState(row.state),
        why=load(row.why, Phrase) if row.why else None,
        seat=row.seat,
        person=row.person,
        address=row.address,
        channel=row.channel if row.address else None,
        language=row.language,
        subject=row.subject,
        message_id=row.message_id,
        replaces=row.replaces,
        items=tuple(items),
        also_owed=tuple(also_owed),
        attempts=tuple(tries.get(row.key, ())),
    )


def _duties(connection: Connection, running: Campaign, keys: Iterable[str]) -> Iterator[Row[Any]]:
    columns = obligation.c
    wanted = (columns.key, columns.deliverable, columns.unit, columns.slot, columns.known_on, columns.due_on)
    for group in _some(keys):
        chosen: Select[Any] = select(*wanted, columns.effective_due_on)
        yield from connection.execute(chosen.where(columns.campaign_id == running.id, columns.key.in_(group)))


def _item(row: Row[Any], duty: Row[Any]) -> Item:
    waiting = row.about in set(WaitKind) and row.about != duty.deliverable
    return Item(
        obligation=row.obligation,
        about=row.about,
        unit=OFFICE if waiting else _unit_then(duty, row.on),
        round=row.round,
        due_on=row.due_on if waiting else duty.due_on or row.due_on,
        effective_due_on=row.due_on,
        offset=row.offset,
        planned_on=row.planned_on,
        audience=tuple(Role(role) for role in row.audience),
        kind=ItemKind(row.kind),
        reason=tuple(load(one, Phrase) for one in row.reason or ()),
        seat=row.seat,
    )


def _unit_then(duty: Row[Any], on: date) -> str | None:
    """Who owed it on a day: an open slot was nobody's before its owner became known."""
    return None if duty.slot is not None and on <= duty.known_on else duty.unit


def _also(owed: Owed, duty: Row[Any]) -> AlsoOwed:
    return AlsoOwed(owed, duty.unit, duty.deliverable, duty.effective_due_on)
