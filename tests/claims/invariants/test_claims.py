"""What is always true of a claim and of what hangs on it, whoever writes to the database, and how."""

from datetime import date

import pytest
from django.utils import timezone

from claims.models import Claim
from claims.operations import assessment, citation, speaker
from claims.operations import claim as claims
from claims.operations import figure as figures
from sources.operations import member as members
from tests import factories
from tests.rules import copying, updating

S = Claim.Status


@pytest.fixture
def claim(dossier, north, reporter):
    """A claim in review, logged by the reporter."""
    return factories.make_claim(dossier, side=north, status=S.SUBMITTED)


@pytest.fixture
def published(dossier, north):
    return factories.make_claim(dossier, side=north, status=S.PUBLISHED)


@pytest.fixture
def elsewhere(editor):
    """Another dossier of the same newsroom."""
    return factories.make_dossier(editors=[editor])


def rewording(claim, by, **columns):
    """A change of content as an operation makes it: the next revision, in the name of whoever makes it."""
    return updating(claim, **{"revision": claim.revision + 1, "worded_by_id": by.pk} | columns)


def publishing(claim, by, **columns):
    now = timezone.now()
    stands = {"status": "published", "published_by_id": by.pk, "published_at": now}
    return updating(claim, **stands | {"published_revision": claim.revision} | columns)


# What a claim has


def test_a_claim_has_a_wording(refuses, reporter, claim):
    refuses("claim_wording_not_blank", reporter, *rewording(claim, reporter, wording=" \n"))


def test_a_claim_has_a_date(refuses, reporter, claim):
    refuses("claim_date_edtf_not_blank", reporter, *rewording(claim, reporter, date_edtf=""))


def test_the_last_day_of_a_claim_is_not_before_the_first(refuses, reporter, claim):
    refuses("claim_days_in_order", reporter, *rewording(claim, reporter, last_day=date(2020, 10, 28)))


def test_a_claim_is_of_a_known_kind(refuses, reporter, claim):
    refuses("claim_kind_known", reporter, *rewording(claim, reporter, kind="rumour"))


def test_an_accusation_names_the_side_it_accuses(refuses, reporter, claim):
    refuses("claim_accusation_names_side", reporter, *rewording(claim, reporter, kind="accusation"))


@pytest.mark.parametrize(
    ("column", "rule", "make"),
    [
        ("side_id", "claim_side_of_dossier", factories.make_side),
        ("accused_side_id", "claim_accused_side_of_dossier", factories.make_side),
        ("speaker_id", "claim_speaker_of_dossier", factories.make_speaker),
        ("matter_id", "claim_matter_of_dossier", factories.make_matter),
    ],
)
def test_all_that_a_claim_names_is_of_its_dossier(refuses, reporter, claim, elsewhere, column, rule, make):
    refuses(rule, reporter, *rewording(claim, reporter, **{column: make(elsewhere).pk}))


def test_what_was_logged_by_whom_and_in_which_dossier_never_changes(refuses, editor, second_editor, claim, elsewhere):
    refuses("claim_origin_stays", editor, *updating(claim, logged_by_id=second_editor.pk))
    refuses("claim_origin_stays", editor, *updating(claim, logged_at=timezone.now()))
    refuses("claim_origin_stays", editor, *updating(claim, dossier_id=elsewhere.pk))


def test_nobody_logs_or_words_a_claim_in_anothers_name(refuses, reporter, editor, claim):
    refuses("claim_logged_by_signer", editor, *copying(claim))
    refuses("claim_logged_by_signer", reporter, *copying(claim, worded_by_id=editor.pk))
    refuses("claim_worded_by_signer", editor, *rewording(claim, reporter, wording="Something else."))
    refuses("claim_worded_by_signer", editor, *updating(claim, worded_by_id=editor.pk))


# Revisions


