"""What a dossier moves with: which rows of which tables are its own, and what their keys are called in the file.

A key is a number of the database that made it. In the file each row is numbered instead, from 1, in the order in
which the rows of its table were made; people by their usernames, and publishers, which dossiers share, by their names.
So the same dossier is the same file wherever it is written.
"""

# ruff: noqa: S608 - the SQL is put together from names that stand in the models

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from claims.models import Citation, Claim, Figure, Grading, Link, Matter, Response, SpeakerMerge
from sources.models import (
    Affiliation,
    Capture,
    Dossier,
    Errand,
    Member,
    Original,
    Passage,
    Proposal,
    Publisher,
    Reading,
    Side,
    Source,
    Speaker,
)

User = get_user_model()

PEOPLE = "people"
"""What the lines of people are called in the file."""

#: What does not move, and why.
STAYING = {
    "claims_claimdocument": "made anew from the claims",
    "claims_publicdocument": "made anew from the claims",
    "claims_debt": "settled where it arose",
    "claims_change": "the order of changes is each installation's own",
    "claims_epoch": "the order of changes is each installation's own",
    "claims_webhook": "its secret hangs on the key of the site, and only one site shall tell",
    "claims_webhookevent": "as its row",
    "claims_delivery": "as its webhook",
    "sources_token": "opens this installation",
    "sources_tokenevent": "as its row",
    "sources_answeredrequest": "what this installation answered, for a day",
}

IMPORTED = "import"
"""The label of the one event that says how a dossier came here: of this installation, and so not of the file."""


@dataclass(frozen=True)
class Table:
    """A table whose rows move. A row is the dossier's if what it names in `owner` is."""

    model: type[models.Model]
    owner: str = ""

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def history(self) -> type[models.Model]:
        return self.model.events.rel.related_model  # type: ignore[attr-defined]

    @property
    def owned_by(self) -> tuple[str, str]:
        """The column by which it is the dossier's, and the table that this names."""
        field: Any = self.model._meta.get_field(self.owner)
        return field.column, field.related_model._meta.db_table

    @property
    def events(self) -> str:
        return self.history._meta.db_table

    @cached_property
    def columns(self) -> list["Column"]:
        return [Column(field) for field in self.model._meta.concrete_fields if not field.generated]

    @cached_property
    def event_columns(self) -> list["Column"]:
        kept = [field for field in self.history._meta.concrete_fields if field.name != "pgh_id"]
        return [Column(field, of=self.model) for field in kept]

    @property
    def parts(self) -> list[tuple[str, list["Column"]]]:
        """Its two parts of the file: the rows, and their history."""
        return [(self.name, self.columns), (self.events, self.event_columns)]

    @property
    def remembered(self) -> list[str]:
        """The columns whose every value stands in the history."""
        known = {column.name for column in self.event_columns}
        return [column.name for column in self.columns if column.name in known]


@dataclass(frozen=True)
class Column:
    """A column of a row, or of an event `of` one."""

    field: Any
    of: type[models.Model] | None = None

    @property
    def name(self) -> str:
        return str(self.field.column)

    @property
    def names(self) -> str:
        """The lines of the file to which the numbers in it point; "" where they point nowhere."""
        model = self.of or self.field.model
        if self.field.primary_key or (self.of and self.name == "id"):
            return str(model._meta.db_table)
        if self.many:
            return LISTED[model._meta.db_table, self.name]
        return name_of(self.field.related_model) if self.field.related_model else ""

    @property
    def many(self) -> bool:
        return ((self.of or self.field.model)._meta.db_table, self.name) in LISTED

    @property
    def signs(self) -> bool:
        """Does it say who made an event?"""
        return self.name == "pgh_context"


#: In the order of the file: what a row names stands before it.
TABLES = (
    Table(Dossier),
    Table(Member, "dossier"),
    Table(Side, "dossier"),
    Table(Publisher),
    Table(Speaker, "dossier"),
    Table(Affiliation, "dossier"),
    Table(Source, "dossier"),
    Table(Original, "source"),
    Table(Capture, "source"),
    Table(Passage, "capture"),
    Table(Errand, "source"),
    Table(Reading, "capture"),
    Table(Proposal, "reading"),
    Table(Matter, "dossier"),
    Table(Claim, "dossier"),
    Table(SpeakerMerge, "dossier"),
    Table(Figure, "claim"),
    Table(Citation, "claim"),
    Table(Link, "dossier"),
    Table(Response, "claim"),
    Table(Grading, "claim"),
)

#: Columns that list keys which no foreign key watches over.
LISTED = {
    ("claims_speakermerge", "claim_ids"): "claims_claim",
    ("claims_speakermerge", "affiliation_ids"): "sources_affiliation",
}


def name_of(model: type[models.Model]) -> str:
    """What the lines of its rows are called in the file."""
    return PEOPLE if model is User else model._meta.db_table


def sections() -> list[str]:
    """The parts of the file, in their order."""
    return [PEOPLE, *(name for table in TABLES for name in (table.name, table.events))]


def schema() -> dict[str, Any]:
    """By what a file says for which state of the tables it was written."""
    applied = sorted(name for name in MigrationRecorder(connection).applied_migrations() if name[0] in _APPS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = ANY(%s::regclass[]) AND attnum > 0 AND NOT attisdropped"
            ' ORDER BY attrelid::regclass::text COLLATE "C", attname COLLATE "C"',
            [[name for name in sections() if name != PEOPLE]],
        )
        columns = cursor.fetchall()
    digest = hashlib.sha256(json.dumps(columns).encode()).hexdigest()
    return {**{app: max(name for of, name in applied if of == app) for app in _APPS}, "columns": digest}


_APPS = ("claims", "sources")
