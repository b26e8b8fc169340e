"""Tying one claim to another: find it, compare the two, say how the one answers the other; decide on it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.filters import LONGEST
from claims.forms.link import ProposeForm
from claims.forms.review import ReasonForm, RevisionsForm, WithdrawForm
from claims.models import Claim, Link
from claims.operations import link as operations
from claims.permissions import require
from claims.queries import link as queries
from claims.queries.candidates import candidates
from claims.queries.cards import cards_for
from claims.queries.differences import changed_since
from claims.relations import Relation
from claims.views import claim as claim_page
from claims.views import review
from claims.views.review import Refusal, attempt
from config.http import onward, render_page
from sources.queries.history import FieldChange


@require_GET
def link(request, pk):
    found = cards_for(request.user, [pk]).get(pk)
    if found is None:
        raise Http404
    require(request.user, "link", found)
    words, side = request.GET.get("q", "")[:LONGEST], review.key(request, "side")
    search = candidates(request.user, found, words=words, side=side)
    context = {"claim": found, "search": search, "q": words, "side": side}
    return render_page(request, "claims/link.html", context, fragments=["candidates"])


@require_http_methods(["GET", "POST"])
def propose(request, pk, other):
    """Compare two claims; a POST proposes that the first stands in a relation to the second."""
    pair = queries.compare(request.user, pk, other)
    if pair is None:
        raise Http404
    for end in (pair.answer, pair.target):
        require(request.user, "link", end)
    ends = {"answer": pair.answer, "target": pair.target}
    if request.method == "GET" or "look" in request.POST:
        return _compare(request, pair, ProposeForm(initial=_swapped(request.POST) or _likely(pair), **ends))
    form = ProposeForm(_typed(request), **ends)
    refusal = attempt(
        request.user,
        "link",
        pair.answer,
        lambda: operations.propose(pair.answer, target=pair.target, by=request.user, **form.cleaned_data),
        form,
    )
    if refusal:
        return _compare(request, pair, form, refusal)
    messages.success(request, "Proposed. It counts once an editor other than you confirms it.")
    return redirect(onward(request, pair.answer.get_absolute_url()))


def _typed(request) -> QueryDict:
    """What was typed, with the relation of the button that offers another one, if that was pressed."""
    typed = request.POST.copy()
    if "instead" in typed:
        typed["relation"] = typed["instead"]
    return typed


def _swapped(typed: QueryDict) -> dict[str, Any]:
    """What was typed before the two claims changed places: so do their figures."""
    figures = {"answer_figure": typed.get("target_figure", ""), "target_figure": typed.get("answer_figure", "")}
    return typed.dict() | figures if typed else {}


def _likely(pair: queries.Comparison) -> dict[str, Any]:
    """The relation that most likely holds, and the figures that are meant then: the first that dispute each other."""
    likely = next((figures for figures in pair.pairs if not figures.why), None)
    figures = {"answer_figure": likely.answer.pk, "target_figure": likely.target.pk} if likely else {}
    return {"relation": pair.likely} | figures


def _compare(request, pair: queries.Comparison, form: ProposeForm, refusal: Refusal | None = None) -> HttpResponse:
    chosen = form["relation"].value()
    context = {
        "pair": pair,
        "form": form,
        "refusal": refusal,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "instead": _instead(chosen, refusal),
        "chosen": chosen,
        "answer_figure": str(form["answer_figure"].value()),
        "target_figure": str(form["target_figure"].value()),
        "chosen_label": dict(Relation.choices).get(chosen, ""),
    }
    return render_page(request, "claims/propose.html", context, status=refusal.status if refusal else 200)


def _instead(chosen: str, refusal: Refusal | None) -> list[tuple[str, str]]:
    """What to offer where two figures turned out not to be comparable."""
    if refusal is None or refusal.status != 409 or chosen != Relation.DISPUTES_FIGURE:
        return []
    return [
        (Relation.PART_OF, "Propose it as part of the total"),
        (Relation.NOT_COMPARABLE, "Record that they are not comparable"),
    ]


# -------------------------------------------------------------- deciding


@require_POST
def confirm(request, pk):
    link, by = _find(request, pk), request.user
    refusal = attempt(by, "confirm", link, lambda: operations.confirm(link, by=by, revisions=_read(request)))
    return _after(request, link, refusal, "Confirmed: the link counts from now on.")


@require_POST
def reject(request, pk):
    link, by, form = _find(request, pk), request.user, ReasonForm(request.POST, auto_id=f"reject-{pk}-%s")
    refusal = attempt(by, "reject", link, lambda: operations.reject(link, by=by, **form.cleaned_data), form)
    return _after(request, link, refusal, "Rejected, with your reason.")


@require_POST
def withdraw(request, pk):
    link, by = _find(request, pk), request.user
    form = WithdrawForm(request.POST, link=link, auto_id=f"withdraw-{pk}-%s")
    refusal = attempt(by, "withdraw", link, lambda: operations.withdraw(link, by=by, **form.cleaned_data), form)
    return _after(request, link, refusal, "Withdrawn: the link does not count any more.")


def _find(request, pk: int) -> Link:
    links = Link.objects.visible_to(request.user).select_related("answer", "target")
    return get_object_or_404(links, pk=pk)


def _read(request) -> tuple[int, int]:
    """The revisions of both claims that were on the page when the step was taken."""
    form = RevisionsForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The form does not say which revisions were read. Open the page again.")
    return form.cleaned_data["answer_revision"], form.cleaned_data["target_revision"]


def _after(request, link: Link, refusal: Refusal | None, said: str) -> HttpResponse:
    """On to where the person was going; or where they were, with what stood in the way."""
    page = _page_of(request, link)
    if refusal is None:
        messages.success(request, said)
        return redirect(onward(request, f"{page.get_absolute_url()}#link-{link.pk}"))
    refusal = replace(refusal, link=link.pk, changed=_changed(request, link, refusal))
    if review.came_from(request, review.LINKS):
        return review.show(request, review.LINKS, wanted=link.pk, refusal=refusal)
    return claim_page.show(request, page.pk, refusal)


def _page_of(request, link: Link) -> Claim:
    """The claim on whose page the step was taken: one of the two ends."""
    return link.target if request.POST.get("page") == str(link.target_id) else link.answer


def _changed(request, link: Link, refusal: Refusal) -> list[FieldChange] | None:
    """What either claim says now beside what it said when the person read it."""
    if refusal.step != "confirm" or refusal.status != 409:
        return None
    read = zip((link.answer, link.target), _read(request), strict=True)
    return [change for claim, revision in read for change in changed_since(claim, revision)]
