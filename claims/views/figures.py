"""The numbers inside a claim: add, correct, strike out. Each changes what the claim says."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from claims.forms.figure import EditFigureForm, FigureForm, counted, typed_row
from claims.forms.review import ReasonForm
from claims.forms.said import Dateline
from claims.models import Claim, Figure
from claims.operations import figure as figures
from claims.permissions import require
from config.forms import REFUSALS, conflicts, refused
from config.http import render_page
from config.rows import Outdated


@require_http_methods(["GET", "POST"])
def add_figure(request, pk):
    rows = Claim.objects.visible_to(request.user).select_related("dossier", "speaker", "side")
    claim = get_object_or_404(rows, pk=pk)
    require(request.user, "edit", claim)
    form = FigureForm(request.POST or None, sides=claim.dossier.sides.all(), dateline=Dateline.of_claim(claim))
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            figures.add(claim, by=request.user, **form.figure())
        except REFUSALS as error:
            status = refused(form, error)
        else:
            messages.success(request, "The figure was added.")
            return redirect(claim)
    context = {"claim": claim, "dossier": claim.dossier, "form": form}
    return render_page(request, "claims/add_figure.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_figure(request, pk):
    figure = _figure(request, pk)
    form = _edit_form(figure, request.POST or None)
    status, differences = (400 if form.is_bound else 200), None
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            if form.says_something_new:
                reason = form.cleaned_data["reason"]
                figures.edit(figure, by=request.user, revision=revision, reason=reason, **form.figure())
        except Outdated as outdated:
            current = outdated.current
            differences, status = conflicts(form, typed_row(current), current.revision), 409
        except REFUSALS as error:
            status = refused(form, error)
        else:
            messages.success(request, "Saved." if form.says_something_new else "Nothing was changed.")
            return redirect(figure.claim)
    return _edit_page(request, figure, form, ReasonForm(), conflicts=differences, status=status)


@require_POST
def void_figure(request, pk):
    figure = _figure(request, pk)
    why = ReasonForm(request.POST)
    if not why.is_valid():
        return _edit_page(request, figure, _edit_form(figure), why, status=400)
    figures.void(figure, by=request.user, reason=why.cleaned_data["reason"])
    messages.success(request, "The figure was struck out.")
    return redirect(figure.claim)


def _figure(request, pk: int) -> Figure:
    rows = Figure.objects.visible_to(request.user).live()
    figure = get_object_or_404(
        rows.select_related("claim__dossier", "claim__speaker", "claim__side", "affected_side"), pk=pk
    )
    require(request.user, "edit", figure.claim)
    return figure


def _edit_form(figure: Figure, data=None) -> EditFigureForm:
    claim = figure.claim
    return EditFigureForm(
        data, initial=typed_row(figure), sides=claim.dossier.sides.all(), dateline=Dateline.of_claim(claim)
    )


def _edit_page(request, figure: Figure, form: EditFigureForm, why: ReasonForm, *, status: int = 200, conflicts=None):
    context = {
        "figure": figure,
        "claim": figure.claim,
        "dossier": figure.claim.dossier,
        "form": form,
        "why": why,
        "counts": counted(figure),
        "conflicts": conflicts,
    }
    return render_page(request, "claims/edit_figure.html", context, status=status)
