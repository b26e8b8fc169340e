"""Refusals as programs get them: RFC 9457 problem details, from the same table as the pages'."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from config.errors import Problem

ROOT = "/api/"
TYPES = "/api/v1/docs/#problem-"
MEDIA_TYPE = "application/problem+json"
#: JSON loads nothing. Said here, the pages' policy need not be put together for it.
POLICY = "default-src 'none'; frame-ancestors 'none'"


def asks_interface(request: HttpRequest) -> bool:
    """Does this request come to the interface, so that even its refusals must be JSON?"""
    return request.path_info.startswith(ROOT)


def problem_answer(problem: Problem, **members: Any) -> HttpResponse:
    """A refusal as problem+json; `members` are what it says beyond the common ones."""
    body = {
        "type": f"{TYPES}{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "errors": list(errors_of(problem.fields or _of_all(problem))),
        **members,
    }
    response = HttpResponse(orjson.dumps(body, option=orjson.OPT_UTC_Z), MEDIA_TYPE, problem.status)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = POLICY
    if problem.status == 503:
        response["Retry-After"] = "5"
    return response


def _of_all(problem: Problem) -> dict[str, Any]:
    """What cannot be read, and no part of it is named, is wrong as a whole."""
    return {"__all__": [problem.detail]} if problem.status == 400 else {}


def errors_of(found: Any, path: str = "") -> Iterator[dict[str, str]]:
    """What is wrong where, flattened: {"figures": {0: {"low": ["…"]}}} is at “figures.0.low”; the whole is at “”."""
    if isinstance(found, Mapping):
        for name, inner in found.items():
            own = "" if name in ("__all__", "non_field_errors") else str(name)
            yield from errors_of(inner, ".".join(filter(None, [path, own])))
    elif isinstance(found, list):
        for place, inner in enumerate(found):
            deeper = isinstance(inner, (dict, list))
            yield from errors_of(inner, ".".join(filter(None, [path, str(place)])) if deeper else path)
    else:
        yield {"path": path, "message": str(found)}
