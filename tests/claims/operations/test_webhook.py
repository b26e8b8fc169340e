"""Telling programs elsewhere: written with the step, sent after it, tried again, and given up in the end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from claims.models import Delivery, Webhook
from claims.operations import assessment
from claims.operations import claim as claims
from claims.operations import link as links
from claims.operations import webhook as webhooks
from config.rows import WrongState
from tests import factories
from tests.worker import asked_for

S = Delivery.State


@pytest.fixture
def webhook(dossier, editor):
    return factories.make_webhook(dossier, by=editor)


@pytest.fixture
def delivery(webhook):
    webhooks.tell(Webhook.Event.CLAIM_PUBLISHED, 7, dossier_id=webhook.dossier_id)
    return Delivery.objects.get()


def told():
    return list(Delivery.objects.order_by("pk").values_list("event", "key"))


def due(delivery):
    """As if it had waited for as long as it had to."""
    Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    return Delivery.objects.get(pk=delivery.pk)


def missed(delivery, *, times=1):
    for _ in range(times):
        webhooks.unanswered(webhooks.begin(due(delivery)), problem="desk.example does not answer.")
    return Delivery.objects.get(pk=delivery.pk)


# Who is told what


def test_each_event_is_written_down_by_its_step(webhook, dossier, north, south, reporter):
    target = factories.make_claim(dossier, side=north, status="published")
    answer = factories.make_claim(dossier, side=south, status="published")
    link = factories.make_link(answer, target, by=reporter, state="confirmed")
    response = assessment.respond(target, by=reporter, side=south, state="sought")

    assert told() == [
        ("claim.published", target.pk),
        ("claim.published", answer.pk),
        ("link.confirmed", link.pk),
        ("response.recorded", response.pk),
    ]
    assert [args for name, args in asked_for() if name == "tell"] == [
        {"delivery": pk} for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True)
    ]


def test_what_does_not_come_out_is_told_to_nobody(webhook, dossier, north, south, reporter):
    submitted = factories.make_claim(dossier, side=north, status="submitted", by=reporter)
    factories.make_claim(dossier, side=north, status="returned", by=reporter)
    assessment.respond(submitted, by=reporter, side=south, state="sought")
    factories.make_claim(north.dossier, side=south, status="voided")

    assert told() == []


def test_only_who_asked_for_it_in_this_dossier_is_told(dossier, north, editor):
    factories.make_webhook(dossier, by=editor, tells=["link.confirmed"])
    ended = factories.make_webhook(dossier, by=editor)
    webhooks.end(ended, by=editor)
    factories.make_webhook()

    factories.make_claim(dossier, side=north, status="published")

    assert told() == []


def test_a_step_that_is_undone_tells_nothing(webhook, dossier, north, reporter, editor):
    claim = factories.make_claim(dossier, side=north, status="submitted", by=reporter)

    with transaction.atomic():
        claims.publish(claim, by=editor, revision=claim.revision)
        assert told()
        transaction.set_rollback(True)

    assert told() == []
    assert "tell" not in dict(asked_for())


def test_a_refused_step_tells_nothing(webhook, dossier, north, south, reporter):
    claim = factories.make_claim(dossier, side=north, status="submitted", by=reporter)
    link = factories.make_link(claim, factories.make_claim(dossier, side=south, status="submitted"), by=reporter)

    with pytest.raises(PermissionDenied):
        claims.publish(claim, by=reporter, revision=1)
    with pytest.raises(WrongState):
        links.confirm(link, by=factories.editor_of(dossier), revisions=(1, 1))

    assert told() == []


# Making and ending


def test_the_secret_is_told_once_and_is_another_for_each_address(dossier, editor, settings):
    one, first = webhooks.make(dossier, by=editor, url="https://desk.example/a", tells=["claim.published"])
    _, second = webhooks.make(dossier, by=editor, url="https://desk.example/a", tells=["claim.published"])

    assert first != second
    assert first.startswith("whsec_")
    assert first not in str(Webhook.objects.values()) + str(one.events.values())
    assert webhooks.secrets_of(one) == [first]


def test_a_new_key_of_the_site_signs_beside_the_old_one(webhook, settings):
    (secret,) = webhooks.secrets_of(webhook)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert webhooks.secrets_of(webhook)[1] == secret


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "https://desk.example:8443/",
        "https://user:pass@desk.example/",
        "ftp://desk.example/",
        "https://[::1]/",
        "not an address",
    ],
)
def test_an_address_inside_a_house_is_refused_when_it_is_given(dossier, editor, url):
    with pytest.raises(ValidationError) as refusal:
        webhooks.make(dossier, by=editor, url=url, tells=["claim.published"])

    assert refusal.value.message_dict.keys() == {"url"}


def test_only_editors_have_addresses_told(dossier, reporter, webhook):
    with pytest.raises(PermissionDenied):
        webhooks.make(dossier, by=reporter, url="https://desk.example/", tells=["claim.published"])
    with pytest.raises(PermissionDenied):
        webhooks.end(webhook, by=reporter)


def test_a_dossier_has_so_many_addresses_told_and_no_more(dossier, editor, monkeypatch):
    monkeypatch.setattr(webhooks, "MOST", 1)
    factories.make_webhook(dossier, by=editor)

    with pytest.raises(WrongState):
        factories.make_webhook(dossier, by=editor)


def test_an_address_is_ended_once(webhook, editor):
    webhooks.end(webhook, by=editor)

    with pytest.raises(WrongState):
        webhooks.end(webhook, by=editor)


# Trying


def test_what_is_taken_is_delivered_and_not_begun_again(delivery):
    work = webhooks.begin(delivery)

    done = webhooks.answered(work, 204)

    assert (done.state, done.tries, done.status, done.problem) == (S.DELIVERED, 1, 204, "")
    assert webhooks.begin(due(delivery)) is None


def test_a_delivery_that_somebody_tries_is_left_to_them_until_they_must_be_dead(delivery):
    webhooks.begin(delivery)

    assert webhooks.begin(delivery) is None
    assert webhooks.begin(due(delivery)).tries == 2


def test_each_failure_waits_longer_and_the_last_is_the_end(delivery):
    waits = []
    for _ in range(webhooks.TRIES):
        before = timezone.now()
        failed = missed(delivery)
        waits.append(round((failed.next_at - before).total_seconds()))

    assert waits[:-1] == [wait.total_seconds() for wait in webhooks.WAITS]
    assert (failed.state, failed.tries, failed.problem) == (S.GIVEN_UP, 9, "desk.example does not answer.")
    assert webhooks.begin(due(delivery)) is None


@pytest.mark.parametrize(("status", "state"), [(500, "waiting"), (302, "waiting"), (404, "waiting"), (410, "given_up")])
def test_an_answer_that_is_no_yes_is_a_failure(delivery, status, state):
    failed = webhooks.answered(webhooks.begin(delivery), status)

    assert (failed.state, failed.status) == (state, status)
    assert str(status) in failed.problem


def test_an_address_that_is_silent_is_not_asked_again_for_each_thing_it_missed(webhook, delivery):
    missed(delivery)
    webhooks.tell(Webhook.Event.CLAIM_PUBLISHED, 8, dossier_id=webhook.dossier_id)
    other = Delivery.objects.get(key=8)

    assert webhooks.begin(other) is None

    other.refresh_from_db()
    assert (other.state, other.tries, other.tried_at) == (S.WAITING, 1, None)
    assert other.next_at > timezone.now()


def test_the_silence_of_one_address_keeps_no_other_waiting(webhook, delivery, editor):
    missed(delivery)
    factories.make_webhook(webhook.dossier, by=editor, url="https://other.example/")
    webhooks.tell(Webhook.Event.CLAIM_PUBLISHED, 8, dossier_id=webhook.dossier_id)

    begun = [webhooks.begin(row) for row in Delivery.objects.filter(key=8)]

    assert [work.webhook.url for work in begun if work] == ["https://other.example/"]


def test_an_address_that_was_ended_is_not_told_what_waits(webhook, delivery, editor):
    webhooks.end(webhook, by=editor)

    assert webhooks.begin(delivery) is None
    delivery.refresh_from_db()
    assert delivery.state == S.GIVEN_UP


def test_whoever_is_late_changes_nothing_that_another_settled(delivery):
    late = webhooks.begin(delivery)
    webhooks.answered(webhooks.begin(due(delivery)), 200)

    assert webhooks.unanswered(late, problem="Too slow.").state == S.DELIVERED


def test_sending_again_keeps_the_name(delivery, editor, reporter):
    with pytest.raises(WrongState):
        webhooks.send_again(delivery, by=editor)
    webhooks.answered(webhooks.begin(delivery), 200)

    with pytest.raises(PermissionDenied):
        webhooks.send_again(delivery, by=reporter)
    again = webhooks.send_again(delivery, by=editor)

    assert (again.state, again.tries, again.message) == (S.WAITING, 0, delivery.message)
    assert webhooks.begin(again)


def test_nothing_is_sent_again_to_an_address_that_was_ended(webhook, delivery, editor):
    webhooks.give_up(delivery, problem="Enough.")
    webhooks.end(webhook, by=editor)

    with pytest.raises(WrongState):
        webhooks.send_again(delivery, by=editor)


def test_what_was_settled_long_ago_is_forgotten(webhook, delivery):
    webhooks.answered(webhooks.begin(delivery), 200)
    Delivery.objects.update(tried_at=timezone.now() - timedelta(days=31))
    webhooks.tell(Webhook.Event.CLAIM_PUBLISHED, 8, dossier_id=webhook.dossier_id)

    webhooks.answered(webhooks.begin(Delivery.objects.get(key=8)), 200)

    assert told() == [("claim.published", 8)]
