"""What a relay's answers mean for a message, and what a failure to reach it means."""

import re
import smtplib
import socket
import ssl
from enum import Enum

from notifications.labels import N_
from notifications.outcomes import Outcome, Sent

_LONGEST = 300
"""Characters of an answer that are kept."""
_LOGIN = frozenset({530, 534, 535, 538})
"""Codes that speak of login and TLS (RFC 4954), wherever they come."""
CLOSING = 421
"""The relay closes the connection after it."""
_TOO_LARGE = 552
_SLOWER = re.compile(
    r"too (many|much|fast|frequent)|frequen|throttl|slow down|try again|rate.{0,9}limit|"
    r"(rate|sending|send|daily|hourly|message|connection|recipients?) (limit|quota)|频率|频繁|过快|过于|稍后|稍候",
    re.IGNORECASE,
)
"""Some relays say "too fast" under a code that means never."""


class Step(Enum):
    """Where in a message's handing over an answer came."""

    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"
    DOT = "."


BROKEN_OFF = Outcome(Sent.TRANSIENT, N_("the relay broke off before it had the whole message"))
ANSWER_LOST = Outcome(Sent.UNKNOWN, N_("the relay had the whole message; its answer was lost"))


class NoTlsError(Exception):
    """A password is set and the relay, on another machine, would have it in clear."""


def goes_on(step: Step, code: int) -> bool:
    """Whether the next step may follow."""
    return code // 100 == (3 if step is Step.DATA else 2)


def ended(step: Step, code: int, said: bytes, mailbox: str) -> Outcome:
    """What an answer means that ends the handing over.

    Args:
        step: what it answers.
        code: of the answer; -1 where there is none.
        said: its text.
        mailbox: the reader's; hidden in what is kept, as relays repeat it.
    """
    text = _kept(said, mailbox)
    match code // 100:
        case 2 if step is Step.DOT:
            return Outcome(Sent.ACCEPTED, text, code)
        case 4:
            return Outcome(Sent.TRANSIENT, text, code)
        case 5 if code in _LOGIN or (step is Step.SENDER and code != _TOO_LARGE):
            # who may send is refused before anything is said of a message
            return Outcome(Sent.TRANSIENT, text, code, is_channels=True)
        case 5:
            return Outcome(Sent.TRANSIENT if _SLOWER.search(text) else Sent.PERMANENT, text, code)
    may_be_there = Sent.UNKNOWN if step is Step.DOT else Sent.TRANSIENT
    return Outcome(may_be_there, text or N_("the relay's answer makes no sense"), code if code > 0 else None)


def unopened(wrong: Exception) -> Outcome:
    """Why no message can be spoken of; nothing that was said during a login is repeated."""
    code = wrong.smtp_code if isinstance(wrong, smtplib.SMTPResponseException) else None
    return Outcome(Sent.TRANSIENT, _unopened(wrong), code, is_channels=True)


def is_lasting(wrong: Exception) -> bool:
    """Whether a second try will end alike; one more login may lock the account."""
    lasting = (ssl.SSLError, NoTlsError, smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError)
    return isinstance(wrong, lasting)


def _unopened(wrong: Exception) -> str:
    match wrong:
        case smtplib.SMTPAuthenticationError():
            return N_("the relay refuses the login")
        case NoTlsError():
            return N_("the relay offers no TLS, and the password is not sent in clear")
        case ssl.SSLError():
            return N_("no TLS with the relay: its certificate is not trusted, or it speaks another protocol")
        case smtplib.SMTPResponseException():
            said = wrong.smtp_error
            return _kept(said if isinstance(said, bytes) else said.encode())
        case smtplib.SMTPServerDisconnected():
            return N_("the relay does not answer")
        case smtplib.SMTPException():
            return N_("the relay offers no login that this program knows")
        case socket.gaierror():
            return N_("the relay's name is not known")
        case ConnectionRefusedError():
            return N_("the relay refuses the connection")
    return N_("the relay cannot be reached")


def _kept(said: bytes, hidden: str = "") -> str:
    """An answer as one line of printable text."""
    text = said.decode("utf-8", "replace")
    if hidden:
        text = re.sub(re.escape(hidden), "…", text, flags=re.IGNORECASE)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]
