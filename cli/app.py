"""All verbs, in the order a newcomer meets them, each in a module of its noun that imports what it needs itself."""

import sys
from collections.abc import Sequence

import typer

from cli import acts, audit, check, init, notices, people, plan, rehearse, schema, status, trail
from cli import run as day
from cli.speech import _, spoken
from cli.store import choose
from models.errors import DubanError

USAGE, INTERRUPTED, CANNOT_WRITE = 2, 130, 73

app = typer.Typer(
    name="duban",
    help=_(
        "Runs dated assessment campaigns: reminds before a date, escalates after it, shows where everything stands."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_("On every verb: --data DIR (or DUBAN_DATA), --campaign KEY where there are several, --lang LANGUAGE."),
)
for verb in (check, schema, plan, rehearse, init, day, status, acts, people, notices, trail, audit):
    verb.register(app)


@app.command(help=_("Print the version."))
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("duban"))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and turn every ending into an exit code."""
    try:
        app(choose(arguments), standalone_mode=True)
    except typer.BadParameter as wrong:
        typer.echo(wrong.format_message(), err=True)
        return USAGE
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
