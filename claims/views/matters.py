"""A matter: its ledger, and the question that it asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from claims.export.offers import offers
from claims.forms.matter import AsOfForm, MatterForm
from claims.models import Matter
from claims.operations import matter as operations
from claims.permissions import require_in_dossier
from claims.queries.dossier import steps_in
from claims.queries.ledger import ledger as read_ledger
from config.forms import conflicts, refused
from config.http import render_page
from config.rows import Outdated
from sources.models import Dossier


@login_not_required
@require_safe
def ledger(request, pk):
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    form = AsOfForm(request.GET)
    read = form.cleaned_data["as_of"] if form.is_valid() else None
    found = read_ledger(request.user, matter, request.GET, read and read.last_day)
    context = {
        "matter": found.matter,
        "ledger": found,
        "form": form,
        "as_of": read and read.last_day,
        "as_of_words": read and read.describe(),
        "steps": steps_in(request.user, matter.dossier_id),
        "exports": offers(QueryDict(f"matter={matter.pk}")),
    }
    return render_page(request, "claims/ledger.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_matter(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "add_matter", dossier.pk)
    form = MatterForm(request.POST or None)
    if form.is_valid():
        try:
            matter = operations.add(dossier, by=request.user, **form.fields_of())
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, "The question is asked. Log what each side says about it.")
            return redirect(matter)
    context = {"dossier": dossier, "form": form}
    return render_page(request, "claims/add_matter.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit_matter(request, pk):
    matter = get_object_or_404(Matter.objects.visible_to(request.user).select_related("dossier"), pk=pk)
    require_in_dossier(request.user, "edit_matter", matter.dossier_id)
    form = MatterForm(request.POST or None, initial=MatterForm.initial_of(matter))
    context = {"dossier": matter.dossier, "matter": matter, "form": form}
    if form.is_valid():
        try:
            operations.edit(matter, by=request.user, revision=form.cleaned_data["revision"] or 0, **form.fields_of())
        except ValidationError as error:
            refused(form, error)
        except Outdated as outdated:
            current = outdated.current
            context["conflicts"] = conflicts(form, MatterForm.initial_of(current), current.revision)
            return render_page(request, "claims/edit_matter.html", context, status=409)
        else:
            messages.success(request, "Saved.")
            return redirect(matter)
    return render_page(request, "claims/edit_matter.html", context, status=400 if form.errors else 200)
