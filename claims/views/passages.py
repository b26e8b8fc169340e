"""The words that statements rest on, when the page they were taken from has changed."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from claims.permissions import require_in_dossier
from claims.queries.passages import cited_before
from config.http import render_page
from sources.models import Source


@require_safe
def passages(request, pk):
    """What became of the cited passages of a source, for those who work on its dossier."""
    source = get_object_or_404(Source.objects.visible_to(request.user).select_related("dossier"), pk=pk)
    require_in_dossier(request.user, "log", source.dossier_id)
    page = cited_before(source, request.GET)
    # The fragment stands on the source's own page too, so the pages beside it are named in full.
    beside = {
        way: query and f"{request.path}{query}" for way, query in (("earlier", page.earlier), ("later", page.later))
    }
    context = {"source": source, "page": page, **beside}
    return render_page(request, "claims/passages.html", context, fragments=["passages"])
