from django import forms

from claims.models import Webhook
from sources.forms.sources import WebAddress


class WebhookForm(forms.Form):
    use_required_attribute = False

    url = WebAddress(
        max_length=2000,
        label="Address",
        help_text="Of a program on the public web, at the usual port. We send it a POST, and follow no redirect.",
    )
    tells = forms.MultipleChoiceField(
        label="Tell it when",
        choices=Webhook.Event.choices,
        initial=Webhook.Event.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
