"""The way in for a text: paste it, hand in a file, or have its address fetched. Then it is on the desk."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.forms.capture import CaptureForm
from claims.queries import suggest
from config.forms import REFUSALS, refused
from config.http import render_page
from sources.models import Dossier, Source
from sources.operations import intake
from sources.permissions import WORKING, require


@require_http_methods(["GET", "HEAD", "POST"])
def capture(request):
    """From anywhere: a bookmark leads here with the address of the page that somebody reads."""
    dossiers = Dossier.objects.worked_on_by(request.user, *WORKING)
    if not dossiers.exists():
        raise PermissionDenied("Journalists and editors of a dossier capture sources for it.")
    asked = request.GET.get("dossier", "")
    if asked and not dossiers.filter(pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0).exists():
        raise Http404
    return _taken_in(request, dossiers, asked)


@require_http_methods(["GET", "HEAD", "POST"])
def capture_into(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "capture", pk)
    return _taken_in(request, Dossier.objects.filter(pk=pk), str(pk), dossier)


def _taken_in(request, dossiers, asked: str, dossier: Dossier | None = None) -> HttpResponse:
    initial = {"url": request.GET.get("url", "")[:2000], "title": request.GET.get("title", "")[:300], "dossier": asked}
    data = request.POST.copy()
    if dossier:
        data["dossier"] = str(dossier.pk)
    bound = (data, request.FILES) if request.method == "POST" else ()
    form = CaptureForm(*bound, dossiers=dossiers, initial=initial)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect("claims:desk", _take_in(request.user, form).pk)
        except REFUSALS as error:
            status = refused(form, error)
    known = dossier or (dossiers.get() if dossiers.count() == 1 else None)
    context = {
        "form": form,
        "dossier": known,
        "fixed": dossier is not None,
        "known_source": _known_source(known, initial["url"]) if not form.is_bound else None,
        "bookmark": _bookmark(request),
    }
    return render_page(request, "claims/capture.html", context, status=status)


def _take_in(user, form: CaptureForm) -> Source:
    cleaned, about = form.cleaned_data, form.fields_of_source()
    dossier, url = cleaned["dossier"], cleaned.get("url", "")
    try:
        if cleaned.get("upload"):
            upload = cleaned["upload"]
            if upload.size > intake.LARGEST:
                raise ValidationError({"upload": f"This file is larger than {intake.LARGEST // 2**20} MiB."})
            return intake.hand_in(dossier, by=user, body=upload.read(), name=upload.name, **_addressed(about, url))
        if cleaned["text"].strip():
            return intake.paste(dossier, by=user, text=cleaned["text"], **_addressed(about, url))
        return intake.fetch(dossier, by=user, url=url, **about)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        known = {name: errors for name, errors in error.error_dict.items() if name in form.fields}
        rest = [message for name, errors in error.message_dict.items() if name not in known for message in errors]
        raise ValidationError({**known, **({"__all__": rest} if rest else {})}) from error


def _addressed(about: dict, url: str) -> dict:
    return about | {"url": intake.plain_address(url)} if url else about


def _known_source(dossier: Dossier | None, url: str) -> Source | None:
    """The source that we have from this address already."""
    if not (dossier and url):
        return None
    known = suggest.titled(dossier, intake.plain_address(url))
    return known[0] if known else None


def _bookmark(request) -> str:
    """A bookmark that brings here whatever page somebody reads. It runs on that page, never on ours."""
    here = request.build_absolute_uri(reverse("claims:capture"))
    return f"javascript:location.href='{here}?url='+encodeURIComponent(location.href)"
