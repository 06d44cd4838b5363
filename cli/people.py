"""`duban people`: who holds which seat on a day and how he is reached; who cannot be stands first, in red."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from cli import hand_over
from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of
from cli.output import print_json
from cli.speech import _, spoken
from models.words import Role

if TYPE_CHECKING:
    from rich.table import Table

    from schedule.directory import PersonFacts, SeatFacts, Tenure
    from schedule.plan import Plan


def register(app: typer.Typer) -> None:
    """Add the verb."""
    about = _("List who holds which seat on a day, and who cannot be reached.")
    group = typer.Typer(help=about, invoke_without_command=True)
    group.callback(invoke_without_command=True)(people)
    hand_over.register(group)
    app.add_typer(group, name="people")


def people(
    context: typer.Context,
    as_of: AsOfOption = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=_("Only this unit's or body's."))] = None,
    json: JsonOption = False,
    show_addresses: Annotated[bool, typer.Option("--show-addresses", help=_("Show addresses in full."))] = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """List people."""
    if context.invoked_subcommand is not None:
        return
    from cli.store import CHOSEN, opened, pinned
    from models.database import reading
    from register.campaigns import find_campaign
    from register.people import confirmed
    from register.targets import unit_named

    with opened() as store, reading(store.engine) as connection:
        running = find_campaign(connection, CHOSEN.campaign)
        confirmed_on = confirmed(connection, running)
    on, _at = pinned(running, day_of(as_of))
    plan = running.plan
    only = unit and unit_named(plan.directory.parties, unit)
    found = tuple(held for held in _held(plan, on, confirmed_on) if only in {None, held.seat.party})
    if json:
        seats = [_face(plan, held, show_addresses=show_addresses) for held in found]
        print_json({"schema": "duban.people/1", "campaign": plan.key, "as_of": on.isoformat(), "seats": seats})
    else:
        _print(plan, on, found, show_addresses=show_addresses)


@dataclass(frozen=True, slots=True)
class _Held:
    """A seat on a day."""

    seat: "SeatFacts"
    holder: "PersonFacts | None"
    tenure: "Tenure | None"
    confirmed_on: date | None
    """The day on which the unit confirmed that he is its liaison."""

    @property
    def reachable(self) -> bool:
        return self.holder is not None and bool(self.holder.addresses)


def _held(plan: "Plan", on: date, confirmed_on: Mapping[str, date]) -> Iterator[_Held]:
    """Every seat that is ever addressed, in the file's order, party by party."""
    directory = plan.directory
    for key, party in directory.parties.items():
        if not party.chased:
            continue
        for seat in directory.seats.values():
            if seat.party == key and not seat.gone:
                holder = directory.holder(seat.key, on)
                confirmed = confirmed_on.get(holder.key) if holder and seat.role is Role.LIAISON else None
                yield _Held(seat, holder, _tenure(plan, seat.key, holder, on), confirmed)


def _tenure(plan: "Plan", seat: str, holder: "PersonFacts | None", on: date) -> "Tenure | None":
    """From when to when he holds it; a seat joined to another is held as long as that one."""
    root = plan.directory.root(seat)
    held = holder.tenures if holder else ()
    return next((one for one in held if one.since <= on <= one.to and plan.directory.root(one.seat) == root), None)


def _face(plan: "Plan", held: _Held, *, show_addresses: bool) -> dict[str, object]:
    from cli.notice_face import shown_address

    seat, holder, tenure = held.seat, held.holder, held.tenure
    addresses = holder.addresses if holder else ()
    return {
        "seat": seat.key,
        "unit": seat.party,
        "unit_name": plan.directory.parties[seat.party].name,
        "post": seat.post,
        "role": seat.role.value,
        "title": seat.title,
        "same_as": seat.same_as,
        "name": holder.name if holder else None,
        "since": tenure.since.isoformat() if tenure and tenure.since > date.min else None,
        "until": tenure.to.isoformat() if tenure and tenure.to < date.max else None,
        "confirmed_on": held.confirmed_on.isoformat() if held.confirmed_on else None,
        "language": holder.language if holder else None,
        "phone": holder.phone if holder and show_addresses else None,
        "channels": [one.partition(":")[0] for one in addresses],
        "addresses": [shown_address(one, full=show_addresses) for one in addresses],
        "reachable": held.reachable,
    }


# -- for the eye -------------------------------------------------------------------------------------------------------


def _print(plan: "Plan", on: date, found: Sequence[_Held], *, show_addresses: bool) -> None:
    from rich.text import Text

    from cli.output import console

    out = console()
    missed = [held for held in found if not held.reachable]
    out.print(Text(spoken().render(plan.title), style="bold"))
    told = _("{day}: {seats} seats, {missed} of them cannot be reached")
    out.print(
        Text(
            told.format(day=spoken().day(on), seats=len(found), missed=len(missed)),
            style="bold red" if missed else "",
        )
    )
    reached = [held for held in found if held.reachable]
    for title, group in ((_("Cannot be reached: {count}"), missed), (_("Can be reached: {count}"), reached)):
        if group:
            out.print()
            out.print(Text(title.format(count=len(group)), style="bold"))
            out.print(_table(plan, group, show_addresses=show_addresses))


def _table(plan: "Plan", group: Iterable[_Held], *, show_addresses: bool) -> "Table":
    from cli.output import table
    from notifications.wording import short_title, unit_name

    made = table(_("Unit"), _("Seat"), _("Role"), _("Who holds it"), _("Reached by"))
    made.columns[1].no_wrap = made.columns[-1].no_wrap = True
    made.columns[1].style = "dim"
    for party, seats in groupby(group, key=lambda held: held.seat.party):
        name = unit_name(plan, party, spoken())
        for held in seats:
            made.add_row(
                name,
                held.seat.key,
                short_title(plan, held.seat.key, spoken()),
                _holder(held),
                _reached(held, show_addresses=show_addresses),
                style="" if held.reachable else "red",
            )
            name = ""
    return made


def _holder(held: _Held) -> str:
    """Who holds it, since when where that is not always, and whether his unit has confirmed him."""
    if held.holder is None:
        return _("nobody known")
    told = held.holder.name
    if held.tenure is not None and held.tenure.since > date.min:
        told = _("{name}, since {day}").format(name=told, day=spoken().plain_day(held.tenure.since))
    if held.confirmed_on:
        told = _("{name}, confirmed on {day}").format(name=told, day=spoken().plain_day(held.confirmed_on))
    return told


def _reached(held: _Held, *, show_addresses: bool) -> str:
    from cli.notice_face import shown_address

    if held.holder is None:
        return ""
    if not held.holder.addresses:
        return _("no address")
    each = [_way(one) + shown_address(one, full=show_addresses) for one in held.holder.addresses]
    phone = [held.holder.phone] if show_addresses and held.holder.phone else []
    return "\n".join([*each, *phone])


def _way(address: str) -> str:
    """The scheme of an address, needless for mail."""
    scheme = address.partition(":")[0]
    return "" if scheme == "mailto" else f"{scheme} "
