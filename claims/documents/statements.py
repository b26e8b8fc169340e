"""Statements of our own on Django's connection: bound and prepared by the server, text as bytes where asked."""

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import connection
from psycopg.adapt import Loader

TEXT = 25
"""The key of PostgreSQL's type “text”."""


class _Bytes(Loader):
    """Text as it comes over the wire: nobody decodes what is only passed on."""

    def load(self, data: Any) -> bytes:
        return bytes(data)


def rows(statement: str, values: Mapping[str, Any], *, raw: bool = False, prepare: bool = True) -> list[tuple]:
    """Run a statement that is planned once a connection, unless told not to; with `raw`, text comes as bytes."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        if raw:
            cursor.adapters.register_loader(TEXT, _Bytes)
        cursor.execute(statement, values, prepare=prepare)
        return cursor.fetchall() if cursor.description else []


def keys(ids: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array: one type, and so one plan, however many and large they are."""
    return f"{{{','.join(map(str, ids))}}}"


def bound(statement: str, values: Any) -> str:
    """The statement with its values written into it, for what takes none: COPY, or a part of another statement."""
    written: str = connection.ops.compose_sql(statement, values)  # type: ignore[attr-defined]  # PostgreSQL's
    return written
