"""The desk: a text with its statements, one before you as a form. One key logs it, and the next is there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url, reswap, retarget

from claims import figures
from claims.errors import AlreadyLogged
from claims.forms.capture import DatelineForm, PasteForm
from claims.forms.desk import DeskForm
from claims.forms.said import explained
from claims.models import Claim, Figure
from claims.operations import desk as operations
from claims.operations import entry
from claims.permissions import allowed_steps, require_in_dossier
from claims.proposals import tallies
from claims.proposals.known import Rival
from claims.queries import suggest
from claims.queries.desk.page import Desk, moved_on
from claims.queries.desk.page import desk as look
from claims.queries.desk.passages import chosen
from claims.queries.desk.pulse import changes, pulse
from claims.relations import OF_FIGURES, Relation
from config.forms import REFUSALS, refused
from config.http import render_page
from config.rows import WrongState
from sources.attribution.statements import Span
from sources.models import Proposal, Source, Speaker
from sources.operations import intake
from sources.operations import reading as readings
from sources.operations import source as sources
from sources.permissions import role_of
from sources.queries import health
from sources.queries.sources import dated
from sources.texts.plain import day_in

FRAGMENTS = ["desk", "desk-item"]


@dataclass(frozen=True)
class Twice:
    """What somebody would log a second time, and where to cite this text for it instead, if they may."""

    claim: Claim | None
    cite: str = ""


@require_GET
def desk(request, pk):
    source = _find(request, pk)
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    words = request.GET.get("words", "")
    picked = _picked(source, start, end, words)
    found = look(source, at=_key(request.GET.get("at", "")), chosen=picked)
    missed = bool(words.strip()) and picked is None
    answer = _show(request, found, missed=words.strip()[:200] if missed else "")
    return push_url(answer, _address(found)) if request.htmx else answer


def _picked(source: Source, start: str, end: str, words: str) -> Span | None:
    """The passage that somebody marked on the page, or whose words they pasted."""
    return chosen(health.latest(source), start, end, words) if words.strip() or start else None


def _find(request, pk: int) -> Source:
    """The source, for those who work on its dossier."""
    rows = Source.objects.visible_to(request.user).select_related("dossier", "publisher")
    source = get_object_or_404(rows, pk=pk)
    require_in_dossier(request.user, "log", source.dossier_id)
    return source


def _key(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


def _show(
    request, found: Desk, form: DeskForm | None = None, *, status: int = 200, dateline: DatelineForm | None = None,
    beaten: Claim | None = None, missed: str = "", paste: PasteForm | None = None, before: Desk | None = None,
    template: str = "claims/desk.html", twice: Twice | None = None,
) -> HttpResponse:  # fmt: skip
    item = found.current
    if form is None and item and (item.is_open or item.proposal is None):
        form = DeskForm(desk=found, item=item)
    context = _shown(request, found, before) | {
        "dated": dated(found.source),
        "form": form,
        "figures": form.figures if form else [],
        "dateline": dateline or (None if found.source.dateline else _dateline_form(found)),
        "reading": form and explained(form["date"].value(), str(form.against), form["uncertain"].value()),
        "similar": suggest.duplicates(request.user, found.source.dossier, form["wording"].value() or "")
        if form
        else [],
        "beaten": beaten,
        "twice": twice,
        "paste": paste or PasteForm(),
        "missed": missed,
    }
    return render_page(request, template, context, fragments=FRAGMENTS, status=status)


def _shown(request, found: Desk, before: Desk | None = None) -> dict[str, Any]:
    """What every answer of the desk is about; to htmx, with what changed since it saw the desk."""
    context = {"desk": found, "source": found.source, "dossier": found.source.dossier, "item": found.current}
    if request.htmx:
        asked = request.POST if request.method == "POST" else request.GET
        context["changes"] = changes(found, asked.get("seen", ""), _key(asked.get("was", "")), before)
    return context


def _dateline_form(found: Desk) -> DatelineForm:
    """The day that its text begins with, if any, for a person to keep."""
    day = day_in(found.capture.text) if found.capture else ""
    return DatelineForm(initial={"revision": found.source.revision, "dateline": day})


@require_http_methods(["POST"])
def log_proposal(request, pk, proposal):
    """Log a statement that was found, as it stands in the form."""
    source = _find(request, pk)
    found = look(source, at=get_object_or_404(_proposals(source), pk=proposal).pk)
    return _log(request, found)


@require_POST
def log_passage(request, pk):
    """Log a statement that somebody picked out of the text."""
    source = _find(request, pk)
    picked = _picked(source, request.POST.get("start", ""), request.POST.get("end", ""), "")
    if picked is None:
        messages.error(request, "These words do not stand in the text. Mark them again.")
        return redirect("claims:desk", pk)
    return _log(request, look(source, chosen=picked))


def _proposals(source: Source):
    return Proposal.objects.filter(capture__source=source)


def _log(request, found: Desk) -> HttpResponse:
    item = found.current
    if item is None or found.capture is None:
        raise Http404
    form = DeskForm(request.POST, desk=found, item=item)
    if item.claim:
        return _beaten(request, found, form, item.claim)
    if not form.is_valid():
        return _show(request, found, form, status=400)
    try:
        claim = operations.log(
            found.capture,
            by=request.user,
            proposal=item.proposal,
            submit=True,
            ties=_ties(form),
            also=_also(form),
            **form.entry(),
        )
    except AlreadyLogged as error:
        if error.claim is None:
            return _show(request, found, form, status=409, twice=_said_before(request, found, form))
        return _beaten(request, found, form, error.claim)
    except REFUSALS as error:
        return _show(request, found, form, status=refused(form, error))
    words = Truncator(claim.wording).chars(80)
    tied = " and linked" if form.chosen_ties else ""
    said = format_html('Logged{} for review: <a href="{}">{}</a>', tied, claim.get_absolute_url(), words)
    messages.success(request, said)
    after = look(found.source, at=item.key, before=found)
    return _arrived(request, moved_on(after) if item.proposal else after, before=found)


def _beaten(request, found: Desk, form: DeskForm, claim: Claim) -> HttpResponse:
    """Somebody was faster: name what they logged, keep what was typed, and lead on."""
    at = found.current.key if found.current else None
    return _show(request, look(found.source, at=at), form, status=409, beaten=claim)


def _said_before(request, found: Desk, form: DeskForm) -> Twice:
    """What this person has logged from these very words before: here, or in another text that says it too."""
    said, source = form.entry(), found.source
    words = found.capture.text[said["start"] : said["end"]] if found.capture else ""
    claims = Claim.objects.visible_to(request.user)
    claim = claims.logged_alike(said, words).first() if isinstance(said["speaker"], Speaker) else None
    if claim is None or "edit" not in allowed_steps(request.user, claim, role_of(request.user, source.dossier_id)):
        return Twice(claim)
    asked = urlencode({"source": source.title, "source_pk": source.pk, "passage": words})
    return Twice(claim, f"{reverse('claims:add_citation', args=[claim.pk])}?{asked}")


def _ties(form: DeskForm) -> list[entry.Tie]:
    """The links that were accepted, each to the claim at its other end."""
    claims = Claim.objects.filter(dossier=form.dossier).in_bulk([tie.claim for tie in form.chosen_ties if tie.claim])
    ties = []
    for tie in form.chosen_ties:
        claim, rival = claims.get(tie.claim or 0), tie.rival
        pairs = _counted(form, claim, rival) if claim and rival.relation in OF_FIGURES else [(None, None)]
        ties += [
            entry.Tie(
                claim,
                rival.relation,
                rival.aspect,
                rival.why[:2000],
                turned=not rival.answers,
                figure=mine,
                other_figure=theirs,
            )
            for mine, theirs in pairs
            if claim
        ]
    return ties


def _counted(form: DeskForm, claim: Claim, rival: Rival) -> list[tuple[int, Figure]]:
    """Which of the figures that were ticked stand so to which of the other claim's, as both are saved."""
    standing = list(claim.figures.live().select_related("affected_side"))
    pairs = []
    for place, fields in enumerate(form.figures.figures()):
        mine = Figure(**fields)
        mine.clean()
        pairs += [(place, theirs) for theirs in standing if _stands(rival, mine, theirs)]
    return pairs if rival.relation == Relation.PART_OF else pairs[:1]


