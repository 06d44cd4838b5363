"""Rules about which ladder holds for what, and whether anybody stands on its rungs."""

from collections.abc import Iterable, Iterator

from models.words import LEADING_GROUP, OFFICE, Path, Role, phrase
from schedule.campaign_file.references import Finding
from schedule.lint.case import Case, some, titles_of

_OF_UNITS = (Role.LIAISON, Role.HEAD)
"""Roles that every unit is to have."""


def role_without_seat(case: Case) -> Iterator[Finding]:
    """A rung that tells a role without a seat tells nobody."""
    for key, duties in case.used.items():
        parties = case.plan.directory.parties
        units = [unit for unit in dict.fromkeys(one.unit for one in duties) if unit and parties[unit].is_unit]
        for role, path in _roles(case, key):
            concerned = [unit for unit in units if case.tells(role, unit)]
            missing = _without(case, role, concerned)
            if missing and len(missing) == len(concerned):
                message = phrase(
                    "the ladder {ladder} tells the {role}, and no such seat is found for any unit it holds for: "
                    "add the seat, or tell somebody else",
                    ladder=key, role=role,
                )  # fmt: skip
                yield "role-without-seat", message, path
            elif missing and role in _OF_UNITS:
                message = phrase(
                    "the ladder {ladder} tells the {role}; units without such a seat: {count} of {total} ({units}); "
                    "add the seat, or give them a ladder of their own",
                    ladder=key, role=role, count=len(missing), total=len(concerned),
                    units=some([case.called(unit) for unit in missing]),
                )  # fmt: skip
                yield "role-without-seat", message, path


def _roles(case: Case, key: str) -> Iterator[tuple[Role, Path]]:
    """Every role a ladder tells, and where it does first."""
    seen: set[Role] = set()
    for i, rung in enumerate(case.file.ladders[key]):
        for j, role in enumerate(rung.tell):
            if role not in seen:
                seen.add(role)
                yield role, ("ladders", key, i, "tell", j)


def _without(case: Case, role: Role, units: list[str]) -> list[str]:
    """The units for which a role means no seat; an office without a director is a finding of its own."""
    directory = case.plan.directory
    match role:
        case Role.OFFICE_DIRECTOR:
            return []
        case Role.OFFICE_MANAGER | Role.OFFICE_DEPUTY:
            return [] if directory.with_role(OFFICE, role) else units
        case Role.DEPUTY_LEADER | Role.LEADER:
            return [] if directory.with_role(LEADING_GROUP, role) else units
        case Role.MEMBER:
            return [unit for unit in units if unit not in case.members]
        case _:
            return [unit for unit in units if not directory.with_role(unit, role)]


def no_ladder(case: Case) -> Iterator[Finding]:
    """Without a ladder nobody is told of a due day, before or after it."""
    silent = [one for one in case.chased if case.plan.ladder_of(one, one.unit) is None]
    if silent:
        message = phrase(
            "no ladder holds for {titles}: nobody is reminded; "
            "name one as `ladder` of the campaign, of the kind of unit or of the deliverable",
            titles=titles_of(silent),
        )  # fmt: skip
        yield "no-ladder", message, silent[0].path


def unused(case: Case) -> Iterator[Finding]:
    """What nothing uses was meant for something."""
    used = {*case.used, *_may_be_used(case)}
    for key in case.file.ladders:
        if key not in used:
            message = phrase("no duty uses the ladder {ladder}: name it as `ladder` where it belongs, or delete it",
                             ladder=key)  # fmt: skip
            yield "unused", message, ("ladders", key)
    kinds = {unit.kind for unit in case.file.units.values()}
    for key in case.file.kinds:
        if key not in kinds:
            message = phrase("no unit is of the kind {kind}: name it as `kind` of its units, or delete it", kind=key)
            yield "unused", message, ("kinds", key)


def _may_be_used(case: Case) -> Iterable[str]:
    """Ladders of units that may yet be named as owners of an open slot."""
    waits = any(one.unit is None and one.ladder is None for one in case.chased)
    return case.plan.party_ladders.values() if waits else ()


RULES = (role_without_seat, no_ladder, unused)
