"""`duban status`: where everything stands on a day; what is wrong stands first."""

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of
from cli.output import print_json
from cli.speech import _, spoken
from models.words import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from register.status import Line, Status
    from schedule.plan import MilestonePlan, PhasePlan, Plan

OVERDUE = 5
"""Exit code of `--fail-on overdue` where something is."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Show where everything stands: what is overdue, what comes next, how the milestones do."))(
        status
    )


def status(
    as_of: AsOfOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="overdue", help=_("End with exit code 5 where something is overdue.")),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("List every obligation with its number, by which verbs know it."))
    ] = False,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Show where everything stands."""
    from cli.store import CHOSEN, counted, opened
    from models.database import reading
    from register.campaigns import find_campaign
    from register.status import status_on

    if fail_on not in {None, "overdue"}:
        raise typer.BadParameter(_("must be overdue"), param_hint="--fail-on")
    with opened() as store, reading(store.engine) as connection:
        running = find_campaign(connection, CHOSEN.campaign)
        on = counted(running, day_of(as_of))
        found = status_on(connection, running, on)
    if json:
        print_json(as_json(found))
    elif everything:
        from cli.status_list import print_list

        print_list(found)
    else:
        from cli.status_table import print_status

        print_status(found)
    if fail_on and found.of(Standing.OVERDUE):
        raise typer.Exit(OVERDUE)


# -- for other programs ----------------------------------------------------------------------------------------------


def as_json(found: "Status") -> dict[str, object]:
    """Everything on a day."""
    plan = found.plan
    return {
        "schema": "duban.status/1",
        "campaign": plan.key,
        "as_of": found.as_of.isoformat(),
        "last_run_on": _iso(found.last_run_on),
        "standing": _counts(found.standings()),
        "phases": [_phase(found, one) for one in plan.phases],
        "milestones": [_milestone(found, one) for one in plan.milestones],
        "obligations": [line_face(plan, line) for line in found.lines],
        "open_questions": found.open_questions,
        "notices": {state.value: number for state, number in found.messages.items()},
        "unreachable": list(found.unreachable),
    }


def _phase(found: "Status", phase: "PhasePlan") -> dict[str, object]:
    return {
        "key": phase.key,
        "kind": phase.kind.value,
        "title": spoken().render(phase.title),
        "opens_on": phase.opens_on.isoformat(),
        "closes_on": phase.closes_on.isoformat(),
        "standing": _counts(found.standings(phase=phase.key)),
    }


def _milestone(found: "Status", milestone: "MilestonePlan") -> dict[str, object]:
    return {
        "key": milestone.key,
        "phase": milestone.phase,
        "title": spoken().render(milestone.title),
        "due_on": _iso(milestone.dated.due_on),
        "standing": _counts(found.standings(milestone=milestone.key)),
    }


def _counts(standings: "Mapping[Standing, int]") -> dict[str, int]:
    return {token.value: number for token, number in standings.items()}


def line_face(plan: "Plan", line: "Line") -> dict[str, object]:
    """One obligation on a day."""
    from notifications.wording import deliverable_name

    one, facts, zone = line.one, line.facts, ZoneInfo(plan.timezone)
    party = plan.directory.parties.get(facts.unit or "")
    return {
        "id": one.id,
        "unit": facts.unit,
        "unit_name": party.name if party else None,
        "deliverable": one.deliverable,
        "deliverable_name": deliverable_name(one, spoken()),
        "milestone": one.milestone,
        "phase": one.phase,
        "status": facts.status.value,
        "standing": line.standing.value,
        "late": line.late,
        "round": facts.round,
        "due_on": _iso(facts.due_on),
        "effective_due_on": _iso(facts.effective_due_on),
        "late_after": _iso(line.days.late_after if line.days else None),
        "received": sorted(form.value for form in facts.received),
        "submitted_at": _instant(line.submitted_at, zone),
        "acknowledged_at": _instant(line.acknowledged_at, zone),
        "blocked_by": line.blocked_by,
        "waits": [
            {
                "kind": wait.kind.value,
                "asked_on": wait.asked_on.isoformat(),
                "due_on": wait.due_on.isoformat(),
                "until": _iso(wait.until),
            }
            for wait in facts.waits
        ],
    }


def _iso(day: "date | None") -> str | None:
    return day.isoformat() if day else None


def _instant(at: "datetime | None", zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None
