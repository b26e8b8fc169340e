"""Lock a row, compare it with what was read, write it: the mechanics that every operation shares."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.expressions import DatabaseDefault

from config.errors import DomainError
from config.prepared import GivenKeys, Prepared, run

Row = TypeVar("Row", bound=models.Model)


class WrongState(DomainError):
    """The step does not start from the state the record is in."""

    code = "wrong-state"


class Outdated(DomainError):
    """Somebody changed the record after it was read. `current` is the record as it stands now."""

    code = "outdated"

    def __init__(self, current: models.Model) -> None:
        super().__init__("Somebody changed this while you had it open. Compare both versions, then save again.")
        self.current = current


def lock(row: Row) -> Row:
    """Re-read one row under a lock, so that what is checked is what is changed."""
    return lock_all(row)[0]


def lock_all(*rows: Row) -> list[Row]:
    """Re-read rows of one model under locks taken in key order, and give them in the order asked for.

    Two people who link the same pair from either end queue up instead of deadlocking.
    """
    keys = [row.pk for row in rows]
    found = {row.pk: row for row in _locking(type(rows[0]))(keys=keys)}
    return [found[key] for key in keys]


@cache
def _locking(model: type[models.Model]) -> Prepared:
    locked, keys = model._default_manager.select_for_update(of=("self",)), GivenKeys("keys", model._meta.pk)
    return Prepared(lambda: locked.filter(pk__in=keys).order_by("pk"))


def require_revision(row: Any, revision: int) -> None:
    """Raise Outdated when the row is no longer as it was read."""
    if row.revision != revision:
        raise Outdated(row)


def revise(row: Row, revision: int, changes: Mapping[str, Any]) -> Row:
    """Write the changes as the next revision. Raises Outdated when `row` is past the revision read."""
    require_revision(row, revision)
    for name, value in changes.items():
        setattr(row, name, value)
    row.revision += 1  # type: ignore[attr-defined]
    return save(row)


def save(row: Row, *only: str) -> Row:
    """Write a row that fits its fields (of a known one, only those named); where it is refused, say why in words.

    Nothing is asked of the database beforehand. Raises ValidationError, or the IntegrityError where only a trigger
    knows the rule; either ends what the nearest `atomic` block does.
    """
    row.full_clean(exclude=_named_rows(row), validate_unique=False, validate_constraints=False)
    try:
        with transaction.mark_for_rollback_on_error(connection.alias):
            if type(row).save is models.Model.save:
                _write(row, only)
            else:
                row.save()  # an account does more than write itself
    except IntegrityError as error:
        if refusal := _refusal(row, error):
            raise refusal from error
        raise
    return row


def _named_rows(row: models.Model) -> set[str]:
    """The references that are given: foreign keys watch over them."""
    return {f.name for f in row._meta.fields if f.is_relation and getattr(row, f.attname) is not None}


def _refusal(row: models.Model, error: IntegrityError) -> ValidationError | None:
    """The refusal in the words that the model has for the constraint, as its own validation would put it."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in row._meta.constraints:
        if constraint.name == broken:
            return ValidationError({NON_FIELD_ERRORS: [_words(row, constraint)]})
    for field in row._meta.concrete_fields:
        if field.unique and broken == f"{row._meta.db_table}_{field.column}_key":
            return ValidationError({field.name: [row.unique_error_message(type(row), (field.name,))]})
    return None


def _words(row: models.Model, constraint: models.BaseConstraint) -> Any:
    told = constraint.violation_error_message != constraint.default_violation_error_message
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields and not told:
        return row.unique_error_message(type(row), constraint.fields)
    return constraint.get_violation_error_message()


# Writing


def _write(row: models.Model, only: Collection[str]) -> None:
    """Insert or update a row as Django would, by a statement that is put together and planned once."""
    adding, fields, values = row._state.adding, [], []
    for field in row._meta.local_concrete_fields:
        if field.generated or field.attname not in row.__dict__ or (only and field.name not in only):
            continue
        value = field.pre_save(row, adding)
        if isinstance(value, DatabaseDefault) or (field.primary_key and (value is None or not adding)):
            continue
        fields.append(field)
        values.append(field.get_db_prep_save(value, connection))
    if not adding:
        values.append(row._meta.pk.get_db_prep_value(row.pk, connection))
    written = run(_statement(type(row), adding, tuple(fields)), values)
    if adding:
        for field, value in zip(_made_by_database(type(row)), written[0], strict=True):
            setattr(row, field.attname, value)
    row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[models.Model], adding: bool, fields: tuple[models.Field, ...]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [_column(field) for field in fields]
    if adding:
        made = ", ".join(_column(field) for field in _made_by_database(model))
        values = ", ".join(["%s"] * len(columns))
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values}) RETURNING {made}"  # noqa: S608
    changes = ", ".join(f"{column} = %s" for column in columns)
    return f"UPDATE {table} SET {changes} WHERE {_column(model._meta.pk)} = %s"  # noqa: S608


def _column(field: models.Field) -> str:
    return connection.ops.quote_name(str(field.column))


@cache
def _made_by_database(model: type[models.Model]) -> list[models.Field]:
    """The key, and what has its default in the database: read back; what it generates is read when it is asked for."""
    return [field for field in model._meta.concrete_fields if field.primary_key or field.has_db_default()]