def _stands(rival: Rival, mine: Figure, theirs: Figure) -> bool:
    if rival.relation == Relation.PART_OF:
        return tallies.may_be_part(*((mine, theirs) if rival.answers else (theirs, mine)))
    return not figures.why_not_rivals(mine, theirs)


def _also(form: DeskForm) -> dict[str, Any] | None:
    """The same words said by the other side, where each says it of the other."""
    turned = form.item.form.turned
    side = form.cleaned_data["side"]
    if turned is None or not form.cleaned_data["also"] or side is None:
        return None
    sides = form.desk.sides
    mine = side.pk == form.item.form.side.value
    other, accused = (sides[turned.side], sides[turned.accused]) if mine else (form.cleaned_data["accused_side"], side)
    wording = form.cleaned_data["also_wording"].strip() or turned.wording
    known = Speaker.objects.filter(pk=turned.who.pk).first() if turned.who.pk and mine else None
    named = known or Speaker.objects.filter(dossier=form.dossier).current().named(other.name).first()
    speaker = named or {"name": other.name, "kind": Speaker.Kind.ORGANISATION, "side": other, "office": ""}
    return {"speaker": speaker, "side": other, "accused_side": accused, "wording": wording, "office": ""}


@require_POST
def skip(request, pk, proposal):
    return _step(request, pk, proposal, operations.skip)


