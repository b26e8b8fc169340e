"""Statements sent by libpq itself: past what psycopg does for a cursor, which for a small answer costs more than it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.types.string import ByteaBinaryLoader

#: Invalid SQL statement name: psycopg has the server forget all statements when a transaction is rolled back.
_FORGOTTEN = b"26000"

_NAMED = re.compile(r"%(?:%|\((\w+)\)s)")


class Direct:
    """Asks one connection. Values are sent as text and are never NULL, so the statement says of what type each is.

    `raw` rows hold text as bytes: nobody decodes what is only passed on.
    """

    def __init__(self, connection: psycopg.Connection, *, raw: bool) -> None:
        self.connection, self.pgconn = connection, connection.pgconn
        self.known: dict[bytes, bytes] = {}
        self.numbers = count()
        context = psycopg.Cursor(connection)
        if raw:
            context.adapters.register_loader("text", ByteaBinaryLoader)
        self.reader = Transformer(context)

    def rows(self, statement: str, values: Mapping[str, Any], *, prepare: bool = True) -> list[tuple]:
        """The rows of a statement with %(named)s values, planned once a connection unless told not to.

        Within a transaction it is planned anew. Raises psycopg's errors.
        """
        sql, names = _numbered(statement)
        given = [str(values[name]).encode() for name in names]
        if not self.connection.autocommit and self.pgconn.transaction_status == TransactionStatus.IDLE:
            self.connection.execute("SELECT")  # has psycopg begin the transaction
        if prepare and self.pgconn.transaction_status == TransactionStatus.IDLE:
            result = self._prepared(sql, given)
        else:
            result = self.pgconn.exec_params(sql, given, result_format=Format.BINARY)
        self.reader.set_pgresult(self._checked(result))
        try:
            return self.reader.load_rows(0, result.ntuples, tuple)
        finally:
            self.reader.set_pgresult(None)

    def _prepared(self, sql: bytes, given: list[bytes]) -> PGresult:
        if sql in self.known:
            result = self.pgconn.exec_prepared(self.known[sql], given, result_format=Format.BINARY)
            if result.error_field(DiagnosticField.SQLSTATE) != _FORGOTTEN:
                return result
            self.known.clear()
        name = b"direct_%d_%d" % (id(self), next(self.numbers))
        self._checked(self.pgconn.prepare(name, sql))
        self.known[sql] = name
        return self.pgconn.exec_prepared(name, given, result_format=Format.BINARY)

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return result
        if self.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError(result.get_error_message())
        raise errors.error_from_result(result)


@lru_cache(maxsize=512)
def _numbered(statement: str) -> tuple[bytes, list[str]]:
    """The statement as PostgreSQL numbers its values, and their names in that order."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAMED.sub(number, statement).encode(), names
