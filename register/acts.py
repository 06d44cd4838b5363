"""What people do to an obligation, in one transaction: the facts, a row of its own, and the event that tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, select, update

from models.errors import DubanError
from models.tables.obligations import (
    acknowledgement,
    dispute,
    extension,
    obligation,
    review,
    submission,
    waiver,
)
from models.words import Form, Phrase, Status, phrase
from register.books import book_about
from register.campaigns import Campaign
from register.events import Deal, record
from register.notices import tell_returned
from register.obligation_rows import facts_values
from register.saving import save_facts
from register.targets import obligation_named
from schedule.facts import Book, Facts, Wait
from schedule.plan import Obligation
from schedule.transitions import Act, Deed, Refusal, as_asked, perform


class UnknownObligationError(DubanError):
    """No obligation has that id."""

    exit_code = 2

    def __init__(self, key: str, close: tuple[str, ...]) -> None:
        if close:
            super().__init__(phrase("no obligation is called {key}; did you mean {close}?", key=key, close=close))
        else:
            super().__init__(phrase("no obligation is called {key}; `duban status --all` lists them", key=key))


class RefusedError(DubanError):
    """The act cannot be done now; nothing was changed."""

    exit_code = 2

    def __init__(self, refusal: Refusal) -> None:
        why: Phrase = refusal.why
        if refusal.possible:
            why = phrase("{why}; possible now: {possible}", why=refusal.why, possible=refusal.possible)
        super().__init__(why)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class HandIn:
    """What comes with a submission besides its forms."""

    value: str | None = None
    file_name: str | None = None
    sha256: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done."""

    obligation: Obligation
    before: Facts
    after: Facts
    event: int
    book: Book = field(repr=False)
    """The book after it."""
    told: tuple[str, ...] = ()
    """Keys of the messages it planned."""


def find_obligation(book: Book, connection: Connection, running: Campaign, key: str) -> Obligation:
    """The obligation of an id.

    Raises:
        UnknownObligationError: with the ids that look like it.
    """
    if key in book.plan.by_id:
        return book.plan.by_id[key]
    import difflib  # noqa: PLC0415 -- only a mistake needs it

    keys = connection.scalars(select(obligation.c.key).where(obligation.c.campaign_id == running.id).limit(5000))
    raise UnknownObligationError(key, tuple(difflib.get_close_matches(key, list(keys), 3)))


def act(
    connection: Connection, running: Campaign, key: str, deed: Deed, deal: Deal, hand_in: HandIn | None = None
) -> Done:
    """Do an act, or refuse it and change nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        key: the obligation's id.
        deed: the act; `deed.on` is the day it counts.
        deal: who does it and when.
        hand_in: what a submission brought besides its forms.

    Raises:
        UnknownObligationError: no such obligation.
        RefusedError: why, and what is possible.
    """
    key = obligation_named(running, key)
    book = book_about(connection, running, {key})
    one = find_obligation(book, connection, running, key)
    deed = as_asked(book.facts[one.id], deed)
    done = perform(book, one, deed)
    if isinstance(done, Refusal):
        raise RefusedError(done)
    after = book.with_facts({one.id: done})
    save_facts(connection, running, book, after)
    _stamp(connection, running, book.facts[one.id], done, one.id, deal.at)
    change = _Change(one, book.facts[one.id], done, deed, deal, hand_in or HandIn())
    row_ids = _write_rows(connection, running, change)
    told = tell_returned(connection, running, after, one, deal) if deed.act in {Act.RETURN, Act.REOPEN} else ()
    data = {**said(deed, hand_in), "rows": row_ids, **difference(book.facts[one.id], done)}
    if told:
        data["notices"] = list(told)
    number = record(connection, running.id, deal, deed.act.value, one.id, data)
    return Done(one, book.facts[one.id], done, number, after, told)


def said(deed: Deed, hand_in: HandIn | None) -> dict[str, object]:
    """What an act said, as the event keeps it; what was not said is left out."""
    words: dict[str, object | None] = {
        "step": deed.step.value if deed.act in {Act.EXTEND, Act.DISPUTE} else None,
        "forms": sorted(form.value for form in deed.forms) if deed.forms is not None else None,
        "until": deed.until,
        "reason": deed.reason,
        "value": hand_in and hand_in.value,
        "file": hand_in and hand_in.file_name,
        "sha256": hand_in and hand_in.sha256,
        "note": hand_in and hand_in.note,
    }
    return {key: value for key, value in words.items() if value is not None}


