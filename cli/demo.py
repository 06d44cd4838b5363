"""`duban demo`: a campaign played through the real run, day by day, into a maildir; then what the office would see."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import FileArgument, LanguageOption, OverlayOption, plan_of
from cli.speech import _, spoken

if TYPE_CHECKING:
    from cli.store import Store
    from register.campaigns import Campaign
    from schedule.plan import Plan

AHEAD = 7
"""Days shown of what goes out next."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Load a campaign, play it through the real run up to a day, and show where it stands."))(demo)


def demo(
    file: FileArgument,
    until: Annotated[
        datetime, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help=_("Last day played, inclusive."))
    ],
    overlay: OverlayOption = None,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Play a campaign."""
    from cli.store import CHOSEN, now, opened

    plan = plan_of(file, overlay, now().date())
    last = until.date()
    with opened(create=True) as store:
        running = _loaded(store, plan, (file, *(overlay or ())))
        CHOSEN.campaign = plan.key
        sent = _play(store, running, last)
        _tell(store, running, last, sent)


def _loaded(store: "Store", plan: "Plan", files: tuple[Path, ...]) -> "Campaign":
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
    """Every day's run from the first day to the last, mail into the folder whatever relay is set."""
    from functools import partial

    from cli.store import now
    from notifications.mail import mail_of
    from notifications.transports.choice import WaysOut
    from register.hours import opening
    from register.running import Wish, run_day

    sent, day = 0, running.plan.first_on
    with WaysOut(store.folder, None, partial(mail_of, sender=store.settings.mail_from)) as ways:
        while day <= last:
            wish = Wish(day, opening(running.plan, day), store.settings.mail_domain)
            sent += run_day(store.engine, running.plan.key, wish, now, ways.transport_for).counts["sent"]
            day += timedelta(days=1)
    return sent


def _tell(store: "Store", running: "Campaign", last: date, sent: int) -> None:
    """Who is overdue, what goes out next, and where the mail lies."""
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
    first = last + timedelta(days=1)
    played = rehearse(book, Scenario(), to=last + timedelta(days=AHEAD), start=first)
    typer.echo()
    typer.secho(_("What goes out next, if nobody does anything"), bold=True)
    sender = Sender(store.settings.mail_from, store.settings.mail_domain)
    print_table(View(played, "nobody", sender, None, show_addresses=False))
    typer.echo()
    told = _("played to {day}: {sent} mails lie in {mail}, the database is {database}")
    typer.echo(
        told.format(
            day=spoken().day(last), sent=sent, mail=store.folder / "mail/new", database=store.folder / "duban.db"
        )
    )
