"""JSON-LD as rdflib reads it: what is published and confirmed, in schema.org's words, ours and CiTO's."""

import json

import pytest
import rdflib
from rdflib.namespace import RDF, XSD

from claims.export.jsonld import EDTF
from claims.export.terms import IN_CITO, PROPERTIES
from claims.operations import assessment
from claims.relations import Relation
from tests import factories

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
SCHEMA = rdflib.Namespace("https://schema.org/")
CC = rdflib.Namespace(f"{SITE}/terms/#")
CITO = rdflib.Namespace("http://purl.org/spar/cito/")


def read(body: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=body, format="json-ld")


def iri(claim) -> rdflib.URIRef:
    return rdflib.URIRef(f"{SITE}/claims/{claim.pk}/")


@pytest.mark.parametrize("role", ["reader", "reporter", "editor"])
def test_published_claims_are_there_and_drafts_never(role, statements, export, door, request):
    graph = read(export(request.getfixturevalue(role), "jsonld", door=door))

    assert set(graph.subjects(RDF.type, SCHEMA.Claim)) == {iri(statements["first"]), iri(statements["answer"])}
    assert "draft" not in graph.serialize()
    assert "Nobody has read this yet." not in graph.serialize()


@pytest.mark.parametrize("role", ["anonymous", "outsider"])
def test_others_get_a_document_without_claims(role, statements, export, door, request):
    person = None if role == "anonymous" else request.getfixturevalue(role)

    body = export(person, "jsonld", door=door)

    assert json.loads(body)["@graph"] == []
    assert len(read(body)) == 0


def test_a_claim_says_who_what_when_and_where(statements, export, reader, hostile, north):
    graph, claim = read(export(reader, "jsonld")), iri(statements["first"])

    assert graph.value(claim, SCHEMA.text) == rdflib.Literal("The dam was opened.")
    assert graph.value(claim, CC.ownWords) == rdflib.Literal(hostile.strip(), lang="he")
    assert graph.value(claim, CC.said) == rdflib.Literal("2020-10-29", datatype=rdflib.URIRef(EDTF))
    assert graph.value(claim, CC.firstDay) == rdflib.Literal("2020-10-29", datatype=XSD.date)
    assert graph.value(claim, CC.contest) == rdflib.Literal("denied")
    speaker = graph.value(claim, SCHEMA.author)
    assert graph.value(speaker, RDF.type) == SCHEMA.Person
    assert graph.value(graph.value(claim, CC.side), SCHEMA.name) == rdflib.Literal("North")
    source = graph.value(claim, SCHEMA.appearance)
    assert source == rdflib.URIRef("https://news.example/dam?a=1&b=2")
    assert graph.value(source, SCHEMA.name) == rdflib.Literal("Row over the dam")
    figure = graph.value(claim, CC.figure)
    assert graph.value(figure, RDF.type) == SCHEMA.QuantitativeValue
    assert graph.value(figure, SCHEMA.value) == rdflib.Literal(90)


def test_only_what_is_graded_is_reviewed(statements, export, reader):
    graph = read(export(reader, "jsonld"))

    (review,) = graph.subjects(RDF.type, SCHEMA.ClaimReview)
    assert graph.value(review, SCHEMA.itemReviewed) == iri(statements["first"])
    rating = graph.value(review, SCHEMA.reviewRating)
    assert graph.value(rating, SCHEMA.alternateName) == rdflib.Literal("weak")
    assert graph.value(rating, SCHEMA.ratingExplanation) == rdflib.Literal("One source only.")


@pytest.mark.parametrize("kept", ["first", "answer"])
def test_a_link_is_one_triple_of_ours_and_one_of_cito_from_either_end(kept, statements, export, reporter):
    side = statements[kept].side_id
    graph = read(export(reporter, "jsonld", side=side))

    answer, first = iri(statements["answer"]), iri(statements["first"])
    assert list(graph.subject_objects(CC.denies)) == [(answer, first)]
    assert list(graph.subject_objects(CITO.disputes)) == [(answer, first)]
    assert list(graph.subject_objects(CC.corroborates)) == []


def test_both_ends_together_say_a_link_once(statements, export, reader):
    assert len(list(read(export(reader, "jsonld")).subject_objects(CC.denies))) == 1


def test_hundreds_of_triples_have_nothing_blank_but_ratings_and_publishers(statements, export, reader):
    graph = read(export(reader, "jsonld"))

    blank = {node for node in graph.subjects() if isinstance(node, rdflib.BNode)}
    assert {graph.value(node, RDF.type) for node in blank} == {SCHEMA.Rating, SCHEMA.Organization}
    assert len(graph) == len(read(export(reader, "jsonld")))
    assert len(graph) > 50


def test_every_term_of_ours_that_is_used_is_explained(statements, export, reader, client):
    factories.make_link(statements["answer"], statements["first"], relation="contradicts", state="confirmed")
    used = {str(name) for name in read(export(reader, "jsonld")).predicates() if name.startswith(CC)}

    page = client.get("/terms/").content.decode()

    assert used
    assert {name for name in used if f'id="{name.removeprefix(CC)}"' not in page} == set()
    assert set(Relation.values) - IN_CITO.keys() == {"not_comparable"}
    assert not PROPERTIES.keys() & set(Relation.values)


def test_nothing_has_to_be_fetched_to_read_it(statements, export, reader):
    context = json.loads(export(reader, "jsonld"))["@context"]

    assert isinstance(context, dict)


def test_names_are_those_of_the_site_that_the_operator_gave(statements, export, reader, settings):
    settings.SITE_URL = "https://ledger.example.org"

    graph = read(export(reader, "jsonld"))

    assert rdflib.URIRef(f"https://ledger.example.org/claims/{statements['first'].pk}/") in set(graph.subjects())


def test_a_source_without_an_address_and_words_without_a_language_are_named_all_the_same(dossier, export, reader):
    claim = factories.make_claim(dossier, status="published", own_words="Nem.", language="")

    graph = read(export(reader, "jsonld"))

    assert str(graph.value(iri(claim), SCHEMA.appearance)).startswith(f"{SITE}/sources/")
    assert graph.value(iri(claim), CC.ownWords) == rdflib.Literal("Nem.")


def test_a_claim_whose_grade_was_taken_back_has_no_review(export, editor, statements):
    assessment.ungrade(statements["first"], by=editor, revision=1, reason="Meant for another claim.")

    graph = read(export(editor, "jsonld"))

    assert list(graph.subjects(RDF.type, SCHEMA.ClaimReview)) == []
