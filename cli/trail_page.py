"""A trail as one page: what `documents` needs for it, in the language in use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.notice_face import seat_name, shown_address
from cli.output import say, write_whole
from cli.speech import _, spoken
from cli.trail import facts, standing, title
from cli.trail_findings import findings
from cli.trail_words import answer_text, entry_day, outcome, short_day, way_name, what, who
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
    kinds = _kinds(found)
    page = TrailPage(
        language=spoken().language.replace("_", "-"),
        campaign=spoken().render(found.plan.title),
        title=title(found),
        standing=standing(found),
        overdue=found.line.standing.value == "overdue",
        facts=tuple(facts(found))[1:],
        findings=findings(found),
        kinds=tuple(kinds),
        readers=tuple(_reader(found, one, kinds.values(), full=full) for one in found.readers),
        rows=tuple(_row(found, one, full=full) for one in found.entries),
        texts=tuple(_texts(found, texts)),
        year=found.plan.opens_on.year,
        events=found.verdict.events,
        head=found.verdict.head,
        first_bad=found.verdict.first_bad,
    )
    write_whole(file, render_trail(page, spoken().gettext).encode())
    say(_("the page is {file}").format(file=file))


def _kinds(found: "Trail") -> "Mapping[str, Callable[[Reader], Sequence[date]]]":
    """Kinds of messages by their headings; those that nobody was sent are left out."""
    every: Mapping[str, Callable[[Reader], Sequence[date]]] = {
        _("Reminded"): lambda one: one.went(ItemKind.REMINDER),
        _("Told that it is overdue"): lambda one: one.went(ItemKind.ESCALATION),
        _("Other messages"): lambda one: one.went(None),
        _("Did not go"): lambda one: [message.on for message in one.missed],
    }
    return {heading: days for heading, days in every.items() if any(days(one) for one in found.readers)}


def _reader(
    found: "Trail", one: "Reader", kinds: "Iterable[Callable[[Reader], Sequence[date]]]", *, full: bool
) -> ReaderRow:
    went = [message for message in one.messages if message.went]
    last = went[-1] if went and found.is_own(went[-1]) else None
    return ReaderRow(
        seat=seat_name(found.plan, one.seat),
        name=one.person or "",
        way=_way(one, full=full),
        days=tuple(_listed(found, days(one)) for days in kinds),
        answer=_answer(found, last) if last else "",
        silent=last in found.unanswered,
    )


def _way(one: "Reader", *, full: bool) -> str:
    if one.address:
        return f"{way_name(one.channel)} {shown_address(one.address, full=full)}"
    return _("no address") if one.person else _("nobody holds the seat")


def _listed(found: "Trail", days: "Sequence[date]") -> tuple[str, ...]:
    """Days that may stand on several lines, each with its comma."""
    comma = spoken().render(("", "")).strip()
    written = [short_day(found, day) for day in days]
    return (*(f"{day}{comma}" for day in written[:-1]), *written[-1:])


def _answer(found: "Trail", last: Message) -> str:
    """What followed the last message that went to one of those who owe."""
    if last.answer:
        return f"{short_day(found, last.answer.on)} {answer_text(last.answer)}"
    return _("the office had yet to decide on it") if last.with_office else _("none")


def _row(found: "Trail", entry: "Entry", *, full: bool) -> TrailRow:
    at = entry.notice.at if isinstance(entry, Message) else entry.at
    return TrailRow(
        tone=_tone(entry),
        day=entry_day(found, entry),
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
