"""Two entries for one speaker become one, reversibly."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.documents.verifying import differing
from claims.errors import RelationDoesNotHold
from claims.models import Change, Link
from claims.operations import claim as claims
from claims.operations import link as links
from claims.operations import speaker as speakers
from config.rows import WrongState
from sources.operations import speaker as speaker_steps
from tests import factories
from tests.steps import last_step


@pytest.fixture
def kept(dossier, north):
    return factories.make_speaker(dossier, name="Anna Naghdalyan", side=north)


@pytest.fixture
def merged(dossier, north):
    return factories.make_speaker(dossier, name="A. Nagdalyan", aliases=["The spokeswoman"], side=north)


@pytest.fixture
def claim(merged):
    return factories.make_claim(speaker=merged, status="published")


def test_merging_moves_claims_and_names_and_keeps_what_was_published(kept, merged, claim, editor):
    record = speakers.merge(kept, merged=merged, by=editor, reason="One spelling.")

    for row in (kept, merged, claim):
        row.refresh_from_db()
    assert (claim.speaker, claim.status, claim.revision) == (kept, "published", 1)
    assert kept.aliases == ["A. Nagdalyan", "The spokeswoman"]
    assert merged.merged_into == kept
    assert record.claim_ids == [claim.pk]
    context = claim.events.latest("pgh_id").pgh_context
    assert (context["user"], context["step"], context["reason"]) == (editor.pk, "merge_speakers", "One spelling.")


def test_unmerging_gives_claims_and_names_back_and_leaves_what_was_logged_since(kept, merged, claim, editor):
    record = speakers.merge(kept, merged=merged, by=editor)
    since = factories.make_claim(speaker=kept)

    speakers.unmerge(record, by=editor, reason="Two people.")

    for row in (kept, merged, claim, since):
        row.refresh_from_db()
    assert (claim.speaker, since.speaker) == (merged, kept)
    assert (kept.aliases, merged.merged_into) == ([], None)


def test_unmerging_twice_is_refused(kept, merged, editor):
    record = speakers.merge(kept, merged=merged, by=editor)
    speakers.unmerge(record, by=editor)

    with pytest.raises(WrongState, match="undone already"):
        speakers.unmerge(record, by=editor)


def test_merges_are_undone_in_turn(dossier, kept, merged, claim, editor):
    first = speakers.merge(kept, merged=merged, by=editor)
    second = speakers.merge(factories.make_speaker(dossier), merged=kept, by=editor)

    with pytest.raises(WrongState, match="Undo that first"):
        speakers.unmerge(first, by=editor)

    speakers.unmerge(second, by=editor)
    speakers.unmerge(first, by=editor)
    claim.refresh_from_db()
    assert claim.speaker == merged


def test_a_speaker_that_was_unmerged_may_be_merged_again(kept, merged, editor):
    speakers.unmerge(speakers.merge(kept, merged=merged, by=editor), by=editor)

    assert speakers.merge(kept, merged=merged, by=editor).undone_at is None


def test_unmerging_is_refused_while_another_has_the_name(dossier, kept, merged, editor, reporter):
    record = speakers.merge(kept, merged=merged, by=editor)
    speaker_steps.add(dossier, by=reporter, name="A. Nagdalyan")

    with pytest.raises(ValidationError, match="speaker of that name"):
        speakers.unmerge(record, by=editor)


def test_only_two_speakers_of_one_dossier_that_stand_are_merged(kept, merged, editor):
    elsewhere = factories.make_speaker(factories.make_dossier(editors=[editor]))
    for other in (kept, elsewhere):
        with pytest.raises(WrongState, match="two different speakers"):
            speakers.merge(kept, merged=other, by=editor)
    speakers.merge(kept, merged=merged, by=editor)

    with pytest.raises(WrongState, match="merged already"):
        speakers.merge(kept, merged=merged, by=editor)


@pytest.mark.parametrize("person", ["reporter", "reader", "outsider"])
def test_only_an_editor_merges_and_unmerges(request, kept, merged, editor, person):
    person = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        speakers.merge(kept, merged=merged, by=person)
    record = speakers.merge(kept, merged=merged, by=editor)
    with pytest.raises(PermissionDenied):
        speakers.unmerge(record, by=person)


def test_a_claim_is_not_given_back_to_an_entry_that_was_merged(kept, merged, claim, editor):
    speakers.merge(kept, merged=merged, by=editor)

    edited = claims.edit(claim, by=editor, revision=1, speaker=merged)

    assert edited.speaker == kept


def test_merging_brings_the_affiliations_that_are_new_and_unmerging_gives_them_back(
    kept, merged, south, editor, reporter
):
    office = speaker_steps.affiliate(merged, by=reporter, side=south, office="Envoy")
    mistaken = speaker_steps.affiliate(merged, by=reporter, side=south, office="Consul")
    speaker_steps.end_affiliation(mistaken, by=reporter, reason="Somebody else.")

    record = speakers.merge(kept, merged=merged, by=editor)

    assert record.affiliation_ids == [office.pk]
    assert {row.office for row in kept.affiliations.all()} == {"", "Envoy"}
    speakers.unmerge(record, by=editor)
    office.refresh_from_db()
    assert office.speaker == merged


@pytest.fixture
def answer(kept):
    return factories.make_claim(speaker=kept, status="published")


@pytest.mark.parametrize("relation", ["denies", "contradicts", "disputes_framing", "corroborates"])
def test_a_confirmed_link_that_would_tie_a_speaker_to_themself_goes_back_to_review(
    kept, merged, claim, answer, editor, relation
):
    link = factories.make_link(answer, claim, relation=relation, state="confirmed")

    speakers.merge(kept, merged=merged, by=editor, reason="One spelling.")

    link.refresh_from_db()
    assert (link.state, link.decision_reason) == (
        "needs_review", "A. Nagdalyan and Anna Naghdalyan were merged into one speaker."
    )  # fmt: skip
    assert last_step(link) == (editor.pk, "merge_speakers", "One spelling.")


def test_what_one_speaker_may_say_of_what_they_said_stays_confirmed(kept, merged, claim, answer, editor):
    link = factories.make_link(answer, claim, relation="elaborates", state="confirmed")

    speakers.merge(kept, merged=merged, by=editor)

    link.refresh_from_db()
    assert link.state == "confirmed"


def test_a_merge_leaves_alone_how_others_answer_either_and_how_one_contradicts_themself(
    kept, merged, claim, south, editor
):
    other = factories.make_claim(side=south, status="published")
    again = factories.make_claim(speaker=merged, status="published")
    ties = [
        factories.make_link(other, claim, state="confirmed"),
        factories.make_link(again, claim, relation="contradicts", state="confirmed"),
    ]

    speakers.merge(kept, merged=merged, by=editor)

    assert {link.state for link in Link.objects.filter(pk__in=[link.pk for link in ties])} == {"confirmed"}


def test_proposals_wait_on_and_what_was_rejected_stays_so(kept, merged, claim, answer, editor):
    proposed = factories.make_link(answer, claim)
    rejected = factories.make_link(answer, claim, relation="contradicts", state="rejected")

    speakers.merge(kept, merged=merged, by=editor)

    proposed.refresh_from_db()
    rejected.refresh_from_db()
    assert (proposed.state, rejected.state) == ("proposed", "rejected")


def test_a_merge_that_unsettles_links_is_told_to_copies_and_leaves_every_document_right(
    kept, merged, claim, answer, editor
):
    link = factories.make_link(answer, claim, state="confirmed")
    told = Change.objects.filter(resource="links", key=link.pk)
    before = dict(told.values_list("audience", "version"))

    speakers.merge(kept, merged=merged, by=editor)

    after = dict(told.values_list("audience", "version"))
    assert all(after[audience] > before[audience] for audience in ("working", "reading"))
    assert not any(differing())
    claim.refresh_from_db()
    assert claim.stored.contest == "no_rival_known"


def test_nobody_confirms_that_a_speaker_denies_themself(kept, merged, claim, answer, editor, second_editor):
    link = factories.make_link(answer, claim, state="confirmed")
    speakers.merge(kept, merged=merged, by=editor)

    with pytest.raises(RelationDoesNotHold, match="same speaker said both"):
        links.confirm(link, by=second_editor, revisions=(1, 1))


def test_undoing_a_merge_has_what_one_speaker_replaced_of_the_other_looked_at_again(
    kept, merged, claim, answer, editor
):
    record = speakers.merge(kept, merged=merged, by=editor)
    link = factories.make_link(answer, claim, relation="supersedes", state="confirmed")

    speakers.unmerge(record, by=editor, reason="Two people.")

    link.refresh_from_db()
    assert (link.state, link.decision_reason) == (
        "needs_review", "A. Nagdalyan and Anna Naghdalyan are two speakers again."
    )  # fmt: skip
    assert not any(differing())


def test_merging_brings_no_affiliation_that_says_the_same_for_some_of_the_same_days(
    kept, merged, north, south, editor, reporter
):
    speaker_steps.affiliate(kept, by=reporter, side=south, office="Envoy", last_day=date(2020, 12, 31))
    speaker_steps.affiliate(merged, by=reporter, side=south, office="envoy", first_day=date(2020, 1, 1))
    later = speaker_steps.affiliate(merged, by=reporter, side=north, office="Envoy")

    record = speakers.merge(kept, merged=merged, by=editor)

    assert record.affiliation_ids == [later.pk]
    assert kept.affiliations.filter(side=south).count() == 1
