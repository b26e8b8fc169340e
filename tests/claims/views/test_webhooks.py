"""The page on which editors say who elsewhere is told."""

import re

import pytest

from claims.models import Delivery, Webhook
from claims.operations import webhook as webhooks
from tests import factories


def page_of(dossier):
    return f"/dossiers/{dossier.pk}/webhooks/"


def made(client, dossier, **over):
    sent = {"url": "https://desk.example/told", "tells": ["claim.published", "link.confirmed"]} | over
    return client.post(f"{page_of(dossier)}make/", sent)


def test_the_secret_is_shown_once(dossier, editor, client_of):
    shown = made(client_of(editor), dossier).text

    (secret,) = re.findall(r'value="(whsec_[^"]+)"', shown)
    webhook = Webhook.objects.get()
    assert [secret] == webhooks.secrets_of(webhook)
    assert webhook.tells == ["claim.published", "link.confirmed"]
    assert "whsec_" not in client_of(editor).get(page_of(dossier)).text
    assert "https://desk.example/told" in client_of(editor).get(page_of(dossier)).text


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"url": "http://10.0.0.7/"}, "it is a private network"),
        ({"url": "https://desk.example:9000/"}, "Port 9000"),
        ({"tells": []}, "Choose at least one."),
        ({"tells": ["claim.drafted"]}, "claim.drafted is not one of"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(dossier, editor, client_of, over, said):
    refused = made(client_of(editor), dossier, **over)

    assert refused.status_code == 400
    assert said in refused.text
    assert over.get("url", "https://desk.example/told") in refused.text
    assert not Webhook.objects.exists()


def test_an_address_is_ended(dossier, editor, client_of):
    webhook = factories.make_webhook(dossier, by=editor)

    client_of(editor).post(f"/webhooks/{webhook.pk}/end/")

    webhook.refresh_from_db()
    assert webhook.ended_by == editor
    assert "Told once, and no more" in client_of(editor).get(page_of(dossier)).text
    assert client_of(editor).post(f"/webhooks/{webhook.pk}/end/").status_code == 409


def test_what_failed_is_shown_with_its_reason_and_sent_again(dossier, editor, client_of):
    factories.make_webhook(dossier, by=editor)
    webhooks.tell("claim.published", 7, dossier_id=dossier.pk)
    delivery = webhooks.give_up(Delivery.objects.get(), problem="desk.example does not answer.")
    shown = client_of(editor).get(page_of(dossier)).text
    assert "desk.example does not answer." in shown
    assert "Given up" in shown

    client_of(editor).post(f"/deliveries/{delivery.pk}/send-again/")

    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    assert "Send again" not in client_of(editor).get(page_of(dossier)).text.replace('<span class="sr">Send again', "")


def test_a_page_of_many_deliveries_costs_no_more(dossier, editor, client_of, django_assert_max_num_queries):
    for at in range(4):
        factories.make_webhook(dossier, by=editor, url=f"https://desk.example/{at}")
    client_of(editor).get(page_of(dossier))
    webhooks.tell("claim.published", 1, dossier_id=dossier.pk)
    with django_assert_max_num_queries(50) as few:
        client_of(editor).get(page_of(dossier))
    for key in range(2, 7):
        webhooks.tell("claim.published", key, dossier_id=dossier.pk)

    with django_assert_max_num_queries(len(few)):
        client_of(editor).get(page_of(dossier))
