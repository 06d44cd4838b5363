"""How much a campaign file comes to, counted without resolving it: a few lines can mean millions of obligations."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from models.words import Path, phrase
from schedule.campaign_file.dates import Due, Every
from schedule.campaign_file.duties import Deliverable, LeadAndSupport, Milestone, OpenSlots, Owner, Phase, UnitClass
from schedule.campaign_file.entries import Finding, deliverables, milestones
from schedule.campaign_file.lookup import Names
from schedule.campaign_file.parties import Selection
from schedule.parties import chosen_by, picks, select

MOST_OBLIGATIONS = 20_000
MOST_CHOSEN = 50_000
"""Units that all selections of `in_charge` and `support` come to."""
MOST_LINKS = 200_000
"""Pairs of obligations of which one waits for the other."""
MOST_REPEATS = 2_000
"""Of one rung."""


def extents(names: Names) -> Iterator[Finding]:
    """The first place where the file comes to more than is planned."""
    for what in (_chosen, _obligations, _links, _repeats):
        found = next(what(names), None)
        if found is not None:
            yield found
            return


def _obligations(names: Names) -> Iterator[Finding]:
    total = 0
    for phase, milestone, path in milestones(names.file):
        total += occurrences(milestone.due, phase)
        for k, deliverable in enumerate(milestone.deliverables):
            own = _obligations_of(names, deliverable, milestone, phase)
            total += own
            if total > MOST_OBLIGATIONS:
                message = phrase(
                    "the file comes to more than {limit} obligations (this deliverable alone to {own}): "
                    "name fewer units or dates, or split the campaign",
                    limit=MOST_OBLIGATIONS,
                    own=own,
                )
                yield "too-large", message, (*path, "deliverables", k)
        if total > MOST_OBLIGATIONS:
            message = phrase("the file comes to more than {limit} due days", limit=MOST_OBLIGATIONS)
            yield "too-large", message, (*path, "due")


def _obligations_of(names: Names, deliverable: Deliverable, milestone: Milestone, phase: Phase) -> int:
    due = deliverable.due or milestone.due
    return len(deliverable.chain) * occurrences(due, phase) + sum(
        _owners(names, owner) * occurrences(getattr(owner, "due", None) or due, phase) for owner in deliverable.owed_by
    )


def _owners(names: Names, owner: Owner) -> int:
    match owner:
        case OpenSlots():
            return owner.open
        case LeadAndSupport():
            return 1
        case UnitClass():
            return _units(names, owner.units)
        case _:
            return _units(names, (owner,))


def _units(names: Names, chosen: Iterable[Selection | str]) -> int:
    """How many units are chosen, those chosen twice counted twice."""
    units, total = names.file.units, 0
    for one in chosen:
        if isinstance(one, str):
            total += len(units) if one == "all" else 1
        else:
            group = chosen_by(names.file, one)
            total += len(group) - sum(1 for key in set(one.but) if key in units and picks(one, units[key]))
    return total


def occurrences(due: Due, phase: Phase) -> int:
    """How often a date comes, at most; 1 for what does not come again."""
    if not isinstance(due, Every):
        return 1
    first, until = _day(due.first) or phase.opens_on, _day(due.until) or phase.closes_on
    months = (until.year - first.year) * 12 + until.month - first.month + 1
    if due.every == "year":
        return until.year - first.year + 1
    return max(0, months if due.every == "month" else months * 31 // 7)


def _day(text: str | None) -> date | None:
    """A day, a month or a year by its first day."""
    return None if text is None else date(int(text[:4]), int(text[5:7] or 1), int(text[8:] or 1))


def _chosen(names: Names) -> Iterator[Finding]:
    total = 0
    for path, chosen in _choices(names):
        total += _units(names, chosen)
        if total > MOST_CHOSEN:
            message = phrase(
                "in_charge and support come to more than {limit} units: name kinds of units once", limit=MOST_CHOSEN
            )
            yield "too-large", message, path


def _choices(names: Names) -> Iterator[tuple[Path, Iterable[Selection | str]]]:
    for section, parties in (("units", names.file.units), ("bodies", names.file.bodies)):
        for key, party in parties.items():
            for post, seat in party.seats.items():
                if seat is not None:
                    yield (section, key, "seats", post, "in_charge"), seat.in_charge
    for _, _, deliverable, path in deliverables(names.file):
        for i, owner in enumerate(deliverable.owed_by):
            if isinstance(owner, LeadAndSupport):
                yield (*path, "owed_by", i, "support"), owner.support


def _links(names: Names) -> Iterator[Finding]:
    """Each obligation waits for the same unit's obligations of what it needs, or for all of them."""
    places = {
        deliverable.key: (phase, milestone, deliverable)
        for phase, milestone, deliverable, _ in deliverables(names.file)
    }
    counts: dict[str, Counter[str | None]] = {}

    def count(key: str) -> Counter[str | None]:
        if key not in counts:
            counts[key] = _counted(names, *places[key]) if key in places else Counter()
        return counts[key]

    total = 0
    for _, _, deliverable, path in deliverables(names.file):
        for j, needed in enumerate(deliverable.needs):
            its = count(needed)
            everybody = its.total()
            total += sum(own * (its[unit] or everybody) for unit, own in count(deliverable.key).items())
            if total > MOST_LINKS:
                message = phrase(
                    "more than {limit} obligations would wait for each other: let fewer of them need fewer",
                    limit=MOST_LINKS,
                )
                yield "too-large", message, (*path, "needs", j)


def _counted(names: Names, phase: Phase, milestone: Milestone, deliverable: Deliverable) -> Counter[str | None]:
    """Obligations by who owes them, None being nobody known; of a chain what counts is its last step."""
    found: Counter[str | None] = Counter()
    if deliverable.chain:
        found[deliverable.chain[-1].by] = occurrences(deliverable.due or milestone.due, phase)
    for owner in deliverable.owed_by:
        often = occurrences(getattr(owner, "due", None) or deliverable.due or milestone.due, phase)
        match owner:
            case OpenSlots():
                found[None] += owner.open * often
            case LeadAndSupport():
                found[owner.lead] = often
            case UnitClass():
                found |= dict.fromkeys(select(names.file, owner.units), often)
            case _:
                found |= dict.fromkeys(select(names.file, (owner,)), often)
    return found


def _repeats(names: Names) -> Iterator[Finding]:
    first = min((phase.opens_on for phase in names.file.phases), default=names.file.campaign.opens_on)
    days = (names.file.campaign.closes_on - first).days
    for key, rungs in names.file.ladders.items():
        for i, rung in enumerate(rungs):
            if rung.every and days // rung.every.days > MOST_REPEATS:
                message = phrase("repeats more than {limit} times until the campaign closes", limit=MOST_REPEATS)
                yield "bad-value", message, ("ladders", key, i, "every")
