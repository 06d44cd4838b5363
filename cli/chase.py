"""`duban chase`: chasing by hand, as it is to be remembered."""

from datetime import date
from typing import Annotated

import typer

from cli.acts import ObligationArgument
from cli.deeds import acting, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of, read_day
from cli.speech import _


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Record chasing by telephone, on paper, in person or by one's own mail."))(chase)


def chase(
    obligation: ObligationArgument,
    way: Annotated[str, typer.Option("--by", metavar="phone|paper|visit|mail", help=_("How."))],
    to: Annotated[str, typer.Option("--to", metavar="WHO", help=_("Who was told."))],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=_("What was said."))],
    promised: Annotated[
        date | None,
        typer.Option("--promised", parser=read_day, metavar="DAY", help=_("The day that was promised.")),
    ] = None,
    recorded_by: Annotated[
        str, typer.Option("--recorded-by", metavar="WHO", help=_("Who chased; stands in the record."))
    ] = "office",
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Record chasing by hand."""
    from register.chasing import Talk, Way, record_chase

    if way not in set(Way):
        known = ", ".join(Way)
        raise typer.BadParameter(_("must be one of {known}").format(known=known), param_hint="--by")
    with acting(recorded_by, day_of(as_of)) as here:
        talk = Talk(Way(way), to, note, promised)
        done = record_chase(here.connection, here.running, obligation, talk, here.deal)
    text = _("{obligation}: told {to}, event {number}").format(obligation=obligation, to=to, number=done.event)
    face: dict[str, object] = {
        "event": done.event,
        "obligation": done.obligation.id,
        "seat": done.seat,
        "promised_on": promised and promised.isoformat(),
    }
    told(text, face, json=json)
