"""The ledger: campaigns, what is owed in them, what people did, what they were told, and the record."""

from functools import partial

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

DATA = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT, DAY, WORD, TEXT = sa.DateTime(timezone=True), sa.Date(), sa.String(), sa.Text()
NUMBER, FLAG, HASH = sa.Integer(), sa.Boolean(), sa.String(length=64)
must = partial(sa.Column, nullable=False)


def upgrade() -> None:
    create_campaign()
    create_event()
    create_hold()
    create_notice()
    create_party()
    create_person()
    create_question()
    create_run()
    create_attempt()
    create_obligation()
    create_seat()
    create_tenure()
    create_week_told()
    create_acknowledgement()
    create_awaiting()
    create_chase()
    create_dispute()
    create_extension()
    create_item()
    create_need()
    create_review()
    create_submission()
    create_wait()
    create_waiver()


def create_campaign() -> None:
    op.create_table(
        "campaign",
        must("id", NUMBER),
        must("key", WORD),
        must("known_on", DAY, comment="what stood in the file at first is known from this day"),
        must("loaded_at", INSTANT),
        must("file_name", WORD),
        must("source", TEXT, comment="the files as loaded last, for differences and for the record"),
        must("people", DATA, comment="as the files named them last: what acts changed since stays"),
        must("definition", DATA, comment="settings, calendar, ladders, kinds, phases, milestones"),
        sa.Column("closed_on", DAY),
        must("events", NUMBER, comment="number of the last event"),
        must("head", HASH, comment="hash of the last event: a chain cut short is found by it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("key", name=op.f("uq_campaign_key")),
    )


def create_event() -> None:
    op.create_table(
        "event",
        must("campaign_id", NUMBER),
        must("number", NUMBER, comment="1, 2, … without a gap"),
        must("at", INSTANT),
        must("on", DAY),
        must("by", WORD),
        must("act", WORD),
        must("subject", WORD, comment="an obligation, a seat, a notice or the campaign"),
        must("data", DATA),
        must("before", HASH, comment="hash of the event before; 64 zeros for the first"),
        must("hash", HASH),
        sa.CheckConstraint("number > 0", name=op.f("ck_event_number")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_event_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_event")),
    )


def create_hold() -> None:
    op.create_table(
        "hold",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("scope", WORD, comment="all, unit:KEY or notice:KEY"),
        must("reason", TEXT),
        must("by", WORD),
        must("since", INSTANT),
        sa.Column("until", DAY, comment="inclusive; empty: until it is lifted"),
        sa.Column("lifted_at", INSTANT),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_hold_campaign_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )


def create_notice() -> None:
    op.create_table(
        "notice",
        must("key", sa.String(length=32)),
        must("campaign_id", NUMBER),
        must("kind", WORD),
        must("on", DAY, comment="the day it went; while it has not, the day it is planned for"),
        must("at", INSTANT),
        must("state", WORD),
        sa.Column("why", DATA, comment="why it is held, deferred, suppressed or superseded"),
        must("identity", WORD, comment="the reader: a person, else a seat"),
        must("seat", WORD),
        sa.Column("person", WORD),
        sa.Column("address", WORD, comment="as it stood when planned; masked wherever it is shown"),
        must("channel", WORD),
        must("language", WORD),
        must("subject", TEXT),
        must("text", TEXT),
        must("html", TEXT),
        must("message_id", WORD),
        must("headers", DATA, comment="names of reader and office, where answers go, the thread"),
        must("also_owed", DATA),
        sa.Column("replaces", sa.String(length=32)),
        must("not_before", INSTANT),
        sa.Column("lease_by", WORD),
        sa.Column("lease_until", INSTANT),
        must("tries", NUMBER, server_default=sa.text("0")),
        sa.CheckConstraint(
            "kind in ('digest', 'assign', 'returned', 'receipt', 'link', 'office', 'test')", name=op.f("ck_notice_kind")
        ),
        sa.CheckConstraint(
            "state in ('planned', 'leased', 'sending', 'sent', 'retry', 'held', 'deferred', "
            "'suppressed', 'superseded', 'dead', 'unknown')",
            name=op.f("ck_notice_state"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_notice_campaign_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["replaces"], ["notice.key"], name=op.f("fk_notice_replaces")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notice")),
        sa.UniqueConstraint("message_id", name=op.f("uq_notice_message_id")),
    )
    op.create_index("ix_notice_on", "notice", ["campaign_id", "on"])
    op.create_index("ix_notice_state", "notice", ["campaign_id", "state"])
    op.create_index(
        "ix_notice_waiting",
        "notice",
        ["not_before"],
        sqlite_where=sa.text("state in ('planned', 'retry', 'deferred', 'leased', 'sending')"),
        postgresql_where=sa.text("state in ('planned', 'retry', 'deferred', 'leased', 'sending')"),
    )


def create_party() -> None:
    op.create_table(
        "party",
        must("campaign_id", NUMBER),
        must("key", WORD),
        must("position", NUMBER),
        sa.Column("name", WORD),
        must("is_unit", FLAG),
        sa.Column("kind", WORD),
        must("tags", DATA),
        must("outside", FLAG),
        must("aliases", DATA),
        sa.Column("gone_on", DAY, comment="the unit left the campaign; it stays for the record"),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_party_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "key", name=op.f("pk_party")),
    )


def create_person() -> None:
    op.create_table(
        "person",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("key", WORD),
        must("position", NUMBER),
        must("name", WORD),
        sa.Column("language", WORD),
        sa.Column("phone", WORD),
        must("addresses", DATA, comment="in order of fallback"),
        sa.Column(
            "confirmed_on", DAY, comment="the day an assignment was acknowledged with this person as the liaison"
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_person_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("campaign_id", "key", name=op.f("uq_person_campaign_id_key")),
    )


def create_question() -> None:
    op.create_table(
        "question",
        must("campaign_id", NUMBER),
        must("key", WORD),
        must("position", NUMBER),
        must("kind", WORD),
        must("text", DATA),
        sa.Column("clause", WORD),
        must("candidates", DATA),
        must("obligations", DATA),
        sa.Column("answered_on", DAY),
        sa.Column("value", WORD),
        sa.Column("answered_by", WORD),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_question_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "key", name=op.f("pk_question")),
    )


def create_run() -> None:
    op.create_table(
        "run",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("as_of", DAY),
        must("started_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        sa.Column("counts", DATA),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_run_campaign_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )


def create_attempt() -> None:
    op.create_table(
        "attempt",
        must("id", NUMBER),
        must("notice", sa.String(length=32)),
        sa.Column("run_id", NUMBER),
        must("at", INSTANT),
        must("outcome", WORD),
        sa.Column("code", NUMBER),
        sa.Column("text", TEXT),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name=op.f("fk_attempt_notice")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_attempt_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_notice"), "attempt", ["notice"])


def create_obligation() -> None:
    op.create_table(
        "obligation",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("key", WORD, comment="deliverable/unit[@period]"),
        must("position", NUMBER),
        must("deliverable", WORD),
        must("phase", WORD),
        must("milestone", WORD),
        must("title", DATA),
        sa.Column("step_title", DATA),
        must("due_kind", WORD),
        sa.Column("plan_due_on", DAY),
        sa.Column("opens_on", DAY),
        sa.Column("nominal_on", DAY),
        sa.Column("due_at", WORD, comment="HH:MM in the campaign's zone"),
        must("details", DATA, comment="forms, recipients, support, clause and the like: read whole"),
        must("actor", WORD),
        sa.Column("ladder", WORD),
        sa.Column("slot", NUMBER),
        sa.Column("readiness_for", WORD),
        must("known_on", DAY),
        sa.Column("unit", WORD),
        must("status", WORD),
        must("round", NUMBER),
        sa.Column("due_on", DAY, comment="as the plan or an answer says; never moved"),
        sa.Column("term_on", DAY, comment="a later day given by an extension or a return"),
        must("received", DATA),
        must("committed", FLAG),
        sa.Column("submitted_on", DAY),
        sa.Column("submitted_at", INSTANT),
        must("late", FLAG),
        sa.Column("acknowledged_on", DAY),
        sa.Column("acknowledged_at", INSTANT),
        sa.Column("returned_on", DAY),
        sa.Column("return_reason", TEXT),
        sa.Column("announced_on", DAY, comment="the day announced for an act by others"),
        sa.Column("next_on", DAY, comment="the first day on which a run has something to do for it"),
        sa.Column("effective_due_on", DAY),
        must("weekly", FLAG, comment="may want a line in the office's week"),
        sa.CheckConstraint("actor in ('owner', 'external')", name=op.f("ck_obligation_actor")),
        sa.CheckConstraint(
            "status in ('open', 'submitted', 'returned', 'accepted', 'waived', 'cancelled')",
            name=op.f("ck_obligation_status"),
        ),
        sa.CheckConstraint("round >= 0", name=op.f("ck_obligation_round")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "unit"],
            ["party.campaign_id", "party.key"],
            name=op.f("fk_obligation_campaign_id_unit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_obligation_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("campaign_id", "key", name=op.f("uq_obligation_campaign_id_key")),
    )
    op.create_index(
        "ix_obligation_next_on",
        "obligation",
        ["campaign_id", "next_on"],
        sqlite_where=sa.text("next_on is not null"),
        postgresql_where=sa.text("next_on is not null"),
    )
    op.create_index(
        "ix_obligation_owed",
        "obligation",
        ["campaign_id", "unit", "effective_due_on", "key"],
        sqlite_where=sa.text("status in ('open', 'returned') and effective_due_on is not null"),
        postgresql_where=sa.text("status in ('open', 'returned') and effective_due_on is not null"),
    )
    op.create_index(
        "ix_obligation_weekly",
        "obligation",
        ["campaign_id"],
        sqlite_where=sa.text("weekly"),
        postgresql_where=sa.text("weekly"),
    )


def create_seat() -> None:
    op.create_table(
        "seat",
        must("campaign_id", NUMBER),
        must("key", WORD, comment="party/post"),
        must("position", NUMBER),
        must("party", WORD),
        must("post", WORD),
        must("role", WORD),
        sa.Column("title", WORD),
        sa.Column("same_as", WORD),
        sa.Column("unit", WORD),
        must("in_charge", DATA),
        sa.Column("gone_on", DAY, comment="the post is no more; it stays for the record"),
        sa.CheckConstraint(
            "role in ('liaison', 'head', 'alternate', 'office_deputy', 'office_manager', "
            "'office_director', 'member', 'deputy_leader', 'leader')",
            name=op.f("ck_seat_role"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "party"],
            ["party.campaign_id", "party.key"],
            name=op.f("fk_seat_campaign_id_party"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_seat_campaign_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("campaign_id", "key", name=op.f("pk_seat")),
    )


def create_tenure() -> None:
    op.create_table(
        "tenure",
        must("person_id", NUMBER),
        must("seat", WORD),
        must("since", DAY, comment="inclusive"),
        must("until", DAY, comment="inclusive"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tenure_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "seat", "since", name=op.f("pk_tenure")),
    )
    op.create_index(op.f("ix_tenure_seat"), "tenure", ["seat"])


def create_week_told() -> None:
    op.create_table(
        "week_told",
        must("campaign_id", NUMBER),
        must("year", NUMBER, comment="ISO year"),
        must("week", NUMBER, comment="ISO week"),
        must("notice", sa.String(length=32)),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_week_told_campaign_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name=op.f("fk_week_told_notice")),
        sa.PrimaryKeyConstraint("campaign_id", "year", "week", name=op.f("pk_week_told")),
    )


def create_acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_acknowledgement_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index("ix_acknowledgement_obligation", "acknowledgement", ["campaign_id", "obligation"])


def create_awaiting() -> None:
    op.create_table(
        "awaiting",
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("seat", WORD),
        must("item", DATA, comment="the whole item, as it joins a digest once released"),
        must("notice", sa.String(length=32)),
        must("released", FLAG),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_awaiting_campaign_id_obligation"),
        ),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name=op.f("fk_awaiting_notice")),
        sa.PrimaryKeyConstraint("campaign_id", "obligation", "seat", "notice", name=op.f("pk_awaiting")),
    )


def create_chase() -> None:
    op.create_table(
        "chase",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        must("way", WORD),
        sa.Column("seat", WORD, comment="the seat told, where the words name one"),
        must("told", WORD, comment="to whom, in the words of whoever chased"),
        sa.Column("note", TEXT),
        sa.Column("promised_on", DAY),
        sa.CheckConstraint("way in ('phone', 'paper', 'visit', 'mail')", name=op.f("ck_chase_way")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_chase_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase")),
    )
    op.create_index("ix_chase_obligation", "chase", ["campaign_id", "obligation"])


def create_dispute() -> None:
    op.create_table(
        "dispute",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        must("step", WORD),
        sa.CheckConstraint("step in ('ask', 'grant', 'refuse')", name=op.f("ck_dispute_step")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_dispute_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index("ix_dispute_obligation", "dispute", ["campaign_id", "obligation"])


def create_extension() -> None:
    op.create_table(
        "extension",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        must("step", WORD),
        sa.Column("until", DAY, comment="the day asked for or granted, inclusive"),
        sa.CheckConstraint("step in ('ask', 'grant', 'refuse')", name=op.f("ck_extension_step")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_extension_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index("ix_extension_obligation", "extension", ["campaign_id", "obligation"])


def create_item() -> None:
    op.create_table(
        "item",
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("about", WORD, comment="the deliverable, or review, extension, dispute"),
        must("round", NUMBER),
        must("due_on", DAY, comment="the effective due day: once-ness is law 4"),
        must("offset", WORD),
        must("seat", WORD),
        must("planned_on", DAY),
        must("on", DAY),
        must("outcome", WORD),
        sa.Column("kind", WORD),
        must("audience", DATA),
        sa.Column("reason", DATA),
        sa.Column("notice", sa.String(length=32)),
        must("place", NUMBER, comment="its place in the message"),
        must("number", NUMBER, comment="its place among what its day recorded"),
        sa.CheckConstraint("kind in ('reminder', 'escalation')", name=op.f("ck_item_kind")),
        sa.CheckConstraint("outcome in ('sent', 'held', 'no_address', 'superseded')", name=op.f("ck_item_outcome")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_item_campaign_id_obligation"),
        ),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name=op.f("fk_item_notice")),
        sa.PrimaryKeyConstraint(
            "campaign_id", "obligation", "about", "round", "due_on", "offset", "seat", name=op.f("pk_item")
        ),
    )
    op.create_index("ix_item_notice", "item", ["notice"])


def create_need() -> None:
    op.create_table(
        "need",
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("position", NUMBER),
        must("needs", WORD),
        sa.ForeignKeyConstraint(
            ["campaign_id", "needs"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_need_campaign_id_needs"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_need_campaign_id_obligation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "obligation", "needs", name=op.f("pk_need")),
    )
    op.create_index("ix_need_needs", "need", ["campaign_id", "needs"])


def create_review() -> None:
    op.create_table(
        "review",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        must("verdict", WORD, comment="accepted, returned or reopened"),
        sa.Column("until", DAY, comment="a return's term, inclusive"),
        sa.CheckConstraint("verdict in ('accepted', 'returned', 'reopened')", name=op.f("ck_review_verdict")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_review_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_obligation", "review", ["campaign_id", "obligation"])


def create_submission() -> None:
    op.create_table(
        "submission",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        must("number", NUMBER, comment="1, 2, … within the obligation"),
        must("form", WORD, comment="paper and electronic are two facts"),
        must("complete", FLAG, comment="whether with it every form owed had come"),
        sa.Column("value", TEXT),
        sa.Column("file_name", WORD),
        sa.Column("sha256", HASH),
        sa.Column("note", TEXT),
        sa.CheckConstraint("form in ('paper', 'electronic')", name=op.f("ck_submission_form")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_submission_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "campaign_id", "obligation", "number", name=op.f("uq_submission_campaign_id_obligation_number")
        ),
    )
    op.create_index("ix_submission_obligation", "submission", ["campaign_id", "obligation"])


def create_wait() -> None:
    op.create_table(
        "wait",
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("kind", WORD, comment="review, extension or dispute: what waits for the office now"),
        must("asked_on", DAY),
        must("due_on", DAY, comment="the office's term, inclusive"),
        sa.CheckConstraint("kind in ('review', 'extension', 'dispute')", name=op.f("ck_wait_kind")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_wait_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("campaign_id", "obligation", "kind", name=op.f("pk_wait")),
    )


def create_waiver() -> None:
    op.create_table(
        "waiver",
        must("id", NUMBER),
        must("campaign_id", NUMBER),
        must("obligation", WORD),
        must("round", NUMBER),
        must("on", DAY),
        must("at", INSTANT),
        must("by", WORD),
        sa.Column("reason", TEXT),
        must("voided", FLAG, server_default=sa.text("false")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "obligation"],
            ["obligation.campaign_id", "obligation.key"],
            name=op.f("fk_waiver_campaign_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index("ix_waiver_obligation", "waiver", ["campaign_id", "obligation"])
