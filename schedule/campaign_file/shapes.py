"""The campaign file's mappings, as a person writes them. `docs/campaign-file.md` explains every key."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from models.words import Text, phrase
from schedule.campaign_file.duties import (
    Deliverable,
    LeadAndSupport,
    Milestone,
    OpenSlots,
    Owner,
    Phase,
    Step,
    UnitClass,
)
from schedule.campaign_file.hints import OneOrMany, schema
from schedule.campaign_file.parties import Body, KindShape, Person, RoleWord, Unit
from schedule.campaign_file.refusal import refuse
from schedule.campaign_file.settings import Settings
from schedule.campaign_file.shape import Shape, refuse_at
from schedule.campaign_file.texts import Localised, LocalisedProse
from schedule.campaign_file.values import Key, Line, Lines, OffsetText, PartyKey, Reference, References, one_of

__all__ = [
    "CampaignFile",
    "Deliverable",
    "LeadAndSupport",
    "Milestone",
    "OpenQuestion",
    "OpenSlots",
    "Owner",
    "Phase",
    "Reading",
    "RungShape",
    "Step",
    "UnitClass",
    "Veto",
]

MOST_RUNGS = 60


class RungShape(Shape):
    """When to tell whom."""

    at: OffsetText
    """-3wd: three working days before; 0: the day itself; +1wd: the first working day on which it is late; d: days."""
    tell: Annotated[tuple[RoleWord, ...], OneOrMany()]
    """The roles told, the whole list."""
    every: OffsetText | None = None
    """Again and again after it, until it is done."""

    @model_validator(mode="after")
    def _sensible(self) -> "RungShape":
        if not self.tell:
            refuse_at("tell", "bad-value", phrase("tell must name at least one role"))
        if self.every and (self.every.days < 1 or self.at.days < 1 or self.every.unit != self.at.unit):
            message = phrase("only a rung after the due day repeats, by a positive number of the same unit")
            refuse_at("every", "bad-value", message)
        return self


def _few(rungs: tuple[RungShape, ...]) -> tuple[RungShape, ...]:
    if len(rungs) > MOST_RUNGS:
        refuse(
            "bad-value", phrase("a ladder has at most {limit} rungs, not {count}", limit=MOST_RUNGS, count=len(rungs))
        )
    return rungs


class Reading(Shape):
    """One way to understand a clause."""

    key: Key
    """Short name, unique in the veto."""
    text: LocalisedProse
    """What it says."""


class Veto(Shape):
    """A one-vote rule 一票否决: one miss fails the whole campaign."""

    key: Key
    """Short name, unique in the file."""
    title: Localised
    """What it is called."""
    clause: Line | None = None
    """Where the plan says so."""
    deliverables: References = ()
    """What proves it."""
    readings: tuple[Reading, ...] = ()
    """The ways the clause can be understood."""
    reading: Reference | None = None
    """The reading that holds; without it, a question stays open."""
    ladder: Reference | None = None
    """The ladder for these deliverables."""


class OpenQuestion(Shape):
    """Something the plan leaves unsaid and only a person can answer."""

    key: Key
    """Short name, unique in the file."""
    text: LocalisedProse
    """The question."""
    clause: Line | None = None
    """Where the plan leaves it open."""
    candidates: Lines = ()
    """Possible answers."""
    deliverables: References = ()
    """What it is about."""


class CampaignFile(Shape):
    """A campaign: who owes what by when, and who is told about it."""

    duban: Annotated[str, BeforeValidator(one_of("1")), schema(const=1)]  # noqa: V107 -- there is one version
    """Version of this format: 1."""
    campaign: Settings
    """What holds for the whole campaign."""
    kinds: dict[Key, KindShape] = Field(default_factory=dict)
    """Kinds of units that have a title, a ladder or a top of their own."""
    bodies: dict[PartyKey, Body] = Field(default_factory=dict)
    """Who leads, receives, reviews: `office` runs the campaign, `leading-group` stands above it."""
    units: dict[PartyKey, Unit] = Field(default_factory=dict)
    """Who owes."""
    people: tuple[Person, ...] = ()
    """Who holds which seats, and where messages reach them."""
    ladders: dict[Key, Annotated[tuple[RungShape, ...], AfterValidator(_few)]] = Field(default_factory=dict)
    """When to tell whom."""
    phases: tuple[Phase, ...]
    """Windows of the campaign; they may overlap."""
    vetoes: tuple[Veto, ...] = ()
    """One-vote rules."""
    questions: tuple[OpenQuestion, ...] = ()
    """What the plan leaves open."""

    def text(self, text: Text) -> Mapping[str, str]:
        """A text with its bare form under the campaign's first language."""
        return {language or self.campaign.languages[0]: words for language, words in text.items()}

    @cached_property
    def units_of_kind(self) -> Mapping[str, tuple[str, ...]]:
        """Unit keys by kind, in the file's order."""
        return _grouped((unit.kind, key) for key, unit in self.units.items() if unit.kind)

    @cached_property
    def units_with_tag(self) -> Mapping[str, tuple[str, ...]]:
        """Unit keys by tag, in the file's order."""
        return _grouped((tag, key) for key, unit in self.units.items() for tag in dict.fromkeys(unit.tags))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for group, key in pairs:
        groups.setdefault(group, []).append(key)
    return {group: tuple(keys) for group, keys in groups.items()}
