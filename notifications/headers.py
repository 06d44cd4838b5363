"""Mail headers kept as they were written and encoded when they are sent (RFC 2047).

The standard library's own policy parses every header twice, and its encoder tries every word in two encodings and
measures each letter; both take longer than writing the message.
"""

from base64 import b64encode
from collections.abc import Iterator
from email.header import Header
from email.policy import EmailPolicy
from email.utils import parseaddr, quote
from functools import lru_cache

_LINE = 76
_LONGEST = 50
"""Characters of a word that still fits into the first line of any header."""
_BEFORE, _BEHIND = b"=?utf-8?b?", b"?="
_MAILBOXES = frozenset({"from", "to", "reply-to"})


@lru_cache(maxsize=256)
def mailbox_parts(written: str) -> tuple[str, str]:
    """The name and the mailbox of `Name <mailbox>`; remembered, as each mail asks again, and all for one office."""
    return parseaddr(written)


class PlainHeaders(EmailPolicy):
    """One mailbox in each address header; a line break in a value is refused, as it would begin another header."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:  # noqa: V105 -- the mail asks for it
        """Keep a value.

        Raises:
            ValueError: it has a line break.
        """
        if any(mark in value for mark in "\r\n"):
            raise ValueError(f"a header must be one line: {name}")
        return name, value

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002, V105 -- likewise, with this signature
        """The value as it was written."""
        return value

    def fold(self, name: str, value: str) -> str:
        """The header as it goes out: encoded words where needed, in lines of at most 76 characters."""
        return f"{name}: {self._encoded(name, value)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:  # noqa: V105 -- likewise
        """The same as bytes."""
        return self.fold(name, value).encode("ascii")

    def _encoded(self, name: str, value: str) -> str:
        if name.lower() not in _MAILBOXES:
            return self._words(name, value)
        called, mailbox = mailbox_parts(value)
        if not called:
            return mailbox
        written = f'"{quote(called)}"' if called.isascii() else self._words(name, called)
        return f"{written}{self.linesep} <{mailbox}>"

    def _words(self, name: str, value: str) -> str:
        """Plain where it can be; in encoded words where it has other letters, or one too long for a line."""
        first_line = _LINE - len(name) - len(": ")
        if not value.isascii() or max(map(len, value.split()), default=0) > _LONGEST:
            return f"{self.linesep} ".join(_encoded_words(value, first_line))
        if len(value) <= first_line:
            return value
        return Header(value, maxlinelen=_LINE, header_name=name).encode(linesep=self.linesep)


def _encoded_words(text: str, first_line: int) -> Iterator[str]:
    """A text in words of a line each, none cut inside a letter.

    Args:
        text: any text.
        first_line: characters that the first of them may take.
    """
    part, room = b"", _bytes_in(first_line)
    for letter in text:
        written = letter.encode()
        if len(part) + len(written) > room:
            yield _encoded_word(part)
            part, room = b"", _bytes_in(_LINE - len(" "))
        part += written
    yield _encoded_word(part)


def _bytes_in(line: int) -> int:
    return (line - len(_BEFORE) - len(_BEHIND)) // 4 * 3


def _encoded_word(part: bytes) -> str:
    return (_BEFORE + b64encode(part) + _BEHIND).decode()
