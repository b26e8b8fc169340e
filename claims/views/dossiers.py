from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from config.http import render_page
from sources.models import Dossier


@login_not_required
@require_safe
def home(request):
    dossiers = Dossier.objects.visible_to(request.user)
    return render_page(request, "claims/home.html", {"dossiers": dossiers})


@login_not_required
@require_safe
def dossier(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    return render_page(request, "claims/dossier.html", {"dossier": dossier})
