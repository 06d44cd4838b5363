"""A draft written out and put into the outbox, its text frozen; and who hears at once that something came back."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select

from models.codec import dump
from models.tables.notices import notice
from models.words import NoticeKind
from notifications.catalogue import catalogue
from notifications.compose import compose, language_of
from notifications.mail import letter_of
from register.campaigns import Campaign
from register.events import Deal
from register.hours import next_moment
from schedule.drafts import Draft
from schedule.facts import Book
from schedule.plan import Obligation
from schedule.returning import returned_drafts

HEADERS = ("reader", "sender", "reply_to", "thread")
"""What of a letter is kept beside its texts."""


def write_notice(
    connection: Connection, running: Campaign, draft: Draft, book: Book, at: datetime, domain: str
) -> None:
    """Write a draft into the outbox.

    Args:
        connection: a writer's transaction.
        running: the campaign.
        draft: the message as planned.
        book: the campaign as it stood then.
        at: the moment from which it may go, aware.
        domain: the right side of its Message-ID.
    """
    language = language_of(draft, book)
    message = compose(draft, book, catalogue(language))
    letter = letter_of(message, draft, book.plan, domain=domain, at=at, language=language)
    reader = draft.recipient
    values = {
        "key": draft.key,
        "campaign_id": running.id,
        "kind": draft.kind.value,
        "on": draft.on,
        "at": at,
        "state": draft.state.value,
        "why": dump(draft.why) if draft.why else None,
        "identity": reader.identity,
        "seat": reader.seat,
        "person": reader.person.name if reader.person else None,
        "address": reader.address,
        "channel": channel_of(reader.address),
        "language": language,
        "subject": letter.subject,
        "text": message.text,
        "html": message.html,
        "message_id": letter.message_id,
        "headers": {name: getattr(letter, name) for name in HEADERS},
        "also_owed": dump(draft.also_owed),
        "not_before": at,
    }
    connection.execute(_NOTICE, values)


_NOTICE = insert(notice)


def channel_of(address: str | None) -> str:
    """The scheme of an address; nobody's is `none`."""
    return address.partition(":")[0].lower() if address else "none"


def tell_returned(
    connection: Connection, running: Campaign, book: Book, one: Obligation, deal: Deal
) -> tuple[str, ...]:
    """Plan what the unit hears at once about a return; outside the office's hours when they next begin."""
    goes = next_moment(running.plan, deal.at)
    on = max(goes.astimezone(ZoneInfo(running.plan.timezone)).date(), deal.on)
    counted = select(notice.c.identity, func.count().label("told")).where(
        notice.c.campaign_id == running.id, notice.c.on == on, notice.c.kind == NoticeKind.RETURNED.value
    )
    told = Counter({row.identity: row.told for row in connection.execute(counted.group_by(notice.c.identity))})
    keys: list[str] = []
    for draft in returned_drafts(book, one, on, lambda identity: told[identity]):
        told[draft.recipient.identity] += 1
        write_notice(connection, running, draft, book, goes, deal.domain)
        keys.append(draft.key)
    return tuple(keys)
