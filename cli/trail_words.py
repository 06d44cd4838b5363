"""The entries of a trail in words: what happened, who was told by which way, what came back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.notice_face import said, seat_name
from cli.notices import reader, stopped
from cli.speech import _, spoken
from cli.trail_details import details
from models.words import ItemKind, NoticeState, Phrase, phrase
from notifications.outcomes import MAIL, Sent
from notifications.transports.maildir import WRITTEN
from notifications.wording import one_line
from register.trails import Happened, Message, Skipped
from schedule.facts import WaitKind

if TYPE_CHECKING:
    from register.trails import Entry, Trail

_ACTS: Mapping[tuple[str, str | None], Phrase] = {
    ("init", None): phrase("campaign loaded"),
    ("submit", None): phrase("handed in"),
    ("ack", None): phrase("acknowledged"),
    ("accept", None): phrase("accepted"),
    ("return", None): phrase("returned"),
    ("reopen", None): phrase("opened again"),
    ("extend", "ask"): phrase("later day asked for"),
    ("extend", "grant"): phrase("later day granted"),
    ("extend", "refuse"): phrase("later day refused"),
    ("dispute", "ask"): phrase("said to be another's duty"),
    ("dispute", "grant"): phrase("found to be another's duty"),
    ("dispute", "refuse"): phrase("found to be its own duty"),
    ("waive", None): phrase("excused"),
    ("chase", None): phrase("chased by hand"),
    ("answer", None): phrase("question answered"),
    ("release", None): phrase("message released"),
    ("drop", None): phrase("message dropped"),
    ("confirm", None): phrase("liaison confirmed"),
    ("hold", None): phrase("messages held"),
    ("lift", None): phrase("hold lifted"),
    ("hand_over", None): phrase("seat handed over"),
    ("reload", None): phrase("campaign file loaded anew"),
    ("change", None): phrase("changed by the campaign file"),
    ("void", None): phrase("entry corrected"),
    ("assign", None): phrase("assigned"),
}
_ENDED = {NoticeState.SUPERSEDED, NoticeState.SUPPRESSED}
WAITS: Mapping[WaitKind, Phrase] = {
    WaitKind.REVIEW: phrase("waits to be reviewed"),
    WaitKind.EXTENSION: phrase("a later day waits to be decided"),
    WaitKind.DISPUTE: phrase("a dispute waits to be decided"),
}


def what(entry: "Entry") -> str:
    """What an entry is."""
    speech = spoken()
    match entry:
        case Happened():
            act = _ACTS.get((entry.act, entry.data.get("step"))) or _ACTS.get((entry.act, None)) or entry.act
            told = speech.render(act)
            return speech.render(phrase("{act} (corrected later)", act=told)) if entry.voided else told
        case Skipped():
            return speech.render(phrase("rung {offset}, not sent by itself", offset=entry.told.offset))
        case Message(mention=True) if entry.notice.state in _ENDED:
            return speech.render(phrase("{kind}, did not go", kind=entry.notice.kind))
        case Message(mention=True):
            return speech.render(phrase("{kind}, listed beside other duties", kind=entry.notice.kind))
        case Message(wait=WaitKind() as wait):
            return speech.render(phrase("{kind}: {wait}", kind=entry.kind, wait=WAITS[wait]))
        case Message(kind=ItemKind() as kind):
            return speech.render(phrase("{kind} ({offset})", kind=kind, offset=entry.offset))
        case Message():
            return speech.render(entry.notice.kind)


def who(trail: "Trail", entry: "Entry", *, full: bool) -> str:
    """Who was told and by which way, or who did it."""
    match entry:
        case Happened():
            return one_line(entry.by)
        case Skipped():
            return seat_name(trail.plan, entry.told.seat)
        case Message():
            return reader(trail.plan, entry.notice, show_addresses=full)


def outcome(trail: "Trail", entry: "Entry") -> tuple[str, ...]:
    """What came of it, a line each."""
    match entry:
        case Happened():
            return tuple(details(entry))
        case Skipped():
            return (said(trail.plan, entry.told.reason),) if entry.told.reason else ()
        case Message():
            return (*_delivery(trail, entry), *_answer(trail, entry))


def _delivery(trail: "Trail", entry: Message) -> Iterator[str]:
    """Which way it went and how far that is known; that a relay took it is no reader's act."""
    if entry.decided:
        yield spoken().gettext("held until a person decided on it")
    elif not entry.went:
        yield spoken().render(entry.notice.state)
        yield from stopped(trail.plan, entry.notice)
    elif entry.notice.attempts:
        yield spoken().render(_accepted(trail, entry))
    else:
        yield spoken().render(entry.notice.state)


def _accepted(trail: "Trail", entry: Message) -> Phrase:
    last, way = entry.notice.attempts[-1], way_name(entry.notice.channel)
    local = last.at.astimezone(ZoneInfo(trail.plan.timezone))
    at = f"{short_day(trail, local.date())} {local:%H:%M}"
    if last.text == WRITTEN.text:
        return phrase("written into the mail folder on {at}; no relay was set, so it was not sent on", at=at)
    text = one_line(spoken().gettext(last.text))
    if last.outcome is Sent.HANDED_ON:
        return phrase("a page to print and deliver by hand was written on {at}: {answer}", at=at, answer=text)
    told = phrase("handed to {way} on {at}", way=way, at=at)
    if entry.notice.channel == MAIL:
        told = phrase("the mail relay took it on {at}", at=at)
    return phrase("{told}: {answer}", told=told, answer=text) if text else told


def way_name(channel: str | None) -> str:
    """What a channel is called."""
    match channel:
        case "mailto":
            return _("mail")
        case "by-hand":
            return _("hand")
        case None:
            return _("no way")
    return channel


def _answer(trail: "Trail", entry: Message) -> Iterator[str]:
    """What the owner did after it; of others no answer is expected."""
    if entry.mention or not trail.is_own(entry) or not entry.went:
        return
    if entry.answer is None and entry.with_office:
        yield spoken().gettext("the office had yet to decide on it")
    elif entry.answer is None:
        yield spoken().render(phrase("no answer by {day}", day=short_day(trail, trail.as_of)))
    else:
        day = short_day(trail, entry.answer.on)
        yield spoken().render(phrase("answered on {day}: {act}", day=day, act=answer_text(entry.answer)))


def answer_text(answer: Happened) -> str:
    """What the owner did; a promise was made when he was chased by hand."""
    return spoken().gettext("promised when chased by hand") if answer.act == "chase" else what(answer)


def short_day(trail: "Trail", day: date) -> str:
    """A day, the year left out where it is the campaign's first."""
    return spoken().plain_day(day, trail.plan.opens_on.year)


def entry_day(trail: "Trail", entry: "Entry") -> str:
    """The day of an entry with its weekday; the year is left out where it is the campaign's first."""
    in_first = entry.on.year == trail.plan.opens_on.year
    return spoken().short_day(entry.on) if in_first else spoken().day(entry.on)
