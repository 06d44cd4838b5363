"""What must be finished first: the obligations that a deliverable's `needs` come to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from schedule.campaign_file.references import deliverables
from schedule.campaign_file.shapes import CampaignFile, Deliverable
from schedule.plan import Obligation

ByUnit = Mapping[str | None, list[Obligation]]


def link(obligations: Iterable[Obligation], file: CampaignFile) -> tuple[Obligation, ...]:
    """Fill in what `needs` names: the same unit's obligation where there is one, else every one; a chain's last step.

    Where both recur, the one of the same period.
    """
    everything = tuple(obligations)
    asked = {deliverable.key: deliverable for _, _, deliverable, _ in deliverables(file)}
    last_steps = {key: one.chain[-1].key for key, one in asked.items() if one.chain}
    of: dict[str, dict[str | None, list[Obligation]]] = {}
    for one in everything:
        key, _, step = one.deliverable.partition(".")
        if one.readiness_for is None and step == last_steps.get(key, ""):
            of.setdefault(key, {}).setdefault(one.unit, []).append(one)
    return tuple(_linked(one, asked[one.deliverable.partition(".")[0]], of) for one in everything)


def _linked(one: Obligation, asked: Deliverable, of: Mapping[str, ByUnit]) -> Obligation:
    if one.readiness_for or not asked.needs or (asked.chain and one.needs):
        return one
    needed: list[str] = []
    for key in asked.needs:
        by_unit = of.get(key, {})
        found = by_unit.get(one.unit) or [other for group in by_unit.values() for other in group]
        same_period = [other for other in found if other.dated.period == one.dated.period]
        needed += [other.id for other in same_period or found]
    return replace(one, needs=(*one.needs, *needed))
