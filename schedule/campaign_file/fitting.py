"""A tree of values into a shape: every mistake at once, each with its place and what is allowed.

A value that is wrong is left out, or a harmless one put in its place, and the rest is read again, so that one mistake
never hides another. What follows from a value that was left out is no mistake of its own and is not reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.words import Mark, Path, Phrase, Problem, Severity, phrase
from schedule.campaign_file.advice import Advice
from schedule.campaign_file.mending import Mending, mended
from schedule.campaign_file.node import Node
from schedule.campaign_file.refusal import shown
from schedule.campaign_file.shape import Shape, UnknownKey

MAX_PROBLEMS = 5_000
"""Mistakes of shape that are reported at once."""
_ROUNDS = 12

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Fitted(Generic[S]):
    """What became of a tree."""

    value: S | None
    """None where nothing of it fits."""
    root: Node
    """The tree as it fits: what was wrong is gone or replaced."""
    problems: tuple[Problem, ...] = ()
    left_out: frozenset[str] = frozenset()
    """Names that stand in what is gone."""


def fit(shape: type[S], root: Node, mending: Mending) -> Fitted[S]:
    """Read a tree into a shape.

    Args:
        shape: what the whole should be.
        root: the tree.
        mending: what to leave out or to put in the place of a wrong value, so that what stands around it can be read.
    """
    problems: list[Problem] = []
    advice = Advice()
    left_out: set[str] = set()
    for _ in range(_ROUNDS):
        try:
            return Fitted(shape.model_validate(root.data()), root, tuple(problems), frozenset(left_out))
        except ValidationError as wrong:
            errors = wrong.errors(include_url=False, include_input=False)
        mistakes = [_mistake(error, root) for error in errors[: MAX_PROBLEMS + 1]]
        for mistake in mistakes:
            problems += () if mistake.follows else (mistake.problem(advice),)
        if len(problems) > MAX_PROBLEMS:
            return Fitted(None, root, (*problems[:MAX_PROBLEMS], _too_many(root)))
        left_out |= {name for mistake in mistakes for name in mistake.names()}
        mistaken = {_wrong(mistake, mending) for mistake in mistakes}
        if () in mistaken:
            break
        root = mended(root, mistaken, mending)
    return Fitted(None, root, tuple(problems))


def _too_many(root: Node) -> Problem:
    message = phrase("more than {limit} mistakes; the rest is not shown", limit=MAX_PROBLEMS)
    return Problem(Severity.ERROR, "too-large", message, (), root.mark)


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One mistake that pydantic found, and where it stands."""

    error: ErrorDetails
    path: Path
    """Of the wrong value in the tree; of one that is missing, where it should be."""
    node: Node
    """The wrong value; where one is missing, the mapping that lacks it."""
    mark: Mark

    @property
    def missing(self) -> str | None:
        """The key that is missing."""
        return str(self.path[-1]) if self.error["type"] == "missing" else None

    @property
    def follows(self) -> bool:
        """Whether there would be no mistake had nothing been left out."""
        if self.missing is not None:
            return self.node.lost
        refused = self.error.get("ctx", {}).get("refused")
        about: tuple[str, ...] = refused.about if refused else ()
        if about and isinstance(self.node.value, dict):
            return any(self.node.lacks(key) for key in about)
        return self.node.lost

    def problem(self, advice: Advice) -> Problem:
        """What a person reads."""
        kind, context = self.error["type"], self.error.get("ctx", {})
        if self.missing is not None:
            where = (*self.node.path, self.missing)
            message = phrase("the key {key} is missing", key=self.missing)
            return Problem(Severity.ERROR, "missing-key", message, where, self.mark)
        code, message = "wrong-type", _BY_TYPE.get(kind) or phrase("{text}", text=self.error["msg"])
        if "unknown" in context:
            code, message = kind, _unknown(context["unknown"], advice)
        elif "refused" in context:
            code, message = kind, context["refused"].message
        return Problem(Severity.ERROR, code, message, self.node.path, self.mark)

    def names(self) -> Iterator[str]:
        """Every name that a reference could mean in what is left out."""
        if self.missing is None:
            yield str(self.path[-1]) if self.path else ""
            yield from self.node.names()


def _wrong(mistake: _Mistake, mending: Mending) -> Path:
    """What to leave out or replace; without a key that is missing and has no stand-in, the whole mapping."""
    if mistake.missing is not None and mending.instead(mistake.path) is None:
        return mending.whole(mistake.path[:-1])
    return mending.whole(mistake.path)


def _mistake(error: ErrorDetails, root: Node) -> _Mistake:
    loc = error["loc"]
    if error["type"] == "missing":
        path, node, mark = root.follow(loc[:-1])
        return _Mistake(error, (*path, loc[-1]), node, mark)
    return _Mistake(error, *root.follow(loc))


def _unknown(wrong: UnknownKey, advice: Advice) -> Phrase:
    key, allowed = shown(wrong.key), wrong.allowed
    if close := advice.closest(wrong.key, allowed):
        return phrase(
            "unknown key {key}; did you mean {close}? allowed: {allowed}", key=key, close=close, allowed=allowed
        )
    return phrase("unknown key {key}; allowed: {allowed}", key=key, allowed=allowed)


_BY_TYPE = {
    "tuple_type": phrase("must be a list"),
    "dict_type": phrase("must be a mapping of names to entries"),
}
