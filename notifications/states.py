"""Where a matter stands, in words: days left or overdue by, and what is to be known besides."""

from collections.abc import Iterator

from models.words import Phrase, phrase
from notifications.matters import Matter, Reading
from notifications.wording import day_text, one_line
from schedule.facts import WaitKind
from schedule.timing import Timing


def state_text(matter: Matter, reading: Reading) -> str:
    """Where a matter stands, with the working days left or overdue by."""
    speech = reading.speech
    left = left_text(matter.days, reading)
    if matter.returned and matter.left >= 0:
        return speech.render(phrase("returned; {left}", left=left))
    if matter.wait is None:
        return left
    waits: dict[WaitKind, Phrase] = {
        WaitKind.REVIEW: phrase("to be reviewed; {left}", left=left),
        WaitKind.EXTENSION: phrase("a later day is asked for; {left}", left=left),
        WaitKind.DISPUTE: phrase("said to be another's duty; {left}", left=left),
    }
    return speech.render(waits[matter.wait.kind])


def left_text(days: Timing, reading: Reading) -> str:
    """Working days left until the last one for it, or overdue by."""
    speech, left = reading.speech, reading.left(days)
    if left < 0:
        return speech.ngettext("{number} working day overdue", "{number} working days overdue", -left)
    if left:
        return speech.ngettext("{number} working day left", "{number} working days left", left)
    return speech.gettext("due today") if reading.on == days.due_on else speech.gettext("last working day today")


def remarks(matter: Matter, reading: Reading) -> Iterator[Phrase]:
    """What a reader must know besides: why it came back, what has come in, what waits to be decided."""
    facts, year, plain = matter.facts, reading.on.year, reading.speech.plain_day
    if matter.wait:
        yield phrase("since {day}", day=plain(matter.wait.asked_on, year))
        return
    if matter.returned and facts.returned_on:
        yield _returned(facts.return_reason, plain(facts.returned_on, year))
    if matter.extended and facts.due_on:
        yield phrase("extended; the plan's day was {day}", day=plain(facts.due_on, year))
    yield from _received(matter)
    if matter.grace_on:
        day = day_text(matter.grace_on, reading.plan, reading.speech, year)
        yield phrase("could not be told in time; settled by {day} it does not count as late", day=day)
    if facts.late and facts.submitted_on:
        yield phrase("the first submission was late")
    for wait in facts.waits:
        if wait.kind is WaitKind.EXTENSION:
            yield phrase("a later day was asked for on {day}; not decided yet", day=plain(wait.asked_on, year))
        elif wait.kind is WaitKind.DISPUTE:
            yield phrase("said on {day} to be another's duty; not decided yet", day=plain(wait.asked_on, year))


def _returned(reason: str | None, day: str) -> Phrase:
    if reason:
        return phrase("returned on {day}: {reason}", day=day, reason=one_line(reason))
    return phrase("returned on {day}", day=day)


def _received(matter: Matter) -> Iterator[Phrase]:
    """Forms are facts of their own: some may have come and others not."""
    owed = [form.form for form in matter.one.forms]
    here = [form for form in owed if form in matter.facts.received]
    missing = [form for form in owed if form not in matter.facts.received]
    if here and missing:
        yield phrase("received: {forms}; missing: {missing}", forms=here, missing=missing)
