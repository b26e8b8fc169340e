"""Stored documents go out as they are, to those whose they are."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from claims.documents import reading
from claims.models import Claim, Debt
from claims.operations import claim as claims
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def statements(dossier, north, south):
    """A published claim, a draft, a published claim that denies the first, and one voided after it was published."""
    first = factories.make_claim(dossier, side=north, status="published", wording="Über den Fluß: “50% \\ \n full”.")
    draft = factories.make_claim(dossier, side=north)
    answer = factories.make_claim(dossier, side=south, status="published")
    factories.make_link(answer, first, state="confirmed")
    factories.make_link(answer, draft, relation="corroborates")
    voided = factories.make_claim(dossier, side=south, status="published")
    claims.void(voided, by=factories.editor_of(dossier), reason="It was satire.")
    return [first.pk, draft.pk, answer.pk, voided.pk]


def ids(body: bytes) -> list[int]:
    return [found["id"] for found in json.loads(body)]


def test_a_page_holds_the_documents_in_the_order_asked_for(statements, reporter):
    first, draft, answer, voided = statements

    assert ids(reading.page([answer, first, voided, draft], reporter)) == [answer, first, voided, draft]
    assert reading.page([], reporter) == b"[]"


def test_readers_are_given_what_is_published_and_the_names_of_nobody(statements, reader, reporter):
    first, draft, answer, voided = statements

    found = json.loads(reading.page(statements, reader))

    assert [claim["id"] for claim in found] == [first, answer, voided]
    assert found[1]["rivals"][0]["claim"]["id"] == first
    assert found[1]["links"] == []
    assert "logged_by" not in found[0]
    assert json.loads(reading.one(answer, reporter))["links"][0]["claim"]["id"] == draft
    assert reading.one(draft, reader) is None


def test_who_works_on_one_dossier_reads_the_other(statements, reporter):
    elsewhere = factories.make_dossier(journalists=[factories.make_user()], visibility="public")
    shut = factories.make_claim(elsewhere)
    open_one = factories.make_claim(elsewhere, status="published")

    found = json.loads(reading.page([statements[1], shut.pk, open_one.pk], reporter))

    assert [claim["id"] for claim in found] == [statements[1], open_one.pk]
    assert "logged_by" in found[0]
    assert "logged_by" not in found[1]


@pytest.mark.parametrize("indebted", [False, True])
def test_a_stream_gives_the_same_lines_as_the_pages(statements, reader, reporter, indebted):
    pages = {user: reading.page(statements, user) for user in (reader, reporter, AnonymousUser())}
    if indebted:
        Debt.objects.create(kind="side", key=Claim.objects.get(pk=statements[0]).side_id)

    for user, page in pages.items():
        lines = b"".join(reading.stream(Claim.objects.all(), user)).splitlines()
        assert b"[%s]" % b",".join(lines) == page
        assert reading.page(statements, user) == page


def test_a_stream_of_nothing_is_empty(statements, reporter):
    assert list(reading.stream(Claim.objects.none(), reporter)) == []
    assert list(reading.stream(Claim.objects.filter(wording="50% of nothing"), reporter)) == []


def test_what_a_debt_touches_is_computed_and_the_rest_is_as_it_is_stored(statements, as_owner, reporter):
    first, draft, answer, voided = statements
    as_owner("UPDATE claims_claimdocument SET document = %s", [json.dumps({"id": 0, "wording": "The stored words."})])
    assert ids(reading.page(statements, reporter)) == [0, 0, 0, 0]

    Debt.objects.create(kind="claim", key=first)

    assert ids(reading.page(statements, reporter)) == [first, 0, answer, 0]
    lines = b"".join(reading.stream(Claim.objects.all(), reporter)).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [first, 0, answer, 0]


def test_a_claim_whose_document_is_missing_is_computed(statements, as_owner, reporter):
    as_owner("DELETE FROM claims_claimdocument WHERE claim_id = %s", [statements[0]])

    assert ids(reading.page(statements, reporter)) == statements
