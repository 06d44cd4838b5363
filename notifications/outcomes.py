"""What a way out says of one message, and what a message needs to go: values that every transport speaks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from notifications.labels import N_

MAIL = "mailto"
"""The channel of a mailbox."""
BY_HAND = "by-hand"
"""The channel of a person who is told on paper."""


class Sent(StrEnum):
    """What became of one try."""

    ACCEPTED = "accepted"
    """The other side took it."""
    HANDED_ON = "handed_on"
    """Printed for somebody to deliver by hand."""
    TRANSIENT = "transient"
    """Not now; the outbox tries again."""
    PERMANENT = "permanent"
    """Never, not this way."""
    UNKNOWN = "unknown"
    """It may have gone: the answer was lost after the last byte."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One try, as it is recorded."""

    sent: Sent
    text: str = ""
    """What the other side said, without secrets; or a message id of the catalogues, which says what went wrong here."""
    code: int | None = None
    """What the other side's protocol calls it."""
    is_channels: bool = False
    """The way out is at fault, no message is: nobody's try is counted."""


NO_MAIL = Outcome(Sent.PERMANENT, N_("it cannot be written as a mail"))
"""A letter whose address or text mail cannot carry."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it was frozen when it was planned, with everything a way out may want."""

    key: str
    campaign: str
    channel: str
    address: str
    reader: str
    """Name for the To line."""
    sender: str
    """Name for the From line: the office's."""
    reply_to: str | None
    thread: str
    """What messages on one obligation share, without the domain."""
    message_id: str
    """With brackets."""
    language: str
    subject: str
    text: str
    html: str
    at: datetime
    held: bool = False
    """Whether it stands held instead of going; only a rehearsal writes such a letter."""


class Transport(Protocol):
    """A way out: one message at a time, an answer for each; never raises for what the other side does."""

    def send(self, letter: Letter) -> Outcome:
        """Try once.

        Raises:
            DubanError: nothing can be written here (exit code 73); the message stays claimed and comes back.
        """

    def close(self) -> None:
        """Let go of connections."""
