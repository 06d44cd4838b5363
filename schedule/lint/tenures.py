"""A rule about who holds a seat when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.words import Path, phrase
from schedule.campaign_file.references import Finding
from schedule.lint.case import Case

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class _Held:
    """A seat held from a day to a day, both inclusive, and where that is written."""

    since: date
    to: date
    seat: str
    path: Path


@dataclass(frozen=True, slots=True)
class _Gap:
    """Days, both inclusive, on which nobody holds a seat."""

    start: date
    end: date
    seat: str
    path: Path


def holder_gap(case: Case) -> Iterator[Finding]:
    """Between two holders nobody gets what the seat is told, and nobody notices."""
    plan = case.plan
    for held in _by_reader(case):
        for gap in _gaps(sorted(held), plan.first_on, plan.closes_on):
            days = plan.calendar.between(gap.start - _DAY, gap.end)
            if days:
                message = phrase(
                    "nobody holds {seat} from {start} to {end}, working days: {days}; "
                    "notices to it are held meanwhile, so name who does the work",
                    seat=case.seated(gap.seat), start=gap.start, end=gap.end, days=days,
                )  # fmt: skip
                yield "holder-gap", message, gap.path


def _by_reader(case: Case) -> Iterator[list[_Held]]:
    """The tenures within the campaign of every seat that is ever told, joined seats together."""
    plan, found = case.plan, dict[str, list[_Held]]()
    for i, person in enumerate(case.file.people):
        for j, tenure in enumerate(person.holds):
            since, to = tenure.since or date.min, tenure.to or date.max
            seat = plan.directory.seats[tenure.seat]
            if since <= plan.closes_on and to >= plan.first_on and plan.directory.parties[seat.party].chased:
                held = _Held(since, to, tenure.seat, ("people", i, "holds", j))
                found.setdefault(plan.directory.root(tenure.seat), []).append(held)
    yield from found.values()


def _gaps(held: list[_Held], first: date, last: date) -> Iterator[_Gap]:
    """The gaps from `first` to `last`, both inclusive; `held` in order, never empty."""
    if held[0].since > first:
        yield _Gap(first, held[0].since - _DAY, held[0].seat, (*held[0].path, "from"))
    latest = held[0]
    for one in held[1:]:
        if latest.to < date.max and one.since > latest.to + _DAY:
            yield _Gap(latest.to + _DAY, one.since - _DAY, latest.seat, (*latest.path, "to"))
        latest = max(latest, one, key=lambda each: each.to)
    if latest.to < last:
        yield _Gap(latest.to + _DAY, last, latest.seat, (*latest.path, "to"))


RULES = (holder_gap,)
