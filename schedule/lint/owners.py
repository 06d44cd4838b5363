"""Rules about who owes, and to whom."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from models.words import Path, phrase
from schedule.campaign_file.parties import Selection
from schedule.campaign_file.references import Finding, deliverables
from schedule.campaign_file.shapes import CampaignFile, LeadAndSupport, OpenSlots, Owner, UnitClass
from schedule.lint.case import Case, some, title_of
from schedule.parties import select
from schedule.plan import Obligation


def owner_unknown(case: Case) -> Iterator[Finding]:
    """An open slot is planned, and the office is told to name its owner (law 9; G01)."""
    for _, _, deliverable, path in deliverables(case.file):
        for i, entry in enumerate(deliverable.owed_by):
            if isinstance(entry, OpenSlots):
                message = phrase(
                    "{title}: the plan does not say who owes it; owners to be named: {count}; "
                    "until they are, the office is told in their place, so ask, and write the units here",
                    title=case.titled(deliverable), count=entry.open,
                )  # fmt: skip
                yield "owner-unknown", message, (*path, "owed_by", i)


def owed_twice(case: Case) -> Iterator[Finding]:
    """Of two entries that name a unit only the first counts, with its date."""
    for _, _, deliverable, path in deliverables(case.file):
        if len(deliverable.owed_by) == 1 and isinstance(deliverable.owed_by[0], Selection | str):
            continue
        named: Counter[str] = Counter()
        for i, entry in enumerate(deliverable.owed_by):
            mine = Counter(_named(case.file, entry))
            again = [unit for unit in mine if mine[unit] > 1 or unit in named]
            named += mine
            if again:
                message = phrase(
                    "{title}: named here a second time: {units}; "
                    "it is owed once, as the first entry says, so delete one",
                    title=case.titled(deliverable), units=some([case.called(unit) for unit in again]),
                )  # fmt: skip
                yield "owed-twice", message, (*path, "owed_by", i)


def _named(file: CampaignFile, entry: Owner) -> Iterator[str]:
    """Every unit an entry names, as often as it does."""
    match entry:
        case UnitClass():
            yield from (unit for one in entry.units for unit in select(file, (one,)))
        case LeadAndSupport():
            yield from select(file, (entry.lead,))
            yield from (unit for one in entry.support for unit in select(file, (one,)))
        case Selection() | str():
            yield from select(file, (entry,))


def selects_nobody(case: Case) -> Iterator[Finding]:
    """A selection without a match makes a duty vanish in silence."""
    kinds: dict[str | None, set[str]] = {}
    tags: dict[str | None, set[str]] = {}
    for key, unit in case.file.units.items():
        kinds.setdefault(unit.kind, set()).add(key)
        for tag in unit.tags:
            tags.setdefault(tag, set()).add(key)
    for one, path in _selections(case.file):
        if one == "all" and not case.file.units:
            yield "selects-nobody", phrase("the file has no units, so `all` means nobody"), path
        elif isinstance(one, Selection) and not _matches(one, kinds, tags):
            message = phrase("no unit is meant by this: of this kind or tag there is none, or all are left out; "
                             "correct it, or delete it")  # fmt: skip
            yield "selects-nobody", message, path


def _matches(
    one: Selection, kinds: Mapping[str | None, Collection[str]], tags: Mapping[str | None, Collection[str]]
) -> bool:
    chosen = kinds.get(one.kind, ()) if one.kind else tags.get(one.tag, ())
    return len(chosen) > len(set(one.but).intersection(chosen))


def _selections(file: CampaignFile) -> Iterator[tuple[Selection | str, Path]]:
    for _, _, deliverable, path in deliverables(file):
        for i, entry in enumerate(deliverable.owed_by):
            place: Path = (*path, "owed_by", i)
            match entry:
                case UnitClass():
                    yield from _each(entry.units, (*place, "units"))
                case LeadAndSupport():
                    yield from _each(entry.support, (*place, "support"))
                case Selection() | str():
                    yield entry, place
    for key, body in file.bodies.items():
        for post, seat in body.seats.items():
            yield from _each(seat.in_charge, ("bodies", key, "seats", post, "in_charge"))


def _each(chosen: Iterable[Selection | str], path: Path) -> Iterator[tuple[Selection | str, Path]]:
    yield from ((one, (*path, i)) for i, one in enumerate(chosen))


def owes_nothing(case: Case) -> Iterator[Finding]:
    """A unit that nothing is asked of may have been forgotten."""
    helping = {unit for one in case.plan.obligations for unit in one.support}
    acting = {one.unit for one in case.plan.obligations}
    idle = [key for key in case.file.units if key not in acting and key not in helping]
    if not idle:
        return
    names = some([case.called(key) for key in idle])
    path: Path = ("units", idle[0])
    if any(one.slot is not None for one in case.plan.obligations):
        message = phrase(
            "nothing is asked by name of {names}; "
            "make sure they are among the owners still to be named, and not forgotten",
            names=names,
        )
        yield "owes-nothing", message, path
    else:
        message = phrase("nothing is asked of {names}; make sure they have not been forgotten", names=names)
        yield "owes-nothing", message, path


def no_recipient(case: Case) -> Iterator[Finding]:
    """What is handed in goes to somebody; the plan does not always say to whom."""
    for path, duties in case.asked.items():
        first = duties[0]
        if (first.forms or first.commitment) and not first.submit_to and _chased(case, duties):
            message = phrase("{title}: it is to be handed in, and the plan does not say to whom; "
                             "ask, and write it as `submit_to`", title=title_of(first))  # fmt: skip
            yield "no-recipient", message, path


def _chased(case: Case, duties: Iterable[Obligation]) -> bool:
    parties = case.plan.directory.parties
    return any(one.unit is None or parties[one.unit].chased for one in duties)


RULES = (owner_unknown, owed_twice, selects_nobody, owes_nothing, no_recipient)
