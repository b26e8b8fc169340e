"""What whoever watches over the site is told, and who may be."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(client, settings):
    """Ask for one number by its name and labels; 0 where it is not told."""
    settings.METRICS_TOKEN = "watch"

    def numbers(name, **labels):
        said = client.get("/metrics", headers={"authorization": "Bearer watch"}).content.decode()
        samples = (sample for family in text_string_to_metric_families(said) for sample in family.samples)
        return next((one.value for one in samples if one.name == name and one.labels == labels), 0)

    return numbers


def test_requests_are_counted_by_view_and_status(client, numbers):
    readyz, missing = {"view": "readyz", "status": "200"}, {"view": "", "status": "404"}
    before = numbers("counterclaim_requests_total", **readyz), numbers("counterclaim_requests_total", **missing)

    client.get("/readyz")
    client.get("/nowhere/")

    assert numbers("counterclaim_requests_total", **readyz) == before[0] + 1
    assert numbers("counterclaim_requests_total", **missing) == before[1] + 1


def test_pages_and_programs_are_timed_apart(client, numbers):
    before = [numbers("counterclaim_request_seconds_count", door=door) for door in ("rest", "pages")]

    client.get("/api/v1/claims/")

    rest, pages = (numbers("counterclaim_request_seconds_count", door=door) for door in ("rest", "pages"))
    assert rest == before[0] + 1
    assert pages >= before[1] + 2  # those that asked for the numbers


def test_what_waits_for_the_worker_is_told(numbers, editor):
    before = numbers("counterclaim_waiting", kind="deliveries")
    dossier = factories.make_dossier(editors=[editor])
    factories.make_webhook(dossier, by=editor)

    factories.make_claim(dossier, status="published")

    assert before == 0 and numbers("counterclaim_waiting", kind="deliveries") == 1
    assert numbers("counterclaim_waiting", kind="documents") == 0
    assert numbers("counterclaim_jobs", state="todo") >= 1


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer other", "watch"])
def test_without_the_token_there_is_nothing(client, settings, given):
    settings.METRICS_TOKEN = "watch"

    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


def test_without_the_setting_no_token_will_do(client):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
