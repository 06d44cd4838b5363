"""`duban assign`: 交办, a first message to each unit with everything it owes."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.deeds import WhoOption, acting, looking
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, YesOption, day_of
from cli.output import print_json
from cli.speech import _, spoken

if TYPE_CHECKING:
    from register.assigning import Assigned


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Tell units what they owe, before anything is due; they confirm their liaison by it."))(assign)


def assign(
    by: WhoOption,
    units: Annotated[
        list[str] | None, typer.Argument(metavar="[UNIT...]", help=_("Without one: all that owe."))
    ] = None,
    yes: YesOption = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Assign."""
    from cli.store import agreed
    from register.assigning import assign as assigned
    from register.assigning import plan_assignment

    if not yes:
        # nobody else waits while a person reads
        with looking(day_of(as_of), by) as here:
            _print(plan_assignment(here.connection, here.running, units or (), here.deal))
        agreed(yes, _("put them into the outbox?"))
    with acting(by, day_of(as_of)) as here:
        done = assigned(here.connection, here.running, units or (), here.deal)
    if json:
        print_json({"schema": "duban.act/1", **_face(done)})
    else:
        _print(done)
        typer.echo(_("they go with the next run, on {day} at the earliest").format(day=spoken().day(done.on)))


def _face(done: "Assigned") -> dict[str, object]:
    return {
        "event": done.assignments[-1].event,
        "on": done.on.isoformat(),
        "units": [
            {
                "unit": one.unit,
                "event": one.event,
                "obligations": [owed.obligation for owed in one.owed],
                "notices": [draft.key for draft in one.drafts],
            }
            for one in done.assignments
        ],
        "left_out": {unit: spoken().render(why) for unit, why in done.left_out.items()},
    }


def _print(done: "Assigned") -> None:
    from cli.notice_face import seat_name
    from cli.output import console, table
    from notifications.wording import unit_name

    plan = done.book.plan
    made = table(_("Unit"), _("Obligations"), _("Told"))
    for one in done.assignments:
        readers = [seat_name(plan, draft.recipient.seat) for draft in one.drafts]
        made.add_row(unit_name(plan, one.unit, spoken()), str(len(one.owed)), spoken().render(readers))
    for unit, why in done.left_out.items():
        made.add_row(unit_name(plan, unit, spoken()), "", spoken().render(why))
    console().print(made)
