from django import forms

from config.people import name_of
from sources.models import Member


class RoleForm(forms.Form):
    """A person and what they may do in the dossier."""

    user = forms.ModelChoiceField(queryset=None, label="Colleague", empty_label="Choose somebody")
    role = forms.ChoiceField(choices=Member.Role.choices, initial=Member.Role.JOURNALIST)
    was = forms.ChoiceField(choices=[("", "No member"), *Member.Role.choices], required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = name_of


class LeaveForm(forms.Form):
    """The role that somebody was seen to have when taken off."""

    was = forms.ChoiceField(choices=Member.Role.choices)


class InvitationForm(forms.Form):
    full_name = forms.CharField(max_length=150, label="Name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(choices=Member.Role.choices, initial=Member.Role.JOURNALIST)
