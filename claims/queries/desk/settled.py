"""Which of the statements proposed in a text have been logged already, by whatever way."""

from collections.abc import Sequence

from django.db.models import QuerySet

from claims.models import Citation, Claim
from sources.models import Capture, Passage, Proposal


def logged_in(capture: Capture) -> QuerySet[Citation]:
    """What was logged from this text, in its order."""
    rows = Citation.objects.live().filter(passage__capture=capture).exclude(claim__status=Claim.Status.VOIDED)
    of_claim = ("claim__speaker", "claim__side", "claim__logged_by")
    return rows.select_related(*of_claim, "passage", "proposal").order_by("passage__start", "pk")


def settled(proposals: Sequence[Proposal], citations: Sequence[Citation]) -> dict[int, Claim]:
    """By the key of a proposal, the claim that says it already: logged from it, by hand, or as another model found it.

    What was cited by hand, or found by a reading that has been replaced, stands for the one proposal whose words
    it shares most of. The same words may have been logged for two sides; the second takes no other proposal.
    """
    keys = {proposal.pk for proposal in proposals}
    found = {one.proposal_id: one.claim for one in citations if one.proposal_id in keys}
    places = {one.passage_id for one in citations if one.proposal_id in keys}
    for citation in citations:
        if citation.proposal_id in keys or citation.passage_id in places:
            continue
        said = citation.proposal or citation.passage
        free = [proposal for proposal in proposals if proposal.pk not in found and _same_words(said, proposal)]
        if free:
            found[max(free, key=lambda one: _shared(said, one) / _spanned(said, one)).pk] = citation.claim
    return found


def _same_words(one: Passage | Proposal, other: Proposal) -> bool:
    """Do the two share at least half of the shorter?"""
    return 2 * _shared(one, other) >= min(one.end - one.start, other.end - other.start)


def _shared(one: Passage | Proposal, other: Proposal) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _spanned(one: Passage | Proposal, other: Proposal) -> int:
    return max(one.end, other.end) - min(one.start, other.start)
