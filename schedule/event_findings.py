"""What a scenario's event is about, and what the plan knows nothing of."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from models.words import Phrase, phrase
from schedule.campaign_file.advice import Advice
from schedule.campaign_file.refusal import shown
from schedule.campaign_file.values import read_day
from schedule.plan import Obligation, Plan, Question, QuestionKind

if TYPE_CHECKING:
    from schedule.scenario import Event

Wrong = tuple[tuple[str, ...], str, Phrase]
"""The key that is wrong (none: the whole event), code and message."""

_YEARS_LEFT = 4
"""Days that people set leave so many years of the calendar for what is counted from them."""
_NAMED = 6
"""So many periods or steps are named in a message."""

_Key = tuple[str | None, str | None, str | None]


def obligations(plan: Plan, deliverable: str | None, unit: str | None, period: str | None) -> tuple[Obligation, ...]:
    """The obligations of a deliverable, of a unit, or of both, and of one period or all."""
    return _index(plan).get((deliverable, unit, period), ())


@lru_cache(maxsize=4)
def _index(plan: Plan) -> Mapping[_Key, tuple[Obligation, ...]]:
    found: dict[_Key, list[Obligation]] = {}
    for one in plan.obligations:
        for deliverable in (one.deliverable, None):
            for unit in dict.fromkeys((one.unit, None)):
                for period in dict.fromkeys((one.dated.period, None)):
                    found.setdefault((deliverable, unit, period), []).append(one)
    return {key: tuple(group) for key, group in found.items()}


def slots(plan: Plan, deliverable: str | None, period: str | None) -> tuple[Obligation, ...]:
    """The obligations whose owner the plan does not name, of a deliverable or of all, and of one period or all."""
    return _slots(plan).get((deliverable, period), ())


@lru_cache(maxsize=4)
def _slots(plan: Plan) -> Mapping[tuple[str | None, str | None], tuple[Obligation, ...]]:
    found: dict[tuple[str | None, str | None], list[Obligation]] = {}
    for one in plan.obligations:
        if one.slot is not None:
            for deliverable in (one.deliverable, None):
                for period in dict.fromkeys((one.dated.period, None)):
                    found.setdefault((deliverable, period), []).append(one)
    return {key: tuple(group) for key, group in found.items()}


@lru_cache(maxsize=4)
def _questions(plan: Plan) -> Mapping[str, Question]:
    return {question.id: question for question in plan.questions}


def findings(event: "Event", plan: Plan, advice: Advice) -> Iterator[Wrong]:
    """Everything in an event that the plan knows nothing of."""
    if event.until is not None:
        yield from _too_far(event.until, plan, "until")
    if event.act == "answer":
        yield from _answer(event, plan, advice)
    elif event.obligation is not None:
        yield from _by_id(event, plan, advice)
    else:
        yield from _by_names(event, plan, advice)


def _too_far(day: date, plan: Plan, key: str) -> Iterator[Wrong]:
    first = date(plan.calendar.first.year + 1, 1, 1)
    last = date(plan.calendar.last.year - _YEARS_LEFT, 12, 31)
    if not first <= day <= last:
        yield (key,), "bad-date", phrase("must lie from {first} to {last}", first=first, last=last)


def _answer(event: "Event", plan: Plan, advice: Advice) -> Iterator[Wrong]:
    question = _questions(plan).get(event.question or "")
    if question is None:
        yield ("question",), "unknown-question", _unknown(phrase("question"), event.question, _questions(plan), advice)
        return
    value = event.value or ""
    if question.kind in {QuestionKind.DUE, QuestionKind.DAY}:
        try:
            day = read_day(value)
        except PydanticCustomError as wrong:
            yield ("value",), "bad-date", (wrong.context or {})["refused"].message
        else:
            yield from _too_far(day, plan, "value")
    elif question.kind is QuestionKind.OWNER:
        chased = {key: None for key, party in plan.directory.parties.items() if party.chased}
        if value not in chased:
            yield ("value",), "unknown-unit", _unknown(phrase("unit"), value, chased, advice)
    elif question.kind in {QuestionKind.IN_CHARGE, QuestionKind.READING} and value not in question.candidates:
        allowed = question.candidates
        message = phrase("must be one of {allowed}, not {value}", allowed=allowed, value=shown(value))
        yield ("value",), "bad-value", message


def _by_id(event: "Event", plan: Plan, advice: Advice) -> Iterator[Wrong]:
    one = plan.by_id.get(event.obligation or "")
    if one is None:
        message = _unknown(phrase("obligation"), event.obligation, plan.by_id, advice)
        yield ("obligation",), "unknown-obligation", message
        return
    its = {"unit": one.unit, "deliverable": one.deliverable, "period": one.dated.period}
    for key, value in its.items():
        written = getattr(event, key)
        if written not in {None, value}:
            message = phrase(
                "the obligation {id} is not of {value}; name either, not both", id=one.id, value=shown(written)
            )
            yield (key,), "bad-value", message


def _by_names(event: "Event", plan: Plan, advice: Advice) -> Iterator[Wrong]:
    if event.unit is not None and event.unit not in plan.directory.parties:
        yield ("unit",), "unknown-unit", _unknown(phrase("unit or body"), event.unit, plan.directory.parties, advice)
        return
    if event.deliverable is not None and not obligations(plan, event.deliverable, None, None):
        yield ("deliverable",), "unknown-deliverable", _no_deliverable(event.deliverable, plan, advice)
        return
    everything = obligations(plan, event.deliverable, event.unit, None)
    if slots(plan, event.deliverable, event.period):
        # whose they are by then the plan does not say
        return
    if not everything and event.deliverable is not None:
        message = phrase("{unit} does not owe {deliverable}", unit=event.unit, deliverable=event.deliverable)
        yield ("unit",), "unknown-obligation", message
    elif event.deliverable is None or event.act == "release":
        return
    elif event.period is None and len(everything) > 1:
        message = phrase(
            "{unit} owes {deliverable} several times; name its period: {periods}",
            unit=event.unit,
            deliverable=event.deliverable,
            periods=_some([one.dated.period or "" for one in everything]),
        )
        yield (), "missing-key", message
    elif event.period is not None and not obligations(plan, event.deliverable, event.unit, event.period):
        periods = [one.dated.period for one in everything if one.dated.period]
        message = phrase("it is owed once and has no period")
        if periods:
            message = phrase(
                "no period is called {name}; there are {periods}", name=event.period, periods=_some(periods)
            )
        yield ("period",), "unknown-obligation", message


def _no_deliverable(name: str, plan: Plan, advice: Advice) -> Phrase:
    """A chain is acted on step by step."""
    known = dict.fromkeys(one.deliverable for one in plan.obligations)
    if steps := [key for key in known if key.startswith(f"{name}.")]:
        return phrase("{name} has steps of its own; name one of them: {steps}", name=name, steps=_some(steps))
    return _unknown(phrase("deliverable"), name, known, advice)


def _some(words: list[str]) -> tuple[str, ...]:
    return (*words[:_NAMED], "…") if len(words) > _NAMED else tuple(words)


def _unknown(what: Phrase, name: str | None, known: Collection[str], advice: Advice) -> Phrase:
    if close := advice.closest(name or "", known):
        return phrase("no {what} is called {name}; did you mean {close}?", what=what, name=shown(name), close=close)
    return phrase("no {what} is called {name}", what=what, name=shown(name))
