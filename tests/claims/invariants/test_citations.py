"""What is always true of citations of what was found in a text, whoever writes to the database."""

from datetime import UTC, datetime

import pytest

from claims.operations import claim as claims
from claims.operations import desk
from tests import factories
from tests.rules import copying, updating


@pytest.fixture
def told(north, reporter):
    speaker = factories.make_speaker(north.dossier, side=north, by=reporter)
    return {"by": reporter, "speaker": speaker, "side": north, **factories.day("2020-10-29")}


@pytest.fixture
def proposals(source, reporter):
    return factories.make_proposals(factories.make_capture(source), "The minister", "the dam was shut", by=reporter)


def logged(proposal, told, wording="It was shut."):
    place = {"start": proposal.start, "end": proposal.end, "proposal": proposal}
    return desk.log(proposal.capture, wording=wording, **place, **told)


def test_what_was_found_is_logged_once(refuses, reporter, proposals, told):
    first = logged(proposals[0], told).citations.get()
    second = logged(proposals[1], told, "It was said.")

    refuses("citation_proposal_once", reporter, *copying(first, claim_id=second.pk))


def test_what_was_logged_by_a_voided_claim_may_be_logged_again(by_hand, reporter, proposals, told):
    first = logged(proposals[0], told)
    second = logged(proposals[1], told, "It was said.")
    citation = first.citations.get()
    claims.void(first, by=reporter, reason="Wrong.")

    by_hand(reporter, *copying(citation, claim_id=second.pk))

    assert second.citations.count() == 2


def test_what_was_found_stays_with_its_citation_and_its_text(refuses, reporter, source, proposals, told):
    citation = logged(proposals[0], told).citations.get()
    elsewhere = factories.make_passage(source, words="He never said so.")

    refuses("citation_proposal_stays", reporter, *updating(citation, proposal_id=proposals[1].pk))
    refuses(
        "citation_proposal_of_passage",
        reporter,
        *copying(citation, proposal_id=proposals[1].pk, passage_id=elsewhere.pk),
    )


def test_what_was_skipped_is_not_logged(refuses, by_hand, reporter, proposals, told):
    citation = logged(proposals[0], told).citations.get()
    now = datetime(2020, 10, 30, tzinfo=UTC)
    by_hand(reporter, *updating(proposals[1], skipped_by_id=reporter.pk, skipped_at=now))
    passage = factories.make_claim(told["side"].dossier, by=reporter, passage=None, cited=False)

    refuses(
        "citation_proposal_not_skipped",
        reporter,
        *copying(citation, claim_id=passage.pk, proposal_id=proposals[1].pk),
    )
