"""Exports of any filter, for programs: the same streams that the pages offer."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from claims.export import answering, asked
from claims.models import Claim
from config.api.schema import described
from config.api.views import ApiView

_SAID = {
    "ndjson": "Each claim as the lists give it, one a line, by key.",
    "csv": "One of three tables, by key; a cell that a spreadsheet would take for a formula begins with an apostrophe.",
    "jsonld": "Published claims as schema.org's Claim, ClaimReview where graded; our relations with CiTO's beside.",
    "annotations": "An AnnotationPage: each passage that a published claim stands in (W3C Web Annotation).",
    "atom": "The newest hundred published claims, or confirmed disputes, with an ETag.",
    "graphml": "Claims as nodes, links between them as edges.",
}
_PARAMETERS = [
    OpenApiParameter(
        "format",
        {"type": "string", "enum": [*asked.FORMATS], "default": "ndjson"},
        description=" ".join(f"{name}: {said}" for name, said in _SAID.items()),
    ),
    OpenApiParameter(
        "table",
        {"type": "string", "enum": [*asked.TABLES], "default": "claims"},
        description="Of a CSV. Links are those with an end among the claims.",
    ),
    OpenApiParameter(
        "feed",
        {"type": "string", "enum": [*asked.FEEDS], "default": "claims"},
        description="Of Atom: new claims, or new disputes with an end among the claims.",
    ),
    OpenApiParameter(
        "after",
        {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
        description="Of NDJSON and CSV: go on behind the row with this key, after a cut; a CSV then has no head.",
    ),
]
_RESPONSES = {
    (200, form.media_type.partition(";")[0]): OpenApiResponse(
        OpenApiTypes.OBJECT if name in ("jsonld", "annotations") else OpenApiTypes.STR,
        description="The stream. One that ends without its last line, or without the end of its document, was cut.",
    )
    for name, form in answering.FORMATS.items()
}


class Export(ApiView):
    filters = asked.ExportFilter
    paged = False
    parameters = tuple(asked.OPTIONS)

    @described("export_claims", "Every claim of a filter, in one stream.", responses=_RESPONSES, parameters=_PARAMETERS)
    def get(self, request) -> HttpResponseBase:
        return answering.answer(request, Claim.objects.visible_to(request.user))


class ExportClaim(ApiView):
    filters = asked.ExportFilter
    paged = False
    parameters = tuple(asked.OPTIONS)

    @described("export_claim", "One claim as a file.", responses=_RESPONSES, parameters=_PARAMETERS)
    def get(self, request, pk) -> HttpResponseBase:
        claims = Claim.objects.visible_to(request.user)
        return answering.answer(request, claims.filter(pk=get_object_or_404(claims, pk=pk).pk))
