"""Mail headers kept as they were written and encoded when they are sent (RFC 2047).

The standard library's own policy parses every header twice, which takes longer than writing the message.
"""

from email.header import Header
from email.policy import EmailPolicy
from email.utils import parseaddr, quote

_LINE = 76
_LONGEST = 50
"""Characters of a word that still fits into the first line of any header."""
_MAILBOXES = frozenset({"from", "to", "reply-to"})


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
        called, mailbox = parseaddr(value)
        if not called:
            return mailbox
        written = f'"{quote(called)}"' if called.isascii() else self._words(name, called)
        return f"{written}{self.linesep} <{mailbox}>"

    def _words(self, name: str, value: str) -> str:
        """Plain where it can be; in encoded words where it has other letters, or one too long for a line."""
        plain = value.isascii() and max(map(len, value.split()), default=0) <= _LONGEST
        if plain and len(name) + 2 + len(value) <= _LINE:
            return value
        return Header(value, None if plain else "utf-8", _LINE, name).encode(linesep=self.linesep)
