"""Open questions between the stored campaign and a changed file: an answer stays until the file says it itself."""

from collections.abc import Iterator
from dataclasses import replace

from models.words import DueKind, Phrase, phrase
from register.change.duties import Duties
from register.change.kinds import Change, ChangeKind, shown
from schedule.plan import Question, QuestionKind


def questions_after(duties: Duties) -> tuple[Question, ...]:
    """The file's questions, then the answered ones of which the file says nothing any more."""
    asked = {one.id for one in duties.new.questions}
    answered = (one for one in duties.book.plan.questions if one.id in duties.book.answered and one.id not in asked)
    return (*duties.new.questions, *(one for one in answered if not _settled(duties, one)))


def asked_again(duties: Duties) -> frozenset[str]:
    """Answered questions for the owner of a slot whose owner left."""
    return frozenset(
        one.id
        for one in duties.new.questions
        if one.id in duties.book.answered
        and one.kind is QuestionKind.OWNER
        and any(key in duties.book.plan.by_id and _lost(duties, key) for key in one.obligations)
    )


def _lost(duties: Duties, key: str) -> bool:
    return duties.lost_owner(duties.book.plan.by_id[key])


def changed_questions(duties: Duties) -> Iterator[Change]:
    """Questions that are new, asked again, put otherwise, gone, or settled by the file."""
    stored = {one.id: one for one in duties.book.plan.questions}
    again = asked_again(duties)
    for one in duties.new.questions:
        if one.id not in stored:
            yield Change(ChangeKind.QUESTION_NEW, one.id, None, shown(one.text), phrase("it waits for an answer"))
        elif one.id in again:
            effect = phrase("it waits for another answer")
            yield Change(ChangeKind.QUESTION_NEW, one.id, None, shown(one.text), effect)
        elif _wording(stored[one.id]) != _wording(one):
            effect = phrase("it is put otherwise; an answer stays")
            yield Change(ChangeKind.QUESTION_CHANGED, one.id, _text(stored[one.id]), _text(one), effect)
    left = {one.id for one in questions_after(duties)}
    for one in stored.values():
        if one.id not in left:
            yield _ends(duties, one)


def _ends(duties: Duties, one: Question) -> Change:
    if one.id in duties.book.answered:
        effect = phrase("settled by the file, which says it itself now; what the answer said gives way")
        return Change(ChangeKind.QUESTION_SETTLED, one.id, _text(one), None, effect)
    return Change(ChangeKind.QUESTION_GONE, one.id, _text(one), None, phrase("it needs no answer any more"))


def _text(one: Question) -> Phrase | str | None:
    if one.candidates:
        return phrase("{question} ({candidates})", question=one.text, candidates=one.candidates)
    return shown(one.text)


def _wording(one: Question) -> Question:
    """What a person reads; which duties it is about follows from theirs."""
    return replace(one, path=(), obligations=())


def _settled(duties: Duties, one: Question) -> bool:
    """Whether the file itself says what was answered, so that the answer must not hold against it."""
    plan = duties.new
    match one.kind:
        case QuestionKind.DUE | QuestionKind.DAY:
            return any(_says_a_day(duties, key, one.kind) for key in one.obligations)
        case QuestionKind.NAME:
            party = plan.directory.parties.get(one.id.removesuffix("-name"))
            return party is not None and party.name is not None
        case QuestionKind.IN_CHARGE:
            unit = one.id.removeprefix("in-charge-")
            return unit in plan.directory.parties and bool(plan.directory.in_charge_of(unit))
        case QuestionKind.READING:
            return True
        case _:
            return False


def _says_a_day(duties: Duties, key: str, kind: QuestionKind) -> bool:
    one = duties.new.by_id.get(key)
    waiting = {DueKind.UNKNOWN} if kind is QuestionKind.DUE else {DueKind.ON_NOTICE, DueKind.WINDOW}
    return one is not None and one.dated.kind not in waiting
