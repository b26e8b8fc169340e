"""Citations of a claim: added from a known or new source, corrected, struck out."""

import pytest
from django.urls import reverse

from claims.models import Claim
from sources.models import Source
from sources.operations import source as sources
from tests import factories

PASSAGE = {"source": "Another paper", "dateline": "30 Oct 2020", "passage": "“We did not,” she said."}


@pytest.fixture
def claim(dossier, north, reporter, source):
    passage = factories.make_passage(source, words="They did not open it, she said.")
    return factories.make_claim(side=north, by=reporter, passage=passage)


@pytest.fixture
def citation(claim):
    return claim.citations.get()


def add(claim) -> str:
    return reverse("claims:add_citation", args=[claim.pk])


def edit(citation) -> str:
    return reverse("claims:edit_citation", args=[citation.pk])


def void(citation) -> str:
    return reverse("claims:void_citation", args=[citation.pk])


def test_a_passage_of_a_new_source_is_added(nora, claim):
    response = nora.post(add(claim), PASSAGE | {"cue": "said", "origin": "a wire service", "publisher": "The Paper"})

    assert response.url == claim.get_absolute_url()
    added = claim.citations.order_by("pk").last()
    source = added.passage.capture.source
    assert (source.title, source.dateline, source.publisher.name) == ("Another paper", "2020-10-30", "The Paper")
    assert (added.cue, added.origin, added.directness) == ("said", "a wire service", "paraphrase")
    claim.refresh_from_db()
    assert claim.revision == 2


def test_a_passage_of_a_known_source_is_added_by_its_title(nora, claim, source):
    nora.post(add(claim), PASSAGE | {"source": "row over the DAM", "dateline": "", "passage": "“Other words.”"})

    added = claim.citations.order_by("pk").last()
    assert added.passage.capture.source == source
    assert added.directness == "direct"


KNOWN = {"source": "Row over the dam", "dateline": "", "passage": "“Other words.”"}


def test_what_is_typed_beside_a_known_source_is_given_to_it_where_it_lacks_it(nora, claim, dossier):
    bare = factories.make_source(dossier, title="A broadcast")
    typed = {"address": "https://example.org/dam", "publisher": "The Paper", "dateline": "30 Oct 2020"}

    response = nora.post(add(claim), KNOWN | {"source": "A broadcast"} | typed)

    bare.refresh_from_db()
    assert response.status_code == 302
    assert (bare.url, bare.publisher.name, bare.dateline) == ("https://example.org/dam", "The Paper", "2020-10-30")
    assert bare.revision == 2


@pytest.mark.parametrize(("field", "other"), [("address", "https://example.org/other"), ("publisher", "Another Paper")])
def test_what_is_typed_beside_a_known_source_that_has_another_is_refused_and_kept(nora, claim, reporter, field, other):
    has = {"address": "https://example.org/dam", "publisher": "The Paper"}
    row = claim.citations.get().passage.capture.source
    sources.edit(row, by=reporter, revision=1, title="The dam", url=has["address"], publisher=has["publisher"])
    sent = KNOWN | {"source": "The dam"}

    refused = nora.post(add(claim), sent | {field: other})
    accepted = nora.post(add(claim), sent | {field: has[field].upper() if field == "publisher" else has[field]})

    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == [field]
    assert has[field] in str(refused.context["form"].errors[field])
    assert other in refused.text
    assert accepted.status_code == 302
    row.refresh_from_db()
    assert row.revision == 2


def test_the_same_passage_twice_is_said_and_leaves_no_source(nora, claim, source):
    again = {"source": source.title, "passage": "They did not open it, she said."}

    response = nora.post(add(claim), again)

    assert response.status_code == 400
    assert "passage" in response.context["form"].errors
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"passage": "  "}, "passage"),
        ({"source": ""}, "source"),
        ({"source": "http://[bad"}, "source"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"source": "https://example.org/", "address": "https://example.org/2"}, "address"),
        ({"dateline": "2020-13-45"}, "dateline"),
        ({"directness": "hearsay"}, "directness"),
        ({"passage": "p" * 1_000_000}, "passage"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_kept(nora, claim, sent, field):
    response = nora.post(add(claim), PASSAGE | sent)

    form = response.context["form"]
    assert response.status_code == 400
    assert field in form.errors
    assert {name: form[name].value() for name in sent} == sent
    assert claim.citations.count() == 1


def test_a_citation_is_corrected_with_its_reason(nora, citation, claim):
    factories.publish(claim)
    sent = {"cue": "denied", "directness": "direct", "origin": "", "revision": citation.revision, "reason": "Checked."}

    nora.post(edit(citation), sent)

    citation.refresh_from_db(), claim.refresh_from_db()
    assert (citation.cue, citation.directness, claim.status) == ("denied", "direct", Claim.Status.SUBMITTED)
    assert citation.events.order_by("pgh_id").last().pgh_context["reason"] == "Checked."


def test_the_second_of_two_sees_both_citations(nora, citation, client_of, editor):
    first = {"cue": "denied", "directness": "direct", "revision": citation.revision}
    client_of(editor).post(edit(citation), first)

    response = nora.post(edit(citation), first | {"cue": "rejected"})

    assert response.status_code == 409
    assert ("rejected", "denied") in [(one.yours, one.theirs) for one in response.context["conflicts"]]


def test_a_citation_is_struck_out_with_a_reason(nora, citation):
    without = nora.post(void(citation), {})
    nora.post(void(citation), {"reason": "It speaks of another dam."})

    citation.refresh_from_db()
    assert without.status_code == 400
    assert citation.voided


def test_another_journalists_citations_are_not_touched(citation, claim, client_of, second_reporter, outsider):
    second, stranger = client_of(second_reporter), client_of(outsider)

    assert [second.get(add(claim)).status_code, second.get(edit(citation)).status_code] == [403, 403]
    assert [stranger.get(add(claim)).status_code, stranger.post(void(citation)).status_code] == [404, 404]
