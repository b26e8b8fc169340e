"""Stored documents say what the ledger says, after every step."""

import json

import pytest

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
