"""What a careful team would write instead: Django REST framework's own serializers, pages and nothing else.

No sign-in, no rules of who may see what, no computed states: only the rows, with every relation prefetched.
Served by gunicorn with `rival_settings`, as the site is.
"""

from django.db.models import Prefetch
from django.urls import path
from rest_framework import generics, pagination, serializers

from claims.models import Citation, Claim, Figure, Link, Matter
from sources.models import Capture, Dossier, Passage, Publisher, Side, Source, Speaker


def _serializer(of: type, *names: str, **nested: serializers.BaseSerializer) -> type[serializers.ModelSerializer]:
    """A ModelSerializer of these fields, some of them rows of their own."""
    meta = type("Meta", (), {"model": of, "fields": [*names, *nested]})
    return type(f"Rival{of.__name__}", (serializers.ModelSerializer,), {"Meta": meta, **nested})


SideRow = _serializer(Side, "id", "name", "short_name")
SpeakerRow = _serializer(Speaker, "id", "name", "kind")
DossierRow = _serializer(Dossier, "id", "name")
MatterRow = _serializer(Matter, "id", "question")
FigureRow = _serializer(
    Figure, "id", "quantity", "population", "place", "period", "cumulative", "bound", "low", "high", "unit", "words",
    "revision", affected_side=SideRow(),
)  # fmt: skip
SourceRow = _serializer(
    Source, "id", "kind", "title", "url", "language", "dateline", "first_day", "last_day",
    publisher=_serializer(Publisher, "id", "name")(),
)  # fmt: skip
CaptureRow = _serializer(Capture, "id", "sha256", source=SourceRow())
PassageRow = _serializer(Passage, "id", "start", "end", "exact", "prefix", "suffix", capture=CaptureRow())
CitationRow = _serializer(Citation, "id", "cue", "directness", "origin", "revision", passage=PassageRow())
OtherRow = _serializer(
    Claim, "id", "kind", "wording", "status", "date_edtf", speaker=SpeakerRow(), side=SideRow()
)  # fmt: skip
_TIE = ("id", "relation", "aspect", "state", "rationale", "answer_figure", "target_figure")
ClaimRow = _serializer(
    Claim, "id", "office", "kind", "wording", "own_words", "language", "translation", "date_edtf", "first_day",
    "last_day", "date_words", "date_reasoning", "date_uncertain", "status", "status_reason", "revision", "logged_at",
    "published_at", "worded_at",
    dossier=DossierRow(), matter=MatterRow(), speaker=SpeakerRow(), side=SideRow(), accused_side=SideRow(),
    figures=FigureRow(many=True), citations=CitationRow(many=True),
    links_out=_serializer(Link, *_TIE, target=OtherRow())(many=True),
    links_in=_serializer(Link, *_TIE, answer=OtherRow())(many=True),
)  # fmt: skip

_LIVE = Link.objects.exclude(state__in=["rejected", "withdrawn"])
CLAIMS = (
    Claim.objects.defer("search")
    .select_related("dossier", "matter", "speaker", "side", "accused_side")
    .prefetch_related(
        Prefetch("figures", Figure.objects.filter(voided=False).select_related("affected_side")),
        Prefetch(
            "citations",
            Citation.objects.filter(voided=False)
            .select_related("passage__capture__source__publisher")
            .defer("passage__capture__text"),
        ),
        Prefetch("links_out", _LIVE.select_related("target__speaker", "target__side").defer("target__search")),
        Prefetch("links_in", _LIVE.select_related("answer__speaker", "answer__side").defer("answer__search")),
    )
)


class ByCursor(pagination.CursorPagination):
    page_size = 100
    ordering = ("-first_day", "-id")


class ByNumber(pagination.PageNumberPagination):
    page_size = 100


class _Rows(generics.ListAPIView):
    authentication_classes: list = []
    permission_classes: list = []
    throttle_classes: list = []
    schema = None
    serializer_class = ClaimRow
    queryset = CLAIMS.order_by("-first_day", "-id")


urlpatterns = [
    path("cursor/", _Rows.as_view(pagination_class=ByCursor)),
    path("number/", _Rows.as_view(pagination_class=ByNumber)),
]
