"""The mail relay's address, as the environment gives it."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from models.errors import DubanError
from models.words import Phrase, phrase

SETTING = "DUBAN_SMTP_URL"
_PORTS = {"smtp": 25, "smtps": 465}


class RelayError(DubanError):
    """The setting cannot be read; the message repeats nothing of it, as a password stands in it."""

    exit_code = 2

    def __init__(self, reason: Phrase) -> None:
        super().__init__(phrase("{setting}: {reason}", setting=SETTING, reason=reason))


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mail is handed in."""

    host: str
    port: int
    is_wrapped: bool = False
    """TLS from the first byte (`smtps`), not from STARTTLS on."""
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def is_loopback(self) -> bool:
        """Whether it runs on this machine: nobody stands in between."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def relay_of(url: str) -> Relay:
    """Read `smtp://user:password@host:port` or `smtps://…`; ports 25 and 465 where none is given.

    Raises:
        RelayError: it is neither.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        # its text would repeat what could not be read
        raise RelayError(_SHAPE) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise RelayError(_SHAPE)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise RelayError(_ENCODED)
    user, password = (part and unquote(part) for part in (parts.username, parts.password))
    if bool(user) != bool(password):
        raise RelayError(_HALF)
    if not f"{user}{password}".isascii():
        raise RelayError(_OTHER_LETTERS)
    return Relay(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user or None, password or None)


def stays_here(url: str | None) -> bool:
    """Whether mail stays on this machine: there is no relay, or it runs here.

    Raises:
        RelayError: the address cannot be read.
    """
    return url is None or relay_of(url).is_loopback


_SHAPE = phrase("must be like smtp://user:password@host:port, or smtps:// for TLS from the first byte")
_ENCODED = phrase("nothing may follow the port; in a password / ? # @ : are written %2F %3F %23 %40 %3A")
_HALF = phrase("a user needs a password, and a password a user")
_OTHER_LETTERS = phrase("user and password must be plain ASCII")
