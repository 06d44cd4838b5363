"""From the command line to a verb, and from every ending to an exit code.

The day's run starts cold every working day, on small machines too: it pays neither for other verbs nor for pydantic,
with which Typer reads values.
"""

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import typer

from cli.options import read_day
from cli.speech import _, spoken
from cli.store import choose
from models.errors import DubanError

USAGE, INTERRUPTED, CANNOT_WRITE = 2, 130, 73
HELP = ("-h", "--help")


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


def _do(given: Sequence[str]) -> None:
    words = _verb_first(given)
    if words[:1] == ["run"] and not set(HELP).intersection(words):
        _command_of_the_run()(words[1:], prog_name="duban run")
    else:
        from cli.app import app

        app(words)


def _verb_first(words: Sequence[str]) -> list[str]:
    """A `--lang X` before the verb set behind everything: the verbs know it, and the language is spoken already."""
    first, equals, _lang = words[0].partition("=") if words else ("", "", "")
    taken = 0 if first != "--lang" else 1 if equals else 2
    rest = list(words[taken:])
    if not rest or rest[0].startswith("-"):
        return rest
    end = rest.index("--") if "--" in rest else len(rest)
    return [*rest[:end], *words[:taken], *rest[end:]]


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
    """Reads words and days; the rest goes to Typer, which says what is wrong."""

    def coerce(self, value: Any, param: typer.core.TyperOption, ctx: typer.Context) -> Any:  # noqa: ANN401, V105 -- Typer's signature
        """The value of an option."""
        kind = param.type_descriptor.annotation
        if value is None or (kind is str and isinstance(value, str)):
            return value
        if kind is date and isinstance(value, str):
            return read_day(value)
        param._runtime_param = None  # noqa: SLF001 -- so that it makes its own
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)
