"""What the phase flows share: read a phase, judge each milestone in a task of its name, report, conclude."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.logging import get_run_logger
from prefect.states import Completed

from flows import pages
from flows.publishing import publish_phase
from flows.store import opened
from models.database import reading
from models.words import phrase
from notifications.catalogue import Catalogue, catalogue
from register.campaigns import campaign_keys, find_campaign
from register.phases import PhaseView, Question, Verdict, view_of
from register.status import Line, status_on
from schedule.plan import MilestonePlan

MOST = 8
"""Milestones judged in a task run each; what a phase has beyond that is judged in one more, so that a flow stays under
ten: each costs the server milliseconds and kilobytes for ever."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A phase as a flow looks at it."""

    view: PhaseView
    speech: Catalogue
    """The campaign's language."""
    several: bool
    """Whether the database holds other campaigns too."""


def look(campaign: str, phase: str, as_of: date) -> Seen:
    """Read a phase as it stands on a day."""
    with opened() as store, reading(store.engine) as connection:
        found = status_on(connection, find_campaign(connection, campaign), as_of)
        several = len(campaign_keys(connection)) > 1
    return Seen(view_of(found, phase), catalogue(found.plan.languages[0]), several)


async def judge_milestones(seen: Seen) -> None:
    """Judge every milestone of the phase."""
    for group in _groups(seen.view):
        await judge(_name(group, seen.speech), partial(_judged, seen, group))


def _groups(view: PhaseView) -> Iterator[tuple[MilestonePlan, ...]]:
    """Each alone; where there are too many, those of which nothing is owed any more, or else the last, together."""
    some = view.milestones
    if len(some) > MOST:
        # a stable sort: what is finished goes to the end, the rest keeps the plan's order
        some = tuple(sorted(some, key=lambda one: view.verdict(view.of(one.key)).name == "Closed"))
    yield from ((one,) for one in some[:MOST])
    if some[MOST:]:
        yield some[MOST:]


def _name(group: Sequence[MilestonePlan], speech: Catalogue) -> str:
    if len(group) == 1:
        return speech.render(group[0].title) or group[0].key
    return speech.render(phrase("{number} more milestones", number=len(group)))


@task(task_run_name="{name}", cache_policy=NO_CACHE)
async def judge(name: str, found: Callable[[], State[None]]) -> State[None]:  # noqa: ARG001 -- names the run
    """How a milestone does; its state is named by that.

    Args:
        name: the milestone's title.
        found: does it. A function, as Prefect walks through every other value that a task is given.
    """
    return found()


def _judged(seen: Seen, group: Sequence[MilestonePlan]) -> State[None]:
    view, log = seen.view, get_run_logger()
    for one in group:
        log.info(pages.milestone_line(view, one, view.of(one.key), seen.speech))
    return _state(view.verdict(_lines(view, group)), seen.speech)


def _lines(view: PhaseView, group: Iterable[MilestonePlan]) -> Iterator[Line]:
    for one in group:
        yield from view.of(one.key)


async def report(seen: Seen, *questions: Question) -> None:
    """Ask the phase's questions, say the answers in the log and publish them."""
    log = get_run_logger()
    checks = tuple(ask(seen.view) for ask in questions)
    for one in checks:
        log.info(pages.check_line(one, seen.speech))
        for found in one.open:
            log.info("  %s", pages.open_line(seen.view, found, seen.speech))
    await publish_phase(seen.view, checks, seen.speech, several=seen.several)


def conclude(seen: Seen) -> State[None]:
    """The phase flow's last state."""
    return _state(seen.view.verdict(), seen.speech)


def _state(found: Verdict, speech: Catalogue) -> State[None]:
    told = phrase(
        "done: {done} of {all}, overdue: {overdue}", done=found.finished, all=found.all, overdue=found.overdue
    )
    return Completed(name=found.name, message=speech.render(told))
