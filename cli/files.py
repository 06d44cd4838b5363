"""Reading campaign files for the verbs that take `FILE` and `--with OVERLAY`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.speech import _, spoken
from models.words import Problem, Severity, path_text

if TYPE_CHECKING:
    from schedule.campaign_file.reader import CampaignSource
    from schedule.plan import Plan

INVALID = 3

FileArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help=_("A campaign file."), metavar="FILE")
]
OverlayOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        exists=True,
        dir_okay=False,
        readable=True,
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

    over = [(path.read_bytes(), str(path)) for path in overlays or ()]
    source, problems = read_campaign(file.read_bytes(), str(file), over)
    if source is not None:
        problems = (*problems, *check_references(source))
    return source, problems


def plan_of(file: Path, overlays: Sequence[Path] | None) -> "Plan":
    """The plan of a file that holds; otherwise prints its errors and ends with exit code 3."""
    from schedule.lint.rules import lint
    from schedule.resolve import resolve

    source, problems = load(file, overlays)
    if source is not None and not problems:
        plan = resolve(source.file)
        problems = tuple(one for one in lint(source, plan) if one.severity is Severity.ERROR)
        if not problems:
            return plan
    tell(problems)
    raise typer.Exit(INVALID)


def tell(problems: Sequence[Problem]) -> None:
    """Print problems for a person, one a line, on stderr."""
    for problem in problems:
        typer.echo(problem_line(problem), err=True)


def problem_line(problem: Problem) -> str:
    """`file:line:column: path: what is wrong [code]`."""
    return f"{problem.where}: {path_text(problem.path)}: {spoken().render(problem.message)} [{problem.code}]"
