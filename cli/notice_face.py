"""The NOTICE that every verb prints: one shape, wherever the message comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cli.speech import spoken
from models.words import NoticeKind, NoticeState, Phrase, Standing
from notifications.wording import reason_text, seat_title

if TYPE_CHECKING:
    from schedule.facts import Item
    from schedule.plan import Plan

Face = Mapping[str, object]
FEW = 5
"""Values of one reason that are named before `…`."""


@dataclass(frozen=True, slots=True)
class OwedFace:
    """What else a message lists."""

    obligation: str
    unit: str | None
    deliverable: str
    effective_due_on: date | None
    standing: Standing
    weekly: bool


@dataclass(frozen=True, slots=True)
class NoticeFace:
    """What a NOTICE says of a message."""

    key: str
    kind: NoticeKind
    on: date
    at: datetime
    """Aware, in the zone it is to be shown in."""
    state: NoticeState
    why: Phrase | None
    seat: str
    name: str | None
    address: str | None
    """As it is to be shown."""
    channel: str | None
    language: str
    subject: str
    message_id: str
    items: Sequence["Item"]
    also_owed: Sequence[OwedFace]
    replaces: str | None = None
    attempts: Sequence[Face] = ()


def notice_face(plan: "Plan", one: NoticeFace) -> dict[str, object]:
    """One NOTICE; `plan` has the directory."""
    return {
        "id": one.key,
        "key": one.key,
        "on": one.on.isoformat(),
        "at": one.at.isoformat(),
        "kind": one.kind.value,
        "state": one.state.value,
        "why": one.why and said(plan, one.why),
        "recipient": _recipient(plan, one),
        "channel": one.channel,
        "language": one.language,
        "subject": one.subject,
        "replaces": one.replaces,
        "message_id": one.message_id,
        "items": [_item(plan, item) for item in one.items],
        "also_owed": [_owed(owed) for owed in one.also_owed],
        "attempts": list(one.attempts),
    }


def _recipient(plan: "Plan", one: NoticeFace) -> Face:
    seat = plan.directory.seats[one.seat]
    return {
        "unit": seat.party,
        "unit_name": plan.directory.parties[seat.party].name,
        "post": seat.post,
        "role": seat.role.value,
        "name": one.name,
        "address": one.address,
    }


def _item(plan: "Plan", item: "Item") -> Face:
    return {
        "obligation": item.obligation,
        "unit": item.unit,
        "deliverable": item.about,
        "round": item.round,
        "due_on": item.due_on.isoformat(),
        "effective_due_on": item.effective_due_on.isoformat(),
        "offset": item.offset,
        "planned_on": item.planned_on.isoformat(),
        "audience": [role.value for role in item.audience],
        "kind": item.kind.value,
        "reason": reason_text(item, spoken(), plan),
    }


def _owed(owed: OwedFace) -> Face:
    return {
        "obligation": owed.obligation,
        "unit": owed.unit,
        "deliverable": owed.deliverable,
        "effective_due_on": owed.effective_due_on and owed.effective_due_on.isoformat(),
        "standing": owed.standing.value,
        "weekly": owed.weekly,
    }


def said(plan: "Plan", phrase: Phrase) -> str:
    """A reason of the core in the language in use, the seats it names by their titles, the first of many values."""
    return spoken().render(
        Phrase(phrase.template, {name: _told(plan, name, value) for name, value in phrase.values.items()})
    )


def _told(plan: "Plan", name: str, value: object) -> object:
    if isinstance(value, tuple):
        few = tuple(_told(plan, name, one) for one in value[:FEW])
        return few if len(value) <= FEW else (*few, "…")
    return seat_name(plan, value) if name == "seat" and isinstance(value, str) else value


def seat_name(plan: "Plan", key: str) -> str:
    """What the holder of a seat is called; the key of a seat the plan does not have."""
    return seat_title(plan, key, spoken()) if key in plan.directory.seats else key


def shown_address(address: str, *, full: bool) -> str:
    """An address without its scheme; masked, what is left tells two addresses apart and cannot be written to."""
    scheme, _, rest = address.partition(":")
    rest = rest.removeprefix("//")
    if full:
        return rest
    if scheme.startswith("mailto"):
        name, _, domain = rest.partition("@")
        return f"{name[:1]}***@{domain.partition('?')[0]}"
    # robots and gateways carry their secret in the address
    return f"{rest[:1]}***"
