"""What is owed, and what people did about it. Hand-ins, reviews and requests are append-only."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
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
    text,
)
from sqlalchemy.schema import SchemaItem

from models.tables.base import Data, Instant, metadata, one_of
from models.words import Actor, Form, Status

obligation = Table(
    "obligation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("key", String, nullable=False, comment="deliverable/unit[@period]"),
    Column("position", Integer, nullable=False),
    # as the plan says
    Column("deliverable", String, nullable=False),
    Column("phase", String, nullable=False),
    Column("milestone", String, nullable=False),
    Column("title", Data, nullable=False),
    Column("step_title", Data),
    Column("due_kind", String, nullable=False),
    Column("plan_due_on", Date),
    Column("opens_on", Date),
    Column("nominal_on", Date),
    Column("due_at", String, comment="HH:MM in the campaign's zone"),
    Column("details", Data, nullable=False, comment="forms, recipients, support, clause and the like: read whole"),
    Column("actor", String, nullable=False),
    Column("ladder", String),
    Column("slot", Integer),
    Column("readiness_for", String),
    # facts
    Column("known_on", Date, nullable=False),
    Column("unit", String),
    Column("status", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("due_on", Date, comment="as the plan or an answer says; never moved"),
    Column("term_on", Date, comment="a later day given by an extension or a return"),
    Column("received", Data, nullable=False),
    Column("committed", Boolean, nullable=False),
    Column("submitted_on", Date),
    Column("submitted_at", Instant),
    Column("late", Boolean, nullable=False),
    Column("acknowledged_on", Date),
    Column("acknowledged_at", Instant),
    Column("returned_on", Date),
    Column("return_reason", Text),
    Column("announced_on", Date, comment="the day announced for an act by others"),
    # derived with every change, for the daily query
    Column("next_on", Date, comment="the first day on which a run has something to do for it"),
    Column("effective_due_on", Date),
    Column("weekly", Boolean, nullable=False, comment="may want a line in the office's week"),
    UniqueConstraint("campaign_id", "key"),
    # held until the end of a transaction, so that a changed file may write its units anew
    ForeignKeyConstraint(
        ["campaign_id", "unit"], ["party.campaign_id", "party.key"], deferrable=True, initially="DEFERRED"
    ),
    one_of("actor", Actor),
    one_of("status", Status),
    CheckConstraint("round >= 0", name="round"),
)
OWED = text("status in ('open', 'returned') and effective_due_on is not null")
"""What a unit still has to hand in by some day; in these words, for only then does SQLite find the index."""
WEEKLY = text("weekly")
"""What may want a line in the office's week; likewise in these words."""

need = Table(
    "need",
    metadata,
    Column("campaign_id", Integer, primary_key=True),
    Column("obligation", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("needs", String, primary_key=True),
    ForeignKeyConstraint(
        ["campaign_id", "obligation"], ["obligation.campaign_id", "obligation.key"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(["campaign_id", "needs"], ["obligation.campaign_id", "obligation.key"]),
    Index("ix_need_needs", "campaign_id", "needs"),
)


def _belongs() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["campaign_id", "obligation"], ["obligation.campaign_id", "obligation.key"])


def _act(name: str, *columns: SchemaItem) -> Table:
    """A table of one kind of act: who, when, why, in which round."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("campaign_id", Integer, nullable=False),
        Column("obligation", String, nullable=False),
        Column("round", Integer, nullable=False),
        Column("on", Date, nullable=False),
        Column("at", Instant, nullable=False),
        Column("by", String, nullable=False),
        Column("reason", Text),
        Column("voided", Boolean, nullable=False, server_default=text("false")),
        *columns,
        _belongs(),
        Index(f"ix_{name}_obligation", "campaign_id", "obligation"),
    )


submission = _act(
    "submission",
    Column("number", Integer, nullable=False, comment="1, 2, … within the obligation"),
    Column("form", String, nullable=False, comment="paper and electronic are two facts"),
    Column("complete", Boolean, nullable=False, comment="whether with it every form owed had come"),
    Column("value", Text),
    Column("file_name", String),
    Column("sha256", String(64)),
    Column("note", Text),
    UniqueConstraint("campaign_id", "obligation", "number"),
    one_of("form", Form),
)
review = _act(
    "review",
    Column("verdict", String, nullable=False, comment="accepted, returned or reopened"),
    Column("until", Date, comment="a return's term, inclusive"),
    one_of("verdict", ("accepted", "returned", "reopened")),
)
extension = _act(
    "extension",
    Column("step", String, nullable=False),
    Column("until", Date, comment="the day asked for or granted, inclusive"),
    one_of("step", ("ask", "grant", "refuse")),
)
dispute = _act(
    "dispute",
    Column("step", String, nullable=False),
    one_of("step", ("ask", "grant", "refuse")),
)
waiver = _act("waiver")
acknowledgement = _act("acknowledgement")
chase = _act(
    "chase",
    Column("way", String, nullable=False),
    Column("seat", String, comment="the seat told, where the words name one"),
    Column("told", String, nullable=False, comment="to whom, in the words of whoever chased"),
    Column("note", Text),
    Column("promised_on", Date),
    one_of("way", ("phone", "paper", "visit", "mail")),
)

wait = Table(
    "wait",
    metadata,
    Column("campaign_id", Integer, primary_key=True),
    Column("obligation", String, primary_key=True),
    Column("kind", String, primary_key=True, comment="review, extension or dispute: what waits for the office now"),
    Column("asked_on", Date, nullable=False),
    Column("due_on", Date, nullable=False, comment="the office's term, inclusive"),
    Column("until", Date, comment="the day asked for, inclusive; of an extension that names one"),
    _belongs(),
    one_of("kind", ("review", "extension", "dispute")),
)
