"""`duban trail`: everything about one obligation, in order, as text, JSON, or one page to print as evidence."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import JsonOption, LanguageOption
from cli.options import AsOfOption, day_of
from cli.output import print_json
from cli.speech import _, spoken
from models.words import LAMPS, ItemKind, NoticeState, Standing

if TYPE_CHECKING:
    from rich.table import Table

    from register.trails import Entry, Trail


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Show who was told what about an obligation, when, by which way, and who answered."))(trail)


def trail(
    obligation: Annotated[
        str, typer.Argument(metavar="OBLIGATION", help=_("deliverable/unit, as `duban status --all` lists it."))
    ],
    as_of: AsOfOption = None,
    json: JsonOption = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Write one page to print."))] = None,
    show_addresses: Annotated[bool, typer.Option("--show-addresses", help=_("Show addresses in full."))] = False,
    lang: LanguageOption = None,  # noqa: ARG001 -- read before the program speaks
) -> None:
    """Show a trail."""
    from cli.store import CHOSEN, counted, opened
    from models.database import reading
    from register.campaigns import find_campaign
    from register.notice_list import texts_of
    from register.trail_reading import trail_of

    with opened() as store, reading(store.engine) as connection:
        running = find_campaign(connection, CHOSEN.campaign)
        found = trail_of(connection, running, obligation, counted(running, day_of(as_of)))
        own = [one.notice.key for one in found.messages if found.is_own(one)]
        texts = texts_of(connection, own) if html else {}
    if html:
        from cli.trail_page import write_page

        write_page(found, texts, html, full=show_addresses)
    if json:
        from cli.trail_json import as_json

        print_json(as_json(found, full=show_addresses))
    elif not html:
        _print(found, full=show_addresses)


def _print(found: "Trail", *, full: bool) -> None:
    from rich.text import Text

    from cli.audit import verdict_text
    from cli.output import console
    from cli.trail_findings import findings

    out = console()
    out.print(Text(title(found), style="bold"))
    for name, value in facts(found):
        out.print(_("{name}: {value}").format(name=name, value=value))
    out.print()
    for sentence in findings(found):
        out.print(sentence)
    out.print()
    out.print(_table(found, full=full))
    out.print()
    if ahead := next_text(found):
        out.print(ahead)
    out.print(verdict_text(found.verdict))


def next_text(found: "Trail") -> str:
    """What comes next; nothing where nothing does."""
    if found.line.facts.escalations_held:
        return _("escalations wait until the office has decided what was asked")
    if found.next_on is None:
        return ""
    if found.next_on <= found.as_of:
        return _("the next run has a message about it to send")
    return _("next message planned for: {day}").format(day=spoken().day(found.next_on))


def title(found: "Trail") -> str:
    """What is owed, and by whom."""
    from notifications.wording import deliverable_name, unit_name

    unit = unit_name(found.plan, found.line.facts.unit, spoken())
    return _("{unit}: {deliverable}").format(unit=unit, deliverable=deliverable_name(found.line.one, spoken()))


def facts(found: "Trail") -> Iterator[tuple[str, str]]:
    """What it is and where it stands, names and values."""
    from notifications.wording import due_text

    line, speech = found.line, spoken()
    yield _("Standing"), standing(found)
    yield _("Due by the plan"), due_text(line.one, found.plan, speech)
    effective = line.facts.effective_due_on
    if effective and effective != line.one.dated.due_on:
        yield _("Due now"), speech.day(effective)
    if found.announced_on:
        yield _("Announced for"), speech.day(found.announced_on)
    if line.one.clause:
        yield _("Clause of the plan"), line.one.clause
    yield _("Number"), line.one.id
    yield _("As of"), speech.day(found.as_of)


def standing(found: "Trail") -> str:
    """Lamp, word, how long it is overdue; whether the first hand-in was late."""
    line, speech = found.line, spoken()
    told = f"{LAMPS[line.standing]} {speech.render(line.standing)}"
    if line.standing is Standing.OVERDUE and line.days:
        late = found.plan.calendar.between(line.days.late_after, found.as_of)
        days = speech.ngettext("{number} working day", "{number} working days", late)
        told = _("{standing} by {days}").format(standing=told, days=days)
    if line.late and line.standing is not Standing.OVERDUE:
        told = _("{standing}, was overdue").format(standing=told)
    return told


def _table(found: "Trail", *, full: bool) -> "Table":
    from cli.output import table
    from cli.trail_words import entry_day, outcome, what, who

    made = table(_("Day"), _("No."), _("What"), _("Who"), _("What came of it"))
    made.columns[0].no_wrap = made.columns[1].no_wrap = True
    shown = ""
    for entry in found.entries:
        day = entry_day(found, entry)
        made.add_row(
            day if day != shown else "",
            number(entry),
            what(entry),
            who(found, entry, full=full),
            "\n".join(outcome(found, entry)),
            style=style(entry),
        )
        shown = day
    return made


def number(entry: "Entry") -> str:
    """What a verb names it by: `#12` of an event, the start of a message's key."""
    from cli.notices import KEY
    from register.trails import Happened, Message

    match entry:
        case Happened():
            return f"#{entry.number}"
        case Message():
            return entry.notice.key[:KEY]
    return ""


def style(entry: "Entry") -> str:
    """Colour beside the words: escalations and what went wrong red, what is by the way dim."""
    from register.trails import Happened, Message

    match entry:
        case Message(mention=True):
            return "dim"
        case Message() if entry.notice.state in {NoticeState.DEAD, NoticeState.UNKNOWN}:
            return "red"
        case Message(kind=ItemKind.ESCALATION):
            return "red" if entry.wait is None else ""
        case Happened():
            return "bold" if entry.answers else ""
        case Message():
            return ""
    return "dim"
