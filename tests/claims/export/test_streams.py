"""Every format but the feeds is a stream, and no larger in memory for being longer."""

import tracemalloc

import pytest
from django.db import connection

from claims.export.answering import FORMATS
from claims.export.asked import Asked
from claims.export.site import Site
from claims.models import Claim
from tests import factories

pytestmark = pytest.mark.django_db

STREAMS = ("ndjson", "csv", "jsonld", "annotations", "graphml")
MANY = 5_000
MEGABYTE = 1 << 20


@pytest.fixture
def many(as_owner, north):
    """As many published claims as nobody would log by hand, each with some kilobytes to say."""
    claim = factories.make_claim(side=north, status="published", wording="All of it was said before. " * 60)
    connection.check_constraints()
    for table in ("claims_claim", "claims_claimdocument"):
        as_owner(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    fields = [field for field in Claim._meta.concrete_fields if not (field.primary_key or field.generated)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    as_owner(
        f"INSERT INTO claims_claim ({names}) SELECT {names} FROM claims_claim, generate_series(2, %s) WHERE id = %s",
        [MANY, claim.pk],
    )
    as_owner(
        "INSERT INTO claims_claimdocument (claim_id, dossier_id, version, changed_at, document, contest, standing,"
        " has_rival, is_unanswered) SELECT claim.id, stored.dossier_id, stored.version + claim.id, stored.changed_at,"
        " replace(stored.document, format('{\"id\":%%s,', stored.claim_id), format('{\"id\":%%s,', claim.id)),"
        " stored.contest, stored.standing, stored.has_rival, stored.is_unanswered"
        " FROM claims_claim claim, claims_claimdocument stored"
        " WHERE stored.claim_id = %s AND claim.id > stored.claim_id",
        [claim.pk],
    )
    return claim


def test_memory_stays_the_same_at_any_size_and_whoever_goes_away_holds_nothing(many, client_of, reporter):
    client = client_of(reporter)
    everything = Asked("", Claim.objects.visible_to(reporter), reporter, Site("http://testserver"), "/")

    for format in STREAMS:
        assert read(client, format, q="nothing of the kind")[0] < 10_000
        whole, largest, peak = read(client, format)
        assert whole > 8 * MEGABYTE, format
        assert largest < MEGABYTE, format
        assert peak < 3 * MEGABYTE, format

        gone = FORMATS[format].written(everything)
        assert next(gone)
        gone.close()
        assert Claim.objects.count() == MANY  # the connection is free again


def read(client, format, **filters) -> tuple[int, int, int]:
    """How long an export is, its largest block, and what it took of memory, in bytes."""
    tracemalloc.start()
    try:
        sizes = [len(block) for block in client.get("/claims/export/", {"format": format, **filters})]
        return sum(sizes), max(sizes, default=0), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
