from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.http import render_page
from sources.filters import SourceFilter
from sources.forms.sources import CaptureForm, EditSourceForm, SourceForm
from sources.models import Dossier, Source
from sources.operations import reading
from sources.operations import source as operations
from sources.permissions import WORKING, allowed_steps, require, role_of
from sources.queries.history import changes
from sources.queries.sources import captures_of, dated, directory, known_publishers
from sources.views.saving import attempt


@login_not_required
@require_safe
def sources(request):
    """The documents that statements are taken from, the last added first."""
    found = SourceFilter(request.GET, Source.objects.visible_to(request.user), request=request)
    valid = found.is_valid()
    context = {
        "filter": found,
        "page": directory(found.qs if valid else found.queryset.none(), request.GET),
        "addable": Dossier.objects.worked_on_by(request.user, "journalist", "editor"),
    }
    return render_page(
        request, "sources/sources.html", context, fragments=["source-rows"], status=200 if valid else 400
    )


@login_not_required
@require_safe
def source(request, pk):
    return _page(request, _find(request, pk))


def _find(request, pk) -> Source:
    rows = Source.objects.visible_to(request.user).select_related("dossier", "publisher", "added_by")
    return get_object_or_404(rows, pk=pk)


def _page(request, source, capture=None, status=200):
    role = role_of(request.user, source.dossier_id)
    # The text is somebody else's work, and its marks would tell of statements that nobody has reviewed.
    legible = role in WORKING
    context = {
        "source": source,
        "dated": dated(source),
        "steps": allowed_steps(role),
        "legible": legible,
        "page": captures_of(source, request.GET, legible=legible),
        "changed": legible and source.captures.whole().count() > 1,
        "capture_form": capture or CaptureForm(),
        "changes": changes(source) if request.user.is_authenticated else [],
    }
    return render_page(request, "sources/source.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_source(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "add_source", pk)
    form = SourceForm(request.POST or None)
    done = attempt(form, lambda: operations.add(dossier, by=request.user, **form.fields_of_source()))
    if done.row:
        _say_how_read(request, form, "The source is added.")
        return redirect("sources:source", done.row.pk)
    context = {"dossier": dossier, "form": form, "publishers": known_publishers(request.user)}
    return render_page(request, "sources/add_source.html", context, status=done.status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_source(request, pk):
    source = _find(request, pk)
    require(request.user, "edit_source", source.dossier_id)
    form = EditSourceForm(request.POST or None, initial=_initial(source))
    done = attempt(form, lambda: _edit(request, source, form), _initial)
    if done.row:
        _say_how_read(request, form, "The source is saved.")
        return redirect("sources:source", pk)
    context = {
        "source": source,
        "form": form,
        "conflicts": done.conflicts,
        "publishers": known_publishers(request.user),
    }
    return render_page(request, "sources/edit_source.html", context, status=done.status)


def _edit(request, source, form):
    revision = form.cleaned_data["revision"]
    return operations.edit(source, by=request.user, revision=revision, **form.fields_of_source())


def _initial(source: Source) -> dict:
    names = ("title", "kind", "url", "author", "language", "note", "dateline", "revision")
    return {name: getattr(source, name) for name in names} | {
        "publisher": source.publisher.name if source.publisher else ""
    }


def _say_how_read(request, form, done: str) -> None:
    """Show how the words of the dateline were understood, so that they can be mended at once."""
    read = form.read if "dateline" in form.changed_data else None
    messages.success(request, f"{done} Dateline: {read.reasoning}." if read else done)


@require_POST
def capture(request, pk):
    """Keep the whole text of a source as it was seen."""
    source = _find(request, pk)
    require(request.user, "capture", source.dossier_id)
    form = CaptureForm(request.POST)
    done = attempt(form, lambda: reading.keep(source, by=request.user, **form.cleaned_data))
    if not done.row:
        return _page(request, source, capture=form, status=done.status)
    messages.success(request, "The text is kept, unchanged from now on.")
    return redirect(f"{reverse('sources:source', args=[pk])}#capture-{done.row.pk}")
