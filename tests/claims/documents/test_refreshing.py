"""Stored documents say what the ledger says, after every step."""

import json
import re

import pytest
from django.db import connection

from claims.documents import refreshing
from claims.documents.definition import documents, showing
from claims.documents.statements import rows
from claims.models import ClaimDocument, PublicDocument
from tests import factories

pytestmark = pytest.mark.django_db


def document(claim):
    return json.loads(ClaimDocument.objects.get(claim=claim).document)


def public_document(claim):
    return json.loads(PublicDocument.objects.get(claim=claim).document)


def test_a_claim_has_its_document_as_soon_as_it_is_logged(dossier, north):
    claim = factories.make_claim(dossier, side=north, figures=[{"value": 90}])

    found = document(claim)

    assert found["id"] == claim.pk
    assert found["figures"][0]["low"] == 90


def test_rivals(dossier, north, south):
    link = factories.make_link(state="confirmed")
    assert document(link.answer)["rivals"][0]["claim"]["id"] == link.target_id
    assert document(link.target)["contest"] == "denied"


@pytest.mark.parametrize("statement", [refreshing._LOCK, refreshing._WRITE])
def test_a_plan_made_while_there_are_no_documents_yet_reaches_them_by_key_and_so_serves_for_a_million(statement):
    statement = statement.format(showing=showing(("part",)), documents=documents(), forget="")
    explained = "EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + re.sub(r"%\((?:claims|part|more)\)s", "$1", statement)
    rows(f"SELECT {refreshing._BY_KEYS}", {})

    with connection.cursor() as cursor:
        cursor.execute(explained)
        plan = cursor.fetchone()[0][0]["Plan"]

    readings = [node for node in _nodes(plan) if node.get("Relation Name", "").endswith("document")]
    assert any("Index Cond" in node or "Recheck Cond" in node for node in readings)
    assert [
        node for node in readings if "Scan" in node["Node Type"] and not {"Index Cond", "Recheck Cond"} & set(node)
    ] == []


def _nodes(plan):
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
