"""The plan linter: what somebody should look at, and what only a person can say."""

from collections.abc import Callable, Iterator

from models.words import Problem
from schedule.campaign_file.reader import CampaignSource
from schedule.campaign_file.references import Finding
from schedule.lint import (
    chains,
    dates,
    deadlines,
    escalation,
    ladders,
    names,
    owners,
    readings,
    reminders,
    seats,
    tenures,
)
from schedule.lint.case import Case
from schedule.lint.codes import RULES
from schedule.plan import Plan

FAMILIES: tuple[tuple[Callable[[Case], Iterator[Finding]], ...], ...] = (
    dates.RULES,
    deadlines.RULES,
    chains.RULES,
    owners.RULES,
    names.RULES,
    seats.RULES,
    tenures.RULES,
    ladders.RULES,
    reminders.RULES,
    escalation.RULES,
    readings.RULES,
)


def lint(source: CampaignSource, plan: Plan) -> tuple[Problem, ...]:
    """Every finding in a campaign file without mistakes and the plan it was resolved into.

    Args:
        source: the file, read and with its references checked.
        plan: what `resolve` made of it.

    Returns:
        Each finding once, at the value it concerns, in the order of the files.
    """
    case = Case(source.file, plan)
    found = [
        source.problem(RULES[code].severity, code, message, path)
        for family in FAMILIES
        for rule in family
        for code, message, path in rule(case)
    ]
    return tuple(sorted(found, key=lambda problem: _place(problem, source)))


def _place(problem: Problem, source: CampaignSource) -> tuple[bool, str, int, int, str]:
    """The campaign file first, then its overlays; within a file from top to bottom."""
    where = problem.where
    return where.file != source.root.mark.file, where.file, where.line, where.column, problem.code
