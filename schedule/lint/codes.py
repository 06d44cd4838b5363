"""Every code a finding can have. `docs/lint.md` says of each what to do; a test keeps the two alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from models.words import Phrase, Severity, phrase


class Family(StrEnum):
    """What a finding is about; the sections of `docs/lint.md`."""

    TEXT = "text"
    SHAPE = "shape"
    REFERENCES = "references"
    DATES = "dates"
    CHAINS = "chains"
    OWNERS = "owners"
    NAMES = "names"
    SEATS = "seats"
    LADDERS = "ladders"
    READINGS = "readings"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding."""

    code: str
    severity: Severity
    family: Family  # noqa: V107 -- groups the documentation
    means: Phrase  # noqa: V107 -- shown where a code is explained


_E, _W, _Q = Severity.ERROR, Severity.WARNING, Severity.QUESTION

_FILE = (
    Rule("not-utf8", _E, Family.TEXT, phrase("the file is not UTF-8 text")),
    Rule("empty", _E, Family.TEXT, phrase("the file holds nothing")),
    Rule("yaml", _E, Family.TEXT, phrase("the text is not YAML")),
    Rule("tag", _E, Family.TEXT, phrase("a YAML tag, which no campaign file needs")),
    Rule("too-large", _E, Family.TEXT, phrase("more text, values, depth or mistakes than are read")),
    Rule("unknown-key", _E, Family.SHAPE, phrase("a key that nothing reads")),
    Rule("missing-key", _E, Family.SHAPE, phrase("a key that must be given is not")),
    Rule(
        "wrong-type",
        _E,
        Family.SHAPE,
        phrase("a text where a list belongs, a list where a number belongs, and the like"),
    ),
    Rule("bad-date", _E, Family.SHAPE, phrase("a date that is none, or two dates in the wrong order")),
    Rule("bad-value", _E, Family.SHAPE, phrase("a value outside what is allowed in its place")),
    Rule("bad-key", _E, Family.SHAPE, phrase("a key with characters that keys do not have")),
    Rule("bad-address", _E, Family.SHAPE, phrase("an address that nothing can be sent to")),
    Rule("duplicate-key", _E, Family.REFERENCES, phrase("a key or rung that stands a second time")),
    Rule("name-taken", _E, Family.REFERENCES, phrase("two units or bodies with one name")),
    Rule("seat-taken", _E, Family.REFERENCES, phrase("two people in one seat at one time")),
    Rule("circle", _E, Family.REFERENCES, phrase("something that leads back to itself")),
    Rule("unknown-unit", _E, Family.REFERENCES, phrase("a unit or body that is not in the file")),
    Rule("unknown-kind", _E, Family.REFERENCES, phrase("a kind of unit that no unit is of")),
    Rule("unknown-tag", _E, Family.REFERENCES, phrase("a tag that no unit has")),
    Rule("unknown-seat", _E, Family.REFERENCES, phrase("a seat that its unit or body does not have")),
    Rule("unknown-ladder", _E, Family.REFERENCES, phrase("a ladder that is not in the file")),
    Rule("unknown-deliverable", _E, Family.REFERENCES, phrase("a deliverable that is not in the file")),
    Rule("unknown-date", _E, Family.REFERENCES, phrase("a distance from a date that is not in the file")),
    Rule("unknown-country", _E, Family.REFERENCES, phrase("a country or part of one whose holidays are not known")),
    Rule("unknown-reading", _E, Family.REFERENCES, phrase("a reading that its veto does not list")),
)

