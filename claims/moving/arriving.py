"""Taking in a dossier from a file: all of it in one transaction, or nothing.

The rows come as they were, with the history that made them. So what asks who is writing, and what would write history
anew, sleeps meanwhile (`SLEEPING`), which only the owner of the tables can bring about; what it would have refused is
looked for in the history itself (`rules`). Constraints, foreign keys and the other triggers hold throughout, and nobody
else writes to these tables until it is done.
"""

# ruff: noqa: S608 - the SQL is put together from names that stand in the models

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction

from claims.documents import refreshing, verifying
from claims.documents.statements import keys, rows
from claims.moving import files, rules
from claims.moving.departing import AS_IT_IS, ORIGIN
from claims.moving.files import Checked, Unmovable
from claims.moving.tables import IMPORTED, PEOPLE, TABLES, Column, User, schema, sections
from config.database.errors import DISK_FULL
from config.errors import BUSY, problem_for
from config.history import recorded
from config.jobs import defer
from config.people import name_of
from config.rows import save
from sources.models import Dossier, Errand, Member, Reading
from sources.models.reading import OPEN
from sources.permissions import require_to_open_dossiers

#: The triggers of an insert that sleep: history; who signs, and how a thing starts; what was so at the time only; what
#: goes from row to row; and what is derived.
SLEEPING = (
    r"^(pgtrigger_(insert_insert|starts_unpublished|starts_waiting|starts_proposed|claim_open|proposal_settled_once"
    r"|figures_fit|confirmed_between_published|no_circle)_[0-9a-f]+|stale_\d+(_kept)?|changed)$"
)

PATIENCE = "30s"
"""How long to wait for those who are writing."""

SHARED = "sources_publisher"
"""Rows that other dossiers may name as well: who is here already stays as it stands here."""

MOVED = [name for name in sections() if name != PEOPLE]


@dataclass(frozen=True)
class Arrived:
    """What came of it: usernames of those who had an account here, and of those who were given one and are shut out."""

    dossier: Dossier
    statements: int
    known: list[str]
    made: list[str]
    edited: bool
    """Can anybody who edits it sign in here?"""


def take_in(path: Path, *, by: Any, name: str = "") -> Arrived:
    """Read a dossier from a file into this installation, under another name if one is given.

    Raises Unmovable, and changes nothing, when the file is damaged or of another version, when the dossier is here
    already, or when a row breaks a rule.
    """
    require_to_open_dossiers(by)
    file = files.check(path)
    try:
        with transaction.atomic():
            return _Arriving(file).take_in(by, name)
    except ValidationError as error:
        raise Unmovable(f"{path} names people as nobody is named here: {' '.join(error.messages)}") from None
    except (IntegrityError, DataError, ProgrammingError, OperationalError) as error:
        raise _refusal(path, error) or error from None


def _refusal(path: Path, error: Exception) -> Unmovable | None:
    """What the database's refusal means to whoever runs the command; None where that cannot be said."""
    state = getattr(error.__cause__, "sqlstate", None)
    if state == "42501":
        return Unmovable(
            "Only the owner of the tables takes a dossier in: leave COUNTERCLAIM_DATABASE_ROLE out, and name the "
            "owner's login in DATABASE_URL."
        )
    if state in BUSY:
        return Unmovable("People are writing just now, and nothing was changed: try again in a moment.")
    if state == "53100":
        return Unmovable(f"Nothing was changed: {DISK_FULL}")
    if isinstance(error, IntegrityError) and (problem := problem_for(error)):
        return Unmovable(f"{path} breaks a rule, and nothing was changed: {problem.detail} ({problem.code})")
    if isinstance(error, IntegrityError | DataError):
        return Unmovable(f"{path} does not fit the tables, and nothing was changed: {str(error).splitlines()[0]}")
    return None


@dataclass(frozen=True)
class _Keys:
    """The keys here of the rows that the file numbers from 1: they follow one another from `first`, or are listed."""

    count: int
    first: int = 0
    listed: str = ""

    def of(self, number: str) -> str:
        """SQL for the key of a number. One that stands for no row of the file has none."""
        key = f"('{self.listed}'::bigint[])[{number}]" if self.listed else f"{self.first - 1} + {number}"
        # No text is a number: the cast is reached for a stray only, and its error names it.
        stray = f"('a row that is not in it, number ' || {number})::bigint"
        return f"CASE WHEN {number} BETWEEN 1 AND {self.count} THEN {key} WHEN {number} IS NOT NULL THEN {stray} END"


