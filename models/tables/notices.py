"""What is told to whom: rungs once and for all, messages with frozen texts, and every try to send one."""

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
    text,
)

from models.tables.base import Data, Instant, metadata, one_of
from models.words import ItemKind, NoticeKind, NoticeState

notice = Table(
    "notice",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    Column("on", Date, nullable=False, comment="the day it went; while it has not, the day it is planned for"),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("why", Data, comment="why it is held, deferred, suppressed or superseded"),
    Column("identity", String, nullable=False, comment="the reader: a person, else a seat"),
    Column("seat", String, nullable=False),
    Column("person", String),
    Column("address", String, comment="as it stood when planned; masked wherever it is shown"),
    Column("channel", String, nullable=False),
    Column("language", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("message_id", String, nullable=False, unique=True),
    Column("headers", Data, nullable=False, comment="names of reader and office, where answers go, the thread"),
    Column("also_owed", Data, nullable=False),
    Column("replaces", ForeignKey("notice.key")),
    Column("not_before", Instant, nullable=False),
    Column("lease_by", String),
    Column("lease_until", Instant),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    one_of("kind", NoticeKind),
    one_of("state", NoticeState),
)
Index("ix_notice_state", notice.c.campaign_id, notice.c.state)
Index("ix_notice_on", notice.c.campaign_id, notice.c.on)

item = Table(
    "item",
    metadata,
    Column("campaign_id", Integer, primary_key=True),
    Column("obligation", String, primary_key=True),
    Column("about", String, primary_key=True, comment="the deliverable, or review, extension, dispute"),
    Column("round", Integer, primary_key=True),
    Column("due_on", Date, primary_key=True, comment="the effective due day: once-ness is law 4"),
    Column("offset", String, primary_key=True),
    Column("seat", String, primary_key=True),
    Column("planned_on", Date, nullable=False),
    Column("on", Date, nullable=False),
    Column("outcome", String, nullable=False),
    Column("kind", String),
    Column("audience", Data, nullable=False),
    Column("reason", Data),
    Column("notice", ForeignKey("notice.key")),
    Column("place", Integer, nullable=False, comment="its place in the message"),
    Column("number", Integer, nullable=False, comment="its place among what its day recorded"),
    ForeignKeyConstraint(["campaign_id", "obligation"], ["obligation.campaign_id", "obligation.key"]),
    one_of("outcome", ("sent", "held", "no_address", "superseded")),
    one_of("kind", ItemKind),
    Index("ix_item_notice", "notice"),
)

awaiting = Table(
    "awaiting",
    metadata,
    Column("campaign_id", Integer, primary_key=True),
    Column("obligation", String, primary_key=True),
    Column("seat", String, primary_key=True),
    Column("item", Data, nullable=False, comment="the whole item, as it joins a digest once released"),
    # a released item may still wait when a newer one for the same seat joins it
    Column("notice", ForeignKey("notice.key"), primary_key=True),
    Column("released", Boolean, nullable=False),
    ForeignKeyConstraint(["campaign_id", "obligation"], ["obligation.campaign_id", "obligation.key"]),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", ForeignKey("notice.key"), nullable=False, index=True),
    Column("run_id", ForeignKey("run.id")),
    Column("at", Instant, nullable=False),
    Column("outcome", String, nullable=False),
    Column("code", Integer),
    Column("text", Text),
)

hold = Table(
    "hold",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("scope", String, nullable=False, comment="all, unit:KEY or notice:KEY"),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Date, comment="inclusive; empty: until it is lifted"),
    Column("lifted_at", Instant),
)
