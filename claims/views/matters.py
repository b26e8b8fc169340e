from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from claims.models import Matter
from claims.permissions import require_in_dossier
from config.http import render_page
from sources.models import Dossier


@login_not_required
@require_safe
def ledger(request, pk):
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    return render_page(request, "claims/ledger.html", {"matter": matter})


@require_http_methods(["GET", "POST"])
def add_matter(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "add_matter", dossier.pk)
    return render_page(request, "claims/add_matter.html", {"dossier": dossier})


@require_http_methods(["GET", "POST"])
def edit_matter(request, pk):
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "edit_matter", matter.dossier_id)
    return render_page(request, "claims/edit_matter.html", {"matter": matter})