def test_a_change_of_content_is_a_new_revision(refuses, reporter, claim):
    for column, value in [("wording", "Otherwise."), ("date_words", "last week"), ("own_words", "No.")]:
        refuses("claim_change_is_a_revision", reporter, *updating(claim, **{column: value}))


def test_a_revision_number_never_goes_back(refuses, reporter, claim):
    refuses("claim_revision_goes_up", reporter, *updating(claim, revision=0))


def test_a_change_of_speaker_is_a_new_revision_unless_two_entries_were_merged(
    refuses, by_hand, editor, reporter, dossier, claim
):
    other = factories.make_speaker(dossier)
    refuses("claim_speaker_stays", reporter, *updating(claim, speaker_id=other.pk))

    speaker.merge(other, merged=claim.speaker, by=editor)

    claim.refresh_from_db()
    assert (claim.speaker, claim.revision) == (other, 1)


def test_the_content_of_a_published_claim_is_not_changed_beneath_its_publication(refuses, reporter, published):
    change = {"wording": "Something else.", "revision": 2, "worded_by_id": reporter.pk}
    refuses("claim_published_has_reviewer", reporter, *updating(published, **change))
    refuses("claim_publication_stays", reporter, *updating(published, **change, published_revision=2))


def test_who_published_a_claim_never_changes_while_it_stands(refuses, editor, second_editor, published):
    other = second_editor if published.published_by == editor else editor
    refuses("claim_publication_stays", other, *updating(published, published_by_id=other.pk))
    refuses("claim_publication_stays", other, *updating(published, published_at=timezone.now()))


# Four eyes


def test_nobody_publishes_a_claim_they_logged(refuses, dossier, editor):
    own = factories.make_claim(dossier, by=editor, status=S.SUBMITTED)

    refuses("claim_four_eyes", editor, *publishing(own, editor))


def test_nobody_publishes_a_claim_they_worded_last(refuses, editor, claim):
    claim = claims.edit(claim, by=editor, revision=claim.revision, wording="Put more neatly.")

    refuses("claim_four_eyes", editor, *publishing(claim, editor))


def test_nobody_publishes_a_claim_whose_figures_they_changed_last(refuses, editor, claim):
    figures.add(claim, by=editor, **factories.figure_fields())
    claim.refresh_from_db()

    refuses("claim_four_eyes", editor, *publishing(claim, editor))


@pytest.mark.parametrize("person", ["second_reporter", "reader", "outsider"])
def test_only_an_editor_of_the_dossier_publishes(refuses, request, claim, person):
    person = request.getfixturevalue(person)

    refuses("claim_published_by_editor", person, *publishing(claim, person))


def test_who_was_an_editor_once_publishes_no_more(refuses, dossier, editor, second_editor, claim):
    members.end(dossier.members.get(user=second_editor), was="editor", by=editor)

    refuses("claim_published_by_editor", second_editor, *publishing(claim, second_editor))


def test_nobody_publishes_in_an_editors_name(refuses, reporter, editor, claim):
    refuses("claim_published_by_signer", reporter, *publishing(claim, editor))


def test_a_published_claim_says_when_and_as_which_revision(refuses, editor, claim):
    refuses("claim_published_has_reviewer", editor, *publishing(claim, editor, published_at=None))
    refuses("claim_published_has_reviewer", editor, *publishing(claim, editor, published_revision=7))
    refuses("claim_published_has_reviewer", editor, *publishing(claim, editor, published_revision=None))


# Status


def test_a_claim_starts_as_a_draft_or_in_review(refuses, reporter, claim):
    for status in ("published", "returned", "voided", "lost"):
        refuses("claim_starts_unpublished", reporter, *copying(claim, status=status))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.DRAFT, S.PUBLISHED),
        (S.DRAFT, S.RETURNED),
        (S.SUBMITTED, S.DRAFT),
        (S.RETURNED, S.PUBLISHED),
        (S.RETURNED, S.DRAFT),
        (S.PUBLISHED, S.DRAFT),
        (S.PUBLISHED, S.RETURNED),
        (S.VOIDED, S.DRAFT),
        (S.VOIDED, S.SUBMITTED),
        (S.VOIDED, S.PUBLISHED),
        (S.SUBMITTED, "lost"),
    ],
)
def test_a_claim_takes_no_step_that_is_not_one(missteps, dossier, north, editor, before, after):
    claim = factories.make_claim(dossier, side=north, status=before)

    if after == S.PUBLISHED:
        missteps(editor, *publishing(claim, editor))
    else:
        missteps(editor, *updating(claim, status=after, status_reason="Because."))


