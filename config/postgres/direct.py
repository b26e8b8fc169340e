"""Statements sent by libpq itself: past what psycopg does for a cursor, which for a small answer costs more than it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from types import SimpleNamespace
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Buffer, Loader, PyFormat, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

#: Invalid SQL statement name, and a plan whose columns have changed: the server has forgotten what it was told.
_FORGOTTEN = (b"26000", b"0A000")
KEPT = 300
"""How many statements a connection has the server keep: more than the site has, but for what the filters make."""

_NAMED = re.compile(r"%(?:%|(s)|\((\w+)\)s)")

Values = Mapping[str, Any] | Sequence[Any]


class _AsItCame(Loader):
    """A text where libpq has put it."""

    format = Format.BINARY

    def load(self, data: Buffer) -> Buffer:
        return data


class Direct:
    """Asks one connection, by statements that the server plans once: from the second time on, or as it is told.

    Values are sent as text, so the statement says of what type each is, or puts it where only one fits.
    For Django, which counts and logs statements by their cursors, it passes for one.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection, self.pgconn = connection, connection.pgconn
        self.known: dict[bytes, bytes] = {}
        self.numbers = count()
        self.sent, self.found = b"", list[tuple]()
        cursor, raw = psycopg.Cursor(connection), psycopg.Cursor(connection)
        raw.adapters.register_loader("text", _AsItCame)
        self.writer, self.reader, self.raw_reader = Transformer(cursor), Transformer(cursor), Transformer(raw)

    def rows(self, statement: str, values: Values, *, raw: bool = False, prepare: bool = True) -> list[tuple]:
        """The rows of a statement with %s or %(named)s values, if it gives any. Raises psycopg's errors.

        `raw` rows hold text as libpq's own bytes (memoryview): nobody copies or decodes what is only passed on.
        A statement that is not to be prepared is planned for its values, each time.
        """
        sql, names = numbered(statement)
        given = self._written([values[name] for name in names] if isinstance(values, Mapping) else values)
        if not self.connection.autocommit and self.pgconn.transaction_status == TransactionStatus.IDLE:
            self._checked(self.pgconn.exec_(b"BEGIN"))
        form = Format.BINARY if raw else Format.TEXT
        result = self._prepared(sql, given, form) if prepare else self._planned(sql, given, form)
        if not self._checked(result).nfields:
            return []
        reader = self.raw_reader if raw else self.reader
        reader.set_pgresult(result)
        try:
            return reader.load_rows(0, result.ntuples, tuple)
        finally:
            reader.set_pgresult(None)

    def _written(self, values: Sequence[Any]) -> Sequence[Any]:
        return self.writer.dump_sequence(values, [PyFormat.TEXT] * len(values)) if values else ()

    def _planned(self, sql: bytes, given: Sequence[Any], form: Format) -> PGresult:
        return self.pgconn.exec_params(sql, given, result_format=form)

    def _prepared(self, sql: bytes, given: Sequence[Any], form: Format) -> PGresult:
        name = self.known.get(sql)
        if name is None:
            self._make_room()
            self.known[sql] = b""
            return self._planned(sql, given, form)
        if not name:
            name = b"direct_%d" % next(self.numbers)
            self._checked(self.pgconn.prepare(name, sql))
            self.known[sql] = name
        result = self.pgconn.exec_prepared(name, given, result_format=form)
        if result.error_field(DiagnosticField.SQLSTATE) not in _FORGOTTEN:
            return result
        del self.known[sql]
        if self.pgconn.transaction_status != TransactionStatus.IDLE:  # what was done in it is lost
            return result
        return self._planned(sql, given, form)

    def _make_room(self) -> None:
        if len(self.known) >= KEPT:
            oldest = next(iter(self.known))
            if name := self.known.pop(oldest):
                self.pgconn.close_prepared(name)

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return result
        if self.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError(result.get_error_message())
        raise errors.error_from_result(result)

    # As a cursor

    def execute(self, statement: str, values: Values = ()) -> None:
        self.sent = numbered(statement)[0]
        self.found = self.rows(statement, values)

    @property
    def _query(self) -> SimpleNamespace:
        return SimpleNamespace(query=self.sent)


@lru_cache(maxsize=512)
def numbered(statement: str) -> tuple[bytes, list[str]]:
    """The statement as PostgreSQL numbers its values, and their names in that order if they have any."""
    names: list[str] = []
    places = count(1)

    def number(found: re.Match[str]) -> str:
        place, name = found.groups()
        if place:
            return f"${next(places)}"
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAMED.sub(number, statement).encode(), names