_PLAN = (
    Rule("due-on-rest-day", _W, Family.DATES, phrase("a due day, or a phase's first or last day, is a day off")),
    Rule("worked-weekend", _W, Family.DATES, phrase("such a day is a Saturday or Sunday that is worked")),
    Rule("outside-phase", _W, Family.DATES, phrase("a due day or window lies outside its phase")),
    Rule("before-campaign", _W, Family.DATES, phrase("a day lies before the campaign's first")),
    Rule("after-campaign", _W, Family.DATES, phrase("a day lies after the campaign's last")),
    Rule("never-due", _W, Family.DATES, phrase("a recurring date that no day of its span fits")),
    Rule("date-unknown", _Q, Family.DATES, phrase("the plan does not say by when")),
    Rule("day-not-announced", _Q, Family.DATES, phrase("somebody else sets the day and has not yet")),
    Rule(
        "provisional-year",
        _W,
        Family.DATES,
        phrase("due days lie in a year whose moved working days are not published"),
    ),
    Rule("time-outside-hours", _W, Family.DATES, phrase("a due time lies outside the office hours")),
    Rule("year-inferred", _W, Family.DATES, phrase("a phase's year is an inference")),
    Rule("one-day-chain", _W, Family.CHAINS, phrase("several steps of a chain share one day")),
    Rule("needs-later", _W, Family.CHAINS, phrase("something is due before what it needs")),
    Rule("needs-same-day", _W, Family.CHAINS, phrase("something is due on the same day as what it needs")),
    Rule("needs-undated", _W, Family.CHAINS, phrase("something with a due day needs what has none")),
    Rule("owner-unknown", _Q, Family.OWNERS, phrase("the plan names no owner")),
    Rule("owed-twice", _W, Family.OWNERS, phrase("a unit is named twice for one deliverable")),
    Rule("selects-nobody", _W, Family.OWNERS, phrase("a selection that no unit matches")),
    Rule("owes-nothing", _W, Family.OWNERS, phrase("units of which nothing is asked")),
    Rule("no-recipient", _Q, Family.OWNERS, phrase("something is handed in, the plan does not say to whom")),
    Rule("name-unknown", _Q, Family.NAMES, phrase("a unit or body without a name")),
    Rule("shared-stem", _W, Family.NAMES, phrase("two units whose names differ only in their kind")),
    Rule("unreachable", _W, Family.SEATS, phrase("seats at which nobody can be reached")),
    Rule("holder-gap", _W, Family.SEATS, phrase("a seat that nobody holds for a part of the campaign")),
    Rule("owes-without-seat", _W, Family.SEATS, phrase("a unit owes something and has no seat in the leading group")),
    Rule("in-charge-unknown", _Q, Family.SEATS, phrase("no deputy leader is known to be in charge of a unit")),
    Rule("in-charge-twice", _W, Family.SEATS, phrase("two deputy leaders are in charge of one unit")),
    Rule("in-charge-unread", _W, Family.SEATS, phrase("`in_charge` at a seat where nothing reads it")),
    Rule("no-office", _W, Family.SEATS, phrase("the campaign has no office, or nobody in it")),
    Rule("ladder-skips-head", _E, Family.LADDERS, phrase("a ladder goes past the head before it has told him")),
    Rule("role-without-seat", _W, Family.LADDERS, phrase("a ladder tells a role that no seat has")),
    Rule("no-ladder", _W, Family.LADDERS, phrase("duties that nobody is reminded of")),
    Rule("no-reminder", _W, Family.LADDERS, phrase("a ladder that says nothing up to the due day")),
    Rule("no-escalation", _W, Family.LADDERS, phrase("a ladder that says nothing after the due day")),
    Rule("no-reminder-ahead", _W, Family.LADDERS, phrase("a due day too near the start for any reminder")),
    Rule("rungs-fall-together", _W, Family.LADDERS, phrase("two rungs that fall onto one day")),
    Rule("unused", _W, Family.LADDERS, phrase("a ladder or a kind of unit that nothing uses")),
    Rule("reading-open", _Q, Family.READINGS, phrase("a veto clause that can be read in several ways")),
    Rule("open-question", _Q, Family.READINGS, phrase("a question the file itself asks")),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in (*_FILE, *_PLAN)})
"""Every code; those of the file's text, shape and references are raised where it is read."""
