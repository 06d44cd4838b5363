"""First sentences about what the reader owes himself, or his office for the leading group."""

from collections.abc import Sequence

from models.words import Phrase, phrase
from notifications.matters import Matter, Reading
from notifications.parts import by_day, last_day, quoted, unit_called
from notifications.states import left_text
from notifications.wording import day_text, unit_name


def own(group: Sequence[Matter], reading: Reading) -> Phrase:
    """What is coming due, or came back and is due again."""
    first, who = group[0], _who(group, reading)
    values: dict[str, object] = {"who": who, "day": by_day(first, reading), "left": left_text(first.days, reading)}
    if len(group) == 1:
        what = quoted(group, reading)
        if first.returned:
            return phrase(
                "{what} came back; please see that {who} hands it in again by {day}: {left}.", what=what, **values
            )
        if not _handed_in(first):
            return phrase("please see that {who} completes {what} by {day}: {left}.", what=what, **values)
        if not first.one.submit_to:
            return phrase("please see that {who} hands in {what} by {day}: {left}.", what=what, **values)
        to = [unit_name(reading.plan, key, reading.speech) for key in first.one.submit_to]
        return phrase("please see that {who} hands in {what} to {to} by {day}: {left}.", what=what, to=to, **values)
    values["names"], values["count"] = quoted(group, reading), len(group)
    if len({matter.days for matter in group}) == 1:
        return phrase("please see that {who} settles these {count} by {day}, {left}: {names}.", **values)
    values["what"] = quoted(group[:1], reading)
    return phrase("{count} duties of {who} are coming due, first {what}, by {day}: {left}.", **values)


def own_overdue(group: Sequence[Matter], reading: Reading) -> Phrase:
    """What is overdue, the worst of it by name."""
    worst = min(group, key=lambda matter: matter.left)
    values: dict[str, object] = {
        "who": _who(group, reading),
        "what": quoted([worst], reading),
        "day": last_day(worst, reading),
        "late": left_text(worst.days, reading),
        "count": len(group),
    }
    if len(group) > 1:
        return phrase(
            "{count} duties of {who} are overdue, first of all {what}, due by {day}: {late}. "
            "Please settle them at once, or say what stands in the way and by when it will be done.",
            **values,
        )
    if worst.told_late and worst.grace_on:
        grace = day_text(worst.grace_on, reading.plan, reading.speech, reading.on.year)
        return phrase(
            "{what} was due by {day}, but {who} could not be told before. Please settle it by {grace}; "
            "until then it does not count as late.",
            grace=grace,
            **values,
        )
    if worst.returned:
        return phrase(
            "{what} came back and {who} was to hand it in again by {day}: {late}. Please do so at once.", **values
        )
    if worst.facts.received:
        return phrase(
            "{what}, due from {who} by {day}, has not come in whole: {late}. "
            "Please hand in the rest at once, or say what stands in the way and by when it will come.",
            **values,
        )
    if _handed_in(worst):
        return phrase(
            "{what}, due from {who} by {day}, has not come in: {late}. "
            "Please hand it in at once, or say what stands in the way and by when it will come.",
            **values,
        )
    return phrase(
        "{what}, due from {who} by {day}, is not done: {late}. "
        "Please settle it at once, or say what stands in the way and by when it will be done.",
        **values,
    )


def _who(group: Sequence[Matter], reading: Reading) -> list[str]:
    """The reader's own unit or office, and for whom the office acts."""
    return [unit_called(unit, reading) for unit in dict.fromkeys(matter.unit for matter in group)]


def _handed_in(matter: Matter) -> bool:
    """Whether it is something to hand in, not something to do."""
    return bool(matter.one.forms or matter.one.submit_to)
