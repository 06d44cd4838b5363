"""The trail 留痕 of one obligation: who was told what, when, by which way, and what came back; in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.words import ItemKind, NoticeState
from register.events import Verdict
from register.notice_list import StoredNotice
from register.status import Line
from schedule.facts import Told, WaitKind
from schedule.plan import Plan

ANSWERS = frozenset({"ack", "submit"})
"""Acts that answer a message, whoever recorded them; asking for a later day, disputing and promising answer too."""
ASKS = frozenset({"extend", "dispute"})


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the record."""

    number: int
    at: datetime
    on: date
    by: str
    act: str
    subject: str
    data: Mapping[str, Any]
    voided: bool = False
    """A later event corrected it."""

    @property
    def answers(self) -> bool:
        """Whether with it the one who owes said something."""
        asked = self.act in ASKS and self.data.get("step") == "ask"
        promised = self.act == "chase" and self.data.get("promised_on") is not None
        return not self.voided and (self.act in ANSWERS or asked or promised)


@dataclass(frozen=True, slots=True)
class Message:
    """One message, and the first answer after it."""

    notice: StoredNotice
    kind: ItemKind | None
    """A reminder or an escalation where one of its rungs went; None where it is of another kind, or a mere line."""
    offset: str | None
    """The rung's place on the ladder, where one of its rungs went."""
    wait: WaitKind | None
    """What waits on the office and made the office be told; None where the duty itself is meant."""
    mention: bool
    """Listed beside a message's items, not told of by it."""
    decided: bool
    """It was held in this message until a person released or dropped it: what went of it stands in another."""
    answer: Happened | None
    """The first act of the one who owes that came after it."""
    with_office: bool
    """When it went, the office had something of the owner's to decide: then it is not the owner who is silent."""

    @property
    def went(self) -> bool:
        """Whether the other side took it."""
        return self.notice.state is NoticeState.SENT

    @property
    def on(self) -> date:
        """The day it went; while it has not, the day it is planned for."""
        return self.notice.on


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rung that did not go by itself, and why."""

    told: Told
    at: datetime

    @property
    def on(self) -> date:
        """The day it was found superseded."""
        return self.told.on


Entry = Message | Skipped | Happened


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader was sent about it."""

    seat: str
    person: str | None
    address: str | None
    channel: str | None
    messages: tuple[Message, ...]
    """Mere mentions left out."""

    def went(self, kind: ItemKind | None) -> tuple[date, ...]:
        """The days on which messages of a kind were taken by the other side."""
        return tuple(one.on for one in self.messages if one.went and one.kind is kind)

    @property
    def missed(self) -> tuple[Message, ...]:
        """What did not go; of what was superseded or decided on another message tells."""
        told_elsewhere = NoticeState.SUPERSEDED
        return tuple(
            one for one in self.messages if not (one.went or one.decided or one.notice.state is told_elsewhere)
        )


@dataclass(frozen=True, slots=True)
class Trail:
    """Everything about one obligation."""

    plan: Plan
    as_of: date
    line: Line
    entries: tuple[Entry, ...]
    next_on: date | None
    """The first day on which a run has something to do for it; None where nothing is to come."""
    verdict: Verdict
    """On the campaign's whole chain of events."""
    announced_on: date | None = None
    """The day that was announced for an act of others."""

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages about the duty itself: mere mentions left out, and what waited on the office."""
        return tuple(one for one in self.entries if isinstance(one, Message) and not one.mention and one.wait is None)

    @property
    def unanswered(self) -> tuple[Message, ...]:
        """What went to the owner's own people and was followed by nothing from them, though nothing held them up."""
        return tuple(
            one for one in self.messages if one.went and one.answer is None and not one.with_office and self.is_own(one)
        )

    def is_own(self, one: Message) -> bool:
        """Whether the reader is one of those who owe: from them an answer is expected."""
        return self.plan.directory.seats[one.notice.seat].party == self.line.facts.unit

    @property
    def events(self) -> tuple[Happened, ...]:
        """What stands in the record."""
        return tuple(one for one in self.entries if isinstance(one, Happened))

    def done(self, act: str, step: str | None = None) -> tuple[Happened, ...]:
        """Acts that hold, oldest first."""
        return tuple(
            one
            for one in self.events
            if one.act == act and not one.voided and (step is None or one.data.get("step") == step)
        )

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Who was told of it, in the order they first were."""
        groups: dict[tuple[str, str | None, str | None], list[Message]] = {}
        for one in self.messages:
            told = one.notice
            groups.setdefault((told.seat, told.person, told.address), []).append(one)
        return tuple(Reader(*key, group[0].notice.channel, tuple(group)) for key, group in groups.items())
