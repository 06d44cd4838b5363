"""Indexes over a part of a table, so that a day's cost follows what is due or waits and not what is stored.

Apart from the tables, and read only by what makes or compares them: to name an option of a database SQLAlchemy loads
all that it has for this database, and a run on SQLite should not pay for PostgreSQL.
"""

from sqlalchemy import Column, Index, TextClause, text

from models.tables.notices import notice
from models.tables.obligations import OWED, WEEKLY, obligation


def _index(name: str, where: TextClause, *columns: Column[object]) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


_index(
    "ix_obligation_next_on",
    text("next_on is not null"),
    obligation.c.campaign_id,
    obligation.c.next_on,
)
_index(
    "ix_obligation_owed",
    OWED,
    obligation.c.campaign_id,
    obligation.c.unit,
    obligation.c.effective_due_on,
    obligation.c.key,
)
_index("ix_obligation_weekly", WEEKLY, obligation.c.campaign_id)
_index(
    "ix_notice_waiting",
    text("state in ('planned', 'retry', 'deferred', 'leased', 'sending')"),
    notice.c.not_before,
)
