"""Lock a row, compare it with what was read, write it: the mechanics that every operation shares."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from config.errors import DomainError

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
    manager = type(rows[0])._default_manager
    keys = [row.pk for row in rows]
    found = {row.pk: row for row in manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    return [found[key] for key in keys]


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


def save(row: Row) -> Row:
    """Write a row that fits its fields; where the database refuses it, the model says in words why.

    The database is asked first: to check every constraint beforehand as well costs a query each.
    Raises ValidationError, or the IntegrityError where only a trigger knows the rule.
    """
    row.full_clean(exclude=_named_rows(row), validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()
        raise
    return row


def _named_rows(row: models.Model) -> set[str]:
    """The references that are given: foreign keys watch over them."""
    return {f.name for f in row._meta.fields if f.is_relation and getattr(row, f.attname) is not None}
