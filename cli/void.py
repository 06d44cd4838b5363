"""`duban void`: a mistake corrected by a new event; nothing is ever erased."""

from typing import Annotated

import typer

from cli.deeds import WhoOption, acting, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of
from cli.speech import _


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Correct a mistaken act or answer by a new event; the old one stays in the record."))(void)


def void(
    event: Annotated[int, typer.Argument(metavar="EVENT", help=_("Its number, as `duban trail` shows it."))],
    by: WhoOption,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("What was wrong."))],
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Correct an event."""
    from register.voiding import void as voided

    with acting(by, day_of(as_of)) as here:
        done = voided(here.connection, here.running, event, reason, here.deal)
    text = _("event {number} ({act} {subject}) is voided by event {event}")
    face: dict[str, object] = {
        "event": done.event,
        "voided": done.number,
        "act": done.act,
        "subject": done.subject,
        "obligations": list(done.changed),
        "suppressed": list(done.suppressed),
    }
    told(text.format(number=done.number, act=done.act, subject=done.subject, event=done.event), face, json=json)
