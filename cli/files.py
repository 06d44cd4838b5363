"""Reading campaign files for the verbs that take `FILE` and `--with OVERLAY`."""

import gc
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.speech import _, spoken
from models.words import Problem, Severity, path_text

if TYPE_CHECKING:
    from schedule.campaign_file.reader import CampaignSource
    from schedule.plan import Plan

INVALID = 3
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e]")

FileArgument = Annotated[Path, typer.Argument(help=_("A campaign file."), metavar="FILE")]
OverlayOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        metavar="OVERLAY",
        help=_("A campaign file laid over it: adds or replaces people, addresses, ladders. May be repeated."),
    ),
]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", metavar="LANGUAGE", help=_("Language of texts: zh_Hans, zh_Hant or en."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON with a schema name."))]


def load(file: Path, overlays: Sequence[Path] | None) -> tuple["CampaignSource | None", tuple[Problem, ...]]:
    """Read a file and what is laid over it; every error in it."""
    from schedule.campaign_file.reader import read_campaign
    from schedule.campaign_file.references import check_references

    raw, *over = [(read_input(path, hint), name_of(path)) for path, hint in _named(file, overlays)]
    source, problems = read_campaign(*raw, over)
    if source is not None:
        problems = (*problems, *check_references(source))
    return source, problems


def _named(file: Path, overlays: Sequence[Path] | None) -> Iterator[tuple[Path, str]]:
    yield file, "FILE"
    yield from ((path, "--with") for path in overlays or ())


def read_input(path: Path, hint: str) -> bytes:
    """A file's bytes, no more than a reader takes; exit code 2 where it cannot be read.

    Args:
        path: the file.
        hint: the argument or option it was given by.
    """
    from schedule.campaign_file.source import MAX_BYTES

    try:
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as wrong:
        reason = os.strerror(wrong.errno) if wrong.errno else str(wrong)
        message = _("cannot read {file}: {reason}").format(file=name_of(path), reason=reason)
        raise typer.BadParameter(message, param_hint=hint) from None


def name_of(path: Path) -> str:
    """A file's name as messages print it: bytes that are no text are shown as such."""
    return os.fsencode(path).decode("utf-8", "replace")


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """A campaign is read once and kept: looking for garbage in it would take as long as reading it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def plan_of(file: Path, overlays: Sequence[Path] | None, reach: date | None = None) -> "Plan":
    """The plan of a file that holds; otherwise prints its errors and ends with exit code 3.

    Args:
        file: the campaign file.
        overlays: files laid over it.
        reach: a day that the working calendar has to reach besides the file's own.
    """
    from schedule.lint.rules import lint
    from schedule.resolve import resolve

    with nothing_to_collect():
        source, problems = load(file, overlays)
        if source is not None and not problems:
            plan = resolve(source.file, reach)
            problems = tuple(one for one in lint(source, plan) if one.severity is Severity.ERROR)
            if not problems:
                return plan
    tell(problems)
    raise typer.Exit(INVALID)


def tell(problems: Sequence[Problem]) -> None:
    """Print problems for a person, one a line, on stderr."""
    if problems:
        typer.echo("\n".join(map(problem_line, problems)), err=True)


def problem_line(problem: Problem) -> str:
    """`file:line:column: path: what is wrong [code]`, on one line whatever the file holds."""
    line = f"{problem.where}: {path_text(problem.path)}: {spoken().render(problem.message)} [{problem.code}]"
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
