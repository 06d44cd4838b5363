"""How phases and milestones do: counts with lamp and word, the worst first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from cli.output import table
from cli.speech import _, spoken
from models.words import LAMPS, Standing, phrase
from register.status_words import WORST_FIRST

if TYPE_CHECKING:
    from register.status import Status
    from schedule.plan import MilestonePlan, PhasePlan

STYLES = {
    "✕": "red",
    "◐": "yellow",
    "▲": "magenta",
    "◇": "cyan",
    "✓": "green",
}
"""Colour beside shape and word."""


def milestones(found: "Status") -> Table:
    made = table(_("Milestone"), _("Due"), _("Standing"))
    for phase in found.plan.phases:
        made.add_row(_phase(phase), "", _standings(found.standings(phase=phase.key)), style="bold")
        for milestone in found.plan.milestones:
            if milestone.phase == phase.key:
                made.add_row(
                    "  " + spoken().render(milestone.title),
                    _milestone_due(found, milestone),
                    _standings(found.standings(milestone=milestone.key)),
                )
    made.add_section()
    made.add_row(_("Everything"), "", _standings(found.standings()), style="bold")
    return made


def _phase(phase: "PhasePlan") -> str:
    title = spoken().render(phase.title) or spoken().render(phase.kind)
    year = phase.opens_on.year
    first, last = spoken().plain_day(phase.opens_on, year), spoken().plain_day(phase.closes_on, year)
    return spoken().render(phrase("{title}, {first} – {last}", title=title, first=first, last=last))


def _milestone_due(found: "Status", milestone: "MilestonePlan") -> str:
    dated = milestone.dated
    return spoken().plain_day(dated.due_on, found.as_of.year) if dated.due_on else spoken().render(dated.kind)


def _standings(counts: Mapping[Standing, int]) -> Text:
    """`✕ overdue 3  ◐ due soon 2`: each with lamp and word, the worst first."""
    parts = []
    for token in WORST_FIRST:
        if token in counts:
            lamp = LAMPS[token]
            parts.append(Text(f"{lamp} {spoken().render(token)} {counts[token]}", style=STYLES.get(lamp, "")))
    return Text("  ").join(parts)
