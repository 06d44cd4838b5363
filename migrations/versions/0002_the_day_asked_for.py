"""A wait knows the day that was asked for, so that it can be granted without being written again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "wait",
        sa.Column("until", sa.Date(), comment="the day asked for, inclusive; of an extension that names one"),
    )
