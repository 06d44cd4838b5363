"""A mail relay on the loopback address that does what a test tells it, and keeps what it was told.

It ends with the `with` that began it, whatever its clients do.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""A key and its certificate for 127.0.0.1, signed by itself; it protects nothing."""

DROP: Final = "drop"
"""The connection ends without an answer."""
HANG: Final = "hang"
"""No answer ever comes."""
ENDLESS: Final = "endless"
"""An answer comes that fills memory before it ends."""
TRICKLE: Final = "trickle"
"""An answer comes letter by letter and never to an end."""
WAIT: Final = "wait"
"""The usual answer comes once the test opens the gate."""

USUAL: Mapping[str, str] = {
    "connect": "220 relay.example ESMTP",
    "EHLO": "250-relay.example\r\n250-SIZE 1000000\r\n250 AUTH PLAIN",
    "HELO": "250 relay.example",
    "STARTTLS": "220 go ahead",
    "AUTH": "235 welcome",
    "MAIL": "250 sender ok",
    "RCPT": "250 reader ok",
    "DATA": "354 go on",
    ".": "250 queued as 4711",
    "RSET": "250 forgotten",
    "QUIT": "221 bye",
}
PATIENCE = 10
"""Seconds that it waits for a client that has gone astray."""
STARTTLS_OFFERED = "250-relay.example\r\n250-STARTTLS\r\n250 AUTH PLAIN"


@dataclass(frozen=True)
class Taken:
    """A message that the relay has, whether or not it said so."""

    sender: str
    reader: str
    data: bytes
    """As sent, dots doubled, without the last line."""


@dataclass
class Server:
    """What tests ask."""

    listening: socket.socket
    answers: dict[str, list[str]]
    tls: ssl.SSLContext
    is_wrapped: bool
    taken: list[Taken] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Every command, without TLS's own."""
    connections: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    """What `WAIT` waits for, an hour at most."""

    @property
    def port(self) -> int:
        return self.listening.getsockname()[1]

    @property
    def url(self) -> str:
        return f"{'smtps' if self.is_wrapped else 'smtp'}://127.0.0.1:{self.port}"

    def verbs(self) -> list[str]:
        return [line.split(" ")[0].upper() for line in self.told]

    def answer(self, step: str) -> str:
        """The next answer of a step: those the test gave, then the usual one."""
        given = self.answers.get(step)
        return given.pop(0) if given else USUAL.get(step, "502 what?")


@contextmanager
def smtp_server(answers: Mapping[str, Sequence[str]] | None = None, *, is_wrapped: bool = False) -> Iterator[Server]:
    """A relay on a free port.

    Args:
        answers: what it answers at a step of `USUAL` the first, second, … time, whatever connection it comes on.
        is_wrapped: TLS from the first byte.
    """
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(listening, {step: list(given) for step, given in (answers or {}).items()}, tls, is_wrapped)
        ended = threading.Event()
        listener = threading.Thread(target=_listen, args=(server, ended))
        listener.start()
        try:
            yield server
        finally:
            ended.set()
            server.gate.set()
            # a caller of its own wakes it
            socket.create_connection(("127.0.0.1", server.port)).close()
            listener.join()


def _listen(server: Server, ended: threading.Event) -> None:
    threads: list[threading.Thread] = []
    while True:
        connection, _ = server.listening.accept()
        if ended.is_set():
            connection.close()
            break
        server.connections += 1
        connection.settimeout(PATIENCE)
        threads.append(threading.Thread(target=_serve, args=(server, connection)))
        threads[-1].start()
    for thread in threads:
        thread.join()


def _serve(server: Server, connection: socket.socket) -> None:
    with suppress(OSError), connection:
        conversation = _Conversation(server, connection)
        try:
            conversation.hold()
        finally:
            conversation.end()


class _Conversation:
    def __init__(self, server: Server, connection: socket.socket) -> None:
        self.server = server
        self.connection = connection
        self.lines = connection.makefile("rb")
        self.sender = self.reader = ""
        if server.is_wrapped:
            self.wrap()

    def wrap(self) -> None:
        self.lines.close()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.lines = self.connection.makefile("rb")

    def end(self) -> None:
        self.lines.close()
        self.connection.close()

    def hold(self) -> None:
        goes_on = self.say("connect")
        while goes_on and (line := self.lines.readline()):
            command = line.decode("latin-1").rstrip("\r\n")
            self.server.told.append(command)
            goes_on = self.obey(command)

    def obey(self, command: str) -> bool:
        verb, _, rest = command.partition(" ")
        verb = verb.upper()
        if verb == "MAIL":
            self.sender = _mailbox(rest)
        if verb == "RCPT":
            self.reader = _mailbox(rest)
        answer = self.server.answer(verb)
        goes_on = self.say_this(answer)
        if verb == "STARTTLS" and answer.startswith("2"):
            self.wrap()
        if verb == "DATA" and answer.startswith("354"):
            return self.take()
        return goes_on and verb != "QUIT"

    def take(self) -> bool:
        data = b""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                return False
            data += line
        self.server.taken.append(Taken(self.sender, self.reader, data))
        return self.say(".")

    def say(self, step: str) -> bool:
        answer = self.server.answer(step)
        if answer == WAIT:
            self.server.gate.wait(3600)
            answer = USUAL[step]
        return self.say_this(answer)

    def say_this(self, answer: str) -> bool:
        """Say it; False where nothing follows it."""
        if answer == DROP:
            return False
        if answer == HANG:
            self.connection.recv(1)
            return False
        if answer == ENDLESS:
            self.connection.sendall(b"250-and so on\r\n" * 20_000 + b"250 ok\r\n")
            return True
        while answer == TRICKLE:
            self.connection.sendall(b"2")
            threading.Event().wait(0.01)
        self.connection.sendall(answer.encode() + b"\r\n")
        return not answer.startswith("421")


def _mailbox(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
