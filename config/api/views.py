"""One address of the interface: who is let in, what may be asked, and how it is answered.

A view finds, asks and answers, as a page's does:

    class Sides(ApiView):
        filters = SideFilter

        def get(self, request):
            return listing(request, found(self, Side.objects.visible_to(request.user)), "pk", shape=SideShape())

        def post(self, request):
            dossier = named_in_body(request, Dossier.objects.visible_to(request.user))
            require(request.user, "add_side", dossier.pk)
            side = operations.add(dossier, by=request.user, **read(NewSide, request, apart=["dossier"]))
            return created(request, SideShape(), side, reverse("sources_api:side", args=[side.pk]))
"""

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeVar

import django_filters
import structlog
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import (
    AuthenticationFailed,
    MethodNotAllowed,
    NotAuthenticated,
    Throttled,
    ValidationError,
)
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from config.api import once
from config.api.conditions import tag_of, unchanged
from config.api.formats import MEDIA_TYPE, as_json
from config.api.paging import PARAMETERS, page_of
from config.api.problems import POLICY, problem_answer
from config.api.shapes import Given, Shape, object_of
from config.errors import problem_for
from config.rows import Outdated

log = structlog.get_logger("counterclaim.api")

Row = TypeVar("Row", bound=Model)
Find = Callable[[Any, int], Row | None]


class ApiView(APIView):
    """What every address of the interface does before and after its own work."""

    http_method_names = ["get", "head", "post", "patch", "put", "delete"]
    options = None  # type: ignore[assignment]  # browsers' preflights are answered by the CORS middleware

    #: The filters of the list; what else a GET may be asked stands in `parameters`.
    filters: type[django_filters.FilterSet] | None = None
    #: Does the list come a page at a time?
    paged = True
    parameters: Collection[str] = ()
    #: May anybody read this, even where public dossiers are not open to all?
    open_to_all = False
    #: What a row of this address looks like; a conflict shows the row as it stands now.
    shape: Shape | None = None
    post: Callable[..., HttpResponse]

    @property
    def allowed_methods(self) -> list[str]:
        return [name.upper() for name in self.http_method_names if getattr(self, name, None)]

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {}

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        made = super().initialize_request(request, *args, **kwargs)
        # What is asked for over and over: to look for it behind DRF's request takes ten times as long.
        made.META, made.method, made.GET = request.META, request.method, request.GET
        return made

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        self.perform_authentication(request)
        self.check_permissions(request)
        self.check_throttles(request)
        self._check_parameters(request)
        if request.method not in SAFE_METHODS:
            request._request.body  # noqa: B018 - refused here if it is too long, before anything is done
        if request.method == "POST" and (key := request.META.get(once.HEADER)) is not None:
            take = self.post
            self.post = lambda request, *args, **kwargs: once.once(request, key, lambda: take(request, *args, **kwargs))

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            self.check_throttles(request)  # else tokens could be guessed at any rate
            raise

    def _check_parameters(self, request: Request) -> None:
        known = {*self.parameters}
        if self.filters is not None and request.method in SAFE_METHODS:
            known |= {*self.filters.base_filters, *(PARAMETERS if self.paged else ())}
        unknown = sorted(set(request.GET) - known)
        if unknown:
            raise ValidationError({name[:80]: ["There is no such parameter here."] for name in unknown[:20]})

    def as_it_stands(self, row: Any) -> Any:
        """The row, read again where its shape shows more than the row itself holds."""
        return row

    def raise_uncaught_exception(self, exc: Exception) -> NoReturn:
        raise exc


