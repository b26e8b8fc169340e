"""The page of one claim, and the steps taken from it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from claims.forms.review import (
    GradeForm,
    ReasonForm,
    ResponseForm,
    RevisionForm,
    UngradeForm,
    UnrespondForm,
    WithdrawForm,
)
from claims.models import Claim, Grading, Response
from claims.operations import assessment
from claims.operations import claim as operations
from claims.queries import claim as queries
from claims.queries.differences import changed_since
from claims.views import review
from claims.views.review import Refusal, attempt
from config.forms import Difference, conflicts
from config.http import onward, render_page
from sources.models import Side


@login_not_required
@require_GET
def claim(request, pk):
    return show(request, pk)


def show(request, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The page of a claim; after a refusal, with what stood in the way and what was typed."""
    try:
        screen = queries.claim_screen(request.user, pk)
    except Claim.DoesNotExist:
        raise Http404 from None
    context = {
        "claim": screen.claim,
        "screen": screen,
        "forms": _forms(screen, refusal),
        "refusal": refusal,
        "offered": refusal and refusal.step in _offered(screen, refusal),
    }
    return render_page(request, "claims/claim.html", context, status=refusal.status if refusal else 200)


def _forms(screen: queries.ClaimScreen, refusal: Refusal | None) -> dict[str, Form]:
    """A form for each step that asks for words: empty, or as it was refused. Ids differ: all stand on one page."""
    made = {
        "return": lambda: ReasonForm(auto_id="return-%s"),
        "void": lambda: ReasonForm(auto_id="void-%s"),
        "respond": lambda: _respond_form(screen),
        "grade": lambda: _grade_form(screen.grading),
        "ungrade": lambda: UngradeForm(auto_id="ungrade-%s"),
    }
    forms = {step: made[step]() for step in screen.steps if step in made}
    for tie in screen.ties:
        asking: dict[str, Callable[..., Form]] = {
            "reject": ReasonForm,
            "withdraw": partial(WithdrawForm, link=tie.link),
        }
        tie.forms = {
            step: asking[step](auto_id=f"{step}-{tie.link.pk}-%s")
            for step in tie.steps if step in asking
        }  # fmt: skip
    for asked in _taken_back(screen):
        asked.forms["unrespond"] = UnrespondForm(sides=Side.objects.none(), auto_id=f"unrespond-{asked.side.pk}-%s")
    if refusal and refusal.form:
        _forms_there(screen, forms, refusal)[refusal.step] = refusal.form
    return forms


def _taken_back(screen: queries.ClaimScreen) -> list[queries.Asked]:
    """The sides of which something is recorded that may be taken back."""
    return [asked for asked in screen.asked if asked.response and "unrespond" in screen.steps]


def _forms_there(screen: queries.ClaimScreen, forms: dict[str, Form], refusal: Refusal) -> dict[str, Form]:
    """The forms beside the one that was refused: of a link, of a side that was asked, or of the claim."""
    tied = (tie.forms for tie in screen.ties if tie.link.pk == refusal.link)
    asked = (asked.forms for asked in _taken_back(screen) if _is_of(asked.side, refusal))
    return next(tied, None) or next(asked, None) or forms


def _is_of(side: Side, refusal: Refusal) -> bool:
    """Was it taking back what is recorded of this side that was refused?"""
    return refusal.step == "unrespond" and refusal.form is not None and refusal.form["side"].value() == str(side.pk)


def _respond_form(screen: queries.ClaimScreen) -> ResponseForm:
    claim = screen.claim
    read = ResponseForm.read(asked.response for asked in screen.asked if asked.response)
    asking = {"side": _to_ask(screen), "revision": read}
    form = ResponseForm(sides=_askable(claim), auto_id="respond-%s", initial=asking)
    form.fields["side"].choices = [(side.pk, str(side)) for side in screen.sides if side.pk != claim.side_id]
    return form


def _grade_form(grading: Grading | None) -> GradeForm:
    graded = {"grade": grading.grade, "explanation": grading.explanation} if grading else {}
    return GradeForm(auto_id="grade-%s", initial=graded | {"revision": grading.revision if grading else 0})


def _offered(screen: queries.ClaimScreen, refusal: Refusal) -> list[str]:
    """The steps on offer where the refused one was taken: on the claim, or on one of its links."""
    if refusal.step == "unrespond":
        return ["unrespond"] if any(_is_of(asked.side, refusal) for asked in _taken_back(screen)) else []
    if refusal.link is None:
        return screen.steps
    return next((tie.steps for tie in screen.ties if tie.link.pk == refusal.link), [])


def _askable(claim: Claim):
    return Side.objects.filter(dossier=claim.dossier_id).exclude(pk=claim.side_id)


def _to_ask(screen: queries.ClaimScreen) -> Side | None:
    return next((asked.side for asked in screen.asked if asked.state != "answered"), None)


