"""First sentences about what others owe, what nobody is known to owe, and what waits for the office."""

from collections.abc import Sequence

from models.words import Phrase, phrase
from notifications.matters import Matter, Reading
from notifications.parts import by_day, last_day, quoted, shortened, units_of
from notifications.states import left_text
from notifications.wording import day_text, unit_name
from schedule.facts import WaitKind


def others(group: Sequence[Matter], reading: Reading) -> Phrase:
    """What others owe soon."""
    first = group[0]
    units = units_of(group, reading)
    values: dict[str, object] = {
        "unit": units[0],
        "units": shortened(units, reading),
        "what": quoted(group, reading),
        "day": by_day(first, reading),
        "left": left_text(first.days, reading),
    }
    if len(group) == 1:
        return phrase("{unit} owes {what} by {day}: {left}. Please keep an eye on it.", **values)
    return phrase(
        "{count} duties of {units} are coming due, the first by {day}: {left}. Please keep an eye on them.",
        count=len(group),
        **values,
    )


def others_overdue(group: Sequence[Matter], reading: Reading) -> Phrase:
    """What others have not done; before a leader it is a report."""
    worst, units = min(group, key=lambda matter: matter.left), units_of(group, reading)
    values: dict[str, object] = {
        "unit": units[0],
        "units": shortened(units, reading),
        "number": len(units),
        "count": len(group),
        "what": quoted([worst], reading),
        "day": last_day(worst, reading),
        "late": left_text(worst.days, reading),
    }
    if reading.is_paper:
        return _before_leader(group, reading, values)
    if len(group) == 1:
        return phrase("{what}, due from {unit} by {day}, is outstanding: {late}. Please press for it.", **values)
    if len(units) == 1:
        return phrase("{unit} has {count} duties overdue, up to {late}. Please press for them.", **values)
    return phrase("{number} units have {count} duties overdue, up to {late}: {units}. Please press for them.", **values)


def _before_leader(group: Sequence[Matter], reading: Reading, values: dict[str, object]) -> Phrase:
    today = day_text(reading.on, reading.plan, reading.speech, 0)
    if len(group) == 1:
        return phrase("as of {today}, {what}, due from {unit} by {day}, is outstanding: {late}.", today=today, **values)
    if values["number"] == 1:
        return phrase("as of {today}, {unit} has {count} duties overdue, up to {late}.", today=today, **values)
    return phrase(
        "as of {today}, {number} units have {count} duties overdue, up to {late}: {units}.", today=today, **values
    )


def ownerless(group: Sequence[Matter], reading: Reading) -> Phrase:
    """What nobody is known to owe: name the owner."""
    first = min(group, key=lambda matter: matter.left)
    values: dict[str, object] = {
        "what": quoted(group, reading),
        "left": left_text(first.days, reading),
        "count": len(group),
    }
    if first.left < 0:
        return phrase(
            "nobody is known to owe {what} ({count} in all), due by {day}: {left}. Please name the owners at once.",
            day=last_day(first, reading),
            **values,
        )
    return phrase(
        "nobody is known to owe {what} ({count} in all), due by {day}: {left}. Please name the owners.",
        day=by_day(first, reading),
        **values,
    )


def waiting(group: Sequence[Matter], reading: Reading) -> Phrase:
    """What waits for the office's decision."""
    first = min(group, key=lambda matter: matter.left)
    values: dict[str, object] = {"day": by_day(first, reading), "left": left_text(first.days, reading)}
    if len(group) > 1 or first.wait is None:
        return _several_waiting(first, {**values, "count": len(group)})
    values |= {
        "unit": unit_name(reading.plan, first.unit, reading.speech),
        "what": quoted(group, reading),
        "asked": reading.speech.plain_day(first.wait.asked_on, reading.on.year),
    }
    if first.left < 0:
        return phrase(
            "{what} of {unit} has waited for the office's decision since {asked}, which was due by {day}: {left}. "
            "Please decide at once.",
            **values,
        )
    match first.wait.kind:
        case WaitKind.REVIEW:
            return phrase("{unit} handed in {what} on {asked}; please review it by {day}: {left}.", **values)
        case WaitKind.EXTENSION:
            return phrase(
                "{unit} asked on {asked} for a later day for {what}; please decide by {day}: {left}.", **values
            )
        case _:
            return phrase(
                "{unit} said on {asked} that {what} is not its duty; please decide by {day}: {left}.", **values
            )


def _several_waiting(first: Matter, values: dict[str, object]) -> Phrase:
    if first.left < 0:
        return phrase(
            "{count} things wait for the office's decision, the first was due by {day}: {left}. Please decide at once.",
            **values,
        )
    return phrase("{count} things wait for the office's decision, the first until {day}: {left}.", **values)
