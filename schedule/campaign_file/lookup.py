"""Whether what a campaign file names exists, and what was likely meant where it does not."""

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from models.words import Path, Phrase, phrase
from schedule.campaign_file.advice import Advice
from schedule.campaign_file.dates import Due
from schedule.campaign_file.entries import Finding, deliverables, named_dates, seat_keys
from schedule.campaign_file.reader import CampaignSource
from schedule.campaign_file.refusal import shown
from schedule.span import calendar_of
from schedule.working_calendar import WorkingCalendar, known_country

MOST_JOINED = 10
"""So many seats may be joined one after the other."""


class Lookup:
    """The names of one sort."""

    def __init__(self, names: "Names", known: Collection[str], code: str, what: Phrase) -> None:
        self.names, self.known, self.code, self.what = names, known, code, what

    def __call__(self, name: str, path: Path) -> Iterator[Finding]:
        """A finding where nothing has this name, unless it was left out because of a mistake."""
        if name in self.known or self.names.is_left_out(name):
            return
        if close := self.names.advice.closest(name, self.known):
            message = phrase(
                "no {what} is called {name}; did you mean {close}?", what=self.what, name=shown(name), close=close
            )
        else:
            message = phrase("no {what} is called {name}", what=self.what, name=shown(name))
        yield self.code, message, path


class Names:
    """Every name that a campaign file defines, by what it is a name of."""

    def __init__(self, source: CampaignSource) -> None:
        self.source, self.file = source, source.file
        self.advice = Advice()

    def is_left_out(self, name: str) -> bool:
        """Whether it, or the unit or phase in it, may stand in an entry that was left out."""
        left_out = self.source.left_out
        return bool(left_out) and (name in left_out or any(part in left_out for part in re.split(r"[/.]", name)))

    @cached_property
    def unit(self) -> Lookup:
        """Units."""
        return Lookup(self, self.file.units, "unknown-unit", phrase("unit"))

    @cached_property
    def units(self) -> Lookup:
        """Units, and `all` of them."""
        return Lookup(self, {**dict.fromkeys(self.file.units), "all": None}, "unknown-unit", phrase("unit"))

    @cached_property
    def party(self) -> Lookup:
        """Units and bodies."""
        known = dict.fromkeys((*self.file.units, *self.file.bodies))
        return Lookup(self, known, "unknown-unit", phrase("unit or body"))

    @cached_property
    def owner(self) -> Lookup:
        """Units, bodies, and `all` units."""
        known = dict.fromkeys((*self.file.units, *self.file.bodies, "all"))
        return Lookup(self, known, "unknown-unit", phrase("unit or body"))

    @cached_property
    def kind(self) -> Lookup:
        """Kinds of units."""
        known = dict.fromkeys((*self.file.units_of_kind, *self.file.kinds))
        return Lookup(self, known, "unknown-kind", phrase("kind of unit"))

    @cached_property
    def tag(self) -> Lookup:
        """Tags of units."""
        return Lookup(self, self.file.units_with_tag, "unknown-tag", phrase("tag"))

    @cached_property
    def seat(self) -> Lookup:
        """Seats, as UNIT/SEAT."""
        return Lookup(self, self.seats, "unknown-seat", phrase("seat"))

    @cached_property
    def seats(self) -> dict[str, Path]:
        """Seats and where they are written."""
        return seat_keys(self.file)

    @cached_property
    def joined(self) -> dict[str, str]:
        """Seats that are the same post as another, and which."""
        parties = (self.file.units.items(), self.file.bodies.items())
        return {
            f"{key}/{post}": seat.same_as
            for group in parties
            for key, party in group
            for post, seat in party.seats.items()
            if seat is not None and seat.same_as is not None
        }

    def root(self, seat: str) -> str | None:
        """The last of a row of joined seats; None where the row has no end near."""
        for _ in range(MOST_JOINED):
            if seat not in self.joined:
                return seat
            seat = self.joined[seat]
        return None if seat in self.joined else seat

    @cached_property
    def ladder(self) -> Lookup:
        """Ladders."""
        return Lookup(self, self.file.ladders, "unknown-ladder", phrase("ladder"))

    @cached_property
    def deliverable(self) -> Lookup:
        """Deliverables."""
        known = dict.fromkeys(deliverable.key for _, _, deliverable, _ in deliverables(self.file))
        return Lookup(self, known, "unknown-deliverable", phrase("deliverable"))

    @cached_property
    def date(self) -> Lookup:
        """What a date may be counted from."""
        openings = ("campaign", *(phase.key for phase in self.file.phases))
        ends = (f"{key}.{end}" for key in openings for end in ("opens_on", "closes_on"))
        return Lookup(self, dict.fromkeys((*self.dates, *ends)), "unknown-date", phrase("date"))

    @cached_property
    def dates(self) -> dict[str, Due]:
        """Dates that others are counted from."""
        return named_dates(self.file)

    @cached_property
    def calendar(self) -> WorkingCalendar | None:
        """The file's calendar; None where its country is not known."""
        local = self.file.campaign.calendar
        known = local.country is None or known_country(local.country, local.subdivision)
        return calendar_of(self.file) if known else None
