"""Places in a sorted list, by key: behind the last row seen, so no page is slower than the first and none slips."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Func, Model, Value
from django.db.models.expressions import Combinable

#: The largest key that a row can have.
LARGEST = 2**63 - 1


def turned(key: str) -> str:
    """The key of the same list read backwards."""
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def behind(keys: Sequence[str], values: Sequence[Any]) -> Combinable:
    """Rows that come after these values, by keys that all go the same way: (a, b) > (x, y).

    Compared as rows, so that an index on the keys starts at the very place.
    """
    [falling] = {key.startswith("-") for key in keys}
    row = _Row(*(key.removeprefix("-") for key in keys))
    return _Compared(row, _Row(*map(Value, values)), arg_joiner=" < " if falling else " > ")


class _Row(Func):
    template = "(%(expressions)s)"
    output_field = BooleanField()  # PostgreSQL's “record”, which Django has no name for


class _Compared(Func):
    template = "%(expressions)s"
    output_field = BooleanField()


def values_of(row: Any, keys: Sequence[str]) -> list[Any]:
    """Where a row stands in the order of the keys."""
    return [getattr(row, key.removeprefix("-")) for key in keys]


def read_place(model: type[Model], keys: Sequence[str], place: str | bytes) -> list[Any]:
    """The values of a place written as JSON, as the fields of the model keep them.

    Raises ValueError for anything that is no place in a list of the model sorted by these keys.
    """
    try:
        values = json.loads(place)
        json.dumps(values, ensure_ascii=False).encode()  # half a surrogate pair, escaped, would pass as text
        fits = isinstance(values, list) and len(values) == len(keys) and all(_fits(value) for value in values)
        kept = [_as_kept(model, key, value) for key, value in zip(keys, values, strict=True)] if fits else []
    except (ValueError, RecursionError, ValidationError):
        kept = []
    if not kept or type(kept[-1]) is not int or not 0 <= kept[-1] <= LARGEST:
        raise ValueError("There is no such place in this list.")
    return kept


def _as_kept(model: type[Model], key: str, value: Any) -> Any:
    """The value as its field has it, such as a day. Raises ValidationError for what the field could not hold."""
    name = key.removeprefix("-")
    kept = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if type(value) is int and not kept.get_internal_type().endswith("AutoField"):
        raise ValidationError("A number where there is none.")
    return kept.to_python(value)  # type: ignore[union-attr]


def _fits(value: Any) -> bool:
    return type(value) is int or (type(value) is str and "\0" not in value)
