"""Whether everything that is named in a campaign file exists, once, and leads nowhere in a circle."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from models.words import Path, Phrase, Problem, Role, Severity, phrase
from schedule.campaign_file.dates import After, Due
from schedule.campaign_file.parties import Selection
from schedule.campaign_file.reader import CampaignSource
from schedule.campaign_file.shapes import (
    CampaignFile,
    Deliverable,
    LeadAndSupport,
    Milestone,
    OpenSlots,
    Owner,
    Phase,
    UnitClass,
)
from schedule.working_calendar import known_country

DEFAULT_SEATS = {"liaison": Role.LIAISON, "head": Role.HEAD}
"""Seats of every unit that does not say otherwise."""
MOST_DAYS_AWAY = 1000
"""How far relative dates may lead in sum; the calendar is built wide enough for that."""


def check_references(source: CampaignSource) -> tuple[Problem, ...]:
    """Every dangling name, duplicate, overlap and circle, as errors with their places."""
    return tuple(
        source.problem(Severity.ERROR, code, message, path)
        for checker in (_calendar, _names, _seats, _people, _ladders, _owners, _circles, _vetoes)
        for code, message, path in checker(source)
    )


Finding = tuple[str, Phrase, Path]


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


class _Lookup:
    """Says of a name whether it exists, and what was likely meant."""

    def __init__(self, source: CampaignSource, known: Iterable[str], code: str, what: Phrase) -> None:
        self.known, self.code, self.what = set(known), code, what
        self.left_out = source.left_out

    def __call__(self, name: str, path: Path) -> Iterator[Finding]:
        if name in self.known or name.rpartition("/")[0] in self.left_out or name in self.left_out:
            return
        import difflib  # noqa: PLC0415 -- only a mistake needs it

        close = difflib.get_close_matches(name, self.known, 1) if len(self.known) < 2000 else []
        if close:
            yield (
                self.code,
                phrase("no {what} is called {name}; did you mean {close}?", what=self.what, name=name, close=close[0]),
                path,
            )
        else:
            yield self.code, phrase("no {what} is called {name}", what=self.what, name=name), path


def _calendar(source: CampaignSource) -> Iterator[Finding]:
    local = source.file.campaign.calendar
    if local.country is None or known_country(local.country, local.subdivision):
        return
    key = "country" if not known_country(local.country) else "subdivision"
    message = phrase(
        "no holidays are known for {value}; write an ISO 3166 code like CN (subdivision: as the country numbers it), "
        "or null where every day is worked but those in `rest`",
        value=getattr(local, key),
    )
    yield "unknown-country", message, ("campaign", "calendar", key)


def _names(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    for key in file.units:
        if key in file.bodies:
            yield (
                "duplicate-key",
                phrase("{key} is a body already; a unit needs a key of its own", key=key),
                ("units", key),
            )
    for what, keys in _keyed(file):
        for key, path in _repeated(keys):
            yield "duplicate-key", phrase("the {what} {key} stands here a second time", what=what, key=key), path
    names: dict[str, str] = {}
    for section, party in (("units", file.units), ("bodies", file.bodies)):
        for key, one in party.items():
            for i, alias in enumerate((one.name, *one.aliases)):
                if alias is not None and names.setdefault(alias, key) != key:
                    path = (section, key, "name") if i == 0 else (section, key, "aliases", i - 1)
                    yield (
                        "name-taken",
                        phrase("{name} is already a name of {other}", name=alias, other=names[alias]),
                        path,
                    )


def _keyed(file: CampaignFile) -> tuple[tuple[Phrase, list[tuple[str, Path]]], ...]:
    return (
        (phrase("phase"), [(p.key, ("phases", i, "key")) for i, p in enumerate(file.phases)]),
        (phrase("milestone"), [(m.key, (*path, "key")) for _, m, path in milestones(file)]),
        (phrase("deliverable"), [(d.key, (*path, "key")) for _, _, d, path in deliverables(file)]),
        (
            phrase("step"),
            [
                (f"{d.key}.{s.key}", (*path, "chain", i, "key"))
                for _, _, d, path in deliverables(file)
                for i, s in enumerate(d.chain)
            ],
        ),
        (phrase("veto"), [(v.key, ("vetoes", i, "key")) for i, v in enumerate(file.vetoes)]),
        (phrase("question"), [(q.key, ("questions", i, "key")) for i, q in enumerate(file.questions)]),
    )


def _repeated(keys: list[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    seen: Counter[str] = Counter()
    for key, path in keys:
        seen[key] += 1
        if seen[key] > 1:
            yield key, path


def _seats(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    known = seat_keys(file)
    seat = _Lookup(source, known, "unknown-seat", phrase("seat"))
    unit = _Lookup(source, file.units, "unknown-unit", phrase("unit"))
    joined: dict[str, str] = {}
    for section, parties in (("units", file.units), ("bodies", file.bodies)):
        for key, party in parties.items():
            for post, one in party.seats.items():
                path: Path = (section, key, "seats", post)
                if one is None:
                    continue
                if one.same_as:
                    yield from seat(one.same_as, (*path, "same_as"))
                    joined[f"{key}/{post}"] = one.same_as
                if one.unit:
                    yield from unit(one.unit, (*path, "unit"))
                yield from _who(source, one.in_charge, (*path, "in_charge"))
    for start in joined:
        if _comes_back(start, joined):
            yield "circle", phrase("same_as leads from {seat} back to itself", seat=start), known[start]


def _comes_back(start: str, joined: Mapping[str, str]) -> bool:
    seen, at = {start}, joined.get(start)
    while at is not None and at not in seen:
        seen.add(at)
        at = joined.get(at)
    return at == start


def _people(source: CampaignSource) -> Iterator[Finding]:
    seat = _Lookup(source, seat_keys(source.file), "unknown-seat", phrase("seat"))
    channels = set(source.file.campaign.channels)
    held: dict[str, list[tuple[date, date, str]]] = {}
    for i, person in enumerate(source.file.people):
        for j, tenure in enumerate(person.holds):
            path = ("people", i, "holds", j)
            yield from seat(tenure.seat, (*path, "seat"))
            since, to = tenure.since or date.min, tenure.to or date.max
            for start, end, name in held.get(tenure.seat, ()):
                if since <= end and start <= to:
                    message = phrase("{seat} is held by {name} at that time already", seat=tenure.seat, name=name)
                    yield "seat-taken", message, path
            held.setdefault(tenure.seat, []).append((since, to, person.name))
        for j, address in enumerate(person.addresses):
            if channels and (scheme := address.partition(":")[0]) not in channels:
                message = phrase(
                    "the channel {scheme} is not among the campaign's channels {allowed}",
                    scheme=scheme,
                    allowed=tuple(sorted(channels)),
                )
                yield "bad-address", message, ("people", i, "addresses", j)


def _ladders(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    ladder = _Lookup(source, file.ladders, "unknown-ladder", phrase("ladder"))
    places: list[tuple[str | None, Path]] = [(file.campaign.ladder, ("campaign", "ladder"))]
    places += [(kind.ladder, ("kinds", key, "ladder")) for key, kind in file.kinds.items()]
    places += [(unit.ladder, ("units", key, "ladder")) for key, unit in file.units.items()]
    places += [(body.ladder, ("bodies", key, "ladder")) for key, body in file.bodies.items()]
    places += [(d.ladder, (*path, "ladder")) for _, _, d, path in deliverables(file)]
    places += [(veto.ladder, ("vetoes", i, "ladder")) for i, veto in enumerate(file.vetoes)]
    for name, path in places:
        if name is not None:
            yield from ladder(name, path)
    for key, rungs in file.ladders.items():
        for i, rung in enumerate(rungs):
            if any(earlier.at == rung.at for earlier in rungs[:i]):
                message = phrase(
                    "the rung {at} stands here a second time; one rung lists its whole audience", at=str(rung.at)
                )
                yield "duplicate-key", message, ("ladders", key, i, "at")


def _who(source: CampaignSource, chosen: Iterable[Selection | str], path: Path) -> Iterator[Finding]:
    file = source.file
    unit = _Lookup(source, {*file.units, "all"}, "unknown-unit", phrase("unit"))
    for i, one in enumerate(chosen):
        if isinstance(one, Selection):
            yield from _selection(source, one, (*path, i))
        else:
            yield from unit(one, (*path, i))


def _selection(source: CampaignSource, selection: Selection, path: Path) -> Iterator[Finding]:
    units = source.file.units
    kinds = {unit.kind for unit in units.values() if unit.kind} | set(source.file.kinds)
    tags = {tag for unit in units.values() for tag in unit.tags}
    if selection.kind:
        yield from _Lookup(source, kinds, "unknown-kind", phrase("kind of unit"))(selection.kind, (*path, "kind"))
    if selection.tag:
        yield from _Lookup(source, tags, "unknown-tag", phrase("tag"))(selection.tag, (*path, "tag"))
    for i, key in enumerate(selection.but):
        yield from _Lookup(source, units, "unknown-unit", phrase("unit"))(key, (*path, "except", i))


def _owners(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    party = _Lookup(source, {*file.units, *file.bodies}, "unknown-unit", phrase("unit or body"))
    for _, _, deliverable, path in deliverables(file):
        for i, owner in enumerate(deliverable.owed_by):
            yield from _owner(source, owner, (*path, "owed_by", i))
        for i, to in enumerate(deliverable.submit_to):
            yield from party(to, (*path, "submit_to", i))
        for i, step in enumerate(deliverable.chain):
            yield from party(step.by, (*path, "chain", i, "by"))
            for j, to in enumerate(step.submit_to):
                yield from party(to, (*path, "chain", i, "submit_to", j))


def _owner(source: CampaignSource, owner: Owner, path: Path) -> Iterator[Finding]:
    file = source.file
    party = _Lookup(source, {*file.units, *file.bodies, "all"}, "unknown-unit", phrase("unit or body"))
    if isinstance(owner, LeadAndSupport):
        yield from party(owner.lead, (*path, "lead"))
        yield from _who(source, owner.support, (*path, "support"))
    elif isinstance(owner, UnitClass):
        yield from _who(source, owner.units, (*path, "units"))
    elif isinstance(owner, Selection):
        yield from _selection(source, owner, path)
    elif isinstance(owner, OpenSlots):
        if not 1 <= owner.open <= 999:
            yield "bad-value", phrase("the number of open slots must lie from 1 to 999"), (*path, "open")
    else:
        yield from party(owner, path)


def _circles(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    everything = list(deliverables(file))
    known = _Lookup(source, (d.key for _, _, d, _ in everything), "unknown-deliverable", phrase("deliverable"))
    needs: dict[str, tuple[str, ...]] = {}
    for _, _, deliverable, path in everything:
        needs[deliverable.key] = deliverable.needs
        for i, key in enumerate(deliverable.needs):
            yield from known(key, (*path, "needs", i))
    for _, _, deliverable, path in everything:
        if _reaches(deliverable.key, needs):
            message = phrase("needs leads from {key} back to itself", key=deliverable.key)
            yield "circle", message, (*path, "needs")
    yield from _anchors(source)


def _reaches(start: str, edges: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        at = waiting.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            waiting += edges.get(at, ())
    return False


def _anchors(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    # a milestone's name wins over a deliverable's, here as in `resolve`
    named = {d.key: d.due or m.due for _, m, d, _ in reversed(list(deliverables(file)))}
    named |= {m.key: m.due for _, m, _ in milestones(file)}
    ends = (f"{key}.{end}" for key in ("campaign", *(p.key for p in file.phases)) for end in ("opens_on", "closes_on"))
    anchor = _Lookup(source, {*named, *ends}, "unknown-date", phrase("date"))
    edges = {key: (due.after,) for key, due in named.items() if isinstance(due, After)}
    for due, path in _relative_dates(file):
        yield from anchor(due.after, (*path, "after"))
        if due.after in edges and _reaches(due.after, edges):
            yield "circle", phrase("the date of {key} leads back to itself", key=due.after), (*path, "after")
        elif _distance(due, named) > MOST_DAYS_AWAY:
            message = phrase(
                "lies more than {days} days from the date it is counted from in the end", days=MOST_DAYS_AWAY
            )
            yield "bad-date", message, (*path, "offset")


def _relative_dates(file: CampaignFile) -> Iterator[tuple[After, Path]]:
    for _, milestone, path in milestones(file):
        if isinstance(milestone.due, After):
            yield milestone.due, (*path, "due")
    for _, _, deliverable, path in deliverables(file):
        if isinstance(deliverable.due, After):
            yield deliverable.due, (*path, "due")
        for section, entries in (("owed_by", deliverable.owed_by), ("chain", deliverable.chain)):
            for i, entry in enumerate(entries):
                if isinstance(due := getattr(entry, "due", None), After):
                    yield due, (*path, section, i, "due")


def _distance(due: Due | None, named: Mapping[str, Due]) -> int:
    """Calendar days from the first date of a row of relative ones, at most; a working day may take a week."""
    days = 0
    while isinstance(due, After) and days <= MOST_DAYS_AWAY:
        days += abs(due.offset.days) * (2 if due.offset.unit == "wd" else 1)
        due = named.get(due.after)
    return days


def _vetoes(source: CampaignSource) -> Iterator[Finding]:
    file = source.file
    known = _Lookup(source, (d.key for _, _, d, _ in deliverables(file)), "unknown-deliverable", phrase("deliverable"))
    about = [(("vetoes", i), veto.deliverables) for i, veto in enumerate(file.vetoes)]
    about += [(("questions", i), question.deliverables) for i, question in enumerate(file.questions)]
    for path, keys in about:
        for j, key in enumerate(keys):
            yield from known(key, (*path, "deliverables", j))
    for i, veto in enumerate(file.vetoes):
        readings = {reading.key for reading in veto.readings}
        if veto.reading is not None:
            reading = _Lookup(source, readings, "unknown-reading", phrase("reading"))
            yield from reading(veto.reading, ("vetoes", i, "reading"))
