"""The campaign file's mappings, as a person writes them. `docs/campaign-file.md` explains every key."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from models.words import Form, PhaseKind, RestDay, Text, phrase
from schedule.campaign_file.dates import Due
from schedule.campaign_file.parties import Body, KindShape, Person, RoleWord, Selection, Unit, Who
from schedule.campaign_file.values import (
    Count,
    Day,
    Flag,
    Hours,
    Key,
    Language,
    Line,
    Lines,
    Localised,
    OffsetText,
    Reference,
    References,
    Shape,
    Zone,
    as_list,
    one_of,
    refuse,
)

RestDayWord = Annotated[RestDay, BeforeValidator(one_of(*RestDay))]
FormWord = Annotated[Form, BeforeValidator(one_of(*Form))]
PhaseKindWord = Annotated[PhaseKind, BeforeValidator(one_of(*PhaseKind))]


class CalendarShape(Shape):
    """Which days are worked: a country's holidays and local days; no country: every day but those in `rest`."""

    country: Line | None = "CN"
    subdivision: Line | None = None
    rest: tuple[Day, ...] = ()
    work: tuple[Day, ...] = ()


class Contact(Shape):
    """Who answers questions about a notice."""

    name: Line | None = None
    phone: Line | None = None
    mail: Line | None = None


class Settings(Shape):
    """What holds for the whole campaign."""

    key: Key
    title: Localised
    plan: Localised | None = None
    timezone: Zone = "Asia/Shanghai"
    calendar: CalendarShape = CalendarShape()
    opens_on: Day
    closes_on: Day
    rest_day: RestDayWord = RestDay.LITERAL
    office_hours: Hours = Field(default="08:30-17:30", validate_default=True)
    languages: tuple[Language, ...] = ("zh_Hans",)
    channels: References = ()
    ladder: Reference | None = None
    review_term: OffsetText = Field(default="3wd", validate_default=True)
    contact: Contact = Contact()

    @model_validator(mode="after")
    def _in_order(self) -> "Settings":
        if self.opens_on > self.closes_on:
            refuse("bad-date", phrase("closes_on lies before opens_on"))
        return self


class RungShape(Shape):
    """When to tell whom; `every` repeats it until the duty is done."""

    at: OffsetText
    tell: Annotated[tuple[RoleWord, ...], BeforeValidator(as_list)]
    every: OffsetText | None = None

    @model_validator(mode="after")
    def _sensible(self) -> "RungShape":
        if not self.tell:
            refuse("bad-value", phrase("tell must name at least one role"))
        if self.every and (self.every.days < 1 or self.at.days < 1 or self.every.unit != self.at.unit):
            refuse("bad-value", phrase("only a rung after the due day repeats, by a positive number of the same unit"))
        return self


def _read_form(value: object) -> object:
    if isinstance(value, str):
        return {"form": value}
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in set(Form):
        ((form, details),) = value.items()
        return {"form": form, **details} if isinstance(details, dict) else {"form": form}
    return value


class FormShape(Shape):
    """One form owed, with what the plan asks of it."""

    form: FormWord
    copies: Count | None = None
    seal: Flag = False


Forms = Annotated[tuple[Annotated[FormShape, BeforeValidator(_read_form)], ...], BeforeValidator(as_list)]


class Step(Shape):
    """One step of a chain; without `due` the chain's own day is its outer bound.

    What a step says of `submit_to` and `forms` holds instead of what the deliverable says.
    """

    key: Key
    by: Reference
    title: Localised | None = None
    due: Due | None = None
    clause: Line | None = None
    submit_to: References = ()
    forms: Forms = ()


class OpenSlots(Shape):
    """So many duties whose owners the plan does not name."""

    open: Count


class LeadAndSupport(Shape):
    """One unit answers for it 牵头, others help 配合 and owe nothing."""

    lead: Reference
    support: Who = ()


class UnitClass(Shape):
    """Units that share a date of their own."""

    label: Line = Field(alias="class")
    units: Who
    due: Due | None = None


def _which_owner(value: object) -> str:
    if not isinstance(value, dict):
        shapes = {OpenSlots: "open", LeadAndSupport: "lead", UnitClass: "class", Selection: "selection"}
        return shapes.get(type(value), "unit")  # type: ignore[call-overload, no-any-return]
    return next((key for key in ("open", "lead", "class") if key in value), "selection")


Owner = Annotated[
    Annotated[OpenSlots, Tag("open")]
    | Annotated[LeadAndSupport, Tag("lead")]
    | Annotated[UnitClass, Tag("class")]
    | Annotated[Selection, Tag("selection")]
    | Annotated[Reference, Tag("unit")],
    Discriminator(_which_owner),
]


class Deliverable(Shape):
    """What is owed, defined once."""

    key: Key
    title: Localised
    owed_by: Annotated[tuple[Owner, ...], BeforeValidator(as_list)] = ()
    due: Due | None = None
    clause: Line | None = None
    submit_to: References = ()
    forms: Forms = ()
    commitment: Flag = False
    needs: References = ()
    chain: tuple[Step, ...] = ()
    ladder: Reference | None = None
    note: Localised | None = None

    @model_validator(mode="after")
    def _owed_or_chained(self) -> "Deliverable":
        if bool(self.owed_by) == bool(self.chain):
            refuse("bad-value", phrase("give either owed_by or chain"))
        return self


class Milestone(Shape):
    """A dated marker in a phase."""

    key: Key
    title: Localised
    due: Due
    clause: Line | None = None
    deliverables: tuple[Deliverable, ...] = ()


class Phase(Shape):
    """A window of the campaign."""

    key: Key
    kind: PhaseKindWord
    title: Localised | None = None
    opens_on: Day
    closes_on: Day
    clause: Line | None = None
    year_inferred: Flag = False
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Phase":
        if self.opens_on > self.closes_on:
            refuse("bad-date", phrase("closes_on lies before opens_on"))
        return self


class Reading(Shape):
    """One way to understand a clause."""

    key: Key
    text: Localised


class Veto(Shape):
    """A one-vote rule 一票否决: one miss fails the whole campaign."""

    key: Key
    title: Localised
    clause: Line | None = None
    deliverables: References = ()
    readings: tuple[Reading, ...] = ()
    reading: Reference | None = None
    ladder: Reference | None = None


class OpenQuestion(Shape):
    """Something the plan leaves unsaid and only a person can answer."""

    key: Key
    text: Localised
    clause: Line | None = None
    candidates: Lines = ()
    deliverables: References = ()


class CampaignFile(Shape):
    """The whole file."""

    duban: Annotated[str, BeforeValidator(one_of("1")), WithJsonSchema({"const": 1})]
    campaign: Settings
    kinds: dict[Key, KindShape] = Field(default_factory=dict)
    bodies: dict[Key, Body] = Field(default_factory=dict)
    units: dict[Key, Unit] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()
    ladders: dict[Key, tuple[RungShape, ...]] = Field(default_factory=dict)
    phases: tuple[Phase, ...]
    vetoes: tuple[Veto, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()

    def text(self, text: Text) -> Mapping[str, str]:
        """A text with its bare form under the campaign's first language."""
        return {language or self.campaign.languages[0]: words for language, words in text.items()}
