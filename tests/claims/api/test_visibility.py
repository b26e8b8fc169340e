"""Whoever asks, and however: lists, details, changes and search show what `visible_to` lets through, and no more."""

import random
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser

from claims.models import Citation, Claim, Figure, Link, Matter, Response, SpeakerMerge
from claims.operations import assessment
from claims.operations import claim as claims
from sources.models import Dossier, Publisher, Side, Source, Speaker
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

RESOURCES = {
    "dossiers": Dossier.objects.all(),
    "sides": Side.objects.all(),
    "matters": Matter.objects.all(),
    "publishers": Publisher.objects.all(),
    "sources": Source.objects.all(),
    "claims": Claim.objects.all(),
    "figures": Figure.objects.live(),
    "citations": Citation.objects.live(),
    "links": Link.objects.all(),
    "responses": Response.objects.all(),
    "merges": SpeakerMerge.objects.all(),
    "speakers": Speaker.objects.all(),
}
FOLLOWED = {"dossiers", "sides", "matters", "speakers", "publishers", "sources", "claims", "links"}


def scatter(dossier, chance):
    """Claims and links in every state they can be in, as chance has it."""
    sides = [factories.make_side(dossier) for _ in range(3)]
    matter = factories.make_matter(dossier)
    source = factories.make_source(dossier, publisher=f"Paper {dossier.pk}")
    made = []
    for status in chance.sample(Claim.Status.values * 2, 7):
        made.append(
            factories.make_claim(
                dossier,
                side=chance.choice(sides),
                matter=chance.choice([matter, None]),
                passage=factories.make_passage(chance.choice([source, factories.make_source(dossier)])),
                figures=chance.choice([[], [{}]]),
                wording=f"The dam was {chance.choice(['opened', 'shut'])}, somebody said ({len(made)}).",
                status=status,
            )
        )
    open_ones = [claim for claim in made if claim.status != Claim.Status.VOIDED]
    published = [claim for claim in open_ones if claim.status == Claim.Status.PUBLISHED]
    for one, other in zip(open_ones, open_ones[1:], strict=False):
        factories.make_link(one, other, relation="contradicts")
    if len(published) > 1:
        factories.make_link(*published[:2], relation="elaborates" if _same_side(*published[:2]) else "corroborates")
    for claim in published:
        asked = chance.choice([side for side in sides if side != claim.side])
        assessment.respond(claim, by=factories.editor_of(dossier), side=asked, state="sought")
    stood = factories.make_claim(dossier, side=sides[0], status=Claim.Status.PUBLISHED)
    claims.void(stood, by=factories.editor_of(dossier), reason="It was never said.")
    for link in Link.objects.filter(dossier=dossier):
        ends = {link.answer.status, link.target.status}
        state = chance.choice(["proposed", "confirmed", "rejected", "withdrawn"])
        factories.decide(link, state if ends == {"published"} or state != "confirmed" else "proposed")


def _same_side(one, other):
    return one.side_id == other.side_id


@pytest.mark.parametrize("seed", [1, 2])
def test_every_way_of_asking_agrees(seed, program_of, dossier, reporter, editor, reader, outsider):
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    scatter(dossier, chance)
    for visibility in ("public", "newsroom"):
        scatter(factories.make_dossier(visibility=visibility), chance)

    for person in (None, outsider, reader, reporter, editor):
        program, user = program_of(person), person or AnonymousUser()
        seen = {name: _keys(rows.visible_to(user)) for name, rows in RESOURCES.items()}
        assert _listed(program) == seen | {"speakers": _keys(Speaker.objects.visible_to(user).current())}
        assert _opened(program) == seen
        assert _followed(program) == {name: seen[name] for name in FOLLOWED}
        assert _found(program, "opened") == _keys(Claim.objects.visible_to(user).filter(wording__contains="opened"))
        assert _closest(program, "The dam was opened or shut") == _keys(
            Claim.objects.visible_to(user).filter(wording__contains="dam")
        )


def _keys(rows):
    return set(rows.values_list("pk", flat=True))


def _pages(program, address):
    while address:
        told = program.get(address).json()
        yield from told["results"]
        address = told["next"]


def _listed(program):
    return {name: {row["id"] for row in _pages(program, f"/api/v1/{name}/?limit=7")} for name in RESOURCES}


def _opened(program):
    statuses = {
        (name, key): program.get(f"/api/v1/{name}/{key}/").status_code
        for name, rows in RESOURCES.items()
        for key in _keys(rows)
    }
    assert set(statuses.values()) <= {200, 404}
    return {name: {key for (of, key), status in statuses.items() if of == name and status == 200} for name in RESOURCES}


def _followed(program):
    held = {name: set() for name in FOLLOWED}
    address, more = "/api/v1/changes/?limit=40", True
    while more:
        told = program.get(address).json()
        for change in told["results"]:
            (held[change["resource"]].discard if change["gone"] else held[change["resource"]].add)(change["id"])
        address, more = told["next"], told["more"]
    return held


def _found(program, word):
    return {row["id"] for row in _pages(program, f"/api/v1/claims/?q={word}")}


def _closest(program, words):
    told = program.get(f"/api/v1/claims/alike/?{urlencode({'q': words})}").json()
    return {row["claim"]["id"] for row in told["results"]}
