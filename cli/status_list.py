"""Every obligation in a line, by the number that verbs know it by: to look through and to search."""

from typing import TYPE_CHECKING

import typer

from cli.output import aligned
from cli.speech import _, spoken
from models.words import LAMPS
from notifications.wording import deliverable_name, unit_name

if TYPE_CHECKING:
    from register.status import Line, Status


def print_list(found: "Status") -> None:
    """Print all obligations in the plan's order."""
    heading = (_("Number"), _("Standing"), _("Due"), _("Unit"), _("Deliverable"))
    typer.echo("\n".join(aligned([heading, *(_row(found, line) for line in found.lines)])))


def _row(found: "Status", line: "Line") -> tuple[str, ...]:
    one, due_on = line.one, line.facts.effective_due_on
    return (
        one.id,
        f"{LAMPS[line.standing]} {spoken().render(line.standing)}",
        spoken().plain_day(due_on, found.as_of.year) if due_on else spoken().render(one.dated.kind),
        unit_name(found.plan, line.facts.unit, spoken()),
        deliverable_name(one, spoken()),
    )
