"""What goes out and what comes in. Serializers shape and parse here; they decide nothing and write nothing."""

from collections.abc import Callable, Mapping
from copy import copy, deepcopy
from operator import attrgetter
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.keys import LARGEST


class Shape(serializers.Serializer):
    """A row as programs get it: the fields' values as they are, which orjson writes as they should be.

    The fields also document the answer. Many times cheaper than DRF's own way of shaping a row.
    Parts that are left out for some readers are `required=False`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "required" not in kwargs:  # DRF counts what is read only as always there
            kwargs.setdefault("read_only", True)
        super().__init__(*args, **kwargs)

    def to_representation(self, row: Any) -> dict[str, Any]:
        return {name: shaped(row) for name, shaped in self._plan()}

    def _plan(self) -> list[tuple[str, Callable[[Any], Any]]]:
        if not hasattr(self, "_planned"):
            self._planned = [(name, _reader(field)) for name, field in self.fields.items()]
        return self._planned


def _reader(field: Any) -> Callable[[Any], Any]:
    """How to read a field off a row."""
    if isinstance(field, serializers.SerializerMethodField):
        return field.to_representation
    get = attrgetter(field.source)
    if isinstance(field, serializers.ListSerializer):
        child: Any = field.child
        inner = child.to_representation
        return lambda row: [inner(one) for one in _rows(get(row))]
    if isinstance(field, Shape):
        return lambda row: None if (one := get(row)) is None else field.to_representation(one)
    return get


def _rows(found: Any) -> Any:
    return found.all() if isinstance(found, models.Manager) else found


class Given(serializers.Serializer):
    """What a program sends. A name that is not asked for is refused, so that a misspelt one is not lost."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """The declared fields, each for this request: to make them anew costs more than to read with them.

        A list knows the field that is its parent from within, and so is made anew.
        """
        declared = self._declared_fields.items()
        return {name: deepcopy(field) if hasattr(field, "child") else copy(field) for name, field in declared}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = sorted(str(name) for name in set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        try:
            given = super().to_internal_value(data)
        except ValidationError as refused:
            raise ValidationError({**refused.detail, **_unknown(unknown)}) from None  # type: ignore[dict-item]
        if unknown:
            raise ValidationError(_unknown(unknown))
        return given


class Key(serializers.IntegerField):
    """The key of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": LARGEST} | options)


class ReadRevision(serializers.IntegerField):
    """Which version of the record a change was made upon."""

    def __init__(self) -> None:
        super().__init__(min_value=1, required=False, help_text="The one you read. Needed unless If-Match names it.")


def _unknown(names: list[str]) -> dict[str, list[str]]:
    return {name[:80]: ["There is no such field here."] for name in names[:20]}
