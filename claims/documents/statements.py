"""Statements of our own on Django's connection: bound and prepared by the server, text as bytes where asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection


def rows(statement: str, values: Mapping[str, Any], *, raw: bool = False, prepare: bool = True) -> list[tuple]:
    """Run a statement that is planned once a connection, unless told not to.

    With `raw`, text comes as bytes: nobody decodes what is only passed on. Such a statement says of what type each
    value is.
    """
    with connection.wrap_database_errors:
        found: list[tuple] = connection.direct().rows(  # type: ignore[attr-defined]  # our own wrapper's
            statement, values, raw=raw, prepare=prepare
        )
        return found


def keys(ids: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array: one type, and so one plan, however many and large they are."""
    return f"{{{','.join(map(str, ids))}}}"


def bound(statement: str, values: Any) -> str:
    """The statement with its values written into it, for what takes none: COPY, or a part of another statement."""
    written: str = connection.ops.compose_sql(statement, values)  # type: ignore[attr-defined]  # PostgreSQL's
    return written
