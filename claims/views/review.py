"""What waits for an editor: statements to check, links to decide. One decision, and the next is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET
from django_htmx.http import push_url

from claims.forms.review import ReasonForm
from claims.models import Claim, Link
from claims.permissions import require
from claims.queries import review as queries
from config.errors import DomainError, problem_for
from config.forms import Difference, refused
from config.http import render_page
from sources.queries.history import FieldChange


@dataclass(frozen=True)
class Desk:
    """One of the two queues: its address and template, and where its rows come from."""

    name: str
    model: type[Model]
    waiting: Callable[[Any], Any]
    queue: Callable[[Any, int | None], queries.Queue]
    item: Callable[[Any, int], Any]

    @property
    def url(self) -> str:
        return reverse(f"claims:{self.name}")

    def at(self, pk: int | None) -> str:
        """The address with this row on the desk."""
        return f"{self.url}?at={pk}" if pk else self.url


CLAIMS = Desk(
    "review", Claim, Claim.objects.reviewable_by, queries.claims_waiting, queries.claim_item
)  # fmt: skip
LINKS = Desk(
    "review_links", Link, Link.objects.decidable_by, queries.links_waiting, queries.link_item
)  # fmt: skip


def counts(request: HttpRequest) -> dict[str, Any]:
    """For every template: `review_counts`, what waits for this person's review; asked only where shown."""
    return {"review_counts": SimpleLazyObject(lambda: _counts(request))}


def _counts(request: HttpRequest) -> queries.Waiting:
    return queries.waiting_for(request.user) if hasattr(request, "user") else queries.Waiting()


@require_GET
def review(request):
    return _visit(request, CLAIMS)


@require_GET
def review_links(request):
    return _visit(request, LINKS)


def _visit(request, desk: Desk) -> HttpResponse:
    if not queries.may_review(request.user):
        raise PermissionDenied("Editors review. Ask an editor of the dossier if you should be one.")
    if "after" in request.GET:
        return redirect(desk.at(queries.after(desk.waiting(request.user), key(request, "after") or 0)))
    return show(request, desk, wanted=key(request, "at"))


def key(request, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


@dataclass(frozen=True)
class Refusal:
    """A step that was not taken: why, what was typed with it, and what changed since the person read it."""

    status: int
    step: str
    message: str = ""
    form: Form | None = None
    link: int | None = None
    changed: list[FieldChange] | None = None
    conflicts: list[Difference] | None = None


def attempt(by, name: str, row: Claim | Link, step: Callable[[], Any], form: Form | None = None) -> Refusal | None:
    """Take a step with what `form` parsed. None when it was taken; who may not take it at all is turned away."""
    try:
        require(by, name, row)
        if form is not None and not form.is_valid():
            return Refusal(400, name, form=form)
        step()
    except ValidationError as error:
        if form is None:
            raise
        refused(form, error)
        return Refusal(400, name, form=form)
    except (DomainError, IntegrityError) as error:
        problem = problem_for(error)
        if problem is None:
            raise
        return Refusal(problem.status, name, problem.detail, form)
    return None


def came_from(request, desk: Desk) -> bool:
    """Was the step taken at this desk? Its forms go on to the row after this one."""
    return request.POST.get("next", "").startswith(f"{desk.url}?")


def show(request, desk: Desk, *, wanted: int | None, refusal: Refusal | None = None) -> HttpResponse:
    """The queue with one row on the desk: the one wanted if it waits, or the next.

    After a refusal the row stays on the desk whether it waits or not: nobody is left with nothing.
    """
    queue = desk.queue(request.user, wanted)
    on_desk = wanted if refusal else queue.here and queue.here.pk
    item = desk.item(request.user, on_desk) if on_desk else None
    context = {
        "desk": desk.name,
        "queue": queue,
        "item": item,
        "missed": _missed(request, desk, wanted) if wanted and wanted != on_desk else None,
        "here": desk.at(on_desk),
        "next": f"{desk.url}?after={on_desk}",
        "refusal": refusal,
        "offered": refusal and item and refusal.step in item.steps,
        "form": (refusal and refusal.form) or ReasonForm(),
    }
    status = refusal.status if refusal else 200
    response = render_page(request, f"claims/{desk.name}.html", context, fragments=["review-desk"], status=status)
    return push_url(response, False) if refusal else response


def _missed(request, desk: Desk, pk: int) -> Model | None:
    """The row that was asked for and does not wait (any more) for this person, if they may see it."""
    return desk.model._default_manager.visible_to(request.user).filter(pk=pk).first()
