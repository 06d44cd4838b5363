"""`duban audit`: whether the record is whole."""

from typing import TYPE_CHECKING

import typer

from cli.files import JsonOption, LanguageOption
from cli.output import print_json
from cli.speech import _

if TYPE_CHECKING:
    from register.events import Verdict

DOES_NOT_HOLD = 1


def register(app: typer.Typer) -> None:
    """Add the verb."""
    audit = typer.Typer(no_args_is_help=True, help=_("Prove that nobody changed the record."))
    audit.command("verify", help=_("Walk the chain of events; ends with 1 where it does not hold."))(verify)
    app.add_typer(audit, name="audit")


def verify(
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Verify the record."""
    from cli.store import CHOSEN, opened
    from models.database import reading
    from register.campaigns import find_campaign
    from register.events import verify as walk

    with opened() as store, reading(store.engine) as connection:
        running = find_campaign(connection, CHOSEN.campaign)
        verdict = walk(connection, running.id)
    if json:
        print_json({"schema": "duban.audit/1", "campaign": running.plan.key, **verdict_face(verdict)})
    else:
        typer.echo(verdict_text(verdict))
    if not verdict.ok:
        raise typer.Exit(DOES_NOT_HOLD)


def verdict_face(verdict: "Verdict") -> dict[str, object]:
    """What a walk along the chain found."""
    return {
        "events": verdict.events,
        "head": verdict.head,
        "ok": verdict.ok,
        "first_bad": verdict.first_bad,
    }


def verdict_text(verdict: "Verdict") -> str:
    """The same for the eye; the head is what to write down: it is another one once anything is changed."""
    if verdict.ok:
        told = _("the record is whole: {events} events, each follows from the one before; head {head}")
        return told.format(events=verdict.events, head=verdict.head)
    told = _("the record does not hold: event {number} was changed, removed, added or moved; head {head}")
    return told.format(number=verdict.first_bad, head=verdict.head)
