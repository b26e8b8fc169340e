from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.http import render_page
from sources.filters import SpeakerFilter
from sources.forms.speakers import AddSpeakerForm, AffiliationForm, EditSpeakerForm, TakeBackForm
from sources.models import Affiliation, Dossier, Speaker
from sources.operations import speaker as operations
from sources.permissions import EDITOR, allowed_steps, require, role_of
from sources.queries.history import changes
from sources.queries.speakers import directory, profile
from sources.views.saving import attempt


@login_not_required
@require_safe
def speakers(request):
    """Everybody who says something in a dossier that the reader may open."""
    found = SpeakerFilter(request.GET, Speaker.objects.visible_to(request.user), request=request)
    valid = found.is_valid()
    context = {
        "filter": found,
        "page": directory(found.qs if valid else found.queryset.none(), request.GET),
        "addable": Dossier.objects.worked_on_by(request.user, "journalist", "editor"),
    }
    return render_page(
        request, "sources/speakers.html", context, fragments=["speaker-rows"], status=200 if valid else 400
    )


@login_not_required
@require_safe
def speaker(request, pk):
    speaker = get_object_or_404(Speaker.objects.visible_to(request.user), pk=pk)
    return _page(request, speaker)


def _page(request, speaker, affiliation=None, status=200, ending=None, take_back=None):
    speaker = profile(speaker)
    role = role_of(request.user, speaker.dossier_id)
    context = {
        "speaker": speaker,
        "steps": set() if speaker.merged_into_id else allowed_steps(role),
        "may_merge": role == EDITOR,
        "affiliation_form": affiliation or AffiliationForm(sides=speaker.dossier.sides.all()),
        "ending": ending,
        "take_back": take_back,
        "changes": changes(speaker, speaker.affiliations.all()) if request.user.is_authenticated else [],
    }
    return render_page(request, "sources/speaker.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_speaker(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "add_speaker", pk)
    initial = {"name": request.GET.get("name", "")[:200]}
    form = AddSpeakerForm(request.POST or None, sides=dossier.sides.all(), initial=initial)
    done = attempt(form, lambda: operations.add(dossier, by=request.user, **form.cleaned_data))
    if done.row:
        messages.success(request, f"{done.row.name} is a speaker of this dossier.")
        return redirect("sources:speaker", done.row.pk)
    return render_page(request, "sources/add_speaker.html", {"dossier": dossier, "form": form}, status=done.status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_speaker(request, pk):
    speaker = get_object_or_404(Speaker.objects.visible_to(request.user).select_related("dossier"), pk=pk)
    require(request.user, "edit_speaker", speaker.dossier_id)
    form = EditSpeakerForm(request.POST or None, initial=_initial(speaker))
    write = lambda: operations.edit(speaker, by=request.user, **form.cleaned_data)  # noqa: E731
    done = attempt(form, write, _initial)
    if done.row:
        messages.success(request, f"{done.row.name} is saved.")
        return redirect("sources:speaker", pk)
    context = {"speaker": speaker, "form": form, "conflicts": done.conflicts}
    return render_page(request, "sources/edit_speaker.html", context, status=done.status)


def _initial(speaker: Speaker) -> dict:
    return {name: getattr(speaker, name) for name in ("name", "kind", "aliases", "note", "revision")}


@require_POST
def affiliate(request, pk):
    """Record for whom somebody speaks, and since when."""
    speaker = get_object_or_404(Speaker.objects.visible_to(request.user).select_related("dossier"), pk=pk)
    require(request.user, "edit_speaker", speaker.dossier_id)
    form = AffiliationForm(request.POST, sides=speaker.dossier.sides.all())
    done = attempt(form, lambda: operations.affiliate(speaker, by=request.user, **form.cleaned_data))
    if not done.row:
        return _page(request, speaker, affiliation=form, status=done.status)
    messages.success(request, f"{speaker.name} speaks for {done.row.side.name}.")
    return redirect("sources:speaker", pk)


@require_POST
def end_affiliation(request, pk):
    """Take back an affiliation that was recorded by mistake."""
    affiliation = get_object_or_404(Affiliation.objects.visible_to(request.user), pk=pk)
    require(request.user, "edit_speaker", affiliation.dossier_id)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _page(request, affiliation.speaker, status=400, ending=affiliation, take_back=form)
    operations.end_affiliation(affiliation, by=request.user, **form.cleaned_data)
    messages.success(request, "The affiliation is taken back. It stays in the history.")
    return redirect("sources:speaker", affiliation.speaker_id)
