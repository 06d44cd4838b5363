"""What a changed file says otherwise of the campaign as a whole: settings, working days, ladders, phases, order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from models.words import Phrase, phrase
from register.change.kinds import Change, ChangeKind, Shown, shown
from schedule.ladder import Ladder, Rung
from schedule.plan import Contact, MilestonePlan, PhasePlan, Plan
from schedule.working_calendar import WorkingCalendar

T = TypeVar("T", PhasePlan, MilestonePlan)
_SHOWN_DAYS = 20
_FOLLOWS = phrase("what has not gone yet follows the new setting; what went stays")
_LADDER = phrase("rungs that went stay; new ones whose day is past do not go; whoever is overdue gets no fresh start")
_CALENDAR = phrase("rungs that have not gone move; those that went stay")
_DESCRIBED = phrase("pages and notices from now on say so; a duty whose day moves with it stands in a line of its own")


def changed_settings(old: Plan, new: Plan) -> Iterator[Change]:
    """Everything that holds for the campaign as a whole."""
    for place, read in _SETTINGS.items():
        before, after = read(old), read(new)
        if before != after:
            yield Change(ChangeKind.SETTING, place, shown(before), shown(after), _FOLLOWS)
    yield from _calendar(old.calendar, new.calendar)
    yield from _ladders(old, new)
    yield from _listed(ChangeKind.PHASE, "phases", old.phases, new.phases, _phase)
    yield from _listed(ChangeKind.MILESTONE, "milestones", old.milestones, new.milestones, _milestone)


def _hours(plan: Plan) -> Phrase:
    first, last = plan.office_hours
    return phrase("{first} to {last}", first=first, last=last)


def _contact(plan: Plan) -> Shown:
    contact = plan.contact
    return None if contact == Contact() else shown((contact.name or "", contact.phone or "", contact.mail or ""))


_SETTINGS: Mapping[str, Callable[[Plan], object]] = {
    "campaign.title": lambda plan: plan.title,
    "campaign.timezone": lambda plan: plan.timezone,
    "campaign.opens_on": lambda plan: plan.opens_on,
    "campaign.closes_on": lambda plan: plan.closes_on,
    "campaign.rest_day": lambda plan: plan.rest_day,
    "campaign.office_hours": _hours,
    "campaign.languages": lambda plan: plan.languages,
    "campaign.review_term": lambda plan: plan.review_term,
    "campaign.contact": _contact,
}


# -- working days ------------------------------------------------------------------------------------------------------


def _calendar(old: WorkingCalendar, new: WorkingCalendar) -> Iterator[Change]:
    """Days that count otherwise where both calendars reach; how far they reach follows from the file's own days."""
    first, last = max(old.first, new.first), min(old.last, new.last)

    def days(ordinals: Iterable[int]) -> set[date]:
        return {date.fromordinal(n) for n in ordinals if first.toordinal() <= n <= last.toordinal()}

    def marks(calendar: WorkingCalendar) -> set[date]:
        return days(calendar.worked_weekend | calendar.weekdays_off)

    def years(calendar: WorkingCalendar) -> set[int]:
        return {year for year in calendar.provisional_years if first.year <= year <= last.year}

    worked, worked_now = days(old.working), days(new.working)
    differences: dict[str, set[date] | set[int]] = {
        "calendar.now-worked": worked_now - worked,
        "calendar.now-off": worked - worked_now,
        "calendar.now-published": years(old) - years(new),
        "calendar.now-provisional": years(new) - years(old),
        "calendar.marked-otherwise": (marks(old) ^ marks(new)) - (worked ^ worked_now),
    }
    for place, found in differences.items():
        if found:
            yield Change(ChangeKind.CALENDAR, place, None, _some(sorted(map(str, found))), _CALENDAR)


def _some(found: list[str]) -> Shown:
    return shown((*found[:_SHOWN_DAYS], *(["…"] if len(found) > _SHOWN_DAYS else [])))


# -- ladders -----------------------------------------------------------------------------------------------------------


