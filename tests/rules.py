"""Breaking the database's rules by hand: raw SQL, with the rights of the web role and of the tables' owner."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from config.history import SETTING

Statement = tuple[str, list[Any]]


@pytest.fixture
def by_hand(as_web: Callable, as_owner: Callable) -> Callable[..., list[tuple]]:
    """Run SQL in somebody's name: `by_hand(editor, "UPDATE …", [value])`; `owner=True` goes past all grants."""

    def run(by: Any, statement: str, values: Any = None, *, owner: bool = False) -> list[tuple]:
        execute = as_owner if owner else as_web
        with transaction.atomic():
            execute("SELECT set_config(%s, %s, true)", [SETTING, json.dumps({"user": by.pk, "step": "by hand"})])
            rows = execute(statement, values)
            connection.check_constraints()
            return rows

    return run


@pytest.fixture
def refuses(by_hand: Callable) -> Callable[..., None]:
    """Expect a named rule to hold for both roles: `refuses("claim_four_eyes", editor, "UPDATE …", [value])`."""

    def expect(rule: str, by: Any, statement: str, values: Any = None) -> None:
        for owner in (False, True):
            error = _refusal(by_hand, by, statement, values, owner)
            assert error.__cause__.diag.constraint_name == rule, error

    return expect


@pytest.fixture
def forbids(by_hand: Callable) -> Callable[..., None]:
    """Expect both roles to be kept from a statement: the web role by its rights, the owner by a trigger."""

    def expect(by: Any, statement: str, values: Any = None) -> None:
        assert "permission denied" in str(_refusal(by_hand, by, statement, values, owner=False))
        assert "pgtrigger: Cannot" in str(_refusal(by_hand, by, statement, values, owner=True))

    return expect


@pytest.fixture
def missteps(by_hand: Callable) -> Callable[..., None]:
    """Expect both roles to be kept from moving a row to a state that does not follow from its own."""

    def expect(by: Any, statement: str, values: Any = None) -> None:
        for owner in (False, True):
            assert "Invalid transition" in str(_refusal(by_hand, by, statement, values, owner))

    return expect


def _refusal(by_hand: Callable, by: Any, statement: str, values: Any, owner: bool) -> DatabaseError:
    try:
        with transaction.atomic():
            by_hand(by, statement, values, owner=owner)
    except DatabaseError as error:
        return error
    raise AssertionError(f"Nothing stopped {'the owner' if owner else 'the web role'}: {statement} {values}")


def updating(row: models.Model, **columns: Any) -> Statement:
    """The statement that sets columns of one row, and its values."""
    assignments = ", ".join(f'"{name}" = %s' for name in columns)
    return f"UPDATE {row._meta.db_table} SET {assignments} WHERE {row._meta.pk.column} = %s", [
        *columns.values(),
        row.pk,
    ]


def copying(row: models.Model, **columns: Any) -> Statement:
    """The statement that inserts a copy of one row with some columns changed, and its values."""
    fields = [field for field in row._meta.concrete_fields if not (field.primary_key or field.generated)]
    values = {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields
    } | columns
    names = ", ".join(f'"{name}"' for name in values)
    return f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(values))})", [*values.values()]
