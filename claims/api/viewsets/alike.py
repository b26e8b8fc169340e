"""What comes closest to some words, or to a sentence: also to look, before it is logged, whether it is there."""

import orjson

from claims.api.serializers.alike import AlikesShape
from claims.documents import reading
from claims.filters import AlikeFilter
from claims.models import Claim
from claims.queries.alike import alike
from config.api.schema import described
from config.api.views import ApiView, answer, asked_of


class AlikeClaims(ApiView):
    filters = AlikeFilter
    paged = False

    @described("find_alike", "The claims that have most of the words, the closest first.", gives=AlikesShape)
    def get(self, request):
        asked = asked_of(self, Claim.objects.visible_to(request.user))
        found = alike(asked.without("q"), asked.form.cleaned_data["q"])
        documents = reading.each([one.claim.pk for one in found], request.user)
        results = [
            {"claim": orjson.Fragment(documents[one.claim.pk]), "part": one.part, "words": one.words} for one in found
        ]
        return answer(request, {"results": results})
