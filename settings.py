"""What the environment sets. Read by cli only, once; passed on as values."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`DUBAN_…` variables, frozen once read."""

    model_config = SettingsConfigDict(env_prefix="DUBAN_", frozen=True, extra="ignore")

    lang: str = "zh_Hans"
    """Language of commands' texts where `--lang` does not say."""
    mail_from: str = "duban@duban.invalid"
    """Sender of every mail; its domain ends the Message-IDs."""

    @property
    def mail_domain(self) -> str:
        """What stands after the @ of a Message-ID."""
        return self.mail_from.rpartition("@")[2] or "duban.invalid"
