"""`duban rehearse`: every message a campaign will send, before it sends any."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import INVALID, JsonOption, LanguageOption, OverlayOption, plan_of, tell
from cli.options import read_day
from cli.output import print_json
from cli.plan import StoredOrFile
from cli.speech import _, spoken

if TYPE_CHECKING:
    from cli.rehearsal_view import View
    from register.rehearsal import Rehearsal
    from schedule.facts import Book, Reachability
    from schedule.plan import Plan
    from schedule.scenario import Scenario

ROOM = timedelta(days=60)
"""Days that a rehearsal leaves before the end of the working calendar: rungs are counted on from its last day."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Play a campaign day by day and show every message that will go out."))(rehearse)


def rehearse(
    file: StoredOrFile = None,
    overlay: OverlayOption = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME|FILE", help=_("nobody, on-time, or a file of events."))
    ] = "nobody",
    since: Annotated[
        date | None, typer.Option("--from", parser=read_day, metavar="DAY", help=_("First day shown."))
    ] = None,
    to: Annotated[
        date | None, typer.Option("--to", parser=read_day, metavar="DAY", help=_("Last day, inclusive."))
    ] = None,
    reachability: Annotated[
        str, typer.Option(metavar="assume|real", help=_("assume: everybody can be reached; real: as the file says."))
    ] = "assume",
    diff: Annotated[
        str | None, typer.Option(metavar="OTHER", help=_("Compare with another scenario or campaign file."))
    ] = None,
    diff_overlay: Annotated[
        list[Path] | None,
        typer.Option(
            "--diff-with",
            exists=True,
            dir_okay=False,
            readable=True,
            metavar="OVERLAY",
            help=_("Overlay of the campaign file to compare with; without it, that of --with. May be repeated."),
        ),
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help=_("Print one line an item, for a spreadsheet."))] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Write one self-contained page."))] = None,
    mail: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Write every notice as a finished mail."))] = None,
    show_addresses: Annotated[bool, typer.Option("--show-addresses", help=_("Show addresses in full."))] = False,
    lang: LanguageOption = None,
) -> None:
    """Rehearse a campaign."""
    if json and csv:
        raise typer.BadParameter(_("choose one of --json and --csv"), param_hint="--csv")
    if diff_overlay and diff is None:
        raise typer.BadParameter(_("it needs --diff"), param_hint="--diff-with")
    how = _How(scenario, _reachability(reachability), since, to, show_addresses, lang)
    start = _start(file, overlay, how)
    plan = start.book.plan
    view = how.view(start, _scenario(scenario, start.book), Path(scenario).name)
    other = _other(diff, diff_overlay or overlay, start, how) if diff else None
    if mail:
        from cli.rehearsal_mails import write_mails

        write_mails(view, mail)
    if html:
        from cli.rehearsal_page import write_page

        write_page(view, html, _today(plan))
    _print(view, other, json=json, csv=csv)


def _print(view: "View", other: "View | None", *, json: bool, csv: bool) -> None:
    if json:
        from cli.rehearsal_json import as_json

        print_json(as_json(view, other))
    elif csv:
        from cli.rehearsal_csv import print_csv

        print_csv(view)
    elif other:
        from cli.rehearsal_difference import print_difference

        print_difference(view, other)
    else:
        from cli.rehearsal_table import print_table

        print_table(view)


@dataclass(frozen=True, slots=True)
class _Start:
    """From where a play begins."""

    book: "Book"
    day: date


def _start(file: Path | None, overlay: OverlayOption, how: "_How") -> _Start:
    """A file's campaign before anything has happened; without a file the stored one as it stands."""
    if file is None:
        from cli.stored import stored_book

        book, day = stored_book()
        return _Start(replace(book, reachability=how.reached), how.since or day)
    return _fresh(plan_of(file, overlay), how)


def _fresh(plan: "Plan", how: "_How") -> _Start:
    from schedule.facts import open_book

    return _Start(open_book(plan, plan.first_on, how.reached), plan.first_on)


