"""Other sites' scripts: shut out unless named."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from config.api.cors import CorsMiddleware

ASKING = {"HTTP_ORIGIN": "https://desk.example", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"}


@pytest.fixture
def middleware(settings):
    settings.API_CORS_ORIGINS = ["https://desk.example"]
    return CorsMiddleware(lambda request: HttpResponse("answered"))


def test_without_origins_there_is_none_of_it(settings):
    settings.API_CORS_ORIGINS = []

    with pytest.raises(MiddlewareNotUsed):
        CorsMiddleware(HttpResponse)


def test_a_named_origin_is_let_in_without_cookies(middleware):
    preflight = middleware(RequestFactory().options("/api/v1/sides/", **ASKING))
    answer = middleware(RequestFactory().get("/api/v1/sides/", HTTP_ORIGIN="https://desk.example"))

    assert preflight.status_code == 204
    assert "Idempotency-Key" in preflight["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Origin"] == "https://desk.example"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    ("address", "origin"), [("/api/v1/sides/", "https://evil.example"), ("/claims/", "https://desk.example")]
)
def test_nobody_else_is_and_no_page(middleware, address, origin):
    answer = middleware(RequestFactory().get(address, HTTP_ORIGIN=origin))

    assert "Access-Control-Allow-Origin" not in answer
