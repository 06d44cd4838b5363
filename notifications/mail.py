"""A message as a finished mail: headers that thread, name and mark it, and two bodies."""

import hashlib
import re
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import Policy
from email.utils import format_datetime, quote
from typing import Any
from urllib.parse import unquote

from models.words import OFFICE, NoticeState, phrase
from notifications.catalogue import catalogue
from notifications.compose import Message
from notifications.headers import PlainHeaders, mailbox_parts
from notifications.outcomes import Letter
from notifications.wording import one_line, seat_title, unit_name
from schedule.drafts import Draft
from schedule.plan import Plan

_SCHEME = "mailto:"
_POLICY = PlainHeaders(linesep="\r\n")
_UNKNOWN = "unknown.invalid"
"""A domain no mail ever reaches (RFC 2606): where a reader's mailbox is not known."""
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_ODD = re.compile(r"[^A-Za-z0-9._+-]+")


class Mail(EmailMessage):
    """A mail whose parts are ASCII already: written as the library would, which looks at every line of them first."""

    def as_bytes(self, unixfrom: bool = False, policy: Any = None) -> bytes:  # noqa: ANN401, ARG002, FBT001, FBT002 -- the library's signature
        """The mail as it goes out."""
        rules: Policy[Any] = policy or self.policy
        end, boundary = rules.linesep, self.get_boundary()
        parts = (_written(part, rules) + str(part.get_payload()).replace("\n", end) + end for part in self.iter_parts())
        body = "".join(f"--{boundary}{end}{part}" for part in parts)
        return f"{_written(self, rules)}{body}--{boundary}--{end}".encode("ascii")


def _written(part: MIMEPart, rules: "Policy[Any]") -> str:
    """Headers, and the empty line behind them."""
    return "".join(rules.fold(name, value) for name, value in part.raw_items()) + rules.linesep


def finished_mail(  # noqa: PLR0913 -- what a mail says besides the message is one thing each
    message: Message, draft: Draft, plan: Plan, *, sender: str, domain: str, at: datetime, language: str
) -> EmailMessage:
    """The mail as it goes out.

    Args:
        message: subject and bodies.
        draft: the message as planned: its key, reader and state.
        plan: whose office and contact sign.
        sender: a mailbox, or `Name <mailbox>`; without a name the office's.
        domain: the right side of every Message-ID; frozen when a notice is planned.
        at: the moment it is sent, aware.
        language: of the texts, as in `words.LANGUAGES`.
    """
    return mail_of(letter_of(message, draft, plan, domain=domain, at=at, language=language), sender=sender)


def letter_of(message: Message, draft: Draft, plan: Plan, *, domain: str, at: datetime, language: str) -> Letter:
    """A message with everything that is frozen when it is planned."""
    address, reader = _reader(draft, plan, language)
    return Letter(
        key=draft.key,
        campaign=plan.key,
        channel=address.partition(":")[0].lower(),
        address=address,
        reader=reader,
        sender=unit_name(plan, OFFICE, catalogue(language)),
        reply_to=_reply_to(plan),
        thread=_thread(draft, plan),
        message_id=f"<{draft.key}@{domain}>",
        language=language,
        subject=one_line(message.subject),
        text=message.text,
        html=message.html,
        at=at,
        held=draft.state is NoticeState.HELD,
    )


def mail_of(letter: Letter, *, sender: str) -> EmailMessage:
    """A letter as a mail; the same letter gives the same bytes.

    Args:
        letter: one whose address is a mailbox (`mailto:`).
        sender: a mailbox, or `Name <mailbox>`; without a name the letter's.
    """
    mail = Mail(policy=_POLICY)
    mail["From"] = _mailbox(sender, letter.sender)
    mail["To"] = _mailbox(_mailbox_at(letter.address) or letter.address[len(_SCHEME) :], letter.reader)
    if letter.reply_to:
        mail["Reply-To"] = letter.reply_to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = letter.message_id
    thread = f"<{letter.thread}@{letter.message_id.partition('@')[2]}"
    mail["In-Reply-To"] = thread
    mail["References"] = thread
    mail["X-Duban-Notice"] = letter.key
    mail["X-Duban-Campaign"] = one_line(letter.campaign)
    if letter.held:
        mail["X-Duban-State"] = NoticeState.HELD.value
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="base64")
    mail.add_alternative(letter.html, subtype="html", cte="base64")
    mail.set_boundary(f"=_{letter.key}")
    mail["Content-Language"] = letter.language.replace("_", "-")
    return mail


def _reply_to(plan: Plan) -> str | None:
    contact = _clean(plan.contact.mail or "")
    return _mailbox(contact, plan.contact.name or "") if contact else None


def _reader(draft: Draft, plan: Plan, language: str) -> tuple[str, str]:
    """The reader's mailbox and name; where none is known a placeholder that names his seat and reaches nobody."""
    reader, speech = draft.recipient, catalogue(language)
    known = (reader.address, *(reader.person.addresses if reader.person else ()))
    title = seat_title(plan, reader.seat, speech)
    name = reader.person.name if reader.person else title
    for address in known:
        if address and address.lower().startswith(_SCHEME) and (mailbox := _mailbox_at(address)):
            return f"{_SCHEME}{mailbox}", name
    seat = plan.directory.seats[reader.seat]
    name = speech.render(phrase("{party} (address unknown)", party=name))
    return f"{_SCHEME}{_ascii(seat.party)}.{_ascii(seat.post)}@{_UNKNOWN}", name


def _mailbox(written: str, name: str) -> str:
    """A mailbox with a name, its own where it has one."""
    own, mailbox = mailbox_parts(one_line(written))
    called = one_line(own or name)
    return f'"{quote(called)}" <{mailbox}>' if called else mailbox


def _mailbox_at(address: str) -> str | None:
    """The mailbox of a `mailto:` address, as mail carries it."""
    return _clean(unquote(address[len(_SCHEME) :].partition("?")[0]))


def _clean(mailbox: str) -> str | None:
    """A mailbox as mail carries it; None where it is none, or needs a relay that takes other letters before the @."""
    local, _at, domain = mailbox.strip().rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    return written if _MAILBOX.fullmatch(written) else None


def _ascii(key: str) -> str:
    """A key as the left side of an address; keys in other scripts become a short hash."""
    if key.isascii():
        return _ODD.sub("-", key)
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def _thread(draft: Draft, plan: Plan) -> str:
    """One thread an obligation: a message stands in that of its most urgent one."""
    obligations = [*(item.obligation for item in draft.items), *(owed.obligation for owed in draft.also_owed)]
    place = (plan.key, draft.recipient.identity, *obligations[:1])
    return f"thread.{hashlib.sha256(repr(place).encode()).hexdigest()[:32]}"
