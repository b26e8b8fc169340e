"""Two entries for one speaker become one, reversibly."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.operations import claim as claims
from claims.operations import speaker as speakers
from config.rows import WrongState
from sources.operations import speaker as speaker_steps
from tests import factories


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
