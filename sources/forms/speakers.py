from django import forms

from config.forms import Prose
from sources.models import Speaker


class Lines(forms.CharField):
    """Several short texts, one on a line; empty lines and repetitions fall away."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, line_length: int, most: int, **kwargs):
        super().__init__(**kwargs)
        self.line_length, self.most = line_length, most

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if any(len(line) > self.line_length for line in lines):
            raise forms.ValidationError(f"Each line has at most {self.line_length} characters.")
        if len(lines) > self.most:
            raise forms.ValidationError(f"At most {self.most} lines.")
        return lines


class SpeakerForm(forms.Form):
    name = forms.CharField(max_length=200, help_text="As your house style spells it.")
    kind = forms.ChoiceField(choices=Speaker.Kind.choices, initial=Speaker.Kind.PERSON)
    aliases = Lines(
        line_length=200, most=50, required=False,
        help_text="Other names and spellings, one on a line. Search finds each of them.",
    )  # fmt: skip
    note = Prose(max_length=2000, required=False, help_text="What colleagues should know about this speaker.")


class EditSpeakerForm(SpeakerForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class AddSpeakerForm(SpeakerForm):
    side = forms.ModelChoiceField(queryset=None, required=False, empty_label="No side yet", label="Speaks for")
    office = forms.CharField(
        max_length=200, required=False, help_text="Such as “spokesman of the ministry of defence”."
    )

    field_order = ["name", "kind", "side", "office", "aliases", "note"]

    def __init__(self, *args, sides, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].queryset = sides


class TakeBackForm(forms.Form):
    """Why an affiliation was wrong."""

    reason = forms.CharField(max_length=2000, required=False)


class AffiliationForm(forms.Form):
    side = forms.ModelChoiceField(queryset=None, empty_label="Choose a side", label="Speaks for")
    office = forms.CharField(max_length=200, required=False)
    first_day = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(required=False, label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, sides, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].queryset = sides
