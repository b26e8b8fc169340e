"""What is always true of the addresses that are told, whoever writes to the database."""

from datetime import UTC, datetime

import pytest

from claims.models import Delivery
from claims.operations import webhook as webhooks
from tests import factories
from tests.rules import copying, updating

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def webhook(dossier, editor):
    return factories.make_webhook(dossier, by=editor)


def test_only_the_web_is_told(refuses, editor, webhook):
    refuses("webhook_address_on_the_web", editor, *copying(webhook, reference=NEW, url="ftp://desk.example/"))


@pytest.mark.parametrize("tells", [[], ["claim.drafted"], ["claim.published", "claim.drafted"]])
def test_an_address_is_told_of_what_there_is_to_tell(refuses, editor, webhook, tells):
    refuses("webhook_tells_known", editor, *copying(webhook, reference=NEW, tells=tells))


def test_who_ended_it_stands_with_when(refuses, editor, webhook):
    refuses("webhook_ended_by_someone", editor, *updating(webhook, ended_at=NOW))
    refuses("webhook_ended_by_someone", editor, *updating(webhook, ended_by_id=editor.pk))


def test_what_was_ended_stays_so(by_hand, editor, webhook):
    webhooks.end(webhook, by=editor)

    with pytest.raises(Exception, match="Cannot update"):
        by_hand(editor, *updating(webhook, ended_at=None, ended_by_id=None))


def test_an_address_is_not_changed_under_its_secret(by_hand, editor, webhook):
    with pytest.raises(Exception, match="Cannot update"):
        by_hand(editor, *updating(webhook, url="https://elsewhere.example/"))


def test_a_delivery_is_in_a_state_that_there_is(refuses, editor, webhook, dossier):
    webhooks.tell("claim.published", 1, dossier_id=dossier.pk)

    refuses("delivery_state_known", editor, *updating(Delivery.objects.get(), state="lost"))


NEW = "00000000-0000-4000-8000-000000000001"
