from django import forms

from sources.models import MARKERS

COLOURS = {1: "Blue", 2: "Rust", 3: "Slate", 4: "Teal", 5: "Violet", 6: "Magenta", 7: "Olive", 8: "Brown"}
SHAPES = dict(
    zip(MARKERS, ["Diamond", "Disc", "Square", "Triangle", "Star", "Pentagon", "Cross", "Wedge"], strict=True)
)


class SideForm(forms.Form):
    name = forms.CharField(max_length=120, help_text="As readers know it. Allies are sides of their own.")
    short_name = forms.CharField(
        max_length=24, required=False, help_text="For tight places. Left empty, the name serves."
    )
    slot = forms.TypedChoiceField(label="Colour", coerce=int, choices=list(COLOURS.items()), widget=forms.RadioSelect)
    marker = forms.ChoiceField(choices=list(SHAPES.items()), widget=forms.RadioSelect)


class EditSideForm(SideForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
