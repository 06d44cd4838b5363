"""A message of a rehearsal in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cli.rehearsal_lists import word
from cli.rehearsal_view import View
from register.rehearsal_summary import Tone, tone_of

if TYPE_CHECKING:
    from register.rehearsal import Played

MARKS = {Tone.REMINDER: "»", Tone.ESCALATION: "✕", Tone.OTHER: "*", Tone.HELD: "¦", Tone.LAPSED: "-"}
"""One column wide in every terminal, also where those of Chinese take ambiguous characters for two."""
_STYLES = {Tone.ESCALATION: "red", Tone.HELD: "yellow", Tone.LAPSED: "dim"}


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the parts of a message's line are: the same on every day."""

    mark: int
    reader: int

    @classmethod
    def of(cls, view: View, notices: Iterable["Played"], width: int | None) -> "Columns":
        """Wide enough for every mark and reader; on a terminal they have a part of it at most."""
        marks, readers = {0}, {0}
        for one in notices:
            marks.add(cell_len(_mark(one)))
            readers.add(cell_len(view.reader(one.draft.recipient)))
        if width is None:
            return cls(max(marks), max(readers))
        return cls(min(max(marks), width // 6), min(max(readers), width * 2 // 5))


def message(view: View, one: "Played", columns: Columns) -> Text:
    """A message in one line: what it is, to whom, its subject."""
    style = _STYLES.get(tone_of(one), "")
    reader = Text(view.reader(one.draft.recipient))
    reader.truncate(columns.reader, overflow="ellipsis", pad=True)
    mark = Text(_mark(one), style=style)
    mark.truncate(columns.mark, overflow="ellipsis", pad=True)
    subject = Text(view.message(one).subject, style=style)
    return Text(" ").join((mark, reader, subject))


def _mark(one: "Played") -> str:
    return f"{MARKS[tone_of(one)]} {word(one)}"


def put(out: Console, *texts: Text) -> None:
    """Print lines: cut where a terminal ends, whole in a file."""
    for text in texts:
        out.print(text, no_wrap=True, overflow="ellipsis" if out.is_terminal else "ignore", crop=out.is_terminal)