# ------------------------------------------------------------------ steps


@require_POST
def submit(request, pk):
    claim, by = _find(request, pk), request.user
    refusal = attempt(by, "submit", claim, lambda: operations.submit(claim, by=by))
    return _after(request, claim, refusal, "Submitted: an editor other than its author will check it.")


@require_POST
def publish(request, pk):
    claim, by = _find(request, pk), request.user
    refusal = attempt(by, "publish", claim, lambda: operations.publish(claim, by=by, revision=_read(request)))
    return _after(request, claim, refusal, "Published: it stands in the ledger.")


@require_POST
def send_back(request, pk):
    claim, by, form = _find(request, pk), request.user, ReasonForm(request.POST, auto_id="return-%s")
    step = partial(operations.send_back, claim, by=by)
    refusal = attempt(by, "return", claim, lambda: step(revision=_read(request), **form.cleaned_data), form)
    return _after(request, claim, refusal, "Returned to its author, with your reason.")


@require_POST
def void(request, pk):
    claim, by, form = _find(request, pk), request.user, ReasonForm(request.POST, auto_id="void-%s")
    refusal = attempt(by, "void", claim, lambda: operations.void(claim, by=by, **form.cleaned_data), form)
    return _after(request, claim, refusal, "Voided. It stays readable, with your reason; its links are withdrawn.")


@require_POST
def respond(request, pk):
    claim, by = _find(request, pk), request.user
    form = ResponseForm(request.POST, sides=_askable(claim), auto_id="respond-%s")
    refusal = attempt(by, "respond", claim, lambda: assessment.respond(claim, by=by, **form.cleaned_data), form)
    if refusal and refusal.status == 409:
        refusal = replace(refusal, conflicts=_recorded_meanwhile(claim, form))
    return _after(request, claim, refusal, "Recorded what came of asking.")


def _recorded_meanwhile(claim: Claim, form: Form) -> list[Difference] | None:
    """Where what somebody else recorded of the side differs; the form is moved on, as for a grade."""
    responses = list(Response.objects.filter(claim=claim))
    known = next((response for response in responses if response.side == form.cleaned_data["side"]), None)
    if known is None or known.revision == form.cleaned_data["revision"]:
        return None
    recorded = {"side": known.side_id, "state": known.get_state_display(), "note": known.note}
    return conflicts(form, recorded, ResponseForm.read(responses))


@require_POST
def unrespond(request, pk):
    claim, by = _find(request, pk), request.user
    form = UnrespondForm(request.POST, sides=_askable(claim), auto_id="unrespond-%s")
    refusal = attempt(by, "unrespond", claim, lambda: assessment.unrespond(claim, by=by, **form.cleaned_data), form)
    return _after(request, claim, refusal, "Taken back: no reply is sought. What was recorded stays in the history.")


@require_POST
def grade(request, pk):
    claim, by, form = _find(request, pk), request.user, GradeForm(request.POST, auto_id="grade-%s")
    refusal = attempt(by, "grade", claim, lambda: assessment.grade(claim, by=by, **form.cleaned_data), form)
    if refusal and refusal.status == 409:
        refusal = replace(refusal, conflicts=_graded_meanwhile(claim, form))
    return _after(request, claim, refusal, "Graded, with your explanation.")


def _graded_meanwhile(claim: Claim, form: Form) -> list[Difference] | None:
    """Where somebody else's grade differs; the form is moved on, so that grading again is a choice."""
    grading = Grading.objects.filter(claim=claim).first()
    if grading is None:
        return None
    return conflicts(form, {"grade": grading.get_grade_display(), "explanation": grading.explanation}, grading.revision)


@require_POST
def ungrade(request, pk):
    claim, by, form = _find(request, pk), request.user, UngradeForm(request.POST, auto_id="ungrade-%s")
    refusal = attempt(by, "ungrade", claim, lambda: assessment.ungrade(claim, by=by, **form.cleaned_data), form)
    return _after(request, claim, refusal, "The grade is taken back. It stays in the history, with your reason.")


def _find(request, pk: int) -> Claim:
    return get_object_or_404(Claim.objects.visible_to(request.user), pk=pk)


def _read(request) -> int:
    """The revision that was on the page when the step was taken."""
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The form does not say which revision was read. Open the page again.")
    return form.cleaned_data["revision"]


def _after(request, claim: Claim, refusal: Refusal | None, said: str) -> HttpResponse:
    """On to where the person was going; or the same page with what stood in the way."""
    if refusal is None:
        messages.success(request, said)
        return redirect(onward(request, claim.get_absolute_url()))
    if refusal.step in {"publish", "return"} and refusal.status == 409:
        refusal = replace(refusal, changed=changed_since(claim, _read(request)))
    if review.came_from(request, review.CLAIMS):
        return review.show(request, review.CLAIMS, wanted=claim.pk, refusal=refusal)
    return show(request, claim.pk, refusal)
