"""What stands where in a campaign file: its milestones, deliverables, dates and seats with their paths."""

from collections.abc import Iterator, Mapping

from models.words import Path, Phrase, Role
from schedule.campaign_file.dates import After, Due
from schedule.campaign_file.duties import Deliverable, Milestone, Phase
from schedule.campaign_file.shapes import CampaignFile

Finding = tuple[str, Phrase, Path]
"""Code, message and place of something found in a campaign file."""

DEFAULT_SEATS = {"liaison": Role.LIAISON, "head": Role.HEAD}
"""Seats of every unit that does not say otherwise."""

MOST_DAYS_AWAY = 1000
"""How far relative dates may lead in sum, a working day counted as two; the calendar is built wide enough for that."""
MOST_STEPS = 30
"""How many dates may be counted from each other in a row."""


def deliverables(file: CampaignFile) -> Iterator[tuple[Phase, Milestone, Deliverable, Path]]:
    """Every deliverable with its phase, milestone and path."""
    for phase, milestone, path in milestones(file):
        for k, deliverable in enumerate(milestone.deliverables):
            yield phase, milestone, deliverable, (*path, "deliverables", k)


def milestones(file: CampaignFile) -> Iterator[tuple[Phase, Milestone, Path]]:
    """Every milestone with its phase and path."""
    for i, phase in enumerate(file.phases):
        for j, milestone in enumerate(phase.milestones):
            yield phase, milestone, ("phases", i, "milestones", j)


def written_dates(file: CampaignFile) -> Iterator[tuple[Due, Phase, Path]]:
    """Every date of a milestone, deliverable, class or step, with its phase and path."""
    for phase, milestone, path in milestones(file):
        yield milestone.due, phase, (*path, "due")
    for phase, _, deliverable, path in deliverables(file):
        if deliverable.due is not None:
            yield deliverable.due, phase, (*path, "due")
        for section, entries in (("owed_by", deliverable.owed_by), ("chain", deliverable.chain)):
            for i, entry in enumerate(entries):
                if (due := getattr(entry, "due", None)) is not None:
                    yield due, phase, (*path, section, i, "due")


def seat_keys(file: CampaignFile) -> dict[str, Path]:
    """Every seat, as `unit/seat`, and where it is written (a default seat: where its unit is)."""
    found: dict[str, Path] = {}
    for key, unit in file.units.items():
        absent = {seat for seat, value in unit.seats.items() if value is None}
        found |= {f"{key}/{seat}": ("units", key) for seat in DEFAULT_SEATS if seat not in absent}
        found |= {f"{key}/{seat}": ("units", key, "seats", seat) for seat in unit.seats if seat not in absent}
    for key, body in file.bodies.items():
        found |= {f"{key}/{seat}": ("bodies", key, "seats", seat) for seat in body.seats}
    return found


def named_dates(file: CampaignFile) -> dict[str, Due]:
    """Dates that others are counted from: a milestone's wins over a deliverable's, here as in `resolve`."""
    named = {d.key: d.due or m.due for _, m, d, _ in reversed(list(deliverables(file)))}
    return named | {milestone.key: milestone.due for _, milestone, _ in milestones(file)}


def distance(due: Due | None, named: Mapping[str, Due]) -> int | None:
    """Calendar days from the first date of a row of relative ones, at most; None where the row has no end near."""
    days = 0
    for _ in range(MOST_STEPS):
        if not isinstance(due, After):
            return days
        days += abs(due.offset.days) * (2 if due.offset.unit == "wd" else 1)
        due = named.get(due.after)
    return None
