"""Statements of our own on Django's connection: bound and prepared by the server, text as bytes where asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection


def rows(statement: str, values: Mapping[str, Any], *, raw: bool = False, prepare: bool = True) -> list[tuple]:
    """Run a statement that is planned once a connection, unless told not to.

    With `raw`, values come in PostgreSQL's binary format, and text as bytes: nobody decodes what is only passed on.
    """
    cursor = connection.kept_cursor(raw=raw)  # type: ignore[attr-defined]  # our own wrapper's
    with connection.wrap_database_errors:
        cursor.execute(statement, values, prepare=prepare)
    return cursor.fetchall() if cursor.description else []


def keys(ids: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array: one type, and so one plan, however many and large they are."""
    return f"{{{','.join(map(str, ids))}}}"


def bound(statement: str, values: Any) -> str:
    """The statement with its values written into it, for what takes none: COPY, or a part of another statement."""
    written: str = connection.ops.compose_sql(statement, values)  # type: ignore[attr-defined]  # PostgreSQL's
    return written
