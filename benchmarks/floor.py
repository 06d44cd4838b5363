"""The least a program can do for this work, with the standard library alone: floor.py DATABASE DAY DUE PORT."""

import hashlib
import socket
import sqlite3
import sys

_MAIL = (
    "From: office@bench.example\r\nTo: {to}\r\nSubject: {count} due by {due}\r\nMessage-ID: <{key}@bench.example>\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "{name}:\r\n{lines}\r\n.\r\n"
)
_DUE = (
    "select unit.id, unit.name, unit.mail, duty.id, duty.title from duty join unit on unit.id = duty.unit_id "
    "where duty.state = 'open' and duty.due_on = ? order by unit.id"
)


def main(database: str, day: str, due: str, port: str) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("pragma synchronous=full")
    groups: dict[tuple[int, str, str], list[tuple[int, str]]] = {}
    for unit, name, mail, duty, title in connection.execute(_DUE, (due,)):
        groups.setdefault((unit, name, mail), []).append((duty, title))
    keys = {group: hashlib.sha256(f"{group[0]}/{day}".encode()).hexdigest()[:32] for group in groups}
    rows = [(duty, due, day, keys[group]) for group, owed in groups.items() for duty, _ in owed]
    connection.execute("begin immediate")
    connection.executemany("insert into sent (duty_id, due_on, on_day, message_id) values (?, ?, ?, ?)", rows)
    connection.execute("commit")
    wire = socket.create_connection(("127.0.0.1", int(port)))
    answers = wire.makefile("rb")
    answers.readline()
    wire.sendall(b"HELO bench\r\n")
    answers.readline()
    for group, owed in groups.items():
        _, name, mail = group
        lines = "\r\n".join(f"- {title}, {due}" for _, title in owed)
        text = _MAIL.format(to=mail, count=len(owed), due=due, key=keys[group], name=name, lines=lines)
        wire.sendall(f"MAIL FROM:<office@bench.example>\r\nRCPT TO:<{mail}>\r\nDATA\r\n{text}".encode())
    for _ in range(4 * len(groups)):
        assert answers.readline()[:1] in b"23"
    wire.sendall(b"QUIT\r\n")
    answers.readline()
    connection.execute("begin immediate")
    connection.executemany("update duty set state = 'told' where id = ?", [row[:1] for row in rows])
    connection.execute("commit")


if __name__ == "__main__":
    main(*sys.argv[1:])
