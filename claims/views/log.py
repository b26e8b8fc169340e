"""Log a claim, and edit one: the journalists' main page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from claims.counts import read_figures
from claims.forms.citation import LONGEST_PASSAGE, CitationForm, by_key
from claims.forms.claim import EditForm, LogForm, typed
from claims.forms.said import Dateline, explained
from claims.models import Claim, Matter
from claims.operations import claim as claims
from claims.operations import entry
from claims.permissions import require, require_in_dossier
from claims.queries import suggest
from claims.queries.cards import cards_of
from config.forms import REFUSALS, conflicts, refused
from config.http import render_page
from config.rows import Outdated
from sources.models import Dossier, Source, Speaker

#: What the buttons of the log form do; any other is a look at how it is read, and saves nothing.
SAVING = {"submit", "draft", "next", "rival"}


@require_http_methods(["GET", "POST"])
def log(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "log", dossier.pk)
    if request.method == "GET":
        initial, rival = _prefilled(request, dossier)
        return _log_page(request, dossier, LogForm(dossier=dossier, initial=initial), rival)
    do, rival = request.POST.get("do", "submit"), _rival(request, dossier, request.POST.get("rival", ""))
    form = LogForm(request.POST, dossier=dossier, step=do)
    if "cite" in request.POST:
        return _cite_instead(request, dossier, form, rival)
    if do not in SAVING:
        return _look(request, dossier, form, rival, do)
    if not form.is_valid():
        return _log_page(request, dossier, form, rival, status=400)
    try:
        claim = entry.enter(dossier, by=request.user, submit=do != "draft", **form.entry())
    except REFUSALS as error:
        return _log_page(request, dossier, form, rival, status=refused(form, error))
    return _after(request, claim, do, form, rival)


def _log_page(request, dossier: Dossier, form: LogForm, rival: Claim | None, *, status: int = 200) -> HttpResponse:
    context = {
        "dossier": dossier,
        "form": form,
        "figures": form.figures,
        "rival": cards_of([rival.pk])[rival.pk] if rival else None,
        "similar": suggest.duplicates(request.user, dossier, form["wording"].value() or ""),
        "reading": explained(form["date"].value(), form["dateline"].value(), form["uncertain"].value()),
    }
    return render_page(request, "claims/log.html", context, status=status)


def _look(request, dossier: Dossier, form: LogForm, rival: Claim | None, do: str) -> HttpResponse:
    """Show how everything is read: date, figures, speaker, duplicates. Without scripts this is how they appear."""
    form.is_valid()
    form.forgive()
    texts = (form[name].value() or "" for name in ("passage", "wording"))
    form.figures.offer(read_figures(text[:LONGEST_PASSAGE]) for text in texts)
    if do == "figure":
        form.figures.add()
    return _log_page(request, dossier, form, rival)


def _prefilled(request, dossier: Dossier) -> tuple[dict[str, Any], Claim | None]:
    """What the address asks to start with: source, matter, speaker, side, kind, date, and the claim to rival."""
    asked = request.GET
    initial = {name: asked[name] for name in ("date", "kind", "side", "passage", "wording") if name in asked}
    if "source" in asked:
        source = _row(Source.objects.filter(dossier=dossier), asked["source"])
        initial |= {"source": source.title, "source_pk": source.pk, "dateline": str(Dateline.of(source))}
    if "matter" in asked:
        matter = _row(Matter.objects.filter(dossier=dossier), asked["matter"])
        initial |= {"matter": matter.question, "matter_pk": matter.pk}
    if "speaker" in asked:
        speaker = _row(Speaker.objects.filter(dossier=dossier), asked["speaker"])
        held = suggest.affiliation_of(speaker, None)
        initial |= {"speaker": speaker.name, "speaker_pk": speaker.pk}
        initial |= {"side": held.side_id, "office": held.office} if held else {}
    rival = _rival(request, dossier, asked.get("rival", ""))
    if rival:
        side = suggest.opponent(rival)
        offered = {"side": side.pk, "side_offered": side.pk} if side else {}
        initial = {"kind": Claim.Kind.DENIAL, "rival": rival.pk} | offered | initial
    return initial, rival


def _row(rows, key: str):
    row = by_key(rows, key)
    if row is None:
        raise Http404
    return row


def _rival(request, dossier: Dossier, key: str) -> Claim | None:
    """The claim that this one is to be linked with once it is saved."""
    return _row(Claim.objects.visible_to(request.user).filter(dossier=dossier), key) if key else None


def _after(request, claim: Claim, do: str, form: LogForm, rival: Claim | None) -> HttpResponseRedirect:
    done = "Saved as a draft" if do == "draft" else "Submitted for review"
    said = f"{done}: {claim.get_kind_display().lower()} by {claim.speaker} for {claim.side}."
    _tell(request, said, claim)
    if rival and do != "draft":
        return redirect("claims:propose", claim.pk, rival.pk)
    if do not in ("next", "rival"):
        return redirect(claim)
    passage = claim.citations.select_related("passage__capture").get().passage
    carried = {"source": passage.capture.source_id, "matter": claim.matter_id, "date": form.cleaned_data["date"]}
    if do == "rival":
        carried |= {"rival": claim.pk, "date": ""}
    query = urlencode({name: value for name, value in carried.items() if value})
    return redirect(f"{reverse('claims:log', args=[claim.dossier_id])}?{query}")


def _tell(request, said: str, claim: Claim) -> None:
    words = Truncator(claim.wording).chars(80)
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, claim.get_absolute_url(), words))


def _cite_instead(request, dossier: Dossier, form: LogForm, rival: Claim | None) -> HttpResponse:
    """Somebody else logged the same statement: add this passage to theirs."""
    claim = _row(Claim.objects.visible_to(request.user).filter(dossier=dossier), request.POST["cite"])
    citation = CitationForm(request.POST, dossier=dossier)
    status = 400
    if citation.is_valid():
        try:
            entry.cite(claim, by=request.user, **citation.entry())
        except REFUSALS as error:
            status = refused(citation, error)
        else:
            _tell(request, "The passage was added to the claim that stood already:", claim)
            return redirect(claim)
    form.is_valid()
    form.forgive()
    for name, errors in citation.errors.items():
        form.add_error(None if name == "__all__" else name, errors.as_data())
    return _log_page(request, dossier, form, rival, status=status)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    rows = Claim.objects.visible_to(request.user).select_related("dossier", "speaker", "side", "matter")
    claim = get_object_or_404(rows, pk=pk)
    require(request.user, "edit", claim)
    form = EditForm(request.POST or None, claim=claim)
    status, differences = (400 if form.is_bound else 200), None
    if form.is_valid():
        try:
            return _edited(request, claim, form)
        except Outdated as outdated:
            current = rows.get(pk=outdated.current.pk)
            differences, status = conflicts(form, typed(current), current.revision), 409
        except REFUSALS as error:
            status = refused(form, error)
    context = {
        "claim": claim,
        "dossier": claim.dossier,
        "form": form,
        "conflicts": differences,
        "similar": [],
        "reading": explained(form["date"].value(), str(form.against), form["uncertain"].value()),
    }
    return render_page(request, "claims/edit.html", context, status=status)


def _edited(request, claim: Claim, form: EditForm) -> HttpResponseRedirect:
    submit = request.POST.get("do") == "submit"
    if form.says_something_new:
        was_published = claim.status == Claim.Status.PUBLISHED
        cleaned = form.cleaned_data
        claim = entry.amend(
            claim,
            by=request.user,
            revision=cleaned["revision"],
            reason=cleaned["reason"],
            submit=submit,
            **form.content(),
        )
        back = was_published and claim.status != Claim.Status.PUBLISHED
        messages.success(request, "Saved. It waits for review again." if back else "Saved.")
    elif submit:
        claim = claims.submit(claim, by=request.user)
        messages.success(request, "Submitted for review.")
    else:
        messages.info(request, "Nothing was changed.")
    return redirect(claim)
