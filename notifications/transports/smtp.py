"""Mail to a relay: one kept connection, one reader a message, every answer read for what it means."""

import re
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage

from notifications.headers import mailbox_parts
from notifications.labels import N_
from notifications.outcomes import NO_MAIL, Letter, Outcome, Sent
from notifications.transports.relay import Relay
from notifications.transports.smtp_replies import (
    ANSWER_LOST,
    BROKEN_OFF,
    CLOSING,
    NoTlsError,
    Step,
    ended,
    goes_on,
    is_lasting,
    unopened,
)
from notifications.transports.smtp_talk import Talk

TIMEOUT = 30.0
"""Seconds in which each answer must be complete."""
TRY = 3
"""So many of them a whole try takes at most: less than the outbox's lease."""
A_CONNECTION = 100
"""Messages after which a connection is closed and another opened."""
_FAREWELL = 5.0
"""Seconds that a relay has to say goodbye."""
_MAILBOX = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
"""What an envelope carries: printable ASCII without angle brackets; other letters before the @ need a newer relay."""
_UNREACHABLE = ".invalid"
"""Under it no mail is ever delivered (RFC 2606)."""
_NO_SENDER = Outcome(Sent.TRANSIENT, N_("the sender, DUBAN_MAIL_FROM, is no mailbox"), is_channels=True)
_DOTS = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class _Envelope:
    sender: str
    reader: str
    data: bytes
    """With its end: a line of one dot."""


class Smtp:
    """A relay for one run; after two failed connections, or one failed login, it is left alone until `close`."""

    def __init__(
        self,
        relay: Relay,
        mail_of: Callable[[Letter], EmailMessage],
        *,
        hello: str = "localhost",
        timeout: float = TIMEOUT,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """No connection yet.

        Args:
            relay: where mail is handed in.
            mail_of: writes a letter as a mail.
            hello: the name this side gives itself.
            timeout: seconds in which each answer must be complete.
            context: whom TLS trusts; without it whom the system trusts, and on this machine anybody.
        """
        self._relay = relay
        self._mail_of = mail_of
        self._hello = hello
        self._timeout = timeout
        self._context = context
        self._talk: Talk | None = None
        self._failed = 0
        self._shut: Outcome | None = None

    def send(self, letter: Letter) -> Outcome:
        """Hand a mail over; a kept connection that has ended meanwhile is opened anew, once."""
        try:
            envelope = _envelope(self._mail_of(letter))
        except (ValueError, MessageError):
            return NO_MAIL
        if isinstance(envelope, Outcome):
            return envelope
        until = time.monotonic() + TRY * self._timeout
        was_kept = self._talk is not None
        outcome = self._try(envelope, until)
        if was_kept and self._talk is None and outcome.sent is Sent.TRANSIENT:
            return self._try(envelope, until)
        return outcome

    def close(self) -> None:
        """Say goodbye; afterwards the relay may be tried anew."""
        self._leave()
        self._failed, self._shut = 0, None

    def _try(self, envelope: _Envelope, until: float) -> Outcome:
        if self._shut:
            return self._shut
        talk = self._talk or self._opened(until)
        if isinstance(talk, Outcome):
            return talk
        self._talk = talk
        talk.until = until
        outcome = _hand_over(talk, envelope)
        talk.handed_over += 1
        if talk.sock is None:
            self._talk = None
        elif outcome.code == CLOSING or talk.handed_over >= A_CONNECTION:
            self._leave()
        return outcome

    def _opened(self, until: float) -> Talk | Outcome:
        talk = Talk(self._hello, self._timeout, time.monotonic)
        talk.until = until
        try:
            self._introduce(talk)
        except (OSError, smtplib.SMTPException, NoTlsError) as wrong:
            talk.close()
            self._failed += 1
            fault = unopened(wrong)
            if is_lasting(wrong) or self._failed > 1:
                self._shut = fault
            return fault
        self._failed = 0
        return talk

    def _introduce(self, talk: Talk) -> None:
        """Connect, greet, go over to TLS and log in."""
        relay, is_private = self._relay, self._relay.is_wrapped
        talk.open(relay)
        if is_private:
            self._wrap(talk)
        code, said = talk.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        talk.ehlo_or_helo_if_needed()
        if not is_private and talk.has_extn("starttls"):
            code, said = talk.docmd("STARTTLS")
            if code != 220:
                raise smtplib.SMTPConnectError(code, said)
            self._wrap(talk)
            talk.ehlo_or_helo_if_needed()
            is_private = True
        if relay.user and relay.password:
            if not is_private and not relay.is_loopback:
                raise NoTlsError
            talk.login(relay.user, relay.password)

    def _wrap(self, talk: Talk) -> None:
        # made when first needed: it reads every authority of the system
        self._context = self._context or _trusting(self._relay)
        talk.wrap(self._context, self._relay.host)

    def _leave(self) -> None:
        talk, self._talk = self._talk, None
        if talk is None:
            return
        talk.until = time.monotonic() + min(self._timeout, _FAREWELL)
        try:
            talk.quit()
        except (OSError, smtplib.SMTPException):
            talk.close()


def _envelope(mail: EmailMessage) -> _Envelope | Outcome:
    sender, reader = (mailbox_parts(str(mail[name]))[1] for name in ("From", "To"))
    if not _MAILBOX.fullmatch(sender):
        return _NO_SENDER
    if not _MAILBOX.fullmatch(reader) or reader.lower().endswith(_UNREACHABLE):
        return NO_MAIL
    data = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    return _Envelope(sender, reader, _DOTS.sub(b"..", data).removesuffix(b"\r\n") + b"\r\n.\r\n")


def _hand_over(talk: Talk, envelope: _Envelope) -> Outcome:
    reader = envelope.reader
    steps: tuple[tuple[Step, Callable[[], tuple[int, bytes]]], ...] = (
        (Step.SENDER, lambda: talk.mail(envelope.sender, _size(talk, envelope))),
        (Step.RECIPIENT, lambda: talk.rcpt(reader)),
        (Step.DATA, lambda: talk.docmd("DATA")),
    )
    try:
        for step, ask in steps:
            code, said = ask()
            if not goes_on(step, code):
                _clear(talk, code)
                return ended(step, code, said, reader)
        # one call: where it fails the last byte has not left, and nothing can have been taken
        talk.send(envelope.data)
    except smtplib.SMTPServerDisconnected:
        return BROKEN_OFF
    try:
        code, said = talk.getreply()
    except smtplib.SMTPServerDisconnected:
        return ANSWER_LOST
    if code // 100 not in {2, 4, 5}:
        talk.close()
    return ended(Step.DOT, code, said, reader)


def _size(talk: Talk, envelope: _Envelope) -> tuple[str, ...]:
    return (f"SIZE={len(envelope.data)}",) if talk.has_extn("size") else ()


def _clear(talk: Talk, code: int) -> None:
    """Make ready for the next message; a connection that cannot be is closed."""
    if code // 100 not in {4, 5}:
        talk.close()
    elif code != CLOSING:
        try:
            talk.rset()
        except smtplib.SMTPServerDisconnected:
            talk.close()


def _trusting(relay: Relay) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if relay.is_loopback:
        # nobody stands in between, and no authority certifies this name
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
