"""What a rehearsal assumes people do: a scenario by name, or a file of events."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from models.words import Form, Path, Problem, Severity, phrase
from schedule.campaign_file.advice import Advice
from schedule.campaign_file.fitting import fit
from schedule.campaign_file.hints import schema
from schedule.campaign_file.node import Node
from schedule.campaign_file.reader import read_beside
from schedule.campaign_file.refusal import refuse
from schedule.campaign_file.shape import Shape, refuse_at
from schedule.campaign_file.values import Clock, Day, Line, Prose, Reference, one_of
from schedule.event_findings import Wrong, findings, obligations, slots
from schedule.plan import Obligation, Plan
from schedule.transitions import Act, Step

NOBODY, ON_TIME = "nobody", "on-time"
SCENARIOS = (NOBODY, ON_TIME)
RELEASE, ANSWER, CHASE = "release", "answer", "chase"
ACTS = (*(act.value for act in Act), RELEASE, ANSWER, CHASE)
_ONLY: Mapping[str, tuple[str, ...]] = {
    "form": (Act.SUBMIT,),
    "step": (Act.EXTEND, Act.DISPUTE),
    "until": (Act.RETURN, Act.REOPEN, Act.EXTEND),
    "question": (ANSWER,),
    "value": (ANSWER, Act.SUBMIT),
    "to": (CHASE,),
    "promised": (CHASE,),
}
"""Keys that only some acts have."""
_NAMING = ("obligation", "unit", "deliverable", "period")


class Outage(Shape):
    """Days without a run."""

    since: Day = Field(alias="from")
    """First day without a run."""
    to: Day
    """Last day without a run, inclusive."""

    @model_validator(mode="after")
    def _in_order(self) -> "Outage":
        if self.since > self.to:
            refuse_at("to", "bad-date", phrase("`to` lies before `from`"))
        return self


class Event(Shape):
    """One thing somebody does on a day; without `at` it comes after the day's run."""

    day: Day
    """When."""
    act: Annotated[str, BeforeValidator(one_of(*ACTS)), schema(type="string", enum=list(ACTS))]
    """What somebody does."""
    at: Clock | None = None
    """At what time; before the office opens it comes before the day's run."""
    unit: Reference | None = None
    """Who owes it."""
    deliverable: Reference | None = None
    """What is owed."""
    period: Line | None = None
    """Of a recurring duty: which one."""
    obligation: Reference | None = None
    """The obligation's id, instead of unit and deliverable."""
    form: Annotated[Form, BeforeValidator(one_of(*Form))] | None = None
    """Only this form is handed in; without it everything owed."""
    step: Annotated[Step, BeforeValidator(one_of(*Step))] = Step.GRANT
    """ask, grant or refuse; without it the office grants."""
    until: Day | None = None
    """The new term, inclusive."""
    reason: Prose | None = None
    """Why."""
    question: Reference | None = None
    """The question that is answered."""
    value: Line | None = None
    """The answer."""
    by: Line | None = None
    """Who does it; of chasing, how: phone, paper, visit, mail."""
    to: Line | None = None
    """Who is chased."""
    note: Prose | None = None
    """What was said."""
    promised: Day | None = None  # noqa: V107 -- kept for the record
    """The day that was promised."""

    @model_validator(mode="after")
    def _sensible(self) -> "Event":
        for key, acts in _ONLY.items():
            if key in self.model_fields_set and getattr(self, key) is not None and self.act not in acts:
                message = phrase("{key} belongs to the acts {allowed} only", key=key, allowed=tuple(map(str, acts)))
                refuse_at(key, "bad-value", message)
        self._names_something()
        return self

    def _names_something(self) -> None:
        if self.act == ANSWER:
            for key in ("question", "value"):
                if getattr(self, key) is None:
                    refuse("missing-key", phrase("an answer needs question and value"), key)
            return
        enough = self.obligation or (self.unit and (self.deliverable or self.act == RELEASE))
        if not enough:
            refuse("missing-key", phrase("name the obligation, or unit and deliverable"), *_NAMING)


class Scenario(Shape):
    """A whole scenario."""

    default: Annotated[str, BeforeValidator(one_of(*SCENARIOS)), schema(type="string", enum=list(SCENARIOS))] = NOBODY
    """What happens where no event says otherwise."""
    outages: tuple[Outage, ...] = ()
    """Days without a run."""
    events: tuple[Event, ...] = ()
    """What people do."""

    def outage_on(self, day: date) -> bool:
        """Whether no run happens on a day."""
        return any(outage.since <= day <= outage.to for outage in self.outages)


def read_scenario(
    raw: bytes, name: str, plan: Plan | None = None, asked: Collection[str] = ()
) -> tuple[Scenario | None, Node | None, tuple[Problem, ...]]:
    """Read a scenario file.

    Args:
        raw: the file's bytes.
        name: how messages call it.
        plan: what the events must fit; without it only syntax and shape are checked.
        asked: obligations for which a later day has been asked before the scenario begins.

    Returns:
        The scenario (None where there is a mistake), its values, and every mistake with its place.
    """
    root, problems = read_beside(raw, name)
    if root is None:
        return None, None, problems
    fitted = fit(Scenario, root, _Events())
    problems += fitted.problems
    if plan is not None and fitted.value is not None:
        problems += check_scenario(fitted.value, fitted.root, plan, asked)
    return None if problems else fitted.value, fitted.root, problems


class _Events:
    """Leaves out of a scenario whole events and outages."""

    def whole(self, path: Path) -> Path:
        """The event or outage that a mistake is in."""
        return path[:2] if path and path[0] in {"events", "outages"} else path

    def instead(self, path: Path) -> object:  # noqa: ARG002 -- nothing in a scenario may not be missing
        """Nothing."""
        return None


def check_scenario(scenario: Scenario, root: Node, plan: Plan, asked: Collection[str] = ()) -> tuple[Problem, ...]:
    """Events that the plan knows nothing of: units, deliverables, periods, obligations, questions, days.

    Args:
        scenario: what people do.
        root: its values with their places.
        plan: what is owed.
        asked: obligations for which a later day has been asked before the scenario begins.
    """
    found: list[Problem] = []
    advice, until_nowhere = Advice(), {id(event) for event in _without_day(scenario, plan, asked)}
    for i, event in enumerate(scenario.events):
        wrong = [*findings(event, plan, advice), *([_NO_DAY] if id(event) in until_nowhere else [])]
        for key, code, message in wrong:
            path, mark = root.place(("events", i, *key))
            found.append(Problem(Severity.ERROR, code, message, path, mark))
    return tuple(found)


_NO_DAY: Wrong = (
    (),
    "missing-key",
    phrase("a later day that is granted needs `until`, unless the unit has asked for one before"),
)


def _without_day(scenario: Scenario, plan: Plan, asked: Collection[str]) -> Iterator[Event]:
    """Later days that are granted and that neither the event nor an earlier request names."""
    waiting = set(asked)
    for event in sorted(scenario.events, key=lambda event: event.day):
        if event.act != Act.EXTEND or event.step is Step.REFUSE:
            continue
        about = {one.id for one in matching(event, plan)}
        if event.step is Step.ASK:
            waiting |= about if event.until else set()
        elif event.until is None and about and not about & waiting:
            yield event


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
    own = obligations(plan, event.deliverable, event.unit, event.period)
    if event.unit is None:
        return own
    free = slots(plan, event.deliverable, event.period)
    return (*own, *(one for one in free if owners is None or owners[one.id] == event.unit))
