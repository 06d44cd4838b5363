"""Who takes part: kinds, units, bodies, seats and people, as a person writes them."""

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from models.words import Role, phrase
from schedule.campaign_file.values import (
    Day,
    Flag,
    Key,
    Language,
    Line,
    Lines,
    Localised,
    Reference,
    References,
    Shape,
    as_list,
    one_of,
    refuse,
)

RoleWord = Annotated[Role, BeforeValidator(one_of(*Role))]


class Selection(Shape):
    """Units picked by kind or by tag."""

    kind: Reference | None = None
    tag: Reference | None = None
    but: References = Field(default=(), alias="except")

    @model_validator(mode="after")
    def _one_way(self) -> "Selection":
        if (self.kind is None) == (self.tag is None):
            refuse("bad-value", phrase("give either kind or tag"))
        return self


def _which_who(value: object) -> str:
    return "selection" if isinstance(value, dict | Selection) else "unit"


Who = Annotated[
    tuple[
        Annotated[
            Annotated[Selection, Tag("selection")] | Annotated[Reference, Tag("unit")], Discriminator(_which_who)
        ],
        ...,
    ],
    BeforeValidator(as_list),
]
"""Unit and body keys, `all`, and selections."""


class Seat(Shape):
    """One post in a unit or body."""

    role: RoleWord
    title: Line | None = None
    same_as: Reference | None = None
    unit: Reference | None = None
    in_charge: Who = ()


class KindShape(Shape):
    """What units of a kind have in common."""

    title: Localised | None = None
    ladder: Reference | None = None
    up_to: RoleWord | None = None


class Unit(Shape):
    """A unit that owes; it has the seats liaison and head unless `seats` says otherwise."""

    name: Line | None
    kind: Reference | None = None
    tags: Lines = ()
    aliases: Lines = ()
    seats: dict[Key, Seat | None] = Field(default_factory=dict)
    ladder: Reference | None = None


class Body(Shape):
    """A body that leads, receives, reviews; `office` and `leading-group` may owe too, every other one only acts."""

    name: Line | None
    outside: Flag = False
    aliases: Lines = ()
    seats: dict[Key, Seat] = Field(default_factory=dict)
    ladder: Reference | None = None


class Tenure(Shape):
    """A seat held from a day to a day, both inclusive; null: since ever, until further notice."""

    seat: Reference
    since: Day | None = Field(default=None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Tenure":
        if self.since and self.to and self.since > self.to:
            refuse("bad-date", phrase("`to` lies before `from`"))
        return self


def _read_address(value: object) -> str:
    text = str(value)
    scheme, colon, rest = text.partition(":")
    if not isinstance(value, str) or not colon or not scheme.replace("+", "").isalnum():
        refuse("bad-address", phrase("must be an address like mailto:name@unit.example"))
    if scheme == "mailto" and ("@" not in rest or any(c.isspace() or c == "," for c in rest)):
        refuse("bad-address", phrase("must be one mailbox like mailto:name@unit.example"))
    return text


Address = Annotated[str, BeforeValidator(_read_address), WithJsonSchema({"type": "string", "pattern": r"^[a-z0-9+]+:"})]


class Person(Shape):
    """Somebody who holds seats; addresses are an order of fallback."""

    name: Line
    holds: tuple[Tenure, ...] = ()
    addresses: Annotated[tuple[Address, ...], BeforeValidator(as_list)] = ()
    language: Language | None = None
    phone: Line | None = None
