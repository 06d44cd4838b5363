"""What all tables share: one metadata, names of constraints, and types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, DateTime, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, words: Iterable[StrEnum | str]) -> CheckConstraint:
    """A column that holds one of some words and nothing else."""
    return CheckConstraint("{} in ({})".format(column, ", ".join(f"'{word}'" for word in words)), name=column)


class DataType(TypeDecorator[object]):
    """JSON as each database keeps it best."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[object]:
        """What a database is told."""
        if dialect.name != "postgresql":
            return JSON(none_as_null=True)
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 -- a run on SQLite does not pay for it

        return JSONB(none_as_null=True)


Data = DataType(none_as_null=True)
"""Lists and mappings that are read whole and never searched."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, UTC in the database; a naive one is a programming mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- given by SQLAlchemy
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} says no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- given by SQLAlchemy
        if value is None:
            return None
        # SQLite keeps no zone
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
