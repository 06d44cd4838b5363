"""`duban demo`: a campaign played through the real run, day by day, into a maildir, the last day through Prefect."""

import os
import tempfile
import threading
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import LanguageOption, OverlayOption, plan_of
from cli.options import PrefectPortOption, read_day
from cli.speech import _, spoken

if TYPE_CHECKING:
    from flows.store import Store
    from register.campaigns import Campaign
    from schedule.plan import Plan

AHEAD = 7
"""Days shown of what goes out next; also how far back an example is looked for."""
CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns"
"""Where the demonstration's files are, and `demo.toml`, which names them."""
REAL = ("DUBAN_DATABASE_URL", "DUBAN_SMTP_URL", "PREFECT_API_URL")
"""What would lead a demonstration to a real database, real people or a real server."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Play a campaign up to a day, show where it stands, and run that day through Prefect."))(demo)


def demo(
    file: Annotated[
        Path | None, typer.Argument(help=_("A campaign file; without one the demonstration's."), metavar="FILE")
    ] = None,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=read_day, metavar="DAY", help=_("Last day played, inclusive.")),
    ] = None,
    overlay: OverlayOption = None,
    once: Annotated[bool, typer.Option("--once", help=_("End by itself when the day has run."))] = False,
    plain: Annotated[bool, typer.Option("--plain", help=_("Without Prefect."))] = False,
    prefect_port: PrefectPortOption = None,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Play a campaign."""
    from cli.store import CHOSEN, now, opened

    files, last = _chosen(file, overlay, until)
    plan = plan_of(files[0], files[1:], now().date())
    for name in REAL:
        os.environ.pop(name, None)
    CHOSEN.data = CHOSEN.data or Path(tempfile.mkdtemp(prefix="duban-demo-"))
    with opened(create=True) as store:
        running = _loaded(store, plan, files)
        CHOSEN.campaign = plan.key
        sent = _play(store, running, last if plain else last - timedelta(days=1))
        _tell(store, running, last, sent, plain=plain)
        if not plain:
            _through_prefect(store, running, last, prefect_port, once=once)


def _chosen(file: Path | None, overlay: list[Path] | None, until: date | None) -> tuple[list[Path], date]:
    """The files and the last day: those given, else the demonstration's."""
    if file is not None and until is None:
        raise typer.BadParameter(_("is needed with a file of your own"), param_hint="--until")
    if file is not None and until is not None:
        return [file, *(overlay or ())], until
    shipped = tomllib.loads((CAMPAIGNS / "demo.toml").read_text(encoding="utf-8"))
    files = [CAMPAIGNS / name for name in (shipped["file"], *shipped["with"])]
    return [*files, *(overlay or ())], until or shipped["until"]


def _loaded(store: "Store", plan: "Plan", files: list[Path]) -> "Campaign":
    """The campaign as it stood on its first day; a folder that holds one already is not played over."""
    from models.database import writing
    from register.events import Deal
    from register.hours import opening
    from register.loading import is_loaded, load_campaign

    with writing(store.engine) as connection:
        if is_loaded(connection, plan.key):
            told = _("{folder} holds this campaign already; remove the folder, or name another with --data")
            typer.echo(told.format(folder=store.folder), err=True)
            raise typer.Exit(2)
        deal = Deal("office", opening(plan, plan.first_on), plan.first_on, store.settings.mail_domain)
        source = "\n---\n".join(one.read_text(encoding="utf-8-sig") for one in files)
        return load_campaign(connection, plan, deal, files[0].name, source)


def _play(store: "Store", running: "Campaign", last: date) -> int:
    """Every day's run from the first day to the last, mail into the folder."""
    from cli.store import now
    from notifications.transports.choice import ways_out
    from register.running import run_day, wish_for

    sent, day = 0, running.plan.first_on
    with ways_out(store.folder, None, store.settings.mail_from, store.settings.mail_domain) as ways:
        while day <= last:
            wish = wish_for(running.plan, day, now(), store.settings.mail_domain)
            sent += run_day(store.engine, running.plan.key, wish, now, ways.transport_for).counts["sent"]
            day += timedelta(days=1)
    return sent


def _tell(store: "Store", running: "Campaign", last: date, sent: int, *, plain: bool) -> None:
    """Who is overdue, what goes out next, one mail as it went, and where the others lie."""
    from cli.rehearsal_table import print_table
    from cli.rehearsal_view import Sender, View
    from cli.status_table import print_status
    from models.database import reading
    from register.books import whole_book
    from register.rehearsal import rehearse
    from register.status import status_on
    from schedule.scenario import Scenario

    with reading(store.engine) as connection:
        print_status(status_on(connection, running, last))
        book = whole_book(connection, running)
    first = last + timedelta(days=1) if plain else last
    played = rehearse(book, Scenario(), to=last + timedelta(days=AHEAD), start=first)
    typer.echo()
    typer.secho(_("What goes out next, if nobody does anything"), bold=True)
    sender = Sender(store.settings.mail_from, store.settings.mail_domain)
    print_table(View(played, "nobody", sender, None, show_addresses=False))
    _show_one(store, running, first - timedelta(days=1))
    told = _("played to {day}: {sent} mails lie in {mail}, the database is {database}")
    day = spoken().day(first - timedelta(days=1))
    places = {"mail": store.folder / "mail/new", "database": store.folder / "duban.db"}
    typer.echo(told.format(day=day, sent=sent, **places))


def _show_one(store: "Store", running: "Campaign", last: date) -> None:
    """A mail of the last days, word for word."""
    from models.database import reading
    from register.notice_list import short_text

    with reading(store.engine) as connection:
        shown = short_text(connection, running, last - timedelta(days=AHEAD), last)
    if shown is None:
        return
    typer.echo()
    typer.secho(_("One of the mails: {subject}").format(subject=shown.subject), bold=True)
    for line in shown.text.splitlines():
        typer.echo(f"  {line}".rstrip())
    typer.echo()


def _through_prefect(store: "Store", running: "Campaign", day: date, port: int | None, *, once: bool) -> None:
    """The last day as Prefect runs it, so that its pages show it."""
    from cli.serving import prefect, supervised, through_flows

    with supervised(store.folder) as supervisor:
        address, environment = prefect(supervisor, store.folder, port)
        typer.echo(_("Prefect: {address}").format(address=address))
        state = through_flows(store.folder, environment, running.plan.key, day)
        _tell_day(store, running, day, state)
        if not once:
            typer.echo(
                _("Prefect's pages stay until Ctrl-C; the folder {folder} stays after it").format(folder=store.folder)
            )
            threading.Event().wait()


def _tell_day(store: "Store", running: "Campaign", day: date, state: str) -> None:
    from models.database import reading
    from models.words import NoticeState
    from register.notice_list import heads_on

    with reading(store.engine) as connection:
        heads = heads_on(connection, running, day)
    sent = sum(one.state is NoticeState.SENT for one in heads)
    told = _("{day} ran through Prefect: {state}; messages of the day: {all}, sent: {sent}")
    typer.echo(told.format(day=spoken().day(day), state=state, all=len(heads), sent=sent))
