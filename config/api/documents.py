"""What the interface says of itself: its resources, its OpenAPI document, and a page of it for people."""

import functools
from typing import Any

import yaml
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from config.api.formats import as_json
from config.api.manual import chapters, refusals
from config.api.schema import ROOT, described, document
from config.api.shapes import Shape
from config.api.views import ApiView, answer
from config.http import render_page


class Index(Shape):
    """The addresses of the lists, by name."""

    resources = serializers.DictField(child=serializers.URLField())


class Root(ApiView):
    open_to_all = True

    @described("start", "The lists there are, and their addresses.", gives=Index)
    def get(self, request: Request) -> HttpResponse:
        lists = [address for address, says in document()["paths"].items() if _is_list(address, says.get("get", {}))]
        named = {address.removeprefix(ROOT).strip("/"): request.build_absolute_uri(address) for address in lists}
        named.pop("", None)
        return answer(request, {"resources": {**named, "docs": request.build_absolute_uri(f"{ROOT}docs/")}})


def _is_list(address: str, says: dict[str, Any]) -> bool:
    """Is it told whoever asks for it by no more than its address?"""
    return says != {} and "{" not in address and not any(one.get("required") for one in says.get("parameters", ()))


class Schema(ApiView):
    """By `?format=` or by `Accept`: JSON unless YAML is asked for."""

    open_to_all = True
    parameters = ("format",)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        wanted = request.GET.get("format") or ("yaml" if "yaml" in request.META.get("HTTP_ACCEPT", "") else "json")
        if wanted not in FORMATS:
            raise ValidationError({"format": ["It is written as “json” or as “yaml”."]})
        response = answer(request, _written(wanted))
        response["Content-Type"] = FORMATS[wanted]
        response["Vary"] = "Accept"
        return response


FORMATS = {"json": "application/json", "yaml": "application/yaml"}


@functools.cache
def _written(form: str) -> bytes:
    if form == "json":
        return as_json(document())
    return yaml.safe_dump(_plain(document()), allow_unicode=True, sort_keys=False, width=120).encode()


def _plain(node: Any) -> Any:
    """Without the subclasses of dict and str that the generator uses."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page, with an example of each request."""
    context = {
        "chapters": chapters(document()),
        "refusals": refusals(document()),
        "root": request.build_absolute_uri(ROOT),
    }
    return render_page(request, "api/docs.html", context)  # type: ignore[arg-type]  # htmx's middleware is on


app_name = "api"
urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
]
