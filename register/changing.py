"""A changed campaign file into the tables, in one transaction: rows that differ, an event a change, one for all."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from models.codec import dump, load
from models.errors import DubanError
from models.tables.campaigns import campaign, question
from models.tables.obligations import dispute, obligation
from models.words import Phrase, Status, phrase
from register.acts import difference
from register.books import whole_book
from register.campaigns import Campaign, find_campaign
from register.change.after import book_after
from register.change.kinds import Change, Loaded, Shown
from register.change.writing import write_book, write_definition
from register.changes import compare
from register.events import Deal, record
from schedule.directory import PersonFacts
from schedule.facts import Book
from schedule.plan import Plan
from schedule.transitions import Step
from schedule.working_calendar import OutsideCalendarError


class ChangedMeanwhileError(DubanError):
    """The campaign is not what was looked at any more; nothing was changed."""

    exit_code = 75

    def __init__(self) -> None:
        super().__init__(phrase("the campaign has changed since the differences were shown; look at them again"))


class TooFarError(DubanError):
    """A rung would lie beyond the new file's calendar; nothing was changed."""

    exit_code = 2

    def __init__(self, plan: Plan) -> None:
        first, last = plan.calendar.first, plan.calendar.last
        message = phrase(
            "rungs of the campaign lie beyond the calendar of the new file, which goes from {first} to {last}",
            first=first,
            last=last,
        )
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A campaign file that holds, with what is laid over it."""

    plan: Plan
    name: str
    source: str
    """The text as the campaign keeps it."""


def read_loaded(connection: Connection, running: Campaign) -> Loaded:
    """What the last load left behind beside the book."""
    people = connection.execute(select(campaign.c.people).where(campaign.c.id == running.id)).scalar_one()
    decided = select(dispute.c.obligation).where(
        dispute.c.campaign_id == running.id, dispute.c.step == Step.GRANT.value, dispute.c.voided.is_(False)
    )
    dropped = select(obligation.c.key).where(
        obligation.c.campaign_id == running.id,
        obligation.c.status == Status.CANCELLED.value,
        obligation.c.key.not_in(decided),
    )
    return Loaded(load(people, tuple[PersonFacts, ...]), frozenset(connection.scalars(dropped)))


def changes_in(connection: Connection, running: Campaign, new: Plan) -> tuple[Change, ...]:
    """What a file would change in a running campaign; nothing is written.

    Raises:
        OutOfReachError: the file's calendar does not reach days of the stored campaign.
    """
    return compare(whole_book(connection, running), new, read_loaded(connection, running))


def apply_changes(
    connection: Connection, running: Campaign, new: NewFile, changes: tuple[Change, ...], deal: Deal
) -> Campaign:
    """Do what was shown, or nothing.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        new: the changed file.
        changes: what a person agreed to, as `changes_in` gave it.
        deal: who, when, and the day of the change: whatever is new is known from it.

    Raises:
        ChangedMeanwhileError: the differences are other ones by now.
        OutOfReachError: the file's calendar does not reach days of the stored campaign.
        TooFarError: nor days counted from them.
    """
    book, loaded = whole_book(connection, running), read_loaded(connection, running)
    if compare(book, new.plan, loaded) != changes:
        raise ChangedMeanwhileError
    if not changes:
        return running
    answers = _answers(connection, running)
    try:
        after = book_after(book, new.plan, loaded, deal.on)
        write_definition(connection, running, new.plan, deal, {"file_name": new.name, "source": new.source})
        write_book(connection, running, book, after, deal.on)
    except OutsideCalendarError:
        raise TooFarError(new.plan) from None
    for change, told in zip(changes, _told(book, after, changes, answers), strict=True):
        record(connection, running.id, deal, "change", change.subject, told)
    _record_file(connection, running, new, changes, deal)
    return find_campaign(connection, new.plan.key)


def _answers(connection: Connection, running: Campaign) -> Mapping[str, Mapping[str, object]]:
    given = select(question).where(question.c.campaign_id == running.id, question.c.answered_on.is_not(None))
    rows = connection.execute(given)
    return {row.key: {"value": row.value, "by": row.answered_by, "on": row.answered_on} for row in rows}


def _told(
    book: Book, after: Book, changes: Iterable[Change], answers: Mapping[str, Mapping[str, object]]
) -> Iterator[dict[str, object]]:
    """What the event of each change holds; the first of a duty what became of its facts, a question's its answer."""
    seen: set[str] = set()
    for change in changes:
        data: dict[str, object] = {"kind": change.kind.value, "effect": dump(change.effect)}
        data |= {"before": _plain(change.before), "after": _plain(change.after)}
        if change.subject in book.facts and change.subject not in seen:
            data["facts"] = difference(book.facts[change.subject], after.facts[change.subject])
        if change.subject in answers:
            data["answer"] = answers[change.subject]
        seen.add(change.subject)
        yield data


def _record_file(
    connection: Connection, running: Campaign, new: NewFile, changes: Iterable[Change], deal: Deal
) -> None:
    counts: Mapping[str, int] = Counter(change.kind.value for change in changes)
    digest = hashlib.sha256(new.source.encode()).hexdigest()
    record(
        connection, running.id, deal, "reload", new.plan.key, {"file": new.name, "sha256": digest, "changes": counts}
    )


def _plain(value: Shown) -> object:
    return dump(value) if isinstance(value, Phrase) else value
