"""A running campaign and who takes part in it."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from models.tables.base import Data, Instant, metadata, one_of
from models.words import Role

campaign = Table(
    "campaign",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("known_on", Date, nullable=False, comment="what stood in the file at first is known from this day"),
    Column("loaded_at", Instant, nullable=False),
    Column("file_name", String, nullable=False),
    Column("source", Text, nullable=False, comment="the files as loaded last, for differences and for the record"),
    Column("people", Data, nullable=False, comment="as the files named them last: what acts changed since stays"),
    Column("definition", Data, nullable=False, comment="settings, calendar, ladders, kinds, phases, milestones"),
    Column("closed_on", Date),
    Column("events", Integer, nullable=False, comment="number of the last event"),
    Column("head", String(64), nullable=False, comment="hash of the last event: a chain cut short is found by it"),
)

party = Table(
    "party",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String),
    Column("is_unit", Boolean, nullable=False),
    Column("kind", String),
    Column("tags", Data, nullable=False),
    Column("outside", Boolean, nullable=False),
    Column("aliases", Data, nullable=False),
    Column("gone_on", Date, comment="the unit left the campaign; it stays for the record"),
)

seat = Table(
    "seat",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String, primary_key=True, comment="party/post"),
    Column("position", Integer, nullable=False),
    Column("party", String, nullable=False),
    Column("post", String, nullable=False),
    Column("role", String, nullable=False),
    Column("title", String),
    Column("same_as", String),
    Column("unit", String),
    Column("in_charge", Data, nullable=False),
    Column("gone_on", Date, comment="the post is no more; it stays for the record"),
    # held until the end of a transaction, so that a changed file may write its parties anew
    ForeignKeyConstraint(
        ["campaign_id", "party"], ["party.campaign_id", "party.key"], deferrable=True, initially="DEFERRED"
    ),
    one_of("role", Role),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("key", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("language", String),
    Column("phone", String),
    Column("addresses", Data, nullable=False, comment="in order of fallback"),
    Column("confirmed_on", Date, comment="the day an assignment was acknowledged with this person as the liaison"),
    UniqueConstraint("campaign_id", "key"),
)

tenure = Table(
    "tenure",
    metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("seat", String, primary_key=True),
    Column("since", Date, primary_key=True, comment="inclusive"),
    Column("until", Date, nullable=False, comment="inclusive"),
)

question = Table(
    "question",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Data, nullable=False),
    Column("clause", String),
    Column("candidates", Data, nullable=False),
    Column("obligations", Data, nullable=False),
    Column("answered_on", Date),
    Column("value", String),
    Column("answered_by", String),
)
Index(None, tenure.c.seat)