def test_a_claim_is_returned_or_voided_with_a_reason(refuses, editor, claim):
    for status in ("returned", "voided"):
        refuses("claim_reason_given", editor, *updating(claim, status=status, status_reason=" "))


def test_a_published_claim_has_a_citation(refuses, dossier, editor, claim):
    reporter = claim.logged_by
    citation.void(claim.citations.get(), by=reporter, reason="Another day's article.")
    claim.refresh_from_db()

    refuses("claim_published_has_citation", editor, *publishing(claim, editor))


def test_a_voided_claim_is_frozen(refuses, reporter, dossier, north):
    voided = factories.make_claim(dossier, side=north, status=S.VOIDED)

    refuses("claim_voided_stays", reporter, *rewording(voided, reporter, wording="It was all different."))
    refuses("claim_voided_stays", reporter, *rewording(voided, reporter))


# Figures


@pytest.fixture
def figure(claim):
    return factories.make_figure(claim)


@pytest.mark.parametrize("status", [S.PUBLISHED, S.VOIDED])
def test_what_a_published_or_voided_claim_counts_is_not_changed_beneath_it(refuses, dossier, north, reporter, status):
    claim = factories.make_claim(dossier, side=north, status=status, figures=[{"value": 90}])
    figure = claim.figures.get()

    refuses("figure_claim_open", reporter, *updating(figure, low=12, high=12))
    refuses("figure_claim_open", reporter, *updating(figure, voided=True))
    refuses("figure_claim_open", reporter, *copying(figure))


def test_a_figure_is_changed_by_whoever_words_the_claim(refuses, editor, figure):
    refuses("figure_changed_by_wording", editor, *updating(figure, low=12, high=12))


def test_a_figure_stays_with_its_claim(refuses, reporter, dossier, figure):
    other = factories.make_claim(dossier, by=reporter)

    refuses("figure_stays_with_claim", reporter, *updating(figure, claim_id=other.pk))


def test_a_figure_counts_something(refuses, reporter, figure):
    refuses("figure_quantity_not_blank", reporter, *updating(figure, quantity=" "))


def test_a_figure_is_filed_under_a_term(refuses, reporter, figure):
    refuses("figure_quantity_key_not_blank", reporter, *updating(figure, quantity_key=" "))


def test_a_figure_is_not_negative(refuses, reporter, figure):
    refuses("figure_not_negative", reporter, *updating(figure, low=-1, high=-1))


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("exact", 1, 2),
        ("exact", None, None),
        ("about", 1, None),
        ("at_least", None, 1),
        ("at_least", 1, 2),
        ("at_most", 1, None),
        ("range", 2, 2),
        ("range", 2, 1),
        ("range", 1, None),
        ("withheld", 1, 1),
        ("roughly", 1, 1),
    ],
)
def test_the_numbers_of_a_figure_fit_its_bound(refuses, reporter, figure, bound, low, high):
    refuses("figure_bound_fits", reporter, *updating(figure, bound=bound, low=low, high=high))


def test_the_side_that_a_figure_is_about_is_of_the_dossier(refuses, reporter, figure, elsewhere):
    foreign = factories.make_side(elsewhere)

    refuses("figure_side_of_dossier", reporter, *updating(figure, affected_side_id=foreign.pk))


# Citations


@pytest.fixture
def cited(claim):
    return claim.citations.get()