class _Arriving:
    """A dossier on its way in."""

    def __init__(self, file: Checked) -> None:
        self.file = file
        self.keys: dict[str, _Keys] = {}
        self.known: list[str] = []
        self.made: list[str] = []
        self.new_publishers: list[int] = []

    def take_in(self, by: Any, name: str) -> Arrived:
        self._require_same_tables()
        self._put_to_sleep()
        self._require_new(name)
        self._copy()
        dossier = self._record(by, name)
        self._switch("ENABLE")
        rules.check({table: self._range(table.name) for table in TABLES if table.name != SHARED})
        self._derive()
        _go_on(dossier)
        return Arrived(dossier, self.file.counts["claims_claim"], self.known, self.made, _is_edited(dossier))

    def _require_same_tables(self) -> None:
        here = schema()
        if self.file.schema != here or list(self.file.counts) != sections():
            there = ", ".join(str(value)[:20] for value in self.file.schema.values())
            raise Unmovable(
                f"{self.file.path} was written from other tables ({there}) than these "
                f"({', '.join(value[:20] for value in here.values())}): bring both installations to the same version, "
                "and export it again."
            )

    def _put_to_sleep(self) -> None:
        rows(f"SELECT set_config('lock_timeout', '{PATIENCE}', true), set_config('TimeZone', 'UTC', true)", {})
        rows(f"LOCK TABLE {', '.join(MOVED)} IN SHARE ROW EXCLUSIVE MODE", {}, prepare=False)
        self._switch("DISABLE")
        rows("SET CONSTRAINTS ALL IMMEDIATE", {}, prepare=False)

    def _switch(self, word: str) -> None:
        sleeping = rows(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgrelid = ANY(%(tables)s::regclass[]) AND tgname ~ %(names)s",
            {"tables": MOVED, "names": SLEEPING},
        )
        for table, trigger in sleeping:
            rows(f'ALTER TABLE {table} {word} TRIGGER "{trigger}"', {}, prepare=False)

    def _require_new(self, name: str) -> None:
        known = rows(
            f"SELECT id, name FROM ({ORIGIN}) known"
            " WHERE (opened_as, opened_at, opened_by) = (%(opened_as)s, %(opened_at)s, %(opened_by)s) ORDER BY id",
            self.file.dossier,
        )
        if known and not name:
            raise Unmovable(
                f"This dossier is here already, as number {known[0][0]}, “{known[0][1]}”: "
                "to have it a second time, give it another name with --as."
            )
        if name and Dossier.objects.filter(name=name).exists():
            raise Unmovable(f"There is a dossier called “{name}” already: choose another name.")

    # The rows

    def _copy(self) -> None:
        rows("CREATE TEMPORARY TABLE arrived (place bigint GENERATED ALWAYS AS IDENTITY, row jsonb) ON COMMIT DROP", {})
        for name, lines in self.file.parts():
            rows("TRUNCATE arrived RESTART IDENTITY", {})
            with (
                connection.wrap_database_errors,
                connection.cursor() as cursor,
                cursor.copy(f"COPY arrived (row) FROM STDIN {AS_IT_IS}") as copying,
            ):
                for line in lines:
                    copying.write(line)
            self._require_order(name)
            self._find_keys(name)
            if name != PEOPLE:
                self._insert(name)
        rows("DROP TABLE arrived", {})

    def _require_order(self, name: str) -> None:
        numbered = " OR (row ->> 'id')::bigint IS DISTINCT FROM place" if name in _NUMBERED else ""
        wrong = rows(
            f"SELECT place FROM arrived WHERE row ->> 'table' IS DISTINCT FROM %(name)s{numbered} LIMIT 1",
            {"name": name},
        )
        if wrong:
            raise Unmovable(f"{self.file.path} is out of order: line {wrong[0][0]} of “{name}” is another row's.")

    def _find_keys(self, name: str) -> None:
        count = self.file.counts[name]
        if name == PEOPLE:
            self.keys[name] = _Keys(count, listed=keys(self._people()))
        elif name == SHARED:
            self.keys[name] = _Keys(count, listed=keys(self._publishers()))
        elif name in _NUMBERED:
            self.keys[name] = _Keys(count, first=_reserve(name, count))

    def _people(self) -> Iterator[int]:
        """The accounts that have these usernames. Who has none is given one that lets nobody in."""
        arrived = rows(
            "SELECT row ->> 'username', coalesce(row ->> 'first_name', ''), coalesce(row ->> 'last_name', '')"
            " FROM arrived ORDER BY place",
            {},
        )
        accounts = dict(User.objects.filter(username__in=[name for name, *_ in arrived]).values_list("username", "pk"))
        for username, first_name, last_name in arrived:
            if username in accounts:
                self.known.append(username)
                yield accounts[username]
            else:
                account = User(username=username, first_name=first_name, last_name=last_name, is_active=False)
                account.set_unusable_password()
                self.made.append(username)
                yield save(account).pk

    def _publishers(self) -> Iterator[int]:
        """The publishers that have these names, however they are spelt; those that are not here are new."""
        found = rows(
            f"SELECT place, (SELECT id FROM {SHARED} WHERE name_folded = fold(row ->> 'name'))"
            " FROM arrived ORDER BY place",
            {},
        )
        self.new_publishers = [place for place, key in found if key is None]
        new = iter(range(first := _reserve(SHARED, len(self.new_publishers)), first + len(self.new_publishers)))
        for _, key in found:
            yield next(new) if key is None else key

    def _insert(self, name: str) -> None:
        columns = _COLUMNS[name]
        new = {SHARED: "arrived.place", f"{SHARED}event": "given.pgh_obj_id"}.get(name)
        rows(
            f"""
            INSERT INTO {name} ({", ".join(f'"{column.name}"' for column in columns)})
            SELECT {", ".join(self._value(column) for column in columns)}
            FROM arrived CROSS JOIN LATERAL jsonb_populate_record(NULL::{name}, arrived.row) given
            {f"WHERE {new} = ANY('{keys(self.new_publishers)}'::bigint[])" if new else ""} ORDER BY arrived.place
            """,
            {},
            prepare=False,
        )
        rows(f"ANALYZE {name}", {}, prepare=False)  # what looks at these rows for each of the next goes by their keys

    def _value(self, column: Column) -> str:
        """A column of the file as it is kept here."""
        given = f'given."{column.name}"'
        if column.signs:
            signer = self.keys[PEOPLE].of("(given.pgh_context ->> 'user')::bigint")
            return f"given.pgh_context || jsonb_build_object('user', {signer})"
        if column.many:
            key = self.keys[column.names].of("listed.number")
            listed = f"unnest({given}) WITH ORDINALITY AS listed (number, place)"
            return f"CASE WHEN {given} IS NOT NULL THEN ARRAY(SELECT {key} FROM {listed} ORDER BY listed.place) END"
        return self.keys[column.names].of(given) if column.names else given

    # What follows

    def _record(self, by: Any, name: str) -> Dossier:
        """Keep in the history of the dossier that, when and through whom it came here, and how it is called now."""
        dossier = self.keys["sources_dossier"].first
        written = f" of {at:%Y-%m-%d %H:%M} UTC" if (at := self.file.written_at) else ""
        reason = f"From a file{written}, SHA-256 {self.file.sha256}."
        signature = {"user": by.pk, "name": name_of(by), "step": "import", "reason": reason}
        kept = ", ".join(column.name for column in _COLUMNS["sources_dossier"])
        values = {"dossier": dossier, "label": IMPORTED, "name": name, "signature": json.dumps(signature)}
        rows(
            f"""
            INSERT INTO sources_dossierevent (pgh_created_at, pgh_label, pgh_obj_id, pgh_context, {kept})
            SELECT now(), %(label)s, id, %(signature)s::jsonb, {kept} FROM sources_dossier WHERE id = %(dossier)s
            """,
            values,
        )
        if name:
            with recorded(by, "import", reason):
                rows(
                    "UPDATE sources_dossier SET name = %(name)s, revision = revision + 1 WHERE id = %(dossier)s", values
                )
        return Dossier.objects.get(pk=dossier)

    def _range(self, name: str) -> tuple[int, int]:
        """The first and the last key of the rows that came into a table."""
        arrived = self.keys[name]
        return arrived.first, arrived.first + arrived.count - 1

    def _derive(self) -> None:
        """Make the stored documents, and put every record into the order of changes."""
        first, last = self._range("claims_claim")
        claims = iter(range(first, last + 1))
        while step := list(islice(claims, refreshing.AT_ONCE)):
            refreshing.refresh(step)
        verifying.record(size=self.file.counts["claims_link"] + self.file.counts["claims_claim"] + 1)
        # Publishers that were here already may be read by more people now.
        rows(
            "SELECT note_again('reading', 'publishers', id) FROM unnest(%(listed)s::bigint[]) known (id)",
            {"listed": self.keys[SHARED].listed},
        )


