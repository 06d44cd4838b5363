"""However a campaign file is spoilt, what comes of it is a list of mistakes with places in it and never a traceback."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.files import load
from models.words import Problem, Severity
from notifications.catalogue import catalogue
from schedule.lint.codes import RULES
from schedule.lint.rules import lint
from schedule.resolve import resolve
from schedule.scenario import read_scenario

CAMPAIGNS = Path(__file__).resolve().parents[2] / "campaigns"

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


def checked(file: Path, *overlays: Path) -> tuple[Problem, ...]:
    """What `duban check` does with a file and what is laid over it."""
    source, problems = load(file, overlays)
    return problems if problems or source is None else lint(source, resolve(source.file))


def complaints(problems: Iterable[Problem], *files: Path) -> list[str]:
    """What is wrong with the problems themselves."""
    lines = {str(file): _lines(file.read_bytes()) for file in files}
    found = []
    for one in problems:
        text = lines.get(one.where.file, [])
        line, column = one.where.line, one.where.column
        if not 1 <= line <= len(text) or not 1 <= column <= len(text[line - 1]) + 1:
            found.append(f"{one.code} stands at {one.where}, outside of the file")
        if not catalogue("zh_Hans").render(one.message).strip():
            found.append(f"{one.code} says nothing")
    return found


def _lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def spoilt(original: Path, copies: int, file: Path) -> Iterator[str]:
    """Writes one spoilt copy after the other, and says which."""
    raw = original.read_bytes()
    chance = random.Random(f"spoilt {original.name}")
    for number in range(copies):
        spoil = WAYS[number % len(WAYS)]
        file.write_bytes(spoil(raw, chance))
        yield f"copy {number}, {spoil.__name__}, is {file}"


@pytest.mark.parametrize("name", ["kjj-2012.yaml", "template.yaml"])
def test_a_spoilt_campaign_is_a_list_of_mistakes_with_places_in_it(name, tmp_path):
    file = tmp_path / name
    mistaken = 0
    for which in spoilt(CAMPAIGNS / name, 500, file):
        with told(which):
            problems = checked(file)
        assert complaints(problems, file) == [], which
        assert {one.code for one in problems} <= set(RULES), which
        mistaken += any(one.severity is Severity.ERROR for one in problems)
    # were the copies not spoilt, nothing would have been tried
    assert mistaken > 250


def test_a_spoilt_overlay_is_a_list_of_mistakes_with_places_in_one_of_the_files(tmp_path):
    below, over = CAMPAIGNS / "kjj-2012.yaml", tmp_path / "over.yaml"
    places = set()
    for which in spoilt(CAMPAIGNS / "kjj-2012-demo.yaml", 100, over):
        with told(which):
            problems = checked(below, over)
        assert complaints(problems, below, over) == [], which
        places |= {one.where.file for one in problems if one.severity is Severity.ERROR}
    assert str(over) in places


def test_a_spoilt_scenario_is_a_list_of_mistakes_with_places_in_it(tmp_path):
    source, problems = load(CAMPAIGNS / "libraries.yaml", None)
    assert source is not None, problems
    plan = resolve(source.file)
    file = tmp_path / "easter.yaml"
    mistaken = 0
    for which in spoilt(CAMPAIGNS / "scenarios" / "libraries-easter.yaml", 200, file):
        with told(which):
            found, _, problems = read_scenario(file.read_bytes(), str(file), plan)
        assert complaints(problems, file) == [], which
        assert (found is None) == bool(problems), which
        mistaken += bool(problems)
    assert mistaken > 100


@contextmanager
def told(which: str) -> Iterator[None]:
    """Says of which copy a traceback is."""
    try:
        yield
    except Exception as wrong:
        raise AssertionError(which) from wrong
