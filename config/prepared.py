"""Querysets whose SQL is put together once for all requests: to do it each time often costs more than to run it.

    @prepared
    def drafts(person):
        return Claim.objects.visible_to(person).filter(matter=Given("matter"), status="draft")

    drafts(user, matter=7)  # a list

What changes from one request to the next is `Given` by name, or hangs on the person who asks; everything else is
written into the statement. PostgreSQL keeps the plan as well (config.postgres): what is given stands in
a subquery, so that no plan can be better for one value than the plan for all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, DateField, Expression, Field, QuerySet, TextField
from django.db.models.query import ModelIterable, ValuesListIterable

from config.keys import LARGEST

_MARK = 2_147_480_011
"""A key that nobody has: where it stands in a statement, the key of the person is put in. Accounts' have 32 bits."""


class Given(Expression):
    """A value that is given by name when the statement is run: a key, unless said otherwise."""

    type = "bigint"

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"(SELECT __given_{self.name}__::{self.type})", []


class GivenDay(Given):
    type = "date"

    def __init__(self, name: str) -> None:
        super().__init__(name, DateField())


class GivenText(Given):
    type = "text"

    def __init__(self, name: str) -> None:
        super().__init__(name, TextField())


class GivenKeys(Given):
    """Several keys, for `__in`, as the field that is compared holds them. They are given as a list."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        kind = self.output_field.rel_db_type(connection)
        return f"(SELECT unnest(ARRAY(SELECT unnest(__given_{self.name}__::{kind}[]))))", []


def run(statement: str, values: Any) -> list[tuple]:
    """The rows of a statement whose values the server binds, if it gives any. It is counted as all others are."""
    direct = connection.direct()  # type: ignore[attr-defined]  # our own wrapper's
    connection._prepare_cursor(direct).execute(statement, values)  # type: ignore[attr-defined]  # Django's
    rows: list[tuple] = direct.found
    return rows


@dataclass(frozen=True)
class _Statement:
    """SQL with names where values are given, and how its rows are read."""

    sql: str
    read: Callable[[Any], list[Any]]


class Prepared:
    """Call it with the person who asks, if the queryset is made for one, and with all that is `Given`.

    A key that no row can have finds nothing.
    """

    def __init__(self, make: Callable[..., QuerySet]) -> None:
        update_wrapper(self, make)
        self.make = make
        self.statements: dict[bool | None, _Statement] = {}

    def __call__(self, user: Any = None, **given: Any) -> list[Any]:
        signed_in = None if user is None else user.is_authenticated
        statement = self.statements.get(signed_in) or self._put_together(signed_in)
        if not statement.sql or any(isinstance(value, int) and abs(value) > LARGEST for value in given.values()):
            return []
        return statement.read(run(statement.sql, {**given, "person": user.pk if signed_in else None}))

    def _put_together(self, signed_in: bool | None) -> _Statement:
        person = () if signed_in is None else (get_user_model()(pk=_MARK) if signed_in else AnonymousUser(),)
        rows = self.make(*person)
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:  # nothing could be found, whatever is given
            self.statements[signed_in] = _Statement("", list)
            return self.statements[signed_in]
        sql = connection.ops.compose_sql(sql, values).replace("%", "%%")  # type: ignore[attr-defined]  # PostgreSQL's
        sql = re.sub(r"__given_([a-z_]+?)__", r"%(\1)s", sql).replace(str(_MARK), "(SELECT %(person)s::bigint)")
        self.statements[signed_in] = _Statement(sql, _reader(rows, compiler))
        return self.statements[signed_in]


prepared = Prepared


def _reader(rows: QuerySet, compiler: Any) -> Callable[[Any], list[Any]]:
    """Rows as the queryset would give them: records with what was selected beside them, or tuples."""
    kinds: dict[Any, Any] = {ModelIterable: _records, ValuesListIterable: _tuples}
    make = kinds[rows._iterable_class](compiler)
    converters = compiler.get_converters([column for column, *_ in compiler.select])

    def read(found: Any) -> list[Any]:
        rows: list[Any] = make(compiler.apply_converters(found, converters) if converters else found)
        return rows

    return read


def _tuples(compiler: Any) -> Callable[[Any], list[Any]]:
    return lambda found: [tuple(row) for row in found]


def _records(compiler: Any) -> Callable[[Any], list[Any]]:
    """As Django's own ModelIterable makes them, but that rows which name the same record share it."""
    record = _Record(compiler.klass_info, compiler.select)
    beside = compiler.annotation_col_map.items()

    def make(found: Any) -> list[Any]:
        known: dict[tuple[_Record, Any], Any] = {}
        records = []
        for row in found:
            made = record.made(row, known)
            for name, at in beside:
                setattr(made, name, row[at])
            records.append(made)
        return records

    return make


class _Record:
    """Where in a row the columns of a record stand, and those of the records that it names."""

    def __init__(self, info: Any, select: Any) -> None:
        fields = info["select_fields"]
        self.model, self.start, self.end = info["model"], fields[0], fields[-1] + 1
        self.names = [column.target.attname for column, *_ in select[self.start : self.end]]
        self.key = self.start + self.names.index(self.model._meta.pk.attname)
        self.related = [
            (_Record(one, select), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", [])
        ]

    def made(self, row: Any, known: "dict[tuple[_Record, Any], Any]") -> Any:
        made = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
        for record, set_here, set_there in self.related:
            one = record._named(row, known)
            set_here(made, one)
            if one is not None:
                set_there(one, made)
        return made

    def _named(self, row: Any, known: "dict[tuple[_Record, Any], Any]") -> Any:
        key = (self, row[self.key])
        if key[1] is None:
            return None
        if key not in known:
            known[key] = self.made(row, known)
        return known[key]
