"""Rules about order: steps of a chain, and what needs something else."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from models.words import Actor, Path, Phrase, phrase
from schedule.campaign_file.references import Finding, deliverables
from schedule.lint.case import Case, some, title_of
from schedule.plan import Obligation


def one_day_chain(case: Case) -> Iterator[Finding]:
    """One date over several steps leaves none of them time: only its outer bound is known (G05, G22)."""
    for _, _, deliverable, path in deliverables(case.file):
        steps = [one for i in range(len(deliverable.chain)) for one in case.asked[(*path, "chain", i)]]
        by_day: dict[date, list[Obligation]] = {}
        for step in steps:
            if step.dated.due_on is not None:
                by_day.setdefault(step.dated.due_on, []).append(step)
        for day, group in by_day.items():
            if len(group) > 1:
                yield "one-day-chain", _one_day(day, group), (*path, "chain")


def _one_day(day: date, group: Sequence[Obligation]) -> Phrase:
    others = [one for one in group if one.actor is Actor.EXTERNAL]
    steps = some([one.step_title for one in group], most=7)
    if not others:
        return phrase(
            "{title}: {count} steps, one after the other, share one day, {day} ({steps}); "
            "agree on a day for each, and write it as the step's `due`",
            title=group[0].title, count=len(group), day=day, steps=steps,
        )  # fmt: skip
    return phrase(
        "{title}: {count} steps, one after the other, share one day, {day} ({steps}); "
        "steps of others, whom nobody here can hurry: {external}; "
        "agree on a day for each, and write it as the step's `due`",
        title=group[0].title, count=len(group), day=day, steps=steps, external=len(others),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two duties of which one waits for the other."""

    one: Obligation
    needed: Obligation
    path: Path


def needs_later(case: Case) -> Iterator[Finding]:
    """What is due before something it waits for cannot be in time."""
    for pair in _first(_pairs(case), lambda day, other: day is not None and other is not None and day < other):
        message = phrase(
            "{title} is due on {day}, before what it waits for: {needed} ({other}); correct one of the days",
            title=title_of(pair.one), day=pair.one.dated.due_on,
            needed=title_of(pair.needed), other=pair.needed.dated.due_on,
        )  # fmt: skip
        yield "needs-later", message, pair.path


def needs_same_day(case: Case) -> Iterator[Finding]:
    """No day lies between something and what it waits for; a chain's steps are `one-day-chain`."""
    pairs = (pair for pair in _pairs(case) if "needs" in pair.path)
    for pair in _first(pairs, lambda day, other: day is not None and day == other):
        message = phrase(
            "{title} is due on the same day as what it waits for: {needed} ({day}); "
            "no time is left between them, so agree on an earlier day for that",
            title=title_of(pair.one), needed=title_of(pair.needed), day=pair.one.dated.due_on,
        )  # fmt: skip
        yield "needs-same-day", message, pair.path


def needs_undated(case: Case) -> Iterator[Finding]:
    """Nobody is chased while what comes first is open, and that has no day (G23)."""
    for pair in _first(_pairs(case), lambda day, other: day is not None and other is None):
        message = phrase(
            "{title} is due on {day} and waits for {needed}, which has no day; "
            "while that is open nobody is reminded of this, so agree on a day for it",
            title=title_of(pair.one), day=pair.one.dated.due_on, needed=title_of(pair.needed),
        )  # fmt: skip
        yield "needs-undated", message, pair.path


def _first(pairs: Iterable[_Pair], wrong: Callable[[date | None, date | None], bool]) -> Iterator[_Pair]:
    """Of the pairs that are wrong, the first at each place."""
    seen: set[Path] = set()
    for pair in pairs:
        if pair.path not in seen and wrong(pair.one.dated.due_on, pair.needed.dated.due_on):
            seen.add(pair.path)
            yield pair


def _pairs(case: Case) -> Iterator[_Pair]:
    last = {one.key: _last(case, path, len(one.chain)) for _, _, one, path in deliverables(case.file)}
    for _, _, deliverable, path in deliverables(case.file):
        steps = [case.asked[(*path, "chain", i)][0] for i in range(len(deliverable.chain))]
        for i, (before, after) in enumerate(pairwise(steps), 1):
            yield _Pair(after, before, (*path, "chain", i, "due"))
        owed = steps[:1] or case.asked.get(path, ())
        for k, key in enumerate(deliverable.needs):
            yield from _needed(owed, last[key], (*path, "needs", k))


def _last(case: Case, path: Path, steps: int) -> Mapping[str | None, Obligation]:
    """What finishes a deliverable last: of each unit, and, under None, of all."""
    found: dict[str | None, Obligation] = {}
    for one in case.asked.get((*path, "chain", steps - 1) if steps else path, ()):
        for unit in (one.unit, None):
            if unit not in found or _later(one, found[unit]):
                found[unit] = one
    return found


def _later(one: Obligation, other: Obligation) -> bool:
    """Whether it has no day, or a later one."""
    mine, its = one.dated.due_on, other.dated.due_on
    return its is not None and (mine is None or mine > its)


def _needed(owed: Iterable[Obligation], last: Mapping[str | None, Obligation], path: Path) -> Iterator[_Pair]:
    """A unit's own duty where it has one, else everybody's, as `resolve` links them."""
    for one in owed:
        needed = last.get(one.unit) or last.get(None)
        if needed is not None:
            yield _Pair(one, needed, path)


RULES = (one_day_chain, needs_later, needs_same_day, needs_undated)
