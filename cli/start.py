"""From the command line to a verb, and from every ending to an exit code.

The day's run starts cold every working day, on small machines too: it pays neither for other verbs nor for pydantic,
with which Typer reads values.
"""

import re
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import typer

from cli.speech import _, spoken
from cli.store import choose
from models.errors import DubanError

USAGE, INTERRUPTED, CANNOT_WRITE = 2, 130, 73
HELP = ("-h", "--help")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def run(arguments: Sequence[str]) -> int:
    """Run the command line and turn every ending into an exit code."""
    try:
        _do(choose(arguments))
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


def _do(words: Sequence[str]) -> None:
    if words[:1] == ["run"] and not set(HELP).intersection(words):
        _command_of_the_run()(words[1:], prog_name="duban run")
    else:
        from cli.app import app

        app(words)


def _command_of_the_run() -> Any:  # noqa: ANN401 -- a class that Typer keeps to itself
    """The verb alone."""
    from cli import run as day

    alone = typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, context_settings={"help_option_names": list(HELP)}
    )
    day.register(alone)
    command = typer.main.get_command(alone)
    # with the option that asks for help, which is made when first asked for
    for parameter in command.get_params(typer.Context(command, **command.context_settings)):
        if isinstance(parameter, typer.core.TyperOption):
            parameter._runtime_param = _Reader()  # type: ignore[assignment]  # noqa: SLF001 -- no other way to set it; without it all works, and slower
    return command


class _Reader:
    """Reads words and days that are right; the rest goes to Typer, which says what is wrong."""

    def coerce(self, value: Any, param: typer.core.TyperOption, ctx: typer.Context) -> Any:  # noqa: ANN401, V105 -- Typer's signature
        """The value of an option."""
        kind = param.type_descriptor.annotation
        if value is None or (kind is str and isinstance(value, str)):
            return value
        if kind is datetime and isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass
        param._runtime_param = None  # noqa: SLF001 -- so that it makes its own
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)
