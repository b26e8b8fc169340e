"""What lists are narrowed by, beside what django-filter has."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from config.keys import LARGEST
from config.prepared import GivenKeys, Prepared


class RowsField(forms.Field):
    """Rows by their keys. `find` gives those of these keys that may be named.

    `merged_into` is the field by which a row names the one that stands for it: who names the former gets the latter.
    """

    widget = forms.SelectMultiple

    def __init__(self, *, find: Callable[[list[int]], list[Any]], merged_into: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.find, self.merged_into = find, merged_into

    def clean(self, value: Any) -> list[Any]:
        return list(dict.fromkeys(self.meant(value).values()))

    def meant(self, value: Any) -> dict[str, Any]:
        """The rows by the keys that they are named by. Raises ValidationError for a key that is no choice."""
        named = dict.fromkeys(value or ())
        rows = self.find(list(_keys(named))) if named else []
        known = {str(row.pk): row for row in rows}
        for one in named:
            if one not in known:
                raise ValidationError(f"Select a valid choice. {one[:40]} is not one of the available choices.")
        return self._standing(known) if self.merged_into else known

    def _standing(self, known: dict[str, Any]) -> dict[str, Any]:
        """The same with the row that stands in the place of each that was merged away, however often."""
        while gone := {key: into for key, row in known.items() if (into := getattr(row, f"{self.merged_into}_id"))}:
            rows = {row.pk: row for row in self.find(list(set(gone.values())))}
            known = known | {key: rows[into] for key, into in gone.items()}
        return known


def _keys(named: Iterable[str]) -> Iterable[int]:
    for one in named:
        if not one.isdecimal():
            raise ValidationError(f"“{one[:40]}” is not a valid value.")
        if len(one) < 20 and int(one) <= LARGEST:
            yield int(one)


class RowsFilter(filters.Filter):
    """By rows that are named by their keys, several or one, of those that the person may see.

    As a ModelMultipleChoiceFilter, but that the statement which looks for them is put together once.
    """

    field_class = RowsField

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(**options)
        self.of_model = model

    @property
    def field(self) -> forms.Field:
        person = self.parent.request.user
        self.extra["find"] = lambda keys: _visible(self.of_model)(person, keys=keys)
        made: forms.Field = super().field
        return made


@cache
def _visible(model: type[Model]) -> Prepared:
    keys = GivenKeys("keys", model._meta.pk)
    return Prepared(lambda person: model._default_manager.visible_to(person).filter(pk__in=keys).order_by())
