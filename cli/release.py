"""`duban release`: what a person has to see before it goes above the office director; or dropped, with a reason."""

from typing import Annotated

import typer

from cli.deeds import ReasonOption, WhoOption, acting, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of
from cli.speech import _


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Release what waits for a person, or drop it; say who delivered a printed page."))(release)


def release(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help=_("A message's key or its start, an obligation, or a unit."))
    ],
    by: WhoOption,
    drop: Annotated[bool, typer.Option("--drop", help=_("It does not go; needs --reason."))] = False,
    reason: ReasonOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Release or drop."""
    from register.releasing import drop as dropped
    from register.releasing import release as released

    if drop and not reason:
        raise typer.BadParameter(_("dropping needs a reason"), param_hint="--reason")
    with acting(by, day_of(as_of)) as here:
        if drop:
            done = dropped(here.connection, here.running, target, reason or "", here.deal)
        else:
            done = released(here.connection, here.running, target, here.deal)
    text = _("dropped: {count}") if drop else _("released: {count}; they join the next digest")
    if done.delivered:
        text = _("delivered by hand: {count}")
    face: dict[str, object] = {
        "event": done.events[-1] if done.events else None,
        "events": done.events,
        "dropped": done.dropped,
        "items": [{"obligation": one.item.obligation, "seat": one.item.seat} for one in done.items],
        "delivered": done.delivered,
    }
    told(text.format(count=len(done.delivered or done.items or done.ended)), face, json=json)
