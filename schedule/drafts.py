"""What a run of one day comes to: messages before they are written, and the records beside them."""

import hashlib
from dataclasses import dataclass
from datetime import date

from models.words import NoticeKind, NoticeState, Phrase, Standing
from schedule.directory import PersonFacts
from schedule.facts import Awaiting, Item, Told


@dataclass(frozen=True, slots=True)
class Recipient:
    """One reader, at the highest of the seats a message reaches him in."""

    identity: str
    seat: str
    person: PersonFacts | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a reader's unit owes besides the items; or, without an obligation of his, a weekly line."""

    obligation: str
    standing: Standing
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One message before it is written."""

    key: str
    kind: NoticeKind
    on: date
    recipient: Recipient
    items: tuple[Item, ...]
    also_owed: tuple[Owed, ...] = ()
    state: NoticeState = NoticeState.PLANNED
    why: Phrase | None = None
    """Why it is held."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a run of one day plans."""

    on: date
    drafts: tuple[Draft, ...] = ()
    told: tuple[tuple[str, Told], ...] = ()
    """Obligation and what is now recorded of it; a record with a known key takes the old one's place."""
    awaiting: tuple[Awaiting, ...] = ()
    """Items above the office director that wait after this day."""
    superseded: frozenset[str] = frozenset()
    """Held notices whose last waiting item a newer one replaced, or went in a digest once released."""
    suppressed: frozenset[str] = frozenset()
    """Held notices whose last waiting item is not owed any more."""
    week_told: tuple[int, int] | None = None


def notice_key(campaign: str, identity: str, on: date, kind: NoticeKind, sequence: int) -> str:
    """What a message is known by everywhere: no row id, so a rehearsal, a run and a restored database agree."""
    text = "\x1f".join((campaign, identity, on.isoformat(), kind.value, str(sequence)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
