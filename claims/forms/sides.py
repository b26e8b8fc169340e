"""A side of the dossier, chosen from a list that was read once for the whole form."""

from collections.abc import Iterable
from typing import Any

from django import forms

from sources.models import Side


class SideField(forms.ChoiceField):
    """Gives the Side, or None where none was chosen. Only the sides offered can be chosen."""

    def __init__(self, *, nobody: str, **options: Any) -> None:
        self.nobody, self.sides = nobody, {}
        super().__init__(**options)

    def offer(self, sides: Iterable[Side], nobody: str = "") -> None:
        self.sides = {str(side.pk): side for side in sides}
        self.choices = [("", nobody or self.nobody), *((key, side.name) for key, side in self.sides.items())]

    def clean(self, value: Any) -> Side | None:
        return self.sides.get(super().clean(value))
