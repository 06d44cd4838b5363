"""A trail as one page: what `documents` needs for it, in the language in use."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.notice_face import seat_name, shown_address
from cli.output import say, write_whole
from cli.speech import _, spoken
from cli.trail import facts, standing, title
from cli.trail_findings import findings
from cli.trail_words import outcome, way_name, what, who
from documents.trail_page import FrozenText, ReaderRow, TrailPage, TrailRow, render_trail
from models.words import ItemKind
from register.trails import Happened, Message

if TYPE_CHECKING:
    from datetime import date

    from register.trails import Entry, Reader, Trail


def write_page(found: "Trail", texts: Mapping[str, str], file: Path, *, full: bool) -> None:
    """Write the page.

    Args:
        found: the trail.
        texts: what messages say word for word, by their keys; the page shows those it is given.
        file: replaced where it is there.
        full: whether to show addresses in full.
    """
    page = TrailPage(
        language=spoken().language.replace("_", "-"),
        campaign=spoken().render(found.plan.title),
        title=title(found),
        standing=standing(found),
        overdue=found.line.standing.value == "overdue",
        facts=tuple(facts(found))[1:],
        findings=findings(found),
        readers=tuple(_reader(found, one, full=full) for one in found.readers),
        rows=tuple(_row(found, one, full=full) for one in found.entries),
        texts=tuple(_texts(found, texts)),
        events=found.verdict.events,
        head=found.verdict.head,
        first_bad=found.verdict.first_bad,
    )
    write_whole(file, render_trail(page, spoken().gettext).encode())
    say(_("the page is {file}").format(file=file))


def _reader(found: "Trail", one: "Reader", *, full: bool) -> ReaderRow:
    return ReaderRow(
        seat=seat_name(found.plan, one.seat),
        name=one.person or "",
        way=f"{way_name(one.channel)} {shown_address(one.address, full=full)}" if one.address else _("no address"),
        reminders=_days(found, one.went(ItemKind.REMINDER)),
        escalations=_days(found, one.went(ItemKind.ESCALATION)),
        others=_days(found, one.went(None)),
        missed=_days(found, tuple(message.on for message in one.missed)),
        answer=_answer(found, one),
    )


def _days(found: "Trail", days: "tuple[date, ...]") -> str:
    return spoken().render(tuple(spoken().plain_day(day, found.plan.opens_on.year) for day in days))


def _answer(found: "Trail", one: "Reader") -> str:
    """What followed the last message that went to one of those who owe; of others no answer is expected."""
    went = [message for message in one.messages if message.went]
    if not went or not found.is_own(went[-1]):
        return ""
    last = went[-1].answer
    if last is None:
        return _("none")
    return f"{spoken().plain_day(last.on, found.plan.opens_on.year)} {what(last)}"


def _row(found: "Trail", entry: "Entry", *, full: bool) -> TrailRow:
    at = entry.notice.at if isinstance(entry, Message) else entry.at
    return TrailRow(
        tone=_tone(entry),
        day=spoken().short_day(entry.on),
        time="" if _tone(entry) == "skipped" else at.astimezone(ZoneInfo(found.plan.timezone)).strftime("%H:%M"),
        what=what(entry),
        who=who(found, entry, full=full),
        subject=entry.notice.subject if isinstance(entry, Message) and found.is_own(entry) else "",
        outcome=outcome(found, entry),
        number=entry.number if isinstance(entry, Happened) else None,
    )


def _tone(entry: "Entry") -> str:
    match entry:
        case Happened():
            return "act"
        case Message(mention=True):
            return "mention"
        case Message(kind=ItemKind.ESCALATION, wait=None):
            return "escalation"
        case Message():
            return "reminder"
    return "skipped"


def _texts(found: "Trail", texts: Mapping[str, str]) -> Iterator[FrozenText]:
    for one in found.messages:
        told = one.notice
        if told.key in texts:
            day = spoken().day(told.on)
            yield FrozenText(
                _("{day}, to {reader}").format(day=day, reader=who(found, one, full=False)),
                told.subject,
                texts[told.key],
                told.message_id,
                told.language.replace("_", "-"),
            )
