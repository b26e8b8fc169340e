"""What every answer carries, and what is refused before any view."""

import pytest

pytestmark = pytest.mark.django_db


def test_health_is_told_without_signing_in(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_readiness_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/readyz")

    assert answer.json() == {"status": "ready"}
