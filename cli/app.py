"""All verbs, in the order a newcomer meets them, each in a module of its noun that imports what it needs itself."""

import sys

import typer

from cli import check, plan, rehearse, schema
from cli.speech import _, spoken
from models.errors import DubanError

BUSY, INTERRUPTED, CANNOT_WRITE = 75, 130, 73

app = typer.Typer(
    name="duban",
    help=_(
        "Runs dated assessment campaigns: reminds before a date, escalates after it, shows where everything stands."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
check.register(app)
schema.register(app)
plan.register(app)
rehearse.register(app)


@app.command(help=_("Print the version."))
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("duban"))


def run() -> int:
    """Run the command line and turn every ending into an exit code."""
    try:
        app(standalone_mode=True)
    except DubanError as wrong:
        typer.echo(spoken().render(wrong.message), err=True)
        return wrong.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as wrong:
        typer.echo(_("cannot write: {error}").format(error=wrong), err=True)
        return CANNOT_WRITE
    return 0
