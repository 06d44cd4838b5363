"""What an act came to, in words for whoever did it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.words import Phrase, phrase

if TYPE_CHECKING:
    from register.acts import Done


def consequences(done: "Done") -> Iterator[Phrase]:
    """What else an act came to: which forms are there and missing, until when, who decides by when, who is told."""
    before, after = done.before, done.after
    owed = [form.form for form in done.obligation.forms]
    missing = tuple(form for form in owed if form not in after.received)
    if after.received != before.received and missing:
        yield phrase("recorded: {received}; still missing: {missing}", received=sorted(after.received), missing=missing)
    for wait in after.waits:
        if wait not in before.waits and wait.until:
            yield phrase(
                "a later day is asked for: {until}; the office decides by {term}", until=wait.until, term=wait.due_on
            )
        elif wait not in before.waits:
            yield phrase("the office decides by {term}", term=wait.due_on)
    if after.term_on and after.term_on != before.term_on:
        yield phrase("it is due on {day} now", day=after.term_on)
    if done.told:
        yield phrase("messages that the next run sends: {count}", count=len(done.told))
