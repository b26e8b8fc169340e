"""Web Annotations: each is shaped as the standard says, and selects the words that the source holds."""

import json

import pytest
import rdflib
from rdflib.namespace import RDF

from claims.models import Citation
from sources.models import Capture

pytestmark = pytest.mark.django_db

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")

#: What the terms that we use mean in http://www.w3.org/ns/anno.jsonld, as the standard prints it.
ANNO = {
    "oa": str(OA), "as": "http://www.w3.org/ns/activitystreams#", "rdf": str(RDF), "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/", "xsd": "http://www.w3.org/2001/XMLSchema#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": "@id", "type": "@type",
    **{name: f"oa:{name}" for name in (
        "Annotation", "SpecificResource", "TextQuoteSelector", "TextPositionSelector", "TextualBody", "TimeState",
        "exact", "prefix", "suffix", "identifying", "describing",
    )},
    "AnnotationPage": "as:OrderedCollectionPage", "AnnotationCollection": "as:OrderedCollection",
    "body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "state": {"@id": "oa:hasState", "@type": "@id"}, "cached": {"@id": "oa:cachedSource", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "value": "rdf:value", "format": "dc:format", "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "items": {"@id": "as:items", "@container": "@list"}, "partOf": {"@id": "as:partOf", "@type": "@id"},
    "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"}, "label": "rdfs:label",
}  # fmt: skip


def test_each_passage_of_what_is_published_is_an_annotation(statements, export, reporter, door):
    page = json.loads(export(reporter, "annotations", door=door))

    cited = (
        Citation.objects.live().filter(claim__in=[statements["first"], statements["answer"]]).order_by("claim_id", "pk")
    )
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["partOf"]["type"], page["startIndex"]) == ("AnnotationPage", "AnnotationCollection", 0)
    assert [item["id"].rpartition("-")[2] for item in page["items"]] == [str(citation.pk) for citation in cited]
    assert len({item["id"] for item in page["items"]} | {page["id"], page["partOf"]["id"]}) == len(page["items"]) + 2


def test_the_selectors_select_the_words_in_the_capture(statements, export, reader):
    for item in json.loads(export(reader, "annotations"))["items"]:
        quote, position = item["target"]["selector"]
        capture = Capture.objects.get(pk=int(item["target"]["state"]["cached"].rstrip("/").rpartition("/")[2]))
        assert quote["type"] == "TextQuoteSelector"
        assert position["type"] == "TextPositionSelector"
        assert capture.text[position["start"] : position["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in capture.text


def test_the_target_is_the_source_on_the_web_or_here(statements, export, reader):
    first, answer = json.loads(export(reader, "annotations"))["items"]

    assert first["target"]["source"] == "https://news.example/dam?a=1&b=2"
    assert answer["target"]["source"].startswith("http://testserver/sources/")
    assert first["body"][0] == f"http://testserver/claims/{statements['first'].pk}/"
    assert first["motivation"] == "identifying"


def test_a_reader_of_rdf_finds_annotations_with_bodies_and_targets(statements, export, reader):
    page = json.loads(export(reader, "annotations")) | {"@context": ANNO}

    graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")

    annotations = set(graph.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == 2
    for annotation in annotations:
        assert graph.value(annotation, OA.motivatedBy) == OA.identifying
        assert len(list(graph.objects(annotation, OA.hasBody))) == 2
        target = graph.value(annotation, OA.hasTarget)
        kinds = {graph.value(selector, RDF.type) for selector in graph.objects(target, OA.hasSelector)}
        assert kinds == {OA.TextQuoteSelector, OA.TextPositionSelector}


def test_whoever_may_read_nothing_gets_an_empty_page(statements, export, client_of, outsider, door):
    assert json.loads(export(outsider, "annotations", door=door))["items"] == []
    assert json.loads(export(None, "annotations", door=door))["items"] == []
    answer = client_of(outsider).get(f"{door}?format=annotations")
    assert answer["Content-Type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
