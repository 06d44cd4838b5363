"""What the environment sets. Read by cli only, once; passed on as values."""

from email.utils import parseaddr
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`DUBAN_…` variables, frozen once read."""

    model_config = SettingsConfigDict(env_prefix="DUBAN_", frozen=True, extra="ignore")

    lang: str = "zh_Hans"
    """Language of commands' texts where `--lang` does not say."""
    data: Path = Path("duban-data")
    """The data folder where `--data` does not say: database, mail, printed notices."""
    database_url: SecretStr | None = None
    """Another database than SQLite in the data folder."""
    smtp_url: SecretStr | None = None
    """The relay, `smtp://user:password@host:port` or `smtps://…`; without one mail goes to a maildir."""
    mail_from: str = "duban@duban.invalid"
    """Sender of every mail, alone or as `Name <mailbox>`; its domain ends the Message-IDs."""

    @property
    def mail_domain(self) -> str:
        """What stands after the @ of a Message-ID."""
        return parseaddr(self.mail_from)[1].rpartition("@")[2] or "duban.invalid"
