"""`duban hold`: messages that must not go for the time being; listed, placed and lifted."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.deeds import Acting, ReasonOption, acting, looking, told
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of, read_day
from cli.output import print_json
from cli.speech import _, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from register.holding import Hold


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Hold one message, a unit's or all; lift a hold; without options, list them."))(hold)


def hold(
    everything: Annotated[bool, typer.Option("--all", help=_("Every message."))] = False,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=_("Messages to a unit's people."))] = None,
    notice: Annotated[str | None, typer.Option("--notice", metavar="KEY", help=_("One message."))] = None,
    lift: Annotated[int | None, typer.Option("--lift", metavar="ID", help=_("End a hold."))] = None,
    reason: ReasonOption = None,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=read_day, metavar="DAY", help=_("The hold's last day, inclusive.")),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help=_("Who does it; stands in the record."))] = "office",
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Hold, lift or list."""
    from register.holding import lift_hold, place_hold, standing_holds

    wanted = (everything, unit is not None, notice is not None, lift is not None)
    if sum(wanted) > 1:
        raise typer.BadParameter(_("say one of --all, --unit, --notice and --lift"))
    if any(wanted[:3]) and not reason:
        raise typer.BadParameter(_("a hold needs a reason"), param_hint="--reason")
    if not any(wanted):
        with looking(day_of(as_of)) as here:
            standing = standing_holds(here.connection, here.running, here.deal.on)
        _list(standing, json=json)
        return
    with acting(by, day_of(as_of)) as here:
        if lift is not None:
            done = lift_hold(here.connection, here.running, lift, here.deal)
        else:
            scope = _scope(here, unit, notice)
            done = place_hold(here.connection, here.running, scope, reason or "", here.deal, until)
    text = (
        _("hold {number} lifted; messages that may go again: {count}")
        if lift is not None
        else _("hold {number} placed; messages put off: {count}")
    )
    face: dict[str, object] = {
        "event": done.event,
        "hold": done.hold.id,
        "scope": done.hold.scope,
        "until": done.hold.until and done.hold.until.isoformat(),
        "messages": done.messages,
    }
    told(text.format(number=done.hold.id, count=done.messages), face, json=json)


def _scope(here: Acting, unit: str | None, notice: str | None) -> str:
    from register.holding import ALL, notice_scope, unit_scope

    if unit is not None:
        return unit_scope(here.running, unit)
    return ALL if notice is None else notice_scope(here.connection, here.running, notice)


def _list(holds: "Sequence[Hold]", *, json: bool) -> None:
    if json:
        faces = [
            {
                "id": one.id,
                "scope": one.scope,
                "reason": one.reason,
                "by": one.by,
                "since": one.since.isoformat(),
                "until": one.until and one.until.isoformat(),
            }
            for one in holds
        ]
        print_json({"schema": "duban.holds/1", "holds": faces})
        return
    from cli.output import console, table

    made = table(_("Hold"), _("Of"), _("Reason"), _("By"), _("Until"))
    for one in holds:
        ends = spoken().render(one.until) if one.until else _("it is lifted")
        made.add_row(str(one.id), one.scope, one.reason, one.by, ends)
    if holds:
        console().print(made)
    typer.echo(spoken().ngettext("{number} hold", "{number} holds", len(holds)))
