"""Other sites' scripts: shut out, unless the operator names their origins. They come with a token, never a cookie."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from config.api.problems import asks_interface

METHODS = "GET, HEAD, POST, PATCH"
SENT = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key"
SHOWN = "ETag, Location, Link, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate, X-Request-ID"


class CorsMiddleware:
    """Answers the preflights of the origins named in COUNTERCLAIM_API_CORS_ORIGINS, and lets them read answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.API_CORS_ORIGINS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not asks_interface(request):
            return self.get_response(request)
        allowed = request.headers.get("Origin", "") in settings.API_CORS_ORIGINS
        preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if allowed and preflight else self.get_response(request)
        patch_vary_headers(response, ["Origin"])
        if allowed:
            response["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response["Access-Control-Expose-Headers"] = SHOWN
        if allowed and preflight:
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = SENT
            response["Access-Control-Max-Age"] = "3600"
        return response
