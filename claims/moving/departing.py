"""Writing a dossier to a file: each table by one statement, as of one moment, in bounded memory."""

# ruff: noqa: S608 - the SQL is put together from names that stand in the models

from collections.abc import Iterator
from pathlib import Path

from django.db import DataError, connection

from claims.documents.statements import bound, keys, rows
from claims.export.documents import in_blocks, one_moment
from claims.moving import files
from claims.moving.files import Unmovable
from claims.moving.tables import IMPORTED, PEOPLE, TABLES, Column, schema, sections
from sources.models import Dossier

#: A line goes out, and comes in, as it stands: as CSV whose delimiter and quote no JSON can hold.
AS_IT_IS = "(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"

#: What dossiers were opened as, when, and by whom. What they were opened as stands in their history.
ORIGIN = """
    SELECT dossier.id, dossier.name, coalesce(first.name, dossier.name) AS opened_as,
        to_jsonb(dossier.opened_at) #>> '{}' AS opened_at, opener.username AS opened_by
    FROM sources_dossier dossier JOIN auth_user opener ON opener.id = dossier.opened_by_id
    LEFT JOIN LATERAL (
        SELECT name FROM sources_dossierevent event WHERE event.pgh_obj_id = dossier.id ORDER BY pgh_id LIMIT 1
    ) first ON true
"""


def export(dossier: Dossier, path: Path) -> dict[str, int]:
    """Write the dossier and its history to a new file. How many lines each part of it has.

    Raises Unmovable when the file cannot be written, or when a row names what belongs to another dossier.
    """
    with one_moment():
        # The lines of a part stand in the order of its statement, which one process keeps by itself.
        rows("SELECT set_config('TimeZone', 'UTC', true), set_config('max_parallel_workers_per_gather', '0', true)", {})
        try:
            leaving = _Leaving(dossier)
            counts = leaving.counts()
            files.write(
                path, {"schema": schema(), "dossier": leaving.origin(), "counts": counts}, in_blocks(leaving.lines())
            )
        except DataError as error:
            stray = str(error).partition('"')[2].partition('"')[0]
            raise Unmovable(f"This dossier cannot be moved: {stray}, which is not of it.") from None
    return counts


class _Leaving:
    """A dossier on its way out, with the publishers and people that it names, each by their names in order."""

    def __init__(self, dossier: Dossier) -> None:
        self.values = {"dossier": dossier.pk, "publishers": "{}", "people": "{}"}
        self.values["publishers"] = self._found("sources_publisher", _PUBLISHERS, "name_folded")
        self.values["people"] = self._found("auth_user", _PEOPLE, "username")

    def _found(self, table: str, named: str, order: str) -> str:
        statement = f'SELECT id FROM {table} WHERE id IN ({named}) ORDER BY {order} COLLATE "C"'
        return keys(key for (key,) in self._rows(statement))

    def _rows(self, statement: str) -> list[tuple]:
        return rows(f"WITH {_NUMBERS} {statement}", self.values, prepare=False)

    def origin(self) -> dict[str, str]:
        [(_, _, *origin)] = rows(f"{ORIGIN} WHERE dossier.id = %(dossier)s", self.values)
        return dict(zip(("opened_as", "opened_at", "opened_by"), origin, strict=True))

    def counts(self) -> dict[str, int]:
        counted = ", ".join(f"(SELECT count(*) FROM {_ROWS[name]})" for name in sections())
        return dict(zip(sections(), self._rows(f"SELECT {counted}")[0], strict=True))

    def lines(self) -> Iterator[bytes]:
        for name in sections():
            line = bound(f"WITH {_NUMBERS} SELECT to_jsonb(line)::text FROM ({_LINES[name]}) line", self.values)
            with (
                connection.wrap_database_errors,
                connection.cursor() as cursor,
                cursor.copy(f"COPY ({line}) TO STDOUT {AS_IT_IS}") as copied,
            ):
                yield from map(bytes, copied)


