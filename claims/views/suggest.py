"""What the log form offers while somebody types. Fragments; without scripts the form says the same on sending."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from claims import counts
from claims.forms.citation import KEY, LONGEST_PASSAGE
from claims.forms.claim import LogForm
from claims.forms.figure import FigureRows
from claims.forms.said import Dateline, explained, said
from claims.permissions import require_in_dossier
from claims.queries import suggest
from config.http import render_page
from sources.models import Dossier


@require_GET
def suggest_speakers(request, pk):
    dossier = _dossier(request, pk)
    words = request.GET.get("speaker", "")
    found = suggest.speakers(dossier, words, _day(request))
    context = {"speakers": found, "words": words.strip()[:200], "may_add": "asked" not in request.GET}
    return render_page(request, "claims/_offer_speakers.html", context)


@require_GET
def spoke_for(request, pk):
    """Side and office of the speaker whose whole name was typed; nothing to swap where nobody bears it alone."""
    dossier = _dossier(request, pk)
    held = suggest.affiliation_of_name(dossier, request.GET.get("speaker", ""), _day(request))
    if held is None:
        return HttpResponse(status=204)
    form = LogForm(dossier=dossier, initial={"side": held.side_id, "office": held.office})
    return render_page(request, "claims/_spoke_for_fields.html", {"form": form, "dossier": dossier})


@require_GET
def suggest_matters(request, pk):
    dossier = _dossier(request, pk)
    words = request.GET.get("matter", "")
    context = {"matters": suggest.matters(dossier, words), "words": words.strip()}
    return render_page(request, "claims/_offer_matters.html", context)


@require_GET
def suggest_sources(request, pk):
    dossier = _dossier(request, pk)
    found = suggest.sources(dossier, request.GET.get("source", ""))
    context = {"sources": [(source, str(Dateline.of(source))) for source in found]}
    return render_page(request, "claims/_offer_sources.html", context)


@require_POST
def duplicates(request, pk):
    """By POST, because a wording may be longer than an address."""
    dossier = _dossier(request, pk)
    edited = request.POST.get("claim", "")
    but = int(edited) if KEY.fullmatch(edited) else None
    similar = suggest.duplicates(request.user, dossier, request.POST.get("wording", ""), but)
    return render_page(request, "claims/_duplicates.html", {"similar": similar, "may_cite": but is None})


@require_GET
def read_date(request, pk):
    _dossier(request, pk)
    asked = request.GET
    reading = explained(asked.get("date"), asked.get("dateline"), asked.get("uncertain"))
    return render_page(request, "claims/_date_reading.html", {"reading": reading})


@require_POST
def read_figures(request, pk):
    """The rows of figures with those just read, or nothing to swap where they are the same."""
    dossier = _dossier(request, pk)
    figures = FigureRows(request.POST, sides=dossier.sides.all())
    texts = (request.POST.get("passage", ""), request.POST.get("wording", ""))
    changed = figures.offer(counts.read_figures(text[:LONGEST_PASSAGE]) for text in texts)
    if request.POST.get("do") == "figure":
        figures.add()
    elif not changed:
        return HttpResponse(status=204)
    figures.forgive()
    return render_page(request, "claims/_read_figures.html", {"figures": figures, "dossier": dossier})


@require_POST
def guess_kind(request, pk):
    """The kind that the words suggest now, unless somebody chose another; then there is nothing to swap."""
    dossier = _dossier(request, pk)
    chosen, guessed = request.POST.get("kind", ""), request.POST.get("kind_guess", "")
    texts = (request.POST.get(name, "") for name in ("cue", "wording", "passage"))
    guess = suggest.guess_kind(*texts)
    if chosen not in ("", guessed) or guess == chosen:
        return HttpResponse(status=204)
    form = LogForm(dossier=dossier, initial={"kind": guess, "kind_guess": guess})
    return render_page(request, "claims/_kind.html", {"form": form, "dossier": dossier})


def _dossier(request, pk: int) -> Dossier:
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "log", dossier.pk)
    return dossier


def _day(request):
    """The day that the statement is being dated to, as far as it can be read yet."""
    try:
        dateline = Dateline.read(request.GET.get("dateline", ""))
        return said(request.GET.get("date", ""), dateline)["first_day"]
    except ValidationError:
        return None
