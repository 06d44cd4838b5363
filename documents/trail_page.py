"""The trail of one obligation as a page that an office can print and show: it needs nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """What one reader was sent."""

    seat: str
    name: str
    way: str
    days: tuple[tuple[str, ...], ...]
    """The days of each of the page's `kinds` of messages."""
    answer: str
    silent: bool
    """Whether an answer was to be expected and none came."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry."""

    tone: str
    """`act`, `mention`, `escalation`, `reminder` or `skipped`."""
    day: str
    time: str
    what: str
    who: str
    subject: str
    outcome: tuple[str, ...]
    number: int | None
    """Of an event in the record."""


@dataclass(frozen=True, slots=True)
class FrozenText:
    """A message word for word, as it was frozen when it was planned."""

    title: str
    subject: str
    text: str
    message_id: str
    language: str
    """As HTML names languages."""


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Everything the page shows; texts are in its language."""

    language: str
    campaign: str
    title: str
    standing: str
    overdue: bool
    facts: tuple[tuple[str, str], ...]
    """Names and values."""
    findings: tuple[str, ...]
    kinds: tuple[str, ...]
    """Headings of the kinds of messages that somebody was sent."""
    readers: tuple[ReaderRow, ...]
    rows: tuple[TrailRow, ...]
    texts: tuple[FrozenText, ...]
    year: int
    """Of the days that name none."""
    events: int
    head: str
    """Hash of the last event."""
    first_bad: int | None
    """The first event that does not fit the chain; None where all do."""


def render_trail(page: TrailPage, gettext: Callable[[str], str]) -> str:
    """Write the page; `gettext` gives the template's own texts in the page's language."""
    return _environment().get_template("trail.html").render(page=page, _=gettext)


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
