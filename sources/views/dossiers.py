from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from config.http import render_page
from sources.forms.dossiers import FIRST_SIDES, EditDossierForm, FirstSideForm, OpenDossierForm
from sources.models import Dossier
from sources.operations import dossier as operations
from sources.permissions import EDITOR, allowed_steps, require, require_to_open_dossiers, role_of, role_when_opening
from sources.queries.people import editors_known_to
from sources.views.saving import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def open_dossier(request):
    require_to_open_dossiers(request.user)
    role = role_when_opening(request.user)
    data = request.POST or None
    form = OpenDossierForm(data, editors=editors_known_to(request.user), must_name_editor=role != EDITOR)
    sides = [FirstSideForm(data, number=n) for n in range(1, FIRST_SIDES + 1)]
    sides_read = [side.is_valid() for side in sides]
    done = attempt(form, lambda: _open(request, form, sides) if all(sides_read) else None)
    if done.row:
        messages.success(request, f"“{done.row.name}” is open. Add a matter, or log the first statement.")
        return redirect("claims:dossier", done.row.pk)
    context = {
        "form": form,
        "sides": sides,
        "as_editor": role == EDITOR,
        "more_sides": any(s.has_changed() for s in sides[4:]),
    }
    return render_page(request, "sources/open_dossier.html", context, status=_status(request, done))


def _open(request, form, sides):
    named = [(s.cleaned_data["name"], s.cleaned_data["short_name"]) for s in sides if s.cleaned_data.get("name")]
    return operations.start(by=request.user, sides=named, **form.cleaned_data)


def _status(request, done) -> int:
    return 400 if request.method == "POST" and done.status == 200 else done.status


@require_http_methods(["GET", "HEAD", "POST"])
def edit_dossier(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "edit_dossier", pk)
    form = EditDossierForm(request.POST or None, initial=_initial(dossier))
    write = lambda: operations.edit(dossier, by=request.user, **form.cleaned_data)  # noqa: E731
    done = attempt(form, write, _initial)
    if done.row:
        messages.success(request, "The dossier is saved.")
        return redirect("claims:dossier", pk)
    context = {
        "dossier": dossier,
        "form": form,
        "conflicts": done.conflicts,
        "sides": dossier.sides.all(),
        "steps": allowed_steps(role_of(request.user, pk)),
    }
    return render_page(request, "sources/edit_dossier.html", context, status=done.status)


def _initial(dossier: Dossier) -> dict:
    return {name: getattr(dossier, name) for name in ("name", "summary", "visibility", "revision")}
