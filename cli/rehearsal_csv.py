"""A rehearsal for a spreadsheet: one line an item."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, cast

from cli.notice_face import Face
from cli.output import write_bytes
from cli.rehearsal_json import notice
from cli.rehearsal_view import View

if TYPE_CHECKING:
    from register.rehearsal import Played

OF_NOTICE = ("key", "on", "at", "kind", "state", "why")
OF_RECIPIENT = ("unit", "unit_name", "post", "role", "name", "address")
OF_MESSAGE = ("channel", "subject")
OF_ITEM = (
    "obligation",
    "unit",
    "deliverable",
    "round",
    "due_on",
    "effective_due_on",
    "offset",
    "planned_on",
    "audience",
    "kind",
    "reason",
)
COLUMNS = (
    *(f"notice_{name}" for name in OF_NOTICE),
    *(f"recipient_{name}" for name in OF_RECIPIENT),
    *OF_MESSAGE,
    *(f"item_{name}" for name in OF_ITEM),
)
"""The first line; its words are never translated."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_csv(view: View) -> None:
    """Print the lines: UTF-8 with the mark that spreadsheets know it by."""
    out = StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for one in view.notices:
        lines.writerows(_lines(view, one))
    write_bytes(out.getvalue().encode("utf-8-sig"))


def _lines(view: View, one: "Played") -> Iterator[list[str]]:
    """A line an item; a message in which no rung fires has one line all the same."""
    face = notice(view, one)
    start = [
        *_cells(face, OF_NOTICE),
        *_cells(cast("Face", face["recipient"]), OF_RECIPIENT),
        *_cells(face, OF_MESSAGE),
    ]
    for item in cast("list[Face]", face["items"]) or [{}]:
        yield [*start, *_cells(item, OF_ITEM)]


def _cells(face: Face, names: tuple[str, ...]) -> list[str]:
    return [safe_cell(face.get(name)) for name in names]


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it.

    An offset (`-3wd`) would become the error #NAME? without it; whoever reads the file back drops the apostrophe.
    """
    if value is None:
        return ""
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
