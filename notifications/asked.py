"""What the plan asks of a deliverable."""

from models.words import Phrase, phrase
from notifications.catalogue import Catalogue
from notifications.wording import unit_name
from schedule.plan import FormOwed, Obligation, Plan


def asked_text(one: Obligation, plan: Plan, speech: Catalogue) -> str:
    """What is asked: forms, copies, seal, commitment, to whom, who helps; empty if nothing."""
    asked: list[object] = []
    if one.forms:
        asked.append([_form(form) for form in one.forms])
    if one.commitment:
        asked.append(phrase("with a commitment letter"))
    if one.submit_to:
        asked.append(phrase("to {bodies}", bodies=[unit_name(plan, key, speech) for key in one.submit_to]))
    if one.support:
        asked.append(phrase("helped by {units}", units=[unit_name(plan, key, speech) for key in one.support]))
    return speech.gettext("; ").join(speech.render(part) for part in asked)


def _form(form: FormOwed) -> object:
    marks: list[Phrase] = []
    if form.copies:
        marks.append(phrase("{count} copies", count=form.copies) if form.copies > 1 else phrase("1 copy"))
    if form.seal:
        marks.append(phrase("under seal"))
    return phrase("{name} ({marks})", name=form.form, marks=marks) if marks else form.form
