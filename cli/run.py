"""`duban run`: the day's run; plans what is due and sends it, once."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, YesOption, day_of
from cli.output import print_json
from cli.speech import _, spoken
from models.words import NoticeState

if TYPE_CHECKING:
    from flows.store import Store
    from register.campaigns import Campaign
    from register.notice_list import Head, StoredNotice
    from register.running import RunResult, Wish

NOT_DELIVERED = 4
OVERDUE = 5
COUNTED = ("deferred", "held", "suppressed", "sent", "failed", "dead", "unknown")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Do the day's run: plan what is due and send it, once."))(run)


def run(
    as_of: AsOfOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show what would go; write and send nothing."))] = False,
    only: Annotated[
        str | None, typer.Option("--only", metavar="UNIT", help=_("Send to this unit's people only."))
    ] = None,
    yes: YesOption = False,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="overdue", help=_("End with 5 if overdue."))
    ] = None,
    json: JsonOption = False,
    show_addresses: Annotated[bool, typer.Option("--show-addresses", help=_("Show addresses in full."))] = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Run a day."""
    from cli.store import opened

    if fail_on not in {None, "overdue"}:
        raise typer.BadParameter(_("must be overdue"), param_hint="--fail-on")
    with opened() as store:
        running, wish = _wish(store, day_of(as_of), only, dry_run=dry_run)
        if dry_run or not yes:
            _show(store, running, wish, json=json and dry_run, show_addresses=show_addresses)
        if dry_run:
            return
        _agree(store, yes=yes)
        result = _run(store, running, wish)
        _tell(store, running, result, json=json, show_addresses=show_addresses)
        if result.counts["dead"] or result.counts["unknown"]:
            raise typer.Exit(NOT_DELIVERED)
        if fail_on and _anything_overdue(store, running, wish.as_of):
            raise typer.Exit(OVERDUE)


def _wish(store: "Store", as_of: date | None, only: str | None, *, dry_run: bool) -> "tuple[Campaign, Wish]":
    """The campaign and what is asked; another day than today is refused where mail would reach people."""
    from dataclasses import replace

    from cli.store import CHOSEN, counted, now, today
    from models.database import reading
    from notifications.transports.relay import stays_here
    from register.campaigns import find_campaign
    from register.running import wish_for

    with reading(store.engine) as connection:
        running = find_campaign(connection, CHOSEN.campaign)
    day = counted(running, as_of)
    if day != today(running) and not dry_run and not stays_here(store.relay):
        told = _("another day than today would reach people through the relay: say --dry-run, or unset DUBAN_SMTP_URL")
        typer.echo(told, err=True)
        raise typer.Exit(2)
    wish = wish_for(running.plan, day, now(), store.settings.mail_domain)
    return running, replace(wish, seats=_seats(running, only))


def _seats(running: "Campaign", only: str | None) -> frozenset[str] | None:
    if only is None:
        return None
    from register.targets import unit_named

    directory = running.plan.directory
    unit = unit_named(directory.parties, only)
    return frozenset(key for key, seat in directory.seats.items() if seat.party == unit)


def _show(store: "Store", running: "Campaign", wish: "Wish", *, json: bool, show_addresses: bool) -> None:
    """What would go, planned in a transaction that is rolled back."""
    from register.notice_list import heads_of, notices_of
    from register.running import RunResult, rehearsed_run
    from schedule.facts import Outcome

    with store.engine.connect() as connection:
        transaction = connection.begin()
        planned = rehearsed_run(connection, running, wish)
        drafts = [one for one in planned.day.drafts if wish.seats is None or one.recipient.seat in wish.seats]
        result = RunResult(wish.as_of, planned=sum(one.state is NoticeState.PLANNED for one in drafts))
        result.superseded = sum(told.outcome is Outcome.SUPERSEDED for _, told in planned.day.told)
        result.counts["held"] = len(drafts) - result.planned
        keys = [one.key for one in drafts]
        notices = notices_of(connection, running, keys) if json else ()
        heads = heads_of(connection, running, keys)
        transaction.rollback()
    if json:
        print_json(_face(running, result, notices, show_addresses=show_addresses))
    else:
        _print(running, heads, show_addresses=show_addresses)
        day = spoken().day(wish.as_of)
        would_go = spoken().ngettext(
            "{day}: {number} message would go", "{day}: {number} messages would go", result.planned, day=day
        )
        typer.echo(would_go)
        _say_day_off(running, wish.as_of)


def _agree(store: "Store", *, yes: bool) -> None:
    from cli.store import agreed

    relay = store.settings.smtp_url
    question = _("send them through the relay?") if relay else _("write them into {folder}?")
    agreed(yes, question.format(folder=store.folder / "mail"))


def _run(store: "Store", running: "Campaign", wish: "Wish") -> "RunResult":
    from cli.store import now
    from notifications.transports.choice import ways_out
    from register.running import run_day

    with ways_out(store.folder, store.relay, store.settings.mail_from, store.settings.mail_domain) as ways:
        return run_day(store.engine, running.plan.key, wish, now, ways.transport_for)


def _tell(store: "Store", running: "Campaign", result: "RunResult", *, json: bool, show_addresses: bool) -> None:
    from models.database import reading
    from register.notice_list import heads_of, notices_of

    with reading(store.engine) as connection:
        if json:
            notices = notices_of(connection, running, result.keys)
            print_json(_face(running, result, notices, show_addresses=show_addresses))
            return
        heads = heads_of(connection, running, result.keys)
    _print(running, heads, show_addresses=show_addresses)
    told = _("{day}: {planned} planned, {sent} sent, {held} held, {deferred} deferred, {failed} to be tried again")
    counts = {name: result.counts[name] for name in ("sent", "held", "deferred", "failed")}
    typer.echo(told.format(day=spoken().day(result.as_of), planned=result.planned, **counts))
    _say_day_off(running, result.as_of)
    if not store.settings.smtp_url:
        typer.echo(
            _("no relay is set (DUBAN_SMTP_URL): mail lies in {folder}").format(folder=store.folder / "mail/new")
        )


def _say_day_off(running: "Campaign", day: date) -> None:
    if not running.plan.calendar.is_working_day(day):
        typer.echo(_("{day} is a day off: nothing is planned or sent").format(day=spoken().day(day)))


def _face(
    running: "Campaign", result: "RunResult", notices: "Sequence[StoredNotice]", *, show_addresses: bool
) -> dict[str, object]:
    from cli.notices import notice

    return {
        "schema": "duban.run/1",
        "campaign": running.plan.key,
        "as_of": result.as_of.isoformat(),
        "planned": result.planned,
        "superseded": result.superseded,
        **{name: result.counts[name] for name in COUNTED},
        "notices": [notice(running.plan, one, show_addresses=show_addresses) for one in notices],
    }


def _print(running: "Campaign", heads: "Sequence[Head]", *, show_addresses: bool) -> None:
    from cli.notice_face import seat_name
    from cli.output import aligned

    if not heads:
        return
    rows = [(_("State"), _("Reader"), _("Subject"))]
    for one in heads:
        reader = seat_name(running.plan, one.seat)
        name = f"{reader} {one.person}" if one.person else reader
        address = f" {one.address}" if show_addresses and one.address else ""
        rows.append((spoken().render(one.state), name + address, one.subject))
    typer.echo("\n".join(aligned(rows)))


def _anything_overdue(store: "Store", running: "Campaign", as_of: date) -> bool:
    from models.database import reading
    from models.words import Standing
    from register.status import status_on

    with reading(store.engine) as connection:
        return any(line.standing is Standing.OVERDUE for line in status_on(connection, running, as_of).lines)
