"""What verbs print and write: JSON for programs, tables for people, files whole or not at all."""

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PIPED_WIDTH = 160
"""Columns where nobody's terminal sets them: wide enough for a sentence."""

Element_co = TypeVar("Element_co", covariant=True)


class Countable(Sized, Iterable[Element_co], Protocol):
    """What a bar can show the end of."""


def print_json(data: Mapping[str, object]) -> None:
    """Print JSON, Chinese as it is."""
    _put(json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n")


def console() -> "Console":
    """Where tables go: stdout, as wide as the terminal or `COLUMNS`, else wide enough for a sentence."""
    from cli.console import DataConsole

    out = DataConsole()
    if out.is_terminal or "COLUMNS" in os.environ:
        return out
    return DataConsole(PIPED_WIDTH)


def table(*columns: str) -> "Table":
    """A table with headings."""
    from rich.table import Table

    made = Table(show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines whose columns stand below one another; quicker to make than a table, and a log keeps them as they are."""
    lines = list(rows)
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns that a text takes on a screen: two for each wide letter, none for a mark over another."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in {"W", "F"} for letter in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def say(text: str) -> None:
    """Tell a person how it goes, on stderr."""
    typer.echo(text, err=True)


def progress(elements: Countable[Element_co], what: str) -> Iterator[Element_co]:
    """Go through the elements, with a bar on stderr where a person looks at it."""
    from rich.console import Console
    from rich.progress import track

    err = Console(stderr=True)
    if err.is_terminal:
        yield from track(elements, description=what, total=len(elements), console=err, transient=True)
    else:
        yield from elements


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all; its folder is made where it is missing.

    Raises:
        OSError: the disk is full or the folder cannot be written; what stood there before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    _put(data)


def _put(data: bytes) -> None:
    try:
        typer.echo(data, nl=False)
    except BrokenPipeError:
        # without its number, which Typer would make exit code 1 of
        raise BrokenPipeError from None
