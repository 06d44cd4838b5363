"""A dialogue with a mail relay that always ends, however slowly, endlessly or never the other side answers."""

import math
import smtplib
import socket
import ssl
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING

from notifications.transports.relay import Relay

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_LONGEST_REPLY = 65536
"""Bytes; what says more is no relay."""


class Talk(smtplib.SMTP):
    """The library's commands over a connection with an end: each answer in time, all of them by `until`."""

    def __init__(self, hello: str, timeout: float, monotonic: Callable[[], float]) -> None:
        """No connection yet.

        Args:
            hello: the name this side gives itself.
            timeout: seconds in which each answer must be complete.
            monotonic: seconds that only ever grow.
        """
        super().__init__(local_hostname=hello)
        self.until = math.inf
        """When the whole of it must be over, in `monotonic` seconds."""
        self.handed_over = 0
        """Messages that went over this connection."""
        self._patience = timeout
        self._monotonic = monotonic
        self._read = b""

    def open(self, relay: Relay) -> None:
        """Connect; the greeting is not read yet.

        Raises:
            OSError: nobody is there, or not in time.
        """
        self.sock = socket.create_connection((relay.host, relay.port), self._time_left(self._end()))

    def wrap(self, context: ssl.SSLContext, host: str) -> None:
        """Go on in TLS; what was said before, and read ahead, counts no more.

        Raises:
            OSError: no TLS comes about.
        """
        if self.sock is None:
            raise SMTPServerDisconnected
        self._read = b""
        self.sock.settimeout(self._time_left(self._end()))
        self.sock = context.wrap_socket(self.sock, server_hostname=host)
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def send(self, s: "ReadableBuffer | str") -> None:
        """Send all of it, in time.

        Raises:
            SMTPServerDisconnected: part of it did not leave.
        """
        if self.sock is not None:
            self.sock.settimeout(self._time_left(self._end()))
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """The code and the text of an answer, its lines joined; the code is -1 where there is none.

        Raises:
            SMTPServerDisconnected: no whole answer came in time.
        """
        end, said, size = self._end(), list[bytes](), 0
        while size <= _LONGEST_REPLY:
            line = self._line(end)
            size += len(line)
            said.append(line[4:].strip())
            if not line[:3].isdigit():
                return -1, b"\n".join(said)
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(said)
        self.close()
        raise SMTPServerDisconnected("the answer does not end")

    def _line(self, end: float) -> bytes:
        while b"\n" not in self._read and len(self._read) <= _LONGEST_REPLY:
            self._read += self._chunk(end)
        line, _, self._read = self._read.partition(b"\n")
        return line

    def _chunk(self, end: float) -> bytes:
        if self.sock is None:
            raise SMTPServerDisconnected
        try:
            self.sock.settimeout(self._time_left(end))
            chunk = self.sock.recv(4096)
        except OSError as wrong:
            self.close()
            raise SMTPServerDisconnected from wrong
        if not chunk:
            self.close()
            raise SMTPServerDisconnected
        return chunk

    def _end(self) -> float:
        return min(self.until, self._monotonic() + self._patience)

    def _time_left(self, end: float) -> float:
        left = end - self._monotonic()
        if left <= 0:
            self.close()
            raise SMTPServerDisconnected("no answer in time")
        return left
