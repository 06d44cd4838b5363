"""`duban notices`: every message, what needs somebody first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.files import JsonOption, LanguageOption
from cli.options import read_day
from cli.output import print_json
from cli.speech import _, spoken
from models.words import ItemKind, NoticeKind, NoticeState

if TYPE_CHECKING:
    from rich.table import Table

    from register.notice_list import Attempt, StoredNotice
    from schedule.plan import Plan

NEEDS_SOMEBODY = (
    NoticeState.DEAD,
    NoticeState.UNKNOWN,
    NoticeState.HELD,
    NoticeState.RETRY,
)
"""What the program does not bring to its end by itself, the worst first; a retry only as long as it lasts."""
KEY = 8
"""So many characters of a message's key are shown: its start is enough for the verbs that take one."""
_STYLES = {
    NoticeState.DEAD: "red",
    NoticeState.UNKNOWN: "red",
    NoticeState.HELD: "yellow",
    NoticeState.RETRY: "yellow",
    NoticeState.SUPPRESSED: "dim",
    NoticeState.SUPERSEDED: "dim",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("List the messages with what became of each; what needs somebody stands first."))(notices)


def notices(
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help=_("Only those: planned, sent, held, dead …"))
    ] = None,
    since: Annotated[
        date | None, typer.Option("--from", parser=read_day, metavar="DAY", help=_("First day shown."))
    ] = None,
    to: Annotated[
        date | None, typer.Option("--to", parser=read_day, metavar="DAY", help=_("Last day, inclusive."))
    ] = None,
    json: JsonOption = False,
    show_addresses: Annotated[bool, typer.Option("--show-addresses", help=_("Show addresses in full."))] = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """List messages."""
    from cli.store import CHOSEN, opened
    from models.database import reading
    from register.campaigns import find_campaign
    from register.notice_list import list_notices

    chosen = _state(state)
    with opened() as store, reading(store.engine) as connection:
        running = find_campaign(connection, CHOSEN.campaign)
        found = list_notices(connection, running, state=chosen, since=since, to=to)
    if json:
        face = [notice(running.plan, one, show_addresses=show_addresses) for one in found]
        print_json({"schema": "duban.notices/1", "campaign": running.plan.key, "notices": face})
    else:
        _print(running.plan, found, show_addresses=show_addresses)


def _state(value: str | None) -> NoticeState | None:
    if value is not None and value not in set(NoticeState):
        known = ", ".join(state.value for state in NoticeState)
        raise typer.BadParameter(_("must be one of {known}").format(known=known), param_hint="--state")
    return NoticeState(value) if value is not None else None


# -- for other programs ----------------------------------------------------------------------------------------------


def notice(plan: "Plan", one: "StoredNotice", *, show_addresses: bool) -> dict[str, object]:
    """One NOTICE with its attempts; instants in the campaign's zone."""
    from cli.notice_face import NoticeFace, OwedFace, notice_face, shown_address

    zone = ZoneInfo(plan.timezone)
    face = NoticeFace(
        key=one.key,
        kind=one.kind,
        on=one.on,
        at=one.at.astimezone(zone),
        state=one.state,
        why=one.why,
        seat=one.seat,
        name=one.person,
        address=one.address and shown_address(one.address, full=show_addresses),
        channel=one.channel,
        language=one.language,
        subject=one.subject,
        message_id=one.message_id,
        items=one.items,
        also_owed=[
            OwedFace(
                also.owed.obligation,
                also.unit,
                also.deliverable,
                also.effective_due_on,
                also.owed.standing,
                also.owed.weekly,
            )
            for also in one.also_owed
        ],
        replaces=one.replaces,
        attempts=[attempt_face(attempt, zone) for attempt in one.attempts],
    )
    return notice_face(plan, face)


def attempt_face(attempt: "Attempt", zone: ZoneInfo) -> dict[str, object]:
    """One try."""
    return {
        "at": attempt.at.astimezone(zone).isoformat(),
        "outcome": attempt.outcome.value,
        "code": attempt.code,
        "text": attempt.text,
    }


# -- for the eye -----------------------------------------------------------------------------------------------------


def _print(plan: "Plan", found: "Sequence[StoredNotice]", *, show_addresses: bool) -> None:
    from rich.text import Text

    from cli.output import console

    out = console()
    out.print(Text(spoken().render(plan.title), style="bold"))
    out.print(_counted(found))
    wrong = [one for state in NEEDS_SOMEBODY for one in found if one.state is state]
    rest = [one for one in found if one.state not in NEEDS_SOMEBODY]
    for title, group in ((_("Needs somebody: {count}"), wrong), (_("The rest: {count}"), rest)):
        if group:
            out.print()
            out.print(Text(title.format(count=len(group)), style="bold"))
            out.print(_table(plan, group, show_addresses=show_addresses))


def _counted(found: "Iterable[StoredNotice]") -> str:
    """`messages: 12 (sent 10, held 2)`."""
    states = [one.state for one in found]
    if not states:
        return _("no messages")
    each = tuple(f"{spoken().render(state)} {states.count(state)}" for state in NoticeState if state in states)
    return _("messages: {count} ({each})").format(count=len(states), each=spoken().render(each))


def _table(plan: "Plan", group: "Iterable[StoredNotice]", *, show_addresses: bool) -> "Table":
    from rich.text import Text

    from cli.output import table

    made = table(_("Day"), _("Key"), _("State"), _("What"), _("Reader"), _("Subject"))
    for column in made.columns[:4]:
        column.no_wrap = True
    shown = ""
    for one in group:
        day = spoken().short_day(one.on)
        made.add_row(
            day if day != shown else "",
            Text(one.key[:KEY], style="dim"),
            spoken().render(one.state),
            word(one),
            reader(plan, one, show_addresses=show_addresses, address=show_addresses or one.state in NEEDS_SOMEBODY),
            "\n".join([one.subject, *stopped(plan, one)]),
            style=_STYLES.get(one.state, ""),
        )
        shown = day
    return made


def word(one: "StoredNotice") -> str:
    """What a message is, in a word."""
    kinds = {item.kind for item in one.items}
    if one.kind is not NoticeKind.DIGEST or not kinds:
        return spoken().render(one.kind)
    return _("escalation") if ItemKind.ESCALATION in kinds else _("reminder")


def reader(plan: "Plan", one: "StoredNotice", *, show_addresses: bool, address: bool = True) -> str:
    """Whom a message is for and, with `address`, where it goes, in one line."""
    from cli.notice_face import seat_name, shown_address

    title = seat_name(plan, one.seat)
    name = f"{title} {one.person}" if one.person else title
    return f"{name} {shown_address(one.address, full=show_addresses)}" if one.address and address else name


def stopped(plan: "Plan", one: "StoredNotice") -> Iterable[str]:
    """Why a message did not go, and what the last try heard; nothing for one that went."""
    from cli.notice_face import said

    if one.state is NoticeState.SENT:
        return
    if one.state is NoticeState.HELD and one.person is None:
        empty = _("nobody holds the seat; `duban people hand-over {seat} NAME` names somebody")
        yield empty.format(seat=one.seat)
    elif one.why:
        yield said(plan, one.why)
    if one.attempts:
        last = one.attempts[-1]
        text = spoken().gettext(last.text)
        code = f"{last.code} " if last.code is not None and not text.startswith(str(last.code)) else ""
        told = _("tries: {count}, the last on {at}: {text}")
        at = last.at.astimezone(ZoneInfo(plan.timezone)).strftime("%Y-%m-%d %H:%M")
        yield told.format(count=len(one.attempts), at=at, text=f"{code}{text}".strip() or last.outcome.value)
