"""What may answer a claim, for programs that would link it."""

import orjson
from django.http import Http404

from claims.api.serializers.candidates import CandidatesShape
from claims.documents import reading
from claims.filters import CandidateFilter
from claims.models import Claim
from claims.permissions import require
from claims.queries.candidates import candidates
from claims.queries.cards import cards_for
from config.api.schema import described
from config.api.views import ApiView, answer, asked_of


class Candidates(ApiView):
    filters = CandidateFilter
    paged = False

    @described(
        "find_candidates",
        "What may answer a claim or be answered by it, and why.",
        gives=CandidatesShape,
        refusals=[403],
    )
    def get(self, request, pk):
        claim = cards_for(request.user, [pk]).get(pk)
        if claim is None:
            raise Http404
        require(request.user, "link", claim)
        asked = asked_of(self, Claim.objects.none()).form.cleaned_data
        side = asked.get("side")
        search = candidates(request.user, claim, words=asked.get("q") or "", side=side and side.pk)
        documents = reading.each([candidate.claim.pk for candidate in search.found], request.user)
        results = [
            {
                "claim": orjson.Fragment(documents[candidate.claim.pk]),
                "likely": candidate.likely,
                "answers": candidate.answers,
                "reasons": candidate.reasons,
                "links": [link.pk for link in candidate.links],
            }
            for candidate in search.found
        ]
        return answer(request, {"results": results, "more": search.more})
