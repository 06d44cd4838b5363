"""Who takes part: kinds, units, bodies, seats and people, as a person writes them."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from models.words import Role, phrase
from schedule.campaign_file.hints import OneOrMany, schema
from schedule.campaign_file.refusal import refuse, shown
from schedule.campaign_file.shape import Shape, refuse_at
from schedule.campaign_file.texts import Localised
from schedule.campaign_file.values import (
    LONGEST_ADDRESS,
    Day,
    Flag,
    Key,
    Language,
    Line,
    Lines,
    Reference,
    References,
    one_of,
)

RoleWord = Annotated[Role, BeforeValidator(one_of(*Role))]


class Selection(Shape):
    """Units picked by kind or by tag."""

    kind: Reference | None = None
    """Every unit of this kind."""
    tag: Reference | None = None
    """Every unit with this tag."""
    but: References = Field(default=(), alias="except")
    """Units left out."""

    @model_validator(mode="after")
    def _one_way(self) -> "Selection":
        if (self.kind is None) == (self.tag is None):
            refuse("bad-value", phrase("give either kind or tag"), "kind", "tag")
        return self


def _which_who(value: object) -> str:
    return "=selection" if isinstance(value, dict | Selection) else "=unit"


Who = Annotated[
    tuple[
        Annotated[
            Annotated[Selection, Tag("=selection")] | Annotated[Reference, Tag("=unit")], Discriminator(_which_who)
        ],
        ...,
    ],
    OneOrMany(),
]
"""Unit and body keys, `all`, and selections."""


class Seat(Shape):
    """One post in a unit or body."""

    role: RoleWord
    """What the post is to its unit or body; ladders tell roles."""
    title: Line | None = None
    """What the post is called."""
    same_as: Reference | None = None
    """The same post as UNIT/SEAT, so held by the same person."""
    unit: Reference | None = None
    """The unit this member stands for."""
    in_charge: Who = ()
    """The units this deputy leader is in charge of 分管."""


class KindShape(Shape):
    """What units of a kind have in common."""

    title: Localised | None = None
    """What the kind is called."""
    ladder: Reference | None = None
    """The ladder for what such units owe."""
    up_to: RoleWord | None = None
    """The highest role that is told of what such units owe."""


class Unit(Shape):
    """A unit that owes; it has the seats liaison and head unless `seats` says otherwise."""

    name: Line | None
    """Its name; null where the plan does not give it."""
    kind: Reference | None = None
    """A kind to pick it by: {kind: town}."""
    tags: Lines = ()
    """Labels to pick it by: {tag: new}."""
    aliases: Lines = ()
    """Other names it goes by."""
    seats: dict[Key, Seat | None] = Field(default_factory=dict)
    """More posts; null takes liaison or head away."""
    ladder: Reference | None = None
    """The ladder for what this unit owes."""


class Body(Shape):
    """A body that leads, receives, reviews; `office` and `leading-group` may owe too, every other one only acts."""

    name: Line | None
    """Its name; null where the plan does not give it."""
    outside: Flag = False
    """true: it stands outside, and nobody in it is ever addressed."""
    aliases: Lines = ()
    """Other names it goes by."""
    seats: dict[Key, Seat] = Field(default_factory=dict)
    """Its posts."""
    ladder: Reference | None = None
    """The ladder for what this body owes."""


class Tenure(Shape):
    """A seat held from a day to a day, both inclusive."""

    seat: Reference
    """UNIT/SEAT or BODY/SEAT."""
    since: Day | None = Field(default=None, alias="from")
    """First day; null: since ever."""
    to: Day | None = None
    """Last day, inclusive; null: until further notice."""

    @model_validator(mode="after")
    def _in_order(self) -> "Tenure":
        if self.since and self.to and self.since > self.to:
            refuse_at("to", "bad-date", phrase("`to` lies before `from`"))
        return self


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")


def _read_address(value: object) -> str:
    if isinstance(value, str) and "@" in value and ":" not in value:
        message = phrase(
            "must begin with its channel; did you mean {meant}?",
            meant=shown(f"mailto:{value}"),
        )
        refuse("bad-address", message)
    if not isinstance(value, str) or not _SCHEME.fullmatch(value.partition(":")[0]) or ":" not in value:
        refuse("bad-address", phrase("must be an address like mailto:name@unit.example"))
    if len(value) > LONGEST_ADDRESS or any(not c.isprintable() or c.isspace() for c in value):
        message = phrase("must be at most {limit} characters long and hold no spaces", limit=LONGEST_ADDRESS)
        refuse("bad-address", message)
    scheme, _, rest = value.partition(":")
    name, _, host = rest.partition("@")
    if scheme.lower() == "mailto" and (not name or not host or "," in rest):
        refuse("bad-address", phrase("must be one mailbox like mailto:name@unit.example"))
    return value


Address = Annotated[
    str,
    BeforeValidator(_read_address),
    schema(type="string", pattern="^[A-Za-z][A-Za-z0-9+.-]*:", maxLength=LONGEST_ADDRESS),
]


class Person(Shape):
    """Somebody who holds seats."""

    name: Line
    """The person's name."""
    holds: Annotated[tuple[Tenure, ...], OneOrMany()] = ()
    """The seats held, each from a day to a day."""
    addresses: Annotated[tuple[Address, ...], OneOrMany()] = ()
    """Where messages go: the second where the first fails."""
    language: Language | None = None
    """Language of messages; without it the campaign's first."""
    phone: Line | None = None
    """For whoever has to call."""
