"""However a campaign file is spoilt, what comes of it is a list of mistakes with places in it and never a traceback."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.files import load
from models.words import Problem, Severity
from notifications.catalogue import catalogue
from schedule.lint.codes import RULES
from schedule.lint.rules import lint
from schedule.resolve import resolve

CAMPAIGNS = Path(__file__).resolve().parents[2] / "campaigns"
COPIES = 500

Spoil = Callable[[bytes, random.Random], bytes]


def without_lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    first = chance.randrange(len(lines))
    del lines[first : first + chance.choice((1, 1, 2, 5, 40))]
    return b"".join(lines)


def with_a_line_twice(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"".join(lines)


def with_lines_swapped(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def with_words_swapped(raw: bytes, chance: random.Random) -> bytes:
    words = raw.split(b" ")
    for _ in range(chance.choice((1, 3, 10))):
        one, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[one], words[other] = words[other], words[one]
    return b" ".join(words)


def with_another_value(raw: bytes, chance: random.Random) -> bytes:
    """A value that means something elsewhere."""
    lines = raw.splitlines(keepends=True)
    with_values = [i for i, line in enumerate(lines) if b": " in line]
    i = chance.choice(with_values)
    key, _, _ = lines[i].partition(b": ")
    others = [b"null", b"true", b"[]", b"{}", b"''", b"*x", b"&x [*x]", b"!!int 1", b"-1", b"9999-99-99", b"{all: all}"]
    lines[i] = key + b": " + chance.choice(others) + b"\n"
    return b"".join(lines)


def with_bytes_flipped(raw: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(raw)
    for _ in range(chance.choice((1, 1, 3))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def with_signs_added(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + chance.choice(b"{ } [ ] : , - # & * ! | > ' \" % @ ` \t \r \0 \n".split(b" ")) + raw[at:]


def with_other_indentation(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    i = chance.randrange(len(lines))
    lines[i] = b" " * chance.randrange(12) + lines[i].lstrip()
    return b"".join(lines)


def cut_off(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


WAYS: tuple[Spoil, ...] = (
    without_lines,
    with_a_line_twice,
    with_lines_swapped,
    with_words_swapped,
    with_another_value,
    with_bytes_flipped,
    with_signs_added,
    with_other_indentation,
    cut_off,
)


def checked(file: Path) -> tuple[Problem, ...]:
    """What `duban check` does with a file."""
    source, problems = load(file, None)
    return problems if problems or source is None else lint(source, resolve(source.file))


def complaints(raw: bytes, problems: tuple[Problem, ...], name: str) -> list[str]:
    """What is wrong with the problems themselves."""
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for one in problems:
        line, column = one.where.line, one.where.column
        if one.where.file != name or not 1 <= line <= len(lines) or not 1 <= column <= len(lines[line - 1]) + 1:
            found.append(f"{one.code} stands at {one.where}, outside of the file")
        if one.code not in RULES:
            found.append(f"{one.code} is no code of the documentation")
        if not catalogue("zh_Hans").render(one.message).strip():
            found.append(f"{one.code} says nothing")
    return found


@pytest.mark.parametrize("name", ["kjj-2012.yaml", "template.yaml"])
def test_a_spoilt_file_is_a_list_of_mistakes_with_places_in_it(name, tmp_path):
    raw = (CAMPAIGNS / name).read_bytes()
    chance = random.Random(f"spoilt {name}")
    file = tmp_path / name
    mistaken = 0
    for number in range(COPIES):
        spoil = WAYS[number % len(WAYS)]
        spoilt = spoil(raw, chance)
        file.write_bytes(spoilt)
        try:
            problems = checked(file)
        except Exception as wrong:
            kept = Path(f"{file}.{number}")
            kept.write_bytes(spoilt)
            raise AssertionError(f"copy {number}, {spoil.__name__}, kept as {kept}") from wrong
        assert complaints(spoilt, problems, str(file)) == [], f"copy {number}, {spoil.__name__}"
        mistaken += any(one.severity is Severity.ERROR for one in problems)
    # were the copies not spoilt, nothing would have been tried
    assert mistaken > COPIES // 2
