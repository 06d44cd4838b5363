"""What the environment sets. Read by cli only, once; passed on as values.

Plain values read by the standard library: the day's run starts cold, and pydantic alone would cost it a sixth of its
time.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no printout, log or traceback shows."""

    _text: str = field(repr=False)

    def get_secret_value(self) -> str:
        """The text itself."""
        return self._text


def _secret(name: str) -> Callable[[], Secret | None]:
    return lambda: Secret(text) if (text := os.environ.get(name)) else None


@dataclass(frozen=True, slots=True)
class Settings:
    """`DUBAN_…` variables, frozen once read; one that is empty counts as not set."""

    lang: str = field(default_factory=lambda: os.environ.get("DUBAN_LANG") or "zh_Hans")
    """Language of commands' texts where `--lang` does not say."""
    data: Path = field(default_factory=lambda: Path(os.environ.get("DUBAN_DATA") or "duban-data"))
    """The data folder where `--data` does not say: database, mail, printed notices."""
    database_url: Secret | None = field(default_factory=_secret("DUBAN_DATABASE_URL"))
    """Another database than SQLite in the data folder."""
    smtp_url: Secret | None = field(default_factory=_secret("DUBAN_SMTP_URL"))
    """The relay, `smtp://user:password@host:port` or `smtps://…`; without one mail goes to a maildir."""
    mail_from: str = field(default_factory=lambda: os.environ.get("DUBAN_MAIL_FROM") or "duban@duban.invalid")
    """Sender of every mail, alone or as `Name <mailbox>`; its domain ends the Message-IDs."""

    @property
    def mail_domain(self) -> str:
        """What stands after the @ of a Message-ID."""
        return parseaddr(self.mail_from)[1].rpartition("@")[2] or "duban.invalid"
