"""A rehearsal for the eye: day by day, then what it comes to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from cli.output import console, table
from cli.rehearsal_lines import Columns, message, put
from cli.rehearsal_lists import Listing, figures, headline, lists, word
from cli.rehearsal_view import View
from cli.speech import _, spoken
from register.rehearsal_summary import ShownDay, days_of

if TYPE_CHECKING:
    from register.rehearsal import Played

LINES_A_DAY = 8
"""Messages shown of a day; a short span shows all of them."""
SHORT_SPAN = timedelta(days=10)
LIST_LINES = 12
"""Lines of each list at the end."""


def print_table(view: View) -> None:
    """Print everything, as wide as the terminal."""
    out = console()
    columns = Columns.of(view, view.played.notices, out.width if out.is_terminal else None)
    most = None if view.played.to - view.played.since <= SHORT_SPAN else LINES_A_DAY
    out.print(Text(spoken().render(view.played.plan.title), style="bold"))
    out.print(headline(view))
    out.print(" · ".join(f"{name} {value}" for name, value in figures(view)))
    out.print()
    for silent, days in groupby(days_of(view.played), key=lambda day: not day.notices):
        if silent:
            put(out, _silence(tuple(days)))
            continue
        for day in days:
            put(out, *_day(view, day, most, columns))
    if any(_cut(day, most) for day in days_of(view.played)):
        told = _("of a day the first {most} messages are shown; --csv, --html FILE and --mail DIR have all of them")
        out.print(Text(told.format(most=most), style="dim"))
    for listing in lists(view):
        out.print()
        out.print(_listing(listing))


def _silence(days: Sequence[ShownDay]) -> Text:
    """A row of days without a message, in one line."""
    off = sum(not day.works and not day.outage for day in days)
    outages = sum(day.outage for day in days)
    quiet = len(days) - off - outages
    parts = []
    if quiet:
        parts.append(_("working days without a message: {count}").format(count=quiet))
    if off:
        parts.append(_("days off: {count}").format(count=off))
    if outages:
        parts.append(_("days without a run (outage): {count}").format(count=outages))
    first, last = spoken().short_day(days[0].on), spoken().short_day(days[-1].on)
    span = first if len(days) == 1 else f"{first} – {last}"
    return Text(f"{span}  {spoken().render(tuple(parts))}", style="dim")


def _cut(day: ShownDay, most: int | None) -> bool:
    """Whether more messages go than are shown; one more takes no more room than to say that there is one."""
    return most is not None and len(day.notices) > most + 1


def _day(view: View, day: ShownDay, most: int | None, columns: Columns) -> Iterator[Text]:
    """A day with its messages, `most` of them."""
    shown = day.notices[:most] if _cut(day, most) else day.notices
    yield _day_line(day)
    for one in shown:
        yield Text("  ") + message(view, one, columns)
    if rest := day.notices[len(shown) :]:
        yield Text(f"  {_more(rest)}", style="dim")


def _day_line(day: ShownDay) -> Text:
    line = Text(spoken().day(day.on), style="bold cyan")
    if day.made_up:
        line.append("  " + _("make-up working day"), style="magenta")
    line.append("  " + _("messages: {count}").format(count=len(day.notices)), style="not bold default")
    return line


def _more(rest: Iterable["Played"]) -> str:
    """`+24 more (reminder 20, held 4)`."""
    words = Counter(map(word, rest))
    each = tuple(f"{word} {count}" for word, count in words.most_common())
    return _("+{count} more ({each})").format(count=words.total(), each=spoken().render(each))


def _listing(listing: Listing) -> Group:
    made = table(*listing.headings)
    for row in listing.rows[:LIST_LINES]:
        made.add_row(*row)
    parts: list[RenderableType] = [Text(listing.title, style="bold"), made]
    if len(listing.rows) > LIST_LINES:
        parts.append(Text(_("+{count} more").format(count=len(listing.rows) - LIST_LINES), style="dim"))
    return Group(*parts)
