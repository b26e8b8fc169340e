"""How requests become pages: rendering, the refusals' pages, sign-in, and what every answer carries."""

import re
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import HEADER as POLICY
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, MiddlewareNotUsed, RequestDataTooBig, ValidationError
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url, reswap, retarget
from django_htmx.middleware import HtmxDetails
from rest_framework.views import APIView

from config import mail, metrics, unsent
from config.api.problems import asks_interface, problem_answer
from config.errors import BROKEN, FORBIDDEN, NOT_FOUND, NOT_SO, UNCLEAR, Problem, problem_for
from config.lines import with_line_feeds

log = structlog.get_logger("counterclaim.http")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What PostgreSQL text and UTF-8 cannot hold: NUL, and halves of surrogate pairs.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LEAVE_OUT = "Leave out the character in it that cannot be stored (NUL or half a surrogate pair)."

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class HtmxRequest(HttpRequest):
    """A request as it passes our middleware: it knows what htmx asked for, and whether a program asks."""

    htmx: HtmxDetails
    of_program: bool


def render_page(
    request: HtmxRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragments: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render the whole page, or just the fragment that an htmx request is about to swap.

    A fragment's name, the DOM id it replaces and the hx-target are one and the same
    string. Only names listed in `fragments` can be asked for, so a client can never
    pull an inner part of a template out from under the `{% if %}` that guards it.
    """
    htmx = request.htmx
    if htmx and not htmx.history_restore_request and htmx.target in fragments:
        template = f"{template}#{htmx.target}"
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def render_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Show a refusal: a page of its own, the page's alert box when htmx asked, or JSON to programs.

    Falls back to bare HTML, since the page's frame needs the database and what broke
    may be the database.
    """
    if asks_interface(request):
        return problem_answer(problem)
    htmx = getattr(request, "htmx", None)
    template = "problem.html#problem" if htmx else "problem.html"
    try:
        response = render(request, template, {"problem": problem}, status=problem.status)
    except Exception:  # noqa: BLE001 - whatever broke the frame, people still get the sentence
        log.exception("problem_page_failed", code=problem.code)
        response = HttpResponse(_bare(problem), status=problem.status)
    if problem.status == 503:
        response["Retry-After"] = "5"
    patch_vary_headers(response, ["HX-Request"])
    if not htmx:
        return response
    # The refused address must not get into the address bar: it may answer to POST only.
    return push_url(retarget(reswap(response, "outerHTML"), "#problem"), False)


def onward(request: HttpRequest, otherwise: str) -> str:
    """Where to go after a step: the page that the form names in `next`, if it is one of ours."""
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else otherwise


def _bare(problem: Problem) -> str:
    return (
        f'<!doctype html><html lang="en"><title>Counterclaim</title>'
        f'<main id="problem" role="alert"><h1>{problem.status}</h1><p>{escape(problem.detail)}</p></main></html>'
    )


class PageMiddleware:
    """What only people need: sessions, messages, sign-in (PAGE_MIDDLEWARE, in its order).

    A program that shows no session goes past all of it, which would cost more than to answer it. Only a view of the
    interface is answered so: whatever else has an address among theirs is a page, and takes the long way.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = self.long_way = get_response
        self.before_views: list[Callable[..., HttpResponseBase | None]] = []
        self.after_errors: list[Callable[..., HttpResponseBase | None]] = []
        for path in reversed(settings.PAGE_MIDDLEWARE):
            try:
                middleware = import_string(path)(self.long_way)
            except MiddlewareNotUsed:
                continue
            self.long_way = convert_exception_to_response(middleware)  # type: ignore[assignment]  # nothing waits
            if hasattr(middleware, "process_view"):
                self.before_views.insert(0, middleware.process_view)
            if hasattr(middleware, "process_exception"):
                self.after_errors.append(middleware.process_exception)

    def __call__(self, request: HtmxRequest) -> HttpResponseBase:
        request.of_program = asks_interface(request) and settings.SESSION_COOKIE_NAME not in request.COOKIES
        return self.get_response(request) if request.of_program else self.long_way(request)

    def process_view(self, request: HtmxRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.of_program:
            return _first(before(request, view, args, kwargs) for before in self.before_views)
        if issubclass(getattr(view, "cls", object), APIView):
            return None
        request.of_program = False
        return self.long_way(request)

    def process_exception(self, request: HtmxRequest, exception: Exception) -> HttpResponseBase | None:
        if request.of_program:
            return None
        return _first(after(request, exception) for after in self.after_errors)


def _first(answers: Iterator[HttpResponseBase | None]) -> HttpResponseBase | None:
    return next((answer for answer in answers if answer is not None), None)


class ProblemMiddleware:
    """Answer a refused step with its problem; let bugs surface as a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        # Django's own is empty: whoever opens the address of a step anew would see a blank page.
        told = render_problem(request, NOT_SO)
        told["Allow"] = response["Allow"]
        return told

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        problem = problem_for(exception)
        if problem is None:
            return None
        if problem.status >= 500:
            log.error("unavailable", code=problem.code, exc_info=exception)
        return render_problem(request, problem)


class LoginMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in everywhere except on views marked `login_not_required`.

    An expired session must send the whole page to the sign-in, never put the sign-in
    form into a fragment; and afterwards people come back to the page they were on, not
    to the address that their click posted to. What they typed is kept for them (config.unsent).
    """

    def handle_no_permission(  # type: ignore[override]  # htmx is sent by 200 and a header
        self, request: HtmxRequest, view_func: Callable
    ) -> HttpResponseBase:
        if not request.htmx and request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        if request.method == "POST" and not request.htmx:
            unsent.keep(request)
        sign_in = redirect_to_login(_page_of(request), resolve_url(self.get_login_url(view_func)))
        return HttpResponseClientRedirect(sign_in.url) if request.htmx else sign_in


def _page_of(request: HtmxRequest) -> str:
    """The path of the page that the reader was on, if it is one of ours; else the front page."""
    if request.htmx and request.htmx.current_url_abs_path:
        return request.htmx.current_url_abs_path
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc != request.get_host():
        return "/"
    return referer._replace(scheme="", netloc="", fragment="").geturl() or "/"


class TextMiddleware:
    """Refuse, before any view, what cannot be read or stored: NUL bytes, half surrogates, addresses that are none.

    What a form sends is read with the lines' ends as they were typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponseBase:
        if problem := self._refusal(request):
            return render_problem(request, problem)
        if request.method == "POST":
            request.POST = _as_typed(request.POST)  # type: ignore[assignment]  # it is closed again
        return self.get_response(request)

    def _refusal(self, request: HtmxRequest) -> Problem | None:
        try:
            self._check(request)
        except (BadRequest, RequestDataTooBig, ValidationError) as refused:
            return problem_for(refused)
        return None

    def _check(self, request: HtmxRequest) -> None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > settings.COUNTERCLAIM_BODY_LIMIT:
            raise RequestDataTooBig("Request body exceeded the limit.")
        if _unstorable(request.path_info):
            raise BadRequest("The address holds a character that cannot be stored.")
        if _unstorable(*request.COOKIES, *request.COOKIES.values()):
            raise BadRequest("A cookie holds a character that cannot be stored.")
        if wrong := [name for data in _sent(request) for name, values in data.lists() if _unstorable(name, *values)]:
            raise ValidationError({UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", name): LEAVE_OUT for name in wrong})
        if "HTTP_REFERER" in request.META or "HTTP_HX_CURRENT_URL" in request.META:
            _check_address(request.META.get("HTTP_REFERER", ""))
            _check_address(request.htmx.current_url or "")


def _sent(request: HttpRequest) -> Sequence[QueryDict]:
    try:
        return (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    except LookupError:  # parts of a form in an encoding that is none of text, such as base64
        raise BadRequest(UNCLEAR.detail) from None


def _as_typed(sent: QueryDict) -> QueryDict:
    typed = sent.copy()
    for name, values in sent.lists():
        typed.setlist(name, [with_line_feeds(value) for value in values])
    typed._mutable = False
    return typed


def _check_address(page: str) -> None:
    try:
        urlsplit(page)
    except ValueError:
        raise BadRequest("The page that this request names as its own has no address.") from None


def _unstorable(*texts: str) -> bool:
    return any(map(UNSTORABLE.search, texts))


class RequestLogMiddleware:
    """Give every request an id, in its answer and in every log line; count it, and log how it ended."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            metrics.observe(request, response, seconds)
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        response["X-Request-ID"] = request_id
        return response


class PermissionsPolicyMiddleware:
    """Tell browsers that these pages use no camera, microphone, place, payment or the like."""

    POLICY = ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
            "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
        )
    )  # fmt: skip

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.POLICY
        return response


class PolicyMiddleware(CSPMiddleware):
    """The pages' policy; an answer that states its own, as the interface's do, is spared putting ours together."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if POLICY in response else super().process_response(request, response)


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may know: whether this is a demo, whether mail leaves it, and what waits to be sent."""
    return {"demo": settings.DEMO, "mail_leaves": mail.leaves(), "unsent": unsent.of(request)}


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_problem(request, problem_for(exception) or UNCLEAR)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_problem(request, problem_for(exception) or FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_problem(request, NOT_FOUND)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    return render_problem(request, BROKEN)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: an old page, blocked cookies, or another site's doing."""
    detail = "This form was too old or came from elsewhere, so nothing was saved. Reload the page and send it again."
    return render_problem(request, Problem(403, "csrf", detail))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process is alive."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can serve: its database answers (503 through the problem table if not)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})
