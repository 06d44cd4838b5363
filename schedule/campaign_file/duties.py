"""Phases, milestones, what is owed and who owes it, as a person writes them."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from models.words import Form, PhaseKind, phrase
from schedule.campaign_file.dates import Due
from schedule.campaign_file.hints import InShort, OneOrMany
from schedule.campaign_file.parties import Selection, Who
from schedule.campaign_file.refusal import refuse, shown
from schedule.campaign_file.shape import Shape, refuse_at
from schedule.campaign_file.texts import Localised, LocalisedProse
from schedule.campaign_file.values import Count, Day, Flag, Key, Line, Reference, References, one_of

FormWord = Annotated[Form, BeforeValidator(one_of(*Form))]
PhaseKindWord = Annotated[PhaseKind, BeforeValidator(one_of(*PhaseKind))]


class FormShape(Shape):
    """One form owed, with what the plan asks of it."""

    form: FormWord
    """paper or electronic."""
    copies: Count | None = None
    """How many copies."""
    seal: Flag = False
    """true: with the seal 公章."""


def _read_form(value: object) -> object:
    """`paper`, `{paper: {copies: 2}}` or `{form: paper, copies: 2}`."""
    if isinstance(value, str):
        return {"form": value}
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in set(Form):
        return value
    ((form, details),) = value.items()
    if not isinstance(details, dict | None):
        message = phrase(
            "must be a mapping with the keys {allowed}, not {value}", allowed=_DETAILS, value=shown(details)
        )
        refuse_at(form, "wrong-type", message)
    if "form" in (details or ()):
        refuse_at(form, "bad-value", phrase("the form stands before its details; delete the key form"))
    return {"form": form, **(details or {})}


_DETAILS = ("copies", "seal")
_BRIEF_FORM = {
    "anyOf": [
        {"enum": [*Form]},
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {
                form.value: {
                    "type": ["object", "null"],
                    "additionalProperties": False,
                    "properties": {
                        "copies": {"type": "integer", "minimum": 1, "maximum": 999},
                        "seal": {"type": "boolean"},
                    },
                }
                for form in Form
            },
        },
    ]
}


def _each_once(forms: tuple[FormShape, ...]) -> tuple[FormShape, ...]:
    if len({form.form for form in forms}) < len(forms):
        refuse("duplicate-key", phrase("one form stands here a second time"))
    return forms


Forms = Annotated[
    tuple[Annotated[FormShape, BeforeValidator(_read_form), InShort(_BRIEF_FORM)], ...],
    OneOrMany(),
    AfterValidator(_each_once),
]


class Step(Shape):
    """One step of a chain.

    What a step says of `submit_to` and `forms` holds instead of what the deliverable says.
    """

    key: Key
    """Short name, unique in the chain."""
    by: Reference
    """The unit or body that does it."""
    title: Localised | None = None
    """What the step is called."""
    due: Due | None = None
    """Its date; without it, the chain's."""
    clause: Line | None = None
    """Where the plan says so."""
    submit_to: References = ()
    """Who receives what this step hands in."""
    forms: Forms = ()
    """The forms this step hands in."""


class OpenSlots(Shape):
    """So many duties whose owners the plan does not name."""

    open: Count
    """How many are owed by nobody knows whom."""


class LeadAndSupport(Shape):
    """One unit answers for it 牵头, others help 配合 and owe nothing."""

    lead: Reference
    """The unit or body that answers for it."""
    support: Who = ()
    """Those who help."""


class UnitClass(Shape):
    """Units that share a date of their own."""

    label: Line = Field(alias="class")
    """What these units have in common."""
    units: Who
    """Which units."""
    due: Due | None = None
    """Their date; without it, the deliverable's."""


_OWNERS: dict[str, type[Shape]] = {"open": OpenSlots, "lead": LeadAndSupport, "class": UnitClass}


def _which_owner(value: object) -> str:
    for key, shape in _OWNERS.items():
        if isinstance(value, shape) or (isinstance(value, dict) and key in value):
            return f"={key}"
    return "=selection" if isinstance(value, dict | Selection) else "=unit"


Owner = Annotated[
    Annotated[OpenSlots, Tag("=open")]
    | Annotated[LeadAndSupport, Tag("=lead")]
    | Annotated[UnitClass, Tag("=class")]
    | Annotated[Selection, Tag("=selection")]
    | Annotated[Reference, Tag("=unit")],
    Discriminator(_which_owner),
]


class Deliverable(Shape):
    """What is owed, defined once."""

    key: Key
    """Short name, unique in the file."""
    title: Localised
    """What it is called."""
    owed_by: Annotated[tuple[Owner, ...], OneOrMany()] = ()
    """Who owes it: units, all, {kind: ...}, {tag: ...}, {open: 3}, {lead: ...}, {class: ...}."""
    due: Due | None = None
    """Its date; without it, the milestone's."""
    clause: Line | None = None
    """Where the plan says so."""
    submit_to: References = ()
    """Who receives it."""
    forms: Forms = ()
    """paper, electronic; copies and the seal where the plan asks for them."""
    commitment: Flag = False
    """true: a signed commitment 承诺 comes with it."""
    needs: References = ()
    """Deliverables that must be done first."""
    chain: tuple[Step, ...] = ()
    """Steps one after the other, instead of owed_by."""
    ladder: Reference | None = None
    """The ladder for this deliverable."""
    note: LocalisedProse | None = None
    """What stands with it in messages."""

    @model_validator(mode="after")
    def _owed_or_chained(self) -> "Deliverable":
        if bool(self.owed_by) == bool(self.chain):
            refuse("bad-value", phrase("give either owed_by or chain"), "owed_by", "chain")
        return self


class Milestone(Shape):
    """A dated marker in a phase."""

    key: Key
    """Short name, unique in the file."""
    title: Localised
    """What it is called."""
    due: Due
    """The date that its deliverables have unless they say otherwise."""
    clause: Line | None = None
    """Where the plan says so."""
    deliverables: tuple[Deliverable, ...] = ()
    """What is owed by then."""


class Phase(Shape):
    """A window of the campaign."""

    key: Key
    """Short name, unique in the file."""
    kind: PhaseKindWord
    """preparation, collection or acceptance."""
    title: Localised | None = None
    """What it is called."""
    opens_on: Day
    """First day."""
    closes_on: Day
    """Last day, inclusive."""
    clause: Line | None = None
    """Where the plan says so."""
    year_inferred: Flag = False
    """true: the plan does not print the year."""
    milestones: tuple[Milestone, ...] = ()
    """Its dated markers."""

    @model_validator(mode="after")
    def _in_order(self) -> "Phase":
        if self.opens_on > self.closes_on:
            refuse_at("closes_on", "bad-date", phrase("closes_on lies before opens_on"))
        return self
