"""`duban plan`: who owes what by when, on the true working calendar."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from cli.files import FileArgument, JsonOption, LanguageOption, OverlayOption, plan_of
from cli.output import console, print_json, table
from cli.speech import _, spoken

if TYPE_CHECKING:
    from schedule.plan import Obligation, Plan, Question


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Show who owes what by when, and what the plan leaves open."))(plan)


def plan(
    file: FileArgument,
    overlay: OverlayOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Show the plan."""
    resolved = plan_of(file, overlay)
    if json:
        print_json(
            {
                "schema": "duban.plan/1",
                "campaign": resolved.key,
                "obligations": [_obligation(resolved, one) for one in resolved.obligations],
                "questions": [_question(question) for question in resolved.questions],
            }
        )
    else:
        _print(resolved)


def _obligation(plan: "Plan", one: "Obligation") -> dict[str, object]:
    from notifications.wording import deliverable_name

    dated, days = one.dated, one.timing
    party = plan.directory.parties.get(one.unit or "")
    at = dated.due_on and dated.due_at and datetime.combine(dated.due_on, dated.due_at, ZoneInfo(plan.timezone))
    return {
        "id": one.id,
        "unit": one.unit,
        "unit_name": party.name if party else None,
        "deliverable": one.deliverable,
        "deliverable_name": deliverable_name(one, spoken()),
        "milestone": one.milestone,
        "phase": one.phase,
        "due_kind": dated.kind.value,
        "opens_on": _iso(dated.opens_on),
        "nominal_on": _iso(dated.nominal_on),
        "due_on": _iso(dated.due_on),
        "due_at": _iso(at),
        "late_after": _iso(days and days.late_after),
        "base_on": _iso(days and days.base_on),
        "provisional": bool(days and days.provisional),
        "clause": one.clause,
        "forms": [form.form.value for form in one.forms],
        "form_details": [{"form": form.form.value, "copies": form.copies, "seal": form.seal} for form in one.forms],
        "commitment": one.commitment,
        "submit_to": list(one.submit_to),
        "support": list(one.support),
        "actor": one.actor.value,
        "needs": list(one.needs),
        "blocked_by": one.needs[0] if one.needs else None,
        "ladder": one.ladder,
    }


def _iso(value: object) -> str | None:
    return value.isoformat() if hasattr(value, "isoformat") else None


def _question(question: "Question") -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": spoken().render(question.text),
        "clause": question.clause,
        "candidates": list(question.candidates),
        "obligations": list(question.obligations),
    }


def _print(plan: "Plan") -> None:
    out = console()
    made = table(_("Due"), _("Last working day"), _("Unit"), _("Deliverable"), _("Clause"), _("Obligation"))
    for row in _rows(plan):
        made.add_row(*row)
    out.print(made)
    out.print()
    asked = table(_("Question"), _("Text"), _("Candidates"))
    for question in plan.questions:
        asked.add_row(question.id, spoken().render(question.text), ", ".join(question.candidates))
    out.print(asked)
    summary = _("{obligations} obligations, {questions} open questions")
    out.print(summary.format(obligations=len(plan.obligations), questions=len(plan.questions)))


def _rows(plan: "Plan") -> Iterator[tuple[str, ...]]:
    """One row an obligation, the open slots of a deliverable as one."""
    from notifications.wording import deliverable_name, due_text

    seen: set[str] = set()
    dated = sorted(plan.obligations, key=lambda one: (one.dated.due_on is None, str(one.dated.due_on)))
    for one in dated:
        same = [other for other in plan.obligations if other.slot and other.deliverable == one.deliverable]
        slots = len(same) if one.slot else 0
        if slots > 1 and one.deliverable in seen:
            continue
        seen.add(one.deliverable)
        party = plan.directory.parties.get(one.unit or "")
        unit = (party and (party.name or party.key)) or _("owner unknown")
        name = deliverable_name(one, spoken()) if slots <= 1 else f"{spoken().render(one.title)} ×{slots}"
        last = spoken().render(one.timing.base_on) if one.timing else ""
        ids = one.id if slots <= 1 else f"{one.id} … {same[-1].id.rpartition('/')[2]}"
        yield due_text(one, plan, spoken()), last, unit, name, one.clause or "", ids
