"""The page of one claim, and the steps taken from it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from claims.models import Claim
from config.http import render_page


@login_not_required
@require_GET
def claim(request, pk):
    found = get_object_or_404(Claim.objects.visible_to(request.user), pk=pk)
    return render_page(request, "claims/claim.html", {"claim": found})


@require_POST
def submit(request, pk):
    raise NotImplementedError


publish = send_back = void = respond = grade = submit
