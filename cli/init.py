"""`duban init`: a campaign file into the database, once; a changed file in mid-campaign shows what would change."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.files import FileArgument, JsonOption, LanguageOption, OverlayOption, plan_of
from cli.options import AsOfOption, ByOption, YesOption, day_of
from cli.output import print_json
from cli.speech import _, spoken

if TYPE_CHECKING:
    from flows.store import Store
    from register.change.kinds import Change
    from register.events import Deal
    from schedule.plan import Plan


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Load a campaign file; a changed one shows the differences and applies them with --yes."))(init)


def init(
    file: FileArgument,
    overlay: OverlayOption = None,
    as_of: AsOfOption = None,
    by: ByOption = "office",
    yes: YesOption = False,
    json: JsonOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Load a campaign."""
    from cli.store import now, opened
    from models.database import reading
    from register.events import Deal
    from register.loading import is_loaded

    plan = plan_of(file, overlay, now().date())
    files = (file, *(overlay or ()))
    with opened(create=True) as store:
        on, at = _moment(plan, day_of(as_of))
        deal = Deal(by, at, on)
        with reading(store.engine) as connection:
            known = is_loaded(connection, plan.key)
        changes = _changed(store, plan, deal, files, yes=yes) if known else None
        if changes is None:
            _load(store, plan, deal, files)
        _tell(store, plan, deal, changes, json=json)


def _moment(plan: "Plan", as_of: date | None) -> tuple[date, datetime]:
    """The day from which everything is known: given, today, or for a campaign that is over its first phase's start."""
    from zoneinfo import ZoneInfo

    from cli.store import now
    from register.hours import opening

    today = datetime.now(ZoneInfo(plan.timezone)).date()
    if as_of is None and today <= plan.closes_on:
        return today, now()
    day = as_of or plan.first_on
    return day, opening(plan, day)


def _load(store: "Store", plan: "Plan", deal: "Deal", files: Sequence[Path]) -> None:
    from models.database import writing
    from register.loading import load_campaign

    with writing(store.engine) as connection:
        load_campaign(connection, plan, deal, files[0].name, _source(files))


def _changed(store: "Store", plan: "Plan", deal: "Deal", files: Sequence[Path], *, yes: bool) -> "tuple[Change, ...]":
    """Show what differs from what is loaded, ask, and apply it."""
    from cli.change_text import change_line
    from cli.store import agreed
    from models.database import reading, writing
    from register.campaigns import find_campaign
    from register.changing import NewFile, apply_changes, changes_in

    with reading(store.engine) as connection:
        changes = changes_in(connection, find_campaign(connection, plan.key), plan)
    if changes:
        for change in changes:
            typer.echo(change_line(change), err=True)
        # nobody else waits while a person reads
        agreed(yes, _("apply these changes?"))
        file = NewFile(plan, files[0].name, _source(files))
        with writing(store.engine) as connection:
            apply_changes(connection, find_campaign(connection, plan.key), file, changes, deal)
    return changes


def _source(files: Sequence[Path]) -> str:
    return "\n---\n".join(path.read_text(encoding="utf-8-sig") for path in files)


def _tell(store: "Store", plan: "Plan", deal: "Deal", changes: "tuple[Change, ...] | None", *, json: bool) -> None:
    if json:
        print_json(
            {
                "schema": "duban.init/1",
                "campaign": plan.key,
                "known_on": deal.on.isoformat(),
                "loaded": changes is None,
                "obligations": len(plan.obligations),
                "questions": len(plan.questions),
                "changes": [
                    {
                        "kind": one.kind.value,
                        "subject": one.subject,
                        "before": spoken().render(one.before) or None,
                        "after": spoken().render(one.after) or None,
                        "effect": spoken().render(one.effect),
                    }
                    for one in changes or ()
                ],
            }
        )
    elif changes is None:
        told = _(
            "loaded {campaign}: {obligations} obligations, {questions} open questions, known from {day}; "
            "data in {folder}"
        )
        typer.echo(
            told.format(
                campaign=spoken().render(plan.title),
                obligations=len(plan.obligations),
                questions=len(plan.questions),
                day=spoken().day(deal.on),
                folder=store.folder,
            )
        )
    else:
        text = spoken().ngettext("{number} change applied", "{number} changes applied", len(changes))
        typer.echo(text if changes else _("no change"))