@require_POST
def take_up(request, pk, proposal):
    return _step(request, pk, proposal, operations.take_up)


def _step(request, pk: int, key: int, step) -> HttpResponse:
    source = _find(request, pk)
    proposal = get_object_or_404(_proposals(source), pk=key)
    try:
        step(proposal, by=request.user)
    except AlreadyLogged as error:
        return _show(request, look(source, at=key), status=409, beaten=error.claim)
    except WrongState as error:
        messages.error(request, str(error))
        return _show(request, look(source, at=key), status=409)
    if step is operations.take_up:
        messages.success(request, "Taken up again.")
        return _arrived(request, look(source, at=key))
    messages.info(request, "Skipped. Anybody can take it up again.")
    return _arrived(request, moved_on(look(source, at=key)))


def _arrived(request, found: Desk, *, before: Desk | None = None) -> HttpResponse:
    """At a statement, or at the first that is open, as everything stands now."""
    address = _address(found)
    return push_url(_show(request, found, before=before), address) if request.htmx else redirect(address)


def _address(found: Desk) -> str:
    address = reverse("claims:desk", args=[found.source.pk])
    return f"{address}?at={found.current.key}" if found.current and found.current.key else address


@require_POST
def date_source(request, pk):
    """Give a source the day it was written; dates in it are counted from that."""
    source = _find(request, pk)
    form = DatelineForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            sources.edit(source, by=request.user, revision=revision, **form.cleaned_data["dateline"])
        except REFUSALS as error:
            status = refused(form, error)
        else:
            messages.success(request, "Dates in this text count from that day now.")
            return _arrived(request, look(_find(request, pk)))
    return _show(request, look(source), dateline=form, status=status)


@require_POST
def paste_text(request, pk):
    """Paste the text of a source that has none, or whose page could not be fetched."""
    source = _find(request, pk)
    form = PasteForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            intake.paste(source.dossier, by=request.user, text=form.cleaned_data["text"], source=source)
            return redirect("claims:desk", pk)
        except REFUSALS as error:
            status = refused(form, error)
    return _show(request, look(source), status=status, paste=form)


@require_POST
def read_text(request, pk):
    """Have a text read that nobody has asked to read yet, or that could not be read."""
    source = _find(request, pk)
    capture = health.latest(source)
    if capture is None:
        raise Http404
    readings.start(capture, by=request.user)
    return redirect("claims:desk", pk)


@require_GET
def desk_news(request, pk):
    """What colleagues did meanwhile: the list and the marks, never the form; nothing where nothing happened.

    Once the text or its statements have come in, the whole desk.
    """
    source = _find(request, pk)
    if request.GET.get("seen", "").partition("~")[0] == str(pulse(source)):
        return HttpResponse(status=204)
    found = look(source, at=_key(request.GET.get("was", "")))
    if request.GET.get("waiting") and not found.is_working:
        return retarget(reswap(_show(request, found, template="claims/desk.html#desk"), "outerHTML"), "#desk")
    return render_page(request, "claims/_desk_meanwhile.html", _shown(request, found))
