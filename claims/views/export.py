"""The list of claims as files."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from claims.export import answering
from claims.export.terms import CITO, IN_CITO, PROPERTIES
from claims.models import Claim
from claims.relations import MEANING, Relation
from config.http import render_page


@login_not_required
@require_safe
def export(request):
    return answering.answer(request, Claim.objects.visible_to(request.user))


@login_not_required
@require_safe
def export_claim(request, pk):
    """One claim, in any of the formats."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user), pk=pk)
    return answering.answer(request, Claim.objects.visible_to(request.user).filter(pk=claim.pk))


@login_not_required
@require_safe
def terms(request):
    """The namespace of our relations: each term stands at its own fragment."""
    relations = [(value, MEANING[value], IN_CITO.get(value, "")) for value in Relation.values]
    return render_page(request, "claims/terms.html", {"relations": relations, "properties": PROPERTIES, "cito": CITO})
