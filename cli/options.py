"""Options that several verbs share."""

import re
from datetime import date, datetime
from typing import Annotated

import typer

from cli.speech import _

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(text: str) -> date:
    """A day that an option gives."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(_("must be a day like 2024-03-30, not {value}").format(value=text))


AsOfOption = Annotated[
    date | None,
    typer.Option("--as-of", parser=read_day, metavar="DAY", help=_("The day that counts, instead of today.")),
]
ByOption = Annotated[str, typer.Option("--by", metavar="WHO", help=_("Who does it; stands in the record."))]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))]

PrefectPortOption = Annotated[
    int | None,
    typer.Option("--prefect-port", metavar="PORT", help=_("Port of Prefect's pages; 4200, or the next one free.")),
]


def day_of(value: date | None) -> date | None:
    """The day an option gives; an option with formats gives an instant."""
    return value.date() if isinstance(value, datetime) else value
