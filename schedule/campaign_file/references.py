"""Whether everything that is named in a campaign file exists, once, leads nowhere in a circle, and stays countable."""

from collections.abc import Callable, Iterator
from itertools import islice

from models.words import Problem, Severity, phrase
from schedule.campaign_file.date_references import anchors, country, days_left
from schedule.campaign_file.duty_references import keys, needs, owners, vetoes
from schedule.campaign_file.entries import (
    DEFAULT_SEATS,
    MOST_DAYS_AWAY,
    Finding,
    deliverables,
    milestones,
    seat_keys,
)
from schedule.campaign_file.extent import extents
from schedule.campaign_file.fitting import MAX_PROBLEMS
from schedule.campaign_file.lookup import Names
from schedule.campaign_file.party_references import ladders, names_taken, people, seats
from schedule.campaign_file.reader import CampaignSource

__all__ = [
    "DEFAULT_SEATS",
    "MOST_DAYS_AWAY",
    "Finding",
    "check_references",
    "deliverables",
    "milestones",
    "seat_keys",
]

_NAMES: tuple[Callable[[Names], Iterator[Finding]], ...] = (
    names_taken, keys, seats, people, ladders, owners, needs, vetoes, anchors, country,
)  # fmt: skip
_SIZES: tuple[Callable[[Names], Iterator[Finding]], ...] = (days_left, extents)
"""What is counted: only where nothing was left out of the file, or the count would be another."""


def check_references(source: CampaignSource) -> tuple[Problem, ...]:
    """Every dangling name, duplicate, overlap and circle, and what is too much, as errors with their places."""
    names = Names(source)
    checkers = _NAMES if source.root.lost else (*_NAMES, *_SIZES)
    found = list(islice((finding for checker in checkers for finding in checker(names)), MAX_PROBLEMS + 1))
    if len(found) > MAX_PROBLEMS:
        message = phrase("more than {limit} mistakes; the rest is not shown", limit=MAX_PROBLEMS)
        found[MAX_PROBLEMS:] = [("too-large", message, ())]
    return tuple(source.problem(Severity.ERROR, code, message, path) for code, message, path in found)
