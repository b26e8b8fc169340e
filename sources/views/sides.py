from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from config.http import render_page
from sources.forms.sides import EditSideForm, SideForm
from sources.models import Dossier, Side
from sources.operations import side as operations
from sources.permissions import require
from sources.views.saving import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def add_side(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "add_side", pk)
    slot, marker = dossier.free_look()
    form = SideForm(request.POST or None, initial={"slot": slot, "marker": marker})
    done = attempt(form, lambda: operations.add(dossier, by=request.user, **form.cleaned_data))
    if done.row:
        messages.success(request, f"“{done.row.name}” is a side of this dossier.")
        return redirect("claims:dossier", pk)
    return _page(request, "sources/add_side.html", dossier, form, done)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_side(request, pk):
    side = get_object_or_404(Side.objects.visible_to(request.user).select_related("dossier"), pk=pk)
    require(request.user, "edit_side", side.dossier_id)
    form = EditSideForm(request.POST or None, initial=_initial(side))
    done = attempt(form, lambda: _edit(request, side, form), _initial)
    if done.row:
        messages.success(request, f"“{done.row.name}” is saved.")
        return redirect("claims:dossier", side.dossier_id)
    return _page(request, "sources/edit_side.html", side.dossier, form, done, side=side)


def _edit(request, side, form):
    changes = form.cleaned_data | {"short_name": form.cleaned_data["short_name"] or form.cleaned_data["name"][:24]}
    return operations.edit(side, by=request.user, **changes)


def _page(request, template, dossier, form, done, **context):
    others = dossier.sides.exclude(pk=context["side"].pk) if "side" in context else dossier.sides.all()
    context |= {"dossier": dossier, "form": form, "conflicts": done.conflicts, "others": others}
    return render_page(request, template, context, status=done.status)


def _initial(side: Side) -> dict:
    return {name: getattr(side, name) for name in ("name", "short_name", "slot", "marker", "revision")}
