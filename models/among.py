"""Rows by many keys at once."""

import json
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, String, bindparam, cast, func, select


def among(connection: Connection, column: ColumnElement[str], keys: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column has one of some texts.

    They go as one value: a database takes only so many, and the statement stays the same however many there are.
    """
    given = bindparam(None, json.dumps(list(keys)), String)
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 -- a run on SQLite does not pay for it

        return column.in_(select(func.jsonb_array_elements_text(cast(given, JSONB))))
    return column.in_(select(func.json_each(given).table_valued("value").c.value))
