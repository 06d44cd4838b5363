"""Correcting a mistake by a new event: what an act changed is put back, and the act stays in the record as voided.

Only what nothing rests on yet can be put back: the latest act on an obligation, while the facts are as it left them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, or_, select, update

from models.codec import dump
from models.errors import DubanError
from models.tables.notices import notice
from models.tables.obligations import (
    acknowledgement,
    chase,
    dispute,
    extension,
    obligation,
    review,
    submission,
    waiver,
)
from models.tables.records import event
from models.words import Form, NoticeState, Phrase, Status, phrase
from register.acts import difference, facts_data
from register.answering import take_back_answer, without_answer
from register.books import whole_book
from register.campaigns import Campaign
from register.events import Deal, as_kept, record
from register.saving import save_facts
from schedule.facts import Book, Facts, Wait, WaitKind

ROWS: Mapping[str, Table] = {
    "submit": submission,
    "ack": acknowledgement,
    "accept": review,
    "return": review,
    "reopen": review,
    "extend": extension,
    "dispute": dispute,
    "waive": waiver,
    "chase": chase,
}
"""Acts that can be voided, and where each has rows of its own; an answer has none."""
ANSWER = "answer"
_ASIDE = frozenset({"ack", "chase"})
"""Acts that nothing rests on."""
_UNSENT = (NoticeState.PLANNED, NoticeState.RETRY, NoticeState.DEFERRED, NoticeState.LEASED, NoticeState.HELD)


class NotVoidableError(DubanError):
    """The event is no act, or something rests on it; nothing was changed."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Voided:
    """An event that was corrected."""

    number: int
    act: str
    subject: str
    event: int
    """The number of the event that corrects it."""
    changed: tuple[str, ...]
    """Obligations whose facts were put back."""
    suppressed: tuple[str, ...]
    """Keys of messages it had planned and that do not go now."""
    book: Book
    """The campaign after it."""


def void(connection: Connection, running: Campaign, number: int, reason: str, deal: Deal) -> Voided:
    """Correct an event, or refuse and change nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        number: the event's, as `duban trail` shows it.
        reason: what was wrong.
        deal: who corrects it, and the day.

    Raises:
        NotVoidableError: with what stands in the way.
    """
    wrong = _event(connection, running, number, deal)
    before = whole_book(connection, running)
    changes = _changes(wrong)
    _refuse_if_something_rests_on_it(connection, running, wrong, before, changes)
    after = _put_back(before, wrong, changes)
    save_facts(connection, running, before, after)
    _unstamp(connection, running, changes)
    if wrong.act == ANSWER:
        take_back_answer(connection, running, wrong.subject, after, wrong.data.get("party"))
    else:
        table = ROWS[wrong.act]
        connection.execute(update(table).where(table.c.id.in_(wrong.data["rows"])).values(voided=True))
    suppressed = _suppress(connection, wrong, reason)
    facts = {key: difference(before.facts[key], after.facts[key]) for key in changes}
    data = {"event": number, "voided": wrong.act, "reason": reason, "facts": facts, "notices": list(suppressed)}
    corrected = record(connection, running.id, deal, "void", wrong.subject, data)
    return Voided(number, wrong.act, wrong.subject, corrected, tuple(changes), suppressed, after)


# -- what stands in the way --------------------------------------------------------------------------------------------


def _event(connection: Connection, running: Campaign, number: int, deal: Deal) -> Row[Any]:
    here = event.c.campaign_id == running.id
    wrong = connection.execute(select(event).where(here, event.c.number == number)).first()
    if wrong is None:
        raise NotVoidableError(phrase("there is no event {number}; `duban trail` numbers them", number=number))
    if wrong.act not in {*ROWS, ANSWER}:
        raise NotVoidableError(_no_act(wrong))
    if (done := _voided(connection, running).get(number)) is not None:
        raise NotVoidableError(phrase("event {number} is voided already, by event {by}", number=number, by=done))
    if deal.on < wrong.on:
        raise NotVoidableError(phrase("{day} lies before {acted}, the day of the event", day=deal.on, acted=wrong.on))
    return wrong


def _no_act(wrong: Row[Any]) -> Phrase:
    why = phrase(
        "event {number} ({act}) is no act on an obligation and no answer; only these can be voided",
        number=wrong.number,
        act=wrong.act,
    )
    ways = {
        "hold": phrase("lift the hold: duban hold --lift ID"),
        "hand_over": phrase("hand the seat over anew: duban people hand-over"),
        "change": phrase("correct the file and load it anew: duban init FILE"),
        "reload": phrase("correct the file and load it anew: duban init FILE"),
    }
    return phrase("{why}; {instead}", why=why, instead=ways[wrong.act]) if wrong.act in ways else why


def _voided(connection: Connection, running: Campaign) -> dict[int, int]:
    """Events that were voided, with the event that did it."""
    chosen = select(event.c.number, event.c.data).where(event.c.campaign_id == running.id, event.c.act == "void")
    return {row.data["event"]: row.number for row in connection.execute(chosen)}