def difference(before: Facts, after: Facts) -> dict[str, Mapping[str, object]]:
    """The facts that changed, as they were and as they are."""
    old, new = facts_data(before), facts_data(after)
    keys = [key for key in new if old[key] != new[key]]
    return {"before": {key: old[key] for key in keys}, "after": {key: new[key] for key in keys}}


def facts_data(facts: Facts) -> dict[str, object]:
    """Facts as an event keeps them."""
    return {**facts_values(facts), "waits": [_wait_data(wait) for wait in facts.waits]}


def _wait_data(wait: Wait) -> list[object]:
    """The day asked for only where there is one: older events know none."""
    return [wait.kind.value, wait.asked_on, wait.due_on, *([wait.until] if wait.until else [])]


def _stamp(connection: Connection, running: Campaign, before: Facts, after: Facts, key: str, at: datetime) -> None:
    """The instants beside the days: of the first complete submission and of the acknowledgement."""
    stamps = {
        "submitted_at": at if after.submitted_on != before.submitted_on else None,
        "acknowledged_at": at if after.acknowledged_on != before.acknowledged_on else None,
    }
    if set_now := {name: value for name, value in stamps.items() if value}:
        here = (obligation.c.campaign_id == running.id, obligation.c.key == key)
        connection.execute(update(obligation).where(*here).values(set_now))


@dataclass(frozen=True, slots=True)
class _Change:
    """Everything that one act's row is made of."""

    one: Obligation
    before: Facts
    after: Facts
    deed: Deed
    deal: Deal
    hand_in: HandIn


def _write_rows(connection: Connection, running: Campaign, change: _Change) -> list[int]:
    """The act's own row; a submission has one a form."""
    common = {
        "campaign_id": running.id,
        "obligation": change.one.id,
        "round": change.before.round,
        "on": change.deed.on,
        "at": change.deal.at,
        "by": change.deal.by,
        "reason": change.deed.reason,
    }
    table, rows = _shape(connection, running, change)
    written = (insert(table).values({**common, **row}).returning(table.c.id) for row in rows)
    return [int(connection.execute(one).scalar_one()) for one in written]


def _shape(connection: Connection, running: Campaign, change: _Change) -> tuple[Table, list[dict[str, object]]]:
    deed, until = change.deed, change.after.term_on
    match deed.act:
        case Act.SUBMIT:
            return submission, _submissions(connection, running, change)
        case Act.ACCEPT:
            return review, [{"verdict": "accepted"}]
        case Act.RETURN:
            return review, [{"verdict": "returned", "until": until}]
        case Act.REOPEN:
            return review, [{"verdict": "reopened", "until": until}]
        case Act.EXTEND:
            return extension, [{"step": deed.step.value, "until": deed.until}]
        case Act.DISPUTE:
            return dispute, [{"step": deed.step.value}]
        case Act.WAIVE:
            return waiver, [{}]
        case Act.ACK:
            return acknowledgement, [{}]


def _submissions(connection: Connection, running: Campaign, change: _Change) -> list[dict[str, object]]:
    one, deed, hand_in = change.one, change.deed, change.hand_in
    numbered = select(func.coalesce(func.max(submission.c.number), 0)).where(
        submission.c.campaign_id == running.id, submission.c.obligation == one.id
    )
    last = connection.execute(numbered).scalar_one()
    owed = [form.form for form in one.forms] or [Form.ELECTRONIC]
    forms = sorted(deed.forms) if deed.forms is not None else owed
    complete = change.after.status in {Status.SUBMITTED, Status.ACCEPTED}
    return [
        {
            "number": last + i,
            "form": form.value,
            "complete": complete and i == len(forms),
            "value": hand_in.value,
            "file_name": hand_in.file_name,
            "sha256": hand_in.sha256,
            "note": hand_in.note,
        }
        for i, form in enumerate(forms, 1)
    ]