def _ladders(old: Plan, new: Plan) -> Iterator[Change]:
    for key in dict.fromkeys((*old.ladders, *new.ladders)):
        before, after = old.ladders.get(key), new.ladders.get(key)
        if before != after:
            yield _ladder(f"ladders.{key}", _rungs(before), _rungs(after))
    if old.default_ladder != new.default_ladder:
        yield _ladder("campaign.ladder", old.default_ladder, new.default_ladder)
    stay = [key for key, party in new.directory.parties.items() if _takes_part(old, key) and not party.gone]
    for key in stay:
        if old.party_ladders.get(key) != new.party_ladders.get(key):
            yield _ladder(f"{key}.ladder", old.party_ladders.get(key), new.party_ladders.get(key))
        if old.up_to.get(key) != new.up_to.get(key):
            yield _ladder(f"{key}.up_to", shown(old.up_to.get(key)), shown(new.up_to.get(key)))


def _ladder(subject: str, before: Shown, after: Shown) -> Change:
    return Change(ChangeKind.LADDER, subject, before, after, _LADDER)


def _takes_part(plan: Plan, key: str) -> bool:
    return key in plan.directory.parties and not plan.directory.parties[key].gone


def _rungs(ladder: Ladder | None) -> Shown:
    return shown(tuple(_rung(rung) for rung in ladder.rungs)) if ladder else None


def _rung(rung: Rung) -> Phrase:
    if rung.every:
        return phrase(
            "{at}, again every {days} {unit}: {tell}", at=rung.at, days=rung.every, unit=rung.at.unit, tell=rung.tell
        )
    return phrase("{at}: {tell}", at=rung.at, tell=rung.tell)


# -- phases and milestones ---------------------------------------------------------------------------------------------


def _listed(
    kind: ChangeKind, place: str, old: Iterable[T], new: Iterable[T], described: Callable[[T], Phrase]
) -> Iterator[Change]:
    # where in the file something stands is no difference
    before: dict[str, T] = {one.key: replace(one, path=()) for one in old}
    after: dict[str, T] = {one.key: replace(one, path=()) for one in new}
    for key in dict.fromkeys((*before, *after)):
        was, is_now = before.get(key), after.get(key)
        if was != is_now:
            told, says = described(was) if was else None, described(is_now) if is_now else None
            yield Change(kind, f"{place}.{key}", told, says, _DESCRIBED)


def _phase(one: PhasePlan) -> Phrase:
    return phrase(
        "{title}, {kind}, {first} to {last}",
        title=one.title or one.key,
        kind=one.kind,
        first=one.opens_on,
        last=one.closes_on,
    )


def _milestone(one: MilestonePlan) -> Phrase:
    day = one.dated.due_on or one.dated.kind
    if one.clause is None:
        return phrase("{title}, {day}", title=one.title, day=day)
    return phrase("{title} ({clause}), {day}", title=one.title, clause=one.clause, day=day)


def changed_order(old: Plan, new: Plan, dropped: frozenset[str]) -> Iterator[Change]:
    """What stands in both, in another order: lists and the lines of a notice follow the file's."""
    sequences = (
        ([key for key in old.by_id if key not in dropped], list(new.by_id)),
        ([one.key for one in old.phases], [one.key for one in new.phases]),
        ([one.key for one in old.milestones], [one.key for one in new.milestones]),
        ([one.key for one in old.directory.parties.values() if not one.gone], list(new.directory.parties)),
        ([one.key for one in old.directory.seats.values() if not one.gone], list(new.directory.seats)),
    )
    if any(_in_order(before, after) for before, after in sequences):
        effect = phrase("lists and the lines of notices follow the file's order from now on")
        yield Change(ChangeKind.ORDER, "file", None, None, effect)


def _in_order(before: list[str], after: list[str]) -> bool:
    """Whether what stands in both changed places."""
    ours, theirs = set(before), set(after)
    return [key for key in before if key in theirs] != [key for key in after if key in ours]
