"""The answer that carries an export: its name, its kind, and the stream."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from claims.export import annotations, atom, graphml, jsonld, ndjson, tables
from claims.export import asked as asking
from claims.export.asked import Asked
from claims.querysets import ClaimQuerySet
from config.api.conditions import tag_of, unchanged


@dataclass(frozen=True)
class Format:
    """How an export is called by programs, and what a file of it is called."""

    media_type: str
    ending: str
    written: Callable[[Asked], Iterator[bytes]]


FORMATS = {
    "ndjson": Format("application/x-ndjson", "ndjson", ndjson.written),
    "csv": Format("text/csv; charset=utf-8", "csv", tables.written),
    "jsonld": Format("application/ld+json", "jsonld", jsonld.written),
    # Named as the Web Annotation protocol names it.
    "annotations": Format(f'application/ld+json; profile="{annotations.PROFILE}"', "jsonld", annotations.written),
    "atom": Format("application/atom+xml; charset=utf-8", "atom", atom.written),
    "graphml": Format("application/graphml+xml; charset=utf-8", "graphml", graphml.written),
}


def answer(request: Any, claims: ClaimQuerySet) -> HttpResponseBase:
    """An export of those of the claims that the request asks for. `claims` are what this person may see."""
    asked = asking.read(request, claims)
    form = FORMATS[asked.format]
    if asked.format == "atom":
        response = _whole(request, form, b"".join(form.written(asked)))
    else:
        parts = form.written(asked) if request.method != "HEAD" else iter(())
        response = StreamingHttpResponse(parts, form.media_type)
        response["Content-Disposition"] = f'attachment; filename="{_name(asked)}.{form.ending}"'
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization, Cookie"
    return response


def _whole(request: Any, form: Format, body: bytes) -> HttpResponseBase:
    """What is short enough to be compared: 304 for whoever has the same bytes."""
    etag = tag_of(body)
    response = unchanged(request, etag) or HttpResponse(body, form.media_type)
    response["ETag"] = etag
    return response


def _name(asked: Asked) -> str:
    return {"csv": asked.table, "annotations": "annotations", "graphml": "links"}.get(asked.format, "claims")