def _numbers() -> Iterator[str]:
    """Of each table the rows that move, each with its number in the file."""
    yield "sources_dossier_number AS (SELECT %(dossier)s::bigint AS id, 1::bigint AS number)"
    for name, listed in (("sources_publisher", "publishers"), (PEOPLE, "people")):
        yield (
            f"{name}_number AS ("
            f"SELECT id, number FROM unnest(%({listed})s::bigint[]) WITH ORDINALITY AS listed (id, number))"
        )
    for table in TABLES:
        if table.owner:
            column, owner = table.owned_by
            yield f"""{table.name}_number AS (
                SELECT own.id, row_number() OVER (ORDER BY own.id) AS number FROM {table.name} own
                JOIN {owner}_number owner ON owner.id = own.{column}
            )"""


def _rows_of() -> Iterator[tuple[str, str]]:
    """The rows behind each part of the file, as `own`, with their numbers, as `numbered`."""
    yield PEOPLE, f"auth_user own JOIN {PEOPLE}_number numbered ON numbered.id = own.id"
    for table in TABLES:
        yield table.name, f"{table.name} own JOIN {table.name}_number numbered ON numbered.id = own.id"
        yield (
            table.events,
            f"(SELECT * FROM {table.events} WHERE pgh_label <> '{IMPORTED}') own"
            f" JOIN {table.name}_number numbered ON numbered.id = own.pgh_obj_id",
        )


def _lines_of() -> Iterator[tuple[str, str]]:
    """The lines of each part of the file."""
    yield (
        PEOPLE,
        f"SELECT '{PEOPLE}' AS \"table\", numbered.number AS id, username, first_name, last_name"
        f" FROM {_ROWS[PEOPLE]} ORDER BY numbered.number",
    )
    for table in TABLES:
        yield table.name, _select(table.name, table.columns, "numbered.number")
        yield table.events, _select(table.events, table.event_columns, "own.pgh_id")


def _select(name: str, columns: list[Column], order: str) -> str:
    pointing = [column for column in columns if (column.names or column.signs) and not column.many]
    return f"""
        SELECT '{name}' AS "table", {", ".join(f'{_number(name, column)} AS "{column.name}"' for column in columns)}
        FROM {_ROWS[name]}
        {" ".join(f'LEFT JOIN {_names(c)}_number "to_{c.name}" ON "to_{c.name}".id = {_key(c)}' for c in pointing)}
        ORDER BY {order}
    """


def _names(column: Column) -> str:
    return PEOPLE if column.signs else column.names


def _key(column: Column) -> str:
    return "(own.pgh_context ->> 'user')::bigint" if column.signs else f'own."{column.name}"'


def _number(name: str, column: Column) -> str:
    """A column of a row as the file has it. What it points to moves too, or the statement fails and says so."""
    key = "listed.id" if column.many else _key(column)
    number = "listed_number.number" if column.many else f'"to_{column.name}".number'
    # No text is a number: the cast is reached for a stray key only, and its error names it.
    stray = f"('{name} names {column.name} ' || {key})::bigint"
    known = f"CASE WHEN {key} IS NOT NULL THEN coalesce({number}, {stray}) END"
    if column.signs:
        return f"own.pgh_context || jsonb_build_object('user', {known})"
    if column.many:
        return f"""ARRAY(
            SELECT {known} FROM unnest(own."{column.name}") WITH ORDINALITY AS listed (id, place)
            LEFT JOIN {column.names}_number listed_number ON listed_number.id = listed.id ORDER BY listed.place
        )"""
    return known if column.names else f'own."{column.name}"'


def _publishers() -> Iterator[str]:
    for name in ("sources_source", "sources_sourceevent"):
        yield f"SELECT own.publisher_id FROM {_ROWS[name]}"


def _people() -> Iterator[str]:
    """Everybody whom a row or an event names, or who signed one."""
    for table in TABLES:
        for name, columns in table.parts:
            named = [f"({_key(column)})" for column in columns if _names(column) == PEOPLE]
            if named:
                yield f"SELECT person.id FROM {_ROWS[name]} CROSS JOIN LATERAL (VALUES {', '.join(named)}) person (id)"


_NUMBERS = ", ".join(_numbers())
_ROWS = dict(_rows_of())
_LINES = dict(_lines_of())
_PUBLISHERS = " UNION ".join(_publishers())
_PEOPLE = " UNION ".join(_people())
