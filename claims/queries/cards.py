"""Claims with all that a card shows, in a number of queries that does not grow with the list."""

from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from claims.models import Citation, Figure
from claims.querysets import ClaimQuerySet


def with_cards(claims: ClaimQuerySet, as_of: date | None = None) -> ClaimQuerySet:
    """Speaker, side, matter, live figures (`claim.live_figures`), `source_count` and the computed states."""
    sources = (
        Citation.objects.live()
        .filter(claim=OuterRef("pk"))
        .order_by()
        .values("claim")
        .annotate(n=Count("passage__capture__source", distinct=True))
        .values("n")
    )
    figures = Figure.objects.live().select_related("affected_side")
    return (
        claims.with_contest(as_of)
        .annotate(source_count=Coalesce(Subquery(sources), 0))
        .select_related("dossier", "matter", "speaker", "side", "accused_side")
        .prefetch_related(Prefetch("figures", figures, to_attr="live_figures"))
    )
