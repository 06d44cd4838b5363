"""A mail relay on this machine that keeps what it is given, so that it can be counted through."""

import re
import socket
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from threading import Thread
from types import TracebackType
from typing import Self

from benchmarks.cases import Case

_DUE = re.compile(r"填报第(\d{7})号")


@dataclass(slots=True)
class Sink:
    """One server of a loopback port of its own; used with `with`."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)
    """Reader and mail, as they came."""
    connections: int = 0
    _server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=64))

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.getsockname()[1])

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    def forget(self) -> None:
        """Begin anew."""
        self.mails.clear()
        self.connections = 0

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 sink\r\n")
            reader = ""
            for line in lines:
                word = line[:4].upper()
                if word == b"EHLO":
                    connection.sendall(b"250-sink\r\n250-PIPELINING\r\n250-SIZE\r\n250 8BITMIME\r\n")
                elif word == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    self.mails.append((reader, _data(lines)))
                    connection.sendall(b"250 taken\r\n")
                elif word == b"QUIT":
                    connection.sendall(b"221 bye\r\n")
                    return
                else:
                    if word == b"RCPT":
                        reader = line.decode().partition("<")[2].partition(">")[0]
                    connection.sendall(b"250 ok\r\n")


def _data(lines: object) -> bytes:
    got: list[bytes] = []
    for line in lines:  # type: ignore[attr-defined]
        if line == b".\r\n":
            break
        got.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(got)


def check(mails: list[tuple[str, bytes]], case: Case, who: str) -> None:
    """Every reader has one mail, and all that is due stands in them.

    Raises:
        AssertionError: something is missing, or came twice.
    """
    readers = [reader for reader, _ in mails]
    assert len(readers) == len(set(readers)) == case.readers, f"{who}: {len(readers)} mails, not {case.readers}"
    found = sum(len(set(_DUE.findall(plain_text(data)))) for _, data in mails)
    assert found == case.due, f"{who}: {found} duties told, not {case.due}"


def plain_text(mail: bytes) -> str:
    """The text for programs that show no HTML."""
    part = message_from_bytes(mail, policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())
