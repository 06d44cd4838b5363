"""Rules about what a ladder does after the due day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.words import LEADING_GROUP, Offset, Path, Role, phrase
from schedule.campaign_file.references import Finding
from schedule.campaign_file.shapes import RungShape
from schedule.lint.case import Case
from schedule.plan import Obligation

_WEEK = range(5)
"""The working days of a usual week, Monday first."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """What matters of who owes: which roles mean his head, and how high a ladder may go."""

    heads: frozenset[Role]
    top: int


_SOMEBODY = _Owner(frozenset({Role.HEAD}), Role.LEADER.rank)
"""An owner to judge a ladder by that nothing uses yet."""


def ladder_skips_head(case: Case) -> Iterator[Finding]:
    """Nobody above the head hears of a delay before the head does, on an earlier working day (law 2)."""
    for key, rungs in case.file.ladders.items():
        owners = {_owner(case, one) for one in case.used.get(key, ())} if key in case.used else {_SOMEBODY}
        found = next((place for owner in owners if owner for place in _skips(rungs, owner)), None)
        if found:
            i, j, role = found
            message = phrase(
                "at {at} the ladder {ladder} tells the {role} that something is late, and the head of unit not before; "
                "tell the head first, on an earlier working day: for instance him at +1wd, the other later",
                at=str(rungs[i].at), ladder=key, role=role,
            )  # fmt: skip
            path: Path = ("ladders", key, i, "tell", j)
            yield "ladder-skips-head", message, path


def _owner(case: Case, one: Obligation) -> _Owner | None:
    """None: a unit without the seat of a head, in whose place nobody can be told first."""
    directory, unit = case.plan.directory, one.unit
    if unit is not None and directory.parties[unit].is_unit:
        top = case.plan.up_to.get(unit, Role.LEADER)
        return _Owner(frozenset({Role.HEAD}), top.rank) if directory.with_role(unit, Role.HEAD) else None
    # the office director stands in for the head of the office, of the leading group, and of whoever is not known
    heads = {Role.HEAD, Role.OFFICE_DIRECTOR, *((Role.LIAISON,) if unit == LEADING_GROUP else ())}
    return _Owner(frozenset(heads), Role.LEADER.rank if unit else Role.OFFICE_DIRECTOR.rank)


def _skips(rungs: Iterable[RungShape], owner: _Owner) -> Iterator[tuple[int, int, Role]]:
    """Rung, place in its audience and role, wherever somebody above the head is told and the head was not before."""
    late = [(i, rung) for i, rung in enumerate(rungs) if rung.at.days > 0]
    told = _earliest(rung.at for _, rung in late if not owner.heads.isdisjoint(rung.tell))
    for i, rung in sorted(late, key=lambda pair: _days(pair[1].at, 0)):
        for j, role in enumerate(rung.tell):
            above = Role.HEAD.rank < role.rank <= owner.top and role not in owner.heads
            if above and not any(_before(at, rung.at) for at in told):
                yield i, j, role


def _earliest(rungs: Iterable[Offset]) -> Iterable[Offset]:
    """The first rung in working days and the first in days."""
    return {at.unit: at for at in sorted(rungs, key=lambda at: -at.days)}.values()


def _before(at: Offset, other: Offset) -> bool:
    """Whether a rung comes on an earlier day than another, in a usual week; days off may still push them together."""
    return any(_days(at, weekday) < _days(other, weekday) for weekday in _WEEK)


def _days(at: Offset, weekday: int) -> int:
    """Calendar days from a working day to a rung after it, in weeks of five working days."""
    if at.unit == "wd":
        return at.days + 2 * ((weekday + at.days) // 5)
    return at.days + {5: 2, 6: 1}.get((weekday + at.days) % 7, 0)


def no_escalation(case: Case) -> Iterator[Finding]:
    """A ladder that ends on the due day lets a delay pass in silence."""
    for key in case.used:
        rungs = case.file.ladders[key]
        if rungs and not any(rung.at.days > 0 for rung in rungs):
            message = phrase("the ladder {ladder} ends on the due day: nobody is told when something is late; "
                             "add a rung like `at: +1wd`", ladder=key)  # fmt: skip
            yield "no-escalation", message, ("ladders", key)


RULES = (ladder_skips_head, no_escalation)
