"""`duban plan`: who owes what by when, on the true working calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cli.files import JsonOption, LanguageOption, OverlayOption, plan_of
from cli.output import console, print_json, table
from cli.speech import _, spoken
from models.words import Actor, DueKind

if TYPE_CHECKING:
    from schedule.plan import Obligation, Plan, Question

StoredOrFile = Annotated[
    Path | None,
    typer.Argument(
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("A campaign file; without one the campaign in the database."),
        metavar="FILE",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Show who owes what by when, and what the plan leaves open."))(plan)


def plan(
    file: StoredOrFile = None,
    overlay: OverlayOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Show the plan."""
    announced: Mapping[str, date] = {}
    if file is None:
        from cli.stored import stored_book
        from schedule.current import current_plan

        book = stored_book()[0]
        resolved, announced = current_plan(book), book.announced
    else:
        resolved = plan_of(file, overlay)
    if json:
        print_json(
            {
                "schema": "duban.plan/1",
                "campaign": resolved.key,
                "obligations": [_obligation(resolved, one, announced.get(one.id)) for one in resolved.obligations],
                "questions": [_question(question) for question in resolved.questions],
            }
        )
    else:
        _print(resolved, announced)


# -- for other programs ----------------------------------------------------------------------------------------------


def _obligation(plan: "Plan", one: "Obligation", announced_on: date | None) -> dict[str, object]:
    from notifications.wording import deliverable_name

    party = plan.directory.parties.get(one.unit or "")
    return {
        "id": one.id,
        "unit": one.unit,
        "unit_name": party.name if party else None,
        "deliverable": one.deliverable,
        "deliverable_name": deliverable_name(one, spoken()),
        "milestone": one.milestone,
        "phase": one.phase,
        **_days(plan, one),
        "announced_on": _iso(announced_on),
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


def _days(plan: "Plan", one: "Obligation") -> dict[str, object]:
    dated, days = one.dated, one.timing
    at = dated.due_on and dated.due_at and datetime.combine(dated.due_on, dated.due_at, ZoneInfo(plan.timezone))
    return {
        "due_kind": dated.kind.value,
        "opens_on": _iso(dated.opens_on),
        "nominal_on": _iso(dated.nominal_on),
        "due_on": _iso(dated.due_on),
        "due_at": _iso(at),
        "late_after": _iso(days and days.late_after),
        "base_on": _iso(days and days.base_on),
        "provisional": bool(days and days.provisional),
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


# -- for the eye -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A deliverable with everybody who owes it by the same day; a recurring one with all its days."""

    group: tuple["Obligation", ...]

    @property
    def first(self) -> "Obligation":
        return self.group[0]

    @property
    def order(self) -> tuple[bool, str]:
        """By day; what has none stands last."""
        due_on = self.first.dated.due_on
        return due_on is None, str(due_on)


def _print(plan: "Plan", announced: Mapping[str, date]) -> None:
    out = console()
    span = _("{first} – {last}").format(first=spoken().day(plan.opens_on), last=spoken().day(plan.closes_on))
    out.print(Text(spoken().render(plan.title), style="bold"))
    out.print(span)
    out.print()
    out.print(_table(plan, announced))
    out.print()
    if plan.questions:
        out.print(_questions(plan))
        out.print()
    summary = _("obligations: {obligations}, open questions: {questions}")
    out.print(summary.format(obligations=len(plan.obligations), questions=len(plan.questions)))


def _table(plan: "Plan", announced: Mapping[str, date]) -> Table:
    """A row a deliverable; what is due on one day stands together, and the day once."""
    made = table()
    for heading in (_("Due"), _("Deliverable"), _("Who owes it")):
        made.add_column(heading, overflow="fold", ratio=1)
    made.add_column(_("Clause"), overflow="fold")
    for due, group in groupby(_lines(plan), key=lambda line: _due(line, plan)):
        shown = due
        for line in group:
            made.add_row(shown, _what(line, announced), _owners(line, plan), line.first.clause or "")
            shown = ""
        made.add_section()
    return made


def _lines(plan: "Plan") -> list[_Line]:
    groups: dict[object, list[Obligation]] = {}
    for one in plan.obligations:
        day = None if one.dated.kind is DueKind.RECURRING else one.dated.due_on
        groups.setdefault((one.deliverable, one.label, day), []).append(one)
    return sorted((_Line(tuple(group)) for group in groups.values()), key=lambda line: line.order)


def _due(line: _Line, plan: "Plan") -> str:
    from notifications.wording import due_text

    days = sorted({one.dated.due_on for one in line.group if one.dated.due_on})
    if len(days) < 2:
        return due_text(line.first, plan, spoken())
    text = _("{count} times, {first} to {last}")
    return text.format(count=len(days), first=spoken().day(days[0]), last=spoken().day(days[-1]))


def _what(line: _Line, announced: Mapping[str, date]) -> Text:
    """The name, the key that obligations' ids begin with, and what must be finished before."""
    from notifications.wording import deliverable_name

    first = line.first
    if len(line.group) > 1:
        # what tells one of the group from the others is left out
        first = replace(first, slot=None, dated=replace(first.dated, period=None))
    text = Text.assemble(deliverable_name(first, spoken()), "\n", (first.deliverable, "dim"))
    if day := announced.get(first.id):
        text.append("\n" + _("announced for {day}").format(day=spoken().day(day)))
    if first.needs:
        before = tuple(dict.fromkeys(need.partition("/")[0] for need in first.needs))
        text.append("\n" + _("after {deliverables}").format(deliverables=spoken().render(before)), style="dim")
    return text


def _owners(line: _Line, plan: "Plan") -> Text:
    from notifications.wording import unit_name

    names = tuple(dict.fromkeys(unit_name(plan, one.unit, spoken()) for one in line.group if one.unit))
    slots = sum(one.unit is None for one in line.group)
    text = Text(spoken().render((*names, _("without a known owner: {count}").format(count=slots)) if slots else names))
    if line.first.actor is Actor.EXTERNAL:
        text.append("\n" + _("outside, not chased"), style="dim")
    return text


def _questions(plan: "Plan") -> Group:
    """Every open question with its id, by which it is answered."""
    lines = Table.grid(padding=(0, 2))
    lines.add_column(overflow="fold", ratio=1)
    lines.add_column(overflow="fold", ratio=2)
    for group in _alike(plan.questions):
        first = group[0]
        key = first.id if len(group) == 1 else f"{first.id} … {group[-1].id}"
        text = Text(spoken().render(first.text))
        if first.candidates:
            text.append("\n" + _("possible: {answers}").format(answers=spoken().render(first.candidates)), style="dim")
        lines.add_row(Text(key, style="cyan"), text)
    return Group(Text(_("Open questions"), style="bold"), lines)


def _alike(questions: Sequence["Question"]) -> list[list["Question"]]:
    """Questions one by one, the many owners of one deliverable's open slots together."""
    groups: dict[object, list[Question]] = {}
    for one in questions:
        slot = one.kind.value == "owner" and one.obligations
        groups.setdefault(one.obligations[0].partition("/")[0] if slot else one.id, []).append(one)
    return list(groups.values())
