"""The ladders of a campaign file, and whose they are where a deliverable has none of its own (design §6)."""

from collections.abc import Iterator, Mapping

from models.words import Role
from schedule.campaign_file.shapes import CampaignFile
from schedule.ladder import Ladder, Rung


def ladders(file: CampaignFile) -> Mapping[str, Ladder]:
    """Every ladder by its key."""
    return {
        key: Ladder(key, tuple(Rung(r.at, r.tell, r.every.days if r.every else None) for r in rungs))
        for key, rungs in file.ladders.items()
    }


def party_ladders(file: CampaignFile) -> Iterator[tuple[str, str]]:
    """A unit's or body's own ladder, else its kind's."""
    for key, unit in file.units.items():
        kind = file.kinds.get(unit.kind or "")
        if ladder := unit.ladder or (kind and kind.ladder):
            yield key, ladder
    yield from ((key, body.ladder) for key, body in file.bodies.items() if body.ladder)


def veto_ladders(file: CampaignFile) -> Mapping[str, str]:
    """The ladders of vetoes by deliverable; of several vetoes the first holds."""
    found: dict[str, str] = {}
    for veto in reversed(file.vetoes):
        if veto.ladder:
            found |= dict.fromkeys(veto.deliverables, veto.ladder)
    return found


def default_ladder(file: CampaignFile) -> str | None:
    """The campaign's, the ladder called standard, or the only one."""
    if file.campaign.ladder or "standard" in file.ladders:
        return file.campaign.ladder or "standard"
    return next(iter(file.ladders)) if len(file.ladders) == 1 else None


def up_to(file: CampaignFile) -> Iterator[tuple[str, Role]]:
    """The highest role told of what a unit owes, where its kind sets one."""
    for key, unit in file.units.items():
        kind = file.kinds.get(unit.kind or "")
        if kind and kind.up_to:
            yield key, kind.up_to
