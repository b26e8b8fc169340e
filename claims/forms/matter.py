"""A question and the day on which its ledger is read. Forms parse; operations decide."""

from typing import Any

from django import forms
from django.utils import timezone

from claims.models import Matter
from sources.dates.fields import DateWordsField


class MatterForm(forms.Form):
    question = forms.CharField(
        max_length=300,
        help_text="What rival statements answer differently, as a question: “Were two jets shot down?”",
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )
    place = forms.CharField(max_length=200, required=False, help_text="Where it happened, or is said to have.")
    date = DateWordsField(
        required=False, help_text="When it happened, or is said to have: 29 Oct 2020, 2020-10, 2020-10-19/2020-10-25."
    )
    note = forms.CharField(
        max_length=2000, required=False, help_text="For colleagues.", widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(matter: Matter) -> dict[str, Any]:
        return {
            "question": matter.question,
            "place": matter.place,
            "date": matter.date_edtf,
            "note": matter.note,
            "revision": matter.revision,
        }

    def clean_question(self) -> str:
        return " ".join(self.cleaned_data["question"].split())

    def fields_of(self) -> dict[str, Any]:
        """The matter's own fields."""
        said = self.cleaned_data["date"]
        return {
            **{name: self.cleaned_data[name] for name in ("question", "place", "note")},
            "date_edtf": said.edtf if said else "",
            "first_day": said.first_day if said else None,
            "last_day": said.last_day if said else None,
        }


class AsOfForm(forms.Form):
    """The day as of which a ledger is read; the last one, where a date means several."""

    as_of = DateWordsField(
        label="What had been said up to",
        required=False,
        help_text="A day, month or year, or words such as “last week”.",
        widget=forms.TextInput(attrs={"placeholder": "today", "autocomplete": "off"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["as_of"].dateline = timezone.localdate()
