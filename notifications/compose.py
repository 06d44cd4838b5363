"""A draft written out: subject, text and HTML, each of the two with a template of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from models.words import LANGUAGES, OFFICE, ItemKind, NoticeKind, RestDay, phrase
from notifications.catalogue import Catalogue, catalogue
from notifications.matters import Reading
from notifications.openings import first_line, further_lines
from notifications.reasons import reasons
from notifications.subjects import is_pressing, subject
from notifications.tables import tables
from notifications.wording import one_line, unit_name
from schedule.drafts import Draft
from schedule.facts import Book

TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class Message:
    """What a reader reads."""

    subject: str
    text: str
    html: str


def compose(draft: Draft, book: Book, speech: Catalogue) -> Message:
    """Write a draft.

    Args:
        draft: the message as planned.
        book: the campaign as it stood when it was planned.
        speech: the language, usually that of `language_of`.
    """
    page = _page(Reading(draft, book, speech))
    return Message(str(page["subject"]), _template("notice.txt").render(page), _template("notice.html").render(page))


def language_of(draft: Draft, book: Book) -> str:
    """The reader's language, else the campaign's first."""
    person = draft.recipient.person
    return (person and person.language) or book.plan.languages[0]


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _page(reading: Reading) -> Mapping[str, object]:
    """What both templates write."""
    plan, speech = reading.plan, reading.speech
    return {
        "labels": _labels(speech.language),
        "language": speech.language.replace("_", "-"),
        "campaign": one_line(speech.render(plan.title)),
        "heading": _heading(reading),
        "subject": subject(reading),
        "first_line": first_line(reading),
        "further": list(further_lines(reading)),
        "tables": tables(reading),
        "answers_heading": speech.gettext("Contact") if reading.is_paper else speech.gettext("How to answer"),
        "answers": list(_answers(reading)),
        "reasons": list(_reasons(reading)),
        "signed": unit_name(plan, OFFICE, speech),
        "dated": speech.plain_day(reading.on),
        "notes": list(_notes(reading)),
        "is_paper": reading.is_paper,
    }


@lru_cache(maxsize=len(LANGUAGES))
def _labels(language: str) -> Mapping[str, str]:
    """What the templates write around every message."""
    speech = catalogue(language)
    return {
        "owner": speech.gettext("Owner"),
        "duty": speech.gettext("Duty"),
        "due": speech.gettext("Due"),
        "standing": speech.gettext("Standing"),
        "colon": speech.gettext(": "),
        "semicolon": speech.gettext("; "),
        "reasons": speech.gettext("Why you get this"),
    }


def _heading(reading: Reading) -> str:
    speech = reading.speech
    if reading.is_paper:
        return speech.gettext("Paper for the leader")
    if reading.draft.kind is NoticeKind.RETURNED:
        return speech.gettext("Returned to be put right")
    if reading.draft.kind is NoticeKind.ASSIGN:
        return speech.gettext("Assignment of duties")
    if reading.draft.kind is NoticeKind.OFFICE:
        return speech.gettext("The office's weekly list")
    return speech.gettext("Notice of overdue duties") if is_pressing(reading) else speech.gettext("Reminder")


def _answers(reading: Reading) -> Iterator[str]:
    """How to answer: the contact's mail, name and phone as far as the campaign gives them, else the office by name."""
    contact, speech = reading.plan.contact, reading.speech
    name = one_line(contact.name or "") or unit_name(reading.plan, OFFICE, speech)
    phone = one_line(contact.phone or "")
    if reading.party == OFFICE:
        yield speech.gettext("Record what is done or decided; what is recorded is not asked for again.")
        return
    if contact.mail and phone:
        yield speech.render(phrase("Reply to this mail, or call {name}, {phone}.", name=name, phone=phone))
    elif contact.mail:
        yield speech.render(phrase("Reply to this mail; it reaches {name}.", name=name))
    elif phone:
        yield speech.render(phrase("Call {name}, {phone}.", name=name, phone=phone))
    else:
        yield speech.render(phrase("Please answer {name}.", name=name))
    if not reading.is_paper:
        yield _if_it_cannot_be(reading)


def _if_it_cannot_be(reading: Reading) -> str:
    speech = reading.speech
    if reading.matters and all(matter.kind is ItemKind.ESCALATION for matter in reading.matters):
        return speech.gettext("If it is not your duty, tell the office in writing.")
    return speech.gettext("If it is not your duty, or you cannot keep the day, tell the office in writing before it.")


def _reasons(reading: Reading) -> Iterator[str]:
    """Why it was sent."""
    speech = reading.speech
    yield from reasons(reading)
    if reading.draft.kind is NoticeKind.RETURNED:
        yield speech.gettext("it was returned")
    if reading.draft.kind is NoticeKind.ASSIGN:
        yield speech.gettext("it was assigned")
    if any(owed.weekly for owed in reading.draft.also_owed):
        yield speech.gettext("what has no day is listed once a week")


def _notes(reading: Reading) -> Iterator[str]:
    """What days mean here: whether the due day itself is in time, and what is provisional."""
    speech, calendar = reading.speech, reading.plan.calendar
    asked = [matter.one for matter in reading.matters]
    if reading.draft.kind is NoticeKind.ASSIGN:
        asked = [reading.plan.by_id[owed.obligation] for owed in reading.draft.also_owed]
    by_the_hour = any(one.dated.due_at for one in asked)
    if reading.plan.rest_day is not RestDay.PREVIOUS and not by_the_hour:
        yield speech.gettext("What comes on the due day itself is in time.")
    matters = [matter.days for matter in reading.matters]
    others = [reading.book.timing(reading.plan.by_id[owed.obligation]) for owed in reading.draft.also_owed]
    if any(days and days.provisional for days in (*matters, *others)) or calendar.is_provisional(reading.on):
        yield speech.gettext(
            "Provisional: the year's holidays and working days moved for them are not published; "
            "such days rest on weekends and fixed holidays."
        )
    yield speech.gettext("When reminders go, and to whom, is set by the office.")
