"""The life of a claim: logged, edited, submitted, published or returned, voided."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.errors import AlreadyLogged
from claims.models import Claim, ClaimEvent, Figure
from claims.operations import claim as claims
from claims.operations import speaker as speakers
from config.rows import Outdated, WrongState
from tests import factories
from tests.steps import last_step

S = Claim.Status


@pytest.fixture
def claim(dossier, north):
    """A claim in review, logged by the reporter."""
    return factories.make_claim(dossier, side=north, status=S.SUBMITTED)


@pytest.fixture
def content(dossier, north):
    """All that a claim needs to be logged."""
    speaker = factories.make_speaker(dossier, side=north)
    return {"speaker": speaker, "side": north, "wording": "The dam was shut.", **factories.day("2020-10-29")}


# Logging


def test_logging_writes_the_claim_its_citation_and_its_figures_in_one_step(dossier, content, source, reporter):
    passage = factories.make_passage(source, words="Two were hurt when it burst.")
    figure = factories.figure_fields(quantity="wounded", population="persons", value=2)

    claim = claims.log(
        dossier, by=reporter, passage=passage, cue="said", origin="A driver", figures=[figure], **content
    )

    citation, figure = claim.citations.get(), claim.figures.get()
    assert (claim.status, claim.revision, claim.logged_by, claim.worded_by) == (S.DRAFT, 1, reporter, reporter)
    assert (citation.passage, citation.cue, citation.origin) == (passage, "said", "A driver")
    assert (figure.quantity, figure.population) == ("injured", "people"), "in the terms of the ledger"
    assert last_step(claim) == last_step(citation) == last_step(figure) == (reporter.pk, "log", "")


def test_a_statement_is_not_logged_twice_from_the_same_words(dossier, reporter, second_reporter):
    claim = factories.make_claim(dossier, by=reporter)
    passage = claim.citations.get().passage
    same = {"speaker": claim.speaker, "side": claim.side, "wording": claim.wording, "passage": passage}

    with pytest.raises(AlreadyLogged):
        factories.make_claim(dossier, by=reporter, **same)
    factories.make_claim(dossier, by=second_reporter, **same)
    factories.make_claim(dossier, by=reporter, **same | {"wording": "Something else was said."})

    assert dossier.claims.count() == 3


def test_a_claim_may_be_submitted_as_it_is_logged(dossier, content, source, reporter):
    claim = claims.log(dossier, by=reporter, passage=factories.make_passage(source), submit=True, **content)

    assert claim.status == S.SUBMITTED
    assert last_step(claim) == (reporter.pk, "submit", "")


def test_logging_and_submitting_is_all_or_nothing(dossier, content, reporter):
    with pytest.raises(WrongState, match="Cite the passage"):
        claims.log(dossier, by=reporter, submit=True, **content)

    assert not Claim.objects.exists()


def test_logging_is_all_or_nothing_when_a_figure_does_not_fit(dossier, content, reporter):
    with pytest.raises(ValidationError, match="do not fit the bound"):
        claims.log(dossier, by=reporter, figures=[{"quantity": "killed", "bound": "range", "low": 3}], **content)

    assert not Claim.objects.exists()


def test_a_claim_without_its_wording_is_refused_beside_the_field(dossier, content, reporter):
    with pytest.raises(ValidationError) as refusal:
        claims.log(dossier, by=reporter, **content | {"wording": ""})

    assert list(refusal.value.message_dict) == ["wording"]


def test_a_claim_of_a_merged_speaker_is_logged_for_the_one_that_stands(dossier, content, reporter, editor):
    entries = [content["speaker"], factories.make_speaker(dossier), factories.make_speaker(dossier)]
    speakers.merge(entries[1], merged=entries[0], by=editor)
    speakers.merge(entries[2], merged=entries[1], by=editor)

    claim = claims.log(dossier, by=reporter, **content)

    assert claim.speaker == entries[2]


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_only_who_works_on_a_dossier_logs_in_it(request, dossier, content, person):
    with pytest.raises(PermissionDenied):
        claims.log(dossier, by=request.getfixturevalue(person), **content)


# Editing


def test_editing_makes_the_next_revision_in_the_editors_name(claim, editor):
    edited = claims.edit(claim, by=editor, revision=1, reason="Plainer.", wording="It was shut.")

    assert (edited.wording, edited.revision, edited.status) == ("It was shut.", 2, S.SUBMITTED)
    assert (edited.logged_by, edited.worded_by) == (claim.logged_by, editor)
    assert last_step(edited) == (editor.pk, "edit", "Plainer.")


def test_editing_a_published_claim_sends_it_back_to_review(dossier, north, reporter):
    published = factories.make_claim(dossier, side=north, status=S.PUBLISHED)

    edited = claims.edit(published, by=reporter, revision=1, wording="It was shut.")

    assert edited.status == S.SUBMITTED
    assert edited.published_revision == 1, "what was read stays on record"


@pytest.mark.parametrize("status", [S.DRAFT, S.RETURNED])
def test_editing_leaves_a_draft_or_a_returned_claim_where_it_is(dossier, status):
    claim = factories.make_claim(dossier, status=status)

    assert claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut.").status == status


def test_the_second_of_two_edits_is_refused_and_shown_the_first(claim, editor):
    reporter = claim.logged_by
    claims.edit(claim, by=editor, revision=1, wording="It was shut.")

    with pytest.raises(Outdated) as refusal:
        claims.edit(claim, by=reporter, revision=1, wording="It was closed.")

    assert refusal.value.current.wording == "It was shut."
    assert Claim.objects.get().wording == "It was shut."


def test_an_edit_that_leaves_a_claim_invalid_is_refused(claim):
    with pytest.raises(ValidationError, match="names the side that it accuses"):
        claims.edit(claim, by=claim.logged_by, revision=1, kind="accusation")

    assert Claim.objects.get().revision == 1


def test_a_voided_claim_is_not_edited(dossier, editor):
    claim = factories.make_claim(dossier, status=S.VOIDED)

    with pytest.raises(WrongState):
        claims.edit(claim, by=editor, revision=1, wording="It was shut.")


@pytest.mark.parametrize("person", ["second_reporter", "reader", "outsider"])
def test_nobody_but_its_author_and_editors_edits_a_claim(request, claim, person):
    with pytest.raises(PermissionDenied):
        claims.edit(claim, by=request.getfixturevalue(person), revision=1, wording="It was shut.")


# Submitting


@pytest.mark.parametrize("status", [S.DRAFT, S.RETURNED])
def test_a_draft_or_a_returned_claim_is_put_before_the_editors(dossier, status):
    claim = factories.make_claim(dossier, status=status)

    submitted = claims.submit(claim, by=claim.logged_by)

    assert submitted.status == S.SUBMITTED
    assert last_step(submitted) == (claim.logged_by_id, "submit", "")


def test_a_claim_without_a_citation_is_not_submitted(dossier):
    claim = factories.make_claim(dossier, cited=False)

    with pytest.raises(WrongState, match="Cite the passage"):
        claims.submit(claim, by=claim.logged_by)


@pytest.mark.parametrize("status", [S.SUBMITTED, S.PUBLISHED, S.VOIDED])
def test_a_claim_that_is_past_it_is_not_submitted(dossier, status):
    claim = factories.make_claim(dossier, status=status)

    with pytest.raises(WrongState):
        claims.submit(claim, by=claim.logged_by)


def test_nobody_submits_anothers_draft_but_an_editor(dossier, second_reporter, editor):
    claim = factories.make_claim(dossier)

    with pytest.raises(PermissionDenied):
        claims.submit(claim, by=second_reporter)

    assert claims.submit(claim, by=editor).status == S.SUBMITTED


# Publishing


def test_publishing_names_the_reviewer_and_the_revision_that_was_read(claim, editor):
    published = claims.publish(claim, by=editor, revision=1)

    assert published.status == S.PUBLISHED
    assert (published.published_by, published.published_revision) == (editor, 1)
    assert published.published_at
    assert last_step(published) == (editor.pk, "publish", "")


def test_publishing_twice_is_refused_and_leaves_one_event(claim, editor):
    claims.publish(claim, by=editor, revision=1)

    with pytest.raises(WrongState):
        claims.publish(claim, by=editor, revision=1)

    assert ClaimEvent.objects.filter(pgh_context__step="publish").count() == 1


def test_a_claim_that_changed_after_it_was_read_is_not_published(claim, editor):
    claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut.")

    with pytest.raises(Outdated):
        claims.publish(claim, by=editor, revision=1)

    assert Claim.objects.get().status == S.SUBMITTED


def test_nobody_publishes_what_they_logged_or_worded_last(dossier, claim, editor, second_editor):
    own = factories.make_claim(dossier, by=editor, status=S.SUBMITTED)
    claims.edit(claim, by=editor, revision=1, wording="It was shut.")

    for written in (own, claim):
        with pytest.raises(PermissionDenied, match="Nobody publishes a claim that they wrote"):
            claims.publish(written, by=editor, revision=written.revision)

    assert claims.publish(own, by=second_editor, revision=1).status == S.PUBLISHED


@pytest.mark.parametrize("person", ["reporter", "second_reporter", "reader", "outsider"])
def test_nobody_publishes_but_an_editor(request, claim, person):
    with pytest.raises(PermissionDenied):
        claims.publish(claim, by=request.getfixturevalue(person), revision=1)


@pytest.mark.parametrize("status", [S.DRAFT, S.RETURNED, S.VOIDED])
def test_what_does_not_wait_for_review_is_not_published(dossier, editor, status):
    claim = factories.make_claim(dossier, status=status)

    with pytest.raises(WrongState):
        claims.publish(claim, by=editor, revision=claim.revision)


# Returning


def test_returning_tells_the_author_why(claim, editor):
    returned = claims.send_back(claim, by=editor, revision=1, reason="Which dam?")

    assert (returned.status, returned.status_reason) == (S.RETURNED, "Which dam?")
    assert last_step(returned) == (editor.pk, "return", "Which dam?")


def test_returning_without_a_reason_is_refused(claim, editor):
    with pytest.raises(ValidationError, match="Say why"):
        claims.send_back(claim, by=editor, revision=1, reason=" ")


def test_a_claim_that_changed_after_it_was_read_is_not_returned(claim, editor):
    claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut.")

    with pytest.raises(Outdated):
        claims.send_back(claim, by=editor, revision=1, reason="Which dam?")


def test_what_does_not_wait_for_review_is_not_returned(dossier, editor):
    published = factories.make_claim(dossier, status=S.PUBLISHED)

    with pytest.raises(WrongState):
        claims.send_back(published, by=editor, revision=1, reason="Which dam?")


def test_the_reason_of_a_return_is_gone_once_the_claim_is_published(dossier, editor):
    claim = factories.make_claim(dossier, status=S.RETURNED)
    claims.submit(claim, by=claim.logged_by)

    assert claims.publish(claim, by=editor, revision=1).status_reason == ""


# Voiding


@pytest.mark.parametrize("status", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.PUBLISHED])
def test_an_editor_voids_a_claim_from_any_status_with_a_reason(dossier, editor, status):
    claim = factories.make_claim(dossier, status=status)

    voided = claims.void(claim, by=editor, reason="It was satire.")

    assert (voided.status, voided.status_reason) == (S.VOIDED, "It was satire.")
    assert last_step(voided) == (editor.pk, "void", "It was satire.")


def test_voiding_without_a_reason_is_refused(claim, editor):
    with pytest.raises(ValidationError, match="Say why"):
        claims.void(claim, by=editor, reason="")


def test_an_author_voids_a_draft_but_nothing_that_was_submitted(dossier, claim):
    draft = factories.make_claim(dossier)

    assert claims.void(draft, by=draft.logged_by, reason="Twice the same.").status == S.VOIDED
    with pytest.raises(PermissionDenied):
        claims.void(claim, by=claim.logged_by, reason="Twice the same.")


def test_a_voided_claim_is_not_voided_again(dossier, editor):
    claim = factories.make_claim(dossier, status=S.VOIDED)

    with pytest.raises(WrongState):
        claims.void(claim, by=editor, reason="Again.")


def test_the_whole_life_of_a_claim_can_be_read_afterwards(dossier, editor):
    claim = factories.make_claim(dossier, status=S.RETURNED, reviewer=editor)
    author = claim.logged_by
    claims.edit(claim, by=author, revision=1, reason="Named it.", wording="The upper dam was shut.")
    claims.submit(claim, by=author)
    claims.publish(claim, by=editor, revision=2)

    told = claim.events.order_by("pgh_id").values_list("pgh_context__step", "pgh_context__name", "status", "revision")

    assert list(told) == [
        ("log", author.get_full_name(), "draft", 1),
        ("submit", author.get_full_name(), "submitted", 1),
        ("return", "Emma Editor", "returned", 1),
        ("edit", author.get_full_name(), "returned", 2),
        ("submit", author.get_full_name(), "submitted", 2),
        ("publish", "Emma Editor", "published", 2),
    ]


def test_what_is_written_beside_a_claim_is_never_lost(dossier, north):
    claim = factories.make_claim(dossier, side=north, status=S.VOIDED, figures=[{}])

    assert Figure.objects.filter(claim=claim).exists()
    assert claim.citations.exists()