def _changes(wrong: Row[Any]) -> dict[str, Mapping[str, Any]]:
    """What the event changed, by obligation: the facts before and after."""
    if wrong.act == ANSWER:
        return dict(wrong.data.get("facts", {}))
    return {wrong.subject: wrong.data} if wrong.data.get("after") else {}


def _refuse_if_something_rests_on_it(
    connection: Connection, running: Campaign, wrong: Row[Any], book: Book, changes: Mapping[str, Mapping[str, Any]]
) -> None:
    voided = _voided(connection, running)
    for later in _later(connection, running, wrong, changes):
        if later.number not in voided and _rests_on(later, wrong):
            why = phrase(
                "event {number} cannot be voided: event {later} ({act}, {day}, {who}) came after it",
                number=wrong.number,
                later=later.number,
                act=later.act,
                day=later.on,
                who=later.by,
            )
            if later.act in {*ROWS, ANSWER}:
                why = phrase("{why}; void that one first", why=why)
            raise NotVoidableError(why)
    for key, change in changes.items():
        now = as_kept(facts_data(book.facts[key]))
        if moved := [name for name, value in change["after"].items() if now[name] != value]:
            raise NotVoidableError(
                phrase(
                    "event {number} cannot be voided: {names} of {obligation} have changed since",
                    number=wrong.number,
                    names=tuple(moved),
                    obligation=key,
                )
            )


def _later(
    connection: Connection, running: Campaign, wrong: Row[Any], changes: Mapping[str, Mapping[str, Any]]
) -> Iterable[Row[Any]]:
    """Later events on the same obligations, the newest first: what has to go first."""
    about = {wrong.subject, *changes}
    chosen = select(event).where(
        event.c.campaign_id == running.id,
        event.c.number > wrong.number,
        or_(event.c.subject.in_(about), event.c.act == ANSWER),
    )
    for row in connection.execute(chosen.order_by(event.c.number.desc())):
        if row.subject in about or about & set(row.data.get("facts", {})):
            yield row


def _rests_on(later: Row[Any], wrong: Row[Any]) -> bool:
    """Whether a later event took the facts as the wrong one had left them."""
    if later.act == "change":
        return bool(later.data.get("facts", {}).get("after"))
    if later.act not in {*ROWS, ANSWER}:
        return False
    if wrong.act in _ASIDE:
        return bool(later.act == wrong.act == "ack")
    return later.act not in _ASIDE


# -- what is put back --------------------------------------------------------------------------------------------------


def _put_back(book: Book, wrong: Row[Any], changes: Mapping[str, Mapping[str, Any]]) -> Book:
    after = book.with_facts({key: _facts(book.facts[key], change["before"]) for key, change in changes.items()})
    if wrong.act != ANSWER:
        return after
    announced = dict(after.announced)
    for key, change in wrong.data.get("announced", {}).items():
        del announced[key]
        if change["before"]:
            announced[key] = date.fromisoformat(change["before"])
    return without_answer(replace(after, announced=announced), wrong.subject)


def _facts(now: Facts, before: Mapping[str, Any]) -> Facts:
    """Facts with some of them as an event kept them."""
    return replace(
        now, **{name: _READ.get(name, _as_it_is)(value) for name, value in before.items() if name != _DERIVED}
    )


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 -- JSON
    return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _waits(value: Iterable[Sequence[str]]) -> tuple[Wait, ...]:
    return tuple(Wait(WaitKind(kind), *map(date.fromisoformat, days)) for kind, *days in value)


_DERIVED = "effective_due_on"
_READ: Mapping[str, Callable[[Any], Any]] = {
    "status": Status,
    "received": lambda value: frozenset(Form(form) for form in value),
    "waits": _waits,
    **dict.fromkeys(("known_on", "due_on", "term_on", "submitted_on", "acknowledged_on", "returned_on"), _day),
}


def _unstamp(connection: Connection, running: Campaign, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """The instants beside the days go with them."""
    for key, change in changes.items():
        stamps = {"submitted_on": "submitted_at", "acknowledged_on": "acknowledged_at"}
        if gone := {stamps[name]: None for name, value in change["before"].items() if name in stamps and not value}:
            here = (obligation.c.campaign_id == running.id, obligation.c.key == key)
            connection.execute(update(obligation).where(*here).values(gone))


def _suppress(connection: Connection, wrong: Row[Any], reason: str) -> tuple[str, ...]:
    """Messages it had planned and that have not gone have their end."""
    planned = (
        notice.c.key.in_(wrong.data.get("notices", [])),
        notice.c.state.in_([state.value for state in _UNSENT]),
    )
    keys = tuple(connection.scalars(select(notice.c.key).where(*planned)))
    why = phrase("what it told of was a mistake: {reason}", reason=reason)
    ended = {"state": NoticeState.SUPPRESSED.value, "why": dump(why), "lease_by": None, "lease_until": None}
    connection.execute(update(notice).where(notice.c.key.in_(keys)).values(ended))
    return keys
