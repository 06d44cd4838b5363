"""Mail into a folder that mail programs read (Maildir): where no relay is set, and in trials."""

from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from notifications.labels import N_
from notifications.outcomes import NO_MAIL, Letter, Outcome, Sent
from notifications.transports.whole_file import make_folders, place

WRITTEN = Outcome(Sent.ACCEPTED, N_("written into the mail folder; no relay was set"))
"""Who reads the trail must see that no relay had it."""
_FLAGS = ":2,"
"""What a mail program adds to the name of a mail that somebody saw."""


class Maildir:
    """`tmp`, `new` and `cur` in a folder; a mail's name carries its key.

    A mail that lies there already, byte for byte, is not written again; another one of the same key gets a number.
    """

    def __init__(self, folder: Path, mail_of: Callable[[Letter], EmailMessage]) -> None:
        self._folder = folder
        self._mail_of = mail_of
        self._seen: dict[str, Path] | None = None

    def send(self, letter: Letter) -> Outcome:
        """Write the mail, unless it lies there.

        Raises:
            CannotWriteError: the disk is full or the folder is read-only.
        """
        try:
            mail = self._mail_of(letter)
            data = mail.as_bytes(policy=mail.policy.clone(linesep="\n"))
        except (ValueError, MessageError):
            return NO_MAIL
        self._deliver(data, f"{int(letter.at.timestamp())}.{letter.key}.duban")
        return WRITTEN

    def close(self) -> None:
        """Nothing is held open."""

    def _deliver(self, data: bytes, name: str) -> None:
        seen = self._ready()
        for candidate in _numbered(name):
            there = _read(self._folder / "new" / candidate)
            if there is None and candidate in seen:
                there = _read(seen[candidate])
            if there == data:
                return
            if there is None:
                place(data, self._folder / "new" / candidate, self._folder / "tmp")
                return

    def _ready(self) -> dict[str, Path]:
        """Make the folders, and look once at what somebody has seen already: there a name has flags behind it."""
        if self._seen is None:
            make_folders(*(self._folder / part for part in ("tmp", "new", "cur")))
            self._seen = {path.name.partition(_FLAGS)[0]: path for path in (self._folder / "cur").iterdir()}
        return self._seen


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name}.{number}"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
