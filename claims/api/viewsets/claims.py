"""Claims: the list and each, from stored documents that go out as they are; logged and edited as on the pages."""

from collections.abc import Callable, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework.request import Request

from claims.api.serializers.claims import ClaimShape
from claims.api.serializers.entry import EditedClaim, NewClaim
from claims.documents import listing, standing
from claims.documents.listing import Within
from claims.filters import SORTS, ClaimFilter
from claims.models import Claim
from claims.operations import claim as operations
from claims.operations import entry
from claims.permissions import require, require_in_dossier
from claims.queries import named
from claims.querysets import ClaimQuerySet
from claims.searching import Sought
from config.api.conditions import has_already, revision_read, tag_of
from config.api.formats import as_json
from config.api.paging import Place, cursor_behind, next_address, place_asked
from config.api.schema import described
from config.api.views import ApiView, answer, asked_of, created, detail, named_in_body, narrowed, read


class ClaimView(ApiView):
    """One claim: found by who may see it, answered by its document as this person is given it."""

    @cached_property
    def shape(self) -> ClaimShape:  # type: ignore[override]  # made for who asks, where it is asked for
        return ClaimShape(context={"request": self.request})

    def find(self, pk: int) -> Claim:
        claims = Claim.objects.visible_to(self.request.user).select_related("dossier", "side", "accused_side")
        return get_object_or_404(claims, pk=pk)

    def as_it_stands(self, row: Any) -> Claim:
        """The claim, whatever in it was changed."""
        claim: Claim = row if isinstance(row, Claim) else row.claim
        return claim


class Claims(ClaimView):
    filters = ClaimFilter

    @described("list_claims", "Who says what against whom, a page at a time.", gives=ClaimShape, page=True)
    def get(self, request):
        claims = self._asked() if narrowed(request) else None
        return page_of_documents(request, claims, *SORTS[request.GET.get("sort") or "newest"][1])

    def _asked(self) -> ClaimQuerySet | Sought | Within:
        """The claims that the filters let through; of a search and nothing else what is sought, of a choice what."""
        filters = asked_of(self, Claim.objects.all())
        words = filters.form.cleaned_data.get("q")
        if words and filters.form.cleaned_data.keys() <= {"q", "sort"}:
            return Sought.of(words)
        if (within := filters.within) is not None:
            return within
        filters.queryset = Claim.objects.visible_to(self.request.user)
        return filters.qs

    @described("log_claim", "Log a statement.", given=NewClaim, gives=ClaimShape, status=201)
    def post(self, request):
        dossier = named_in_body(request, named.dossier)
        require_in_dossier(request.user, "log", dossier.pk)
        given = read(NewClaim, request, apart=["dossier"], dossier=dossier)
        claim = entry.enter(dossier, by=request.user, **given)
        return created(request, self.shape, claim, reverse("claims_api:claim", args=[claim.pk]))


class OneClaim(ClaimView):
    @described("get_claim", "One claim.", gives=ClaimShape)
    def get(self, request, pk):
        found = listing.one(pk, request.user)
        if found is None:
            raise Http404
        revision, document = found
        return answer(request, document, etag=tag_of(document, revision))

    @described("edit_claim", "Change what is sent of a claim.", given=EditedClaim, gives=ClaimShape)
    def patch(self, request, pk):
        claim = self.find(pk)
        require(request.user, "edit", claim)
        given = read(EditedClaim, request, dossier=claim.dossier, claim=claim)
        revision = revision_read(request, claim, given)
        return detail(request, self.shape, _edited(claim, request.user, revision, given))


def _edited(claim: Claim, by: Any, revision: int, given: dict[str, Any]) -> Claim:
    """The claim as it was changed; where it says all this already, it is no new revision."""
    submit, reason = given.pop("submit", False), given.pop("reason", "")
    if any(getattr(claim, name) != value for name, value in given.items()):
        rest = {name: given.pop(name, getattr(claim, name)) for name in ("speaker", "matter")}
        return entry.amend(claim, by=by, revision=revision, submit=submit, reason=reason, **rest, **given)
    return operations.submit(claim, by=by) if submit else claim


def page_of_documents(request: Request, claims: Any, *keys: str) -> HttpResponse:
    """One page of claims, of all that may be seen where none are given: the stored documents as they are.

    Whoever has the page already is told so from the versions alone.
    """
    place = place_asked(request, Claim, keys)
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return _page(request, claims, place, keys)
    # What is sought, by words of speakers too, may change without any of the claims.
    now = "" if isinstance(claims, ClaimQuerySet | Sought) else standing.standing(request.user)
    asked = request.user.pk, request.get_full_path(), request.META["HTTP_IF_NONE_MATCH"]
    if tag := standing.recall(asked, now):
        return answer(request, b"", etag=tag)
    response = _page(request, claims, place, keys, known=lambda tag: has_already(request, f'"{tag}"'))
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        standing.remember(asked, now, response["ETag"])
    return response


def _page(
    request: Request, claims: Any, place: Place, keys: Sequence[str], known: Callable[[str], bool] | None = None
) -> HttpResponse:
    page = listing.page(claims, keys, request.user, after=place.after, limit=place.limit, known=known)

    def body() -> bytes:
        following = next_address(request, cursor_behind(page.last, keys)) if page.last else None
        head, tail = b'{"results":[', b'],"next":%s}' % as_json(following)
        if not page.documents:
            return head + tail
        parts = [head, *(part for document in page.documents for part in (document, b","))]
        parts[-1] = tail
        return b"".join(parts)  # half a megabyte, copied but this once

    return answer(request, body, etag=f'"{page.tag}"')
