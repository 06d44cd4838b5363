"""What units, seats, deliverables and due days are called in a language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from types import MappingProxyType

from models.words import LEADING_GROUP, OFFICE, DueKind, Phrase, Role, phrase
from notifications.catalogue import Catalogue
from schedule.directory import SeatFacts
from schedule.facts import Item
from schedule.plan import Dated, Obligation, Plan
from schedule.timing import Timing

_SEATS: Mapping[Role, Phrase] = MappingProxyType(
    {
        Role.LIAISON: phrase("liaison of {party}"),
        Role.HEAD: phrase("head of {party}"),
        Role.ALTERNATE: phrase("alternate of {party}"),
        Role.OFFICE_DEPUTY: phrase("deputy director of {party}"),
        Role.OFFICE_MANAGER: phrase("manager of {party}"),
        Role.OFFICE_DIRECTOR: phrase("director of {party}"),
        Role.MEMBER: phrase("member of {party}"),
        Role.DEPUTY_LEADER: phrase("deputy leader of {party}"),
        Role.LEADER: phrase("leader of {party}"),
    }
)
_STAFF = phrase("staff of {party}")


# -- names -------------------------------------------------------------------------------------------------------------


def deliverable_name(one: Obligation, speech: Catalogue, slots: Iterable[int] = (), *, numbered: bool = True) -> str:
    """A deliverable with everything that tells it from the others of its name.

    Args:
        one: the obligation.
        speech: the language.
        slots: numbers of open slots that stand in one row; without them the obligation's own.
        numbered: whether to give these numbers at all.
    """
    name = bare_name(one, speech)
    marks = list(_marks(one, speech, _numbers(one, slots) if numbered else ()))
    return speech.render(phrase("{name} ({marks})", name=name, marks=marks)) if marks else name


def bare_name(one: Obligation, speech: Catalogue) -> str:
    """A deliverable without its class, period and number."""
    name = one_line(speech.render(one.title))
    if one.step_title:
        name = speech.render(phrase("{title}: {step}", title=name, step=one_line(speech.render(one.step_title))))
    return speech.render(phrase("being ready for {title}", title=name)) if one.readiness_for else name


def _numbers(one: Obligation, slots: Iterable[int]) -> tuple[int, ...]:
    return tuple(slots) or ((one.slot,) if one.slot else ())


def _marks(one: Obligation, speech: Catalogue, numbers: tuple[int, ...]) -> Iterator[str]:
    if one.label:
        yield one_line(one.label)
    if one.dated.period:
        yield period_text(one.dated.period, speech)
    if numbers:
        yield speech.render(phrase("no. {numbers}", numbers=_ranges(numbers)))


def _ranges(numbers: Iterable[int]) -> str:
    """`1–4, 6` for 1, 2, 3, 4, 6."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def period_text(period: str, speech: Catalogue) -> str:
    """An occurrence's period: `2024-03`, `2024-W13`, `2024`."""
    year, _dash, rest = period.partition("-")
    if rest.startswith("W"):
        return speech.render(phrase("week {week} of {year}", week=int(rest[1:]), year=year))
    if rest:
        return speech.month(date(int(year), int(rest), 1))
    return speech.render(phrase("year {year}", year=year))


def unit_name(plan: Plan, key: str | None, speech: Catalogue) -> str:
    """A unit's or body's name; its key where the plan leaves the name out; a phrase where nobody is known to owe."""
    if key is None:
        return speech.gettext("owner unknown")
    party = plan.directory.parties.get(key)
    if party is not None and party.name:
        return one_line(party.name)
    if key == OFFICE:
        return speech.gettext("the office")
    if key == LEADING_GROUP:
        return speech.gettext("the leading group")
    return speech.render(phrase("{key} (name unknown)", key=key))


def seat_title(plan: Plan, seat: str, speech: Catalogue, *, told_apart: bool = True) -> str:
    """What the holder of a seat is called.

    Args:
        plan: the plan with the directory.
        seat: `party/post`.
        speech: the language.
        told_apart: whether seats of one name carry their post's key as well; needless beside a person's name.
    """
    one = plan.directory.seats[seat]
    called = _called(plan, one, speech)
    peers = plan.directory.with_role(one.party, one.role) if told_apart else ()
    if any(key != seat and _called(plan, plan.directory.seats[key], speech) == called for key in peers):
        return speech.render(phrase("{name} ({marks})", name=called, marks=one.post))
    return called


def short_title(plan: Plan, seat: str, speech: Catalogue) -> str:
    """What the holder of a seat is called inside his own unit or body."""
    one = plan.directory.seats[seat]
    if one.title:
        return one_line(one.title)
    return speech.gettext("staff") if one.role is Role.LIAISON and one.party == OFFICE else speech.render(one.role)


def _called(plan: Plan, one: SeatFacts, speech: Catalogue) -> str:
    party, title = unit_name(plan, one.party, speech), one_line(one.title or "")
    staff = one.role is Role.LIAISON and one.party == OFFICE
    by_role = speech.render(Phrase(_STAFF.template if staff else _SEATS[one.role].template, {"party": party}))
    if by_role.endswith(title):
        return by_role
    if title.startswith(party) or not (staff or plan.directory.parties[one.party].is_unit):
        return title
    return speech.render(phrase("{party} {title}", party=party, title=title))


