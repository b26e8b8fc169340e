from django import forms


class MergeForm(forms.Form):
    """`other` is the entry that becomes one with the speaker whose page this is."""

    other = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="How you know that they are one. It stays in the history.",
    )  # fmt: skip

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others


class UndoForm(forms.Form):
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
