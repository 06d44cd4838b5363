"""What a rehearsal assumes people do: a scenario by name, or a file of events."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema, model_validator

from models.words import Problem, Severity, phrase
from schedule.campaign_file.reader import problems_of
from schedule.campaign_file.source import Node, decode, read_source
from schedule.campaign_file.values import Clock, Day, Line, Reference, Shape, one_of, refuse
from schedule.plan import Obligation, Plan
from schedule.transitions import Act, Step

NOBODY, ON_TIME = "nobody", "on-time"
SCENARIOS = (NOBODY, ON_TIME)
ACTS = (*(act.value for act in Act), "release", "answer", "chase")


class Outage(Shape):
    """Days without a run, both inclusive."""

    since: Day = Field(alias="from")
    to: Day


class Event(Shape):
    """One thing somebody does on a day; without `at` it comes after the day's run."""

    day: Day
    act: Annotated[str, BeforeValidator(one_of(*ACTS)), WithJsonSchema({"type": "string", "enum": list(ACTS)})]
    at: Clock | None = None
    unit: Reference | None = None
    deliverable: Reference | None = None
    period: Line | None = None
    obligation: Reference | None = None
    form: Annotated[str, BeforeValidator(one_of("paper", "electronic"))] | None = None
    step: Annotated[Step, BeforeValidator(one_of(*Step))] = Step.GRANT
    until: Day | None = None
    reason: Line | None = None
    question: Reference | None = None
    value: Line | None = None
    by: Line | None = None
    to: Line | None = None
    note: Line | None = None
    promised: Day | None = None

    @model_validator(mode="after")
    def _names_something(self) -> "Event":
        if self.act == "answer":
            if self.question is None or self.value is None:
                refuse("missing-key", phrase("an answer needs question and value"))
        elif self.obligation is None and self.deliverable is None and not (self.act == "release" and self.unit):
            refuse("missing-key", phrase("name the obligation, or unit and deliverable"))
        return self


class Scenario(Shape):
    """A whole scenario."""

    default: Annotated[str, BeforeValidator(one_of(*SCENARIOS))] = NOBODY
    outages: tuple[Outage, ...] = ()
    events: tuple[Event, ...] = ()

    def outage_on(self, day: date) -> bool:
        """Whether no run happens on a day."""
        return any(outage.since <= day <= outage.to for outage in self.outages)


def read_scenario(raw: bytes, name: str) -> tuple[Scenario | None, Node | None, tuple[Problem, ...]]:
    """Read a scenario file; every mistake with its place."""
    text, faults = decode(raw, name)
    root = None
    if not faults:
        root, faults = read_source(text, name)
    problems = [Problem(Severity.ERROR, fault.code, fault.message, fault.path, fault.mark) for fault in faults]
    if root is None or problems:
        return None, root, tuple(problems)
    try:
        return Scenario.model_validate(root.data()), root, ()
    except ValidationError as wrong:
        return None, root, tuple(problems_of(wrong, root))


def check_scenario(scenario: Scenario, root: Node, plan: Plan) -> tuple[Problem, ...]:
    """Events that name an obligation or a question the plan does not have."""
    questions = {question.id for question in plan.questions}
    found: list[Problem] = []
    for i, event in enumerate(scenario.events):
        path, mark = root.place(("events", i))
        if event.act == "answer" and event.question not in questions:
            message = phrase("the plan has no question {name}", name=event.question)
            found.append(Problem(Severity.ERROR, "unknown-question", message, path, mark))
        elif event.act not in {"answer", "release"} and not matching(event, plan):
            message = phrase("the plan has no such obligation: {name}", name=_named(event))
            found.append(Problem(Severity.ERROR, "unknown-obligation", message, path, mark))
    return tuple(found)


def matching(event: Event, plan: Plan, owners: Mapping[str, str | None] | None = None) -> tuple[Obligation, ...]:
    """The obligations an event is about.

    Args:
        event: names an obligation, or a unit and a deliverable.
        plan: what is owed.
        owners: who owes what by now, by obligation; without them an open slot may be anybody's.
    """
    if event.obligation is not None:
        one = plan.by_id.get(event.obligation)
        return (one,) if one else ()
    return tuple(
        one
        for one in plan.obligations
        if event.deliverable in {one.deliverable, None}
        and (event.unit in {_owner(one, owners), None} or (owners is None and one.slot is not None))
        and event.period in {one.dated.period, None}
    )


def _owner(one: Obligation, owners: Mapping[str, str | None] | None) -> str | None:
    return one.unit if owners is None else owners[one.id]


def _named(event: Event) -> str:
    name = event.obligation or f"{event.deliverable}/{event.unit}"
    return f"{name}@{event.period}" if event.period else name