def one_line(text: str) -> str:
    """A text a person wrote, without line breaks and control characters."""
    shown = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())


def reason_text(item: Item, speech: Catalogue, plan: Plan | None = None) -> str:
    """Why an item was sent; with the plan, seats are called by their titles."""
    return speech.gettext("; ").join(speech.render(_with_titles(reason, speech, plan)) for reason in item.reason)


def _with_titles(reason: Phrase, speech: Catalogue, plan: Plan | None) -> Phrase:
    seat = reason.values.get("seat")
    if plan is None or not isinstance(seat, str) or seat not in plan.directory.seats:
        return reason
    return Phrase(reason.template, {**reason.values, "seat": seat_title(plan, seat, speech)})


# -- days --------------------------------------------------------------------------------------------------------------


def day_text(day: date, plan: Plan, speech: Catalogue, year: int, at: time | None = None) -> str:
    """A day with weekday, what is unusual about it, a time of day if one is given; `year` is left out."""
    calendar = plan.calendar
    marks: object = speech.weekday(day)
    if calendar.is_holiday(day):
        marks = phrase("{weekday}, holiday", weekday=marks)
    elif not calendar.is_working_day(day):
        marks = phrase("{weekday}, day off", weekday=marks)
    elif calendar.is_worked_weekend(day):
        marks = phrase("{weekday}, a working day", weekday=marks)
    if calendar.is_provisional(day):
        marks = phrase("{marks}, provisional", marks=marks)
    written = phrase("{day} ({marks})", day=speech.plain_day(day, year), marks=marks)
    return speech.render(phrase("{day} {time}", day=written, time=at) if at else written)


def due_text(one: Obligation, plan: Plan, speech: Catalogue) -> str:
    """The due day as the plan gives it: day, weekday and last working day; a window; or why there is no day."""
    if one.timing is None:
        return _no_day(one, plan, speech)
    return effective_due_text(one, one.timing, plan, speech, plan.opens_on.year)


def effective_due_text(one: Obligation, days: Timing, plan: Plan, speech: Catalogue, year: int) -> str:
    """The due day that counts now; `year` is left out."""
    text = timed_text(days, plan, speech, year, one.dated.due_at)
    if days != one.timing:
        return text
    dated = one.dated
    if dated.nominal_on and dated.nominal_on != dated.due_on:
        nominal = speech.plain_day(dated.nominal_on, year)
        text = speech.render(phrase("{day}, in place of {nominal}", day=text, nominal=nominal))
    return _from(dated, plan, speech, year, text)


def _from(dated: Dated, plan: Plan, speech: Catalogue, year: int, until: str) -> str:
    if dated.opens_on is None:
        return until
    first = day_text(dated.opens_on, plan, speech, year)
    return speech.render(phrase("from {first} to {last}", first=first, last=until))


def timed_text(days: Timing, plan: Plan, speech: Catalogue, year: int, at: time | None = None) -> str:
    """A due day; where it is a day off, the last working day for it or the day it counts until as well."""
    if days.base_on == days.due_on:
        return day_text(days.due_on, plan, speech, year, at)
    due = day_text(days.due_on, plan, speech, year, at if days.late_after == days.due_on else None)
    if days.base_on > days.due_on:
        counts = day_text(days.late_after, plan, speech, year, at)
        return speech.render(phrase("{due}; the next working day, {day}, counts", due=due, day=counts))
    if days.late_after < days.due_on:
        last = day_text(days.late_after, plan, speech, year, at)
        return speech.render(phrase("{due}; {day} is the last day for it", due=due, day=last))
    last = day_text(days.base_on, plan, speech, year)
    return speech.render(phrase("{due}; last working day {day}", due=due, day=last))


def _no_day(one: Obligation, plan: Plan, speech: Catalogue) -> str:
    dated, year = one.dated, plan.opens_on.year
    match dated.kind:
        case DueKind.UNKNOWN if dated.candidates:
            days = [day_text(day, plan, speech, year) for day in dated.candidates]
            return speech.render(phrase("not said; possible: {days}", days=days))
        case DueKind.UNKNOWN:
            return speech.gettext("not said")
        case DueKind.RELATIVE if dated.offset is not None:
            return speech.render(_counted_from(dated, plan))
    return speech.render(dated.kind)


def _counted_from(dated: Dated, plan: Plan) -> Phrase:
    """A day counted from another that nobody knows."""
    named = {one.deliverable: one.title for one in plan.obligations} | {one.key: one.title for one in plan.milestones}
    anchor, offset = named.get(dated.after or "", dated.after), dated.offset
    days = abs(offset.days) if offset else 0
    before, working = bool(offset and offset.days < 0), bool(offset and offset.unit == "wd")
    if not days:
        return phrase("the day of {anchor}, which is unknown", anchor=anchor)
    if working and before:
        return phrase("working days before {anchor}, whose day is unknown: {days}", days=days, anchor=anchor)
    if working:
        return phrase("working days after {anchor}, whose day is unknown: {days}", days=days, anchor=anchor)
    if before:
        return phrase("days before {anchor}, whose day is unknown: {days}", days=days, anchor=anchor)
    return phrase("days after {anchor}, whose day is unknown: {days}", days=days, anchor=anchor)
