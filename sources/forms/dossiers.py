from django import forms

from config.forms import Prose
from config.people import name_of
from sources.models import Dossier

HINTS = {
    Dossier.Visibility.PUBLIC: (
        "Public",
        "Anybody may read what is published, without signing in. Drafts and the review stay among the members.",
    ),
    Dossier.Visibility.NEWSROOM: (
        "Newsroom",
        "Everybody with an account here may read what is published, and nobody outside.",
    ),
    Dossier.Visibility.MEMBERS: ("Members only", "Nobody but the people you name learns that it exists."),
}
FIRST_SIDES = 8


class DossierForm(forms.Form):
    name = forms.CharField(max_length=200, help_text="The conflict or story, as colleagues call it.")
    summary = Prose(
        max_length=4000, required=False, help_text="What it is about, in a sentence or two. Readers see it first."
    )
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=Dossier.Visibility.choices,
        initial=Dossier.Visibility.MEMBERS,
        widget=forms.RadioSelect,
    )

    def visibilities(self) -> list[tuple]:
        """The choices as cards: the radio button, its name, what follows from it."""
        return [(radio, *HINTS[radio.data["value"]]) for radio in self["visibility"]]


class EditDossierForm(DossierForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class OpenDossierForm(DossierForm):
    """`editors` are the people who may be named; a journalist has to name one."""

    editors = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label="Editors",
        help_text="They review what you log: nobody publishes their own work.",
    )  # fmt: skip

    def __init__(self, *args, editors, must_name_editor: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["editors"].queryset = editors
        self.fields["editors"].required = must_name_editor
        self.fields["editors"].error_messages["required"] = "Name an editor: nobody publishes their own work."
        self.fields["editors"].label_from_instance = name_of


class FirstSideForm(forms.Form):
    """One row of the first sides; left empty, it is no side."""

    name = forms.CharField(max_length=120, required=False)
    short_name = forms.CharField(max_length=24, required=False)

    use_required_attribute = False

    def __init__(self, data=None, *, number: int):
        super().__init__(data, prefix=f"side-{number}")
        self.fields["name"].label = f"Side {number}"

    def clean(self):
        data = super().clean()
        if data.get("short_name") and not data.get("name"):
            self.add_error("name", "A short name needs its side.")
        return data
