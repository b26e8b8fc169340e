"""The dossiers of a reader, and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from claims.export.offers import offers
from claims.models import Matter
from claims.queries import dossier as queries
from claims.views.review import key
from config.http import render_page
from sources.models import Dossier
from sources.permissions import may_open_dossiers

#: Each dossier costs a handful of subqueries, and nobody reads further than this.
SHOWN = 60


@login_not_required
@require_safe
def home(request):
    """All dossiers as cards; the only one there is, at once, unless `?all` asks for the cards."""
    dossiers = queries.shelf(request.user, SHOWN + 1)
    may_open = may_open_dossiers(request.user)
    if len(dossiers) == 1 and "all" not in request.GET:
        return redirect("claims:dossier", dossiers[0].pk)
    context = {"dossiers": dossiers[:SHOWN], "more": len(dossiers) > SHOWN, "may_open": may_open}
    return render_page(request, "claims/home.html", context)


@login_not_required
@require_safe
def dossier(request, pk):
    found = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    try:
        screen = queries.dossier(request.user, found, key(request, "matters"))
    except Matter.DoesNotExist:
        raise Http404 from None
    exports = offers(QueryDict(f"dossier={pk}"))
    context = {"dossier": found, "screen": screen, "steps": screen.steps, "exports": exports}
    return render_page(request, "claims/dossier.html", context)
