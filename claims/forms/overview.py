"""What the pages over a whole dossier may be narrowed to."""

from typing import Any

from django import forms
from django.utils import timezone

from claims.queries.silence import ACCUSATIONS, FIGURES
from sources.dates.fields import DateWordsField
from sources.models import Dossier, Speaker


class _Narrowing(forms.Form):
    """Fields that are all optional; a select without a label of its own for “all”."""

    def chosen(self) -> dict[str, Any]:
        """What was chosen, but for what cannot be read."""
        self.full_clean()
        return self.cleaned_data


class SilenceForm(_Narrowing):
    side = forms.ModelChoiceField(None, required=False, label="Silent side", empty_label="Any side")
    about = forms.ChoiceField(
        required=False,
        label="About",
        choices=[("", "Accusations and figures"), (ACCUSATIONS, "Accusations"), (FIGURES, "Figures")],
    )

    def __init__(self, data: Any, *, dossier: Dossier) -> None:
        super().__init__(data)
        self.fields["side"].queryset = dossier.sides.all()


_SHORT = {"autocomplete": "off", "size": 14}


class StretchForm(_Narrowing):
    since = DateWordsField(required=False, label="From", widget=forms.TextInput(attrs=_SHORT))
    until = DateWordsField(required=False, label="Until", widget=forms.TextInput(attrs=_SHORT))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.dateline = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until.last_day < since.first_day:
            self.add_error("until", "This is before the day from which to show: turn them round.")
        return said


class SpeakerForm(_Narrowing):
    speaker = forms.ModelChoiceField(None, required=False)

    def __init__(self, data: Any, *, dossier: Dossier) -> None:
        super().__init__(data)
        self.fields["speaker"].queryset = Speaker.objects.filter(dossier=dossier)
