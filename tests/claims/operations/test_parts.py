"""Figures and citations: changing one is changing what the claim says."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import Claim
from claims.operations import citation as citations
from claims.operations import claim as claims
from claims.operations import figure as figures
from config.rows import Outdated, WrongState
from tests import factories

S = Claim.Status


@pytest.fixture
def claim(dossier, north):
    """A published claim with a figure, logged by the reporter."""
    return factories.make_claim(dossier, side=north, status=S.PUBLISHED, figures=[{"value": 90}])


@pytest.fixture
def figure(claim):
    return claim.figures.get()


@pytest.fixture
def cited(claim):
    return claim.citations.get()


def steps_on(row) -> list[tuple]:
    events = row.events.order_by("pgh_id").values_list("pgh_context__user", "pgh_context__step", "pgh_context__reason")
    return list(events)


ADDING = {
    "figure": lambda claim, by: figures.add(claim, by=by, **factories.figure_fields(value=7, place="Terter")),
    "citation": lambda claim, by: citations.add(
        claim, by=by, passage=factories.make_passage(factories.make_source(claim.dossier))
    ),
}
CHANGING = {
    "edit_figure": lambda claim, by: figures.edit(claim.figures.get(), by=by, revision=1, low=12, high=12),
    "void_figure": lambda claim, by: figures.void(claim.figures.get(), by=by, reason="Misheard."),
    "edit_citation": lambda claim, by: citations.edit(claim.citations.get(), by=by, revision=1, cue="swore"),
    "void_citation": lambda claim, by: citations.void(claim.citations.get(), by=by, reason="Another day."),
}


@pytest.mark.parametrize("change", [*ADDING.values(), *CHANGING.values()], ids=[*ADDING, *CHANGING])
def test_any_change_is_a_revision_of_the_claim_and_sends_it_back_to_review(claim, editor, change):
    change(claim, editor)

    claim.refresh_from_db()
    assert (claim.revision, claim.worded_by, claim.status) == (2, editor, S.SUBMITTED)


@pytest.mark.parametrize("change", [*ADDING.values(), *CHANGING.values()], ids=[*ADDING, *CHANGING])
@pytest.mark.parametrize("person", ["second_reporter", "reader", "outsider"])
def test_nobody_changes_a_part_of_anothers_claim_but_an_editor(request, claim, change, person):
    with pytest.raises(PermissionDenied):
        change(claim, request.getfixturevalue(person))

    assert Claim.objects.get().revision == 1


@pytest.mark.parametrize("change", [*ADDING.values(), *CHANGING.values()], ids=[*ADDING, *CHANGING])
def test_nothing_of_a_voided_claim_changes(claim, editor, change):
    claims.void(claim, by=editor, reason="It was satire.")

    with pytest.raises(WrongState):
        change(claim, editor)


@pytest.mark.parametrize(("step", "change"), CHANGING.items(), ids=CHANGING)
def test_who_changed_a_part_and_why_is_kept(claim, editor, step, change):
    part = change(claim, editor)

    reason = {"void_figure": "Misheard.", "void_citation": "Another day."}.get(step, "")
    assert steps_on(part)[-1] == (editor.pk, step, reason)
    assert steps_on(part)[0][1] == "log"


def test_the_second_of_two_edits_of_a_figure_is_refused(figure, editor):
    figures.edit(figure, by=editor, revision=1, low=12, high=12)

    with pytest.raises(Outdated) as refusal:
        figures.edit(figure, by=editor, revision=1, low=13, high=13)

    assert refusal.value.current.low == 12
    assert figure.claim.figures.get().low == 12


def test_the_second_of_two_edits_of_a_citation_is_refused(cited, editor):
    citations.edit(cited, by=editor, revision=1, cue="swore")

    with pytest.raises(Outdated):
        citations.edit(cited, by=editor, revision=1, cue="vowed")

    assert cited.claim.citations.get().cue == "swore"


def test_a_figure_whose_numbers_do_not_fit_its_bound_is_refused(claim, figure, editor):
    with pytest.raises(ValidationError, match="do not fit the bound"):
        figures.edit(figure, by=editor, revision=1, bound="range")

    assert Claim.objects.get().revision == 1, "all or nothing"


def test_a_figure_is_kept_in_the_terms_of_the_ledger(claim, editor):
    figure = figures.add(claim, by=editor, **factories.figure_fields(quantity="Dead", population="Soldiers"))

    assert (figure.quantity, figure.population) == ("killed", "troops")


def test_a_voided_figure_is_no_longer_live(claim, figure, editor):
    figures.void(figure, by=editor, reason="Misheard.")

    assert not claim.figures.live().exists()
    assert claim.figures.exists()


def test_a_passage_is_cited_once(claim, cited, editor):
    with pytest.raises(ValidationError, match="cites that passage already"):
        citations.add(claim, by=editor, passage=cited.passage)


def test_a_claim_without_a_live_citation_is_not_published(claim, cited, second_editor, editor):
    citations.void(cited, by=editor, reason="Another day.")

    with pytest.raises(WrongState, match="at least one citation"):
        claims.publish(claim, by=second_editor, revision=2)
