"""Who sees which claim, link and source, and who may decide about them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from claims.models import Claim, Link
from claims.operations import citation as citations
from claims.operations import claim as claims
from sources.models import Capture, Passage, Publisher, Source
from sources.operations import dossier as dossiers
from tests import factories

S, L = Claim.Status, Link.State

# Who sees what


@pytest.fixture
def people(request):
    names = ("outsider", "reader", "reporter", "second_reporter", "editor")
    return {name: request.getfixturevalue(name) for name in names} | {"anonymous": AnonymousUser()}


EVERYBODY = {"anonymous", "outsider", "reader", "reporter", "second_reporter", "editor"}
WORKING = {"reporter", "second_reporter", "editor"}


@pytest.mark.parametrize(
    ("visibility", "status", "seen_by"),
    [
        ("public", S.PUBLISHED, EVERYBODY),
        ("newsroom", S.PUBLISHED, EVERYBODY - {"anonymous"}),
        ("members", S.PUBLISHED, WORKING | {"reader"}),
        ("public", S.DRAFT, WORKING),
        ("public", S.SUBMITTED, WORKING),
        ("public", S.RETURNED, WORKING),
        ("public", S.VOIDED, WORKING),
        ("members", S.SUBMITTED, WORKING),
    ],
)
def test_a_claim_and_all_of_it_is_seen_by_whom_it_may(people, dossier, editor, visibility, status, seen_by):
    dossiers.edit(dossier, by=editor, revision=1, visibility=visibility)
    claim = factories.make_claim(dossier, status=status, figures=[{}])

    for rows in (Claim.objects, type(claim.figures.get()).objects, type(claim.citations.get()).objects):
        assert {name for name, person in people.items() if rows.visible_to(person).exists()} == seen_by


def test_what_was_published_and_then_voided_stays_readable(people, dossier, editor):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    claim = factories.make_claim(dossier, status=S.PUBLISHED)

    claims.void(claim, by=editor, reason="Satire.")

    assert {name for name, person in people.items() if Claim.objects.visible_to(person).exists()} == EVERYBODY


def test_what_went_back_to_review_is_out_of_sight_until_it_is_published_again(people, dossier, editor):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    claim = factories.make_claim(dossier, status=S.PUBLISHED)

    claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut.")

    assert {name for name, person in people.items() if Claim.objects.visible_to(person).exists()} == WORKING


@pytest.mark.parametrize(("state", "seen_by"), [(L.CONFIRMED, EVERYBODY), (L.PROPOSED, WORKING), (L.REJECTED, WORKING)])
def test_a_link_is_seen_by_all_once_it_is_confirmed(people, dossier, editor, say, tie, south, state, seen_by):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    tie(say(south), "denies", say(), state=state)

    assert {name for name, person in people.items() if Link.objects.visible_to(person).exists()} == seen_by


SEES_ALL = ("reporter", "editor")
SEES_CITED = ("reader", "outsider", "anonymous")


@pytest.mark.parametrize("person", [*SEES_ALL, *SEES_CITED])
@pytest.mark.parametrize(
    ("state", "cited"),
    [("draft", False), ("submitted", False), ("published", True), ("voided after", True), ("voided before", False)]
    + [("struck out", False)],
)
def test_a_source_is_shown_once_something_published_cites_it(request, db, editor, dossier, north, person, state, cited):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    user = AnonymousUser() if person == "anonymous" else request.getfixturevalue(person)
    source = factories.make_source(dossier, publisher="The Daily Ledger")
    passage = factories.make_passage(source)
    claim = factories.make_claim(side=north, passage=passage, status=state if " " not in state else "submitted")
    if state in ("voided after", "struck out"):
        claim = factories.publish(claim)
    if state == "struck out":
        citations.add(claim, by=editor, passage=factories.make_passage(factories.make_source(dossier)))
        citations.void(claim.citations.get(passage=passage), by=editor, reason="Another day.")
        factories.publish(claim)
    if state.startswith("voided"):
        claims.void(claim, by=editor, reason="Satire.")

    seen = Source.objects.visible_to(user).filter(pk=source.pk).count()

    assert seen == (cited or person in SEES_ALL)
    assert Capture.objects.visible_to(user).filter(source=source).count() == seen
    assert Passage.objects.visible_to(user).filter(pk=passage.pk).count() == seen
    assert Publisher.objects.visible_to(user).count() == seen


# Queues


def test_a_queue_holds_what_this_person_may_decide(dossier, north, editor, second_editor, reporter, reader):
    own = factories.make_claim(dossier, by=editor, status=S.SUBMITTED)
    others = factories.make_claim(dossier, by=reporter, status=S.SUBMITTED)
    factories.make_claim(dossier, by=reporter)

    assert set(Claim.objects.reviewable_by(editor)) == {others}
    assert set(Claim.objects.reviewable_by(second_editor)) == {own, others}
    assert not Claim.objects.reviewable_by(reporter).exists()
    assert not Claim.objects.reviewable_by(reader).exists()


def test_a_queue_of_links_leaves_out_ones_own_proposals(dossier, editor, second_editor, reporter):
    link = factories.make_link(factories.make_claim(dossier), factories.make_claim(dossier), by=editor)

    assert not Link.objects.decidable_by(editor).exists()
    assert not Link.objects.decidable_by(reporter).exists()
    assert set(Link.objects.decidable_by(second_editor)) == {link}
