"""Options that several verbs share."""

from datetime import date, datetime
from typing import Annotated

import typer

from cli.speech import _

AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DAY", help=_("The day that counts, instead of today.")),
]
ByOption = Annotated[str, typer.Option("--by", metavar="WHO", help=_("Who does it; stands in the record."))]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))]

PrefectPortOption = Annotated[
    int | None,
    typer.Option("--prefect-port", metavar="PORT", help=_("Port of Prefect's pages; 4200, or the next one free.")),
]


def day_of(value: datetime | None) -> date | None:
    """The day an option gives; Typer knows only instants."""
    return value.date() if value else None
