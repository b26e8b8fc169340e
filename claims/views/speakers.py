from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from claims.forms.citation import by_key
from claims.forms.speakers import MergeForm, UndoForm
from claims.models import SpeakerMerge
from claims.operations import speaker as operations
from claims.permissions import require_in_dossier
from claims.queries.speakers import preview, standing_merges
from config.http import render_page
from sources.models import Speaker
from sources.queries.speakers import NEAREST, doubles
from sources.views.saving import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def merge_speakers(request, pk):
    """Find the other entry for a speaker, see what would move, and make them one; or undo that."""
    speaker = get_object_or_404(
        Speaker.objects.visible_to(request.user).select_related("dossier", "merged_into"), pk=pk
    )
    require_in_dossier(request.user, "merge_speakers", speaker.dossier_id)
    if gone := _merged_already(request, speaker):
        return _told_already(request, speaker, gone)
    others = Speaker.objects.current().filter(dossier=speaker.dossier_id).exclude(pk=pk)
    form = MergeForm(request.POST or None, others=others)
    done = attempt(form, lambda: _merge(request, speaker, form))
    if done.row:
        messages.success(request, f"{done.row.merged.name} and {speaker.name} are one speaker now.")
        return redirect("sources:speaker", pk)
    return _page(request, speaker, others, form, done.status)


def _merged_already(request, speaker) -> Speaker | None:
    """The entry that was chosen, if it was merged away since: the form was sent twice, or somebody was faster."""
    key = request.POST.get("other") or request.GET.get("other", "")
    merged = Speaker.objects.filter(dossier=speaker.dossier_id, merged_into__isnull=False)
    return by_key(merged.select_related("merged_into"), key)


def _told_already(request, speaker, gone):
    if gone.merged_into == speaker:
        messages.info(request, f"{gone} and {speaker} are one speaker already.")
        return redirect("sources:speaker", speaker.pk)
    messages.warning(request, f"{gone} was merged into {gone.merged_into} meanwhile. Choose that entry if all are one.")
    return redirect("claims:merge_speakers", speaker.pk)


def _merge(request, speaker, form):
    return operations.merge(
        speaker, merged=form.cleaned_data["other"], by=request.user, reason=form.cleaned_data["reason"]
    )


def _page(request, speaker, others, form, status, undoing=None, undo=None):
    chosen = (form.data if form and form.is_bound else request.GET).get("other", "")
    other = get_object_or_404(others, pk=int(chosen)) if chosen.isdecimal() and len(chosen) < 18 else None
    words = request.GET.get("q", speaker.name)[:200]
    context = {
        "speaker": speaker,
        "merges": standing_merges(speaker),
        "preview": preview(speaker, other) if other else None,
        "candidates": doubles(speaker, words)[:NEAREST] if not other and not speaker.merged_into_id else [],
        "words": words,
        "form": form,
        "undoing": undoing,
        "undo": undo,
    }
    return render_page(request, "claims/merge_speakers.html", context, fragments=["merge-candidates"], status=status)


@require_POST
def unmerge_speakers(request, pk):
    found = SpeakerMerge.objects.visible_to(request.user).select_related("kept__dossier", "merged")
    record = get_object_or_404(found, pk=pk)
    require_in_dossier(request.user, "merge_speakers", record.dossier_id)
    undo = UndoForm(request.POST)
    if not undo.is_valid():
        return _page(request, record.kept, Speaker.objects.none(), None, 400, undoing=record, undo=undo)
    operations.unmerge(record, by=request.user, reason=undo.cleaned_data["reason"])
    messages.success(request, f"{record.merged.name} is a speaker of their own again.")
    return redirect("sources:speaker", record.merged_id)
