"""What holds for the whole campaign, as a person writes it."""

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from models.words import RestDay, phrase
from schedule.campaign_file.hints import OneOrMany
from schedule.campaign_file.shape import Shape, refuse_at
from schedule.campaign_file.texts import Localised
from schedule.campaign_file.values import Day, Hours, Key, Language, Line, Reference, References, Term, Zone, one_of

RestDayWord = Annotated[RestDay, BeforeValidator(one_of(*RestDay))]
Days = Annotated[tuple[Day, ...], OneOrMany()]


class CalendarShape(Shape):
    """Which days are worked: a country's holidays and local days; no country: every day but those in `rest`."""

    country: Line | None = "CN"
    """ISO 3166 code of the country whose holidays hold; null: every day is worked."""
    subdivision: Line | None = None
    """A part of the country with holidays of its own."""
    rest: Days = ()
    """Days off here besides the country's."""
    work: Days = ()
    """Days worked here although they would be off."""

    @model_validator(mode="after")
    def _part_of_a_country(self) -> "CalendarShape":
        if self.country is None and self.subdivision is not None:
            refuse_at("subdivision", "bad-value", phrase("a subdivision needs its country"))
        return self


class Contact(Shape):
    """Who answers questions about a notice."""

    name: Line | None = None
    """Who answers."""
    phone: Line | None = None
    """The number to call."""
    mail: Line | None = None
    """The mailbox to write to."""


class Settings(Shape):
    """What holds for the whole campaign."""

    key: Key
    """Short name, unique among your campaigns."""
    title: Localised
    """What the campaign is called."""
    plan: Localised | None = None
    """Title of the document it carries out."""
    timezone: Zone = "Asia/Shanghai"
    """IANA time zone."""
    calendar: CalendarShape = CalendarShape()
    """Which days are worked; without it, China's."""
    opens_on: Day
    """First day."""
    closes_on: Day
    """Last day, inclusive; repeated rungs end with it."""
    rest_day: RestDayWord = RestDay.LITERAL
    """A due day that is a day off: literal, it stays the last that is not late; previous or next working day."""
    office_hours: Hours = Field(default="08:30-17:30", validate_default=True)
    """Messages go within these hours; "00:00-24:00" is always."""
    languages: Annotated[tuple[Language, ...], OneOrMany()] = ("zh_Hans",)
    """Languages of messages, the first is the main one."""
    channels: References = ()
    """Kinds of address that people may have, like mailto; without it, any."""
    ladder: Reference | None = None
    """The ladder that holds where no other does; without it the one called standard, or the only one."""
    review_term: Term = Field(default="3wd", validate_default=True)
    """Working days the office has to decide on what was handed in or asked for."""
    contact: Contact = Contact()
    """Who answers questions about a notice."""

    @model_validator(mode="after")
    def _in_order(self) -> "Settings":
        if self.opens_on > self.closes_on:
            refuse_at("closes_on", "bad-date", phrase("closes_on lies before opens_on"))
        if not self.languages:
            refuse_at("languages", "bad-value", phrase("languages must name at least one"))
        return self
