from django import forms
from django.core.validators import RegexValidator, URLValidator

from config.forms import Prose, Verbatim
from sources.dates.days import UnreadableDate
from sources.dates.reading import ReadDate, read_date
from sources.models import Capture, Source


class WebAddress(forms.URLField):
    default_validators = [
        URLValidator(schemes=["http", "https"], message="Type an address that begins with http:// or https://.")
    ]

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)
        self.error_messages["invalid"] = "Type an address that begins with http:// or https://."


class SourceForm(forms.Form):
    title = forms.CharField(max_length=300, help_text="The headline, or what you would call it.")
    kind = forms.ChoiceField(choices=Source.Kind.choices, initial=Source.Kind.ARTICLE)
    url = WebAddress(max_length=2000, required=False, label="Address", help_text="Begins with http:// or https://.")
    publisher = forms.CharField(
        max_length=200, required=False, help_text="A paper, an agency, a press office.",
        widget=forms.TextInput(attrs={"list": "publishers", "autocomplete": "off"}),
    )  # fmt: skip
    dateline = forms.CharField(
        max_length=200, required=False,
        help_text="The day it was written: “29 Oct 2020” or “Oct 2020”. “Yesterday” in it is read against this.",
    )  # fmt: skip
    author = forms.CharField(max_length=200, required=False)
    language = forms.CharField(
        max_length=35, required=False, help_text="Its code, such as en, hy or az.",
        validators=[
            RegexValidator(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "Type a language code such as en, hy or pt-BR.")
        ],
    )  # fmt: skip
    note = Prose(
        max_length=2000, required=False, label="Note on its quality",
        help_text="How far it can be trusted: first hand, translated, cut, partisan.",
    )  # fmt: skip

    read: ReadDate | None = None

    def clean_dateline(self) -> str:
        """The date as EDTF; how it was read stays in `read`."""
        words = self.cleaned_data["dateline"]
        if not words:
            return ""
        try:
            self.read = read_date(words)
        except UnreadableDate as unreadable:
            raise forms.ValidationError(str(unreadable)) from unreadable
        return self.read.edtf

    def fields_of_source(self) -> dict:
        """What was typed, in the terms of the model."""
        names = ("title", "kind", "url", "publisher", "author", "language", "note", "dateline")
        fields = {name: self.cleaned_data[name] for name in names}
        days = (self.read.first_day, self.read.last_day) if self.read else (None, None)
        return fields | {"first_day": days[0], "last_day": days[1]}


class EditSourceForm(SourceForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class CaptureForm(forms.Form):
    text = Verbatim(
        max_length=2_000_000, label="The whole text",
        help_text="Paste it as it stands. It is kept unchanged, with its SHA-256; a later look is a new capture.",
    )  # fmt: skip
    how = forms.ChoiceField(
        label="How we have it", initial=Capture.How.PASTED,
        choices=[(how.value, how.label) for how in (Capture.How.PASTED, Capture.How.TYPED)],
    )  # fmt: skip
