"""`duban people hand-over`: a seat that somebody else holds from a day on; what went before stays as it was."""

from datetime import date
from typing import Annotated

import typer

from cli.deeds import WhoOption, acting, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of, read_day
from cli.speech import _, spoken
from models.words import LANGUAGES


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("hand-over", help=_("Record that a seat passes to somebody, or that he is reached elsewhere."))(
        hand_over
    )


def hand_over(
    seat: Annotated[str, typer.Argument(metavar="SEAT", help=_("unit/post, as `duban people` lists it."))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Who takes it."))],
    by: WhoOption,
    since: Annotated[
        date | None,
        typer.Option("--from", parser=read_day, metavar="DAY", help=_("His first day; default the day that counts.")),
    ] = None,
    address: Annotated[
        list[str] | None, typer.Option("--address", metavar="URL", help=_("Where he is reached; may be repeated."))
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="|".join(LANGUAGES), help=_("He reads."))
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="NUMBER", help=_("His telephone."))] = None,
    new: Annotated[bool, typer.Option("--new", help=_("Another person than the one known by that name."))] = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Hand a seat over."""
    from register.people import Successor
    from register.people import hand_over as handed_over

    with acting(by, day_of(as_of)) as here:
        successor = Successor(name, tuple(address or ()), language, phone, new)
        done = handed_over(here.connection, here.running, seat, successor, since or here.deal.on, here.deal)
    text = _("{seat}: {after} from {day} on, event {number}")
    face: dict[str, object] = {
        "event": done.event,
        "seat": done.seat,
        "before": done.before and done.before.name,
        "after": done.after.name,
        "from": done.since.isoformat(),
        "other_seats": list(done.other_seats),
    }
    values = {"seat": seat, "after": done.after.name, "day": spoken().day(done.since), "number": done.event}
    told(text.format(**values), face, json=json)
