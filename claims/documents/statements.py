"""Statements of our own on Django's connection: bound and prepared by the server, text as bytes where asked."""

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.string import ByteaBinaryLoader

TEXT = 25
"""The key of PostgreSQL's type “text”."""


def rows(statement: str, values: Mapping[str, Any], *, raw: bool = False, prepare: bool = True) -> list[tuple]:
    """Run a statement that is planned once a connection, unless told not to.

    With `raw`, values come in PostgreSQL's binary format, and text as bytes: nobody decodes what is only passed on.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        if raw:
            cursor.adapters.register_loader(TEXT, ByteaBinaryLoader)
        cursor.execute(statement, values, prepare=prepare, binary=raw)
        return cursor.fetchall() if cursor.description else []


def keys(ids: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array: one type, and so one plan, however many and large they are."""
    return f"{{{','.join(map(str, ids))}}}"


def bound(statement: str, values: Any) -> str:
    """The statement with its values written into it, for what takes none: COPY, or a part of another statement."""
    written: str = connection.ops.compose_sql(statement, values)  # type: ignore[attr-defined]  # PostgreSQL's
    return written
