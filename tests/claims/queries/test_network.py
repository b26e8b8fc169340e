"""Who answers whom."""

from math import hypot

from claims.models import Claim, Link
from claims.queries import network as networks
from claims.queries.network import network
from tests.factories import make_claim, make_link, make_speaker

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


def tie(one, other, relation="denies", state=CONFIRMED, **over):
    aspect = {"denies": {"aspect": "fact"}}.get(relation, {})
    answer, target = (make_claim(speaker=speaker, status=PUBLISHED) for speaker in (one, other))
    return make_link(answer, target, relation=relation, state=state, **aspect | over)


def test_links_of_one_kind_between_two_speakers_are_one_line(dossier, north, south):
    one, other = make_speaker(dossier, side=north), make_speaker(dossier, side=south)
    tie(one, other)
    tie(one, other)
    tie(other, one, "concedes", aspect="whole")

    found = network(dossier)

    assert [(pair.answering, pair.words, pair.answered, pair.count, pair.tone) for pair in found.pairs] == [
        (one, "denies", other, 2, "rival"),
        (other, "concedes", one, 1, "agree"),
    ]
    assert [(node.speaker, node.side, node.links) for node in found.nodes] == [(one, north, 3), (other, south, 3)]
    assert len({pair.path for pair in found.pairs}) == 2 and all(pair.path for pair in found.pairs)


def test_what_is_not_confirmed_is_no_line(dossier, north, south):
    tie(make_speaker(dossier, side=north), make_speaker(dossier, side=south), state=Link.State.PROPOSED)

    found = network(dossier)

    assert (found.nodes, found.pairs, found.links) == ([], [], 0)


def test_a_speaker_who_follows_up_on_themself_is_told_but_not_drawn(dossier, north):
    one = make_speaker(dossier, side=north)
    tie(one, one, "elaborates")

    [pair] = network(dossier).pairs

    assert (pair.answering, pair.answered, pair.path) == (one, one, "")


def test_the_links_of_one_speaker_stand_out(dossier, north, south, mediators):
    one, other, third = (make_speaker(dossier, side=side) for side in (north, south, mediators))
    tie(one, other)
    tie(third, other)

    found = network(dossier, speaker=one)

    assert [pair.answering for pair in found.pairs] == [one]
    assert {node.speaker: node.faded for node in found.nodes} == {one: False, other: False, third: True}


def test_speakers_stand_on_a_circle_those_of_a_side_together(dossier, north, south):
    ours, theirs = ([make_speaker(dossier, side=side) for _ in range(3)] for side in (north, south))
    for one, other in zip(ours, theirs, strict=True):
        tie(one, other)

    nodes = network(dossier).nodes

    assert [node.side for node in nodes] == [north] * 3 + [south] * 3
    middle = networks.WIDTH / 2, networks.HEIGHT / 2
    assert {round(hypot(node.x - middle[0], node.y - middle[1])) for node in nodes} == {networks.RADIUS}


def test_of_too_many_those_with_most_links_are_drawn(dossier, north, south, monkeypatch):
    monkeypatch.setattr(networks, "SPEAKERS", 2)
    monkeypatch.setattr(networks, "PAIRS", 1)
    one, other, third = (make_speaker(dossier, side=side) for side in (north, south, south))
    tie(one, other)
    tie(one, other)
    tie(third, one)

    found = network(dossier)

    assert {node.speaker for node in found.nodes} == {one, other}
    assert (found.left_out, found.cut, len(found.pairs)) == (1, 1, 1)
