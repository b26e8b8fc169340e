"""A text on its way in: pasted, handed in as a file, or to be fetched from its address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from claims.forms.said import Dateline
from config.forms import Verbatim
from sources.forms.sources import WebAddress
from sources.models import Dossier, Source


class CaptureForm(forms.Form):
    """One of the three ways in. What is known of the source may be typed; the rest is read from the text."""

    use_required_attribute = False

    dossier = forms.ModelChoiceField(queryset=Dossier.objects.none(), empty_label=None)
    text = Verbatim(
        required=False,
        label="The text",
        help_text="Paste the whole article, plain or as HTML. It is kept unchanged.",
    )
    url = WebAddress(
        required=False,
        max_length=2000,
        label="Or its web address",
        help_text="We fetch the page. With a text pasted above, it only says where that is from.",
    )
    upload = forms.FileField(
        required=False,
        label="Or a file",
        help_text="A .txt, .html, .eml or .pdf.",
        widget=forms.FileInput(attrs={"accept": ".txt,.text,.html,.htm,.xhtml,.eml,.pdf"}),
    )
    title = forms.CharField(required=False, max_length=300, help_text="Else the headline of the text.")
    publisher = forms.CharField(required=False, max_length=200)
    dateline = forms.CharField(
        required=False,
        max_length=200,
        label="Published on",
        help_text="Such as 29 Oct 2020. “Last week” in the text is counted from it.",
    )
    kind = forms.ChoiceField(required=False, choices=Source.Kind.choices, label="Kind of source")

    def __init__(self, *args: Any, dossiers, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["dossier"].queryset = dossiers
        self.dateline_read = Dateline()
        self.fields["text"].widget.attrs |= {"autofocus": True, "rows": 14}

    def clean_dateline(self) -> str:
        self.dateline_read = Dateline.read(self.cleaned_data["dateline"])
        return self.cleaned_data["dateline"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, upload = cleaned.get("text", "").strip(), cleaned.get("upload")
        if text and upload:
            raise ValidationError("You gave a text and a file: take one of them out.")
        if not (text or upload or cleaned.get("url")) and not self.errors:
            raise ValidationError("Paste a text, choose a file, or type an address.")
        return cleaned

    def fields_of_source(self) -> dict[str, Any]:
        """What was typed of the source, in the terms of the model; what was left empty is read from the text."""
        names = ("title", "publisher", "kind")
        typed = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        return typed | (self.dateline_read.fields if self.dateline_read.edtf else {})

    @property
    def more_is_wrong(self) -> bool:
        return any(self[name].errors for name in ("title", "publisher", "dateline", "kind"))


class PasteForm(forms.Form):
    """The text of a source that is known already."""

    use_required_attribute = False

    text = Verbatim(label="The text", help_text="Paste the whole of it. It is kept unchanged.")


class DatelineForm(forms.Form):
    """The day a source was written, asked for where it is missing: relative dates count from it."""

    use_required_attribute = False

    dateline = forms.CharField(max_length=200, label="When was this published?", help_text="Such as 29 Oct 2020.")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_dateline(self) -> dict[str, Any]:
        return Dateline.read(self.cleaned_data["dateline"]).fields
