"""What is owed: whether owners, recipients, needs, vetoes and questions name what exists, and keys stand once."""

import re
from collections.abc import Iterable, Iterator

from models.words import LEADING_GROUP, OFFICE, Path, Phrase, phrase
from schedule.campaign_file.circles import circles
from schedule.campaign_file.dates import OnNotice, Unknown, Window
from schedule.campaign_file.duties import LeadAndSupport, OpenSlots, Owner, UnitClass
from schedule.campaign_file.entries import Finding, deliverables, milestones
from schedule.campaign_file.lookup import Lookup, Names
from schedule.campaign_file.parties import Selection
from schedule.campaign_file.party_references import selection, who
from schedule.campaign_file.shapes import CampaignFile

_SLOT = re.compile(r"(.+)-slot-([0-9]{2,6})")
_Keyed = tuple[Phrase, Iterable[tuple[str, Path]]]


def keys(names: Names) -> Iterator[Finding]:
    """Phases, milestones, deliverables, steps, readings, vetoes and questions have keys of their own."""
    for what, keyed in _keyed(names):
        seen: set[str] = set()
        for key, path in keyed:
            if key in seen:
                message = phrase("the {what} {key} stands here a second time", what=what, key=key)
                yield "duplicate-key", message, (*path, "key")
            seen.add(key)
    for i, phase in enumerate(names.file.phases):
        if phase.key == "campaign":
            message = phrase("{key} has a meaning of its own; choose another key", key=phase.key)
            yield "bad-key", message, ("phases", i, "key")
    yield from _asked_already(names)


def _keyed(names: Names) -> Iterator[_Keyed]:
    file = names.file
    yield phrase("phase"), ((phase.key, ("phases", i)) for i, phase in enumerate(file.phases))
    yield phrase("milestone"), ((milestone.key, path) for _, milestone, path in milestones(file))
    yield phrase("deliverable"), ((one.key, path) for _, _, one, path in deliverables(file))
    yield phrase("veto"), ((veto.key, ("vetoes", i)) for i, veto in enumerate(file.vetoes))
    yield phrase("question"), ((asked.key, ("questions", i)) for i, asked in enumerate(file.questions))
    for _, _, deliverable, path in deliverables(file):
        yield phrase("step"), ((step.key, (*path, "chain", i)) for i, step in enumerate(deliverable.chain))
    for i, veto in enumerate(file.vetoes):
        yield phrase("reading"), ((one.key, ("vetoes", i, "readings", j)) for j, one in enumerate(veto.readings))


def _asked_already(names: Names) -> Iterator[Finding]:
    """Unknown days, owners, names and readings ask by themselves, under keys that no question of the file may take."""
    asked = set(_asked(names.file))
    slots = {one.key: sum(_slots(owner) for owner in one.owed_by) for _, _, one, _ in deliverables(names.file)}
    for i, question in enumerate(names.file.questions):
        slot = _SLOT.fullmatch(question.key)
        if question.key in asked or (slot and int(slot[2]) <= slots.get(slot[1], 0)):
            message = phrase("a question that the plan asks by itself is called {key}", key=question.key)
            yield "duplicate-key", message, ("questions", i, "key")


def _asked(file: CampaignFile) -> Iterator[str]:
    acting = file.bodies.keys() - {OFFICE, LEADING_GROUP}
    for _, milestone, deliverable, _ in deliverables(file):
        for owner in deliverable.owed_by:
            due = getattr(owner, "due", None) or deliverable.due or milestone.due
            if isinstance(due, Unknown):
                yield f"{deliverable.key}-due"
            if isinstance(due, OnNotice) or (isinstance(due, Window) and isinstance(owner, str) and owner in acting):
                yield f"{deliverable.key}-day"
    yield from (f"{key}-name" for key, unit in file.units.items() if unit.name is None)
    yield from (f"in-charge-{key}" for key in file.units)
    yield from (f"{veto.key}-reading" for veto in file.vetoes if veto.readings and veto.reading is None)


def _slots(owner: Owner) -> int:
    return owner.open if isinstance(owner, OpenSlots) else 0


def owners(names: Names) -> Iterator[Finding]:
    """Who owes, who receives, who does a step."""
    for _, _, deliverable, path in deliverables(names.file):
        for i, owner in enumerate(deliverable.owed_by):
            yield from _owner(names, owner, (*path, "owed_by", i))
        yield from _each(names.party, deliverable.submit_to, (*path, "submit_to"))
        for i, step in enumerate(deliverable.chain):
            yield from names.party(step.by, (*path, "chain", i, "by"))
            yield from _each(names.party, step.submit_to, (*path, "chain", i, "submit_to"))


def _owner(names: Names, owner: Owner, path: Path) -> Iterator[Finding]:
    match owner:
        case LeadAndSupport():
            if owner.lead == "all":
                yield "bad-value", phrase("one unit or body leads; name it"), (*path, "lead")
            else:
                yield from names.party(owner.lead, (*path, "lead"))
            yield from who(names, owner.support, (*path, "support"))
        case UnitClass():
            yield from who(names, owner.units, (*path, "units"))
        case Selection():
            yield from selection(names, owner, path)
        case str():
            yield from names.owner(owner, path)


def _each(lookup: Lookup, keys: Iterable[str], path: Path) -> Iterator[Finding]:
    for i, key in enumerate(keys):
        yield from lookup(key, (*path, i))


def needs(names: Names) -> Iterator[Finding]:
    """Deliverables that come first exist, and none of them needs this one."""
    places: dict[str, Path] = {}
    edges: dict[str, tuple[str, ...]] = {}
    for _, _, deliverable, path in deliverables(names.file):
        yield from _each(names.deliverable, deliverable.needs, (*path, "needs"))
        places[deliverable.key] = (*path, "needs")
        edges[deliverable.key] = deliverable.needs
    for key, way in circles(edges):
        message = phrase("needs leads from {key} back to itself", key=key)
        if way:
            message = phrase("needs leads from {key} back to itself: {way}", key=key, way=way)
        yield "circle", message, places[key]


def vetoes(names: Names) -> Iterator[Finding]:
    """Vetoes and questions are about deliverables that exist; the reading that holds is one of the veto's."""
    for i, question in enumerate(names.file.questions):
        yield from _each(names.deliverable, question.deliverables, ("questions", i, "deliverables"))
    for i, veto in enumerate(names.file.vetoes):
        yield from _each(names.deliverable, veto.deliverables, ("vetoes", i, "deliverables"))
        if veto.reading is not None:
            known = {reading.key: None for reading in veto.readings}
            reading = Lookup(names, known, "unknown-reading", phrase("reading"))
            yield from reading(veto.reading, ("vetoes", i, "reading"))
