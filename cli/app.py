"""All verbs, in the order a newcomer meets them, each in a module of its noun that imports what it needs itself."""

import typer

from cli import (
    acts,
    answer,
    assign,
    audit,
    chase,
    check,
    demo,
    hold,
    init,
    notices,
    people,
    plan,
    rehearse,
    release,
    schema,
    serve,
    status,
    trail,
    void,
)
from cli import run as day
from cli.files import LanguageOption
from cli.speech import _
from cli.start import CANNOT_WRITE, HELP, run

__all__ = ["CANNOT_WRITE", "app", "run"]

app = typer.Typer(
    name="duban",
    help=_(
        "Runs dated assessment campaigns: reminds before a date, escalates after it, shows where everything stands."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": list(HELP)},
    epilog=_("On every verb: --data DIR (or DUBAN_DATA), --campaign KEY where there are several, --lang LANGUAGE."),
)
READING = (demo, check, schema, plan, rehearse, init, day, status, serve)
ACTING = (assign, acts, answer, chase, release, hold, void)
RECORD = (people, notices, trail, audit)
for verb in (*READING, *ACTING, *RECORD):
    verb.register(app)


@app.command(help=_("Print the version."))
def version(
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("duban"))
