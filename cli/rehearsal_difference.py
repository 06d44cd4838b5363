"""How two rehearsals differ, message by message, for the eye."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from cli.output import console
from cli.rehearsal_lines import Columns, message, put
from cli.rehearsal_view import View
from cli.speech import _, spoken
from models.words import ItemKind
from register.rehearsal_summary import difference

if TYPE_CHECKING:
    from register.rehearsal import Played

Entry = tuple[str, "Played", "Played | None"]
"""`-`, `+` or `~`, the message, and for `~` what it is on the other side."""
_STYLES = {"-": "red", "+": "green", "~": "yellow"}


def print_difference(view: View, other: View) -> None:
    """Print what is only here (-), only there (+), and what is not the same (~), by day."""
    found = difference(view.played, other.played)
    entries: list[Entry] = [("-", one, None) for one in found.only_first]
    entries += [("+", one, None) for one in found.only_second]
    entries += [("~", ours, theirs) for ours, theirs in found.changed]
    entries.sort(key=lambda entry: entry[1].draft.on)
    out = console()
    columns = Columns.of(view, [one for _sign, one, _ in entries], out.width if out.is_terminal else None)
    out.print(_heading(view, other, entries))
    for day, group in groupby(entries, key=lambda entry: entry[1].draft.on):
        put(out, Text(), Text(spoken().day(day), style="bold cyan"))
        for entry in group:
            put(out, *_entry(view, other, entry, columns))


def _heading(view: View, other: View, entries: Sequence[Entry]) -> Text:
    count = {sign: sum(entry[0] == sign for entry in entries) for sign in _STYLES}
    text = _(
        "{here} against {there}: messages only here (-) {only_here}, only there (+) {only_there}, changed (~) {changed}"
    )
    return Text(
        text.format(
            here=view.scenario,
            there=other.scenario,
            only_here=count["-"],
            only_there=count["+"],
            changed=count["~"],
        )
    )


def _entry(view: View, other: View, entry: Entry, columns: Columns) -> Iterator[Text]:
    sign, one, theirs = entry
    yield Text.assemble((f"{sign} ", _STYLES[sign]), message(other if sign == "+" else view, one, columns))
    yield from (Text(f"    {line}", style="dim") for line in _changes(one, theirs))


def _changes(ours: "Played", theirs: "Played | None") -> Iterator[str]:
    """What became of a message: its state, the items that went and came."""
    if theirs is None:
        return
    speech = spoken()
    if ours.state is not theirs.state:
        yield _("{here} here, {there} there").format(here=speech.render(ours.state), there=speech.render(theirs.state))
    here, there = _items(ours), _items(theirs)
    yield from (f"- {line}" for line in here if line not in there)
    yield from (f"+ {line}" for line in there if line not in here)


def _items(one: "Played") -> list[str]:
    """`+1wd report/parks, due 2024-03-30` for every item, and what stands beneath them."""
    due = _("due {day}")
    items = [
        f"{item.offset} {item.obligation}, {due.format(day=item.effective_due_on)}"
        + (f", {spoken().render(item.kind)}" if item.kind is ItemKind.ESCALATION else "")
        for item in one.draft.items
    ]
    return [*items, *(f"· {owed.obligation}, {spoken().render(owed.standing)}" for owed in one.draft.also_owed)]
