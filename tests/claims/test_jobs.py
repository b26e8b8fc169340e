"""Webhooks from end to end: a receiver of our own on 127.0.0.1 is told by the worker's own job."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Receiver
from standardwebhooks import WebhookVerificationError

from claims.models import Claim, Delivery, Webhook
from claims.operations import assessment
from claims.operations import claim as claims
from claims.operations import webhook as webhooks
from config.history import recorded
from sources.fetching import posting
from sources.fetching.refusals import Limits
from tests import factories
from tests.sources.fetching.sites import opened
from tests.worker import work

S = Delivery.State


@dataclass
class Desk:
    """Somebody who is told things: answers with `status`, and remembers what came."""

    status: int = 204
    came: list[tuple[dict, bytes]] = field(default_factory=list)
    port: int = 0

    def messages(self) -> list[dict]:
        return [json.loads(body) for _, body in self.came]


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            desk.came.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(desk.status)
            if 300 <= desk.status < 400:
                self.send_header("Location", f"http://paper.example:{desk.port}/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    desk.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield desk
    server.shutdown()
    server.server_close()


@pytest.fixture
def reachable(desk, monkeypatch):
    """Let the guard through to our own receivers, and be short with those that are silent."""
    over = {"guard": opened(desk), "limits": Limits(redirects=0, seconds=2, step_seconds=1)}
    monkeypatch.setattr(posting.post, "__kwdefaults__", over)


def address_of(desk, dossier, editor, **over):
    fields = {"url": f"http://paper.example:{desk.port}/told?to=desk", "tells": Webhook.Event.values} | over
    with recorded(editor, "make_webhook"):
        return Webhook.objects.create(dossier=dossier, made_by=editor, **fields)


@pytest.fixture
def webhook(desk, reachable, dossier, editor):
    return address_of(desk, dossier, editor)


def verified(webhook, headers, body):
    return Receiver(webhooks.secrets_of(webhook)[0]).verify(body, headers)


def tried_again():
    """Whatever waits is due now."""
    Delivery.objects.filter(state=S.WAITING).update(next_at=timezone.now() - timedelta(seconds=1))
    for pk in Delivery.objects.filter(state=S.WAITING).values_list("pk", flat=True):
        from claims.jobs import tell

        tell(pk)


def test_a_published_claim_is_told_signed_and_as_readers_see_it(desk, webhook, dossier, north, reporter, program_of):
    claim = factories.make_claim(dossier, side=north, status="published", by=reporter)
    rival = factories.make_claim(dossier, side=north, status="submitted", by=reporter)
    factories.make_link(rival, claim, by=reporter)

    work()

    ((headers, body),) = desk.came
    told = verified(webhook, headers, body)
    assert set(told) == {"type", "timestamp", "data"}
    assert told["type"] == "claim.published"
    assert told["timestamp"] == Delivery.objects.get().happened_at.isoformat().replace("+00:00", "Z")
    assert told["data"] == program_of(factories.someone(dossier, "reader")).get(f"/api/v1/claims/{claim.pk}/").json()
    assert not {"logged_by", "worded_by", "published_by"} & set(told["data"])
    assert reporter.get_full_name() not in body.decode()
    assert told["data"]["rivals"] == []
    assert headers["Content-Type"] == "application/json"
    assert Delivery.objects.get().state == S.DELIVERED


def test_a_confirmed_link_and_a_response_are_told(desk, webhook, dossier, north, south, reporter, program_of):
    target = factories.make_claim(dossier, side=north, status="published")
    answer = factories.make_claim(dossier, side=south, status="published")
    link = factories.make_link(answer, target, by=reporter, state="confirmed")
    response = assessment.respond(target, by=reporter, side=south, state="declined", note="By letter.")

    work()

    told = {message["type"]: message["data"] for message in desk.messages()}
    program = program_of(reporter)
    assert told["link.confirmed"] == program.get(f"/api/v1/links/{link.pk}/").json()
    assert told["response.recorded"] == program.get(f"/api/v1/responses/{response.pk}/").json()


def test_a_body_that_was_changed_on_the_way_is_not_believed(desk, webhook, dossier, north):
    factories.make_claim(dossier, side=north, status="published")

    work()

    ((headers, body),) = desk.came
    with pytest.raises(WebhookVerificationError):
        verified(webhook, headers, body.replace(b'"published"', b'"submitted"'))


def test_what_was_refused_is_sent_again_under_the_same_name_and_in_the_same_words(
    desk, webhook, dossier, north, reporter
):
    claim = factories.make_claim(dossier, side=north, status="published", by=reporter)
    desk.status = 503
    work()
    assessment.grade(claim, by=factories.editor_of(dossier), grade="fair", explanation="Two saw it.")
    desk.status = 200

    tried_again()

    (first, body), (second, same) = desk.came
    assert first["Webhook-Id"] == second["Webhook-Id"] == Delivery.objects.get().message
    assert body == same
    assert verified(webhook, second, same)
    assert (Delivery.objects.get().state, Delivery.objects.get().tries) == (S.DELIVERED, 2)


def test_what_is_not_public_any_more_when_it_is_sent_is_not_told(desk, webhook, dossier, north, reporter):
    claim = factories.make_claim(dossier, side=north, status="published", by=reporter)
    claims.edit(claim, by=reporter, revision=claim.revision, wording="Something else was said.")

    work()

    assert desk.came == []
    assert Delivery.objects.get().state == S.GIVEN_UP


def test_what_is_not_public_any_more_is_not_even_sent_again(desk, webhook, dossier, north, reporter):
    claim = factories.make_claim(dossier, side=north, status="published", by=reporter)
    desk.status = 500
    work()
    claims.edit(claim, by=reporter, revision=claim.revision, wording="Something else was said.")

    tried_again()

    assert len(desk.came) == 1
    assert Delivery.objects.get().state == S.GIVEN_UP


def test_no_redirect_is_followed(desk, webhook, dossier, north):
    desk.status = 307
    factories.make_claim(dossier, side=north, status="published")

    work()

    assert len(desk.came) == 1
    assert (Delivery.objects.get().state, Delivery.objects.get().status) == (S.WAITING, 307)


def test_a_dead_receiver_keeps_no_other_from_being_told(desk, reachable, dossier, north, editor):
    silent = address_of(desk, dossier, editor, url=f"http://nowhere.example:{desk.port}/")
    address_of(desk, dossier, editor)

    claim = factories.make_claim(dossier, side=north, status="published")
    work()

    assert [message["data"]["id"] for message in desk.messages()] == [claim.pk]
    left = Delivery.objects.get(webhook=silent)
    assert (left.state, left.tries, left.unanswered) == (S.WAITING, 1, True)
    assert "nowhere.example" in left.problem


@pytest.mark.django_db
def test_an_address_that_leads_into_the_house_is_not_asked(desk, dossier, north, editor):
    address_of(desk, dossier, editor, url="http://localhost.example/", tells=["claim.published"])
    guard = opened(desk, open_to="192.0.2.0/24", resolve=lambda host, port: ["127.0.0.1"], ports=frozenset({80}))
    kept, posting.post.__kwdefaults__ = posting.post.__kwdefaults__, {"guard": guard, "limits": Limits()}
    factories.make_claim(dossier, side=north, status="published")

    try:
        work()
    finally:
        posting.post.__kwdefaults__ = kept

    assert desk.came == []
    assert "not on the public web" in Delivery.objects.get().problem


def test_a_receiver_is_told_of_its_own_dossier_alone(desk, webhook):
    other = factories.make_claim(status=Claim.Status.PUBLISHED)

    work()

    assert other.dossier != webhook.dossier
    assert desk.came == []


def test_a_worker_that_dies_after_sending_leaves_it_to_be_sent_again(desk, webhook, dossier, north):
    factories.make_claim(dossier, side=north, status="published")
    delivery = Delivery.objects.get()
    webhooks.begin(delivery)  # and nothing more: it died

    work()
    assert desk.came == []
    tried_again()

    assert [headers["Webhook-Id"] for headers, _ in desk.came] == [delivery.message]
    assert Delivery.objects.get().tries == 2
