"""Which way a channel goes out."""

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from notifications.labels import N_
from notifications.mail import mail_of
from notifications.outcomes import BY_HAND, MAIL, Letter, Outcome, Sent, Transport
from notifications.transports.apprise_channel import SERVICES, AppriseChannel
from notifications.transports.by_hand import ByHand
from notifications.transports.maildir import Maildir
from notifications.transports.relay import Relay, relay_of

CHANNELS = (MAIL, BY_HAND, *SERVICES)
"""All there are: schemes of addresses."""


class NoWay:
    """The way out of a channel that is none."""

    def send(self, letter: Letter) -> Outcome:  # noqa: ARG002 -- every way out is asked alike
        """Nothing goes."""
        return Outcome(
            Sent.PERMANENT, N_("no such channel; there are mailto, by-hand, wecombot, dingtalk, feishu, lark")
        )

    def close(self) -> None:
        """Nothing is held open."""


def ways_out(folder: Path, smtp_url: str | None, sender: str, hello: str) -> "WaysOut":
    """The ways out as the settings have them.

    Args:
        folder: the data folder.
        smtp_url: the relay's address; None for a maildir in the data folder.
        sender: of every mail, alone or as `Name <mailbox>`.
        hello: the name by which this side greets the relay.

    Raises:
        RelayError: the address cannot be read.
    """
    return WaysOut(folder, relay_of(smtp_url) if smtp_url else None, partial(mail_of, sender=sender), hello)


class WaysOut:
    """The ways out of one run, each made when first asked for; used with `with`, or closed."""

    def __init__(
        self, folder: Path, relay: Relay | None, mail_of: Callable[[Letter], EmailMessage], hello: str = "localhost"
    ) -> None:
        """None is opened yet.

        Args:
            folder: the data folder; without a relay mail lies in its `mail`, pages to print in its `print`.
            relay: where mail is handed in.
            mail_of: writes a letter as a mail.
            hello: the name by which this side greets the relay.
        """
        self._folder = folder
        self._relay = relay
        self._mail_of = mail_of
        self._hello = hello
        self._made: dict[str, Transport] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transport_for(self, channel: str) -> Transport:
        """The way out of a channel, the same each time it is asked for."""
        if channel not in self._made:
            self._made[channel] = self._make(channel)
        return self._made[channel]

    def close(self) -> None:
        """Let go of all of them."""
        for transport in self._made.values():
            transport.close()
        self._made.clear()

    def _make(self, channel: str) -> Transport:
        if channel == MAIL and self._relay:
            from notifications.transports.smtp import Smtp  # noqa: PLC0415 -- a run into a maildir pays nothing for TLS

            return Smtp(self._relay, self._mail_of, hello=self._hello)
        if channel == MAIL:
            return Maildir(self._folder / "mail", self._mail_of)
        if channel == BY_HAND:
            return ByHand(self._folder / "print")
        return AppriseChannel() if channel in SERVICES else NoWay()
