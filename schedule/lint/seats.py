"""Rules about seats: who can be reached, who sits in the leading group, who is in charge."""

from collections.abc import Iterator, Mapping

from models.words import LEADING_GROUP, OFFICE, Role, phrase
from schedule.campaign_file.references import Finding, seat_keys
from schedule.directory import Directory
from schedule.lint.case import ONE_BY_ONE, Case, some
from schedule.plan import QuestionKind

_OF_THE_OFFICE = frozenset({Role.OFFICE_DEPUTY, Role.OFFICE_MANAGER, Role.OFFICE_DIRECTOR, Role.LEADER})
"""Roles that mean the same seats whatever unit owes."""


def unreachable(case: Case) -> Iterator[Finding]:
    """Notices to a seat without a person or an address are held (law 9; G11)."""
    directory = case.plan.directory
    addressed = tuple(dict.fromkeys(_addressed(case)))
    reached = _reached(case)
    missed = [seat for seat in addressed if not reached.get(directory.root(seat))]
    if not missed:
        return
    vacant = sum(1 for seat in missed if directory.root(seat) not in reached)
    message = phrase(
        "of {total} seats that notices go to, nobody can be reached at {count} ({seats}); "
        "seats without a person: {vacant}, with a person who has no address: {mute}; "
        "notices to them are held, so name people and addresses under `people`, here or in a file laid over this one",
        total=len(addressed), count=len(missed), vacant=vacant, mute=len(missed) - vacant,
        seats=some([case.seated(seat) for seat in missed]),
    )  # fmt: skip
    yield "unreachable", message, seat_keys(case.file)[missed[0]]


def _addressed(case: Case) -> Iterator[str]:
    """The seats that a ladder, or the office's own work, sends notices to; some more than once."""
    directory = case.plan.directory
    for role in sorted(case.told, key=lambda role: role.rank):
        units = case.told[role]
        if role is Role.MEMBER:
            members = directory.with_role(LEADING_GROUP, role)
            yield from (seat for seat in members if directory.stands_for(seat) in units)
        elif role is Role.DEPUTY_LEADER:
            deputies = directory.with_role(LEADING_GROUP, role)
            yield from (seat for seat in deputies if not directory.seats[seat].in_charge.isdisjoint(units))
        elif role in _OF_THE_OFFICE:
            yield from directory.resolve(role, next((unit for unit in units if unit is not None), None))
        else:
            yield from (seat for unit in units for seat in directory.resolve(role, unit))
    yield from directory.office_staff
    yield from directory.office_directors


def _reached(case: Case) -> Mapping[str, bool]:
    """The seats, each by the one it is joined to, that somebody holds in the campaign; whether he has an address."""
    plan, found = case.plan, dict[str, bool]()
    for person in plan.directory.people:
        for tenure in person.tenures:
            if tenure.since <= plan.closes_on and tenure.to >= plan.first_on:
                root = plan.directory.root(tenure.seat)
                found[root] = found.get(root, False) or bool(person.addresses)
    return found


def owes_without_seat(case: Case) -> Iterator[Finding]:
    """Who owes and has no seat hears of the campaign from outside (G17)."""
    standing = _seated(case.plan.directory)
    missing = [key for key in case.owing if key not in standing]
    if not standing or not missing:
        return
    if len(missing) > ONE_BY_ONE:
        message = phrase(
            "{count} units owe something and have no seat in the leading group: {units}; "
            "ask whether they are to be members, or who speaks for them there",
            count=len(missing), units=some([case.called(key) for key in missing]),
        )  # fmt: skip
        yield "owes-without-seat", message, ("units", missing[0])
        return
    for key in missing:
        message = phrase(
            "{unit} owes something and has no seat in the leading group; "
            "ask whether it is to be a member, or who speaks for it there",
            unit=case.called(key),
        )  # fmt: skip
        yield "owes-without-seat", message, ("units", key)


def _seated(directory: Directory) -> frozenset[str | None]:
    """The units that a seat of the leading group stands for."""
    of_group = (key for key, seat in directory.seats.items() if seat.party == LEADING_GROUP)
    return frozenset(unit for unit in map(directory.stands_for, of_group) if unit is not None)


def in_charge_unknown(case: Case) -> Iterator[Finding]:
    """A deputy leader nobody knows is the office director, and an open question (design §6)."""
    asked = [one for one in case.plan.questions if one.kind is QuestionKind.IN_CHARGE]
    if asked:
        units = [one.id.removeprefix("in-charge-") for one in asked]
        message = phrase(
            "units of which the plan does not say which deputy leader is in charge: {count} ({units}); "
            "the office director is told in his place, so ask, and write `in_charge` at the deputy leaders' seats",
            count=len(units), units=some([case.called(key) for key in units]),
        )  # fmt: skip
        yield "in-charge-unknown", message, asked[0].path


def in_charge_twice(case: Case) -> Iterator[Finding]:
    """Two deputy leaders in charge of one unit are both told of what it owes."""
    directory = case.plan.directory
    first: dict[str, str] = {}
    for seat in directory.with_role(LEADING_GROUP, Role.DEPUTY_LEADER):
        mine = directory.seats[seat].in_charge
        shared: dict[str, list[str]] = {}
        for unit in sorted(mine & first.keys()):
            shared.setdefault(first[unit], []).append(unit)
        for other, units in shared.items():
            message = phrase(
                "{other} is in charge of {units} already: both deputy leaders would be told; leave it to one of them",
                other=case.seated(other), units=some([case.called(unit) for unit in units]),
            )  # fmt: skip
            yield (
                "in-charge-twice",
                message,
                ("bodies", LEADING_GROUP, "seats", directory.seats[seat].post, "in_charge"),
            )
        for unit in mine:
            first.setdefault(unit, seat)


def in_charge_unread(case: Case) -> Iterator[Finding]:
    """Only a deputy leader of the leading group is in charge of units."""
    for section, parties in (("units", case.file.units), ("bodies", case.file.bodies)):
        for key, party in parties.items():
            for post, seat in party.seats.items():
                reads = key == LEADING_GROUP and seat is not None and seat.role is Role.DEPUTY_LEADER
                if seat is not None and seat.in_charge and not reads:
                    message = phrase(
                        "only a deputy_leader of the body {group} is in charge of units; here it has no effect, "
                        "so move it there or delete it",
                        group=LEADING_GROUP,
                    )  # fmt: skip
                    yield "in-charge-unread", message, (section, key, "seats", post, "in_charge")


def no_office(case: Case) -> Iterator[Finding]:
    """Everything that is not known, not owned or not decided goes to the office."""
    directory = case.plan.directory
    if OFFICE not in case.file.bodies:
        message = phrase(
            "there is no body `{office}`: what has no owner or no day is told to nobody, and nobody reviews; "
            "add it under `bodies`, with a director and staff",
            office=OFFICE,
        )
        yield "no-office", message, ("bodies",)
    elif not directory.office_staff:
        message = phrase(
            "nobody sits in the office: what has no owner or no day is told to nobody, and nobody reviews; "
            "add a director (role: office_director) and staff (role: liaison)"
        )
        yield "no-office", message, ("bodies", OFFICE)
    elif not directory.office_directors:
        message = phrase(
            "the office has no director: what its staff leave undone is told to nobody; "
            "add a seat with the role office_director"
        )
        yield "no-office", message, ("bodies", OFFICE)


RULES = (
    unreachable,
    owes_without_seat,
    in_charge_unknown,
    in_charge_twice,
    in_charge_unread,
    no_office,
)