@pytest.mark.parametrize("status", [S.PUBLISHED, S.VOIDED])
def test_the_citation_of_a_published_or_voided_claim_is_not_changed_beneath_it(
    refuses, dossier, north, reporter, status
):
    cited = factories.make_claim(dossier, side=north, status=status).citations.get()

    refuses("citation_claim_open", reporter, *updating(cited, voided=True))
    refuses("citation_claim_open", reporter, *updating(cited, cue="swore"))


def test_a_citation_is_changed_by_whoever_words_the_claim(refuses, editor, cited):
    refuses("citation_changed_by_wording", editor, *updating(cited, cue="swore"))


def test_a_citation_stays_with_its_claim(refuses, reporter, dossier, cited):
    other = factories.make_claim(dossier, by=reporter)

    refuses("citation_stays_with_claim", reporter, *updating(cited, claim_id=other.pk))


def test_a_claim_cites_a_passage_once(refuses, reporter, cited):
    refuses("citation_once", reporter, *copying(cited))


def test_a_citation_is_direct_or_a_paraphrase(refuses, reporter, cited):
    refuses("citation_directness_known", reporter, *updating(cited, directness="hearsay"))


def test_a_claim_cites_passages_of_its_dossier(refuses, reporter, cited, elsewhere):
    foreign = factories.make_passage(factories.make_source(elsewhere))

    refuses("citation_passage_of_dossier", reporter, *updating(cited, passage_id=foreign.pk))


# Matters


def test_a_matter_asks_a_question(refuses, reporter, matter):
    refuses("matter_question_not_blank", reporter, *updating(matter, question=" "))


def test_a_dossier_asks_a_question_once_whatever_its_case_and_accents(refuses, reporter, matter):
    refuses("matter_question_once", reporter, *copying(matter, question="WAS THE DÁM OPENED?"))


def test_the_last_day_of_a_matter_is_not_before_the_first(refuses, reporter, matter):
    days = {"first_day": date(2020, 10, 2), "last_day": date(2020, 10, 1)}

    refuses("matter_days_in_order", reporter, *updating(matter, date_edtf="2020-10", **days))


def test_a_matter_with_a_date_has_its_days(refuses, reporter, matter):
    refuses("matter_days_in_order", reporter, *updating(matter, date_edtf="2020-10"))
    refuses("matter_days_in_order", reporter, *updating(matter, first_day=date(2020, 10, 1)))


# Responses, gradings and merges


@pytest.fixture
def response(published, south, reporter):
    return assessment.respond(published, by=reporter, side=south, state="sought")


def test_a_side_is_asked_about_a_claim_once(refuses, reporter, response):
    refuses("response_once_per_side", reporter, *copying(response))


def test_what_came_of_asking_is_one_of_the_list(refuses, reporter, response):
    refuses("response_state_known", reporter, *updating(response, state="answered"))


def test_the_side_that_is_asked_is_of_the_dossier(refuses, reporter, response, elsewhere):
    foreign = factories.make_side(elsewhere)

    refuses("response_side_of_dossier", reporter, *updating(response, side_id=foreign.pk))


def test_a_grading_is_explained_and_one_of_the_list(refuses, editor, published):
    grading = assessment.grade(published, by=editor, grade="weak", explanation="Nobody else saw it.")

    refuses("grading_explanation_not_blank", editor, *updating(grading, explanation=" "))
    refuses("grading_grade_known", editor, *updating(grading, grade="true"))


def test_a_speaker_is_merged_once_and_within_a_dossier(refuses, editor, dossier, elsewhere):
    kept, merged = factories.make_speaker(dossier), factories.make_speaker(dossier)
    record = speaker.merge(kept, merged=merged, by=editor)
    foreign = factories.make_speaker(elsewhere)

    refuses("speakermerge_once", editor, *copying(record))
    refuses("speakermerge_kept_of_dossier", editor, *updating(record, kept_id=foreign.pk))
    refuses("speakermerge_merged_of_dossier", editor, *updating(record, merged_id=foreign.pk))
