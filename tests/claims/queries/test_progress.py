"""How far the work on a source is."""

from claims.operations import claim as claims
from claims.operations import desk
from claims.queries.progress import Progress, Share, progress, with_claim
from sources.models import Proposal
from tests import factories

TEXT = "One said that. Two said that. Three said that. Four said that."


def test_what_was_logged_skipped_and_left_is_told_with_who_did_it(source, reporter, second_reporter, north):
    capture = factories.make_capture(source, text=TEXT)
    one, two, three, four = factories.make_proposals(capture, "One said", "Two said", "Three said", "Four said")
    speaker = factories.make_speaker(source.dossier, side=north)
    told = {"speaker": speaker, "side": north, **factories.day("2020-10-29")}
    for number, proposal in enumerate([one, two]):
        place = {"start": proposal.start, "end": proposal.end, "proposal": proposal}
        desk.log(capture, by=reporter, wording=f"It was so, {number}.", **place, **told)
    desk.skip(three, by=second_reporter)
    voided = desk.log(capture, by=reporter, wording="By hand.", start=0, end=3, **told)
    desk.log(capture, by=reporter, wording="By hand too.", start=0, end=4, **told)
    claims.void(voided, by=reporter, reason="Not a statement.")

    assert progress(source) == Progress(
        logged=2, skipped=1, left=1, by_hand=1,
        people=[Share("Nora Reporter", 2, 0), Share("Ilya Reporter", 0, 1)],
    )  # fmt: skip
    assert progress(source).found == 4
    logged = {proposal.pk for proposal in with_claim(Proposal.objects.all()) if proposal.claim_id}
    assert logged == {one.pk, two.pk}


def test_it_costs_the_same_for_one_proposal_as_for_thirty(source, reporter, django_assert_num_queries):
    text = " ".join(f"Number {number} said so." for number in range(100, 130))
    capture = factories.make_capture(source, text=text)
    for proposal in factories.make_proposals(capture, *[f"Number {number}" for number in range(100, 130)])[:15]:
        desk.skip(proposal, by=reporter)

    with django_assert_num_queries(4):
        assert progress(source).left == 15
