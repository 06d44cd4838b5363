"""What a rehearsal comes to, in words: counts, who reads most, what was collapsed, held, deferred, refused, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.rehearsal_view import View
from cli.speech import _, spoken
from models.words import NoticeState
from register.rehearsal_summary import Reader, Tone, collapsed, readers_of, summary_of, tone_of, unreachable

if TYPE_CHECKING:
    from register.rehearsal import Played
    from schedule.scenario import Event


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with its title."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def headline(view: View) -> str:
    """How the campaign was rehearsed."""
    played, speech = view.played, spoken()
    return _("Rehearsal, scenario {scenario}, {since} – {to}").format(
        scenario=view.scenario, since=speech.day(played.since), to=speech.day(played.to)
    )


def figures(view: View) -> tuple[tuple[str, str], ...]:
    """What comes out of it in numbers, each with its name."""
    summary, count = summary_of(view.played), Counter(map(tone_of, view.played.notices))
    found = (
        (_("messages"), summary["notices"]),
        (_("readers"), summary["recipients"]),
        (_("most a day for one reader"), summary["peak_per_recipient_day"]),
        (_("reminders"), count[Tone.REMINDER]),
        (_("escalations"), count[Tone.ESCALATION]),
        (_("others"), count[Tone.OTHER]),
        (_("held"), count[Tone.HELD]),
        (_("held to their end"), count[Tone.LAPSED]),
        (_("collapsed rungs"), summary["superseded"]),
        (_("deferred"), summary["deferred"]),
    )
    return tuple((name, str(value)) for name, value in found)


def word(one: "Played") -> str:
    """What a message is, in a word."""
    match tone_of(one):
        case Tone.HELD | Tone.LAPSED:
            return spoken().render(one.state)
        case Tone.OTHER:
            return spoken().render(one.draft.kind)
        case Tone.ESCALATION:
            return _("escalation")
        case _:
            return _("reminder")


def lists(view: View) -> Iterator[Listing]:
    """Every list that has a line."""
    makers = (_readers, _held, _collapsed, _deferred, _refused, _unplayed, _outages, _unreached)
    yield from (made for maker in makers if (made := maker(view)).rows)


def _readers(view: View) -> Listing:
    headings = _("Reader"), _("Messages"), _("Held"), _("Most items at once"), _("Busiest day")
    return Listing(_("Who reads most"), headings, tuple(_reader(view, one) for one in readers_of(view.played)))


def _reader(view: View, one: Reader) -> tuple[str, ...]:
    held = str(one.held) if one.held else ""
    day = spoken().short_day(one.busiest_on)
    return view.seat(one.seat), str(one.messages), held, str(one.most_items), day


def _held(view: View) -> Listing:
    """Who would have got what is held, and why it is."""
    held = [one for one in view.played.notices if one.state is NoticeState.HELD]
    count = Counter((view.said(one.draft.why) if one.draft.why else "", one.draft.recipient.seat) for one in held)
    rows = tuple((str(number), view.seat(seat), why) for (why, seat), number in count.most_common())
    return Listing(
        _("Held messages: {count}").format(count=len(held)), (_("Messages"), _("Reader"), _("Why it is held")), rows
    )


def _collapsed(view: View) -> Listing:
    rows = []
    for group in collapsed(view.played):
        obligation, told = group.rungs[0]
        rows.append((str(len(group.rungs)), view.said(group.why), f"{told.offset} {obligation}"))
    title = _("Collapsed rungs: {count}").format(count=len(view.played.superseded))
    return Listing(title, (_("Rungs"), _("Why they did not fire"), _("For example")), tuple(rows))


def _deferred(view: View) -> Listing:
    deferred = [one for one in view.played.notices if one.deferred_from]
    rows = tuple(
        (f"{one.deferred_from:%Y-%m-%d %H:%M}", f"{one.at:%Y-%m-%d %H:%M}", view.reader(one.draft.recipient))
        for one in deferred
    )
    title = _("Messages deferred to office hours: {count}").format(count=len(deferred))
    return Listing(title, (_("Meant for"), _("Goes"), _("Reader")), rows)


def _refused(view: View) -> Listing:
    rows = []
    for event, why in view.played.refused:
        rows.append((spoken().day(event.day), event.act, _about(event), view.said(why)))
    headings = _("Day"), _("Act"), _("About"), _("Why it was refused")
    return Listing(_("Refused events: {count}").format(count=len(rows)), headings, tuple(rows))


def _about(event: "Event") -> str:
    """What an event is about, as the scenario names it."""
    name = event.obligation or event.question or "/".join(filter(None, (event.deliverable, event.unit)))
    return f"{name}@{event.period}" if event.period else name


def _unplayed(view: View) -> Listing:
    """Events on days that the rehearsal does not reach."""
    rows = tuple((spoken().day(one.day), one.act, _about(one)) for one in view.played.unplayed)
    title = _("Events outside the days played: {count}").format(count=len(rows))
    return Listing(title, (_("Day"), _("Act"), _("About")), rows)


def _outages(view: View) -> Listing:
    days = [day for day in view.played.outages if day >= view.played.since]
    rows = tuple((spoken().day(day),) for day in days)
    return Listing(_("Days without a run: {count}").format(count=len(days)), (_("Day"),), rows)


def _unreached(view: View) -> Listing:
    seats = unreachable(view.played)
    rows = tuple((view.seat(seat), seat) for seat in seats)
    title = _("Seats without a known address: {count}").format(count=len(seats))
    return Listing(title, (_("Reader"), _("Seat")), rows)