def _reserve(table: str, count: int) -> int:
    """The first of so many keys that follow one another. Nobody else takes any: the table is locked."""
    if not count:
        return 1
    return int(
        rows(
            "SELECT setval(sequence, first + %(count)s - 1) - %(count)s + 1 FROM ("
            "SELECT sequence, nextval(sequence) AS first"
            " FROM CAST(pg_get_serial_sequence(%(table)s, 'id') AS regclass) sequence OFFSET 0) taken",
            {"table": table, "count": count},
        )[0][0]
    )


def _go_on(dossier: Dossier) -> None:
    """Ask our workers for what others had not finished."""
    for errand in Errand.objects.filter(source__dossier=dossier, state__in=OPEN).order_by("pk"):
        defer("bring", errand=errand.pk)
    for reading in Reading.objects.filter(capture__source__dossier=dossier, state__in=OPEN).order_by("pk"):
        defer("read", priority=1, reading=reading.pk)


def _is_edited(dossier: Dossier) -> bool:
    editors = User.objects.filter(memberships__in=Member.objects.active().filter(dossier=dossier, role="editor"))
    return any(editor.is_active and editor.has_usable_password() for editor in editors)


_COLUMNS = {name: columns for table in TABLES for name, columns in table.parts}
_NUMBERED = {PEOPLE, *(table.name for table in TABLES)}
