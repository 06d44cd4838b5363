"""What a changed campaign file can change, as values: one `Change` is one line of a dry run and one event."""

from dataclasses import dataclass
from enum import StrEnum

from models.words import Phrase
from schedule.directory import PersonFacts


class ChangeKind(StrEnum):
    """The rows of docs/changes.md."""

    SETTING = "setting"
    CALENDAR = "calendar"
    LADDER = "ladder"
    PHASE = "phase"
    MILESTONE = "milestone"
    ORDER = "order"
    PARTY_NEW = "party_new"
    PARTY_CHANGED = "party_changed"
    PARTY_GONE = "party_gone"
    SEAT_NEW = "seat_new"
    SEAT_CHANGED = "seat_changed"
    SEAT_GONE = "seat_gone"
    HOLDERS = "holders"
    PERSON_NEW = "person_new"
    PERSON_CHANGED = "person_changed"
    PERSON_GONE = "person_gone"
    DUTY_NEW = "duty_new"
    DUTY_BACK = "duty_back"
    DUTY_CHANGED = "duty_changed"
    DAY_MOVED = "day_moved"
    OWNER_GONE = "owner_gone"
    DUTY_GONE = "duty_gone"
    QUESTION_NEW = "question_new"
    QUESTION_CHANGED = "question_changed"
    QUESTION_GONE = "question_gone"
    QUESTION_SETTLED = "question_settled"


Shown = Phrase | str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the stored campaign and a file, and what it does."""

    kind: ChangeKind
    subject: str
    """An obligation, seat, party, person or question by its key; or the place in the file: `campaign.closes_on`."""
    before: Shown
    after: Shown
    effect: Phrase


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the last load left behind beside the book."""

    people: tuple[PersonFacts, ...]
    """As the file named them: what the register says otherwise came by acts."""
    dropped: frozenset[str] = frozenset()
    """Duties cancelled because a file had them no more, and by nobody's decision."""


def shown(value: object) -> Shown:
    """A value for people; nothing where there is nothing to show."""
    if value is None or value in ((), frozenset()):
        return None
    if isinstance(value, Phrase) or type(value) is str:
        return value
    # a bare value has no words to translate
    return Phrase("{value}", {"value": tuple(sorted(value)) if isinstance(value, frozenset) else value})
