"""Every table of ours moves or is written down as staying, and every key in those that move is known for one."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from claims.models import Claim
from claims.moving.tables import LISTED, PEOPLE, STAYING, TABLES, sections
from config.roles import OURS
from sources.models import Side

MOVING = {name for name in sections() if name != PEOPLE}


def test_every_table_of_ours_moves_or_is_written_down_as_staying(db):
    with connection.cursor() as cursor:
        tables = {name for name in connection.introspection.table_names(cursor) if name.startswith(OURS)}

    assert MOVING | set(STAYING) == tables
    assert not MOVING & set(STAYING)


def test_what_moves_names_only_what_moves_too():
    known = MOVING | {PEOPLE}
    for table in TABLES:
        for name, columns in table.parts:
            assert {column.names for column in columns if column.names} <= known, name


def test_what_a_row_names_stands_before_it():
    seen = {PEOPLE}
    for table in TABLES:
        named = {column.names for column in table.columns if column.names}
        assert named - {table.name} <= seen, table.name
        seen.add(table.name)


def test_no_column_holds_keys_that_nobody_knows_of():
    """A number without a foreign key is a key only where it is listed as one; a number of 64 bits looks like one."""
    wide = (models.BigIntegerField, models.BigAutoField)
    for table in TABLES:
        for field in table.model._meta.concrete_fields:
            inner = field.base_field if isinstance(field, ArrayField) else field
            if isinstance(inner, wide) and not field.primary_key and not field.generated:
                assert (table.name, field.column) in LISTED, field


def test_every_row_of_a_dossier_is_reached_by_one_way(db):
    owned = {table.model for table in TABLES}
    for table in TABLES:
        if table.owner:
            owner = table.model._meta.get_field(table.owner)
            assert owner.related_model in owned and not owner.null, table.name


def test_history_moves_with_what_it_is_of():
    tracked = {
        model
        for model in apps.get_models()
        if model._meta.app_label in ("sources", "claims") and hasattr(model, "events")
    }

    moving = {table.model for table in TABLES}
    assert moving <= tracked
    assert {model._meta.db_table for model in tracked - moving} <= set(STAYING)
    assert {Claim, Side} <= moving
