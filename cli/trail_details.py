"""What an event's data say, in words: the parts of an act in the order they are read."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cli.change_text import change_text
from cli.speech import spoken
from models.codec import load
from models.words import Form, Phrase, phrase
from notifications.labels import N_
from notifications.wording import one_line
from register.trails import Happened

_ORDER = (
    "event",
    "way",
    "from",
    "to",
    "since",
    "note",
    "promised_on",
    "forms",
    "value",
    "file",
    "sha256",
    "until",
    "reason",
)
_WAYS = {
    "phone": N_("by telephone"),
    "paper": N_("on paper"),
    "visit": N_("in person"),
    "mail": N_("by mail"),
}
"""How somebody was chased by hand."""
_DAYS = {
    "since": N_("since {day}"),
    "promised_on": N_("promised for {day}"),
    "until": N_("until {day}"),
}
_NAMED = {
    "event": (N_("event {number}"), "number"),
    "from": (N_("from {who}"), "who"),
    "to": (N_("to {who}"), "who"),
    "delivered_by": (N_("delivered by {who}"), "who"),
    "file": (N_("file {name}"), "name"),
    "reason": (N_("reason: {reason}"), "reason"),
}
"""Sentences with the name of their one value."""
_UNTOLD = {"step", "obligations", "questions", "seat", "hold", "scope", "voided"}
"""Of an event's data, what is for programs."""


def details(entry: Happened) -> Iterator[str]:
    """What an act said, a part each."""
    if entry.act == "change":
        yield from _change(entry.data)
        return
    data = {
        key: value
        for key, value in entry.data.items()
        if key == "forms" or (isinstance(value, str | int) and key not in _UNTOLD)
    }
    if "to" in data:
        # of a hand-over the name says more than the key
        data.pop("person", None)
    for key in sorted(data, key=lambda key: _ORDER.index(key) if key in _ORDER else len(_ORDER)):
        yield spoken().render(_detail(key, data[key]))


def _change(data: Mapping[str, Any]) -> Iterator[str]:
    """What a changed campaign file made of it: the difference, and what it does."""
    if difference := change_text(*(_value(data.get(name)) for name in ("before", "after"))):
        yield one_line(difference)
    yield spoken().render(load(data["effect"], Phrase))


def _value(kept: Any) -> Phrase | str | None:  # noqa: ANN401 -- JSON
    """One side of a difference as the event keeps it."""
    return load(kept, Phrase) if isinstance(kept, Mapping) else kept


def _detail(key: str, value: Any) -> object:  # noqa: ANN401 -- JSON
    if key in _DAYS:
        return phrase(_DAYS[key], day=date.fromisoformat(value))
    if key in _NAMED:
        template, name = _NAMED[key]
        return phrase(template, **{name: one_line(str(value))})
    match key:
        case "way":
            return phrase(_WAYS.get(value, value))
        case "forms":
            return tuple(Form(form) for form in value)
        case "note" | "person":
            return one_line(value)
    return f"{key}: {one_line(str(value))}"
