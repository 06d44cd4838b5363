"""A rehearsal made ready to be shown: each notice composed once, in the language it is shown in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from cli.notice_face import said, seat_name, shown_address
from models.words import Phrase
from notifications.catalogue import catalogue
from notifications.compose import Message, compose, language_of
from notifications.mail import finished_mail
from register.rehearsal import Played, Rehearsal
from schedule.drafts import Recipient
from schedule.facts import Reachability

ASSUMED = "assumed"
"""Channel of a notice whose reader has no known address and is taken to be reachable."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails come from."""

    mail_from: str
    domain: str
    """Ends every Message-ID."""


@dataclass(frozen=True)
class View:
    """What every face of a rehearsal shows."""

    played: Rehearsal
    scenario: str
    sender: Sender
    language: str | None = None
    """The language of every notice; None: each in its reader's."""
    show_addresses: bool = False
    _composed: dict[tuple[int, str], Message] = field(default_factory=dict, repr=False)

    @property
    def notices(self) -> Sequence[Played]:
        """Every notice, in the order they go; those of one moment in the order they were planned."""
        return sorted(self.played.notices, key=lambda one: one.at)

    def language_of(self, one: Played) -> str:
        """The language a notice is shown in."""
        return self.language or language_of(one.draft, one.book)

    def message(self, one: Played) -> Message:
        """What the reader reads."""
        language = self.language_of(one)
        # by identity: a notice lives as long as its rehearsal, and to hash one would cost more than to compose it
        place = (id(one), language)
        if place not in self._composed:
            self._composed[place] = compose(one.draft, one.book, catalogue(language))
        return self._composed[place]

    def mail(self, one: Played) -> EmailMessage:
        """The finished mail."""
        return finished_mail(
            self.message(one),
            one.draft,
            one.book.plan,
            sender=self.sender.mail_from,
            domain=self.sender.domain,
            at=one.at,
            language=self.language_of(one),
        )

    def message_id(self, one: Played) -> str:
        """The mail's Message-ID, angle brackets and all."""
        return f"<{one.draft.key}@{self.sender.domain}>"

    def reader(self, recipient: Recipient) -> str:
        """A reader in one line: his seat, and his name where it is known."""
        title = self.seat(recipient.seat)
        return f"{title} {recipient.person.name}" if recipient.person else title

    def seat(self, key: str) -> str:
        """What the holder of a seat is called; the key of a seat the plan does not have."""
        return seat_name(self.played.plan, key)

    def said(self, phrase: Phrase) -> str:
        """A reason of the core in the language in use."""
        return said(self.played.plan, phrase)

    def channel(self, one: Played) -> str | None:
        """The way a notice takes: its address' scheme; `assumed` or none where no address is known."""
        address = one.draft.recipient.address
        if address is not None:
            return address.partition(":")[0]
        return ASSUMED if one.book.reachability is Reachability.ASSUME else None

    def address(self, one: Played) -> str | None:
        """The reader's address, masked unless it was asked for in full."""
        address = one.draft.recipient.address
        return None if address is None else shown_address(address, full=self.show_addresses)
