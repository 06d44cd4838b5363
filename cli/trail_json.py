"""A trail for other programs: `duban.trail/1`."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.audit import verdict_face
from cli.notice_face import said, shown_address
from cli.notices import notice
from cli.status import line_face
from cli.trail_findings import findings
from cli.trail_words import what
from models.words import ItemKind
from register.trails import Message, Skipped

if TYPE_CHECKING:
    from register.trails import Entry, Happened, Reader, Trail


def as_json(found: "Trail", *, full: bool) -> dict[str, object]:
    """The whole trail."""
    return {
        "schema": "duban.trail/1",
        "campaign": found.plan.key,
        "as_of": found.as_of.isoformat(),
        "obligation": line_face(found.plan, found.line),
        "announced_on": found.announced_on and found.announced_on.isoformat(),
        "findings": list(findings(found)),
        "told": [_reader(one, full=full) for one in found.readers],
        "unanswered": [one.notice.key for one in found.unanswered],
        "entries": [_entry(found, one, full=full) for one in found.entries],
        "next_on": found.next_on and found.next_on.isoformat(),
        "record": verdict_face(found.verdict),
    }


def _reader(one: "Reader", *, full: bool) -> dict[str, object]:
    party, _slash, post = one.seat.partition("/")
    return {
        "unit": party,
        "post": post,
        "name": one.person,
        "address": one.address and shown_address(one.address, full=full),
        "channel": one.channel,
        "reminders": [day.isoformat() for day in one.went(ItemKind.REMINDER)],
        "escalations": [day.isoformat() for day in one.went(ItemKind.ESCALATION)],
        "others": [day.isoformat() for day in one.went(None)],
        "missed": [message.notice.key for message in one.missed],
    }


def _entry(found: "Trail", entry: "Entry", *, full: bool) -> dict[str, object]:
    match entry:
        case Message():
            face = _message(found, entry, full=full)
        case Skipped():
            face = _skipped(found, entry)
        case _:
            face = _event(found, entry)
    return {"type": face.pop("type"), "on": entry.on.isoformat(), "what": what(entry), **face}


def _message(found: "Trail", one: "Message", *, full: bool) -> dict[str, object]:
    return {
        "type": "notice",
        "at": one.notice.at.astimezone(ZoneInfo(found.plan.timezone)).isoformat(),
        "kind": one.kind and one.kind.value,
        "offset": one.offset,
        "waits": one.wait and one.wait.value,
        "mention": one.mention,
        "with_office": one.with_office,
        "answer": one.answer and one.answer.number,
        "notice": notice(found.plan, one.notice, show_addresses=full),
    }


def _skipped(found: "Trail", one: "Skipped") -> dict[str, object]:
    told = one.told
    return {
        "type": "rung",
        "at": None,
        "outcome": told.outcome.value,
        "offset": told.offset,
        "planned_on": told.planned_on.isoformat(),
        "seat": told.seat,
        "about": told.about,
        "round": told.round,
        "effective_due_on": told.due_on.isoformat(),
        "reason": said(found.plan, told.reason) if told.reason else None,
    }


def _event(found: "Trail", one: "Happened") -> dict[str, object]:
    return {
        "type": "act" if one.subject == found.line.one.id else "event",
        "at": one.at.astimezone(ZoneInfo(found.plan.timezone)).isoformat(),
        "number": one.number,
        "act": one.act,
        "by": one.by,
        "subject": one.subject,
        "voided": one.voided,
        "data": dict(one.data),
    }
