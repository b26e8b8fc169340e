"""The graph of links as networkx reads it."""

import io

import networkx
import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def read(body: bytes) -> networkx.DiGraph:
    return networkx.read_graphml(io.BytesIO(body))


def test_a_worker_gets_every_claim_and_proposed_links_as_such(statements, export, reporter, door):
    graph = read(export(reporter, "graphml", door=door))

    keys = {name: str(claim.pk) for name, claim in statements.items()}
    assert set(graph.nodes) == set(keys.values())
    assert {(answer, target, edge["relation"], edge["state"]) for answer, target, edge in graph.edges(data=True)} == {
        (keys["answer"], keys["first"], "denies", "confirmed"),
        (keys["answer"], keys["draft"], "corroborates", "proposed"),
    }
    node, edge = graph.nodes[keys["first"]], graph.edges[keys["answer"], keys["first"]]
    assert (node["wording"], node["side"], node["status"]) == ("The dam was opened.", "North", "published")
    assert (node["date"], node["contest"]) == ("2020-10-29", "denied")
    assert (edge["rival"], edge["symmetric"]) == (True, False)


def test_readers_get_what_is_published_and_confirmed(statements, export, reader, outsider, door):
    graph = read(export(reader, "graphml", door=door))

    assert set(graph.nodes) == {str(statements[name].pk) for name in ("first", "answer", "voided")}
    assert [edge["relation"] for *_, edge in graph.edges(data=True)] == ["denies"]
    assert len(read(export(outsider, "graphml", door=door))) == 0
    assert len(read(export(None, "graphml", door=door))) == 0


def test_a_link_to_a_claim_outside_the_filter_is_left_out(statements, export, reader, north):
    graph = read(export(reader, "graphml", side=north.pk))

    assert len(graph) == 1
    assert list(graph.edges) == []


def test_two_links_between_one_pair_both_stay(statements, export, reader):
    factories.make_link(statements["answer"], statements["first"], relation="contradicts", state="confirmed")

    graph = networkx.read_graphml(io.BytesIO(export(reader, "graphml")), force_multigraph=True)

    assert sorted(edge["relation"] for *_, edge in graph.edges(data=True)) == ["contradicts", "denies"]


def test_words_that_xml_forbids_do_not_break_it(dossier, export, reader, hostile):
    claim = factories.make_claim(dossier, status="published", wording=hostile)

    wording = read(export(reader, "graphml")).nodes[str(claim.pk)]["wording"]

    assert wording == claim.wording.replace("\x01", "�").replace("\x0b", "�").replace("\ufffe", "�")


def test_it_is_named(statements, client_of, reader):
    answer = client_of(reader).get("/claims/export/?format=graphml")

    assert answer["Content-Disposition"] == 'attachment; filename="links.graphml"'
    assert answer["Content-Type"] == "application/graphml+xml; charset=utf-8"
