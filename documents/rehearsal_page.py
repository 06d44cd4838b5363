"""A rehearsal as one page that needs nothing else: no script, no picture, no font from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from documents.timeline_shapes import DayLoad, Timeline

TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message; what is said about it is in the page's language, itself in its reader's."""

    tone: str
    mark: str
    word: str
    reader: str
    subject: str
    text: str
    language: str
    """As HTML names languages."""
    why: str = ""
    """Why it is held."""


@dataclass(frozen=True, slots=True)
class MessageDay:
    """A day with its messages."""

    anchor: str
    day: str
    note: str
    messages: tuple[ShownMessage, ...]


@dataclass(frozen=True, slots=True)
class MessageMonth:
    """A month with its days, and where it begins."""

    anchor: str
    month: str
    days: tuple[MessageDay, ...]

    @property
    def messages(self) -> int:
        """All of the month."""
        return sum(len(day.messages) for day in self.days)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with its title."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DayRow:
    """A line of the table beneath the picture."""

    day: str
    note: str
    load: DayLoad


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows; texts are in its language."""

    language: str
    campaign: str
    headline: str
    """How it was rehearsed: scenario and days."""
    figures: tuple[tuple[str, str], ...]
    """Names and numbers."""
    timeline: Timeline  # noqa: V107 -- read by the template
    load: tuple[DayRow, ...]
    """The same figures as the picture, days without a message left out."""
    phases: tuple[tuple[str, str, str], ...]
    milestones: tuple[tuple[str, str], ...]
    lists: tuple[PageTable, ...]
    months: tuple[MessageMonth, ...]  # noqa: V107 -- read by the template


def render_page(page: Page, gettext: Callable[[str], str]) -> str:
    """Write the page; `gettext` gives the template's own texts in the page's language."""
    return _environment().get_template("rehearsal.html").render(page=page, _=gettext)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