def refusal(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's EXCEPTION_HANDLER: any refusal as problem+json, by the one table of refusals; None for a bug."""
    problem = problem_for(error)
    if problem is None:
        return None
    if problem.status >= 500:
        log.error("unavailable", code=problem.code, exc_info=error)
    view, request, members = context["view"], context["request"], {**problem.members}
    if isinstance(error, Outdated):
        if "HTTP_IF_MATCH" in request.META:
            problem = problem.become(412)
        if view.shape is not None and error.current.pk:
            members["current"] = view.shape.to_representation(view.as_it_stands(error.current))
    response = problem_answer(problem, **members)
    if isinstance(error, (NotAuthenticated, AuthenticationFailed)):
        response["WWW-Authenticate"] = getattr(error, "auth_header", "Bearer")
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = ", ".join(view.allowed_methods)
    if isinstance(error, Throttled):
        response["Retry-After"] = str(int(error.wait or 1))
    return response


# Reading


def narrowed(request: Request) -> bool:
    """Does it ask for less than the whole list?"""
    return any(name not in PARAMETERS for name in request.GET)


def found(view: ApiView, rows: QuerySet) -> QuerySet:
    """The rows that the view's filters let through. Raises ValidationError naming each that cannot be read."""
    return asked_of(view, rows).qs if narrowed(view.request) else rows


def asked_of(view: ApiView, rows: QuerySet) -> django_filters.FilterSet:
    """The view's filters, as the request sets them. Raises ValidationError naming each that cannot be read."""
    asked = view.request.GET.copy()
    for name in PARAMETERS:
        asked.pop(name, None)
    filters = _of_these(view.filters, frozenset(asked))  # type: ignore[arg-type]  # lists have some
    chosen = filters(asked, rows, request=view.request)
    if not chosen.is_valid():
        raise ValidationError({name: [*map(str, errors)] for name, errors in chosen.errors.items()})
    return chosen


@functools.lru_cache(maxsize=256)
def _of_these(filters: type[django_filters.FilterSet], names: frozenset[str]) -> type[django_filters.FilterSet]:
    """The same set with these filters and what is required: a form of all is made slower than the list is found."""
    fewer: type[django_filters.FilterSet] = type(filters.__name__, (filters,), {"__module__": filters.__module__})
    fewer.base_filters = {
        name: one for name, one in filters.base_filters.items() if name in names or one.extra["required"]
    }
    return fewer


def listing(request: Request, rows: QuerySet, *keys: str, shape: Shape) -> HttpResponse:
    """One page of the rows in the order of `keys`, the last of which is unique."""
    page, following = page_of(request, rows, *keys)
    return answer(request, {"results": [shape.to_representation(row) for row in page], "next": following})


def detail(request: Request, shape: Shape, row: Any, *, status: int = 200) -> HttpResponse:
    """One row as it stands, or as a step left it, with the ETag that a later `If-Match` names."""
    body = as_json(shape.to_representation(row))
    return answer(request, body, etag=tag_of(body, getattr(row, "revision", None)), status=status)


def answer(request: Request, data: Any, *, etag: str = "", status: int = 200) -> HttpResponse:
    """JSON: bytes pass through as they are. A GET carries an ETag, and says 304 to whoever has the same bytes.

    What is given with its `etag` as a function is called only where it has to be sent.
    """
    reads = request.method in SAFE_METHODS
    body = data if isinstance(data, bytes) or callable(data) else as_json(data)
    etag = etag or (tag_of(body) if reads else "")
    response = unchanged(request, etag) if reads else None
    response = response or HttpResponse(body() if callable(body) else body, MEDIA_TYPE, status)
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = POLICY
    response["Vary"] = "Authorization, Cookie"
    return response


# Writing


def created(request: Request, shape: Shape, row: Any, address: str) -> HttpResponse:
    """201: what was made, and where it is."""
    response = detail(request, shape, row, status=201)
    response["Location"] = request.build_absolute_uri(address)
    return response


def read(given: type[Given], request: Request, *, apart: Collection[str] = (), **context: Any) -> dict[str, Any]:
    """What the body says, parsed, without what was read `apart`. Raises ValidationError by path.

    Where nothing has to be said, no body is as good as an empty object.
    """
    data = object_of(request.data)
    parsed = given(data=data, partial=request.method == "PATCH", context={"request": request, **context})
    if not parsed.is_valid():
        _sent(request)
        raise ValidationError(parsed.errors)
    return {name: value for name, value in parsed.validated_data.items() if name not in apart}


def named_in_body(request: Request, rows: QuerySet[Row] | Find[Row], name: str = "dossier") -> Row:
    """The row that the body names by its key: what the new row belongs to. Not found is not found (404).

    `rows` are those that the person may see, or what finds one of them. Raises ValidationError where the body
    names none.
    """
    key = _sent(request).get(name)
    if type(key) is not int:
        raise ValidationError({name: ["Name it by its key, a whole number."]})
    if isinstance(rows, QuerySet):
        return get_object_or_404(rows, pk=key)
    if (row := rows(request.user, key)) is None:
        raise Http404
    return row


def _sent(request: Request) -> Mapping[str, Any]:
    """The object that came as the body. Raises ValidationError where none came."""
    return object_of(request.data if request._request.body else None)
