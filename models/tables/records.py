"""What happened, kept for ever: the chain of events, and the runs."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table

from models.tables.base import Data, Instant, metadata

event = Table(
    "event",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="1, 2, … without a gap"),
    Column("at", Instant, nullable=False),
    Column("on", Date, nullable=False),
    Column("by", String, nullable=False),
    Column("act", String, nullable=False),
    Column("subject", String, nullable=False, comment="an obligation, a seat, a notice or the campaign"),
    Column("data", Data, nullable=False),
    Column("before", String(64), nullable=False, comment="hash of the event before; 64 zeros for the first"),
    Column("hash", String(64), nullable=False),
    CheckConstraint("number > 0", name="number"),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("counts", Data),
)

week_told = Table(
    "week_told",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("year", Integer, primary_key=True, comment="ISO year"),
    Column("week", Integer, primary_key=True, comment="ISO week"),
    Column("notice", ForeignKey("notice.key"), nullable=False),
)
