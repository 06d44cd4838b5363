"""What verbs print: JSON for programs, tables for people."""

import json
from collections.abc import Mapping

import typer
from rich.console import Console
from rich.table import Table


def print_json(data: Mapping[str, object]) -> None:
    """Print JSON, Chinese as it is."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def console() -> Console:
    """Where tables go: stdout, as wide as the terminal, else wide enough for a sentence."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=160)


def table(*columns: str) -> Table:
    """A table with headings."""
    made = Table(show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made
