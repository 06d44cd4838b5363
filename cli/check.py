"""`duban check`: what a campaign file gets wrong, hides or leaves unsaid."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from cli.files import (
    INVALID,
    FileArgument,
    JsonOption,
    LanguageOption,
    OverlayOption,
    load,
    nothing_to_collect,
    problem_line,
)
from cli.output import print_json
from cli.speech import _, spoken
from models.words import Problem, Severity, path_text


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Check a campaign file: mistakes, doubtful dates, what the plan leaves unsaid."))(check)


def check(
    file: FileArgument,
    overlay: OverlayOption = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Fail on warnings too."))] = False,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Check a campaign file."""
    problems = _problems(file, overlay)
    if json:
        print_json({"schema": "duban.check/1", "problems": [_face(problem) for problem in problems]})
    else:
        typer.echo("\n".join(_lines(problems)))
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(problem.severity in failing for problem in problems):
        raise typer.Exit(INVALID)


def _problems(file: FileArgument, overlay: OverlayOption) -> tuple[Problem, ...]:
    from schedule.lint.rules import lint
    from schedule.resolve import resolve

    with nothing_to_collect():
        source, problems = load(file, overlay)
        if problems or source is None:
            return tuple(sorted(problems, key=_place))
        return lint(source, resolve(source.file))


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.where.file, problem.where.line, problem.where.column


def _face(problem: Problem) -> dict[str, object]:
    where = problem.where
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "message": spoken().render(problem.message),
        "path": path_text(problem.path),
        "where": {"file": where.file, "line": where.line, "column": where.column},
    }


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    titles = {Severity.ERROR: _("Errors"), Severity.WARNING: _("Warnings"), Severity.QUESTION: _("Open questions")}
    for severity, title in titles.items():
        group = [problem for problem in problems if problem.severity is severity]
        if group:
            yield typer.style(f"{title} ({len(group)})", bold=True)
        yield from (f"  {problem_line(problem)}" for problem in group)
    count = Counter(problem.severity for problem in problems)
    speech = spoken()
    yield speech.render(
        (
            speech.ngettext("{number} error", "{number} errors", count[Severity.ERROR]),
            speech.ngettext("{number} warning", "{number} warnings", count[Severity.WARNING]),
            speech.ngettext("{number} open question", "{number} open questions", count[Severity.QUESTION]),
        )
    )
