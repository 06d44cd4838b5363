"""`duban rehearse`: every message a campaign will send, before it sends any."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import INVALID, FileArgument, JsonOption, LanguageOption, OverlayOption, plan_of, tell
from cli.output import print_json
from cli.speech import _, spoken

if TYPE_CHECKING:
    from register.rehearsal import Rehearsal
    from schedule.plan import Plan
    from schedule.scenario import Scenario

DayOption = typer.Option(formats=["%Y-%m-%d"], metavar="DAY")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Play a campaign day by day and show every message that will go out."))(rehearse)


def rehearse(
    file: FileArgument,
    overlay: OverlayOption = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME|FILE", help=_("nobody, on-time, or a file of events."))
    ] = "nobody",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DAY", help=_("First day shown."))
    ] = None,
    to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], metavar="DAY", help=_("Last day, inclusive."))
    ] = None,
    reachability: Annotated[
        str, typer.Option(metavar="assume|real", help=_("assume: everybody can be reached; real: as the file says."))
    ] = "assume",
    diff: Annotated[
        str | None, typer.Option(metavar="OTHER", help=_("Compare with another scenario or campaign file."))
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help=_("Print one line an item, for a spreadsheet."))] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Write one self-contained page."))] = None,
    mail: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Write every notice as a finished mail."))] = None,
    show_addresses: Annotated[bool, typer.Option("--show-addresses", help=_("Show addresses in full."))] = False,
    lang: LanguageOption = None,
) -> None:
    """Rehearse a campaign."""
    from cli import rehearsal_faces as faces

    if reachability not in {"assume", "real"}:
        raise typer.BadParameter(_("must be assume or real"), param_hint="--reachability")
    days = (since and since.date(), to and to.date())
    plan = plan_of(file, overlay)
    played = _play(plan, _scenario(scenario, plan), reachability, *days)
    language = spoken().language if lang else None
    view = faces.View(played, scenario, language, show_addresses)
    other = _other(diff, overlay, plan, scenario, reachability, *days) if diff else None
    if mail:
        faces.write_mails(view, mail)
    if html:
        faces.write_page(view, html)
    if json:
        print_json(faces.as_json(view, other))
    elif csv:
        faces.print_csv(view)
    elif other:
        faces.print_difference(view, other)
    else:
        faces.print_table(view)
    faces.say_written(view, mail, html)


def _play(plan: "Plan", scenario: "Scenario", reachability: str, since: object, to: object) -> "Rehearsal":
    from register.rehearsal import rehearse as play
    from schedule.facts import Reachability, open_book

    return play(open_book(plan, plan.first_on, Reachability(reachability)), scenario, since, to)  # type: ignore[arg-type]


def _scenario(name: str, plan: "Plan") -> "Scenario":
    from schedule.scenario import SCENARIOS, Scenario, check_scenario, read_scenario

    if name in SCENARIOS:
        return Scenario(default=name)
    path = Path(name)
    if not path.is_file():
        hint = _("no scenario is called {name}, and no such file exists; known: {known}")
        raise typer.BadParameter(hint.format(name=name, known=", ".join(SCENARIOS)), param_hint="--scenario")
    scenario, root, problems = read_scenario(path.read_bytes(), str(path))
    if scenario is not None and root is not None:
        problems = check_scenario(scenario, root, plan)
    if scenario is None or problems:
        tell(problems)
        raise typer.Exit(INVALID)
    return scenario


def _other(
    diff: str, overlay: OverlayOption, plan: "Plan", scenario: str, reachability: str, since: object, to: object
) -> "Rehearsal":
    """The rehearsal to compare with: another scenario on this plan, or this scenario on another plan."""
    if Path(diff).is_file() and _is_campaign(Path(diff)):
        plan = plan_of(Path(diff), overlay)
        return _play(plan, _scenario(scenario, plan), reachability, since, to)
    return _play(plan, _scenario(diff, plan), reachability, since, to)


def _is_campaign(path: Path) -> bool:
    from schedule.campaign_file.source import decode, read_source

    root, _faults = read_source(decode(path.read_bytes(), str(path))[0], str(path))
    return root is not None and isinstance(root.value, dict) and "campaign" in root.value
