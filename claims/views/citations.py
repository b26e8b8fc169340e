"""Where a claim stands in its sources: add, correct, strike out. Each changes the claim."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from claims.forms.citation import CitationForm, EditCitationForm
from claims.forms.review import ReasonForm
from claims.models import Citation, Claim
from claims.operations import citation as citations
from claims.operations import entry
from claims.permissions import require
from config.forms import REFUSALS, conflicts, refused
from config.http import render_page
from config.rows import Outdated


@require_http_methods(["GET", "POST"])
def add_citation(request, pk):
    rows = Claim.objects.visible_to(request.user).select_related("dossier", "speaker", "side")
    claim = get_object_or_404(rows, pk=pk)
    require(request.user, "edit", claim)
    asked = {name: request.GET[name] for name in ("source", "source_pk", "passage") if name in request.GET}
    form = CitationForm(request.POST or None, dossier=claim.dossier, initial=asked)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            entry.cite(claim, by=request.user, **form.entry())
        except REFUSALS as error:
            status = refused(form, error)
        else:
            messages.success(request, "The passage was added.")
            return redirect(claim)
    context = {"claim": claim, "dossier": claim.dossier, "form": form}
    return render_page(request, "claims/add_citation.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_citation(request, pk):
    citation = _citation(request, pk)
    form = EditCitationForm(request.POST or None, initial=_typed(citation))
    status, differences = (400 if form.is_bound else 200), None
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            if form.says_something_new:
                changes = form.how() | {"reason": cleaned["reason"]}
                citations.edit(citation, by=request.user, revision=cleaned["revision"], **changes)
        except Outdated as outdated:
            current = outdated.current
            differences, status = conflicts(form, _typed(current), current.revision), 409
        except REFUSALS as error:
            status = refused(form, error)
        else:
            messages.success(request, "Saved." if form.says_something_new else "Nothing was changed.")
            return redirect(citation.claim)
    return _edit_page(request, citation, form, ReasonForm(), conflicts=differences, status=status)


@require_POST
def void_citation(request, pk):
    citation = _citation(request, pk)
    why = ReasonForm(request.POST)
    if not why.is_valid():
        return _edit_page(request, citation, EditCitationForm(initial=_typed(citation)), why, status=400)
    citations.void(citation, by=request.user, reason=why.cleaned_data["reason"])
    messages.success(request, "The citation was struck out.")
    return redirect(citation.claim)


def _typed(citation: Citation) -> dict:
    return {name: getattr(citation, name) for name in ("cue", "directness", "origin", "revision")}


def _citation(request, pk: int) -> Citation:
    rows = Citation.objects.visible_to(request.user).live()
    rows = rows.select_related("claim__dossier", "claim__speaker", "claim__side", "passage__capture__source__publisher")
    citation = get_object_or_404(rows, pk=pk)
    require(request.user, "edit", citation.claim)
    return citation


def _edit_page(request, citation: Citation, form, why: ReasonForm, *, status: int = 200, conflicts=None):
    context = {
        "citation": citation,
        "claim": citation.claim,
        "dossier": citation.claim.dossier,
        "form": form,
        "why": why,
        "conflicts": conflicts,
    }
    return render_page(request, "claims/edit_citation.html", context, status=status)
