"""What alembic runs for each of its commands; `models.migrating` calls it with a connection of its own.

A new migration, from the difference between a database at the last one and the tables:
`alembic -x database=sqlite:////tmp/new.db upgrade head`, then
`alembic -x database=sqlite:////tmp/new.db revision --autogenerate --rev-id 0002 -m "what it does"`.
"""

from alembic import context
from alembic.autogenerate.api import AutogenContext

import models.tables.campaigns
import models.tables.notices
import models.tables.obligations
import models.tables.partial
import models.tables.records  # noqa: F401 -- the tables enter the metadata when their modules are read
from models.database import open_database, writing
from models.tables.base import DataType, Instant, metadata


def render_item(_kind: str, found: object, written: AutogenContext) -> str | bool:
    """Types of our own as what the database has for them: a migration must not change when its tables do."""
    match found:
        case Instant():
            return "sa.DateTime(timezone=True)"
        case DataType():
            written.imports.add("from sqlalchemy.dialects import postgresql")
            return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def migrate(connection: object) -> None:
    """Run the command that alembic was called for, in the transaction of the connection."""
    context.configure(connection=connection, target_metadata=metadata, render_item=render_item, compare_type=True)
    context.run_migrations()


if "connection" in context.config.attributes:
    migrate(context.config.attributes["connection"])
else:
    with writing(open_database(context.get_x_argument(as_dictionary=True)["database"])) as own:
        migrate(own)