@dataclass(frozen=True, slots=True)
class _How:
    """The options that hold for every play of one call."""

    scenario: str
    reachability: str
    since: date | None
    to: date | None
    show_addresses: bool
    lang: str | None

    @property
    def reached(self) -> "Reachability":
        """Whether seats without an address are addressed all the same."""
        from schedule.facts import Reachability

        return Reachability(self.reachability)

    def view(self, start: _Start, scenario: "Scenario", name: str) -> "View":
        """Play a scenario from a start; `name` is what to call it."""
        from cli.rehearsal_view import Sender, View
        from settings import Settings

        settings = Settings()
        played = self._play(start, scenario)
        language = spoken().language if self.lang else None
        sender = Sender(settings.mail_from, settings.mail_domain)
        return View(played, name, sender, language, self.show_addresses)

    def _play(self, start: _Start, scenario: "Scenario") -> "Rehearsal":
        from register.rehearsal import rehearse as play

        _check_span(start.book.plan, self.since, self.to)
        played = play(start.book, scenario, since=self.since, to=self.to, start=start.day)
        if played.since > played.to:
            text = _("nothing happens after {last}, so nothing is left to show from {since} on")
            _wrong("--from", text.format(last=played.to, since=played.since))
        return played


def _reachability(value: str) -> str:
    if value not in {"assume", "real"}:
        _wrong("--reachability", _("must be assume or real"))
    return value


def _check_span(plan: "Plan", since: date | None, to: date | None) -> None:
    """A span that holds at least a day of the campaign, and no day that the calendar does not reach."""
    if since and to and since > to:
        _wrong("--from", _("{since} lies after --to {to}").format(since=since, to=to))
    if to and to < plan.first_on:
        _wrong("--to", _("{to} lies before the campaign's first day, {first}").format(to=to, first=plan.first_on))
    last = plan.calendar.last - ROOM
    if to and to > last:
        _wrong(
            "--to",
            _("{to} lies too far away; the working days of this campaign are known to {last}").format(to=to, last=last),
        )
    if since and since > last:
        _wrong(
            "--from",
            _("{to} lies too far away; the working days of this campaign are known to {last}").format(
                to=since, last=last
            ),
        )


def _wrong(option: str, message: str) -> None:
    raise typer.BadParameter(message, param_hint=option)


def _scenario(name: str, book: "Book", option: str = "--scenario") -> "Scenario":
    from schedule.scenario import SCENARIOS, Scenario, read_scenario

    if name in SCENARIOS:
        return Scenario(default=name)
    scenario, _root, problems = read_scenario(_read(name, option, SCENARIOS), name, book.plan, book.asked)
    if scenario is None:
        tell(problems)
        raise typer.Exit(INVALID)
    return scenario


def _read(name: str, option: str, known: tuple[str, ...]) -> bytes:
    path = Path(name)
    if not path.is_file():
        hint = _("no scenario is called {name}, and no such file exists; known: {known}")
        raise typer.BadParameter(hint.format(name=name, known=", ".join(known)), param_hint=option)
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise typer.BadParameter(
            _("cannot read {file}: {error}").format(file=name, error=wrong), param_hint=option
        ) from wrong


def _other(diff: str, overlay: OverlayOption, start: _Start, how: _How) -> "View":
    """The rehearsal to compare with: another scenario on this plan, or this scenario on another plan."""
    path = Path(diff)
    if path.is_file() and _is_campaign(path):
        plan = plan_of(path, overlay)
        fresh, name = _fresh(plan, how), f"{path.name}, {Path(how.scenario).name}"
        return how.view(fresh, _scenario(how.scenario, fresh.book), name)
    return how.view(start, _scenario(diff, start.book, "--diff"), path.name)


def _is_campaign(path: Path) -> bool:
    from schedule.campaign_file.source import decode, read_source

    text, faults = decode(path.read_bytes(), str(path))
    root = None if faults else read_source(text, str(path))[0]
    return root is not None and isinstance(root.value, dict) and "campaign" in root.value


def _today(plan: "Plan") -> date:
    """Today where the campaign runs."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(plan.timezone)).date()
