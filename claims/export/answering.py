"""The answer that carries an export: its name, its kind, and the stream."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse

from claims.export import asked as asking
from claims.export import ndjson, tables
from claims.export.asked import Asked
from claims.querysets import ClaimQuerySet


@dataclass(frozen=True)
class Format:
    """How an export is called by programs, and what a file of it is called."""

    media_type: str
    ending: str
    written: Callable[[Asked], Iterator[bytes]]


FORMATS = {
    "ndjson": Format("application/x-ndjson", "ndjson", ndjson.written),
    "csv": Format("text/csv; charset=utf-8", "csv", tables.written),
}


def answer(request: Any, claims: ClaimQuerySet) -> HttpResponseBase:
    """An export of those of the claims that the request asks for. `claims` are what this person may see."""
    asked = asking.read(request, claims)
    form = FORMATS[asked.format]
    response = StreamingHttpResponse(form.written(asked) if request.method != "HEAD" else iter(()), form.media_type)
    response["Content-Disposition"] = f'attachment; filename="{_name(asked)}.{form.ending}"'
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization, Cookie"
    return response


def _name(asked: Asked) -> str:
    return {"csv": asked.table, "annotations": "annotations", "graphml": "links"}.get(asked.format, "claims")
