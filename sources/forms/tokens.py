from django import forms

DAYS = [(7, "A week"), (30, "30 days"), (90, "90 days"), (365, "A year")]


class TokenForm(forms.Form):
    name = forms.CharField(max_length=100, help_text="What will use it, such as “nightly copy of the data desk”.")
    days = forms.TypedChoiceField(label="Ends after", coerce=int, choices=DAYS, initial=90)
    read_only = forms.BooleanField(required=False, label="It may only read")
